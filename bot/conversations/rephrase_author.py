"""The author's side: somebody would like to hear a message another way. They are asked once, and never reminded."""

from __future__ import annotations

from bot import rephrasing
from bot.conversations.rephrase import to_asker
from bot.desk import Desk
from bot.inputs import Chose, FormErrors, OpenForm, Replace, Submitted
from bot.messages import Choices, Field, Form, Message
from bot.rephrasing import NO_ANSWER_YET, Request
from bot.turn import Skip, Turn

LONGEST_WORDS = 1500


async def asked(desk: Desk, args: tuple[str, ...]) -> Message | Skip:
    """The one message an author gets; not any more once those who asked were told that there is no answer."""
    request = await _mine(desk, args[0])
    if request is None or request.answered_at is not None:
        return Skip("the author has answered")
    if desk.now - request.asked_at >= NO_ANSWER_YET:
        return Skip("it comes too late")
    return desk.message(
        desk.prose("rephrase.somebody"),
        desk.prose("rephrase.your_message", text=request.beginning) if request.beginning else None,
        desk.note("rephrase.who_reads"),
        Choices((
            desk.choice("rephrase.label_write", "rephrase.write", request.id, primary=True, form=True),
            desk.choice("general.cancel", "rephrase.not_now", request.id),
        )),
    )  # fmt: skip


async def _mine(desk: Desk, request: str) -> Request | None:
    """The request, when it is about a message of this person's."""
    found = await rephrasing.one(desk.tx, desk.here, request)
    return found if found is not None and found.author == desk.me.id else None


async def write(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    request = await _mine(desk, args[0])
    if request is None or request.answered_at is not None:
        return Turn(now=Replace(desk.line("rephrase.answered_already")))
    return Turn(now=OpenForm(_form(desk, request)))


def _form(desk: Desk, request: Request) -> Form:
    label = desk.text("rephrase.field_words")
    return Form(
        title=desk.text("rephrase.form_title"),
        fields=(Field("words", label, "text", hint=desk.text("rephrase.hint_words"), max_length=LONGEST_WORDS),),
        submit=desk.text("general.send"),
        cancel=desk.text("general.cancel"),
        value=desk.button("rephrase.words", request.id),
        open_label=desk.text("rephrase.label_write"),
        intro=desk.text("rephrase.who_reads"),
    )


async def sent(desk: Desk, args: tuple[str, ...], submitted: Submitted) -> Turn:
    """Each of those who asked gets the words, at a kind hour of their own."""
    request = await _mine(desk, args[0])
    if request is None or request.answered_at is not None:
        return Turn(now=Replace(desk.line("rephrase.answered_already")))
    words = str(submitted.fields.get("words", "")).strip()[:LONGEST_WORDS]
    if not words:
        return Turn(now=FormErrors(_form(desk, request), {"words": desk.text("general.nothing_written")}))
    return await _answered(desk, request, words, desk.line("rephrase.thanks"))


async def not_now(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """Those who asked hear that there is no other wording, and whom else they can ask."""
    request = await _mine(desk, args[0])
    if request is None or request.answered_at is not None:
        return Turn(now=Replace(desk.line("rephrase.answered_already")))
    return await _answered(desk, request, "", desk.line("rephrase.that_is_fine"))


async def _answered(desk: Desk, request: Request, words: str, thanks: Message) -> Turn:
    who = await rephrasing.answer(desk.tx, request, words, desk.now)
    prompts = tuple(to_asker("rephrase.told", request, person, desk.now) for person in who)
    return Turn(prompts=prompts, now=Replace(thanks))


PRESSES = {"rephrase.write": write, "rephrase.not_now": not_now}
FORMS = {"rephrase.words": sent}
PROMPTS = {"rephrase.asked": asked}
