"""Reads what a person typed: folded words with their place, clause, sentence and quotation."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bot.folding import fold

LONGEST = 4_000  # characters read; nobody asks about a word further down than this
MOST_WORDS = 800

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe0f]")
_CODE = re.compile(r"<(?:https?|mailto)[^<>|]{1,600}\|([^<>|]{1,300})>")  # Slack: <address|what is shown>
_NOISE = re.compile(
    r"<[@#!][^<>]{1,80}>|<at>[^<>]{1,80}</at>|</?[a-z]{1,10}/?>"  # mentions and markup of both platforms
    r"|<?https?://[^\s<>]{1,800}>?|(?<!\w)@[\w.-]{1,60}|:[a-z0-9_+-]{2,40}:",
    re.IGNORECASE,
)
_WORD = re.compile(
    r"(?<![\w.])(?:[A-Za-z]\.){2,8}(?:[A-Za-z](?!\w))?"  # S.P.O.R.
    r"|(?<![\w-])(?:[A-Za-z]-){2,8}[A-Za-z](?![\w-])"  # S-P-O-R
    r"|(?<![\w'])(?:[A-Z] ){2,8}[A-Z](?![\w'])"  # S P O R
    r"|[^\W_]+"
)
_QUOTED = re.compile(
    r'"([^"\n]{1,400})"|“([^“”\n]{1,400})”|«([^«»\n]{1,400})»|`([^`\n]{1,400})`'
    r"|(?<!\w)'([^'\n]{1,200}(?:\w'\w[^'\n]{0,200}){0,4})'(?!\w)|(?<!\w)‘([^‘’\n]{1,200})’|(?:^|\n)\s*>+([^\n]{1,800})"
)
_SENTENCE_END = re.compile(r"[.!…]\s|[?…]|!!|\n")
_CLAUSE_END = re.compile(r"[,;:]\s|[()—–=]|(?:^|\s)-+(?:\s|$)|\.\.")


@dataclass(frozen=True, slots=True)
class Token:
    """A word: `raw` as typed (spelled letters joined), `key` folded; `quote` is 0 outside quotation marks."""

    raw: str
    key: str
    start: int
    end: int
    clause: int
    sentence: int
    quote: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A message, read. `questions` are the sentences that end with a question mark."""

    text: str
    tokens: tuple[Token, ...]
    keys: frozenset[str]
    questions: frozenset[int]
    shouting: bool

    def typed(self, first: int, last: int) -> str:
        """The words from `first` up to but not including `last`, as the person typed them."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end] if first < last else ""

    def sentence(self, place: int) -> int:
        return self.tokens[place].sentence

    def opens_sentence(self, place: int) -> bool:
        return place == 0 or self.tokens[place].sentence != self.tokens[place - 1].sentence

    def opens_clause(self, place: int) -> bool:
        return place == 0 or self.tokens[place].clause != self.tokens[place - 1].clause

    def quotation(self, start: int, end: int) -> tuple[int, int] | None:
        """Where the first quotation in these words stands."""
        places = [place for place in range(start, end) if self.tokens[place].quote]
        same = [place for place in places if self.tokens[place].quote == self.tokens[places[0]].quote]
        return (same[0], same[-1] + 1) if same else None

    def quotation_before(self, end: int) -> tuple[int, int] | None:
        """Where the last quotation before `end` stands."""
        places = [place for place in range(end) if self.tokens[place].quote]
        same = [place for place in places if self.tokens[place].quote == self.tokens[places[-1]].quote]
        return (same[0], same[-1] + 1) if same else None


@lru_cache(maxsize=16_384)
def key(word: str) -> str:
    """One word, folded; a word of another script keeps its letters, so that it can be said back."""
    return fold(word).replace(" ", "") or word.lower()


def keys(text: str) -> tuple[str, ...]:
    """The folded words of a short text, such as a name or a cue."""
    return tuple(key(_joined(word.group())) for word in _WORD.finditer(_tidy(text)))


def read(text: str) -> Reading:
    """Read a message. Any text is welcome; only its first part is read when it is very long."""
    clean = _tidy(_NOISE.sub(" ", _CODE.sub(r" \1 ", text[:LONGEST])))
    words = [word for _, word in zip(range(MOST_WORDS), _WORD.finditer(clean), strict=False)]
    tokens, questions = _place(clean, words)
    shouting = len(tokens) > 2 and all(_is_capital(token.raw) for token in tokens)
    return Reading(clean, tokens, frozenset(token.key for token in tokens), questions, shouting)


def _tidy(text: str) -> str:
    plain = _INVISIBLE.sub("", text).replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&")
    return unicodedata.normalize("NFC", plain.replace("’", "'").replace("´", "'"))


def _joined(raw: str) -> str:
    """Letters spelled one by one become the short form they spell."""
    spelled = len(raw) > 2 and raw[1] in ".- "
    return re.sub(r"[.\- ]", "", raw).upper() if spelled else raw


def _is_capital(raw: str) -> bool:
    return not any(letter.islower() for letter in raw)


def _place(text: str, words: list[re.Match[str]]) -> tuple[tuple[Token, ...], frozenset[int]]:
    quotes = [match.span() for match in _QUOTED.finditer(text)]
    tokens: list[Token] = []
    questions: set[int] = set()
    clause = sentence = 0
    for word, following in zip(words, [*words[1:], None], strict=False):
        raw = _joined(word.group())
        tokens.append(Token(raw, key(raw), word.start(), word.end(), clause, sentence, _quote_at(word.start(), quotes)))
        gap = text[word.end() : following.start() if following else len(text)]
        if "?" in gap:
            questions.add(sentence)
        clause, sentence = _after(gap, clause, sentence)
    return tuple(tokens), frozenset(questions)


def _after(gap: str, clause: int, sentence: int) -> tuple[int, int]:
    if len(gap) == 1 and gap != "?" and gap != "\n":
        return clause, sentence
    if _SENTENCE_END.search(gap):
        return clause + 1, sentence + 1
    return (clause + 1, sentence) if _CLAUSE_END.search(gap) else (clause, sentence)


def _quote_at(place: int, quotes: list[tuple[int, int]]) -> int:
    return next((number for number, (start, end) in enumerate(quotes, 1) if start <= place < end), 0)
