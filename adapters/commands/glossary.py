"""`interlude glossary`: the entries taken away as JSON or as files, and what people still have to read."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.commands.keeping import named, store_in_use
from adapters.commands.problem import Problem, said_plainly, say
from bot import content, live_entries
from bot.term_table import to_table, to_toml
from bot.terms import Term

Terms = Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Glossary:
    """What a community reads: the entries of the pack in use, and what it has changed or reviewed of them."""

    shipped: Terms
    own: Terms

    @property
    def read(self) -> Terms:
        return {**self.shipped, **self.own}


async def export(folder: Path | None, community: str, *, as_json: bool) -> int:
    """One JSON object a line, or a community's own entries as files. Raises `Problem` when it is neither."""
    if as_json == (folder is not None) or (folder is not None and not community):
        raise Problem("Say --json for every entry, or a folder and --community for a community's own entries.")
    glossary = await _glossary(community)
    if folder is not None:
        return _write(folder, glossary)
    for term in sorted(glossary.read.values(), key=lambda term: term.slug):
        for row in _rows(term):
            say(json.dumps(row, ensure_ascii=False))
    return 0


async def _glossary(community: str) -> Glossary:
    with said_plainly():
        pack = content.load(Path(os.environ.get("INTERLUDE_CONTENT") or content.SHIPPED))
    if not community:
        return Glossary(pack.terms, {})
    async with store_in_use() as store, store.read() as tx:
        found = await named(tx, community)
        if found is None:
            raise Problem(f"There is no community called {community!r}.")
        return Glossary(pack.terms, await live_entries.live(tx, found.id, pack.terms))


def _rows(term: Term) -> Iterator[dict[str, Any]]:
    """An object for each language an entry is written in."""
    source = {"name": term.source.name, "title": term.source.title, "address": term.source.address}
    for lang in sorted(term.words):
        words = term.words[lang]
        yield {
            "term": term.name,
            "lang": lang,
            "name": words.name,
            "aliases": list(words.aliases),
            "short": words.short,
            "more": words.more,
            "example": words.example,
            "why": words.why,
            "related": list(term.related),
            "source": source,
            "ambiguity": words.ambiguity,
            "reviewed_by": term.reviewed_by(lang),
        }


def _write(folder: Path, glossary: Glossary) -> int:
    """A file for each entry whose file would not be the shipped one. Others in the folder are left alone."""
    tables = {slug: to_table(term) for slug, term in glossary.shipped.items()}
    changed = {slug: term for slug, term in sorted(glossary.own.items()) if to_table(term) != tables.get(slug)}
    with said_plainly():
        (folder / "terms").mkdir(parents=True, exist_ok=True)
        for slug, term in changed.items():
            (folder / "terms" / f"{slug}.toml").write_text(to_toml(term), "utf-8")
    for slug in changed:
        say(f"terms/{slug}.toml")
    say(f"{len(changed)} of the community's own entries are in {folder}. See `interlude content check`.")
    return 0


async def to_review(community: str) -> int:
    """A line for each wording that still needs a yes: the term, the language, and whose."""
    terms = (await _glossary(community)).read
    lines = [line for term in sorted(terms.values(), key=lambda term: term.slug) for line in _lacking(term)]
    for line in lines:
        say(line)
    total = sum(len(term.words) for term in terms.values())
    say(f"{len(lines)} of {total} wordings of {len(terms)} terms still need somebody's yes.")
    return 0


def _lacking(term: Term) -> Iterator[str]:
    for lang in sorted(term.words):
        parts = [part.replace("_", " ") for part, name in term.reviewed_by(lang).items() if not name]
        if parts:
            yield f"{term.name}\t{lang}\t{', '.join(parts)}"
