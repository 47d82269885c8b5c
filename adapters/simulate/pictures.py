"""The pictures of a season as SVG, drawn for a telephone: 340 units wide, words no smaller than 12.

Each says everything in words as well (`title` and `desc`); shapes carry the meaning, colours only help.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from html import escape

from adapters.simulate.ledger import Planned

WIDTH = 340
ROW = 18
NAME_WIDTH = 116
MOST_COLUMNS = 16
MOST_PEOPLE = 300
LONGEST_NAME = 17

_SHAPES: Mapping[str, Callable[[float, float], str]] = {
    "check_in": lambda x, y: f'<circle class="check_in" cx="{x:g}" cy="{y:g}" r="5"/>',
    "nudge": lambda x, y: f'<circle class="nudge" cx="{x:g}" cy="{y:g}" r="3.5"/>',
    "role": lambda x, y: f'<rect class="role" x="{x - 4.5:g}" y="{y - 4.5:g}" width="9" height="9"/>',
    "event": lambda x, y: f'<path class="event" d="M{x:g} {y - 5.5:g}l5.5 10h-11z"/>',
    "feedback": lambda x, y: f'<path class="feedback" d="M{x:g} {y - 6:g}l6 6l-6 6l-6-6z"/>',
    "digest": lambda x, y: f'<rect class="digest" x="{x - 6:g}" y="{y - 2:g}" width="12" height="4"/>',
}
"""How each kind is drawn around a point."""


def sign(kind: str) -> str:
    """A kind's shape by itself, for the legend."""
    return (
        f'<svg class="sign" viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">{_SHAPES[kind](7, 7)}</svg>'
    )


def _svg(name: str, height: float, title: str, alt: str, parts: Iterable[str]) -> str:
    return (
        f'<svg id="{name}" role="img" aria-labelledby="{name}-t {name}-d" viewBox="0 0 {WIDTH} {height:g}">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(alt)}</desc>{"".join(parts)}</svg>'
    )


def _box(kind: str, x: float, y: float, wide: float, high: float) -> str:
    return f'<rect class="{kind}" x="{x:g}" y="{y:g}" width="{wide:g}" height="{high:g}"/>'


def _text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    look = f' class="{kind}"' if kind else ""
    return f'<text{look} x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(words)}</text>'


def hours(by_hour: Mapping[int, int], title: str, alt: str) -> str:
    """How many messages arrive in each hour of the day; the quiet hours are shaded."""
    top, bottom, step = 26, 128, WIDTH / 24
    most = max(by_hour.values(), default=1)
    parts = [
        _box("quiet", start * step, top - 14, (end - start) * step, bottom - top + 14)
        for start, end in ((0, 8), (21, 24))
    ]
    for hour, number in sorted(by_hour.items()):
        high = max(2, (bottom - top) * number / most)
        parts.append(_box("bar", hour * step + 1.5, bottom - high, step - 3, high))
        parts.append(_text((hour + 0.5) * step, bottom - high - 4, str(number), anchor="middle"))
    parts += [_text((hour + 0.5) * step, bottom + 15, str(hour), "quiet_text", "middle") for hour in range(0, 24, 3)]
    return _svg("hours", bottom + 20, title, alt, parts)


def load(people_by_messages: Mapping[int, int], title: str, alt: str, axis: str) -> str:
    """How many people get so many messages: one bar for each number of messages."""
    rows = sorted(people_by_messages.items())
    most = max(people_by_messages.values(), default=1)
    left, full = 44, WIDTH - 44 - 40
    parts = [_text(0, 12, axis, "quiet_text")]
    for n, (messages, people) in enumerate(rows):
        y = 20 + n * 22
        long = max(3.0, full * people / most)
        parts.append(_text(left - 8, y + 13, str(messages), anchor="end"))
        parts.append(_box("bar", left, y, long, 17))
        parts.append(_text(left + long + 6, y + 13, str(people)))
    return _svg("load", 24 + len(rows) * 22, title, alt, parts)


def columns(weeks: int) -> int:
    """How many weeks one column of the picture of the weeks stands for."""
    return -(-weeks // MOST_COLUMNS)


def weeks(names: Sequence[str], rows: Sequence[Planned], first: date, many: int, title: str, alt: str) -> str:
    """Who hears what when: a line for each person, a column for each week, or for several in a long season."""
    each = columns(many)
    across = -(-many // each)
    step = (WIDTH - NAME_WIDTH) / across
    lines = {name: n for n, name in enumerate(names[:MOST_PEOPLE])}
    bottom = 22 + len(lines) * ROW
    parts = [_stripe(n, bottom) for n in range(1, len(lines), 2)]
    parts += [
        _text(NAME_WIDTH + (n + 0.5) * step, 12, str(n * each + 1), "quiet_text", "middle") for n in range(across)
    ]
    parts += [_text(0, 22 + n * ROW + 13, _short(name)) for name, n in lines.items()]
    cells: dict[tuple[int, int], list[str]] = {}
    for planned in rows:
        column = (planned.sent.date() - first).days // (7 * each) if planned.sent else -1
        if planned.member.name in lines and 0 <= column < across:
            cells.setdefault((lines[planned.member.name], column), []).append(planned.kind)
    for (line, column), kinds in cells.items():
        parts.append(_cell(kinds, NAME_WIDTH + column * step, 22 + line * ROW + ROW / 2, step, counted=each > 1))
    return _svg("weeks", bottom + 4, title, alt, parts)


def _stripe(line: int, bottom: float) -> str:
    return _box("stripe", 0, min(22 + line * ROW, bottom), WIDTH, ROW)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _cell(kinds: Sequence[str], x: float, y: float, wide: float, *, counted: bool) -> str:
    """The shapes of one week side by side, or how many there were."""
    if counted:
        return _text(x + wide / 2, y + 4, str(len(kinds)), anchor="middle")
    between = wide / (len(kinds) + 1)
    return "".join(_SHAPES[kind](x + between * (n + 1), y) for n, kind in enumerate(kinds))


def by_hour(rows: Iterable[Planned]) -> Counter[int]:
    """How many messages arrived in each local hour."""
    return Counter(planned.sent.hour for planned in rows if planned.sent is not None)
