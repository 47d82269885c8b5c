"""Five questions after an event, to those invited, read by the people named before the first one."""

from __future__ import annotations

from bot import access, answers, events, people, questions, reminders
from bot.desk import Desk
from bot.inputs import Chose, FormErrors, OpenForm, Replace, Said, Submitted
from bot.messages import Block, Choice, Choices, Field, Form, Message
from bot.turn import Skip, Turn, say

ABOUT = "feedback"
LONGEST_SENTENCE = 1000


async def compose(desk: Desk, args: tuple[str, ...]) -> Message | Skip:
    """The first question, with who may read the answers, how many questions come and a way out."""
    return await _first(desk, args[0], "feedback.hello")


async def remind(desk: Desk, event: str) -> Message | Skip:
    """The same first question once more, gently; it can be answered here as well as where it was asked first."""
    return await _first(desk, event, "feedback.reminder")


async def _first(desk: Desk, about: str, hello: str) -> Message | Skip:
    event = await events.one(desk.tx, desk.here, about)
    if event is None or event.ends_at > desk.now:
        return Skip("the event is not over, or is not there any more")
    readers = [reader for reader in await access.feedback_readers(desk.tx, event) if reader.id != desk.me.id]
    if not readers:
        return Skip("nobody may read this feedback")
    ids = ",".join(reader.id for reader in readers)
    names = access.names(readers, desk.text("general.and"))
    intro: list[Block] = [
        desk.prose(hello, name=desk.me.first_name, title=event.title),
        desk.note("feedback.who_reads", names=names),
    ]
    return _question(desk, event.id, ids, 0, intro)


def _question(desk: Desk, event: str, ids: str, n: int, intro: list[Block] | None = None) -> Message:
    """Question n (from 0) with its answers; the last one is answered in a sentence."""
    asked = desk.pack.feedback[n]
    title = desk.text("feedback.number", n=n + 1, all=len(desk.pack.feedback))
    words = desk.prose("feedback.question", question=asked.words[desk.lang])
    return desk.message(*(intro or []), words, Choices(_options(desk, event, ids, n)), title=title)


def _options(desk: Desk, event: str, ids: str, n: int) -> tuple[Choice, ...]:
    asked = desk.pack.feedback[n]
    rated = tuple(
        Choice(label[desk.lang], desk.button("feedback.rate", event, ids, str(n), value))
        for value, label in asked.answers
    )
    write = (
        ()
        if asked.answers
        else (desk.choice("feedback.label_write", "feedback.write", event, ids, form=True, primary=True),)
    )
    skip = desk.choice("general.skip", "feedback.rate", event, ids, str(n), "")
    away = (desk.choice("feedback.label_away", "feedback.away", event, ids),) if n == 0 else ()
    return (*rated, *write, skip, *away)


async def rated(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """One answer is kept (a skipped one is not), and the next question takes its place."""
    event, ids, number, value = args
    n = int(number)
    if not value:
        await reminders.settled(desk.tx, desk.me, ABOUT, event, desk.moment)
    else:
        await _keep(desk, event, ids, desk.pack.feedback[n].id, value=value)
    if n + 1 < len(desk.pack.feedback):
        return Turn(now=Replace(_question(desk, event, ids, n + 1)))
    return Turn(now=Replace(await _thanks(desk, ids)))


async def _keep(desk: Desk, event: str, ids: str, question: str, *, value: str = "", words: str = "") -> None:
    readers = ids.split(",")
    await reminders.settled(desk.tx, desk.me, ABOUT, event, desk.moment)
    await answers.keep(desk.tx, desk.me, ABOUT, event, question, desk.now, value=value, words=words, readers=readers)
    found = await events.one(desk.tx, desk.here, event)
    if found is not None:
        await events.answered(desk.tx, event, desk.me, "there")


async def _thanks(desk: Desk, ids: str) -> Message:
    found = await people.find(desk.tx, desk.here, ids.split(","))
    names = access.names(sorted(found.values(), key=lambda p: p.name), desk.text("general.and"))
    return desk.line("feedback.thanks", names=names)


async def away(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """ "I wasn't there" ends it, and takes back anything answered by mistake."""
    await answers.withdraw(desk.tx, desk.me, ABOUT, args[0])
    await reminders.settled(desk.tx, desk.me, ABOUT, args[0], desk.moment)
    await events.answered(desk.tx, args[0], desk.me, "away")
    return Turn(now=Replace(desk.line("feedback.away")))


async def write_wanted(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    event, ids = args
    if chose.trigger:
        return Turn(now=OpenForm(_form(desk, event, ids)))
    await questions.ask(desk.tx, desk.me, "feedback.words", args, desk.now)
    return say(desk.line("feedback.type_it"))


def _form(desk: Desk, event: str, ids: str) -> Form:
    asked = desk.pack.feedback[-1]
    return Form(
        title=desk.text("feedback.form_title"),
        fields=(Field("words", asked.words[desk.lang], "text", max_length=LONGEST_SENTENCE),),
        submit=desk.text("general.send"),
        cancel=desk.text("general.cancel"),
        value=desk.button("feedback.words", event, ids),
        open_label=desk.text("feedback.label_write"),
    )


async def words_sent(desk: Desk, args: tuple[str, ...], sent: Submitted) -> Turn:
    event, ids = args
    words = str(sent.fields.get("words", "")).strip()
    if not words:
        return Turn(now=FormErrors(_form(desk, event, ids), {"words": desk.text("general.nothing_written")}))
    return await _keep_words(desk, event, ids, words)


async def words_typed(desk: Desk, args: tuple[str, ...], said: Said) -> Turn:
    event, ids = args
    return await _keep_words(desk, event, ids, said.text)


async def _keep_words(desk: Desk, event: str, ids: str, words: str) -> Turn:
    await _keep(desk, event, ids, desk.pack.feedback[-1].id, words=words)
    return Turn(now=Replace(await _thanks(desk, ids)))


PRESSES = {"feedback.rate": rated, "feedback.away": away, "feedback.write": write_wanted}
FORMS = {"feedback.words": words_sent}
REPLIES = {"feedback.words": words_typed}
PROMPTS = {"feedback": compose}
