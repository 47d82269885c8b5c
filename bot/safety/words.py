"""What people type, as small plain letters: words and stops, whatever the script, accents or disguise."""

import re
import unicodedata
from collections.abc import Iterable

STOP = "."  # the start or the end of a sentence, as a word
PAUSE = ","  # a stop where a phrase has one, and nothing at all to other phrases

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", **dict.fromkeys("’‘ʼ′", "'")})
_LEET = str.maketrans("013457@$", "oieastas")
_WORD_OR_STOP = re.compile(  # a number with its decimals (5.6) is one word
    r"\d+[.,]\d+[^\W_]*|[^\W_]+(?:['@$*]+[^\W_]+)*|\.{2,}|[.!?;,:\n…()—–]"
)
_STOPS = frozenset(".!?;,:\n…()—–")
_LONG_RUN = re.compile(r"([^\W\d_])\1{2,}")
_SPELLED_OUT = re.compile(r"\b[^\W\d_](?:[\s.*-]{1,2}[^\W\d_]\b){2,}(?!')")  # k i l l, k.m.s
_UNSEEN = re.compile(  # accents on their own, zero width
    "[\u00ad\u0300-\u036f\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff\ufe00-\ufe0f\ufeff]"
)
_OTHER_SCRIPTS = re.compile("[\u0370-\u1cff\u2c00-\ufaff\ufb07-\ufdff\ufe10-\ufefe]")


def tokens(text: str) -> list[str]:
    """The words and stops of a text, in small letters without accents."""
    text = _OTHER_SCRIPTS.sub(" ", text.replace("´", "'"))
    text = unicodedata.normalize("NFKD", text).casefold()
    text = text if text.isascii() else _UNSEEN.sub("", text).translate(_LETTERS)
    text = _SPELLED_OUT.sub(lambda row: re.sub(r"\W", "", row[0]), _LONG_RUN.sub(r"\1\1", text.replace("`", "'")))
    return _WORD_OR_STOP.findall(text)


def is_stop(token: str) -> bool:
    """Whether this is a stop of any kind, and no word."""
    return token[0] in _STOPS


def plain(word: str) -> str:
    """Light leetspeak undone: 'k1ll', 'k*ll' → 'kill', 'kll'."""
    return word if word.isalpha() or word.isdigit() else word.replace("*", "").translate(_LEET)


def plain_tokens(text: str) -> list[str]:
    """The words and stops of a text, leetspeak undone."""
    return [plain(token) for token in tokens(text)]


def sentences(words: Iterable[str]) -> list[str]:
    """Stops made alike. Commas, '...', line breaks and a stop after a single word ('I. can't.') are but pauses."""
    out, length, times = [STOP], 0, (STOP, 0)
    for word in words:
        length += 1
        if not is_stop(word):
            times = (word, times[1] + 1 if word == times[0] else 1)
            if times[1] <= 2:  # 'no no no no' says no more than 'no no'
                out.append(word)
        elif out[-1] not in (STOP, PAUSE):
            full = word in ".!?;"
            out.append(STOP if full and length > 2 else PAUSE)
            length = 0 if full else length
    return out
