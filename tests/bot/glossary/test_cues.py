"""The file writers edit: every mistake is named, all at once."""

import copy
import tomllib

import pytest

from bot.glossary.asking import Cues

from .conftest import CONTENT


@pytest.fixture
def table() -> dict:
    return copy.deepcopy(tomllib.loads((CONTENT / "cues.toml").read_text("utf-8")))


def mistakes(table: dict) -> list[str]:
    with pytest.raises(ValueError, match=r".") as failure:
        Cues.compile(table)
    return str(failure.value).splitlines()


def test_the_shipped_file_has_no_mistake(table):
    assert Cues.compile(table).starts


def test_every_mistake_is_named_with_its_key(table):
    table["meaning"]["en"][0] = "what * is * that"
    table["what"]["fr"][1] = " * "
    table["words"]["small"][0] = "?"
    table["words"]["ordinary"] = 7
    table["words"]["alike"][2] = ["alone"]
    table["whta"] = {}
    del table["silence"]
    del table["again"]["fr"]

    found = mistakes(table)

    for key in (
        "meaning.en[0]",
        "what.fr[1]",
        "words.small[0]",
        "words.ordinary",
        "words.alike[2]",
        "whta",
        "silence",
        "again.fr",
    ):
        assert any(line.startswith(f"{key}:") for line in found), (key, found)
    assert len(found) == 8


def test_an_empty_file_misses_everything():
    found = mistakes({})

    assert "meaning: this table is missing" in found
    assert "words: this table is missing" in found


def test_a_list_that_is_no_list_is_a_mistake_not_a_crash(table):
    table["meaning"] = ["what is *"]
    table["what"]["en"] = "what is *"
    table["compare"]["en"] = [3]
    table["words"]["fillers"] = []

    assert {line.split(":")[0] for line in mistakes(table)} == {"meaning", "what.en", "compare.en", "words.fillers"}
