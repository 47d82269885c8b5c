"""The routes of the page: check, hand on, answer."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, assert_never

from aiohttp import web
from aiohttp.helpers import content_disposition_header

from adapters.local import guard, render, view
from adapters.local.limits import BODY, CHANNEL
from adapters.local.parse import Body, Wrong
from adapters.local.people import LocalPerson
from adapters.local.render import Json
from adapters.local.stream import stream
from bot.inputs import FormErrors, Notice, OpenForm, Page, Replace, ReplyNow
from bot.messages import as_text
from bot.platform import NotDelivered

if TYPE_CHECKING:
    from adapters.local.door import LocalDoor

log = logging.getLogger("interlude.local")

PAGE = Path(__file__).with_name("page")
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
SHOWN = frozenset({"image/png", "image/jpeg", "image/webp"})
"""What a browser may show in place; anything else is offered to be kept."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Routes:
    """The handlers of one door."""

    def __init__(self, door: LocalDoor) -> None:
        self._door = door
        self._index = (PAGE / "index.html").read_text("utf-8")
        self._files = {file.name: file.read_bytes() for file in PAGE.iterdir() if file.suffix in TYPES}

    def add(self, app: web.Application) -> None:
        """Mount the page at the root. Open streams end when the application stops."""
        gets: dict[str, Handler] = {
            "/": self.index, "/page/{name}": self.static, "/api/state": self.state, "/api/stream": self.stream,
            "/api/file": self.file,
        }  # fmt: skip
        posts: dict[str, Handler] = {
            "/api/say": self.say, "/api/press": self.press, "/api/submit": self.submit, "/api/point": self.point,
            "/api/join": self.join, "/api/leave": self.leave, "/api/clock": self.clock,
        }  # fmt: skip
        for path, handler in gets.items():
            app.router.add_get(path, self._guarded(handler))
        for path, handler in posts.items():
            app.router.add_post(path, self._guarded(handler))
        app.on_shutdown.append(self._closing)

    async def _closing(self, app: web.Application) -> None:
        self._door.platform.book.close()

    def _guarded(self, handler: Handler) -> Handler:
        async def guarded(request: web.Request) -> web.StreamResponse:
            try:
                guard.check(request, self._door.port)
                return await handler(request)
            except Wrong as wrong:
                log.info("a request was refused", extra={"action": "local.refused", "problem": wrong.problem})
                return self._problem(request, wrong)
            except (ConnectionResetError, web.HTTPException):
                raise
            except Exception as failure:
                log.error("a request to the page failed", extra={"action": "local.failed", "where": _where(failure)})
                return self._problem(request, Wrong(500, "failed"))

        return guarded

    def _problem(self, request: web.Request, wrong: Wrong) -> web.Response:
        words = self._door.words[self._lang(request)]
        told = {"problem": wrong.problem, "text": words[f"page.problem.{wrong.problem}"]}
        return web.json_response(told, status=wrong.status, headers=guard.HEADERS)

    def _lang(self, request: web.Request) -> str:
        """The language the page says it is in; a browser's first wish before there is a page."""
        asked = request.query.get("lang", "") or request.headers.get("Accept-Language", "")
        return "fr" if asked[:2].lower() == "fr" else "en"

    # -- the page and its files

    async def index(self, request: web.Request) -> web.Response:
        lang = self._lang(request)
        text = self._index.replace("{{lang}}", lang)
        for key in ("page.title", "page.about", "page.noscript"):
            text = text.replace("{{" + key + "}}", escape(self._door.words[lang][key]))
        return web.Response(text=text, content_type="text/html", headers=guard.HEADERS)

    async def static(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in self._files:
            raise Wrong(404, "nothing")
        return web.Response(
            body=self._files[name], content_type=TYPES[Path(name).suffix], charset="utf-8",
            headers={**guard.HEADERS, "Cache-Control": "no-cache"},
        )  # fmt: skip

    async def file(self, request: web.Request) -> web.Response:
        """A picture or a document. Which one it is, is read from the message that was sent, never from the query."""
        person = await self._person(request.query.get("as", ""))
        id_, _, number = request.query.get("ref", "").partition(".")
        kept = await self._door.hearing.visible(person.user, id_)
        refs = render.files(kept.message) if kept and kept.message else ()
        if not number.isascii() or not number.isdigit() or len(number) > 3 or int(number) >= len(refs):
            raise Wrong(404, "nothing")
        try:
            made = await self._door.make_file(refs[int(number)])
        except NotDelivered as exc:
            raise Wrong(404, "nothing") from exc
        shown = "inline" if made.media_type in SHOWN else "attachment"
        named = content_disposition_header(shown, filename=made.name)
        told = {"Content-Type": made.media_type, "Content-Disposition": named}
        return web.Response(body=made.data, headers={**guard.HEADERS, **told})

    # -- what is seen

    async def state(self, request: web.Request) -> web.Response:
        user = request.query.get("as", "")
        people = await self._door.people()
        you = next((p for p in people if p.user == user), None)
        if user and you is None:
            raise Wrong(404, "person")
        lang = you.language if you and you.language in self._door.words else self._lang(request)
        seen = await view.everything(self._door.platform.book, you, people, self._door.words, lang)
        return _json({**seen, "now": self._door.clock.now().isoformat()})

    async def stream(self, request: web.Request) -> web.StreamResponse:
        person = await self._person(request.query.get("as", ""))
        book, clock = self._door.platform.book, self._door.clock
        return await stream(request, book, person.user, clock, dict(guard.HEADERS), self._door.pulse)

    # -- what is done

    async def say(self, request: web.Request) -> web.Response:
        user, body = await self._asked(request)
        channel = body.text("where") == CHANNEL
        text = body.text("text", BODY)
        if not text.strip():
            raise Wrong(400, "empty")
        return _answer(await self._door.hearing.say(user, body.event(), text, channel=channel))

    async def press(self, request: web.Request) -> web.Response:
        user, body = await self._asked(request)
        value, line, opens = body.text("value"), body.text("line"), body.yes("opens_form")
        return _answer(await self._door.hearing.press(user, body.event(), value, line, opens_form=opens))

    async def submit(self, request: web.Request) -> web.Response:
        user, body = await self._asked(request)
        value, line, label, fields = body.text("value"), body.text("line"), body.text("label", 200), body.fields()
        hearing = self._door.hearing
        return _answer(await hearing.submit(user, body.event(), value, fields, line=line, label=label))

    async def point(self, request: web.Request) -> web.Response:
        user, body = await self._asked(request)
        return _answer(await self._door.hearing.point(user, body.event(), body.text("line")))

    async def join(self, request: web.Request) -> web.Response:
        user, body = await self._asked(request)
        return _answer(await self._door.hearing.join(user, body.event()))

    async def leave(self, request: web.Request) -> web.Response:
        user, body = await self._asked(request)
        return _answer(await self._door.hearing.leave(user, body.event()))

    async def clock(self, request: web.Request) -> web.Response:
        body = await guard.body(request)
        sent = await self._door.move(body.event(), body.text("move"))
        return _json({"sent": sent, "now": self._door.clock.now().isoformat()})

    async def _asked(self, request: web.Request) -> tuple[str, Body]:
        body = await guard.body(request)
        return (await self._person(body.text("as"))).user, body

    async def _person(self, user: str) -> LocalPerson:
        person = await self._door.platform.person(user)
        if person is None:
            raise Wrong(404, "person")
        return person


def _answer(reply: ReplyNow) -> web.Response:
    return _json({"reply": _reply(reply)})


def _reply(reply: ReplyNow) -> Json | None:
    match reply:
        case None | Replace():  # the replaced message reaches every open page by its stream
            return None
        case OpenForm(form):
            return {"is": "form", "form": render.form(form), "errors": {}}
        case FormErrors(form, errors):
            return {"is": "form", "form": render.form(form), "errors": dict(errors)}
        case Notice(text):
            return {"is": "notice", "text": text}
        case Page(message):
            return {"is": "notice", "text": as_text(message)}
        case _:
            assert_never(reply)


def _json(told: Any) -> web.Response:
    return web.json_response(told, headers=guard.HEADERS)


def _where(failure: BaseException) -> str:
    """What went wrong and where, without anybody's words: an exception's text may hold them."""
    last = traceback.extract_tb(failure.__traceback__)[-1]
    return f"{type(failure).__name__} at {Path(last.filename).name}:{last.lineno}"
