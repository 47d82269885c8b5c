"""The finder over the shipped pack: terms and cues as they stand in content/."""

import tomllib
from pathlib import Path

import pytest

from bot.content_terms import read_terms
from bot.glossary.asking import Cues
from bot.glossary.finder import Finder
from bot.terms import Term

CONTENT = Path(__file__).parents[3] / "content"


@pytest.fixture(scope="session")
def cues() -> Cues:
    return Cues.compile(tomllib.loads((CONTENT / "cues.toml").read_text("utf-8")))


@pytest.fixture(scope="session")
def terms() -> tuple[Term, ...]:
    files = sorted((CONTENT / "terms").glob("*.toml"))
    tables = {f"terms/{path.name}": tomllib.loads(path.read_text("utf-8")) for path in files}
    return tuple(read_terms(tables, []).values())


@pytest.fixture(scope="session")
def finder(terms: tuple[Term, ...], cues: Cues) -> Finder:
    return Finder(terms, cues)
