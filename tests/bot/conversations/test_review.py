"""Ten entries at a time: fine, change, or stop for now."""

from __future__ import annotations

import pytest

from bot.pack import Pack
from tests.chat import CIRCLE, Chat, open_chat


@pytest.fixture
async def chat(chat: Chat) -> Chat:
    """Everybody has been greeted."""
    await chat.settle()
    return chat


async def test_ten_one_after_the_other_in_the_same_place(chat: Chat) -> None:
    ann = chat.someone("ann")
    first = await ann.says("review words")
    assert first.startswith(f"{ann.last.title}\n1 of 10. Is this clear and right, in your eyes?")
    assert ann.labels() == ["Fine", "Change", "Stop for now"]

    seen = [ann.last.title]
    for n in range(2, 11):
        assert f"{n} of 10." in await ann.presses("Fine")
        seen.append(ann.last.title)
    last = await ann.presses("Fine")

    assert len(set(seen)) == 10
    assert "Thank you, that makes 10. There are" in last
    assert ann.labels() == ["Read 10 more"]
    assert "1 of 10." in await ann.presses("Read 10 more")
    assert ann.last.title not in seen


async def test_once_both_said_fine_it_is_no_draft_in_that_language_any_more(chat: Chat, pack: Pack) -> None:
    ann, bo, cleo = (chat.someone(user) for user in ("ann", "bo", "cleo"))
    await ann.says("review words")
    name = ann.last.title
    term = next(t for t in pack.terms.values() if t.words["en"].name == name)
    await ann.presses("Fine")
    assert "Draft wording." in await bo.says(f"what is {name}")

    await bo.says("review words")
    assert bo.last.title == name
    await bo.presses("Fine")

    assert "Draft wording." not in await bo.says(f"what is {name}")
    assert "Texte provisoire." in await cleo.says(f"c'est quoi {term.words['fr'].name}")


async def test_what_was_not_clear_comes_first(chat: Chat) -> None:
    dan, ann = chat.someone("dan"), chat.someone("ann")
    await dan.says("what is risk of bias")
    await dan.presses("Not clear yet")

    await ann.says("review words")

    assert ann.last.title == "risk of bias"


async def test_stop_for_now(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("review words")

    assert "What you read is noted." in await ann.presses("Stop for now")


async def test_a_change_is_a_suggestion_and_is_not_shown_again_meanwhile(chat: Chat) -> None:
    ann, bo = chat.someone("ann"), chat.someone("bo")
    await ann.says("review words")
    name = ann.last.title
    await ann.presses("Change")
    told = {f.name: str(f.initial) for f in ann.form.fields}
    await ann.sends(**{**told, "short": "Other words."})
    await ann.presses("Send it on")

    await ann.says("review words")
    assert ann.last.title != name
    await chat.later(hours=2)
    assert "Other words." in bo.reads


async def test_a_wording_that_changed_meanwhile_is_shown_again(chat: Chat) -> None:
    ann, bo = chat.someone("ann"), chat.someone("bo")
    await bo.says("review words")
    name = bo.last.title
    await ann.says("review words")
    await ann.presses("Change")
    told = {f.name: str(f.initial) for f in ann.form.fields}
    await ann.sends(**{**told, "short": "Other words."})
    await ann.presses("Send it on")
    await chat.later(hours=2)
    await bo.presses("Fine")  # the suggestion

    shown = await bo.presses("Fine")  # the card from before

    assert shown.startswith(f"{name}\n1 of 10.")
    assert "These words have changed since you saw them." in shown
    assert "Other words." in shown


async def test_one_person_with_both_parts_reads_each_entry_once(database: str, pack: Pack) -> None:
    words = {"answers": [], "patient_partners": ["Ann Roy"], "researchers": ["Ann Roy"]}
    chat = await open_chat(database, pack, {**CIRCLE, "words": words})
    ann = chat.someone("ann")
    await ann.says("review words")
    name = ann.last.title
    await ann.presses("Fine")

    await ann.says("review words")

    assert ann.last.title != name
    assert "Draft wording." in await ann.says(f"what is {name}")
    await chat.app.store.close()


async def test_only_those_who_were_named_review(chat: Chat) -> None:
    for user in ("dan", "rosa"):
        assert "your organiser has named" in await chat.someone(user).says("review words")
    assert "nommées pour cela" in await chat.someone("cleo").says("relire des mots")
