"""The page's words stand in one file, in both languages, and nowhere else; its code can put in no markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from adapters.local import asking, limits, terminal
from bot.people import ROLE_KINDS
from tests.adapters.local.words import ROOT, WORDS, phrases

DOOR = ROOT / "adapters/local"
PAGE = DOOR / "page"
SCRIPTS = sorted(PAGE.glob("*.js"))
SHOWN_ATTRIBUTES = {"title", "alt", "placeholder", "aria-label", "aria-description", "value", "label"}


class Reader(HTMLParser):
    """Collects what a person could read or hear in the HTML, and the keys it asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.visible: list[str] = []
        self.keys: set[str] = set()

    def handle_data(self, data: str) -> None:
        self.visible += [data.strip()] if data.strip() else []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.keys |= {told[name] for name in ("data-words", "data-words-label") if name in told}
        self.visible += [told[name] for name in SHOWN_ATTRIBUTES & set(told) if told[name]]
        self.visible += [told["content"]] if told.get("name") == "description" else []


def _html() -> Reader:
    reader = Reader()
    reader.feed((PAGE / "index.html").read_text("utf-8"))
    return reader


def _asked_for() -> set[str]:
    """Every key that HTML, scripts and Python ask for; a key of `many` stands for its two forms."""
    html, keys = _html(), set[str]()
    for text in (script.read_text("utf-8") for script in SCRIPTS):
        several = set(re.findall(r'many\("(page\.[\w.]+)"', text))
        keys |= {f"{key}_{form}" for key in several for form in ("one", "many")}
        keys |= set(re.findall(r'"(page\.[\w.]+)"', text)) - several
    keys |= {key.strip("{}") for key in html.visible if key.startswith("{{")}
    problems = re.findall(r'Wrong\(\d+, "(\w+)"\)', "".join(file.read_text("utf-8") for file in DOOR.glob("*.py")))
    keys |= {f"page.problem.{name}" for name in problems} | {f"page.kind.{kind}" for kind in ROLE_KINDS}
    said = re.findall(r'_say\("(\w+)"', (DOOR / "terminal.py").read_text("utf-8"))
    keys |= {f"page.terminal.{name}" for name in (*said, *terminal.COMMANDS, *asking.HOW.values(), "asked")}
    return keys | html.keys


def test_every_word_the_page_asks_for_is_written() -> None:
    assert _asked_for() - set(WORDS["en"]) == set()


def test_every_word_that_is_written_is_asked_for() -> None:
    assert set(WORDS["en"]) - _asked_for() == set()


@pytest.mark.parametrize(("key", "both"), list(phrases()), ids=[key for key, _ in phrases()])
def test_a_phrase_has_both_languages_and_the_same_values(key: str, both: dict[str, str]) -> None:
    assert set(both) == {"en", "fr"}
    assert all(text.strip() == text and text for text in both.values())
    assert len({frozenset(re.findall(r"{(\w+)}", text)) for text in both.values()}) == 1


def test_the_html_holds_no_visible_word() -> None:
    assert [text for text in _html().visible if not re.fullmatch(r"{{[\w.]+}}", text)] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_puts_in_text_and_never_markup(script: Path) -> None:
    text = script.read_text("utf-8")

    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|DOMParser|srcdoc|https?://"
    assert re.findall(forbidden, text) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_holds_no_sentence(script: Path) -> None:
    code = re.sub(r"^\s*(//|/\*\*).*$", "", script.read_text("utf-8"), flags=re.MULTILINE)
    strings = re.findall(r'"([^"\n]*)"', code)

    assert [text for text in strings if re.search(r"[a-z] [a-z]+ [a-z]", text) and text != "a b c"] == []


@pytest.mark.parametrize("file", sorted(PAGE.iterdir()), ids=lambda file: file.name)
def test_a_file_of_the_page_names_no_other_place(file: Path) -> None:
    text = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")

    assert re.findall(r"https?:|//[a-z]+\.[a-z]|@import|url\(", text) == []


def test_the_bots_name_is_the_one_the_words_use() -> None:
    assert WORDS["en"]["page.channel.try_word"].startswith(f"@{limits.BOT_NAME} ")
