"""What a glossary entry is, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


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
    """A glossary entry. `name` is the canonical English name; `slug` its file's name; `related` are canonical names."""

    name: str
    slug: str
    related: tuple[str, ...]
    source: Origin
    words: Mapping[str, Wording]
    reviewed_by_patient_partner: str = ""
    reviewed_by_researcher: str = ""

    @property
    def draft(self) -> bool:
        """True until a patient partner and a researcher have both put their name to it."""
        return not (self.reviewed_by_patient_partner and self.reviewed_by_researcher)

    def in_language(self, lang: str) -> Wording:
        """The wording in `lang` ("en" or "fr"), else in English."""
        return self.words.get(lang) or self.words["en"]
