"""What to listen for, compiled from content/safety.toml, and the two questions it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.safety.listener import Listener, side_by_side
from bot.safety.phrases import Way, read_ways
from bot.safety.speller import Speller, read_speller
from bot.safety.tables import PHRASES, Tables, checked, refuse, texts


@dataclass(frozen=True)
class Screen:
    """What to listen for, ready to listen.

    Pure and offline: nothing is stored, scored or told to anybody.
    A text becomes plain words, the ordinary turns of phrase are taken out, and what is left is listened to.
    One step a word, whatever the words are, so a long or hostile text costs no more than its length.
    """

    _speller: Speller = field(repr=False)
    _distress: Listener = field(repr=False)
    _ordinary: Listener = field(repr=False)
    _advice: Listener = field(repr=False)
    _not_advice: Listener = field(repr=False)

    @classmethod
    def compile(cls, table: Mapping[str, object]) -> "Screen":
        """The parsed content/safety.toml, made ready; every mistake in it at once."""
        tables, mistakes = checked(table), list[str]()
        speller = read_speller(tables, mistakes)
        ways = _all_ways(tables, speller, mistakes)
        refuse(mistakes)
        distress = side_by_side(ways["distress"], always=ways["always"])
        others = [side_by_side(ways[name]) for name in ("ordinary", "advice", "not_advice")]
        heard = (word for listener in (distress, *others) for word in (*listener.words, *listener.stems))
        return cls(speller.knowing(heard), distress, *others)

    def read(self, text: str) -> "Reading":
        """The text, read once; two things can be asked of it. Nothing of it is kept here."""
        return Reading(self, self._speller.words(text))

    def hears_distress(self, text: str) -> bool:
        """Whether a person who wrote this may be in distress."""
        return self.read(text).in_distress

    def asks_medical_advice(self, text: str) -> bool:
        """Whether this asks for advice about somebody's own care."""
        return self.read(text).asks_medical_advice


@dataclass(frozen=True)
class Reading:
    """One text as plain words. They are no part of its repr: nobody's words belong in a log."""

    _screen: Screen = field(repr=False)
    _words: list[str] = field(repr=False)

    @property
    def in_distress(self) -> bool:
        """Whether the person who wrote this may be in distress."""
        return self._screen._distress.hears_beyond(self._screen._ordinary, self._words)

    @property
    def asks_medical_advice(self) -> bool:
        """Whether this asks for advice about somebody's own care."""
        return self._screen._advice.hears_beyond(self._screen._not_advice, self._words)


def _all_ways(tables: Tables, speller: Speller, mistakes: list[str]) -> dict[str, dict[Way, None]]:
    slots = {key: texts(tables, "slots", key, mistakes) for key in tables["slots"]}
    return {name: read_ways(tables, name, slots, speller, mistakes) for name in PHRASES}
