"""How is it going? Two taps and, if you like, a sentence, read by the people named before the first tap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from bot import access, answers, outbox_reads, people, questions, recurrence, reminders
from bot.conversations import hand_over, help
from bot.conversations.preferences import day_in_words
from bot.desk import Desk
from bot.folding import fold
from bot.inputs import Chose, FormErrors, OpenForm, Replace, Said, Submitted
from bot.messages import Choice, Choices, Field, Form, Message, Prose
from bot.pack import Question
from bot.people import Person
from bot.turn import Skip, Turn, say

ABOUT = "check_in"
LONGEST_SENTENCE = 1000
OPEN = timedelta(days=7)
"""How long after it came a word may still be meant for a check-in."""
SHORTEST_WORD = 4
"""Letters: "all" and "bit" may mean anything."""


async def compose(desk: Desk, args: tuple[str, ...]) -> Message | Skip:
    """The check-in of one day. Says who will read it before it asks anything."""
    readers = await access.check_in_readers(desk.tx, desk.me)
    if not readers:
        return Skip("nobody may read this check-in")
    return await _first(desk, args[0], readers, desk.prose("check_in.hello", name=desk.me.first_name))


async def remind(desk: Desk, day: str) -> Message | Skip:
    """The same first question once more, gently; it can be answered here as well as where it was asked first."""
    readers = await access.check_in_readers(desk.tx, desk.me)
    if not readers:
        return Skip("nobody may read this check-in")
    noon = recurrence.to_utc(datetime.combine(date.fromisoformat(day), time(12)), desk.me.time_zone)
    when = day_in_words(desk, noon, desk.me.time_zone)
    return await _first(desk, day, readers, desk.prose("check_in.reminder", name=desk.me.first_name, day=when))


async def _first(desk: Desk, day: str, readers: Sequence[Person], hello: Prose) -> Message:
    ids = ",".join(reader.id for reader in readers)
    names = access.names(readers, desk.text("general.and"))
    question = desk.pack.check_ins["everybody"][0]
    return desk.message(
        hello,
        desk.note("check_in.who_reads", names=names),
        desk.prose("check_in.question", question=question.words[desk.lang]),
        Choices((
            *_labelled(desk, question, "check_in.first", day, ids),
            desk.choice("check_in.label_talk", "check_in.talk"),
            desk.choice("general.skip", "check_in.skip", day, ids),
        )),
        desk.note("check_in.not_read_now"),
        await help.help_lines(desk),
        title=desk.text("check_in.title"),
    )  # fmt: skip


async def day_meant(desk: Desk, typed: str) -> str | None:
    """The day of a check-in that waits, when they typed a word that one of its buttons has, and no other."""
    word = fold(typed)
    answers_with_it = [value for value, label in desk.pack.check_ins["everybody"][0].answers if _has(label, word)]
    if len(word) < SHORTEST_WORD or len(answers_with_it) != 1:
        return None
    sent = await outbox_reads.last_prompt(desk.tx, desk.me, ABOUT, desk.now - OPEN)
    if not sent or await reminders.was_answered(desk.tx, desk.me, ABOUT, sent[0]):
        return None
    return sent[0]


def _has(label: Mapping[str, str], word: str) -> bool:
    return any(f" {word} " in f" {fold(text)} " for text in label.values())


async def asked_again(desk: Desk, day: str) -> Turn | None:
    """The question they may have meant, with its buttons: nothing is noted before a tap."""
    readers = await access.check_in_readers(desk.tx, desk.me)
    return say(await _first(desk, day, readers, desk.prose("check_in.meant"))) if readers else None


def _labelled(desk: Desk, question: Question, verb: str, *args: str) -> tuple[Choice, ...]:
    return tuple(Choice(label[desk.lang], desk.button(verb, *args, value)) for value, label in question.answers)


async def first_tapped(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """The first answer is kept, and the second question, which fits the person's role, takes its place."""
    day, ids, value = args
    await _keep(desk, day, ids, desk.pack.check_ins["everybody"][0].id, value)
    question = await _second_question(desk, day)
    options = (
        *_labelled(desk, question, "check_in.second", day, ids, question.id),
        desk.choice("general.skip", "check_in.thanks", day, ids),
    )
    return Turn(
        now=Replace(desk.message(desk.prose("check_in.second", question=question.words[desk.lang]), Choices(options)))
    )


async def _keep(desk: Desk, day: str, ids: str, question: str, value: str = "", words: str = "") -> None:
    await answers.keep(
        desk.tx, desk.me, ABOUT, day, question, desk.now, value=value, words=words, readers=ids.split(",")
    )  # fmt: skip
    await reminders.settled(desk.tx, desk.me, ABOUT, day, desk.moment)


async def _second_question(desk: Desk, day: str) -> Question:
    """One of the questions for this person's role, a different one each time."""
    found = await _questions(desk)
    return found[date.fromisoformat(day).toordinal() // 14 % len(found)]


async def _questions(desk: Desk) -> tuple[Question, ...]:
    roles = await people.roles(desk.tx, desk.here, person=desk.me.id)
    kinds = [role.kind for role in roles if role.kind in desk.pack.check_ins]
    kind = kinds[0] if kinds else "organiser" if desk.me.organiser else "patient_partner"
    return desk.pack.check_ins[kind]


async def second_tapped(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    day, ids, question, value = args
    await _keep(desk, day, ids, question, value)
    return await thanked(desk, (day, ids), chose)


async def thanked(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """Both taps are done; a sentence may follow."""
    day, ids = args
    return Turn(now=Replace(await _thanks(desk, day, ids)))


async def _thanks(desk: Desk, day: str, ids: str) -> Message:
    return desk.line(
        "check_in.thanks",
        desk.choice("check_in.label_sentence", "check_in.sentence", day, ids, form=True),
        desk.choice("check_in.label_talk", "check_in.talk"),
        names=await _names(desk, ids),
    )


async def _names(desk: Desk, ids: str) -> str:
    found = await people.find(desk.tx, desk.here, ids.split(","))
    return access.names(sorted(found.values(), key=lambda p: p.name), desk.text("general.and"))


async def skipped(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    await reminders.settled(desk.tx, desk.me, ABOUT, args[0], desk.moment)
    return Turn(now=Replace(desk.line("check_in.skipped")))


async def talk(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    return Turn(now=Replace(await hand_over.choose_message(desk)))


async def sentence_wanted(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """A form where the press can open one; otherwise the next thing typed is the sentence."""
    day, ids = args
    if chose.trigger:
        return Turn(now=OpenForm(await _form(desk, day, ids)))
    await questions.ask(desk.tx, desk.me, "check_in.sentence", args, desk.now)
    return say(desk.line("check_in.type_it", names=await _names(desk, ids)))


async def _form(desk: Desk, day: str, ids: str) -> Form:
    names = await _names(desk, ids)
    return Form(
        title=desk.text("check_in.form_title"),
        fields=(Field("words", desk.text("check_in.form_field"), "text", max_length=LONGEST_SENTENCE),),
        submit=desk.text("general.send"),
        cancel=desk.text("general.cancel"),
        value=desk.button("check_in.words", day, ids),
        open_label=desk.text("check_in.label_sentence"),
        intro=desk.text("check_in.who_reads", names=names),
    )


async def sentence_sent(desk: Desk, args: tuple[str, ...], sent: Submitted) -> Turn:
    day, ids = args
    words = str(sent.fields.get("words", "")).strip()
    if not words:
        return Turn(now=FormErrors(await _form(desk, day, ids), {"words": desk.text("general.nothing_written")}))
    return await _keep_words(desk, day, ids, words)


async def sentence_typed(desk: Desk, args: tuple[str, ...], said: Said) -> Turn:
    day, ids = args
    return await _keep_words(desk, day, ids, said.text)


async def _keep_words(desk: Desk, day: str, ids: str, words: str) -> Turn:
    await _keep(desk, day, ids, "sentence", words=words)
    return Turn(now=Replace(desk.line("check_in.sentence_kept", names=await _names(desk, ids))))


PRESSES = {
    "check_in.first": first_tapped,
    "check_in.second": second_tapped,
    "check_in.thanks": thanked,
    "check_in.skip": skipped,
    "check_in.talk": talk,
    "check_in.sentence": sentence_wanted,
}
FORMS = {"check_in.words": sentence_sent}
REPLIES = {"check_in.sentence": sentence_typed}
PROMPTS = {"check_in": compose}
