"""People in distress are heard; ordinary talk of illness, death and research is left alone."""

import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.safety import Screen
from bot.safety.tables import TABLES

ROOT = Path(__file__).parents[2]
TABLE = tomllib.loads((ROOT / "content" / "safety.toml").read_text(encoding="utf-8"))
SCREEN = Screen.compile(TABLE)


def batches(name: str) -> dict[str, list[str]]:
    """The sentences of tests/data/<name>.txt by the batch they stand in."""
    found: dict[str, list[str]] = {}
    for line in (ROOT / "tests" / "data" / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            sentences = found.setdefault(line.strip("[]"), [])
        elif line.strip() and not line.startswith("#"):
            sentences.append(line.replace("\\n", "\n"))
    return found


DISTRESS, ORDINARY, MEDICAL = batches("distress"), batches("ordinary"), batches("medical")
HEARD = [sentence for batch in DISTRESS.values() for sentence in batch]
LEFT_ALONE = [sentence for batch in ORDINARY.values() for sentence in batch]


# The bar


def test_there_are_200_people_in_distress_and_500_ordinary_messages():
    assert [len(DISTRESS[language]) for language in ("en", "fr")] == [100, 100]
    assert [len(ORDINARY[language]) for language in ("en", "fr")] == [250, 250]


@pytest.mark.parametrize("batch", DISTRESS)
def test_everybody_in_distress_is_heard(batch):
    assert [sentence for sentence in DISTRESS[batch] if not SCREEN.hears_distress(sentence)] == []


@pytest.mark.parametrize("languages", [("en", "fr"), tuple(ORDINARY)], ids=["first 500", "with later batches"])
def test_fewer_than_one_ordinary_message_in_a_hundred_sets_it_off(languages):
    sentences = [sentence for language in languages for sentence in ORDINARY[language]]

    alarms = [sentence for sentence in sentences if SCREEN.hears_distress(sentence)]

    assert len(alarms) < len(sentences) / 100, alarms


def test_95_in_100_questions_about_ones_own_care_are_heard():
    asks = [sentence for batch in MEDICAL if batch.startswith("asks") for sentence in MEDICAL[batch]]

    missed = [sentence for sentence in asks if not SCREEN.asks_medical_advice(sentence)]

    assert len(missed) <= len(asks) * 0.05, missed


def test_57_of_the_first_60_questions_about_ones_own_care_are_heard():
    asks = MEDICAL["asks en"] + MEDICAL["asks fr"]

    assert len(asks) == 60
    assert sum(map(SCREEN.asks_medical_advice, asks)) >= 57


def test_other_questions_are_hardly_ever_taken_for_a_question_about_ones_care():
    other = [sentence for batch in MEDICAL if batch.startswith("other") for sentence in MEDICAL[batch]]

    alarms = [sentence for sentence in other if SCREEN.asks_medical_advice(sentence)]

    assert len(alarms) <= len(other) * 0.05, alarms


# However it is written


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        str.title,
        lambda text: "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)),
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace("'", "’"),
        lambda text: text.replace(" ", "  "),
        lambda text: text.replace(" ", "\n"),
        lambda text: text.replace("e", "e​"),
        lambda text: f"*{text}*",
        lambda text: f"« {text} » !!!",
    ],
    ids=["upper", "title", "no accents", "loose accents", "curly", "spaces", "lines", "zero width", "bold", "quoted"],
)
def test_distress_is_heard_however_it_is_written(change):
    assert [sentence for sentence in HEARD if not SCREEN.hears_distress(change(sentence))] == []


@pytest.mark.parametrize(
    "text",
    [
        "i want to d1e",
        "I W@NT TO D1E",
        "k1ll mys3lf, i will",
        "i'm going to k*ll myself",
        "I want to die!!!!!!",
        "i waaaant to dieeeee",
        "I. want. to. die.",
        "I want to... die",
        "i want to k i l l myself",
        "ｉ ｗａｎｔ ｔｏ ｄｉｅ",
        "i dont wanna live any more",
        "i dont want to live anymre",
        "suicidle",
        "im suicidl rn",
        "sucidal thoughts again",
        "je veu mourir",
        "jveux mourrir",
        "J AI ENVIE DE MOURIR",
        "j’ai plus envie de vivre",
        "jai envi de me suicidé",
    ],
)
def test_slips_and_disguises_are_read(text):
    assert SCREEN.hears_distress(text)


BESIDE = [
    "This deadline is killing me.",
    "What does suicidal ideation mean?",
    "Our suicide prevention study is late,",
    "Je suis morte de fatigue,",
    "À mourir de rire, cette diapo.",
    "Thanks for the survey reminder,",
]


@pytest.mark.parametrize("ordinary", BESIDE)
def test_ordinary_words_beside_it_hide_no_distress(ordinary):
    hidden = [s for s in HEARD if not SCREEN.hears_distress(f"{ordinary} {s}")]
    hidden += [s for s in HEARD if not SCREEN.hears_distress(f"{s}\n{ordinary}")]

    assert hidden == []


@pytest.mark.parametrize("ordinary", BESIDE)
def test_the_words_beside_it_were_ordinary(ordinary):
    assert not SCREEN.hears_distress(ordinary)


def test_distress_is_heard_anywhere_in_a_long_message():
    talk = "The meeting on Thursday was long and the slides were many. " * 40

    assert not SCREEN.hears_distress(talk * 2)
    for start, end in [("", talk * 2), (talk, talk), (talk * 2, "")]:
        assert SCREEN.hears_distress(f"{start} I want to end my life. {end}")


# Whatever is written

WORDS = sorted({word for sentence in HEARD + LEFT_ALONE for word in sentence.split()})
sentences = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)


@given(st.text(max_size=300))
def test_no_text_is_too_odd(text):
    assert SCREEN.hears_distress(text) in (True, False)
    assert SCREEN.asks_medical_advice(text) in (True, False)


@given(sentences)
def test_case_and_accents_make_no_difference(sentence):
    bare = "".join(c for c in unicodedata.normalize("NFD", sentence) if not unicodedata.combining(c))

    answers = {SCREEN.hears_distress(form) for form in (sentence, sentence.upper(), sentence.lower(), bare)}

    assert len(answers) == 1


@given(sentences)
def test_the_answer_is_always_the_same(sentence):
    assert SCREEN.hears_distress(sentence) == SCREEN.hears_distress(sentence)


# What it costs: by counting steps, not by the clock


class Counted(list[str]):
    """Words that count how often one is taken."""

    taken = 0

    def __iter__(self) -> Iterator[str]:
        for word in super().__iter__():
            Counted.taken += 1
            yield word

    def __getitem__(self, at):
        found = super().__getitem__(at)
        return Counted(found) if isinstance(at, slice) else found


@pytest.mark.parametrize(
    "text",
    [
        "not to die at home ",
        "this deadline is killing me ",
        "i,me,",
        "I want to ",
        "je en peux plus de ces formulaires ",
        "What does suicidal ideation mean? ",
        "wish wish i was ",
    ],
)
def test_the_work_grows_no_faster_than_the_text(text):
    def steps(times: int) -> int:
        Counted.taken = 0
        SCREEN._distress.hears_beyond(SCREEN._ordinary, Counted(SCREEN._speller.words(text * times)))
        return Counted.taken

    assert steps(2000) <= 2 * steps(1000) + 2000
    assert steps(1000) <= 5 * len(SCREEN._speller.words(text * 1000)) + 2000


def test_a_step_does_not_depend_on_what_came_before():
    """Every word is answered by one place number of fixed size: nothing is tried twice, nothing is remembered."""
    listener = SCREEN._distress
    size = listener.ends.bit_length()

    assert all(met.bit_length() <= size for met in listener._meet(SCREEN._speller.words(" ".join(HEARD))))


def test_a_text_grows_little_when_made_plain():
    for character in ("a", "\ufdfa", "e\u0301\u0301", "i,", "w1x ", "😀", "\u200b", "ŉ", "㎏"):
        text = (character * 40_000)[:40_000]

        assert len(SCREEN._speller.words(text)) <= 40_002


# The file


def test_a_screen_of_nothing_is_refused_with_every_missing_table():
    with pytest.raises(ValueError, match="distress: missing") as failure:
        Screen.compile({})

    assert [line.split(":")[0] for line in str(failure.value).splitlines()] == list(TABLES)


GOOD = {
    "spelling": {"wanna": "want to", "my self": "myself"},
    "typos": {"words": ["suicide"], "not": ["suicides"]},
    "slots": {"who": ["i", "we"]},
    "always": {"a": ["end my life"]},
    "distress": {"a": ["<who> ~2 want* to die", "want to die .", "wish i ~1 was !not/never here"]},
    "ordinary": {"a": ["die of laughter"]},
    "advice": {"a": ["should i stop"]},
    "not_advice": {"a": ["stop the meeting"]},
}


def test_a_small_screen_works():
    screen = Screen.compile(GOOD)

    assert screen.hears_distress("We really wanna die")
    assert screen.hears_distress("i wish i was never ever here") is False
    assert screen.hears_distress("I want to die of laughter") is False
    assert screen.hears_distress("I want to die of laughter, I want to die")
    assert screen.hears_distress("of laughter, to end my life")
    assert screen.asks_medical_advice("Should I stop?")
    assert screen.asks_medical_advice("Should I stop the meeting?") is False


@pytest.mark.parametrize(
    ("table", "change", "mistake"),
    [
        ("distress", {"b": ["i wnat <wat>"]}, r"distress\.b, phrase 1 \(i wnat <wat>\): <wat>: no such slot"),
        ("distress", {"b": ["want die?"]}, "cannot be left out"),
        ("distress", {"b": ["want ~2"]}, "cannot be left out"),
        ("distress", {"b": ["~40 die"]}, "between 1 and 12 words"),
        ("distress", {"b": ["ab*"]}, "three letters or more before the star"),
        ("distress", {"b": ["to me"]}, "too short"),
        ("distress", {"b": ["kill my self"]}, "never heard"),
        ("distress", {"b": ["suicida"]}, "is read as 'suicide'"),
        ("distress", {"b": []}, r"distress\.b: should be a list of texts"),
        ("distress", {"b": "die"}, r"distress\.b: should be a list of texts"),
        ("distress", {"b": [" "]}, r"distress\.b: should be a list of texts"),
        ("advice", {"b": ["wanna/can't/won't/don't wanna/can't " * 4 + "die"]}, "ways to say it, more than"),
        ("spelling", {"one two three": "four"}, r"spelling\.one two three: one or two words"),
        ("spelling", {"one": 1}, r"spelling\.one: one or two words"),
        ("slots", {"b": [1]}, r"slots\.b: should be a list of texts"),
    ],
)
def test_a_mistake_is_named_with_its_key(table, change, mistake):
    with pytest.raises(ValueError, match=mistake):
        Screen.compile(
            GOOD
            | {
                table: GOOD[table] | change,
                "spelling": GOOD["spelling"]
                | {"can't": "can not", "won't": "will not", "don't": "do not"}
                | (change if table == "spelling" else {}),
            }
        )


def test_all_mistakes_are_named_at_once():
    broken = GOOD | {"distress": {"a": ["<wat> die"], "b": 3}, "ordinary": {"c": ["~1 die"]}, "extra": {}}

    with pytest.raises(ValueError, match="extra: no such table"):
        Screen.compile(broken)
    del broken["extra"]
    with pytest.raises(ValueError, match="no such slot") as failure:
        Screen.compile(broken)

    assert [line.split(",")[0].split(":")[0] for line in str(failure.value).splitlines()] == [
        "distress.a",
        "distress.b",
        "ordinary.c",
    ]


def test_the_file_has_no_phrase_twice_and_no_slot_nobody_uses():
    phrases = [phrase for name in TABLES[3:] for group in TABLE[name].values() for phrase in group]
    per_table = [p for name in TABLES[3:] for p in {x for g in TABLE[name].values() for x in g}]

    assert len(per_table) == len(phrases)
    assert [slot for slot in TABLE["slots"] if not any(f"<{slot}>" in phrase for phrase in phrases)] == []
