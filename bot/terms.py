"""What a glossary entry is, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

REVIEWERS = ("patient_partner", "researcher")
"""Whose yes an entry needs: one of each, two different people."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One entry in one language. `ambiguity` says the other meanings aloud; empty when there are none.

    `described`: what people say who do not know the word; it is looked up and never shown.
    """

    name: str
    aliases: tuple[str, ...]
    short: str
    more: str
    example: str
    why: str
    ambiguity: str = ""
    described: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry can be checked. `address` is https or empty."""

    name: str
    title: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry. `name` is the canonical English name; `slug` its file's name; `related` are canonical names.

    A name in the file counts for every language; `reviews` holds the names given in chat, by language and part.
    """

    name: str
    slug: str
    related: tuple[str, ...]
    source: Origin
    words: Mapping[str, Wording]
    reviewed_by_patient_partner: str = ""
    reviewed_by_researcher: str = ""
    reviews: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def draft(self) -> bool:
        """True while the wording of any language still waits for one of the two."""
        return any(self.draft_in(lang) for lang in self.words)

    def draft_in(self, lang: str) -> bool:
        """True until a patient partner and a researcher have both put their name to what is read in `lang`."""
        return not all(self.reviewed_by(lang).values())

    def reviewed_by(self, lang: str) -> dict[str, str]:
        """Who found the wording read in `lang` fine: a name for each part, or empty."""
        said = self.reviews.get(self.spoken(lang), {})
        filed = (self.reviewed_by_patient_partner, self.reviewed_by_researcher)
        return {part: name or said.get(part, "") for part, name in zip(REVIEWERS, filed, strict=True)}

    def spoken(self, lang: str) -> str:
        """The language somebody who asks in `lang` reads: their own, else English, else whichever there is."""
        return lang if lang in self.words else "en" if "en" in self.words else next(iter(self.words))

    def in_language(self, lang: str) -> Wording:
        """The wording in `lang` ("en" or "fr"), else in a language there is."""
        return self.words[self.spoken(lang)]
