"""The four jobs, once from end to end: each person asked at a kind hour of their own, each answer where it belongs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.e2e.slack.page import Page, reads
from tests.e2e.slack.person import Person, labels
from tests.e2e.slack.world import World, opened

pytestmark = pytest.mark.e2e

TUESDAY = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
WEDNESDAY = datetime(2026, 11, 25, 15, 30, tzinfo=UTC)
NEXT_MONDAY = datetime(2026, 11, 30, 16, tzinfo=UTC)
THURSDAY_IN_DECEMBER = datetime(2026, 12, 3, 15, 30, tzinfo=UTC)


@pytest.fixture(params=["http", "socket"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Each job begins on the same Monday."""
    with opened(request.param, tmp_path_factory.mktemp("w")) as running:
        yield running


@pytest.fixture
def cleo(page: Page) -> Person:
    """A clinician who leads nothing, in French."""
    return Person(page, "U0CLEO")


async def test_somebody_known_by_e_mail_is_greeted_and_says_yes(page: Page) -> None:
    dan = Person(page, "U0DAN")

    greeting = await dan.hears("I am Interlude", "Heart and Lung Circle")
    assert labels(greeting) == ["Yes", "Not now"]
    assert len(reads(greeting).split("\n")[0].split()) <= 50

    assert "John's time" in await dan.presses("Yes")


async def test_a_check_in_is_answered_with_two_taps_and_a_sentence(world: World, ann: Person, rosa: Person) -> None:
    await world.until(TUESDAY)
    asked = await ann.hears("A short check-in")
    assert "Only Rosa Lind can read what you answer." in reads(asked)

    await ann.presses("A bit stuck", on=asked)
    await ann.presses("Mostly", on=asked)
    await ann.opens("Add a sentence", on=asked)
    assert await ann.sends(words=" ") != {}
    assert await ann.sends(words="The forms are *long* <!here>.") == {}

    await ann.sees("that is kept")
    report = await rosa.asks("check-ins")
    assert "A bit stuck" in report
    assert "“The forms are *long* <!here>.”" in report


async def test_a_wish_to_change_ones_part_reaches_both_co_leads(world: World, page: Page, cleo: Person) -> None:
    ann, bo = Person(page, "U0ANN"), Person(page, "U0BO")
    await world.until(THURSDAY_IN_DECEMBER)
    reminder = await cleo.hears("Vous parlez du terrain.")
    _, change = labels(reminder)

    await cleo.opens(change, on=reminder)
    assert await cleo.sends(words="Moins de réunions le soir.") == {}

    for lead in (ann, bo):
        told = await lead.hears("Cléo Roy", "Moins de réunions le soir.")
        assert "We have talked" in labels(told)
    await cleo.sees("Ann Roy et Bo Lind")


async def test_feedback_reaches_the_organiser_who_tells_everybody(world: World, page: Page, rosa: Person) -> None:
    ann, cleo, dan = (Person(page, user) for user in ("U0ANN", "U0CLEO", "U0DAN"))
    await make_an_event(rosa)
    await world.until(WEDNESDAY)
    await answer_all(ann, await ann.hears("Question 1 of 5"))
    await cleo.presses("Je n'y étais pas", on=await cleo.hears("Question 1", "Spring meeting"))

    await world.until(NEXT_MONDAY)
    summary = await rosa.hears("What people said about Spring meeting", "1 of 5 people answered.")
    await check_files(page, summary)
    await tell_everybody(rosa, summary)

    for person in (ann, cleo):
        assert "One hour from now on." in reads(await person.hears("Shorter meetings.", "Spring meeting"))
    assert [labels(message) for message in dan.told()] == [["Yes", "Not now"]]


async def make_an_event(rosa: Person) -> None:
    await rosa.visits_home()
    await rosa.opens_from_home("Make an event")
    assert await rosa.sends(title="Spring meeting", day="2026-11-24") == {}
    await rosa.hears("Spring meeting is set")


async def answer_all(person: Person, asked: dict[str, Any]) -> None:
    """Four taps and a sentence."""
    for label in ("Yes", "Mostly", "A little", "No"):
        await person.presses(label, on=asked)
    await person.opens("Write a sentence", on=asked)
    assert await person.sends(words="=Fewer slides") == {}
    await person.sees("you will hear what comes of it")


async def tell_everybody(rosa: Person, summary: dict[str, Any]) -> None:
    """The form asks for both answers."""
    await rosa.opens("Tell everybody", on=summary)
    assert set(await rosa.sends(heard="Shorter meetings.", change="")) == {"change"}
    assert await rosa.sends(heard="Shorter meetings.", change="One hour from now on.") == {}


async def check_files(page: Page, summary: dict[str, Any]) -> None:
    """The picture is a PNG at Slack's; the table is a CSV without formulas, shared by its address in the text."""
    (picture,) = [block["slack_file"]["id"] for block in summary["blocks"] if block["type"] == "image"]
    told = await page.control("/api/files.info", {"file": picture})
    kind, data = await page.fetch(path_of(told["file"]["permalink"]))
    assert (kind, data[:4]) == ("image/png", b"\x89PNG")

    (table,) = [part["url"] for part in links(summary)]
    _, data = await page.fetch(path_of(table))
    assert "'=Fewer slides" in data.decode("utf-8-sig")
    assert table in summary["text"]


def links(message: dict[str, Any]) -> list[dict[str, Any]]:
    lines = [line for block in message["blocks"] if block["type"] == "rich_text" for line in block["elements"]]
    return [part for line in lines for part in line["elements"] if part["type"] == "link"]


def path_of(address: str) -> str:
    return "/files/" + address.partition("/files/")[2]
