"""Who looks after words in the tests, and what others read."""

from __future__ import annotations

from bot import keepers, people
from bot.messages import as_text
from tests.bot.conversations.meeting import rows
from tests.chat import Chat


async def named(chat: Chat, *, answers: tuple[str, ...] = ("Rosa Lind",)) -> None:
    """Rosa answers words (or these people do); Ann and Bo approve entries. What was due this morning has been sent."""
    await chat.settle()
    parts = {"steward": answers, "patient_partner": ("Ann Roy",), "researcher": ("Bo Lind",)}
    async with chat.app.store.write() as tx:
        here = str((await rows(chat, "community"))[0]["id"])
        everybody = {person.name: person for person in await people.everybody(tx, here)}
        for part, names in parts.items():
            await keepers.set_part(tx, here, part, [everybody[name] for name in names])


def read_by_others(chat: Chat, *users: str) -> str:
    """Everything that reached anybody but these people, forms included."""
    texts = [as_text(arrived.message) for arrived in chat.platform.arrived if arrived.to.user not in users]
    return "\n".join(texts)


def in_the_channel(chat: Chat) -> list[str]:
    return [arrived.text for arrived in chat.platform.arrived if arrived.to.place == "channel"]
