"""What a community reads in place of the shipped entries: its own versions, and what its reviewers found fine."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import product

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import entry_rows
from bot.entry_rows import LIVE, Version
from bot.people import Person
from bot.store import tables as t
from bot.terms import REVIEWERS, Term, Wording
from bot.upsert import insert, put


@dataclass(frozen=True, slots=True)
class _Said:
    """Somebody found the wording with this fingerprint fine. `who` tells two people apart."""

    slug: str
    lang: str
    fingerprint: str
    part: str
    who: str
    name: str


def fingerprint(term: Term, lang: str) -> str:
    """16 hex digits that change with what is read in `lang`. Other names of the entry are not part of it."""
    words = term.words[lang]
    read = [words.name, words.short, words.more, words.example, words.why, words.ambiguity]
    return hashlib.sha256(json.dumps(read).encode()).hexdigest()[:16]


async def edition(tx: AsyncConnection, community: str) -> str:
    """A mark that is another one after each change of what this community reads; empty when nothing ever changed."""
    e = t.glossary_edition.c
    return str(await tx.scalar(select(e.mark).where(e.community == community)) or "")


async def changed(tx: AsyncConnection, community: str) -> None:
    """What this community reads is another from now on: every process reads the entries again."""
    values = {"community": community, "number": 1, "mark": t.new_id()}
    statement = insert(tx, t.glossary_edition).values(values)
    more = {"number": t.glossary_edition.c.number + 1, "mark": statement.excluded.mark}
    await tx.execute(statement.on_conflict_do_update(index_elements=["community"], set_=more))


async def review(
    tx: AsyncConnection, person: Person, part: str, slug: str, lang: str, fingerprint: str, now: datetime
) -> None:
    """This person finds the wording with this fingerprint fine, for one part."""
    values = {
        "community": person.community, "slug": slug, "lang": lang, "part": part, "person": person.id,
        "fingerprint": fingerprint, "at": now,
    }  # fmt: skip
    await put(tx, t.entry_review, ["community", "slug", "lang", "part"], values, ["person", "fingerprint", "at"])
    await changed(tx, person.community)


async def live(tx: AsyncConnection, community: str, shipped: Mapping[str, Term]) -> dict[str, Term]:
    """Every entry that is not simply the shipped one: own versions in use, and shipped ones somebody has reviewed."""
    versions = await entry_rows.find(tx, community, t.entry.c.state.in_(LIVE))
    said = [*await _approved(tx, community, versions), *await _reviewed(tx, community)]
    by_slug: dict[str, list[Version]] = defaultdict(list)
    for version in versions:
        by_slug[version.slug].append(version)
    by_hand: dict[str, list[_Said]] = defaultdict(list)
    for word in said:
        by_hand[word.slug].append(word)
    touched = [slug for slug in {**by_slug, **by_hand} if slug in by_slug or slug in shipped]
    return {slug: _current(shipped.get(slug), by_slug[slug], by_hand[slug]) for slug in touched}


async def wording_before(
    tx: AsyncConnection, community: str, version: Version, shipped: Mapping[str, Term]
) -> Wording | None:
    """What people read, in the language of this version, where it is not used; None where they read nothing."""
    e = t.entry.c
    used = await entry_rows.find(tx, community, e.slug == version.slug, e.state.in_(LIVE), e.number < version.number)
    base = shipped.get(version.slug)
    return _laid_over(base, used).words.get(version.lang) if used or base else None


def _current(shipped: Term | None, versions: list[Version], said: list[_Said]) -> Term:
    term = _laid_over(shipped, versions)
    filed = {} if shipped is None else {(lang, fingerprint(shipped, lang)): shipped for lang in shipped.words}
    reviews = {lang: _names(term, lang, said, filed.get((lang, fingerprint(term, lang)))) for lang in term.words}
    return replace(term, reviewed_by_patient_partner="", reviewed_by_researcher="", reviews=reviews)


def _laid_over(shipped: Term | None, versions: list[Version]) -> Term:
    """The newest version, with each language as it was written last; a language nobody changed stays as shipped."""
    if not versions:
        assert shipped is not None
        return shipped
    words: dict[str, Wording] = {**versions[0].term.words, **(shipped.words if shipped else {})}
    words |= {version.lang: version.term.words[version.lang] for version in versions}
    newest = versions[-1].term
    return replace(newest, name=shipped.name if shipped else newest.name, words=words)


def _names(term: Term, lang: str, said: Iterable[_Said], filed: Term | None) -> dict[str, str]:
    """Who found this very wording fine, by part: two different people, when there are two."""
    mark = fingerprint(term, lang)
    found = {part: _filed(filed, lang, part) for part in REVIEWERS}
    for word in said:
        if (word.lang, word.fingerprint) == (lang, mark):
            found[word.part].append((word.who, word.name))
    pairs = [(a, b) for a, b in product(*(found[part] for part in REVIEWERS)) if a[0] != b[0]]
    if pairs:
        return {part: name for part, (_, name) in zip(REVIEWERS, pairs[0], strict=True)}
    return next(({part: found[part][0][1]} for part in REVIEWERS if found[part]), {})


def _filed(term: Term | None, lang: str, part: str) -> list[tuple[str, str]]:
    name = term.reviewed_by(lang)[part] if term else ""
    return [(f"{part} in the file", name)] if name else []


async def _approved(tx: AsyncConnection, community: str, versions: list[Version]) -> list[_Said]:
    by_id = {version.id: version for version in versions}
    return [
        _Said(v.slug, v.lang, fingerprint(v.term, v.lang), yes.part, yes.person, yes.name)
        for yes in await entry_rows.yeses(tx, community, versions)
        for v in [by_id[yes.entry]]
    ]


async def _reviewed(tx: AsyncConnection, community: str) -> list[_Said]:
    r = t.entry_review.c
    query = (
        select(r.slug, r.lang, r.fingerprint, r.part, r.person, t.person.c.name)
        .join(t.person, t.person.c.id == r.person)
        .where(r.community == community)
    )
    return [_Said(*row) for row in await tx.execute(query)]
