"""A newcomer's week on the page of `interlude demo`, in a real browser, on a phone and on a desk."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.local.axe import complaints
from tests.e2e.local.browser import Page
from tests.e2e.local.demo import Demo, become, moves_on_until, says

pytestmark = pytest.mark.e2e

MEANING = "How likely it is that the way a study was done"
NEWEST_CHOICE = "[...document.querySelectorAll('.choices')].at(-1).querySelector('button span:last-child').innerText"
BEGINS_IN_VIEW = """(() => {
  const [line, room] = [document.getElementById("log").lastChild, document.getElementById("scroll")];
  const [top, seen] = [line.getBoundingClientRect().top, room.getBoundingClientRect()];
  return top >= seen.top - 1 && top < seen.bottom;
})()"""
PICTURE_IS_THERE = "document.querySelector('figure img').complete && document.querySelector('figure img').naturalWidth"


@pytest.fixture(params=[(360, 780), (1280, 800)], ids=["phone", "desk"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    return request.param  # type: ignore[no-any-return]


async def test_a_newcomer_sees_a_week(demo: Demo, page: Page, size: tuple[int, int], pictures: Path) -> None:
    await page.reads("Who would you like to be?")
    assert await complaints(page) == []
    await become(page, "maya")
    await asks_for_a_word(page)
    await answers_the_check_in(page)
    await asks_for_a_word(page)
    await page.picture(pictures / f"page-{size[0]}.png")
    assert await complaints(page) == []
    await answers_about_the_meeting(page)
    await sees_the_result(page, pictures / f"result-{size[0]}.png")
    await tells_everybody(page)

    assert page.problems == []
    assert [address for address in page.asked if not address.startswith(demo.address)] == []


async def asks_for_a_word(page: Page) -> None:
    """As the patient partner."""
    before = (await page.text()).count(MEANING)
    await says(page, "what does risk of bias mean")
    await page.until(f"document.body.innerText.split({MEANING!r}).length === {before + 2}")


async def answers_the_check_in(page: Page) -> None:
    """Two taps and a sentence."""
    await moves_on_until(page, "A short check-in")
    await page.until(BEGINS_IN_VIEW)
    await page.clicks("All good")
    await page.reads("Thank you. One more:")
    await page.clicks(await page.js(NEWEST_CHOICE))
    await page.clicks("Add a sentence")
    await page.reads("Anything you want the team to know?")
    assert await complaints(page) == []
    await page.types("The new summary reads well.")
    await page.clicks("Send")
    await page.reads("Thank you, that is kept.")


async def answers_about_the_meeting(page: Page) -> None:
    """Four taps and a sentence."""
    await moves_on_until(page, "Question 1 of 5")
    for number in range(1, 5):
        await page.reads(f"Question {number} of 5")
        await page.clicks("Yes")
    await page.clicks("Write a sentence")
    await page.until("document.getElementById('form').open")
    await page.types("Send the slides a few days before.")
    await page.clicks("Send")
    await page.reads("you will hear what comes of it")


async def sees_the_result(page: Page, picture: Path) -> None:
    """As the organiser."""
    await become(page, "rosa")
    await moves_on_until(page, "What people said about Winter meeting")
    await page.until(PICTURE_IS_THERE)
    assert "Send the slides a few days before." in await page.text()
    await page.js("[...document.querySelectorAll('dl')].at(-1).scrollIntoView()")
    await page.picture(picture)
    assert await complaints(page) == []


async def tells_everybody(page: Page) -> None:
    """What was heard and what will change reaches the patient partner."""
    await page.clicks("Tell everybody")
    await page.until("document.getElementById('form').open")
    await page.types("The talks were too long for many of you.")
    await page.key("Tab")
    await page.types("Talks take twenty minutes, and the slides come three days before.")
    await page.clicks("Send to all")
    await page.reads("people will get your words about Winter meeting")
    await become(page, "maya")
    await moves_on_until(page, "You said, we will: Winter meeting")
    assert "Talks take twenty minutes" in await page.text()
