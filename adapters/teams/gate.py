"""Who is calling: only the Bot Framework service, for this bot, for Teams. The one room that imports botbuilder.

What is used of botbuilder-core 4.17.1, and why so little. Used: `JwtTokenExtractor` with `VerifyOptions`, and
`ChannelValidation.validate_identity` (issuer, signature, times, audience), fed with our own `Keys`; and botbuilder's
names for activities and channels. Not used: `CloudAdapter` (500 for every invoke that has an answer, a token fetched on
the event loop for each turn), `JwtTokenValidation` (opens a second door for emulator and skill tokens), the connector
client (msrest: no retries worth having, most of a turn's time), `TurnContext.remove_recipient_mention` (deletes too
much), storage and state (they unpickle what they read). Details and measurements: facts/teams.md.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botbuilder.schema import ActivityTypes  # type: ignore[import-untyped]
from botframework.connector import Channels  # type: ignore[import-untyped]
from botframework.connector.auth import (  # type: ignore[import-untyped]
    ChannelValidation,
    SimpleCredentialProvider,
    VerifyOptions,
)
from botframework.connector.auth.jwt_token_extractor import JwtTokenExtractor  # type: ignore[import-untyped]
from msrest.universal_http.requests import ClientRetryPolicy

from adapters.teams.keys import Keys
from adapters.teams.limits import CLOCK_SKEW, VERIFIED
from adapters.teams.microsoft import MicrosoftAddresses

CHANNEL: str = Channels.ms_teams.value
MESSAGE: str = ActivityTypes.message.value
INVOKE: str = ActivityTypes.invoke.value
MEMBERS: str = ActivityTypes.conversation_update.value
INSTALLATION: str = ActivityTypes.installation_update.value

# A list of 501 numbers is searched 999 times for each msrest client made (facts/teams.md, section 6). We make none; if
# a library ever does, it shall not cost a turn's time.
ClientRetryPolicy.safe_codes = frozenset(ClientRetryPolicy.safe_codes)  # type: ignore[assignment]
logging.getLogger("msrest").setLevel(logging.ERROR)  # it writes whole requests


class NotMicrosoft(Exception):
    """The caller is not proven to be the Bot Framework service speaking to this bot about Teams."""


@dataclass(frozen=True, slots=True)
class _Verified:
    claims: Mapping[str, Any]
    generation: int


class Gate:
    """Checks tokens. One that was verified is remembered until it ends or the key list changes."""

    def __init__(
        self, app_id: str, microsoft: MicrosoftAddresses, keys: Keys, real_now: Callable[[], datetime]
    ) -> None:
        self._app_id, self._microsoft, self._keys, self._real_now = app_id, microsoft, keys, real_now
        self._credentials = SimpleCredentialProvider(app_id, "")
        self._extractor = _extractor(microsoft, keys)
        self._verified: OrderedDict[str, _Verified] = OrderedDict()

    async def admit(self, header: str) -> Mapping[str, Any]:
        """The claims of a good Authorization header. Raises `NotMicrosoft`, whatever is wrong with it."""
        known = self._verified.get(header)
        if known and known.generation == self._keys.generation and not self._over(known.claims):
            return known.claims
        try:
            claims = await self._verify(header)
        except Exception as exc:
            raise NotMicrosoft(type(exc).__name__) from exc
        self._remember(header, claims)
        return claims

    def about(self, claims: Mapping[str, Any], activity: Mapping[str, Any]) -> None:
        """Raises `NotMicrosoft` unless the activity is from Teams and names the service address its token names."""
        service = activity.get("serviceUrl")
        if activity.get("channelId") != CHANNEL:
            raise NotMicrosoft("another channel")
        if not isinstance(service, str) or not service or service != claims.get("serviceurl"):
            raise NotMicrosoft("another service address")
        if not self._microsoft.trusts(service):
            raise NotMicrosoft("a service address that is not on the list")

    async def _verify(self, header: str) -> Mapping[str, Any]:
        identity = await self._extractor.get_identity_from_auth_header(header, CHANNEL, [CHANNEL])
        identity = await ChannelValidation.validate_identity(identity, self._credentials)
        claims: Mapping[str, Any] = identity.claims
        self._demand(claims)
        return claims

    def _demand(self, claims: Mapping[str, Any]) -> None:
        """What the SDK leaves open: times must be there, and there is exactly one issuer and one audience."""
        if not all(isinstance(claims.get(name), int | float) for name in ("exp", "nbf")):
            raise NotMicrosoft("no times")
        if self._over(claims):
            raise NotMicrosoft("over")
        if (claims.get("iss"), claims.get("aud")) != (self._microsoft.issuer, self._app_id):
            raise NotMicrosoft("another issuer or audience")

    def _over(self, claims: Mapping[str, Any]) -> bool:
        return self._real_now().timestamp() > float(claims["exp"]) + CLOCK_SKEW.total_seconds()

    def _remember(self, header: str, claims: Mapping[str, Any]) -> None:
        self._verified[header] = _Verified(claims, self._keys.generation)
        if len(self._verified) > VERIFIED:
            self._verified.popitem(last=False)


def _extractor(microsoft: MicrosoftAddresses, keys: Keys) -> Any:
    """The SDK's extractor, RS256 only, reading our keys instead of its own."""
    rules = VerifyOptions([microsoft.issuer], None, int(CLOCK_SKEW.total_seconds()), False)
    extractor = JwtTokenExtractor(rules, microsoft.keys, ["RS256"])
    extractor.open_id_metadata = _Endorsed(keys)
    return extractor


class _Endorsed:
    """Our keys, but only those Microsoft lets sign for Teams; the SDK lets a key without endorsements sign for all."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    async def get(self, key_id: str | None) -> Any:
        key = await self._keys.get(key_id)
        if CHANNEL not in key.endorsements:
            raise NotMicrosoft("a key that may not sign for Teams")
        return key
