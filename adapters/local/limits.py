"""The numbers of this door. Nobody publishes them: they are ours, and each says why."""

from __future__ import annotations

from bot.platform import Abilities

PLATFORM = "local"
WORKSPACE = "demo"
CHANNEL = "channel"
"""The one place everybody sees."""

BOT_NAME = "Interlude"
"""What is typed after @ in the channel to speak to the bot."""

ABILITIES = Abilities(choices=10, text=20_000, can_be_asked=True, opens_forms=True, replaces_now=True)

BODY = 256 * 1024
"""Bytes in one request: Slack's guard takes the same, so the same question is refused at both doors."""

OWN_TEXT = 4_000
"""Characters of a person's own words shown back to them; longer ones are cut in the picture, never in the input."""

TEXT = 40_000
"""Characters handed on for an answer to say kindly that it is too long; a browser cannot send more than BODY anyway."""

VALUE = 4_000
"""Characters in a button's or a form's value: `bot.buttons.LONGEST` is 1,900."""

FIELDS = 50
"""Answers in one form; the longest form has fewer than ten."""

LINES = 200
"""Lines of one place the page shows; a demo's week has fewer."""

PULSE = 15.0
"""Seconds of silence after which an open page hears the time again, so that both sides know the other is there."""

REMEMBERED = 100
"""Clock moves and opened forms kept in memory for a request that comes twice."""
