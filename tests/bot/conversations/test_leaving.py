"""Who removed the bot is left alone, until they come back."""

from datetime import timedelta

from bot.inputs import Left
from tests.chat import MONDAY, Chat


async def test_nobody_is_written_to_after_they_left(chat: Chat) -> None:
    ann, bo = chat.someone("ann"), chat.someone("bo")
    await chat.hear(Left(ann.source()))
    await chat.until(MONDAY + timedelta(days=1, hours=4))

    assert "A short check-in" in bo.reads
    assert ann.messages == []


async def test_whoever_writes_again_is_back(chat: Chat) -> None:
    ann = chat.someone("ann")
    await chat.hear(Left(ann.source()))
    await ann.says("what does risk of bias mean?")
    await chat.until(MONDAY + timedelta(days=1, hours=4))

    assert "A short check-in" in ann.reads
