"""The form in which somebody writes an entry, in one language, and how it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.content_terms import slug
from bot.desk import Desk
from bot.folding import fold
from bot.messages import Field, FieldKind, Form
from bot.terms import Origin, Term, Wording

LONGEST: Mapping[str, int] = {
    "name": 80, "aliases": 1000, "short": 300, "more": 800, "example": 500, "why": 400, "source": 500,
}  # fmt: skip
"""Characters of each field. An entry is short: what does not fit is hard to read as well."""

_NEEDED = ("name", "short")
_LINES = ("name", "aliases", "source")
_TEXTS = ("name", "short", "more", "example", "why")
MOST_ALIASES = 60

Fields = Mapping[str, str | tuple[str, ...]]


def form(desk: Desk, term: Term | None, *, gap: str = "", filled: Fields | None = None, version: str = "") -> Form:
    """The form for a new entry, or for a change of `term`, in the desk's language.

    `gap`: the missing word it answers. `filled`: what was typed already. `version`: the id of the version that is
    changed.
    """
    told = {**_held(desk, term), **{name: str(value) for name, value in (filled or {}).items() if name in LONGEST}}
    return Form(
        title=desk.text("propose.form_change" if term else "propose.form_new"),
        fields=tuple(_field(desk, name, told.get(name, "")) for name in LONGEST),
        submit=desk.text("propose.see_it"),
        cancel=desk.text("general.cancel"),
        value=desk.button("propose.written", term.slug if term else "", desk.lang, gap, version),
        open_label=desk.text("propose.label_open"),
        intro=desk.text("propose.who_reads_answer" if gap else "propose.who_reads"),
    )


def _field(desk: Desk, name: str, initial: str) -> Field:
    kind: FieldKind = "line" if name in _LINES else "text"
    return Field(
        name,
        desk.text(f"propose.field_{name}"),
        kind,
        initial=initial[: LONGEST[name]],
        hint=desk.text(f"propose.hint_{name}"),
        required=name in _NEEDED,
        max_length=LONGEST[name],
    )


def _held(desk: Desk, term: Term | None) -> dict[str, str]:
    """What the entry says now. In a language it is not written in yet there is nothing but its source."""
    if term is None:
        return {}
    words, found = term.words.get(desk.lang), {"source": _source(term.source)}
    if words is None:
        return found
    return {**{name: getattr(words, name) for name in _TEXTS}, "aliases": ", ".join(words.aliases), **found}


def _source(source: Origin) -> str:
    return ", ".join(part for part in (source.name, source.title, source.address) if part)


def read(desk: Desk, base: Term | None, fields: Fields) -> Term | dict[str, str]:
    """The entry as it was written, or a sentence for each field that needs another look. The desk's pack is the
    community's own, so that no two entries go by one name without anybody noticing."""
    typed = {name: _clean(str(fields.get(name, "")), lines=name not in _LINES) for name in LONGEST}
    errors = {name: desk.text(f"propose.error_{name}") for name in _NEEDED if not typed[name]}
    errors |= {
        name: desk.text("propose.error_long", n=most) for name, most in LONGEST.items() if len(typed[name]) > most
    }
    if errors:
        return errors
    term = _term(desk, base, typed)
    return _wrong(desk, base, term, typed) or term


def _wrong(desk: Desk, base: Term | None, term: Term, typed: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with an entry that can be read."""
    errors = {} if term.slug else {"name": desk.text("propose.error_letters")}
    taken = _taken(desk, base, term)
    if taken:
        name, other = taken
        field = "name" if name == typed["name"] else "aliases"
        errors[field] = desk.text("propose.error_taken", name=name, other=other)
    if "http://" in typed["source"]:
        errors["source"] = desk.text("propose.error_source")
    if term == base:
        errors["short"] = desk.text("propose.error_same")
    return errors


def _clean(text: str, *, lines: bool) -> str:
    """Without what nobody sees; a paragraph keeps its line breaks, everything else is one line."""
    kept = ["".join(c for c in line if c.isprintable() or c == "\t") for line in text.splitlines()]
    told = [" ".join(line.split()) for line in kept]
    return "\n".join(line for line in told if line) if lines else " ".join(line for line in told if line)


def _aliases(typed: Mapping[str, str], before: Wording | None) -> tuple[str, ...]:
    """The other names, each once; the entry's own name is not another one. What nobody touched stays as it is."""
    if before and typed["aliases"] == ", ".join(before.aliases):
        return before.aliases
    parts = [part.strip() for part in typed["aliases"].replace(";", ",").split(",")]
    found = {fold(part): part for part in reversed(parts) if fold(part) and fold(part) != fold(typed["name"])}
    return tuple(reversed(found.values()))[:MOST_ALIASES]


def _taken(desk: Desk, base: Term | None, term: Term) -> tuple[str, str] | None:
    """A name that another entry goes by already, and that entry's name; a name it had before is its own."""
    mine = set(map(fold, _names(base, desk.lang))) if base else set()
    wanted = {fold(name): name for name in _names(term, desk.lang) if fold(name) not in mine}
    for other in desk.pack.terms.values():
        shared = wanted.keys() & set(map(fold, _names(other, desk.lang)))
        if shared and (base is None or other.slug != base.slug):
            return wanted[shared.pop()], other.in_language(desk.lang).name
    held = desk.pack.terms.get(term.slug) if base is None else None
    return (term.name, held.in_language(desk.lang).name) if held else None


def _names(term: Term, lang: str) -> tuple[str, ...]:
    words = term.words.get(lang)
    return (words.name, *words.aliases) if words else ()


def _term(desk: Desk, base: Term | None, typed: Mapping[str, str]) -> Term:
    before = base.words.get(desk.lang) if base else None
    words = Wording(
        typed["name"], _aliases(typed, before), typed["short"], typed["more"], typed["example"], typed["why"]
    )
    words = replace(words, ambiguity=before.ambiguity, described=before.described) if before else words
    if base is None:
        return Term(typed["name"], slug(typed["name"]), (), _origin(typed["source"]), {desk.lang: words})
    origin = base.source if typed["source"] == _source(base.source) else _origin(typed["source"])
    return replace(base, source=origin, words={**base.words, desk.lang: words})


def _origin(typed: str) -> Origin:
    """ "Cochrane, https://…" -> the name and the address."""
    address = next((word.rstrip(".,;)") for word in typed.split() if word.startswith("https://")), "")
    return Origin(typed.replace(address, "").strip(" ,;:()") if address else typed, "", address)
