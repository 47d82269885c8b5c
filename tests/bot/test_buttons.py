"""What a button carries back is ours, unchanged and in time, or it is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.buttons import LONGEST, Button, Buttons, Expired, NotOurs

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
OURS = Buttons("secret-secret-secret-secret-secret")
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
buttons = st.builds(Button, words, st.lists(words, max_size=4).map(tuple), words, words)
ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.=\x00é"


def _reads(packed: str) -> Button | None:
    """The button, or None where it is not ours."""
    try:
        return OURS.unpack(packed, NOW)
    except Expired:
        raise
    except NotOurs:
        return None


@given(buttons)
def test_any_button_comes_back_as_it_was(button: Button) -> None:
    assert OURS.unpack(OURS.pack(button, NOW), NOW) == button


@given(buttons)
def test_what_is_carried_is_plain_ascii_that_fits(button: Button) -> None:
    packed = OURS.pack(button, NOW)

    assert packed.isascii()
    assert len(packed) <= LONGEST


@given(buttons, st.data())
def test_one_changed_character_is_refused(button: Button, data: st.DataObject) -> None:
    packed = OURS.pack(button, NOW)
    place = data.draw(st.integers(0, len(packed) - 1))
    other = data.draw(st.sampled_from([letter for letter in ALPHABET if letter != packed[place]]))
    changed = packed[:place] + other + packed[place + 1 :]

    assert place == len(packed) - 1 or _reads(changed) is None
    assert _reads(changed) in {None, button}  # the last base64 letter has spare bits


@given(st.text(max_size=200))
def test_whatever_somebody_makes_up_is_refused(made_up: str) -> None:
    with pytest.raises(NotOurs):
        OURS.unpack(made_up, NOW)


def test_another_secret_is_refused() -> None:
    with pytest.raises(NotOurs):
        OURS.unpack(Buttons("another-another-another-another-an").pack(Button("help"), NOW), NOW)


def test_a_button_lives_thirty_days_and_no_longer() -> None:
    packed = OURS.pack(Button("help"), NOW)

    assert OURS.unpack(packed, NOW + timedelta(days=30)).verb == "help"
    with pytest.raises(Expired):
        OURS.unpack(packed, NOW + timedelta(days=30, seconds=1))


def test_one_that_would_not_fit_is_refused_when_it_is_made() -> None:
    long = "".join(chr(0x4E00 + n) for n in range(1500))

    with pytest.raises(ValueError, match=f"{LONGEST} fit"):
        OURS.pack(Button("feedback.rate", (long,)), NOW)
