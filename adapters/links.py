"""Signed links to files, which end after 15 minutes, for platforms that take no files from a bot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple
from datetime import datetime, timedelta

from aiohttp import web
from itsdangerous import BadSignature, URLSafeSerializer

from bot.files import MakeFile
from bot.messages import FileRef
from bot.platform import Refused

PATH = "/files/"
LIFE = timedelta(minutes=15)


class Links:
    """Makes the links, and answers them. `real_now` is the machine's clock: a link is not a demo's business."""

    def __init__(self, secret: str, public_url: str, make_file: MakeFile, real_now: Callable[[], datetime]) -> None:
        self._signer = URLSafeSerializer(secret, salt="interlude.file")
        self._public_url = public_url
        self._make_file = make_file
        self._now = real_now

    def link(self, ref: FileRef) -> str:
        """An https address for this file."""
        until = int((self._now() + LIFE).timestamp())
        signed = self._signer.dumps([*astuple(ref), until])
        return f"{self._public_url}{PATH}{signed if isinstance(signed, str) else signed.decode()}"

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get(PATH + "{signed}", self.answer)

    async def answer(self, request: web.Request) -> web.Response:
        """The file, for whoever holds a link that is ours and not over; otherwise 404, which tells nothing."""
        try:
            *parts, until = self._signer.loads(request.match_info["signed"])
            if self._now().timestamp() > until:
                raise web.HTTPGone(text="This link is over.")
            made = await self._make_file(FileRef(*parts))
        except (BadSignature, ValueError, TypeError, Refused) as exc:
            raise web.HTTPNotFound(text="This file is not there.") from exc
        headers = {
            "Content-Disposition": f'attachment; filename="{made.name}"', "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }  # fmt: skip
        return web.Response(body=made.data, content_type=made.media_type.partition(";")[0], headers=headers)
