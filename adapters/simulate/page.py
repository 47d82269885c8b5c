"""A season as one page of HTML: pictures with the same in words beside them; no script, no network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from adapters.simulate import checks, pictures
from adapters.simulate.checks import Breach
from adapters.simulate.ledger import Planned
from adapters.simulate.report import heading, intro, promised, reasons
from adapters.simulate.run import Played
from adapters.simulate.words import Words

STYLE = Path(__file__).with_name("page.css")
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
KINDS = ("check_in", "nudge", "role", "event", "feedback", "digest")


def page(played: Played, found: Sequence[Breach], words: Words) -> str:
    """The whole page."""
    title = words.text("season.title")
    sections = (
        f"<h1>{escape(title)}</h1>", *_opening(played, words), *_promises(played, found, words),
        *_places(played, words), *_hours(played, words), *_weeks(played, words), *_loads(played, words),
        *_reasons(played, words), *_each(played, words),
    )  # fmt: skip
    return (
        f'<!doctype html>\n<html lang="{words.lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title>{escape(title)}</title><style>{STYLE.read_text('utf-8')}</style></head>\n"
        f"<body><main>\n{chr(10).join(sections)}\n</main></body></html>\n"
    )


def _opening(played: Played, words: Words) -> Iterator[str]:
    yield _p(intro(played, words))
    yield _p(words.text("season.how"))
    if any(member.stands_in for member in played.members):
        yield _p(words.text("season.stand_in"))


def _promises(played: Played, found: Sequence[Breach], words: Words) -> Iterator[str]:
    yield _h2(words.text("season.promises"))
    head = (words.text("season.col_what"), words.text("season.times"))
    yield _table(head, ((text, str(times)) for text, times in promised(played, found, words)))
    if not found:
        yield f'<p class="good">{escape(words.text("season.clean"))}</p>'
        return
    yield f'<p class="bad">{escape(words.text("season.unclean", times=len(found)))}</p>'
    yield _table(
        tuple(words.text(f"season.col_{name}") for name in ("person", "what", "when")),
        (
            (p.member.name, words.kind(p.kind), words.moment(p.sent or p.planned))
            for p in (breach.planned for breach in found[:200])
        ),
    )


def _places(played: Played, words: Words) -> Iterator[str]:
    """The first check-in in each place: one rule, and everybody's own hour."""
    first: dict[str, Planned] = {}
    people = Counter(member.zone for member in played.members if not member.stands_in)
    for planned in played.rows:
        if planned.kind == "check_in" and planned.sent is not None:
            first.setdefault(planned.member.zone, planned)
    if not first:
        return
    yield _h2(words.text("season.places"))
    yield _p(words.text("season.places_note"))
    head = tuple(words.text(f"season.col_{name}") for name in ("place", "people", "local", "utc"))
    inorder = sorted(first.values(), key=lambda p: (p.sent or p.planned, p.member.zone))
    yield _table(head, ((words.place(p.member), str(people[p.member.zone]), *_times(p, words)) for p in inorder))


def _times(planned: Planned, words: Words) -> tuple[str, str]:
    sent = planned.sent or planned.planned
    return words.hour(sent), words.hour(sent.astimezone(ZoneInfo("UTC")))


def _hours(played: Played, words: Words) -> Iterator[str]:
    found = pictures.by_hour(played.rows)
    title = words.text("season.hours")
    yield _h2(title)
    if not found:
        yield _p(words.text("season.hours_none"))
        return
    alt = words.text("season.hours_alt", earliest=min(found), latest=max(found))
    yield _picture(pictures.hours(found, title, alt))
    head = (words.text("season.col_hour"), words.text("season.col_messages"))
    spans = ((words.text("season.hour_span", hour=hour), str(number)) for hour, number in sorted(found.items()))
    yield _table(head, spans)


def _weeks(played: Played, words: Words) -> Iterator[str]:
    title, many = words.text("season.weeks"), played.season.weeks
    names = [member.name for member in played.members if not member.stands_in]
    each = pictures.columns(many)
    alt = words.text("season.weeks_alt") if each == 1 else words.text("season.weeks_long_alt", weeks=each)
    yield _h2(title)
    yield _p(alt)
    if each == 1:
        signs = (f"<li>{pictures.sign(kind)} {escape(words.kind(kind))}</li>" for kind in KINDS)
        yield f'<ul class="legend">{"".join(signs)}</ul>'
    if len(names) > pictures.MOST_PEOPLE:
        yield _p(words.text("season.too_many", shown=pictures.MOST_PEOPLE))
    yield _picture(pictures.weeks(names, played.rows, played.first, many, title, alt))


def _loads(played: Played, words: Words) -> Iterator[str]:
    loads = checks.loads(played)
    title = words.text("season.load")
    spread = Counter(load.sent for load in loads)
    alt = words.text("season.load_alt", least=min(spread, default=0), most=max(spread, default=0))
    axis = f"{words.text('season.col_messages')} → {words.text('season.col_people')}"
    yield _h2(title)
    yield _picture(pictures.load(spread, title, alt, axis))
    head = tuple(words.text(f"season.col_{name}") for name in ("person", "messages", "busiest", "moved", "skipped"))
    rows = ((each.member.name, *map(str, (each.sent, each.busiest, each.moved, each.skipped))) for each in loads)
    yield _table(head, rows)


def _reasons(played: Played, words: Words) -> Iterator[str]:
    found = reasons(played.rows, words)
    if found:
        yield _h2(words.text("season.reasons"))
        head = tuple(words.text(f"season.{name}") for name in ("col_what", "col_fate", "col_why", "times"))
        yield _table(head, ((kind, status, why, str(times)) for kind, status, why, times in found))


def _each(played: Played, words: Words) -> Iterator[str]:
    yield _h2(words.text("season.each"))
    rows: dict[str, list[Planned]] = {}
    for planned in played.rows:
        rows.setdefault(planned.member.name, []).append(planned)
    head = tuple(words.text(f"season.col_{name}") for name in ("when", "what", "fate", "why"))
    for member in played.members:
        if not member.stands_in:
            told = (
                (words.moment(p.planned), words.kind(p.kind), words.fate(p), words.why(p.reason))
                for p in rows.get(member.name, [])
            )
            inner = _table(head, told) if member.name in rows else _p(words.text("season.nothing"))
            yield f"<details><summary>{escape(heading(member, words))}</summary>{inner}</details>"


def _p(words: str) -> str:
    return f"<p>{escape(words)}</p>"


def _h2(words: str) -> str:
    return f"<h2>{escape(words)}</h2>"


def _picture(svg: str) -> str:
    return f'<div class="picture">{svg}</div>'


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table that scrolls by itself when it is wider than the screen."""
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    label = escape(", ".join(head), quote=True)
    return (
        f'<div class="scroll" role="group" aria-label="{label}" tabindex="0"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )
