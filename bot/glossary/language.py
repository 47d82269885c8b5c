"""English or French? Small words, accents and elisions decide; the fallback when they do not."""

from __future__ import annotations

import re

from bot.glossary.text import Reading, read

_ENGLISH = """
the what is are does do mean means whats wats how who when where why this that these those it its of for with and from
about by in my your our their we they you he she i im an be been was were have has can could should would please explain
define someone anyone know thanks hi hello hey word words stand not dont if so there them between tell help understand
meaning which whose people just like get got keep any some into at to up out than as
"""
_FRENCH = """
le la les un une des du au aux et est sont quoi que qu qui c l d j n ce cette ces ca cela koi kesk keske dire veut
signifie dans pour avec sur par pas ne je tu il elle nous vous ils elles mon ma mes votre vos notre nos leur leurs svp
merci bonjour bonsoir allo salut moi toi expliquer expliquez explique definir quel quelle quels quelles ou ont fait
etre avoir cest ces entre difference comment pourquoi quand peux pouvez pourriez aussi plus mais donc y se sa ses sans
sert en parle mot mots entendre entend cet etes suis ai
"""
_WORDS = {"en": frozenset(_ENGLISH.split()), "fr": frozenset(_FRENCH.split())}
_ACCENT = re.compile(r"[àâçèéêëîïôùûœ]", re.IGNORECASE)
_ELISION = re.compile(r"(?<!\w)(?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu|aujourd)'(?=\w\w)", re.IGNORECASE)


def language(message: str | Reading, fallback: str = "") -> str:
    """ "en" or "fr", else the fallback. Quoted words do not count when the person wrote others."""
    reading = read(message) if isinstance(message, str) else message
    own = [token for token in reading.tokens if not token.quote] or list(reading.tokens)
    english = sum(token.key in _WORDS["en"] for token in own)
    french = sum(token.key in _WORDS["fr"] for token in own) + sum(bool(_ACCENT.search(token.raw)) for token in own)
    spans = ((token.start, token.end) for token in own)
    french += sum(bool(_ELISION.match(reading.text, start, end + 4)) for start, end in spans)
    return "en" if english > french else "fr" if french > english else fallback
