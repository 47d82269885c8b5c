"""I still don't understand: the author says it another way, and nobody learns who asked."""

from datetime import timedelta

import pytest

from bot import ticks
from bot.inputs import FormErrors, Pointed
from bot.messages import Message, as_text, choices
from tests.bot.conversations.meeting import rows
from tests.chat import Chat, Someone

TEXT = "The steering group will look at the risk of bias. <!channel> <b>now</b> & *then*"
STILL = "I still don't understand"
NAMES = {"ann": "Ann Roy", "bo": "Bo Lind", "cleo": "Cléo Roy", "dan": "Dan Okoro", "rosa": "Rosa Lind"}


@pytest.fixture(autouse=True)
def large(chat: Chat) -> None:
    chat.platform.groups["channel"] = 40


async def _does_not_understand(person: Someone, *, by: str = "bo", **where: object) -> str:
    await person.points_at(TEXT, by=by, **{"private": False, **where})  # type: ignore[arg-type]
    label = "Je ne comprends toujours pas" if person.user == "cleo" else STILL
    await person.presses(label)
    return person.reads


async def _author_answers(chat: Chat, words: str, author: str = "bo") -> Someone:
    await chat.later(days=1)
    bo = chat.someone(author)
    await bo.presses("Say it another way")
    await bo.sends(words=words)
    return bo


def _message(person: Someone, words: str) -> Message:
    """The newest message with these words in it."""
    return next(message for message in reversed(person.messages) if words in as_text(message))


def _said(person: Someone, words: str) -> str:
    return as_text(_message(person, words))


async def test_the_author_says_it_another_way_and_the_asker_reads_it(chat: Chat) -> None:
    ann = chat.someone("ann")
    passed_on = await _does_not_understand(ann)
    bo = await _author_answers(chat, "We check if the study can be trusted. <b>")
    await chat.later(days=1)

    assert "I am asking Bo Lind to say it another way, without your name." in passed_on
    assert _said(bo, "Your words are on their way.")
    assert "Bo Lind says it this way:\nWe check if the study can be trusted. <b>\n" in _said(ann, "says it this way")
    assert [c.label for c in choices(_message(ann, "says it this way"))] == ["That helps", "Still not clear"]


async def test_the_author_reads_their_own_message_and_not_who_asked(chat: Chat) -> None:
    await _does_not_understand(chat.someone("ann"))
    await chat.later(days=1)
    bo = chat.someone("bo")

    asked = next(message for message in bo.messages if "another way" in as_text(message))
    assert f"You wrote: “{TEXT}”" in as_text(asked)
    assert "I don't say who." in as_text(asked)
    assert [choice.label for choice in choices(asked)] == ["Say it another way", "Not now"]


async def test_nobody_who_asked_is_named_to_anybody_else(chat: Chat) -> None:
    ann, cleo = chat.someone("ann"), chat.someone("cleo")
    for user in NAMES:
        chat.someone(user).news()
    start = len(chat.platform.arrived)
    await _does_not_understand(ann)
    await _does_not_understand(cleo)
    await _author_answers(chat, "In other words: is it fair?")
    await chat.later(days=3)

    others = "\n".join(a.text for a in chat.platform.arrived[start:] if a.to.user not in ("ann", "cleo"))
    assert "In other words" not in others
    assert not any(name in others for name in ("Ann", "Cléo"))
    assert "Cléo" not in "\n".join(a.text for a in chat.platform.arrived[start:] if a.to.user == "ann")


async def test_others_who_ask_join_and_all_are_told_while_the_author_gets_one_message(chat: Chat) -> None:
    ann, dan = chat.someone("ann"), chat.someone("dan")
    await _does_not_understand(ann)
    joined = await _does_not_understand(dan)
    await _author_answers(chat, "Is it fair?")
    await chat.later(days=2)

    assert "Somebody has asked Bo Lind about this already." in joined
    assert _said(ann, "Is it fair?")
    assert _said(dan, "Is it fair?")
    assert sum("I don't say who" in text for text in chat.platform.texts("bo")) == 1


async def test_asking_twice_is_asking_once(chat: Chat) -> None:
    ann = chat.someone("ann")
    await _does_not_understand(ann)
    again = await _does_not_understand(ann)
    await chat.later(days=1)

    assert "I am asking Bo Lind" in again
    assert sum("I don't say who" in text for text in chat.platform.texts("bo")) == 1


async def test_whoever_asks_after_the_answer_reads_it_at_once(chat: Chat) -> None:
    await _does_not_understand(chat.someone("ann"))
    await _author_answers(chat, "Is it fair?")

    assert "Bo Lind says it this way:\nIs it fair?" in await _does_not_understand(chat.someone("dan"))


async def test_the_author_is_written_to_at_a_kind_hour(chat: Chat) -> None:
    chat.now = chat.now.replace(hour=9)  # one in the morning in Vancouver
    await _does_not_understand(chat.someone("ann"))
    early = chat.platform.texts("bo")

    await chat.later(hours=9)

    assert not any("I don't say who" in text for text in early)
    assert any("I don't say who" in text for text in chat.platform.texts("bo"))


async def test_an_author_who_would_rather_not_is_never_asked_again_and_the_asker_hears_it(chat: Chat) -> None:
    ann, bo = chat.someone("ann"), chat.someone("bo")
    await _does_not_understand(ann)
    await chat.later(days=1)
    fine = await bo.presses("Not now")
    await chat.later(days=1)
    told = _said(ann, "There is no other wording")
    later = await _does_not_understand(chat.someone("dan"))
    await chat.later(days=6)

    assert "That is fine." in fine
    assert "turn to Rosa Lind" in told
    assert "There is no other wording for now." in later
    assert not any("I don't say who" in text for text in chat.platform.texts("bo")), "the card was replaced"


async def test_after_five_days_the_asker_is_told_once_that_there_is_no_answer(chat: Chat) -> None:
    ann = chat.someone("ann")
    await _does_not_understand(ann)
    await chat.later(days=10)

    told = [text for text in chat.platform.texts("ann") if "There is no answer yet." in text]
    assert len(told) == 1
    assert "turn to Rosa Lind" in told[0]
    assert sum("I don't say who" in text for text in chat.platform.texts("bo")) == 1


async def test_an_answer_after_that_still_arrives(chat: Chat) -> None:
    ann = chat.someone("ann")
    await _does_not_understand(ann)
    await chat.later(days=8)
    await _author_answers(chat, "Sorry for the wait: is it fair?")
    await chat.later(days=2)

    assert _said(ann, "Sorry for the wait: is it fair?")


async def test_whoever_asks_when_the_five_days_are_over_is_told_so_at_once(chat: Chat) -> None:
    await _does_not_understand(chat.someone("ann"))
    await chat.later(days=7)
    dan = chat.someone("dan")
    reads = await _does_not_understand(dan)
    await chat.later(days=7)

    assert "There is no answer yet." in reads
    assert sum("There is no answer yet." in text for text in chat.platform.texts("dan")) == 1


async def test_that_helps_and_still_not_clear(chat: Chat) -> None:
    ann, dan = chat.someone("ann"), chat.someone("dan")
    await _does_not_understand(ann)
    await _does_not_understand(dan)
    await _author_answers(chat, "Is it fair?")
    await chat.later(days=1)

    assert "Good." in await ann.presses("That helps")
    assert "turn to Rosa Lind" in await dan.presses("Still not clear")
    assert dan.labels() == ["Ask Rosa Lind to contact me"]


# -- who might guess


@pytest.mark.parametrize("readers", [3, 7])
async def test_in_a_small_group_the_asker_is_told_first_that_people_may_guess(chat: Chat, readers: int) -> None:
    chat.platform.groups["channel"] = readers
    ann = chat.someone("ann")

    reads = await _does_not_understand(ann)
    labels = ann.labels()
    await chat.later(days=1)

    assert "a small group, so people may guess who asked" in reads
    assert labels == ["Ask anyway", "Better not"]
    assert not any("I don't say who" in text for text in chat.platform.texts("bo"))


async def test_eight_are_enough(chat: Chat) -> None:
    chat.platform.groups["channel"] = 8

    assert "I am asking Bo Lind" in await _does_not_understand(chat.someone("ann"))


async def test_where_nobody_knows_how_many_read_the_asker_is_told_so(chat: Chat) -> None:
    del chat.platform.groups["channel"]
    ann = chat.someone("ann")

    assert "I don't know how many people read along." in await _does_not_understand(ann)
    assert ann.labels() == ["Ask anyway", "Better not"]


async def test_a_platform_that_does_not_answer_in_time_leaves_it_unknown(chat: Chat) -> None:
    ann = chat.someone("ann")
    chat.platform.gone.add("channel")

    assert "I don't know how many people read along." in await _does_not_understand(ann)


async def test_between_two_people_the_asker_is_told_that_it_will_be_known(chat: Chat) -> None:
    reads = await _does_not_understand(chat.someone("ann"), readers=2)

    assert "So Bo Lind will know it is you." in reads


async def test_ask_anyway_asks_and_better_not_asks_nobody(chat: Chat) -> None:
    chat.platform.groups["channel"] = 7
    ann, dan = chat.someone("ann"), chat.someone("dan")
    await _does_not_understand(dan)
    left = await dan.presses("Better not")
    await chat.later(days=1)
    before = chat.platform.texts("bo")
    await _does_not_understand(ann)
    asked = await ann.presses("Ask anyway")
    await chat.later(days=1)

    assert "I have asked nobody." in left
    assert not any("I don't say who" in text for text in before)
    assert "I am asking Bo Lind" in asked
    assert sum("I don't say who" in text for text in chat.platform.texts("bo")) == 1


async def test_where_the_author_was_asked_already_nobody_can_guess_anything_new(chat: Chat) -> None:
    chat.platform.groups["channel"] = 7
    ann = chat.someone("ann")
    await _does_not_understand(ann)
    await ann.presses("Ask anyway")

    assert "Somebody has asked Bo Lind about this already." in await _does_not_understand(chat.someone("dan"))


# -- who cannot be asked


async def test_authors_get_no_button_on_their_own_message(chat: Chat) -> None:
    bo = chat.someone("bo")
    await bo.points_at(TEXT, by="bo", private=False)

    assert STILL not in bo.labels()


@pytest.mark.parametrize("author", ["", "somebody-else", "the-bot"])
async def test_a_bot_or_somebody_outside_cannot_be_asked(chat: Chat, author: str) -> None:
    ann = chat.someone("ann")
    reads = await _does_not_understand(ann, by=author)

    assert "I cannot ask the person who wrote this." in reads
    assert ann.labels() == ["Ask Rosa Lind to contact me"]


@pytest.mark.parametrize("said", ["stop", "pause 3 weeks"])
async def test_an_author_who_stopped_or_takes_a_break_is_left_alone(chat: Chat, said: str) -> None:
    await chat.someone("bo").says(said)
    before = len(chat.platform.texts("bo"))
    reads = await _does_not_understand(chat.someone("ann"))
    await chat.later(days=2)

    assert "I cannot ask the person who wrote this." in reads
    assert "Bo" not in reads
    assert len(chat.platform.texts("bo")) == before


async def test_an_author_without_a_door_cannot_be_asked(chat: Chat) -> None:
    chat.platform.gone.add("private-bo")
    bo = chat.someone("bo")
    await bo.says("risk of bias")

    assert "I cannot ask the person who wrote this." in await _does_not_understand(chat.someone("ann"))


async def test_a_pasted_text_leads_to_the_named_contact(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("explain: The steering group looked at the risk of bias.")
    await ann.presses(STILL)

    assert "I cannot ask the person who wrote this." in ann.reads
    assert ann.labels() == ["Ask Rosa Lind to contact me"]


async def test_an_asker_who_stops_waits_for_nothing_and_is_told_nothing(chat: Chat) -> None:
    ann = chat.someone("ann")
    await _does_not_understand(ann)
    await ann.says("stop")
    waiting = await rows(chat, "rephrase_asker")
    await _author_answers(chat, "Is it fair?")
    await chat.later(days=2)

    assert waiting == []
    assert not any("Is it fair?" in text for text in chat.platform.texts("ann"))


# -- the author's form


async def test_an_empty_form_is_asked_again_kindly(chat: Chat) -> None:
    await _does_not_understand(chat.someone("ann"))
    await chat.later(days=1)
    bo = chat.someone("bo")
    await bo.presses("Say it another way")

    reply = await bo.sends(words="  ")

    assert isinstance(reply, FormErrors)
    assert reply.errors == {"words": "Please write a few words first."}


async def test_the_author_reads_who_gets_their_words_before_they_write(chat: Chat) -> None:
    await _does_not_understand(chat.someone("ann"))
    await chat.later(days=1)
    bo = chat.someone("bo")
    await bo.presses("Say it another way")

    assert bo.form.intro == "Only people who ask about this message get your words, with your name."


async def test_a_form_sent_twice_counts_once(chat: Chat) -> None:
    await _does_not_understand(chat.someone("ann"))
    bo = await _author_answers(chat, "Is it fair?")
    await bo.sends(words="Again.")
    await chat.later(days=2)

    assert _said(bo, "settled already")
    assert not any("Again." in text for text in chat.platform.texts("ann"))


async def test_nobody_else_can_answer_for_the_author(chat: Chat) -> None:
    await _does_not_understand(chat.someone("ann"))
    await chat.later(days=1)
    bo, dan = chat.someone("bo"), chat.someone("dan")
    await bo.presses("Say it another way")
    dan.form = bo.form

    await dan.sends(words="It was me.")
    await chat.later(days=2)

    assert "meant for somebody else" in dan.reads
    assert not any("It was me." in text for text in chat.platform.texts("ann"))


# -- what is kept


async def test_what_is_kept_of_a_message_does_not_say_where_it_stands(chat: Chat) -> None:
    await _does_not_understand(chat.someone("ann"), message="C1:17.5")

    (row,) = await rows(chat, "rephrase")
    assert "C1" not in str(row["message"])
    assert len(str(row["message"])) == 64


async def test_whoever_was_told_is_kept_no_longer(chat: Chat) -> None:
    await _does_not_understand(chat.someone("ann"))
    await _author_answers(chat, "Is it fair?")
    await chat.later(days=1)

    assert await rows(chat, "rephrase_asker") == []


async def test_no_prompt_that_stays_tells_what_somebody_asked_about(chat: Chat) -> None:
    await _does_not_understand(chat.someone("ann"))
    (request,) = await rows(chat, "rephrase")
    people = {row["name"]: row["id"] for row in await rows(chat, "person")}

    mine = [row for row in await rows(chat, "delivery") if row["person"] == people["Ann Roy"] and row["prompt"]]
    assert not any(str(request["id"]) in f"{row['key']}{row['prompt']}" for row in mine)


async def test_after_a_month_the_words_are_gone_and_the_author_is_still_not_asked_again(chat: Chat) -> None:
    await _does_not_understand(chat.someone("ann"))
    await _author_answers(chat, "Is it fair?")
    chat.now += timedelta(days=40)
    await ticks.tidy(chat.app.store, chat.moment())
    (row,) = await rows(chat, "rephrase")

    reads = await _does_not_understand(chat.someone("dan"))

    assert (row["beginning"], row["words"]) == ("", "")
    assert "There is no other wording for now." in reads


async def test_a_long_message_of_wide_letters_fits_its_buttons(chat: Chat) -> None:
    ann = chat.someone("ann")
    wide = "🙂漢字".join(["steering group", "risk of bias", "RCT", "pilot", "protocol", "sample size"] * 60)
    await ann.points_at(wide[:4000], by="bo", private=False, message="x" * 400)
    while "More words" in ann.labels():
        await ann.presses("More words")
    await ann.presses(STILL)

    assert "I am asking Bo Lind" in ann.reads


async def test_hostile_text_reaches_the_author_as_text(chat: Chat) -> None:
    await chat.hear(
        Pointed(chat.someone("ann").source(private=False), "<b>\x00\ud800 <@U1> risk of bias", "bo", "m\x00", 9)
    )
    await chat.someone("ann").presses(STILL)
    await chat.later(days=1)

    assert _said(chat.someone("bo"), "You wrote: “<b> <@U1> risk of bias”")
