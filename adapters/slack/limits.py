"""Slack's numbers, each with its source: [DOC] docs.slack.dev, [SRC] @slack/types 3.2.0, [RUN] measured."""

from datetime import timedelta

from bot.platform import Abilities

ABILITIES = Abilities(choices=25, text=8_000, can_be_asked=True, opens_forms=True, replaces_now=False)
"""25 buttons fit one actions block [SRC]. Text: see ROOM, less what buttons need."""

# -- requests in
BODY = 256 * 1024
"""Bytes of one request we read. Events stay far below; ours to choose (checklist S6)."""
OLDEST = timedelta(seconds=300)
"""A signature older than five minutes is a replay [DOC: verifying requests from Slack]."""
FUTURE = timedelta(seconds=60)
"""How far ahead Slack's clock may run (checklist S2)."""
DEPTH = 60
"""Levels of nesting in a request's JSON. Rich text inside a message inside an action needs about 15 [RUN]."""

# -- calls out, in seconds
PATIENCE = 10.0
"""One Web API call."""
PATIENCE_TO_CONNECT = 5.0
PATIENCE_IN_REQUEST = 2.0
"""A call made while Slack waits for our answer: a trigger and an acknowledgement both live 3 s [DOC]."""
PATIENCE_UPLOAD = 20.0
"""The bytes of one file."""

# -- messages
ROOM = 11_000
"""Characters of all blocks together. `msg_blocks_too_long` comes at about 13,200 although every documented limit is
kept (slackapi/bolt-js #2509)."""
SECTION = 3_000
"""Text of a section [SRC]; also the value of `private_metadata` [DOC]."""
CONTEXT = 2_000
"""Text of a context element; kept below a section's."""
HEADER = 150
LABEL = 75
"""Label and accessibility label of a button, label of an option [SRC]."""
ALT = 2_000
BUTTONS = 25
"""Elements of an actions block [SRC]."""
BLOCKS = 50
"""Blocks of a message [DOC]."""

# -- forms
TITLE = 24
"""Title, submit and close of a modal [SRC]."""
QUESTION = 2_000
"""Label and hint of an input [SRC]."""
TYPED = 3_000
"""Characters a text input can take [SRC]."""
OPTIONS = 100
"""Options of one menu, or of one group of a menu; also the number of groups [SRC]."""
TICKS = 10
"""Options of a group of checkboxes or radio buttons [SRC]."""
AT_A_GLANCE = 5
"""Up to so many options we show as radio buttons, where all can be seen. Ours to choose."""

# -- looking for a message
PAGE = 15
"""Messages asked for at a time: what every kind of app may ask for since 2025 [DOC: rate limits]."""
PAGES = 3
SKEW = timedelta(seconds=60)
"""How far our clock and Slack's may differ when we look for a message sent since a moment of ours."""
