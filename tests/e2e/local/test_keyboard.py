"""The page without a mouse."""

from __future__ import annotations

import pytest

from tests.e2e.local.browser import Page, labelled
from tests.e2e.local.demo import moves_on_until

pytestmark = pytest.mark.e2e

TEXT_BOX = "document.getElementById('text')"
MAYA = "document.querySelector('#cards [data-user=maya]')"
IN_THE_FORM = "document.activeElement.closest('dialog') && document.activeElement.tagName === 'TEXTAREA'"
NEXT = labelled("Until the next thing happens")


async def test_a_word_is_asked_with_the_keyboard_alone(page: Page) -> None:
    await page.reads("Who would you like to be?")
    await page.tabs_to(MAYA)
    await page.key("Enter")
    await page.reads("A private chat between Maya Thibault and Interlude.")
    await page.tabs_to(TEXT_BOX)
    await page.types("what does risk of bias mean")
    await page.key("Enter")

    await page.reads("How likely it is that the way a study was done")


async def test_a_check_in_is_answered_with_the_keyboard_alone(page: Page) -> None:
    await _has_a_check_in(page)
    await page.tabs_to(labelled("All good"))
    await page.key(" ")
    await page.reads("Thank you. One more:")
    await page.tabs_to(labelled("Skip"))
    await page.key("Enter")
    await page.tabs_to(labelled("Add a sentence"))
    await page.key("Enter")
    await page.until(IN_THE_FORM)
    await page.types("The new summary reads well.")
    await page.tabs_to(labelled("Send"))
    await page.key("Enter")

    await page.reads("Thank you, that is kept.")


async def test_escape_leaves_a_form_and_goes_back_to_its_button(page: Page) -> None:
    await _has_a_check_in(page)
    await page.clicks("All good")
    await page.reads("Thank you. One more:")
    await page.clicks("Skip")
    await page.tabs_to(labelled("Add a sentence"))
    await page.key("Enter")
    await page.until(IN_THE_FORM)
    await page.key("Escape")

    await page.until(f"document.activeElement === {labelled('Add a sentence')}")


async def test_the_first_tab_stop_leads_past_the_clock_and_the_people(page: Page) -> None:
    await _is_maya(page)
    await page.js("document.activeElement.blur()")
    await page.tabs_to("document.querySelector('.skip')")
    await page.key("Enter")

    await page.until("document.activeElement.id === 'name'")


async def _is_maya(page: Page) -> None:
    await page.js("location.hash = 'maya/chat'")
    await page.reads("A private chat between Maya Thibault and Interlude.")


async def _has_a_check_in(page: Page) -> None:
    await _is_maya(page)
    await moves_on_until(page, "A short check-in")
    await page.js("document.getElementById('name').focus()")
