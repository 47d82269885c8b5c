"""How hard a text is to read, counted offline: English Flesch-Kincaid grade, French Kandel-Moles ease.

Syllables are groups of vowels, with the few endings that are silent and the few groups that are two: good to some per
cent on running text, which is what a ceiling needs. (A hyphenation package counts places to break a line instead.)
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_STOP = re.compile(r"(?<=[.!?…:;])\s+|\n+")
_SILENT = re.compile(
    r"(?<=[^aeiouy])e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouyscxzg])es$|(?<=[^aeiouy])e(?=ly$|ment|ful|less)"
)
_KEPT = re.compile(r"[^aeiouyrw]le$")
_TWO = re.compile(r"ia(?!n?$|l)|(?<![tcsgx])io|eo(?!ple)|iu|(?<![qg])ua|[^qg]ue(?=[nt])|y(?=ing)|crea|idea|uie|science")
_VOWELS = re.compile(r"[aeiouy]+")
_VOYELLES = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+|(?<=[aeiou])[éï]")
_MUET = re.compile(r"(?<=[^aeiouyéèêàâîôû])(?:es|e)$|(?<=[^aeiouéèêm])ent$")


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    return [part for part in _STOP.split(text.strip()) if words(part)]


def syllables_en(word: str) -> int:
    word = re.sub(r"[^a-z]", "", word.lower())
    heard = word if _KEPT.search(word) else _SILENT.sub("", word)
    return max(1, len(_VOWELS.findall(heard)) + len(_TWO.findall(heard)))


def syllables_fr(word: str) -> int:
    heard = _MUET.sub("", word.lower().replace("qu", "k").replace("gu", "g"))
    return max(1, len(_VOYELLES.findall(heard)))


def grade_en(text: str) -> float:
    """Flesch-Kincaid: 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    said, asked = words(text), sentences(text)
    return 0.39 * len(said) / len(asked) + 11.8 * sum(map(syllables_en, said)) / len(said) - 15.59


def ease_fr(text: str) -> float:
    """Kandel-Moles (1958): 207 - 1.015 words a sentence - 73.6 syllables a word."""
    said, asked = words(text), sentences(text)
    return 207 - 1.015 * len(said) / len(asked) - 73.6 * sum(map(syllables_fr, said)) / len(said)
