"""Server-sent events: an open page hears what is new for its person, and the time."""

from __future__ import annotations

import asyncio
import json

from aiohttp import web

from adapters.local import view
from adapters.local.book import Book
from adapters.local.people import DemoClock
from adapters.local.render import Json


async def stream(
    request: web.Request, book: Book, user: str, clock: DemoClock, headers: dict[str, str], pulse: float
) -> web.StreamResponse:
    """Write until the page closes or the door does. A page that comes back says what it saw last."""
    response = web.StreamResponse(headers={**headers, "Content-Type": "text/event-stream"})
    await response.prepare(request)
    after = _seen(request)
    try:
        with book.listening() as woken:
            while not book.closed:
                woken.clear()
                told = await view.news(book, user, after, clock.now())
                after = told["change"]
                await response.write(_event(told))
                await _wait(woken, pulse)
    except ConnectionResetError:
        pass
    return response


def _seen(request: web.Request) -> int:
    """The last change the page has: what its browser remembers, else what its first picture held."""
    told = request.headers.get("Last-Event-ID") or request.query.get("after", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 16 else 0


def _event(told: Json) -> bytes:
    return f"id: {told['change']}\ndata: {json.dumps(told)}\n\n".encode()


async def _wait(woken: asyncio.Event, pulse: float) -> None:
    try:
        async with asyncio.timeout(pulse):
            await woken.wait()
    except TimeoutError:
        return
