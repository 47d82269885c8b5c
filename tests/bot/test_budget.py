"""One week of a person has so many places, whatever wants one."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot import budget, claims, letters, people, rhythm
from bot.budget import BETTER_FIRST, WEEK_FULL, Waiting, Week, decide, week
from bot.contact import No, NotBefore, Now, Standing, may
from bot.due import Wish
from bot.kinds import KINDS
from bot.people import Community, Person
from bot.recurrence import to_local
from bot.standings import Known
from bot.store import tables as t
from bot.store.types import AnyRow
from bot.turn import Prompt
from tests.bot.deliveries import second_worker
from tests.chat import Chat

COUNTED = [kind for kind in KINDS.values() if kind.counts]
MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)


def _known(zone: str = "America/Toronto", places: int = 1, *, organiser: bool = False) -> Known:
    ann = Person("ann", "circle", "Ann Roy", "", "en", zone, True, organiser, "yes")
    community = Community("circle", "Circle", "en", zone, prompts_a_week=places)
    return Known(ann, community, Standing(zone, "yes", somebody_to_talk_to=True))


def _wants(kind: str, at: datetime = MONDAY, seq: int = 1) -> Waiting:
    return Waiting(KINDS[kind], at, (KINDS[kind].priority, seq), f"{kind}{seq}")


def test_the_first_one_goes_and_the_second_waits_for_the_next_weeks_first_kind_hour() -> None:
    has = Week(taken=["news1"])

    assert decide(_wants("role"), _known(), Week(), MONDAY, None) == Now()
    assert decide(_wants("role"), _known(), has, MONDAY, None) == NotBefore(
        datetime(2026, 11, 30, 14, tzinfo=UTC), WEEK_FULL
    )


def test_what_is_of_no_use_next_week_is_not_sent_and_says_why() -> None:
    has = Week(taken=["news1"])

    assert decide(_wants("check_in"), _known(), has, MONDAY, MONDAY + timedelta(hours=9)) == No(WEEK_FULL)


def test_feedback_waits_for_the_next_week_when_a_word_about_the_event_had_this_ones_place() -> None:
    """Its 48 hours begin anew, once: asked on Wednesday, it is of use until Friday, and still so on Monday."""
    wednesday = MONDAY + timedelta(days=2)
    has = Week(taken=["event1"])
    monday = datetime(2026, 11, 30, 14, tzinfo=UTC)

    verdict = decide(_wants("feedback"), _known(), has, wednesday, wednesday + timedelta(hours=48))

    assert verdict == NotBefore(monday, WEEK_FULL, monday + timedelta(days=1))
    assert decide(_wants("feedback"), _known(), has, monday, monday + timedelta(days=1)) == No(WEEK_FULL)


def test_an_organisers_own_work_takes_a_place_as_everything_does() -> None:
    has, later = Week(taken=["news1"]), Week(waiting=[_wants("check_in")])

    for kind in ("digest", "result", "check_in"):
        assert not isinstance(decide(_wants(kind), _known(organiser=True), has, MONDAY, None), Now)
    assert not isinstance(decide(_wants("digest"), _known(organiser=True), later, MONDAY, None), Now)


def test_what_comes_before_it_goes_first_also_when_it_is_due_later_in_the_week() -> None:
    now = Week(waiting=[_wants("news", MONDAY - timedelta(hours=1))])
    thursday = MONDAY + timedelta(days=3)

    assert decide(_wants("role"), _known(), now, MONDAY, None) == NotBefore(MONDAY + budget.YIELD, BETTER_FIRST)
    later = decide(_wants("role"), _known(), Week(waiting=[_wants("news", thursday)]), MONDAY, None)
    assert later == NotBefore(thursday + budget.YIELD, BETTER_FIRST)
    assert decide(_wants("news"), _known(), Week(waiting=[_wants("role", MONDAY)]), MONDAY, None) == Now()


def test_a_second_place_is_there_for_the_second_one() -> None:
    has = Week(taken=["news1"], waiting=[_wants("feedback")])

    assert decide(_wants("feedback"), _known(places=2), has, MONDAY, None) == Now()
    assert isinstance(decide(_wants("role"), _known(places=2), has, MONDAY, None), NotBefore)
    assert decide(_wants("role"), _known(places=3), has, MONDAY, None) == Now()


def test_what_is_tried_again_keeps_its_own_place() -> None:
    has = Week(taken=["role1"])

    assert decide(_wants("role"), _known(), has, MONDAY, None) == Now()


@given(st.sampled_from(sorted(available_timezones())), st.integers(0, 10 * 366 * 24))
def test_a_week_is_the_iso_week_where_the_person_lives(zone: str, hour: int) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
    begins, ends = week(now, zone)
    inside = [begins, now, ends - timedelta(seconds=1)]

    assert begins <= now < ends
    assert len({to_local(moment, zone).isocalendar()[:2] for moment in inside}) == 1
    assert to_local(ends, zone).isocalendar()[:2] != to_local(now, zone).isocalendar()[:2]


dues = st.lists(
    st.tuples(st.sampled_from(COUNTED), st.integers(0, 28 * 24 * 4), st.booleans()), min_size=1, max_size=25
)


@settings(deadline=None, max_examples=150)
@given(dues, st.sampled_from(sorted(available_timezones())), st.integers(1, 3), st.booleans())
def test_no_stream_of_prompts_sends_more_than_a_week_has_places(
    due: list[tuple[object, int, bool]], zone: str, places: int, organiser: bool
) -> None:
    """Everything due is looked at again and again, as the outbox does; `known_before`: it was planned in a schedule."""
    known = _known(zone, places, organiser=organiser)
    sent = _run(known, due)

    weeks = Counter(to_local(at, zone).isocalendar()[:2] for _, at, _ in sent)
    assert all(n <= places for n in weeks.values())
    if len(due) == 1 and isinstance(
        may(due[0][0], known.standing, first := MONDAY + timedelta(minutes=15 * due[0][1]), None), Now
    ):
        assert [at for _, at, _ in sent] == [first]
    for kind, at, waited in sent:
        assert len([one for one in waited if one.rank[0] < kind.priority and one.at <= at]) < places


def _run(known: Known, due: list[tuple[object, int, bool]]) -> list[tuple[object, datetime, list[Waiting]]]:
    """What was sent, when, and what else waited then. Time goes from one due moment to the next."""
    waiting = {}
    for n, (kind, quarter, _) in enumerate(due, 1):
        at = MONDAY + timedelta(minutes=15 * quarter)
        until = letters.expires(kind, at, known.person)  # type: ignore[arg-type]
        waiting[n] = (Waiting(kind, at, (kind.priority, n), str(n)), until)  # type: ignore[arg-type,attr-defined]
    seen = {str(n) for n, (_, _, planned) in enumerate(due, 1) if planned}
    sent: list[tuple[object, datetime, list[Waiting]]] = []
    for _ in range(20_000):
        if not waiting:
            return sent
        number = min(waiting, key=lambda n: (waiting[n][0].at, waiting[n][0].rank[1]))
        one, until = waiting[number]
        now = one.at
        others = [w for w, _ in waiting.values() if w.at <= now or w.row in seen]
        verdict = may(one.kind, known.standing, now, until)
        if isinstance(verdict, Now):
            begins, _ = week(now, known.standing.time_zone)
            taken = [f"sent{n}" for n, (_, at, _) in enumerate(sent) if at >= begins]
            verdict = decide(one, known, Week(taken, others), now, until)  # type: ignore[arg-type]
        if isinstance(verdict, NotBefore):
            assert verdict.moment > now
            waiting[number] = (replace(one, at=verdict.moment), verdict.until or until)
            continue
        del waiting[number]
        if isinstance(verdict, Now):
            ready = [w for w in others if w.row != one.row and w.at <= now]
            sent.append((one.kind, now, ready))
    raise AssertionError("it never came to an end")


async def _ann(chat: Chat, name: str = "Ann Roy") -> Person:
    async with chat.app.store.read() as tx:
        community = (await people.communities(tx))[0]
        return next(one for one in await people.everybody(tx, community.id) if one.name == name)


async def _prompt(chat: Chat, kind: str, name: str = "Ann Roy", *args: str) -> None:
    person = await _ann(chat, name)
    async with chat.app.store.write() as tx:
        what = Prompt(kind, person, kind, f"{kind}:{args}", args or ("2026-11-23",))
        await letters.write(tx, [letters.from_prompt(what, chat.now)], chat.moment())


async def _rows(chat: Chat, kind: str) -> list[AnyRow]:
    async with chat.app.store.read() as tx:
        return list((await tx.execute(select(t.delivery).where(t.delivery.c.kind == kind))).all())


async def _no_rhythm(chat: Chat) -> None:
    async with chat.app.store.write() as tx:
        for person in await people.everybody(tx, (await people.communities(tx))[0].id):
            await rhythm.stop(tx, person)


async def test_the_role_waits_for_next_week_when_the_check_in_had_this_one(chat: Chat) -> None:
    await _no_rhythm(chat)
    await _prompt(chat, "check_in")
    await chat.settle()
    role = (await people_roles(chat))[0]
    await _prompt(chat, "role", "Ann Roy", role)
    await chat.settle()

    [waiting] = await _rows(chat, "role")
    assert (waiting.status, waiting.reason, waiting.counts) == ("pending", WEEK_FULL, True)
    assert to_local(waiting.not_before, "America/Toronto").isoformat() == "2026-11-30T09:00:00"

    await chat.later(days=7)
    assert [row.status for row in await _rows(chat, "role")] == ["sent"]


async def people_roles(chat: Chat) -> list[str]:
    ann = await _ann(chat)
    async with chat.app.store.read() as tx:
        return [role.id for role in await people.roles(tx, ann.community, person=ann.id)]


async def test_answers_and_help_are_free(chat: Chat) -> None:
    await _no_rhythm(chat)
    await _prompt(chat, "check_in")
    await chat.settle()
    ann = chat.someone("ann")
    ann.news()

    for _ in range(5):
        await ann.says("what is a cohort study?")
    await ann.says("help")

    assert len(ann.news()) == 6
    assert {row.counts for row in await _rows(chat, "answer")} == {False}


async def test_what_could_not_be_delivered_gives_its_place_back(chat: Chat) -> None:
    await _no_rhythm(chat)
    await _prompt(chat, "check_in")
    await chat.settle()
    async with chat.app.store.write() as tx:
        failed = update(t.delivery).where(t.delivery.c.kind == "check_in").values(status="failed")
        await tx.execute(failed)
    await _prompt(chat, "role", "Ann Roy", *(await people_roles(chat)))
    await chat.settle()

    assert [row.status for row in await _rows(chat, "role")] == ["sent"]


@pytest.mark.parametrize("places", [1, 2])
async def test_two_workers_give_no_place_twice(chat: Chat, places: int) -> None:
    """Two doors, two lanes, two processes: one week."""
    await _no_rhythm(chat)
    async with chat.app.store.write() as tx:
        await tx.execute(update(t.community).values(prompts_a_week=places))
    role = (await people_roles(chat))[0]
    for n in range(6):
        await _prompt(chat, "role", "Ann Roy", role, str(n))
    async with chat.app.store.write() as tx:
        for n, row in enumerate(await _all(tx)):
            elsewhere = {"lane": f"memory:w{n}", "conversation": f"memory:w{n}:ann"}
            await tx.execute(update(t.delivery).where(t.delivery.c.id == row).values(elsewhere))
    other = second_worker(chat)

    for _ in range(6):
        boxes = (chat.app.outbox, other.outbox) * 2
        await asyncio.gather(*(_claim(chat, box) for box in boxes))
        chat.now += timedelta(minutes=6)

    taken = [row for row in await _rows(chat, "role") if row.status == "sending"]
    assert len(taken) == places
    await other.store.close()


async def _all(tx: object) -> list[str]:
    found = await tx.scalars(select(t.delivery.c.id).where(t.delivery.c.kind == "role"))  # type: ignore[attr-defined]
    return list(found)


async def _claim(chat: Chat, outbox: object) -> None:
    await claims.claim(outbox.store, outbox.rules, chat.moment(), outbox.owner, outbox.lease, Wish(10))  # type: ignore[attr-defined]
