"""Microsoft's signing keys: read beside the requests, re-read when an unknown one is named, kept when reading fails."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from jwt.algorithms import RSAAlgorithm
from jwt.exceptions import InvalidKeyError

from adapters.teams.limits import KEYS_AGE, KEYS_PATIENCE, KEYS_PAUSE, KEYS_TIMEOUT

log = logging.getLogger("interlude.teams")
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Key:
    """One public key and the channels it may sign for. The names are the ones botframework's extractor reads."""

    public_key: Any
    endorsements: tuple[str, ...]


class Keys:
    """Takes the place of the SDK's `_OpenIdMetadata`, which blocks the event loop and misses new keys for a day."""

    def __init__(self, address: str, fetch: Callable[[str], Awaitable[Any]], real_now: Callable[[], datetime]) -> None:
        self._address, self._fetch, self._real_now = address, fetch, real_now
        self._keys: dict[str, Key] = {}
        self._read = self._tried = NEVER
        self._reading: asyncio.Task[None] | None = None
        self.generation = 0

    async def get(self, key_id: str | None) -> Key:
        """The key with this id. Raises LookupError when Microsoft has not published it. Never waits over 100 ms."""
        if key_id not in self._keys:
            await self._wait_a_moment(self._read_again())
        elif self._real_now() - self._read > KEYS_AGE:
            self._read_again()
        return self._keys[key_id or ""]

    async def start(self) -> None:
        """Read the keys once before the first request comes; a failure is logged and tried again on demand."""
        reading = self._read_again()
        if reading:
            await asyncio.wait({reading})

    async def stop(self) -> None:
        """Give up a reading that is under way."""
        if self._reading:
            self._reading.cancel()
            await asyncio.wait({self._reading})

    def _read_again(self) -> asyncio.Task[None] | None:
        """The reading under way, a new one, or None when the last one is too fresh to try again."""
        if self._reading and not self._reading.done():
            return self._reading
        now = self._real_now()
        if abs(now - self._tried) < KEYS_PAUSE:
            return None
        self._tried = now
        self._reading = asyncio.create_task(self._renew(now))
        return self._reading

    @staticmethod
    async def _wait_a_moment(reading: asyncio.Task[None] | None) -> None:
        if reading:
            await asyncio.wait({reading}, timeout=KEYS_PATIENCE)

    async def _renew(self, now: datetime) -> None:
        try:
            async with asyncio.timeout(KEYS_TIMEOUT):
                metadata = await self._fetch(self._address)
                listed = await self._fetch(metadata["jwks_uri"])
            keys = dict(filter(None, map(_key, listed["keys"])))
        except Exception as exc:
            log.warning("keys not read", extra={"action": "teams.keys.kept", "error": type(exc).__name__})
            return
        if keys:
            self._keys, self._read, self.generation = keys, now, self.generation + 1


def _key(jwk: Any) -> tuple[str, Key] | None:
    try:
        return jwk["kid"], Key(RSAAlgorithm.from_jwk(jwk), tuple(jwk.get("endorsements", ())))
    except (InvalidKeyError, KeyError, TypeError, ValueError, AttributeError):
        return None
