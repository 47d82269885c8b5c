"""Reads one message from the surest way of asking to the vaguest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.glossary.asking import Ask, errand
from bot.glossary.hinting import OWN, Hints
from bot.glossary.judging import ANSWER, MOST_ANSWERED, MOST_OFFERED, NOTHING, OFFER, UNKNOWN, Judge, Verdict
from bot.glossary.matching import Hit

MANY = frozenset(("these", "those", "they", "them", "each", "both", "all", "ces", "ils", "elles", "tous", "toutes"))
ALSO = frozenset(("and", "et", "pis"))
MOST_ASKS = 12  # cues weighed in one message, from its beginning and its end
MOST_STRETCHES = 12  # clauses looked at for what "it" points at
MOST_QUESTIONS = 8
LONGEST_CORRECTION = 8
MOST_BESIDE_EVERYDAY = 3  # other words in a stretch that is to be about an everyday word
MOST_WORDS_AROUND = 3  # words of a name before and after a cue that is part of it


class Search:
    """`context` holds the numbers of the terms last talked about, the last first."""

    def __init__(self, judge: Judge, found: list[Ask], context: Sequence[int]) -> None:
        self._judge, self._reading, self._cues, self._context = judge, judge.reading, judge.cues, context
        found = [ask for ask in found if not self._within_a_name(ask)]
        half = MOST_ASKS // 2
        weighed = found if len(found) <= MOST_ASKS else [*found[:half], *found[-half:]]
        self._asks = [ask for ask in weighed if ask.kind not in ("heard", "silence")]
        self._heard = [ask for ask in weighed if ask.kind == "heard"]
        self._hints = Hints(judge)
        self._quiet = any(ask.kind == "silence" and ask.first < MOST_WORDS_AROUND for ask in found)
        self._planning = any(ask.kind == "silence" and self._hints.wondered.isdisjoint(ask.words) for ask in found)
        cues = (ask for ask in found if ask.kind in ("meaning", "what", "back"))
        self._cue_words = frozenset(place for ask in cues for place in ask.words)
        judge.look(self._cue_words)

    def _within_a_name(self, ask: Ask) -> bool:
        """ "Memorandum of understanding" asks nobody to understand anything."""
        words = [token.key for token in self._reading.tokens[: ask.last + MOST_WORDS_AROUND]]
        known = self._judge.index.phrases
        starts = range(max(ask.first - MOST_WORDS_AROUND, 0), ask.first)
        names = ((start, end) for start in starts for end in range(ask.last, len(words) + 1))
        return any(known.get(" ".join(words[start:end])) for start, end in names)

    def verdict(self) -> Verdict:
        """What a message to the bot asks for."""
        best = self._hints.naming(self._best([self._asked(ask) for ask in self._asks]))
        for look in (self._question, self._message, self._earlier, self._met, self._ending):
            best = self._better(best, look)
        if not self._planning and not self._is_word(best):
            best = self._better(best, self._hints.puzzle)
        if self._quiet:
            return best
        start = self._past_opening(0, len(self._reading.tokens))[0]
        return self._better(self._better(best, self._hints.description), lambda: self._hints.mention(start))

    def _better(self, best: Verdict, look: Callable[[], Verdict]) -> Verdict:
        """What another look finds, while nothing more than a word we do not know was found."""
        verdict = look() if best.sure <= UNKNOWN else NOTHING
        return verdict if verdict.sure > best.sure else best

    def _is_word(self, best: Verdict) -> bool:
        """Whether one unknown word was asked about, not just ordinary ones."""
        return best.end - best.start == 1 and not self._judge.ordinary(best.start, best.end)

    def overheard(self) -> Verdict:
        """Channel talk that does not name the bot: only a clear question with a clear answer counts."""
        clear = [ask for ask in self._asks if ask.kind in ("meaning", "what", "compare")]
        verdict = self._best([self._asked(ask) for ask in clear])
        return verdict if verdict.sure == ANSWER else NOTHING

    def _best(self, verdicts: list[Verdict]) -> Verdict:
        """All answers together; else the offers, else the first unknown word."""
        sure = max((verdict.sure for verdict in verdicts), default=0)
        same = [verdict for verdict in verdicts if verdict.sure == sure]
        if sure < OFFER:
            return next((verdict for verdict in same if verdict.end), same[0] if same else NOTHING)
        terms = tuple(dict.fromkeys(term for verdict in same for term in verdict.terms))
        return replace(same[0], terms=terms[: MOST_ANSWERED if sure == ANSWER else MOST_OFFERED])

    def _asked(self, ask: Ask) -> Verdict:
        if ask.kind == "compare":
            return self._compared(ask)
        start, end = self._judge.trim(ask.start, ask.end)
        return self._back(ask) if start == end else self._judge.asked(ask.kind, ask.start, ask.end)

    def _compared(self, ask: Ask) -> Verdict:
        """Names side by side: after the cue, around it, or in another sentence."""
        named = [hit for hit in self._judge.hits if not (hit.loose and hit.cost)]
        after = [hit for hit in named if ask.start <= hit.start < ask.end]
        around = [hit for hit in named if self._reading.sentence(hit.start) == self._reading.sentence(ask.first)]
        several = (hits for hits in (after, around, named) if len(hits) > 1)
        hits = next(several, None) or [hit for hit in after or around if self._judge.plain(hit)]
        if not hits:
            return NOTHING
        verdict = self._judge.say(hits, hits[0].start, hits[-1].end)
        return replace(verdict, terms=verdict.terms[:MOST_ANSWERED])

    # What "it" points at

    def _back(self, ask: Ask) -> Verdict:
        """A quotation, the words before the cue, the sentences before, then those after, then what was said earlier."""
        quoted = self._reading.quotation_before(ask.first) or self._reading.quotation(
            ask.last, len(self._reading.tokens)
        )
        if quoted:
            return self._pointed(*quoted, many=True)
        many = any(token.key in MANY for token in self._reading.tokens[ask.first : ask.last + 2])
        for start, end in self._stretches(ask, many):
            verdict = self._pointed(start, end, many)
            if verdict.sure > UNKNOWN:
                return verdict
        if self._context and ask.kind != "back":
            return Verdict(ANSWER, (self._context[0],))
        return self._unknown_before(ask)

    def _stretches(self, ask: Ask, many: bool) -> list[tuple[int, int]]:
        """The clauses (sentences, when somebody points at many) before the cue, the nearest first, then those after."""
        tokens = self._reading.tokens
        begins = self._reading.opens_sentence if many else self._reading.opens_clause
        starts = [place for place in range(len(tokens)) if begins(place)]
        pieces = list(zip(starts, [*starts[1:], len(tokens)], strict=True))
        before = [(start, min(end, ask.first)) for start, end in pieces if start < ask.first]
        after = [(max(start, ask.last), end) for start, end in pieces if end > ask.last]
        return [*reversed(before[-MOST_STRETCHES:]), *after[:MOST_STRETCHES]]

    def _pointed(self, start: int, end: int, many: bool) -> Verdict:
        """The names in a stretch of words somebody points at."""
        start, end = self._judge.trim(start, end)
        whole = self._judge.whole(start, end)
        if whole.sure:
            return whole
        hits = sorted(self._judge.within(start, end), key=lambda hit: hit.loose)
        if hits and (not hits[0].loose or len(self._judge.content(start, end)) <= MOST_BESIDE_EVERYDAY):
            return self._several(hits, start, end, many)
        if self._cue_words.issuperset(range(start, end)):
            return NOTHING
        near = self._judge.near(start, end)
        return near if near.sure else Verdict(UNKNOWN, (), start, end) if end - start <= 4 else NOTHING

    def _several(self, hits: list[Hit], start: int, end: int, many: bool) -> Verdict:
        """All of them when somebody points at many; else the nearest, and the others to choose from."""
        telling = [hit for hit in hits if not hit.loose or (many and not hit.cost)] or hits
        if many or len(telling) == 1:
            return self._judge.say(telling, start, end)
        nearest = self._judge.say(telling[::-1], start, end)
        return replace(nearest, sure=OFFER, terms=nearest.terms[:MOST_OFFERED])

    def _unknown_before(self, ask: Ask) -> Verdict:
        """Somebody points at a word we do not have."""
        if ask.kind not in ("meaning", "what"):
            return NOTHING
        for stretch in self._stretches(ask, many=False)[:1]:
            start, end = self._judge.trim(*stretch)
            if 0 < end - start <= 3:
                return Verdict(UNKNOWN, (), start, end)
        return Verdict(UNKNOWN)

    # No cue that helped

    def _question(self) -> Verdict:
        """ "RoB?", "assent?": a sentence with a question mark that is nothing but names, or whose last clause is."""
        for number in sorted(self._reading.questions | self._following())[:MOST_QUESTIONS]:
            places = [n for n, token in enumerate(self._reading.tokens) if token.sentence == number]
            start, end = self._past_opening(places[0], places[-1] + 1)
            last = next((place for place in range(end - 1, start, -1) if self._reading.opens_clause(place)), start)
            verdict = self._best([self._named(start, end), self._quotation(start, end), self._named(last, end)])
            if verdict.sure > UNKNOWN:
                return verdict
        return NOTHING

    def _following(self) -> frozenset[int]:
        """ "Thanks, got it. And the RCT": a last sentence that goes on asking, without a question mark."""
        tokens = self._reading.tokens
        last = next((place for place in range(len(tokens) - 1, 0, -1) if self._reading.opens_sentence(place)), 0)
        opening = {tuple(token.key for token in tokens[last : last + size]) for size in (1, 2, 3)}
        return frozenset(
            () if not last or opening.isdisjoint(self._cues.phrases["follow"]) else (tokens[last].sentence,)
        )

    def _quotation(self, start: int, end: int) -> Verdict:
        quoted = self._reading.quotation(start, end)
        return self._pointed(*quoted, many=True) if quoted else NOTHING

    def _message(self) -> Verdict:
        """The whole message is a name, or one word that nobody has explained yet."""
        start, end = self._past_opening(0, len(self._reading.tokens))
        verdict = self._named(start, end)
        if verdict.sure or self._asks or self._planning or self._judge.ordinary(start, end):
            return verdict
        near = self._judge.near(start, end) if end - start <= 4 and not self._judge.hits else NOTHING
        lone = end - start == 1 and len(self._judge.key(start)) > 2
        return near if near.sure else Verdict(UNKNOWN, (), start, end) if lone else NOTHING

    def _named(self, start: int, end: int) -> Verdict:
        """Names only, with a small word or two beside them; an everyday word bears no more than one."""
        first, last = self._judge.trim(start, end)
        beside = [place for place in range(start, end) if not first <= place < last and place not in self._judge.skip]
        loose = all(hit.loose for hit in self._judge.within(start, end))
        return NOTHING if len(beside) > (1 if loose else 2) else self._judge.whole(first, last)

    def _past_opening(self, start: int, end: int) -> tuple[int, int]:
        """Without greetings, "cool and", "ok and then", "what about"."""
        while start < end and start in self._judge.skip:
            start += 1
        if end - start > 2 and self._judge.key(start + 1) in ALSO and self._judge.chatter(start):
            start += 1
        for size in range(4, 0, -1):
            opening = tuple(token.key for token in self._reading.tokens[start : start + size])
            if opening in self._cues.phrases["follow"] and start + size < end:
                return self._past_opening(start + size, end)
        return start, end

    def _earlier(self) -> Verdict:
        """ "And the other one?", "again please": what was talked about before."""
        if self._context and self._says("other"):
            return self._other()
        return Verdict(ANSWER, (self._context[0],)) if self._context and self._says("again") else NOTHING

    def _says(self, kind: str) -> bool:
        """The message is one of these phrases, whatever greeting or thanks stand around it."""
        keys = tuple(token.key for token in self._reading.tokens)
        opened = self._past_opening(0, len(keys))[0]
        closed = next((place for place in range(len(keys), 0, -1) if place - 1 not in self._judge.skip), 1)
        stretches = {keys[start:end] for start in (0, opened) for end in range(closed, len(keys) + 1)}
        return not stretches.isdisjoint(self._cues.phrases[kind])

    def _other(self) -> Verdict:
        """The one before; else the other sense of a short form they share."""
        if len(self._context) > 1:
            return Verdict(ANSWER, (self._context[1],))
        index = self._judge.index
        shared = (index.phrases[" ".join(form.words)] for form in index.forms if form.term == self._context[0])
        others = sorted({index.forms[n].term for numbers in shared for n in numbers} - {self._context[0]})
        return Verdict(ANSWER if len(others) == 1 else OFFER, tuple(others[:MOST_OFFERED])) if others else NOTHING

    def _met(self) -> Verdict:
        return self._best([self._one_met(ask) for ask in self._heard])

    def _one_met(self, ask: Ask) -> Verdict:
        """A short form or a word in quotation marks that somebody met: we ask whether they would like to know."""
        quoted = self._reading.quotation(ask.start, ask.end)
        start, end = self._judge.trim(*(quoted or (ask.start, self._judge.clause(ask.start, ask.end))))
        hit = next((hit for hit in self._judge.within(start, end) if hit.start == start and not hit.loose), None)
        if hit is None or not (quoted or self._judge.short_form(hit)):
            return NOTHING
        return replace(self._judge.say([hit], start, end), sure=OFFER)

    def _ending(self) -> Verdict:
        """ "I should know this but standard deviation??", "median... no, mean": it ends with a name."""
        last = len(self._reading.tokens) - 1
        hit = next((hit for hit in self._judge.hits if hit.end == last + 1 and not hit.loose), None)
        if hit is None or self._planning:
            return NOTHING
        corrected = hit.start and self._reading.opens_clause(hit.start) and last < LONGEST_CORRECTION
        if not corrected and not (self._judge.plain(hit) and self._reading.sentence(last) in self._reading.questions):
            return NOTHING
        plans = not self._reading.keys.isdisjoint(self._cues.planning - OWN)
        if plans or errand(self._reading, self._cues, self._judge.skip):
            return NOTHING
        return replace(self._judge.say([hit], hit.start, hit.end), sure=OFFER)
