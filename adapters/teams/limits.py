"""Teams' numbers, each with its source, and the patience we have with Microsoft."""

from datetime import timedelta

BODY = 1024 * 1024
"""Bytes of one request to us. Real activities stay far below; aiohttp's own default is the same."""

DEPTH = 60
"""Levels of nesting in one request. Activities carrying cards stay under 30."""

CARD = 24 * 1024
"""Bytes of one card as UTF-8. Teams documents about 100 KB for a message (40 KB on older pages, 28 KB for webhooks);
24 KB is under every figure (facts/teams.md, section 5)."""

PICTURE = 15 * 1024
"""Bytes of a picture that may travel inside its card: 20 KB once encoded, so the words still fit."""

SPOKEN = 2000
"""Characters of a card's `speak`: nobody listens longer."""

SUMMARY = 300
"""Characters of a notification's preview."""

ACTIONS = 6
"""Buttons in one row; Teams moves more into a menu (Microsoft's card design guidance)."""

TEXT = 10_000
"""Characters of one message, so that its card stays under `CARD` with room for buttons and two-byte letters."""

PAGE = 500
"""Members in one page of a roster (Microsoft's documentation: 50 to 500)."""

CLOCK_SKEW = timedelta(minutes=5)
"""How far a token's times may be off (Bot Framework authentication, "industry-standard clock-skew is 5 minutes")."""

KEYS_AGE = timedelta(hours=24)
"""Signing keys are read again at least this often (Bot Framework authentication documentation)."""

KEYS_PAUSE = timedelta(seconds=60)
"""Unknown keys cause one reading of the key list in this time, however many requests name them."""

KEYS_PATIENCE = 0.1
"""Seconds a request waits for the key list."""

KEYS_TIMEOUT = 5.0
"""Seconds after which reading the key list is given up."""

TOKEN_EARLY = timedelta(minutes=5)
"""Our own token is replaced this long before it ends."""

TIMEOUT = 10.0
"""Seconds for one request to Microsoft."""

VERIFIED = 256
"""Tokens remembered as verified. Microsoft uses one for about an hour."""

REMEMBERED = 10_000
"""People, chats or rosters kept in memory."""

ROSTER_AGE = timedelta(seconds=60)
"""A roster that was read is believed this long while a file of people is looked up."""

PER_CONVERSATION = ((7, 1), (8, 2), (60, 30), (1800, 3600))
"""Messages in so many seconds to one conversation (Microsoft: rate limiting for bots; "for estimation only")."""

PER_TENANT = 50
"""Requests a second of one app in one tenant (the same page; an older one says 30)."""
