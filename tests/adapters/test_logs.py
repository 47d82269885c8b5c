"""A log line has a stable action and ids, and never anybody's words."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from adapters.logs import Lines, set_up
from bot.pack import Pack
from tests.bot.conversations.meeting import FORM, answer, hold
from tests.chat import CIRCLE, Chat, open_chat

CANARY = "kanarie"
"""Stands in every name, question, answer, title, address and id that a member writes or carries."""


def _record(name: str = "interlude.inbox", said: str = "a conversation failed", **extra: object) -> logging.LogRecord:
    record = logging.LogRecord(name, logging.WARNING, __file__, 1, said, (), None)
    record.__dict__.update(extra)
    return record


def test_a_line_is_one_json_object_with_our_sentence_and_its_ids() -> None:
    told = json.loads(Lines().format(_record(action="inbox.failed", delivery="d1", person=CANARY)))

    assert (told["level"], told["room"], told["said"]) == ("WARNING", "interlude.inbox", "a conversation failed")
    assert (told["action"], told["delivery"]) == ("inbox.failed", "d1")
    assert CANARY not in str(told)
    assert told["time"].endswith("+00:00")


def test_the_sentences_of_libraries_are_left_out() -> None:
    line = Lines().format(_record("sqlalchemy.engine", f"INSERT … {CANARY}"))

    assert CANARY not in line
    assert json.loads(line)["room"] == "sqlalchemy.engine"


def test_of_a_failure_only_its_kind_and_place_are_told() -> None:
    try:
        raise ValueError(f"could not read {CANARY}")
    except ValueError:
        record = _record()
        record.exc_info = sys.exc_info()

    told = json.loads(Lines().format(record))

    assert told["fault"] == "ValueError"
    assert "test_logs.py:" in told["where"]
    assert CANARY not in str(told)


def test_a_new_line_in_a_value_stays_in_its_line() -> None:
    assert "\n" not in Lines().format(_record(error='x"\n{"level": "FORGED"}'))


def test_libraries_speak_only_from_warning_on() -> None:
    before = logging.getLogger().handlers[:], logging.getLogger().level
    try:
        set_up("DEBUG")
        assert logging.getLogger("interlude.x").isEnabledFor(logging.DEBUG)
        assert not logging.getLogger("slack_sdk").isEnabledFor(logging.INFO)
    finally:
        logging.getLogger().handlers[:], level = before
        logging.getLogger().setLevel(level)
        logging.getLogger("interlude").setLevel(logging.NOTSET)


async def _live(chat: Chat) -> None:
    """A member's week, with everything that can go wrong along the way."""
    ann = chat.someone("ann")
    for text in (
        f"what is {CANARY}?",
        f"I want to die {CANARY}",
        "my role",
        f"{CANARY} " * 4000,
        f"should I stop my {CANARY} pills?",
    ):
        await ann.says(text)
    await hold(chat)
    await answer(ann, "Yes", "Skip", "Skip", "Skip", words=f"{CANARY} spoke too long")
    chat.platform.broken = True
    await ann.says(f"what is {CANARY}?")
    chat.platform.broken, chat.platform.refuses = False, True
    await chat.someone("bo").says(f"what is {CANARY}?")
    chat.platform.refuses, chat.app.pack.phrases["role.title"]["en"] = False, "{nobody_fills_this}"  # type: ignore[index]
    await ann.says("my role")


async def test_nobodys_words_ever_reach_a_log(
    database: str, pack: Pack, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(pack.phrases["role.title"], "en", "Your part")  # type: ignore[arg-type]
    monkeypatch.setitem(FORM, "title", f"Winter {CANARY}")
    people = [{**person, "name": f"{person['name']} {CANARY}"} for person in CIRCLE["people"]]
    chat = await open_chat(
        database, pack, {**CIRCLE, "people": people, "contacts": CIRCLE["contacts"][1:], "words": {}}
    )
    with caplog.at_level(logging.DEBUG, logger="interlude"):
        await _live(chat)
    await chat.app.store.close()

    lines = [Lines().format(record) for record in caplog.records]
    assert {"a conversation failed", "a message was refused", "nobody knows whether a message arrived"} <= {
        json.loads(line).get("said") for line in lines
    }
    assert [line for line in lines if CANARY in line] == []
