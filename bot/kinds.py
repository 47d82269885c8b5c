"""The kinds of thing we send, and what each may and may not do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of delivery.

    `prompt`: Interlude starts it by itself, so it waits for a kind hour and needs a yes (`needs_yes`).
    `asks_how_you_are`: goes out only while a named contact and a help line are configured.
    `same_day`: of no use after its local day. `keeps`: of no use longer than this after it was due.
    `waits`: of use so much longer when it is only the week's places that make it wait.
    `counts`: takes a place in its person's week (bot/budget.py); those with a lower priority number go first.
    `joins`: where its week has no place for it, the next message says that it is there.
    `reminds`: one reminder comes so many working days
    after it when nothing was said, and is of use for `reminder_keeps`, or as long as this itself (None).
    `again`: what to do when nobody knows whether it arrived and the platform cannot be asked: send it again
    (better twice than not at all) or leave it (better once less than twice).
    """

    name: str
    priority: int = 5
    prompt: bool = False
    needs_yes: bool = False
    asks_how_you_are: bool = False
    same_day: bool = False
    keeps: timedelta | None = None
    waits: timedelta = timedelta()
    counts: bool = False
    joins: bool = False
    reminds: int = 0
    reminder_keeps: timedelta | None = None
    again: bool = True


KINDS = {
    kind.name: kind
    for kind in (
        # Safety first, then what a person is waiting for, then what we start ourselves.
        Kind("help", priority=0),
        Kind("answer", priority=1),
        Kind("hand_over", priority=1),
        Kind("notice", priority=2),
        # An event that people were told of has moved, or is off: they must know, so it takes no place in their week.
        # It waits for the end of a break, and says nothing once the event is over (conversations/event_news.py).
        Kind("change", priority=3, prompt=True, needs_yes=True, keeps=timedelta(days=400)),
        Kind("event", priority=4, prompt=True, needs_yes=True, counts=True, keeps=timedelta(days=7)),
        # What somebody waits for, said at a kind hour: an answer to who asked; a word to who answers words.
        Kind("told", priority=3, prompt=True, keeps=timedelta(days=14)),
        Kind("word", priority=3, prompt=True, keeps=timedelta(days=14)),
        Kind("welcome", priority=4, prompt=True, again=False),
        Kind("news", priority=4, prompt=True, needs_yes=True, counts=True, keeps=timedelta(days=14), again=False),
        Kind(
            "feedback",
            priority=5,
            prompt=True,
            needs_yes=True,
            counts=True,
            keeps=timedelta(hours=48),
            waits=timedelta(days=5),
            reminds=1,
            reminder_keeps=timedelta(days=7),
            again=False,
        ),
        Kind(
            "check_in",
            priority=6,
            prompt=True,
            needs_yes=True,
            counts=True,
            asks_how_you_are=True,
            same_day=True,
            joins=True,
            reminds=2,
            reminder_keeps=timedelta(days=7),
            again=False,
        ),
        Kind("role", priority=7, prompt=True, needs_yes=True, counts=True, joins=True, keeps=timedelta(days=21)),
        Kind("result", priority=7, prompt=True, needs_yes=True, counts=True, keeps=timedelta(days=14)),
        Kind("nudge", priority=8, prompt=True, needs_yes=True, counts=True, keeps=timedelta(days=7), again=False),
        Kind("digest", priority=8, prompt=True, needs_yes=True, counts=True, joins=True, keeps=timedelta(days=3)),
    )
}
