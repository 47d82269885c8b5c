"""What the page is given: itself, the state, the stream, files, and the clock."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from aiohttp import ClientResponse

from bot.messages import FileRef
from bot.platform import Address, Refused
from tests.adapters.local.words import WORDS
from tests.cards.gallery import GALLERY
from tests.contract.local_probe import ZOE, LocalProbe
from tests.contract.probe import ANN


async def _state(probe: LocalProbe, user: str = ANN) -> dict[str, Any]:
    told: dict[str, Any] = await (await probe.client.get(f"/api/state?as={user}")).json()
    return told


async def _next(stream: ClientResponse) -> dict[str, Any]:
    async with asyncio.timeout(5):
        while True:
            line = await stream.content.readline()
            if line.startswith(b"data: "):
                told: dict[str, Any] = json.loads(line[6:])
                return told


async def test_the_page_may_load_nothing_from_anywhere_else(probe: LocalProbe) -> None:
    answer = await probe.client.get("/")

    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(("wish", "lang"), [("fr-CA,fr;q=0.9", "fr"), ("en-GB", "en"), ("de", "en"), ("", "en")])
async def test_the_page_starts_in_the_browsers_language(probe: LocalProbe, wish: str, lang: str) -> None:
    text = await (await probe.client.get("/", headers={"Accept-Language": wish})).text()

    assert f'<html lang="{lang}">' in text
    assert f"<title>{WORDS[lang]['page.title']}</title>" in text
    assert "{{" not in text


async def test_everything_the_page_names_is_there(probe: LocalProbe) -> None:
    for name, kind in {"page.js": "text/javascript", "page.css": "text/css", "icon.svg": "image/svg+xml"}.items():
        answer = await probe.client.get(f"/page/{name}")
        assert (answer.status, answer.content_type) == (200, kind)


async def test_before_somebody_is_picked_there_are_people_and_words_but_no_lines(probe: LocalProbe) -> None:
    await probe.platform.send(probe.private(ANN), GALLERY["answer"], "m1")

    told = await _state(probe, "")
    assert [person["name"] for person in told["people"]] == ["Ann Reviewer", "Zoé Roy"]
    assert (told["you"], told["lines"], told["lang"]) == ("", [], "en")
    assert "email" not in told["people"][0]


async def test_a_person_sees_their_own_lines_and_the_channel_and_nobody_elses(probe: LocalProbe) -> None:
    await probe.platform.send(probe.private(ANN), GALLERY["answer"], "m1")
    await probe.platform.send(probe.private(ZOE), GALLERY["french"], "m2")
    await probe.platform.send(Address("local", "demo", "channel"), GALLERY["channel"], "m3")

    told = await _state(probe)
    assert [line["message"]["blocks"][0]["is"] for line in told["lines"]] == ["prose", "prose"]
    assert {line["place"] for line in told["lines"]} == {ANN, "channel"}


async def test_the_words_follow_the_persons_language(probe: LocalProbe) -> None:
    told = await _state(probe, ZOE)

    assert (told["lang"], told["words"]["page.send"]) == ("fr", "Envoyer")
    assert told["people"][0]["kind"] == WORDS["fr"]["page.kind.patient_partner"]


async def test_a_place_without_a_name_is_named_after_its_time_zone(probe: LocalProbe) -> None:
    assert [person["place"] for person in (await _state(probe))["people"]] == ["Toronto", "Halifax"]


async def test_what_others_were_sent_is_told_without_their_buttons(probe: LocalProbe) -> None:
    await probe.platform.send(probe.private(ZOE), GALLERY["check_in"], "m1")
    await probe.platform.send(probe.private(ZOE), GALLERY["french"], "m2")

    sent = (await _state(probe))["sent"]
    assert (list(sent), sent[ZOE]["count"], sent[ZOE]["lang"]) == ([ZOE], 2, "fr")
    assert sent[ZOE]["text"].startswith("risque de biais\nProbabilité")
    assert "1." not in sent[ZOE]["text"]


async def test_an_open_page_hears_new_and_changed_lines_and_lines_taken_back(probe: LocalProbe) -> None:
    stream = await probe.client.get(f"/api/stream?as={ANN}&after=0")
    assert (await _next(stream))["change"] == 0
    receipt = await probe.platform.send(probe.private(ANN), GALLERY["answer"], "m1")
    assert [line["id"] for line in (await _next(stream))["lines"]] == [receipt.id]
    await probe.platform.edit(receipt, GALLERY["role"], "m2")

    (line,) = (await _next(stream))["lines"]
    assert (line["id"], line["edited"], line["message"]["title"]) == (receipt.id, True, "Your part")


async def test_a_page_that_comes_back_hears_what_it_missed(probe: LocalProbe) -> None:
    first = await probe.platform.send(probe.private(ANN), GALLERY["answer"], "m1")
    await probe.platform.send(probe.private(ANN), GALLERY["role"], "m2")

    stream = await probe.client.get(f"/api/stream?as={ANN}&after=0", headers={"Last-Event-ID": "1"})
    assert [line["message"]["title"] for line in (await _next(stream))["lines"]] == ["Your part"]
    assert first.id


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "9" * 40, "²"])
async def test_a_number_that_is_none_starts_at_the_beginning(probe: LocalProbe, after: str) -> None:
    await probe.platform.send(probe.private(ANN), GALLERY["answer"], "m1")

    stream = await probe.client.get("/api/stream", params={"as": ANN, "after": after})
    assert len((await _next(stream))["lines"]) == 1


async def test_others_lines_only_move_the_overview(probe: LocalProbe) -> None:
    stream = await probe.client.get(f"/api/stream?as={ANN}&after=0")
    await _next(stream)
    await probe.platform.send(probe.private(ZOE), GALLERY["french"], "m1")

    told = await _next(stream)
    assert (told["lines"], told["sent"][ZOE]["count"]) == ([], 1)


async def test_a_silent_page_hears_the_time_again(probe: LocalProbe) -> None:
    probe.door.pulse = 0.001
    stream = await probe.client.get(f"/api/stream?as={ANN}&after=0")
    await _next(stream)

    assert (await _next(stream))["now"] == "2026-11-24T15:00:00+00:00"


async def test_open_streams_end_when_the_door_stops(probe: LocalProbe) -> None:
    stream = await probe.client.get(f"/api/stream?as={ANN}&after=0")
    await _next(stream)
    await probe.door.stop()

    async with asyncio.timeout(5):
        assert b"id" not in await stream.content.read()


async def test_a_picture_is_shown_and_a_document_is_kept(probe: LocalProbe) -> None:
    receipt = await probe.platform.send(probe.private(ANN), GALLERY["result"], "m1")

    picture = await probe.client.get(f"/api/file?as={ANN}&ref={receipt.id}.0")
    assert (picture.content_type, await picture.read()) == ("image/png", b"\x89PNG")
    document = await probe.client.get(f"/api/file?as={ANN}&ref={receipt.id}.1")
    assert document.headers["Content-Disposition"].startswith("attachment")
    assert document.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "ref", ["", ".", "{id}", "{id}.", "{id}.2", "{id}.-1", "{id}.x", "{id}.0000", "nothing.0", "{id}.²"]
)
async def test_a_file_nobody_sent_is_not_there(probe: LocalProbe, ref: str) -> None:
    receipt = await probe.platform.send(probe.private(ANN), GALLERY["result"], "m1")

    assert (await probe.client.get("/api/file", params={"as": ANN, "ref": ref.format(id=receipt.id)})).status == 404


async def test_a_file_sent_to_somebody_else_is_not_there(probe: LocalProbe) -> None:
    receipt = await probe.platform.send(probe.private(ZOE), GALLERY["result"], "m1")

    assert (await probe.client.get(f"/api/file?as={ANN}&ref={receipt.id}.0")).status == 404


async def test_a_file_its_reader_may_not_have_any_more_is_not_there(probe: LocalProbe) -> None:
    async def refuse(ref: FileRef) -> Any:
        raise Refused("not for you")

    probe.door.make_file = refuse
    receipt = await probe.platform.send(probe.private(ANN), GALLERY["result"], "m1")
    assert (await probe.client.get(f"/api/file?as={ANN}&ref={receipt.id}.0")).status == 404


@pytest.mark.parametrize(("move", "sent", "now"), [("hour", 1, "16:00"), ("day", 24, "15:00"), ("next", 3, "18:00")])
async def test_the_clock_moves_and_tells_how_many_messages_were_sent(
    probe: LocalProbe, move: str, sent: int, now: str
) -> None:
    answer = await (await probe.client.post("/api/clock", json={"id": "c1", "move": move})).json()

    assert answer["sent"] == sent
    assert now in answer["now"]


async def test_the_same_move_sent_twice_moves_once(probe: LocalProbe) -> None:
    ask = {"id": "c1", "move": "hour"}
    both = await asyncio.gather(*(probe.client.post("/api/clock", json=ask) for _ in range(2)))

    assert [(await answer.json())["sent"] for answer in both] == [1, 1]
    assert probe.clock.moves == 1


@pytest.mark.parametrize("move", ["", "week", "HOUR"])
async def test_the_clock_knows_three_moves(probe: LocalProbe, move: str) -> None:
    assert (await probe.client.post("/api/clock", json={"id": "c1", "move": move})).status == 400
    assert probe.clock.moves == 0


async def test_an_open_page_hears_that_the_clock_moved(probe: LocalProbe) -> None:
    stream = await probe.client.get(f"/api/stream?as={ANN}&after=0")
    await _next(stream)
    await probe.door.move("c1", "day")

    assert (await _next(stream))["now"].startswith("2026-11-25")
