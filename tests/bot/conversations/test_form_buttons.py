"""Some platforms show a form in a message as one button: pressing it opens the form."""

from __future__ import annotations

from bot import ticks
from bot.inputs import Chose, FormErrors, OpenForm, ReplyNow
from bot.messages import Form
from tests.chat import Chat, Someone


async def form_in_a_message(who: Someone) -> Form:
    await who.says("new event")
    return next(block for block in who.last.blocks if isinstance(block, Form))


async def press(who: Someone, form: Form, trigger: str) -> ReplyNow:
    """Press the button the form stands behind; without a trigger nothing can be opened."""
    return await who.chat.hear(Chose(who.source(), form.value, None, trigger))


async def test_a_form_behind_a_button_opens_when_it_is_pressed(chat: Chat) -> None:
    rosa = chat.someone("rosa")

    opened = await press(rosa, await form_in_a_message(rosa), "trigger")

    assert isinstance(opened, OpenForm)
    rosa.form = opened.form
    assert isinstance(await rosa.sends(title=""), FormErrors)


async def test_where_nothing_can_be_opened_the_form_is_pointed_at(chat: Chat) -> None:
    rosa = chat.someone("rosa")

    assert await press(rosa, await form_in_a_message(rosa), "") is None
    assert "open the form above" in rosa.reads


async def test_a_form_whose_text_is_not_kept_any_more_is_called_old(chat: Chat) -> None:
    rosa = chat.someone("rosa")
    form = await form_in_a_message(rosa)
    await chat.later(days=9)
    await ticks.tidy(chat.app.store, chat.moment())

    assert await press(rosa, form, "trigger") is None
    assert "That button is too old" in rosa.reads
