"""What the page's server refuses, and how it says so."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.local.limits import BODY
from bot.inputs import Input, ReplyNow, Said
from tests.adapters.local.words import WORDS
from tests.contract.local_probe import LocalProbe
from tests.contract.probe import ANN

SAY = f'{{"as": "{ANN}", "id": "e1", "text": "hello"}}'
JSON = {"Content-Type": "application/json"}


async def _post(probe: LocalProbe, data: Any, **headers: str) -> tuple[int, str]:
    answer = await probe.client.post("/api/say", data=data, headers={**JSON, **headers})
    return answer.status, (await answer.json())["problem"] if answer.status != 200 else ""


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "localhost:1", "[::1]:{port}", "0.0.0.0:{port}", ""]
)
@pytest.mark.parametrize(
    "path", ["/", "/page/page.js", "/api/state", f"/api/stream?as={ANN}", f"/api/file?as={ANN}&ref=1.0"]
)
async def test_another_hosts_name_is_refused_everywhere(probe: LocalProbe, path: str, host: str) -> None:
    answer = await probe.client.get(path, headers={"Host": host.format(port=probe.door.port)})

    assert answer.status == 421
    assert (await answer.json())["text"] == WORDS["en"]["page.problem.host"]


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
async def test_this_machines_own_names_are_taken(probe: LocalProbe, name: str) -> None:
    answer = await probe.client.get("/", headers={"Host": f"{name}:{probe.door.port}"})

    assert answer.status == 200


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1", "http://localhost:1", "https://127.0.0.1:{port}"]
)
async def test_another_sites_post_is_refused(probe: LocalProbe, origin: str) -> None:
    status, problem = await _post(probe, SAY, Origin=origin.format(port=probe.door.port))

    assert (status, problem, probe.heard) == (403, "origin", [])


async def test_the_pages_own_post_is_taken(probe: LocalProbe) -> None:
    assert await _post(probe, SAY, Origin=f"http://127.0.0.1:{probe.door.port}") == (200, "")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_a_browser_that_says_another_site_asks_is_believed(probe: LocalProbe, site: str) -> None:
    assert await _post(probe, SAY, **{"Sec-Fetch-Site": site}) == (403, "origin")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
async def test_only_json_is_taken_because_a_foreign_form_cannot_send_it(probe: LocalProbe, kind: str) -> None:
    assert await _post(probe, SAY, **{"Content-Type": kind}) == (415, "unreadable")
    assert probe.heard == []


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "[]",
        "1",
        "{",
        "[" * 100_000,
        '{"as": 5}',
        '{"as": null, "id": "e"}',
        '{"id": "e1", "as": ["U01ANN"]}',
        "\x00",
        b"\xff\xfe",
    ],
)
async def test_a_body_that_makes_no_sense_is_told_so(probe: LocalProbe, body: Any) -> None:
    assert await _post(probe, body) == (400, "unreadable")


@pytest.mark.parametrize("event", ["", " ", "a b", "x" * 81, "<script>", "é", "a\\nb"])
async def test_an_id_nobody_would_make_is_refused(probe: LocalProbe, event: str) -> None:
    assert await _post(probe, f'{{"as": "{ANN}", "id": "{event}", "text": "hello"}}') == (400, "unreadable")


async def _endless() -> AsyncIterator[bytes]:
    while True:
        yield b"x" * 65_536


@pytest.mark.parametrize("big", [b"x" * (BODY + 1), _endless()], ids=["said", "unsaid"])
async def test_too_much_is_refused_without_being_read(probe: LocalProbe, big: Any) -> None:
    assert await _post(probe, big) == (413, "too_long")


async def test_a_question_of_forty_thousand_characters_is_handed_on_to_be_refused_kindly(probe: LocalProbe) -> None:
    assert await probe.says("é" * 41_000) == 200

    assert isinstance(probe.heard[0], Said)
    assert len(probe.heard[0].text) == 41_000
    assert len(str(probe.database.lines()[0]["text"])) == 4_000


@pytest.mark.parametrize("verb", ["press", "submit"])
async def test_a_value_longer_than_any_button_is_refused(probe: LocalProbe, verb: str) -> None:
    assert await probe.post(verb, value="v" * 4_001) == 413


@pytest.mark.parametrize(
    "fields", [[], "x", {"a": 1}, {"a": [1]}, {"a": {"b": "c"}}, {str(n): "" for n in range(51)}, {"a": ["x"] * 51}]
)
async def test_a_forms_answers_have_a_shape(probe: LocalProbe, fields: Any) -> None:
    assert await probe.post("submit", value="v", fields=fields) == 400
    assert probe.heard == []


async def test_nobody_can_be_played_who_is_not_in_the_demo(probe: LocalProbe) -> None:
    for verb in ("say", "press", "submit", "point", "join", "leave"):
        assert await probe.post(verb, **{"as": "U99NOBODY", "text": "x"}) == 404
    for path in ("/api/state?as=x", "/api/stream?as=x", "/api/file?as=x&ref=1.0", "/api/stream", "/api/file"):
        assert (await probe.client.get(path)).status == 404


async def test_empty_words_are_not_sent(probe: LocalProbe) -> None:
    assert await probe.says(" \n\t ") == 400
    assert probe.heard == []


async def test_half_of_a_surrogate_pair_becomes_the_replacement_mark(probe: LocalProbe) -> None:
    assert (await _post(probe, f'{{"as": "{ANN}", "id": "e1", "text": "a\\ud800b \\ud83d\\ude0a"}}'))[0] == 200

    assert isinstance(probe.heard[0], Said)
    assert probe.heard[0].text == "a\ufffdb \U0001f60a"


async def test_nul_reaches_the_core_and_is_kept_as_the_replacement_mark(probe: LocalProbe) -> None:
    assert await probe.says("a\x00b") == 200

    assert probe.database.lines()[0]["text"] == "a\ufffdb"


@pytest.mark.parametrize(
    "path", ["/page/..%2fdoor.py", "/page/../door.py", "/page/index.html", "/page/.", "/page/door.py", "/page/"]
)
async def test_only_the_pages_own_files_are_served(probe: LocalProbe, path: str) -> None:
    assert (await probe.client.get(path)).status == 404


async def test_a_problem_is_told_in_the_language_of_the_page(probe: LocalProbe) -> None:
    answer = await probe.client.get("/api/state?as=nobody&lang=fr")

    assert (await answer.json())["text"] == WORDS["fr"]["page.problem.person"]


async def test_a_failure_inside_is_not_acknowledged_and_says_nothing_of_itself(
    probe: LocalProbe, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(heard: Input) -> ReplyNow:
        raise ValueError("my private words")

    probe.answer = fail
    assert await probe.says("hello") == 500
    assert "private words" not in caplog.text
    assert [record.__dict__["action"] for record in caplog.records] == ["local.failed"]
    assert "ValueError at test_guard.py" in caplog.records[0].__dict__["where"]
