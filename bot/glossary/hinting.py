"""What a message hints at without asking for a word: a thing described, a name looked for, a term beside a puzzle."""

from __future__ import annotations

from dataclasses import replace

from bot.glossary.asking import describes, errand, sign
from bot.glossary.judging import ANSWER, MOST_OFFERED, NOTHING, OFFER, Judge, Verdict
from bot.glossary.matching import Hit

SHORTEST_DESCRIPTION = 4
MOST_WORDS_AFTER = 1  # words after a name in a message that is hardly more than the name
OWN = frozenset(("i", "je", "j"))  # words of one's own plans, but of one's own questions too
RELATIVES = frozenset(("who", "that", "which", "whose", "where", "qui", "que", "qu", "dont", "ou"))


class Hints:
    """Hints are worth an offer and never a definition. The judge has looked at the message already when they are
    asked for."""

    def __init__(self, judge: Judge) -> None:
        self._judge, self._reading, self._cues = judge, judge.reading, judge.cues
        self.wondered = self._sign("wondering")

    def _sign(self, kind: str) -> frozenset[int]:
        return sign(self._reading, self._cues, self._judge.skip, kind)

    def naming(self, best: Verdict) -> Verdict:
        """ "What do you call it when ...": all the rest describes the thing whose name is looked for."""
        words = self._sign("naming") if best.sure < ANSWER else frozenset()
        if not words:
            return best
        verdict = self._judge.described_by_all_but(words)
        terms = tuple(dict.fromkeys((*verdict.terms, *best.terms)))[:MOST_OFFERED]
        return replace(verdict, sure=OFFER, terms=terms) if verdict.sure else best

    def puzzle(self) -> Verdict:
        """Somebody does not know something and names a term, if not in one breath: we ask whether they mean it."""
        if not self.wondered:
            return NOTHING
        quoted = [hit for hit in self._judge.hits if self._reading.tokens[hit.start].quote]
        hits = quoted or [hit for hit in self._judge.hits if not hit.loose]
        return self._offered(hits) if hits else NOTHING

    def mention(self, start: int) -> Verdict:
        """A term named in a question or first of all: "OSSU, anyone?", "UX pls"; not in an errand or a plan.

        `start`: where the message begins behind its greetings.
        """
        hits = [hit for hit in self._judge.hits if not hit.loose]
        asks = self._reading.questions or any(hit.start <= start + 1 and self._ends_soon(hit) for hit in hits)
        plans = not self._reading.keys.isdisjoint(self._cues.planning - OWN)
        if not hits or not asks or plans or errand(self._reading, self._cues, self._judge.skip):
            return NOTHING
        return self._offered(hits)

    def _ends_soon(self, hit: Hit) -> bool:
        """The name is a clause of its own, or hardly anything follows it."""
        end = len(self._reading.tokens)
        return end - hit.end <= MOST_WORDS_AFTER or self._reading.opens_clause(hit.end)

    def _offered(self, hits: list[Hit]) -> Verdict:
        """The last ones named come first: the question mostly follows what it is about."""
        terms = tuple(dict.fromkeys(self._judge.senses(hit)[0][0] for hit in reversed(hits)))
        return Verdict(OFFER, terms[:MOST_OFFERED], hits[0].start, hits[-1].end)

    def description(self) -> Verdict:
        """Nobody knows the word, but tells what it is: in the way such sentences open, or in nearly our own words."""
        end = len(self._reading.tokens)
        if len(self._reading.keys) < SHORTEST_DESCRIPTION:
            return NOTHING
        named = any(not hit.loose for hit in self._judge.hits) or self._judge.key(0) in self._cues.owners
        verdict = self._judge.described(0, end) if self._may_describe() else NOTHING
        if not verdict.sure and not named and not errand(self._reading, self._cues, self._judge.skip):
            verdict = self._judge.retold(0, end)
        return replace(verdict, sure=min(verdict.sure, OFFER))

    def _may_describe(self) -> bool:
        planned = not self._reading.keys.isdisjoint(self._cues.planning)
        return not planned and not self._names_something() and describes(self._reading, self._cues, self._judge.skip)

    def _names_something(self) -> bool:
        """ "The abstract is ready", but not "the money that patient partners get": there the name follows "that"."""
        keys = [token.key for token in self._reading.tokens[:5]]
        relatives = (place for place, key in enumerate(keys) if place and key in RELATIVES)
        relative = next(relatives, len(self._reading.tokens))
        named = (hit for hit in self._judge.hits if hit.start < relative)
        return any(self._judge.plain(hit) or (hit.start < 2 and not hit.cost) for hit in named)
