"""Reading level, long sentences, plainer words: pure."""

import time

import pytest

from bot import plain
from bot.pack import Pack
from bot.plain_words import PlainWords

ORDINARY = "We met on Monday and drank tea while the children played in the garden near the old house."


@pytest.mark.parametrize(
    ("text", "lang", "typed", "simpler"),
    [
        ("He utilizes it", "en", "utilizes", "use"),
        ("We are UTILIZING it", "en", "UTILIZING", "use"),
        ("the team commenced", "en", "commenced", "start"),
        ("in  order\nto see", "en", "in  order\nto", "to"),
        ("Prior to lunch", "en", "Prior to", "before"),
        ("elle a effectué le test", "fr", "effectué", "faire"),
        ("les démarches effectuées", "fr", "effectuées", "faire"),
        ("Afin de comprendre", "fr", "Afin de", "pour"),
        ("Nous démontrons cela", "fr", "démontrons", "montrer"),
    ],
)
def test_a_hard_word_is_found_however_it_ends(pack: Pack, text: str, lang: str, typed: str, simpler: str) -> None:
    (swap,) = pack.plain_words.swaps(text, lang)

    assert (swap.typed, swap.simpler) == (typed, simpler)


def test_the_longest_phrase_wins_and_each_is_named_once(pack: Pack) -> None:
    swaps = pack.plain_words.swaps("In addition to this, in addition to that, in addition we came.", "en")

    assert [swap.simpler for swap in swaps] == ["besides", "also"]


@pytest.mark.parametrize(
    ("text", "lang", "named"),
    [
        ("Please read it prior to the meeting.", "en", []),
        ("PRIOR TO the meeting, read it prior to lunch.", "en", []),
        ("The prior is what we thought prior to the study.", "en", ["Bayesian analysis"]),
        ("Voir le document ci-joint et le tableau ci-dessous.", "fr", []),
        ("À l'issue de la rencontre, quant à nous, on mange.", "fr", []),
        ("La mise en œuvre commence.", "fr", ["implementation"]),
    ],
)
def test_a_set_phrase_is_not_taken_for_a_research_word(pack: Pack, text: str, lang: str, named: list[str]) -> None:
    assert [term.name for term in plain.check(text, pack, lang).terms] == named


def test_everyday_text_is_left_alone(pack: Pack) -> None:
    found = plain.check(ORDINARY, pack, "en")

    assert (found.long_sentences, found.swaps, found.hard) == ((), (), ())
    assert found.level == 1


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_there_are_plainer_words_in_both_languages_and_each_is_plainer(pack: Pack, lang: str) -> None:
    simpler = pack.plain_words.simpler[lang]

    assert len(set(simpler.values())) > 60
    assert not any(pack.plain_words.swaps(said, lang) for said in set(simpler.values()))


def test_names_and_known_long_words_are_not_called_hard(pack: Pack) -> None:
    found = plain.check("Information for participants from Saskatchewan.", pack, "en")

    assert found.hard == ()


def test_a_short_form_nobody_explained_is_named(pack: Pack) -> None:
    assert "XQZV" in plain.check("Send it to the XQZV by noon.", pack, "en").hard


def test_french_elisions_do_not_hide_a_word(pack: Pack) -> None:
    assert plain.check("Voici l'anthropomorphisation de la chose.", pack, "fr").hard == ("anthropomorphisation",)


def test_four_thousand_characters_take_no_time(pack: Pack) -> None:
    for text in ("utilize the multidimensional thing " * 115, "(" * 4000, "a" * 4000, "in order in order " * 230):
        start = time.process_time()
        plain.check(text[:4000], pack, "en")
        assert time.process_time() - start < 1


MISTAKES = {
    "colour": ({"en": {}, "fr": {}, "colour": {}}, "unknown key 'colour'"),
    "no table": ({"en": [], "fr": {"simpler": {}}}, "en: expected a table with known and simpler"),
    "unknown key": ({"en": {"hard": []}, "fr": {"known": []}}, "en: unknown key 'hard'"),
    "known": ({"en": {"known": "x"}, "fr": {"known": []}}, "en.known: expected a list of words"),
    "empty": ({"en": {"simpler": {"utilize": " "}}, "fr": {"known": []}}, "both words are needed"),
    "itself": ({"en": {"simpler": {"Use": "use"}}, "fr": {"known": []}}, "en.simpler: 'Use': stands for itself"),
    "two ways": (
        {"en": {"simpler": {"Prior to": "before", "prior to": "ahead of"}}, "fr": {"known": []}},
        "en.simpler: 'prior to': stands there as 'Prior to' already",
    ),
    "a chain": (
        {"en": {"simpler": {"utilize": "employ", "employ": "use"}}, "fr": {"known": []}},
        "en.simpler: 'utilize': 'employ' has a plainer word itself",
    ),
    "both": ({"en": {"known": ["utilize"], "simpler": {"utilize": "use"}}, "fr": {"known": []}}, "is in known as well"),
    "a number": ({"en": {"simpler": {"utilize": 3}}, "fr": {"known": []}}, "en.simpler: expected a plainer word"),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_every_mistake_of_the_file_is_named(case: str) -> None:
    table, said = MISTAKES[case]

    with pytest.raises(ValueError, match=r".") as failure:
        PlainWords.compile(table)

    assert said in str(failure.value)
