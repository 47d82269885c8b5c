"""Microsoft's addresses, and which service addresses we talk to. Only tests put others in."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit


@dataclass(frozen=True, slots=True)
class MicrosoftAddresses:
    """Where keys and tokens come from and where answers may go.

    `services` are origins; a host may begin with `*.` for its subdomains. `smba.trafficmanager.net` stands alone,
    because that domain is shared with strangers. Source: the Agents SDK's outbound list (facts/teams.md, section 4).
    """

    keys: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    authority: str = "https://login.microsoftonline.com"
    scope: str = "https://api.botframework.com/.default"
    issuer: str = "https://api.botframework.com"
    service: str = "https://smba.trafficmanager.net/teams/"
    services: tuple[str, ...] = (
        "https://smba.trafficmanager.net",
        "https://*.botframework.com",
        "https://teams.microsoft.com",
        "https://*.teams.microsoft.com",
    )

    def trusts(self, service: str) -> bool:
        """Whether this service address may be written to: scheme, host and port on the list, nothing smuggled in."""
        try:
            asked = urlsplit(service)
            port = asked.port
        except ValueError:
            return False
        if asked.username is not None or asked.query or asked.fragment or "\\" in service:
            return False
        return any(_same_origin(asked, port, urlsplit(known)) for known in self.services)


def _same_origin(asked: SplitResult, port: int | None, known: SplitResult) -> bool:
    host, wanted = asked.hostname or "", known.hostname or ""
    near = host.endswith(wanted[1:]) if wanted.startswith("*.") else host == wanted
    return near and bool(host) and asked.scheme == known.scheme and port in (known.port, _usual(known))


def _usual(known: SplitResult) -> int | None:
    return 443 if known.scheme == "https" and known.port is None else known.port
