"""Is anybody asking, and where do the words stand that they ask about?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.glossary.cues import Cues, Pattern
from bot.glossary.text import Reading

__all__ = [
    "Ask",
    "Cues",
    "asks",
    "describes",
    "errand",
    "fillers",
    "sign",
]  # Cues: who compiles them need not know the room behind

HOLLOW = frozenset(("a", "an", "the", "is", "are", "s", "le", "la", "les", "l", "un", "une", "des", "est", "sont"))
OPENINGS = ("describing", "errand")  # only count where a message begins
SIGNS = ("naming", "wondering")  # count wherever they stand, and point at no words of their own
MOST_CUES = 60  # in one message; more is no conversation
FARTHEST = 14  # words between the two halves of "what does ... mean"


@dataclass(frozen=True, slots=True)
class Ask:
    """A cue found. Its own words run from `first` and are `words`; what is asked about runs from `start` to `end`."""

    kind: str
    first: int
    start: int
    end: int
    words: frozenset[int]

    @property
    def last(self) -> int:
        return max(self.words) + 1


def fillers(reading: Reading, cues: Cues) -> frozenset[int]:
    """The places of greetings, thanks and little words that are never asked about."""
    found: set[int] = set()
    keys = [token.key for token in reading.tokens]
    for place, key in enumerate(keys):
        for phrase in cues.fillers.get(key, ()):
            if tuple(keys[place : place + len(phrase)]) == phrase:
                found.update(range(place, place + len(phrase)))
                break
    return frozenset(found)


def asks(reading: Reading, cues: Cues, skip: frozenset[int]) -> list[Ask]:
    """Every cue in reading order. One of kind "silence" only looks like asking: nothing right after it counts."""
    found: list[Ask] = []
    taken: set[int] = set()
    possible = _possible(reading, cues)
    for place in range(len(reading.tokens)):
        patterns = [] if place in taken or len(found) == MOST_CUES else possible[reading.tokens[place].key]
        ask = _at(place, patterns, reading, skip)
        if ask:
            end = min((n for n in taken if ask.start <= n < ask.end), default=ask.end)
            found.append(ask if ask.kind == "compare" else replace(ask, end=end))
            taken.update(ask.words)
            if ask.kind == "silence":
                taken.update(range(ask.last, ask.last + 2))
    return _apart(_but_names(found))


def describes(reading: Reading, cues: Cues, skip: frozenset[int]) -> bool:
    """True when the message opens like a description: "the people who ..."."""
    return _opens(reading, cues, skip, "describing") and not errand(reading, cues, skip)


def errand(reading: Reading, cues: Cues, skip: frozenset[int]) -> bool:
    """True when the message opens like a question of plans: "when is ...", "can we ..."."""
    return _opens(reading, cues, skip, "errand")


def sign(reading: Reading, cues: Cues, skip: frozenset[int], kind: str) -> frozenset[int]:
    """The places of every phrase of this kind: somebody looks for a name ("naming") or does not know ("wondering")."""
    found: set[int] = set()
    possible = {key: [p for p in _possible_at(key, reading, cues) if p.kind == kind] for key in reading.keys}
    for place, token in enumerate(reading.tokens):
        words = (_literal(pattern.before, place, reading, skip) for pattern in possible[token.key])
        found.update(next(filter(None, words), ()))
    return frozenset(found)


def _opens(reading: Reading, cues: Cues, skip: frozenset[int], kind: str) -> bool:
    place = next((place for place in range(len(reading.tokens)) if place not in skip), None)
    if place is None:
        return False
    key = reading.tokens[place].key
    doing = kind == "describing" and len(key) > 4 and key.endswith("ing")
    patterns = (pattern for pattern in cues.starts.get(key, ()) if pattern.kind == kind)
    return doing or any(_literal(pattern.before, place, reading, skip) for pattern in patterns)


def _possible(reading: Reading, cues: Cues) -> dict[str, list[Pattern]]:
    """The cues all whose words are in the message, by their first word."""
    but = (*OPENINGS, *SIGNS)
    return {key: [p for p in _possible_at(key, reading, cues) if p.kind not in but] for key in reading.keys}


def _possible_at(key: str, reading: Reading, cues: Cues) -> Iterator[Pattern]:
    there = reading.keys.issuperset
    return (pattern for pattern in cues.starts.get(key, ()) if there(pattern.before) and there(pattern.after))


def _at(place: int, patterns: list[Pattern], reading: Reading, skip: frozenset[int]) -> Ask | None:
    return next((ask for pattern in patterns if (ask := _match(pattern, place, reading, skip))), None)


def _match(pattern: Pattern, place: int, reading: Reading, skip: frozenset[int]) -> Ask | None:
    words = _literal(pattern.before or pattern.after, place, reading, skip)
    if not words:
        return None
    after = max(words) + 1
    if not pattern.before or not pattern.starred:
        return _closing(pattern, place, words, reading, skip)
    if pattern.after:
        return _around(pattern, place, words, reading, skip)
    return Ask(pattern.kind, place, after, _sentence_end(place, reading), words)


def _closing(pattern: Pattern, place: int, words: frozenset[int], reading: Reading, skip: frozenset[int]) -> Ask | None:
    """A cue that stands after what it asks about, so at the end of a clause. Comparing ones may stand anywhere."""
    after = max(words) + 1
    ends = all(reading.tokens[n].clause != reading.tokens[place].clause or n in skip for n in _rest(after, reading))
    if pattern.kind != "compare" and pattern.kind != "silence" and not ends:
        return None
    start = after if pattern.kind in ("compare", "silence") else place
    return Ask(pattern.kind, place, start, _sentence_end(place, reading) if start == after else place, words)


def _rest(after: int, reading: Reading) -> Iterator[int]:
    """The next few words, up to the end of the clause."""
    for place in range(after, min(after + 6, len(reading.tokens))):
        yield place
        if reading.tokens[place].clause != reading.tokens[after - 1].clause:
            return


def _around(pattern: Pattern, place: int, words: frozenset[int], reading: Reading, skip: frozenset[int]) -> Ask | None:
    """What stands between the halves of a cue. The later half counts where its clause has it last: "does mean mean"."""
    tokens, start = reading.tokens, max(words) + 1
    closings = list(_closings(pattern, start, reading, skip))
    same = [(end, found) for end, found in closings if tokens[end].clause == tokens[closings[0][0]].clause]
    if not same:
        return None
    end, closing = same[-1]
    following = [token.key for token in tokens[max(closing) + 1 : max(closing) + 2]]
    return None if following in (["by"], ["when"]) else Ask(pattern.kind, place, start, end, words | closing)


def _closings(
    pattern: Pattern, start: int, reading: Reading, skip: frozenset[int]
) -> Iterator[tuple[int, frozenset[int]]]:
    """Each place where the later half of a cue stands, up to where the cue begins anew."""
    for end in range(start + 1, min(start + FARTHEST, _sentence_end(start - 1, reading))):
        if reading.tokens[end].key == pattern.before[0]:
            return
        found = _literal(pattern.after, end, reading, skip)
        if found and not all(reading.tokens[place].key in HOLLOW for place in range(start, end)):
            yield end, found


def _literal(words: tuple[str, ...], place: int, reading: Reading, skip: frozenset[int]) -> frozenset[int]:
    """Where these words stand, one after the other in one sentence; fillers between them do not matter."""
    found: list[int] = []
    sentence = reading.tokens[place].sentence
    for number in range(place, min(place + len(words) + 4, len(reading.tokens))):
        token = reading.tokens[number]
        if token.sentence != sentence:
            break
        if token.key == words[len(found)]:
            found.append(number)
            if len(found) == len(words):
                return frozenset(found)
        elif not found or number not in skip:
            break
    return frozenset()


def _sentence_end(place: int, reading: Reading) -> int:
    """The place after the last word of this sentence."""
    tokens = reading.tokens
    sentence = tokens[place].sentence
    return next((after for after in range(place, len(tokens)) if tokens[after].sentence != sentence), len(tokens))


def _apart(found: list[Ask]) -> list[Ask]:
    """Cut each where the next begins, and drop a cue that only leads to the next: "explain | what is"."""
    kept: list[Ask] = []
    for number, ask in enumerate(found):
        following = next((other for other in found[number + 1 :] if other.kind not in ("silence", "heard")), None)
        if following and ask.kind != "silence" and ask.start <= following.first < ask.end:
            if following.first == ask.start and ask.kind not in ("compare", "back"):
                continue
            ask = replace(ask, end=following.first)
        kept.append(ask)
    return kept


def _but_names(found: list[Ask]) -> list[Ask]:
    """Without a lone closing word inside what is asked about: "explain mean, median"."""
    lone = [ask for ask in found if ask.kind == "back" and len(ask.words) == 1]
    names = [ask for ask in lone if any(other.start <= ask.first < other.end for other in found)]
    return [ask for ask in found if ask not in names]
