"""Signed links to files: fifteen minutes, for what was signed, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.links import Links
from bot.files import Content
from bot.messages import FileRef
from bot.platform import Refused

REF = FileRef("feedback_csv", "c1", "e1", "p1", "en")
START = datetime(2026, 11, 23, 15, tzinfo=UTC)


class Desk:
    """Makes files, and remembers what it was asked for; `now` is moved by the test."""

    def __init__(self) -> None:
        self.now, self.asked, self.refuses = START, [], False
        self.links = Links(
            "a secret that is long enough to sign", "https://bot.example.org", self.make, lambda: self.now
        )

    async def make(self, ref: FileRef) -> Content:
        self.asked.append(ref)
        if self.refuses:
            raise Refused("this file is not there any more")
        return Content("feedback.csv", "text/csv; charset=utf-8", b"a,b")

    async def get(self, link: str) -> tuple[int, str, dict[str, str]]:
        app = web.Application()
        self.links.add_routes(app)
        async with TestClient(TestServer(app)) as client:
            answer = await client.get(link.removeprefix("https://bot.example.org"))
            return answer.status, await answer.text(), dict(answer.headers)


async def test_a_link_brings_the_file_it_was_made_for() -> None:
    desk = Desk()

    status, text, headers = await desk.get(desk.links.link(REF))

    assert (status, text, desk.asked) == (200, "a,b", [REF])
    assert headers["Content-Disposition"] == 'attachment; filename="feedback.csv"'
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("minutes", "status"), [(0, 200), (14.9, 200), (15.1, 410), (60 * 24, 410)])
async def test_a_link_lives_for_fifteen_minutes(minutes: float, status: int) -> None:
    desk = Desk()
    link = desk.links.link(REF)
    desk.now += timedelta(minutes=minutes)

    assert (await desk.get(link))[0] == status
    assert len(desk.asked) == (status == 200)


async def test_a_changed_link_is_not_there() -> None:
    desk = Desk()
    link = desk.links.link(REF)
    for n in range(len("https://bot.example.org/files/"), len(link), 7):
        changed = link[:n] + ("A" if link[n] != "A" else "B") + link[n + 1 :]
        assert (await desk.get(changed))[0] == 404, changed
    assert desk.asked == []


async def test_a_link_signed_with_another_secret_is_not_there() -> None:
    other = Links("another secret that is long enough", "https://bot.example.org", Desk().make, lambda: START)

    assert (await Desk().get(other.link(REF)))[0] == 404


async def test_what_a_reader_may_not_have_any_more_is_not_there() -> None:
    desk = Desk()
    desk.refuses = True

    status, text, _ = await desk.get(desk.links.link(REF))

    assert (status, text) == (404, "This file is not there.")
