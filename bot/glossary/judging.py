"""Weighs the words somebody asks about: a term for sure, perhaps one of these, or honestly unknown."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.glossary.cues import Cues
from bot.glossary.guessing import Guess, Guesses
from bot.glossary.index import Form, Index
from bot.glossary.matching import Hit, Matcher
from bot.glossary.spelling import SLIP_COST, SURELY_MEANT
from bot.glossary.text import Reading

MOST_ANSWERED, MOST_OFFERED = 3, 4
FEWEST_SHARED = 2  # words that what is asked about and a description must have in common
LONGEST_UNKNOWN = 6  # words; longer than that is not a name
ANSWER, OFFER, UNKNOWN, SILENT = 3, 2, 1, 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """How sure we are (ANSWER ... SILENT), the numbers of the terms, and where the words asked about stand."""

    sure: int
    terms: tuple[int, ...] = ()
    start: int = 0
    end: int = 0


NOTHING = Verdict(SILENT)


class Judge:
    """Judges parts of one message. `look` first: it finds the names."""

    def __init__(
        self, reading: Reading, index: Index, cues: Cues, *, spoken: str, own: str, skip: frozenset[int]
    ) -> None:
        self.reading, self.index, self.cues, self.skip = reading, index, cues, skip
        self.lang = spoken or own or "en"
        self.matcher = Matcher(reading, index, cues, spoken)
        self.guesses = Guesses(index, cues, self.lang)
        self.hits: list[Hit] = []
        self._covered: set[int] = set()

    def look(self, barred: frozenset[int]) -> None:
        """Find the names in the message, leaving out the words of the cues."""
        self.hits = [hit for hit in self.matcher.hits(barred) if not self._filler(hit)]
        self._covered = {place for hit in self.hits for place in hit.places}

    def _filler(self, hit: Hit) -> bool:
        """Please, not PLS: a little word in small letters that happens to be a short form."""
        small = all(self.reading.tokens[place].raw.islower() for place in hit.places)
        return small and self.skip.issuperset(hit.places) and (hit.loose or self.short_form(hit))

    # Words and names

    def within(self, start: int, end: int) -> list[Hit]:
        return [hit for hit in self.hits if start <= hit.start < end]

    def key(self, place: int) -> str:
        return self.reading.tokens[place].key

    def content(self, start: int, end: int) -> list[int]:
        """The words that are neither part of a name nor small."""
        return [place for place in range(start, end) if place not in self._covered and not self.light(place)]

    def light(self, place: int) -> bool:
        return place in self.skip or self.key(place) in self.cues.small

    def _empty(self, place: int) -> bool:
        """True for a word that may be taken away from either side of what is asked about."""
        return place not in self._covered and (self.light(place) or self.key(place) in self.cues.pointing)

    def trim(self, start: int, end: int) -> tuple[int, int]:
        while start < end and self._empty(start):
            start += 1
        while start < end and self._empty(end - 1):
            end -= 1
        return start, end

    def clause(self, start: int, end: int) -> int:
        """The end of the clause that begins at `start`, or of the name that runs across its end."""
        tokens = self.reading.tokens
        stop = next((place for place in range(start, end) if tokens[place].clause != tokens[start].clause), end)
        return max([stop, *(hit.end for hit in self.within(start, stop))])

    def ordinary(self, start: int, end: int) -> bool:
        return all(self.matcher.ordinary(self.key(place)) for place in range(start, end))

    def chatter(self, place: int) -> bool:
        """An ordinary word that is no part of a name."""
        return place not in self._covered and self.matcher.ordinary(self.key(place))

    def short_form(self, hit: Hit) -> bool:
        return any(self.index.forms[number].capital for number in hit.forms)

    def plain(self, hit: Hit) -> bool:
        """Named outright: no everyday word, no slip, no other ending."""
        return not hit.loose and (not hit.cost or hit.end - hit.start > 1)

    def language_of(self, verdict: Verdict, own: str) -> str:
        """The language of the names found, when only one has them; a short form leaves it to the person's own."""
        hits = self.within(verdict.start, verdict.end) if verdict.terms else []
        forms = [self.index.forms[number] for hit in hits for number in hit.forms]
        langs = {form.lang for form in forms if not (form.capital and own)}
        return langs.pop() if len(langs) == 1 else ""

    # Senses

    def say(self, hits: list[Hit], start: int, end: int) -> Verdict:
        """An answer about these hits, or an offer when the only one may mean several things."""
        if len(hits) == 1:
            terms, sure = self.senses(hits[0])
            sure = sure and not self._doubtful(hits[0])
            return Verdict(ANSWER if sure else OFFER, terms[: 1 if sure else MOST_OFFERED], start, end)
        terms = tuple(dict.fromkeys(self.senses(hit)[0][0] for hit in hits))
        return Verdict(ANSWER, terms[:MOST_ANSWERED], start, end)

    def senses(self, hit: Hit) -> tuple[tuple[int, ...], bool]:
        """The terms a hit may mean, likeliest first, and whether the first is meant for sure."""
        forms = [self.index.forms[number] for number in hit.forms]
        forms.sort(key=lambda form: (form.lang != self.lang, not form.main))
        terms = tuple(dict.fromkeys(form.term for form in forms))
        return terms, len(terms) == 1 or self._settled(forms)

    def _settled(self, forms: list[Form]) -> bool:
        """A name beats an alias, and the language of the message another; short forms stay open."""
        if any(form.capital for form in forms):
            return False
        named = {form.term for form in forms if form.main}
        spoken = {form.term for form in forms if form.lang == self.lang}
        return len(named) == 1 or (not named and len(spoken) == 1)

    def _doubtful(self, hit: Hit) -> bool:
        """Many slips, a far ending, or a short form in small letters that is an ordinary word too."""
        words = hit.end - hit.start
        if hit.cost > SURELY_MEANT * words:
            return True
        token = self.reading.tokens[hit.start]
        longer = abs(len(self.index.forms[hit.forms[0]].words[0]) - len(token.key))
        far = (hit.cost >= 2 * SLIP_COST and len(token.key) < 8) or (0 < hit.cost < SLIP_COST and longer > 3)
        small = self.short_form(hit) and sum(map(str.isupper, token.raw)) < 2
        return (words == 1 and far) or (small and self.matcher.ordinary(token.key))

    # What is asked about

    def asked(self, kind: str, start: int, end: int) -> Verdict:
        """The verdict on the words after a cue of this kind."""
        opening = {self.key(place) for place in range(start, min(start + 2, end))}
        first = next((hit.start for hit in self.within(start, end)), end)
        owned = any(self.key(place) in self.cues.owners for place in range(start, first))
        quoted = self.reading.quotation(start, end)
        start, end = self.trim(*(quoted or (start, end)))
        if start == end or (kind != "meaning" and owned):
            return NOTHING
        whole = self.whole(start, end)
        if whole.sure:
            return whole
        if quoted and self.within(start, end):
            return replace(self.say(self.within(start, end), start, end), sure=OFFER)
        end = self.trim(start, self.clause(start, end))[1]
        verdict = self.whole(start, end)
        if not verdict.sure:
            verdict = self._part(kind, start, end, "the" in opening)
        if not verdict.sure and kind != "about":
            verdict = self._guess(kind, start, end, "the" in opening)
        return verdict

    def whole(self, start: int, end: int) -> Verdict:
        """Nothing but names between `start` and `end`; "study" beside "cross-sectional" adds nothing."""
        hits = self.within(start, end)
        told = [hit for hit in hits if not hit.loose]
        beside = self.cues.generic if len(hits) == len(told) == 1 else frozenset()
        if not hits or hits[-1].end > end or any(self.key(place) not in beside for place in self.content(start, end)):
            return NOTHING
        return self.say(hits, start, end)

    def _part(self, kind: str, start: int, end: int, the: bool) -> Verdict:
        """A name with other words around it: believed when it is the head of what is asked about."""
        hits = self.within(start, end)
        if not hits:
            return NOTHING
        before = [place for place in self.content(start, hits[0].start) if not self._beside_it(place, hits[0])]
        after = [place for place in self._tail(hits[0], end) if not self._beside_it(place, hits[0])]
        if not before and not after:
            led = the and bool(self.content(start, hits[0].start))
            return self._with_tail(kind, hits[0], end, led or (the and not self._telling(hits[0])))
        return self._beside(kind, hits, before, after, the)

    def _beside_it(self, place: int, hit: Hit) -> bool:
        """A word that changes nothing about the name: "with the RCT", "a double blind study"."""
        return self._apart(place) or (self._telling(hit) and self.key(place) in self.cues.generic)

    def _tail(self, hit: Hit, end: int) -> list[int]:
        """The words after a name that still belong to it; none when a new thought begins."""
        return [] if hit.end >= end or self._apart(hit.end) else self.content(hit.end, end)

    def _apart(self, place: int) -> bool:
        """A word that does not belong to a name beside it."""
        return self.key(place) in self.cues.after or self.key(place) in self.cues.vague

    def _telling(self, hit: Hit) -> bool:
        return not hit.loose and (hit.end - hit.start > 1 or self.short_form(hit))

    def _with_tail(self, kind: str, hit: Hit, end: int, particular: bool) -> Verdict:
        """ "risk of bias | in a review": a new thought begins after the name."""
        if hit.loose and kind != "meaning" and self.content(hit.end, end):
            return NOTHING
        verdict = self.say([hit], hit.start, hit.end)
        return replace(verdict, sure=OFFER) if particular and kind != "meaning" else verdict

    def _beside(self, kind: str, hits: list[Hit], before: list[int], after: list[int], the: bool) -> Verdict:
        """ "a peer mentor" offers mentor, "the grant deadline" no grant: English names end, French names begin."""
        explicit = kind == "meaning" and self._telling(hits[0])
        if kind == "about" or len(before) > 2 or (len(after) > 2 and not explicit):
            return NOTHING
        if explicit and not before and (not the or len(after) > 2):
            return self.say(hits[:1], hits[0].start, hits[0].end)
        english = self.lang == "en"
        hit = hits[-1] if english else hits[0]
        headed = not before if not english else hit.end > max(after, default=-1)
        if not headed or (hit.loose and kind != "meaning"):
            return NOTHING
        return replace(self.say([hit], hit.start, hit.end), sure=OFFER)

    # Nothing known by that name

    def _guess(self, kind: str, start: int, end: int, the: bool) -> Verdict:
        near = self.near(start, end) if kind == "meaning" or not self.within(start, end) else NOTHING
        if near.sure:
            return near
        described = self.described(start, end, FEWEST_SHARED) if len(self.content(start, end)) > 2 else NOTHING
        if described.sure:
            return described
        strange = kind == "meaning" or not self.ordinary(start, end) or (not the and self._noun(start, end))
        return Verdict(UNKNOWN, (), start, end) if strange and end - start <= LONGEST_UNKNOWN else NOTHING

    def _noun(self, start: int, end: int) -> bool:
        """ "Machine learning", not "everyone doing"."""
        return end - start < 4 and not any(self.key(place) in self.cues.vague for place in range(start, end))

    def near(self, start: int, end: int) -> Verdict:
        words = [self.key(place) for place in range(start, end) if not self.light(place)]
        return self._offer(self.guesses.near(words, " ".join(map(self.key, range(start, end)))), start, end)

    def described(self, start: int, end: int, shared: int = 0) -> Verdict:
        """The terms these words describe, one of whose descriptions has at least `shared` of them."""
        return self._offer(self.guesses.described(self._telling_words(start, end), shared), start, end)

    def retold(self, start: int, end: int) -> Verdict:
        """The terms these words describe in nearly our own words."""
        return self._offer(self.guesses.retold(self._telling_words(start, end)), start, end)

    def described_by_all_but(self, places: frozenset[int]) -> Verdict:
        """The terms the whole message describes, without the words at these places."""
        end = len(self.reading.tokens)
        return self._offer(self.guesses.described(self._telling_words(0, end, places)), 0, end)

    def _telling_words(self, start: int, end: int, but: frozenset[int] = frozenset()) -> list[str]:
        return sorted({self.key(place) for place in range(start, end) if place not in self.skip and place not in but})

    def _offer(self, guess: Guess, start: int, end: int) -> Verdict:
        terms, sure = guess
        return Verdict(ANSWER if sure else OFFER, terms[:MOST_OFFERED], start, end) if terms else NOTHING
