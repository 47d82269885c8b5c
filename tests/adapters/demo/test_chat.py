"""`interlude chat`: the demo's people in a terminal."""

from __future__ import annotations

from collections.abc import AsyncIterator

from adapters.demo.run import Demo
from adapters.local import terminal


async def _typed(*lines: str) -> AsyncIterator[str]:
    for line in lines:
        yield line


async def _chat(demo: Demo, *lines: str, user: str = "") -> str:
    written: list[str] = []

    async def settled() -> None:
        await demo.app.outbox.drain()

    await terminal.chat(demo.door, user=user, lines=_typed(*lines), write=written.append, settled=settled)
    return "\n".join(written)


async def test_a_question_and_the_number_of_a_button(demo: Demo) -> None:
    said = await _chat(demo, "what does risk of bias mean", "1")

    assert said.startswith("You are Maya Thibault.")
    assert "1. Tell me more" in said
    assert "At the street fair" in said


async def test_time_moves_on_until_something_comes_to_this_person(demo: Demo) -> None:
    said = await _chat(demo, *["/next"] * 8)

    assert "It is now 2026-11-24 10:00 in St. John's. Messages sent: 1." in said
    assert "A short check-in" in said


async def test_a_check_in_is_answered_with_two_numbers_and_a_form(demo: Demo) -> None:
    said = await _chat(demo, *["/next"] * 8, "1", "2", "1", "The new summary reads well.")

    assert "Thank you. One more:" in said
    assert "Anything you want the team to know?" in said
    assert said.rstrip().endswith("Thank you, that is kept. Rosa Lindqvist will read it.")


async def test_somebody_else_speaks_their_own_language(demo: Demo) -> None:
    said = await _chat(demo, "/as luc", "que veut dire risque de biais", "/quitter", "never read")

    assert "Vous êtes Luc Gagnon." in said
    assert "1. En savoir plus" in said
