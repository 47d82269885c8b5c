"""What somebody gets who asks, mumbles, or merely talks."""

from dataclasses import replace

import pytest

from bot.glossary.finder import Finder


def names(found) -> list[str]:
    return [term.name for term in found.terms]


@pytest.mark.parametrize(
    "text",
    [
        "what is bias", "Bias", "BIAS?", "define bias", "bias meaning", "so and bias?", "whats bias pls", "bais",
        "what does biased mean", "c'est quoi le biais", "biais", "le biais ça veut dire quoi", "c koi un biai",
        "@Interlude what is bias?", "<@U123ABC> bias", "<at>Interlude</at> what's bias", "`bias`?", "what's b-i-a-s",
    ],
)  # fmt: skip
def test_one_word_is_found_however_it_is_asked_for(finder, text):
    assert names(finder.find(text)) == ["bias"]


@pytest.mark.parametrize(
    "text",
    ["co-production", "coproduction", "co production", "CO-PRODUCTION", "co–production", "coproduced", "co‑production"],
)  # fmt: skip
def test_hyphens_and_spaces_do_not_matter(finder, text):
    assert names(finder.find(text)) == ["co-production"]


@pytest.mark.parametrize("text", ["S-P-O-R", "S.P.O.R.", "what is S P O R", "what are the letters S-P-O-R for", "spor"])
def test_letters_may_be_spelled_one_by_one(finder, text):
    assert names(finder.find(text)) == ["SPOR"]


@pytest.mark.parametrize(
    "text", ["mise en œuvre", "mise en oeuvre", "MISE EN ŒUVRE", "la mise en oeuvre", "mis en oeuvre"]
)
def test_accents_and_ligatures_do_not_matter(finder, text):
    assert names(finder.find(text)) == ["implementation"]


def test_the_statistic_is_found_behind_the_verb(finder):
    assert names(finder.find("what does mean mean")) == ["mean"]
    assert names(finder.find("what is the mean?")) == ["mean"]
    assert names(finder.find("what does bias mean")) == ["bias"]


def test_a_difference_gets_both_words_in_reading_order(finder):
    assert names(finder.find("what is the difference between impact and outcome?")) == ["impact", "outcome"]
    assert names(finder.find("outcome or impact? I mix them up")) == ["outcome", "impact"]


def test_no_more_than_three_words_are_explained_at_once(finder):
    assert names(finder.find("define bias, mean, abstract and chair")) == ["bias", "mean", "abstract"]


def test_it_points_at_the_sentence_before(finder):
    assert names(finder.find("They put me on the steering group. What is that?")) == ["steering group"]


def test_it_points_at_a_quotation(finder):
    assert names(finder.find('"We used thematic analysis." what does that mean')) == ["thematic analysis"]
    assert names(finder.find("> we used thematic analysis\nwhat does this mean?")) == ["thematic analysis"]


def test_it_points_at_what_was_talked_about(finder):
    assert names(finder.find("what does that mean?", context=["bias"])) == ["bias"]
    assert names(finder.find("again please", context=["bias"])) == ["bias"]


def test_the_other_one_is_the_one_before(finder):
    assert names(finder.find("and the other one?", context=["bias", "mean"])) == ["mean"]
    assert names(finder.find("et l'autre?", context=["bias", "mean"])) == ["mean"]


def test_a_context_nobody_knows_does_no_harm(finder):
    assert finder.find("and the other one?", context=["nonsense"]).terms == ()


def test_what_nobody_has_explained_is_said_back_as_typed(finder):
    found = finder.find("Hi! what does “Flux  Capacitor” mean?")

    assert (found.outcome, found.asked, found.terms) == ("unknown", "Flux  Capacitor", ())


def test_a_mention_is_no_question(finder):
    for text in (
        "our patient partner will chair",
        "I sent the abstract",
        "I know what bias is",
        "thanks for explaining bias",
    ):
        assert finder.find(text).outcome == "silent", text


def test_talk_in_a_channel_is_answered_only_when_the_question_is_clear(finder):
    assert finder.find("what is bias?", addressed=False).outcome == "answer"
    for text in ("bias", "what is a blockchain?", "the people who look after a sick relative"):
        assert finder.find(text, addressed=False).outcome == "silent", text


def test_an_ordinary_word_is_never_taken_for_a_slip(finder):
    for text in ("what is a bus", "what is meat", "what is a chain", "c'est quoi un bain"):
        assert finder.find(text).outcome != "answer", text


def test_a_short_form_that_is_an_everyday_word_wants_its_capitals(finder):
    assert "community of practice" in names(finder.find("what is a CoP"))
    assert "community of practice" not in names(finder.find("I spoke to a cop"))


def test_the_person_s_own_language_decides_when_the_words_do_not(finder):
    assert finder.find("NHS", lang="fr").lang == "fr"
    assert finder.find("NHS").lang == "en"
    assert finder.find("what is the NHS", lang="fr").lang == "en"
    assert finder.find("communauté de pratique", lang="en").lang == "fr"


def test_the_words_of_a_message_come_in_reading_order_everyday_ones_last(finder):
    text = "The impact of SPOR on each patient partner and knowledge broker"

    assert [term.name for term in finder.terms_in(text)] == ["SPOR", "patient partner", "knowledge broker", "impact"]


def test_a_message_without_terms_has_none(finder):
    assert finder.terms_in("see you at noon") == ()
    assert finder.terms_in("") == ()


def test_two_terms_that_share_a_name_are_both_offered(terms, cues):
    first, second = terms[0], terms[1]
    shared = [
        replace(term, words={lang: replace(said, aliases=("QZ",)) for lang, said in term.words.items()})
        for term in (first, second)
    ]
    found = Finder(shared, cues).find("what is QZ")

    assert found.outcome == "offer"
    assert sorted(names(found)) == sorted(term.name for term in shared)


def test_an_empty_glossary_knows_nothing(cues):
    empty = Finder((), cues)

    assert empty.find("what is bias").outcome == "unknown"
    assert empty.find("hello").outcome == "silent"
    assert empty.terms_in("bias") == ()


def test_every_shipped_term_is_found_by_each_of_its_names(finder, terms):
    lost = []
    for term in terms:
        for lang, said in term.words.items():
            ask = "what does {} mean?" if lang == "en" else "que veut dire {} ?"
            lost.extend(
                (term.name, name)
                for name in (said.name, *said.aliases)
                if term not in finder.find(ask.format(name), lang=lang).terms
            )
    assert not lost
