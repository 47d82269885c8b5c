"""Stop and pause at any moment, also while something waits; and the settings."""

from datetime import UTC, datetime

import pytest

from bot.inputs import FormErrors
from bot.pack import Pack
from tests.bot.conversations.meeting import rows
from tests.chat import Chat

NIGHT = datetime(2026, 11, 24, 8, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 24, 15, tzinfo=UTC)


async def _check_in_waits(chat: Chat) -> None:
    """It is due, and the platform is not there."""
    chat.platform.broken = True
    chat.now = TUESDAY
    await chat.settle()
    chat.platform.broken = False


@pytest.mark.parametrize(
    ("text", "reason"), [("stop", "has not said yes to messages"), ("pause 3 weeks", "is taking a break")]
)
async def test_a_prompt_that_already_waits_is_not_sent_any_more(chat: Chat, text: str, reason: str) -> None:
    ann = chat.someone("ann")
    await chat.until(NIGHT)
    await ann.says(text)
    chat.now = TUESDAY
    await chat.settle()
    await chat.later(hours=8)

    assert not any("Two taps" in said for said in ann.news())
    waiting = [row for row in await rows(chat, "delivery") if row["kind"] == "check_in" and row["status"] == "sent"]
    assert all("ann" not in str(row["address"]) for row in waiting)
    assert reason in {row["reason"] for row in await rows(chat, "delivery")} | ({reason} if text == "stop" else set())


@pytest.mark.parametrize("text", ["stop", "pause 3 weeks"])
async def test_a_prompt_that_failed_once_is_not_tried_again_after_it(chat: Chat, text: str) -> None:
    await _check_in_waits(chat)
    await chat.someone("ann").says(text)
    await chat.later(hours=1)

    assert not any("Two taps" in said for said in chat.platform.texts("ann"))


@pytest.mark.parametrize(
    "text", ["stop", "STOP.", " Stop! ", "unsubscribe", "arrêtez", "ARRETE", "laissez-moi tranquille"]
)
async def test_stop_is_heard_however_it_is_written(chat: Chat, text: str) -> None:
    await chat.someone("ann").says(text)

    assert [row["consent"] for row in await rows(chat, "person") if row["name"] == "Ann Roy"] == ["no"]


async def test_stop_in_a_channel_works_and_is_confirmed_in_private(chat: Chat) -> None:
    await chat.someone("ann").says("stop", private=False)

    assert "I will not write to you first any more" in chat.someone("ann").reads
    assert "channel" not in {a.to.place for a in chat.platform.arrived}


async def test_start_begins_again(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("stop")
    await ann.presses("Start")
    chat.now = TUESDAY
    await chat.settle()

    assert "Two taps" in ann.reads


async def test_not_now_is_a_no_that_can_be_changed(chat: Chat) -> None:
    dan = chat.someone("dan")
    await chat.settle()

    assert "I will not write first" in await dan.presses("Not now")
    assert "Is that right?" in await dan.says("start")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("pause", "For how long?"), ("take a break", "For how long?"), ("pause 10 days", "Thursday 3 December"),
        ("pause two months", "Friday 22 January"), ("pause 99999 weeks", "For how long?"),
        ("pause 0 days", "For how long?"),
    ],
)  # fmt: skip
async def test_pauses_as_people_write_them(chat: Chat, text: str, day: str) -> None:
    assert day in await chat.someone("ann").says(text)


async def test_a_pause_can_be_chosen_and_ended(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("pause")
    chosen = await ann.presses("3 weeks")
    await ann.says("settings")
    state = ann.reads
    await ann.presses("Start")

    assert "Monday 14 December" in chosen
    assert "You are taking a break until Monday 14 December" in state
    assert [row["paused_until"] for row in await rows(chat, "person") if row["name"] == "Ann Roy"] == [None]


async def test_the_language_changes_at_once(chat: Chat) -> None:
    ann = chat.someone("ann")

    assert await ann.says("français") == "Je vous écrirai désormais en français."
    assert "Mes réglages" in await ann.says("réglages")
    assert await ann.says("English") == "From now on I will write to you in English."


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "EST5EDT", "x" * 3000])
async def test_an_unknown_zone_is_asked_for_again(chat: Chat, zone: str) -> None:
    ann = chat.someone("ann")
    await ann.says("start")
    await ann.presses("Change the time zone")

    reply = await ann.sends(zone=zone)

    assert isinstance(reply, FormErrors)
    assert reply.errors == {"zone": "Please choose a city from the list."}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("pause until 15 March", "Monday 15 March"), ("pause until December 3", "Thursday 3 December"),
        ("pause until 2026-12-24", "Thursday 24 December"), ("pause jusqu'au 1er décembre", "Tuesday 1 December"),
        ("take a break until 3 January 2027", "Sunday 3 January"), ("pause until 30 February", "For how long?"),
        ("pause until 2035-01-01", "For how long?"), ("pause until 2026-11-01", "For how long?"),
        ("pause until I feel better", "For how long?"),
    ],
)  # fmt: skip
async def test_pauses_until_a_day(chat: Chat, text: str, day: str) -> None:
    assert day in await chat.someone("ann").says(text)


async def test_a_pause_until_a_day_ends_as_that_day_begins_where_the_person_lives(chat: Chat) -> None:
    await chat.someone("ann").says("pause until 1 December")

    [ends] = [row["paused_until"] for row in await rows(chat, "person") if row["name"] == "Ann Roy"]
    assert ends == datetime(2026, 12, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(("text", "day"), [("2 weeks", "Monday 7 December"), ("until Friday", "Friday 27 November")])
async def test_how_long_may_be_typed_as_an_answer(chat: Chat, text: str, day: str) -> None:
    ann = chat.someone("ann")
    await ann.says("pause until I feel better")

    assert f"You will hear nothing from me until {day}" in await ann.says(text)


async def test_a_question_about_a_word_is_no_answer_to_how_long(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("pause")

    assert "bias" in await ann.says("what does risk of bias mean")


async def test_stop_for_two_weeks_is_a_break_and_no_goodbye(chat: Chat) -> None:
    ann = chat.someone("ann")

    assert "until Monday 7 December" in await ann.says("stop for 2 weeks")
    assert "For how long?" in await ann.says("stop until I am better")
    assert "For how long?" not in await chat.someone("bo").says("stop smoking")


async def test_somebody_we_never_write_to_has_nothing_to_pause(chat: Chat) -> None:
    stranger = chat.someone("nobody")

    assert "I do not send you anything" in await stranger.says("pause 3 weeks")
    assert "For how long?" not in await stranger.says("away for 3 weeks")


@pytest.mark.parametrize("text", ["next week", "I don't know", "soon", "je ne sais pas", "until I feel better"])
async def test_an_answer_that_cannot_be_read_is_asked_about_once_more(chat: Chat, text: str) -> None:
    ann = chat.someone("ann")
    await ann.says("pause")

    assert "I am not sure how long you mean." in await ann.says(text)
    assert ann.labels() == ["1 week", "3 weeks", "2 months"]
    assert "I am not sure how long you mean." not in await ann.says(text)


@pytest.mark.parametrize("text", ["30 February", "until 30 February", "jusqu'au 31 février"])
async def test_a_day_no_calendar_has_is_called_so(chat: Chat, text: str) -> None:
    ann = chat.someone("ann")
    await ann.says("pause")

    assert "There is no such day." in await ann.says(text)
    assert "until Sunday 28 February" in await ann.says("28 February")


async def test_the_first_wish_may_name_such_a_day_as_well(chat: Chat) -> None:
    assert "Ce jour n'existe pas." in await chat.someone("cleo").says("pause jusqu'au 31 février")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("my role", "Your part"), ("mornings only", "9:00 and 12:00"), ("stop", "I will not write to you first"),
        ("should I double my insulin dose?", "I can't advise on your care"), ("explain: risk of bias", "risk of bias"),
        ("what is a flumptious?", "flumptious"), ("I want to die", "9-8-8"),
    ],
)  # fmt: skip
async def test_everything_else_is_heard_as_ever_while_it_waits(chat: Chat, text: str, answer: str) -> None:
    ann = chat.someone("ann")
    await ann.says("pause")

    assert answer in await ann.says(text)
    assert "For how long?" not in ann.reads


@pytest.mark.parametrize(
    "text",
    [
        "too many messages", "less often", "not today", "later", "leave me alone for a bit", "stop reminding me",
        "i need a break", "Later, please", "moins souvent", "trop de messages", "pas aujourd'hui", "plus tard",
        "fais une pause", "Plus tard svp", "laissez-moi tranquille un moment",
    ],
)  # fmt: skip
async def test_a_wish_for_quiet_is_asked_for_how_long(chat: Chat, text: str) -> None:
    ann = chat.someone("ann")

    assert "For how long?" in await ann.says(text)
    assert ann.labels() == ["1 week", "3 weeks", "2 months"]


async def test_a_wish_for_quiet_with_an_end_is_a_break(chat: Chat) -> None:
    assert "until Monday 30 November" in await chat.someone("ann").says("leave me alone until Monday")
    assert "For how long?" not in await chat.someone("ann").says("later phases of a trial")


@pytest.mark.parametrize("text", ["Stop, please!", "arrêtez svp", "leave me alone, thanks", "leave me alone"])
async def test_stop_with_a_please_is_stop(chat: Chat, text: str) -> None:
    await chat.someone("ann").says(text)

    assert [row["consent"] for row in await rows(chat, "person") if row["name"] == "Ann Roy"] == ["no"]


@pytest.mark.parametrize("text", ["pause 3 weeks", "pause", "away until Monday", "later", "mornings only", "my hours"])
async def test_after_stop_nothing_is_said_to_begin_again_by_itself(chat: Chat, text: str) -> None:
    ann = chat.someone("ann")
    await ann.says("stop")

    said = await ann.says(text)

    assert said.startswith("You asked me to stop, and that stays so. Type start when you like.")
    assert "write first" not in said
    assert [row["paused_until"] for row in await rows(chat, "person") if row["name"] == "Ann Roy"] == [None]


async def test_after_stop_in_french_and_with_an_older_button(chat: Chat) -> None:
    cleo = chat.someone("cleo")
    await cleo.says("pause")
    await cleo.says("arrêt")

    stays = "Vous m'avez demandé d'arrêter, et cela reste ainsi. Écrivez commencer quand vous voulez."
    assert stays in await cleo.presses("3 semaines")
    assert stays in await cleo.says("le matin seulement")
    assert "Est-ce juste?" in await cleo.says("commencer")
    assert "entre 9 h et 12 h" in await cleo.says("réglages")


def test_no_wish_of_these_hides_distress_or_a_medical_question(pack: Pack) -> None:
    for verb in ("stop", "pause", "away", "quieter", "hours", "yes_please", "no_thanks"):
        for text in pack.commands[verb]:
            reading = pack.screen.read(text)
            assert not reading.in_distress, (verb, text)
            assert not reading.asks_medical_advice, (verb, text)
