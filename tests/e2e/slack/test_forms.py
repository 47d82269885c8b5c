"""Forms open on a press, stay open while something is missing, and are kept when all is there."""

from __future__ import annotations

import pytest

from tests.e2e.slack.page import Page, reads
from tests.e2e.slack.person import Person, labels

pytestmark = pytest.mark.e2e


async def test_the_home_page_offers_what_a_person_can_do(ann: Person, rosa: Person, page: Page) -> None:
    assert "What I can do for you" in await ann.visits_home()
    assert "Make an event" not in labels(page.homes["U0ANN"])

    await rosa.visits_home()
    assert "Make an event" in labels(page.homes["U0ROSA"])


async def test_a_stranger_sees_a_home_page_too(page: Page) -> None:
    assert "I am Interlude" in await Person(page, "U0EVE").has_read_everything().visits_home()


async def test_an_event_without_a_title_is_asked_for_again_and_then_made(rosa: Person, page: Page) -> None:
    await rosa.visits_home()
    form = await rosa.opens_from_home("Make an event")
    assert form["title"]["text"] == "A new event"

    assert await rosa.sends(title="") == {"title": "Please give it a name."}
    assert page.modals != []

    assert await rosa.sends(title="Spring meeting") == {}
    assert "Spring meeting is set for Monday 30 November, 14:00" in reads(await rosa.hears())


async def test_every_mistake_in_a_form_is_shown_at_once(rosa: Person) -> None:
    await rosa.says("new event")
    await rosa.opens("Make an event", on=await rosa.hears())

    wrong = await rosa.sends(title=" ", end="09:00", invited=[])

    assert set(wrong) == {"title", "end", "invited"}
    assert await rosa.sends(title="Summer meeting", end="16:00", invited=["Steady Hearts"]) == {}
    await rosa.sees("Summer meeting is set for Monday 30 November, 14:00 (Toronto time). 4 people are invited.")


async def test_a_form_can_be_sent_twice_and_makes_two_events(rosa: Person) -> None:
    for _ in range(2):
        await rosa.visits_home()
        await rosa.opens_from_home("Make an event")
        assert await rosa.sends(title="Autumn meeting") == {}
        assert "Autumn meeting is set" in reads(await rosa.hears())

    assert (await rosa.asks("events")).count("Autumn meeting") == 2
