"""What came of an event: the summary for those who may read it, and "you said, we will" for everybody invited."""

from __future__ import annotations

from bot import access, around, events, tally
from bot.answers import Answer
from bot.desk import Desk
from bot.events import Event
from bot.inputs import Chose, FormErrors, OpenForm, Replace, Submitted
from bot.messages import Block, Choices, Document, Facts, Field, FileRef, Form, Message, Picture, Points, Run
from bot.people import Person
from bot.turn import Later, Prompt, Say, Skip, Turn

MOST_QUOTED = 8
LONGEST_TOLD = 1500


async def compose(desk: Desk, args: tuple[str, ...]) -> Message | Skip | Later:
    """The summary, once feedback is in: where the questions had to wait, it waits as long."""
    event = await access.event(desk.tx, desk.me, args[0])
    if event is None:
        return Skip("the event is not there any more")
    closes = await around.feedback_closes(desk.tx, event)
    if closes is not None and closes > desk.now:
        return Later(closes, around.STILL_OPEN)
    return await summary(desk, event)


async def shown(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    event = await access.event(desk.tx, desk.me, args[0])
    return Turn(now=Replace(await summary(desk, event) if event else desk.line("general.not_there")))


async def summary(desk: Desk, event: Event) -> Message:
    """Numbers in words, a picture, the sentences, a table to take away, and "Tell everybody"."""
    given = await access.feedback(desk.tx, desk.me, event)
    invited = await events.invited(desk.tx, event)
    title = desk.text("results.title", title=event.title)
    if not given:
        return desk.message(desk.prose("results.none_yet"), title=title)
    return desk.message(
        desk.prose("results.answered", answered=tally.answered_by(given), invited=len(invited)),
        *_body(desk, event, given),
        desk.note("results.private"),
        _next(desk, event),
        title=title,
    )


def _body(desk: Desk, event: Event, given: list[Answer]) -> list[Block]:
    counted = tally.count(given, desk.pack.feedback, desk.lang)
    said = tally.sentences(given)[:MOST_QUOTED]
    blocks: list[Block] = [
        Facts(tuple((count.question, tally.in_words(count) or desk.text("results.nobody")) for count in counted)),
        Picture(alt_text(desk, counted), _file(desk, "feedback_picture", event)),
    ]
    if said:
        blocks += [desk.prose("results.in_words"), Points(tuple((Run(words),) for words in said))]
    name = desk.text("results.file_name")
    return [*blocks, Document(desk.text("results.label_table"), name, _file(desk, "feedback_csv", event))]


def alt_text(desk: Desk, counted: list[tally.Count]) -> str:
    """The picture in words."""
    lines = "; ".join(f"{count.question} {tally.in_words(count)}" for count in counted if count.total)
    return desk.text("results.picture", lines=lines)


def _file(desk: Desk, kind: str, event: Event) -> FileRef:
    return FileRef(kind, event.community, event.id, desk.me.id, desk.lang)  # type: ignore[arg-type]


def _next(desk: Desk, event: Event) -> Block:
    if event.told_at is not None:
        return desk.note("results.told_already")
    return Choices((desk.choice("results.label_tell", "results.tell", event.id, primary=True, form=True),))


async def tell_wanted(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    event = await access.event(desk.tx, desk.me, args[0])
    if event is None or event.told_at is not None:
        return Turn(now=Replace(desk.line("results.told_already" if event else "general.not_there")))
    return Turn(now=OpenForm(_form(desk, event)))


def _form(desk: Desk, event: Event, heard: str = "", change: str = "") -> Form:
    return Form(
        title=desk.text("results.form_title"),
        fields=(
            Field(
                "heard",
                desk.text("results.field_heard"),
                "text",
                initial=heard,
                hint=desk.text("results.hint_heard"),
                max_length=LONGEST_TOLD,
            ),
            Field(
                "change",
                desk.text("results.field_change"),
                "text",
                initial=change,
                hint=desk.text("results.hint_change"),
                max_length=LONGEST_TOLD,
            ),
        ),
        submit=desk.text("results.submit"),
        cancel=desk.text("general.cancel"),
        value=desk.button("results.told", event.id),
        open_label=desk.text("results.label_tell"),
        intro=desk.text("results.form_note", title=event.title),
    )


async def told(desk: Desk, args: tuple[str, ...], sent: Submitted) -> Turn:
    """Everybody invited gets it in plain words, each at a kind hour of their own; once."""
    event = await access.event(desk.tx, desk.me, args[0])
    if event is None:
        return Turn(now=Replace(desk.line("general.not_there")))
    heard, change = (str(sent.fields.get(name, "")).strip() for name in ("heard", "change"))
    missing = {
        name: desk.text("general.nothing_written") for name, said in (("heard", heard), ("change", change)) if not said
    }
    if missing:
        return Turn(now=FormErrors(_form(desk, event, heard, change), missing))
    if not await events.tell(desk.tx, event, heard, change, desk.now):
        return Turn(now=Replace(desk.line("results.told_already")))
    invited = await events.invited(desk.tx, event)
    news = tuple(_news_for(p, event) for p in invited if p.id != desk.me.id and p.consent == "yes")
    done = desk.line("results.told", people=len(news), title=event.title)
    told_event = await access.event(desk.tx, desk.me, event.id) or event
    return Turn((Say(done),), news, Replace(await summary(desk, told_event)))


def _news_for(person: Person, event: Event) -> Prompt:
    return Prompt("news", person, "news", f"news:{event.id}:{person.id}", (event.id,))


async def news(desk: Desk, args: tuple[str, ...]) -> Message | Skip:
    """ "You said, we will", to one person invited."""
    event = await events.one(desk.tx, desk.here, args[0])
    if event is None or event.told_at is None:
        return Skip("there is no news of this event")
    return desk.message(
        desk.prose("results.news_heard", heard=event.heard),
        desk.prose("results.news_change", change=event.will_change),
        desk.note("results.news_thanks"),
        title=desk.text("results.news_title", title=event.title),
    )


PRESSES = {"results.show": shown, "results.tell": tell_wanted}
FORMS = {"results.told": told}
PROMPTS = {"result": compose, "news": news}
