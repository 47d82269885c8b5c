"""How a message is read, and in which language it is."""

import pytest

from bot.glossary.language import language
from bot.glossary.text import keys, read


def words(text: str) -> list[str]:
    return [token.key for token in read(text).tokens]


def test_mentions_links_and_emoji_codes_are_left_out():
    assert words("<@U0AB12> <at>Bot</at> @bot see <https://x.org|the page> https://y.org :smile: bias") == [
        "see", "the", "page", "bias",
    ]  # fmt: skip


def test_words_are_folded_and_keep_their_place():
    reading = read("Où est l’ÉTUDE ? I² = 64 %")

    assert [token.key for token in reading.tokens] == ["ou", "est", "l", "etude", "i2", "64"]
    assert reading.typed(2, 4) == "l'ÉTUDE"


def test_composed_and_decomposed_accents_are_one():
    assert words("équité") == words("équité") == ["equite"]


def test_invisible_characters_do_not_split_words():
    assert words("bi\u200bas sco\u00adping") == ["bias", "scoping"]


@pytest.mark.parametrize("text", ["S-P-O-R", "S.P.O.R.", "S P O R", "s.p.o.r"])
def test_spelled_letters_are_one_word(text):
    assert [(token.key, token.raw) for token in read(text).tokens] == [("spor", "SPOR")]


def test_quotations_clauses_and_sentences_are_kept_apart():
    reading = read("See «biais», l'essai «pilote». Why? Yes")

    assert [token.quote for token in reading.tokens] == [0, 1, 0, 0, 2, 0, 0]
    assert [token.sentence for token in reading.tokens] == [0, 0, 0, 0, 0, 1, 2]
    assert [token.clause for token in reading.tokens] == [0, 0, 1, 1, 1, 2, 3]
    assert reading.questions == {1}


def test_an_apostrophe_is_no_quotation_mark():
    assert {token.quote for token in read("l'essai d'une étude, it's ours and theirs'").tokens} == {0}


def test_numbers_stay_in_their_clause():
    assert {token.clause for token in read("p<0,05 or 0.05").tokens} == {0}


def test_only_the_beginning_of_an_endless_message_is_read():
    assert len(read("word " * 10_000).tokens) <= 800


def test_a_name_is_folded_like_a_message():
    assert keys("Two-Eyed Seeing (Etuaptmumk)") == ("two", "eyed", "seeing", "etuaptmumk")


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("what is bias", "en"), ("c'est quoi un biais", "fr"), ("cest koi un biais", "fr"), ("équité", "fr"),
        ("RCT", ""), ("d'accord", "fr"),
        ('"examen de la portée" in english please', "en"), ("que veut dire stakeholder", "fr"), ("", ""),
        ("knowledge broker?", ""), ("methodes mixtes c'est quoi", "fr"), ("does anyone know KTE", "en"),
    ],
)  # fmt: skip
def test_small_words_tell_the_language(text, lang):
    assert language(text) == lang


def test_the_fallback_speaks_when_nothing_else_does():
    assert language("RCT", "fr") == "fr"
