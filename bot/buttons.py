"""What a button or form carries back: typed, short, signed, bound to a community and a person, with an expiry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from json import JSONEncoder
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer
from itsdangerous.encoding import base64_encode

LONGEST = 1900
"""Slack takes 2,000 characters in a button's value (facts: docs.slack.dev, block elements); kept below."""

SHORT = 300
"""Bytes that are carried as they are; longer ones hold a person's text and are compressed."""

_COMPACT = JSONEncoder(separators=(",", ":"), ensure_ascii=False)

USUAL_LIFE = timedelta(days=30)


class NotOurs(Exception):
    """The value was not made by us, was changed on the way, or belongs to somebody else."""


class Expired(NotOurs):
    """The value was ours, and its time is over."""


@dataclass(frozen=True, slots=True)
class Button:
    """What a press means: a verb ("feedback.rate"), its arguments, and whose it is.

    `person` is empty only on messages that anybody in a channel may press.
    """

    verb: str
    args: tuple[str, ...] = ()
    community: str = ""
    person: str = ""


class Buttons:
    """Packs and unpacks buttons with one secret. Times are UTC and real, also where a demo's clock is moved."""

    def __init__(self, secret: str, *, life: timedelta = USUAL_LIFE) -> None:
        self._serializer = URLSafeSerializer(secret, salt="interlude.button")
        self._signer = self._serializer.make_signer()
        self._life = life

    def pack(self, button: Button, real: datetime) -> str:
        """The text a platform carries. Raises ValueError when it would not fit."""
        until = int((real + self._life).timestamp())
        text = self._signer.sign(
            self._payload([button.verb, button.args, button.community, button.person, until])
        ).decode()
        if len(text) > LONGEST:
            raise ValueError(f"the button {button.verb!r} needs {len(text)} characters; {LONGEST} fit")
        return text

    def _payload(self, told: list[Any]) -> bytes:
        """What the serializer would make of it. Trying to make it shorter costs more than all the rest, and mostly
        fails."""
        plain = _COMPACT.encode(told).encode()
        return base64_encode(plain) if len(plain) <= SHORT else self._serializer.dump_payload(told)

    def unpack(self, value: str, real: datetime) -> Button:
        """The button again. Raises `NotOurs`, or `Expired` when only its time is over."""
        try:
            verb, args, community, person, until = self._serializer.loads(value)
        except (BadSignature, ValueError, TypeError) as exc:
            raise NotOurs("not a button of ours") from exc
        if real.timestamp() > until:
            raise Expired(verb)
        return Button(verb, tuple(args), community, person)
