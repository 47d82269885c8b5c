"""Days and hours as people write them: "Tuesday 24 November, 14:30", "mardi 1er décembre, 9 h"."""

from __future__ import annotations

from datetime import date, datetime, time

from bot.pack import Pack


def day_of_month(pack: Pack, lang: str, day: int) -> str:
    """ "1er" in French, plain numbers otherwise."""
    return pack.text("calendar.first", lang) if day == 1 else str(day)


def date_in_words(pack: Pack, lang: str, day: date) -> str:
    """ "Tuesday 24 November"."""
    weekday, month = (pack.text(f"calendar.{key}", lang) for key in (f"weekday_{day.weekday()}", f"month_{day.month}"))
    return f"{weekday} {day_of_month(pack, lang, day.day)} {month}"


def at_time(pack: Pack, lang: str, day: str, clock: time) -> str:
    """A day in words with a time of day behind it; full hours have no minutes in French."""
    if not clock.minute:
        return pack.text("calendar.at_hour", lang, day=day, hour=clock.hour)
    return pack.text("calendar.at", lang, day=day, hour=clock.hour, minute=f"{clock.minute:02}")


def moment_in_words(pack: Pack, lang: str, local: datetime) -> str:
    """ "Tuesday 24 November, 14:30"."""
    return at_time(pack, lang, date_in_words(pack, lang, local.date()), local.time())
