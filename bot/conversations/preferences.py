"""Stop, pause, language, time zone: each person's own say over what reaches them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from bot import (
    calendar_words,
    contact,
    people,
    questions,
    recurrence,
    reminders,
    rephrasing,
    rhythm,
    spoken_breaks,
    waiting,
)
from bot.conversations import hours
from bot.desk import Desk
from bot.inputs import Chose, FormErrors, Input, OpenForm, Replace, Said, Submitted
from bot.messages import Choices, Field, Form, Message, Option
from bot.turn import Turn, say
from bot.zones import offered

HOW_LONG, AGAIN = "preferences.how_long", "again"


async def agree(desk: Desk) -> None:
    """Remember the yes, end any pause, and set up this person's own rhythm."""
    await people.change(desk.tx, desk.me, consent="yes", consent_at=desk.now, paused_until=None)
    await rhythm.start(desk.tx, desk.me, desk.now)


async def stopped(desk: Desk, said: Input) -> Turn:
    """At once, and for everything Interlude starts by itself. Words can still be asked for."""
    if desk.person is None:
        return say(desk.line("preferences.nothing_to_stop"))
    await people.change(desk.tx, desk.me, consent="no", consent_at=desk.now, paused_until=None)
    await rhythm.stop(desk.tx, desk.me)
    await waiting.forget(desk.tx, desk.me)
    await rephrasing.forget(desk.tx, desk.me)
    await reminders.dropped(desk.tx, desk.me, contact.NOT_NOW, desk.now)
    return say(desk.line("preferences.stopped", desk.choice("preferences.label_start", "preferences.start")))


async def started(desk: Desk, said: Input) -> Turn:
    await agree(desk)
    return say(zone_question(desk, "preferences.started"))


async def start_pressed(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    await agree(desk)
    return Turn(now=Replace(zone_question(desk, "preferences.started")))


async def pause_in_words(desk: Desk, said: Said) -> Turn | None:
    """ "pause 3 weeks", "away until Monday", "pause de deux semaines"; None when this is no wish for a pause."""
    length, sure = _break_in(desk, said.text)
    if length is None or desk.person is None:
        return say(desk.line("preferences.nothing_to_stop")) if sure else None
    until = _until(desk, length)
    if until is None:
        return say(await _how_long(desk, length)) if sure else None
    return say(await _pause(desk, until))


def _break_in(desk: Desk, typed: str) -> tuple[str | None, bool]:
    """What is typed behind the name of a break, and whether that is a wish for one: "stop smoking" is not."""
    commands = desk.pack.commands
    length = spoken_breaks.behind(typed, commands["pause"])
    if length is not None:
        return length, True
    length = spoken_breaks.behind(typed, (*commands["away"], *commands["quieter"]))
    if length is not None and spoken_breaks.says_nothing(length, desk.pack.times):
        return length, True
    length = length if length is not None else spoken_breaks.behind(typed, commands["stop"])
    return length, length is not None and spoken_breaks.has_an_end(length, desk.pack.times)


def is_stop(desk: Desk, typed: str) -> bool:
    """Whether this says stop and nothing else: "stop please"."""
    rest = spoken_breaks.behind(typed, desk.pack.commands["stop"])
    return rest is not None and spoken_breaks.says_nothing(rest, desk.pack.times)


def is_pause(desk: Desk, typed: str) -> bool:
    """Whether this asks for a break, so that no open question takes it for its answer."""
    length, sure = _break_in(desk, typed)
    return sure or (length is not None and _until(desk, length) is not None)


def _until(desk: Desk, length: str, *, answer: bool = False) -> datetime | None:
    """When a break is over, within a year; None when that is not said for sure. So many weeks end at this time of day,
    a named day as it begins. `answer`: they were asked for how long."""
    here = recurrence.to_local(desk.now, desk.me.time_zone)
    read = spoken_breaks.back_after if answer else spoken_breaks.back_on
    day = read(length, desk.pack.times, here.date())
    if day is None:
        return None
    lasts = spoken_breaks.is_span(length, desk.pack.times)
    return recurrence.to_utc(datetime.combine(day, here.time() if lasts else time()), desk.me.time_zone)


async def _how_long(desk: Desk, typed: str = "", again: str = "") -> Message:
    """Asks for how long, and says so where they named a day that no calendar has. `again`: it was asked before."""
    if desk.me.consent == "no":
        return _stays_stopped(desk)
    await questions.ask(desk.tx, desk.me, HOW_LONG, (AGAIN,) if again else (), desk.now)
    today = recurrence.to_local(desk.now, desk.me.time_zone).date()
    no_day = spoken_breaks.is_no_day(typed, desk.pack.times, today)
    return pause_question(desk, "preferences.no_such_day" if no_day else again or "preferences.how_long")


async def how_long_said(desk: Desk, args: tuple[str, ...], said: Said) -> Turn | None:
    """ "2 weeks", "until Monday"; None for anything else, which is heard as ever, and asked about once more where
    nobody else understands it."""
    until = _until(desk, said.text, answer=True)
    return say(await _pause(desk, until)) if until else None


def asked_how_long(desk: Desk) -> bool:
    """Whether they had just been asked for how long, for the first time."""
    return desk.asked == (HOW_LONG, ())


async def how_long_again(desk: Desk, said: Said) -> Turn:
    """Asked once more, gently."""
    return say(await _how_long(desk, said.text, "preferences.how_long_again"))


def pause_question(desk: Desk, key: str = "preferences.how_long") -> Message:
    return desk.line(
        key,
        *(desk.choice(f"preferences.label_pause_{days}", "preferences.pause", str(days)) for days in (7, 21, 60)),
    )


async def pause_pressed(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    until = desk.now + timedelta(days=int(args[0])) if args else None
    return Turn(now=Replace(await _pause(desk, until) if until else await _how_long(desk)))


async def _pause(desk: Desk, until: datetime) -> Message:
    """Everything Interlude starts by itself rests until this moment (UTC), what waits as well."""
    if desk.me.consent == "no":
        return _stays_stopped(desk)
    await people.change(desk.tx, desk.me, paused_until=until)
    await reminders.dropped(desk.tx, desk.me, contact.BREAK, desk.now)
    day = day_in_words(desk, until, desk.me.time_zone)
    return desk.line("preferences.paused", desk.choice("preferences.label_back", "preferences.start"), day=day)


def _stays_stopped(desk: Desk) -> Message:
    """A break would end by itself; what they stopped does not begin by itself."""
    return desk.line("preferences.stays_stopped", desk.choice("preferences.label_start", "preferences.start"))


def day_in_words(desk: Desk, moment: datetime, zone: str) -> str:
    """A local date as people write it: "Tuesday 24 November", "mardi 24 novembre"."""
    return calendar_words.date_in_words(desk.pack, desk.lang, recurrence.to_local(moment, zone).date())


def time_in_words(desk: Desk, moment: datetime, zone: str) -> str:
    """A local date and time: "Tuesday 24 November, 14:30"."""
    return calendar_words.moment_in_words(desk.pack, desk.lang, recurrence.to_local(moment, zone))


def zone_question(desk: Desk, thanks: str) -> Message:
    """A word of thanks, and whether we have the right local time."""
    return desk.line(
        thanks,
        desk.choice("preferences.label_zone_right", "preferences.zone_right", primary=True),
        desk.choice("preferences.label_zone_change", "preferences.zone_form", form=True),
        city=desk.city(desk.me.time_zone),
    )


async def zone_right(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    await people.change(desk.tx, desk.me, zone_confirmed=True)
    return Turn(now=Replace(desk.line("preferences.zone_kept", city=desk.city(desk.me.time_zone))))


def zone_form(desk: Desk) -> Form:
    options = tuple(Option(zone, desk.city(zone)) for zone in offered(desk.me.time_zone))
    return Form(
        title=desk.text("preferences.zone_title"),
        fields=(Field("zone", desk.text("preferences.zone_field"), "choice", options, desk.me.time_zone),),
        submit=desk.text("general.save"),
        cancel=desk.text("general.cancel"),
        value=desk.button("preferences.zone"),
        open_label=desk.text("preferences.label_zone_change"),
    )


async def zone_opened(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    return Turn(now=OpenForm(zone_form(desk)))


async def zone_sent(desk: Desk, args: tuple[str, ...], sent: Submitted) -> Turn:
    zone = str(sent.fields.get("zone", ""))
    if not recurrence.valid_zone(zone):
        return Turn(now=FormErrors(zone_form(desk), {"zone": desk.text("preferences.zone_unknown")}))
    await people.change(desk.tx, desk.me, time_zone=zone, zone_confirmed=True)
    moved = replace(desk.me, time_zone=zone)
    await rhythm.move(desk.tx, moved, desk.now)
    return Turn(now=Replace(desk.line("preferences.zone_kept", city=desk.city(zone))))


async def in_english(desk: Desk, said: Input) -> Turn:
    return await _language(desk, "en")


async def in_french(desk: Desk, said: Input) -> Turn:
    return await _language(desk, "fr")


async def _language(desk: Desk, lang: str) -> Turn:
    await people.change(desk.tx, desk.me, language=lang)
    return say(replace(desk, lang=lang).line("preferences.language"))


async def shown(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    return Turn(now=Replace(settings_message(desk)))


async def settings_said(desk: Desk, said: Input) -> Turn:
    return say(settings_message(desk))


def settings_message(desk: Desk) -> Message:
    """How things stand for this person, and the buttons to change them."""
    agreed = desk.me.consent == "yes"
    away = desk.me.paused_until is not None and desk.me.paused_until > desk.now
    state = "preferences.state_paused" if away else "preferences.state_yes" if agreed else "preferences.state_no"
    on = desk.choice("preferences.label_start", "preferences.start")
    off = [
        desk.choice("preferences.label_pause", "preferences.pause"),
        desk.choice("preferences.label_stop", "preferences.stop"),
    ]
    until = day_in_words(desk, desk.me.paused_until, desk.me.time_zone) if away and desk.me.paused_until else ""
    return desk.message(
        desk.prose(state, day=until),
        *(hours.state(desk) if desk.me.consent != "no" else ()),
        Choices((*(off if agreed and not away else [on]), desk.choice("hours.label_form", "hours.form", form=True))),
        title=desk.text("preferences.title"),
    )


async def stop_pressed(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    turn = await stopped(desk, chose)
    return Turn(now=Replace(turn.says[0].message))


PRESSES = {
    "preferences.start": start_pressed,
    "preferences.stop": stop_pressed,
    "preferences.pause": pause_pressed,
    "preferences.show": shown,
    "preferences.zone_right": zone_right,
    "preferences.zone_form": zone_opened,
}
FORMS = {"preferences.zone": zone_sent}
REPLIES = {HOW_LONG: how_long_said}
COMMANDS = {"stop": stopped, "start": started, "english": in_english, "french": in_french, "settings": settings_said}
