"""Who may ask this page anything: a browser on this machine, on this page, and nobody else.

The page has no password, so another web site must not be able to use it. A name that suddenly points at 127.0.0.1 (DNS
rebinding) has a foreign Host; a form or script of another site has a foreign Origin or no JSON.
"""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from adapters.local.limits import BODY
from adapters.local.parse import Body, Wrong

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}


def check(request: web.Request, port: int) -> None:
    """Raises `Wrong` for a request that does not come from this page on this machine."""
    host = request.headers.get("Host", "")
    if host not in {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}:
        raise Wrong(421, "host")
    if request.headers.get("Origin", f"http://{host}") != f"http://{host}":
        raise Wrong(403, "origin")
    if request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"} and request.path != "/":
        raise Wrong(403, "origin")


async def body(request: web.Request) -> Body:
    """The JSON object of a request. Raises `Wrong` when it is too long, or anything else."""
    if request.content_type != "application/json":
        raise Wrong(415, "unreadable")
    if (request.content_length or 0) > BODY:
        raise Wrong(413, "too_long")
    raw = b""
    async for chunk in request.content.iter_any():
        raw += chunk
        if len(raw) > BODY:
            raise Wrong(413, "too_long")
    return Body.read(raw)
