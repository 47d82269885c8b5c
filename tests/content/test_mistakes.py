"""Every mistake in a content folder is named at once, with its file and field."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content import SHIPPED, ContentError, load

SAFETY = """
[spelling]
[typos]
words = ["hopeless"]
not = ["hopeful"]
[slots]
[always]
[distress]
[ordinary]
[advice]
[not_advice]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A writer's own copy. Its list of distress is short: compiling the long one is not what is looked at here."""
    copied = Path(shutil.copytree(SHIPPED, tmp_path / "content"))
    (copied / "safety.toml").write_text(SAFETY, "utf-8")
    return copied


def _change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text, (file, old)
    file.write_text(text.replace(old, new, 1), "utf-8")


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(ContentError) as failure:
        load(folder)
    return failure.value.mistakes


BIAS = "terms/risk-of-bias.toml"
PLANTED: dict[str, tuple[Callable[[Path], object], str]] = {
    "a plainer word that is the same": (
        lambda f: _change(f / "plain_words.toml", '"utilize" = "use"', '"utilize" = "Utilize"'),
        "plain_words.toml: en.simpler: 'utilize': stands for itself",
    ),
    "unknown key": (
        lambda f: _change(f / BIAS, "[en]\n", '[en]\ncolour = "red"\n'),
        f"{BIAS}: en: unknown key 'colour'",
    ),
    "missing field": (lambda f: _change(f / BIAS, "\nexample = ", "\nambiguity_ = "), f"{BIAS}: en.example: missing"),
    "http link": (
        lambda f: _change(f / BIAS, 'name = "Cochrane"', 'name = "Cochrane"\naddress_ = ""'),
        f"{BIAS}: source: unknown key 'address_'",
    ),
    "wrong slug": (
        lambda f: shutil.move(f / "terms/chair.toml", f / "terms/seat.toml"),
        "terms/seat.toml: term: 'chair' belongs in terms/chair.toml",
    ),
    "alias list wrong": (
        lambda f: _change(f / "terms/bias.toml", "aliases = [", 'aliases = "one" #'),
        "terms/bias.toml: en.aliases: expected a list of texts",
    ),
    "related unknown": (
        lambda f: _change(f / BIAS, 'related = ["bias"', 'related = ["prejudice"'),
        f"{BIAS}: related: there is no other term called 'prejudice'",
    ),
    "phrase without French": (
        lambda f: _change(f / "phrases/role.toml", 'fr = "Votre rôle"', 'fr = ""'),
        "phrases/role.toml: role.title: fr is missing",
    ),
    "placeholders differ": (
        lambda f: _change(f / "phrases/role.toml", "Bonjour {name}. Voici", "Bonjour. Voici"),
        "phrases/role.toml: role.reminder: en names ['name'], fr names []",
    ),
    "scale missing": (
        lambda f: _change(f / "feedback.toml", 'scale = "yes"', 'scale = "stars"'),
        "feedback.toml: worth: there is no scale called 'stars'",
    ),
    "a wording claimed twice": (
        lambda f: _change(f / "commands.toml", '"what can you do"', '"stop"'),
        "commands.toml: help: 'stop' means stop already",
    ),
    "broken TOML": (
        lambda f: (f / "phrases/digest.toml").write_text("[digest.title\nen = 1"),
        "phrases/digest.toml: cannot be read: Expected ']' at the end of a table declaration (at line 1, column 14)",
    ),
    "too large": (
        lambda f: (f / "phrases/switch.toml").write_text("#" * (1 << 20) + "#"),
        "phrases/switch.toml: cannot be read: the file is larger than 1048576 bytes",
    ),
    "an unknown file": (
        lambda f: (f / "terms/odds.tml").write_text("x"),
        "terms/odds.tml: no file of this name belongs here",
    ),
    "a folder too deep": (
        lambda f: shutil.copytree(f / "phrases", f / "phrases/old"),
        "phrases/old/role.toml: no file of this name belongs here",
    ),
}


def test_all_mistakes_are_named_at_once(folder: Path) -> None:
    for plant, _ in PLANTED.values():
        plant(folder)

    found = mistakes(folder)

    assert [sentence for _, sentence in PLANTED.values() if sentence not in found] == []


def test_the_shipped_folder_and_a_copy_of_it_have_none(folder: Path) -> None:
    assert load(folder).phrases == load().phrases


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (
            BIAS,
            'name = "Cochrane"',
            'name = "Cochrane"\naddress = "http://x.org"',
            f"{BIAS}: source.address: 'http://x.org' is not an https address",
        ),
        (
            "phrases/role.toml",
            "Hello {name}. This",
            "Hello {nme}. This",
            "phrases: role.reminder: {nme} is none of ['name']",
        ),
        (
            "phrases/role.toml",
            "Hello {name}. This",
            "Hello {}. This",
            "phrases/role.toml: role.reminder: a value is written {name}, in plain letters",
        ),
        (
            "phrases/role.toml",
            "Hello {name}. This",
            "Hello {name.email}. This",
            "phrases/role.toml: role.reminder: a value is written {name}, in plain letters",
        ),
        (
            "phrases/role.toml",
            "Hello {name}. This",
            "Hello {name. This",
            "phrases/role.toml: role.reminder: unmatched '{' in format spec",
        ),
        ("phrases/role.toml", "[role.title]", "[role.titel]", "phrases: role.title: this phrase is missing"),
        ("phrases/role.toml", "[role.title]", "[role.titel]", "phrases: role.titel: there is no such phrase"),
        (
            "phrases/role.toml",
            'en = "Still right"',
            f'en = "{"Still right " * 7}"',
            "phrases/role.toml: role.label_right: longer than a button, which takes 75 characters",
        ),
        ("commands.toml", "[digest]", "[digets]", "commands.toml: digest: this command is missing"),
        ("commands.toml", 'en = ["stop"', 'en = "stop" #', "commands.toml: stop: expected the lists en and fr"),
        ("check_ins.toml", 'scale = "going"', "", "check_ins.toml: everybody: going: needs a scale"),
        (
            "feedback.toml",
            'id = "change"',
            'id = "change"\nscale = "yes"',
            "feedback.toml: change: the last question is answered in a sentence",
        ),
        ("feedback.toml", 'id = "heard"', 'id = "worth"', "feedback.toml: worth: stands there twice"),
    ],
)
def test_one_mistake_one_sentence(folder: Path, file: str, old: str, new: str, sentence: str) -> None:
    _change(folder / file, old, new)

    assert sentence in mistakes(folder)


SHAPES = ["= 1", "= []", '= "x"', "= true", "= [1]", "= {}", "= [{}]", "= {en = 1}", '= {en = {fr = "x"}}']


@pytest.mark.parametrize(
    "file",
    [
        "terms/chair.toml",
        "phrases/role.toml",
        "commands.toml",
        "check_ins.toml",
        "feedback.toml",
        "safety.toml",
        "cues.toml",
        "times.toml",
    ],
)
def test_whatever_the_shape_it_is_a_mistake_and_never_a_crash(folder: Path, file: str) -> None:
    keys = ["term", "related", "source", "en", "role", "stop", "everybody", "questions", "scales", "slots", "meaning"]
    for turn in range(3):
        text = "\n".join(f"{key} {SHAPES[(n + 3 * turn) % len(SHAPES)]}" for n, key in enumerate(keys))
        (folder / file).write_text(text, "utf-8")
        assert any(line.startswith(file) for line in mistakes(folder)), text


def test_two_terms_share_a_name_only_when_both_say_so(folder: Path) -> None:
    _change(folder / "terms/mentorship.toml", "aliases = [", 'aliases = ["RoB", ')

    (mistake,) = [line for line in mistakes(folder) if "'rob'" in line]

    assert mistake == "terms/mentorship.toml: en: 'rob' is a name of risk-of-bias too; say so in ambiguity"


def test_a_folder_without_content_says_so(tmp_path: Path) -> None:
    assert mistakes(tmp_path) == [f"{tmp_path}: there is no content here"]


def test_a_folder_with_one_file_says_everything_that_is_missing(tmp_path: Path) -> None:
    (tmp_path / "commands.toml").write_text('[stop]\nen = ["stop"]\nfr = ["arrêt"]\n')

    found = mistakes(tmp_path)

    assert "feedback.toml: this file is missing" in found
    assert "commands.toml: help: this command is missing" in found
    assert len(found) > 300


def test_bytes_that_are_no_text_are_a_mistake(folder: Path) -> None:
    (folder / "phrases/role.toml").write_bytes(b"\xff\xfe\x00")

    assert any(line.startswith("phrases/role.toml: cannot be read") for line in mistakes(folder))


def test_an_editors_hidden_files_are_left_alone(folder: Path) -> None:
    (folder / ".DS_Store").write_bytes(b"\x00")

    assert load(folder).terms


def test_related_words_may_go_round_in_a_circle(folder: Path) -> None:
    for name, other in (("chair", "co-lead"), ("co-lead", "chair")):
        file = folder / f"terms/{name}.toml"
        file.write_text(re.sub(r"(?m)^related = .*$", f'related = ["{other}"]', file.read_text("utf-8")), "utf-8")

    terms = load(folder).terms

    assert (terms["chair"].related, terms["co-lead"].related) == (("co-lead",), ("chair",))
