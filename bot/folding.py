"""Words as people type them -> words that can be compared: no case, no accents, no punctuation."""

from __future__ import annotations

import re
import unicodedata

_OTHER = re.compile(r"[^0-9a-z]+")


def fold(text: str) -> str:
    """Lower case, accents dropped, everything but letters and digits one space: "Arrêtez !" -> "arretez"."""
    if text.isascii():
        return _OTHER.sub(" ", text.lower()).strip()
    spelled = text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae")
    bare = "".join(c for c in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(c))
    return _OTHER.sub(" ", bare.casefold()).strip()
