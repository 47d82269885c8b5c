"""How is it going?"""

from datetime import UTC, datetime

from tests.chat import Chat

TUESDAY_NOON_UTC = datetime(2026, 11, 24, 12, tzinfo=UTC)


async def _tuesday(chat: Chat) -> None:
    """Everybody's Tuesday 10:00 has come, also in Vancouver."""
    await chat.until(datetime(2026, 11, 24, 18, 30, tzinfo=UTC))


async def test_it_arrives_at_each_persons_own_ten_o_clock(chat: Chat) -> None:
    arrivals = {}
    for hour, minute in ((10, 0), (13, 30), (15, 0), (18, 0)):
        await chat.until(datetime(2026, 11, 24, hour, minute, tzinfo=UTC))
        for user in ("ann", "bo", "cleo"):
            if any("check-in" in text or "nouvelles" in text for text in chat.someone(user).news()):
                arrivals[user] = (hour, minute)

    assert arrivals == {"cleo": (10, 0), "ann": (15, 0), "bo": (18, 0)}


async def test_it_says_who_will_read_it_before_it_asks(chat: Chat) -> None:
    await _tuesday(chat)

    reads = chat.someone("ann").reads
    assert "Private. Only Rosa Lind can read what you answer." in reads
    assert reads.index("Rosa Lind") < reads.index("How is your part")
    assert "9-8-8" in reads
    assert chat.someone("ann").labels() == ["All good", "A bit stuck", "I'd like to talk to someone", "Skip"]


async def test_two_taps_and_a_sentence(chat: Chat) -> None:
    ann = chat.someone("ann")
    await _tuesday(chat)

    second = await ann.presses("A bit stuck")
    thanks = await ann.presses("Mostly")
    await ann.presses("Add a sentence")
    await ann.sends(words="The forms are long.")

    assert "One more" in second
    assert "add a sentence?" in thanks
    report = await chat.someone("rosa").says("check-ins")
    assert "A bit stuck" in report
    assert "“The forms are long.”" in report


async def test_an_empty_sentence_is_asked_for_again(chat: Chat) -> None:
    ann = chat.someone("ann")
    await _tuesday(chat)
    await ann.presses("All good")
    await ann.presses("Skip")
    await ann.presses("Add a sentence")

    reply = await ann.sends(words="  ")

    assert reply is not None
    assert "few words" in str(reply)


async def test_typed_words_count_as_the_sentence_only_right_after_asking_for_one(chat: Chat) -> None:
    ann = chat.someone("ann")
    await _tuesday(chat)
    await ann.says("1")
    await ann.says("skip")
    before = await ann.says("The forms are long.")
    await ann.says("help")
    await ann.presses("All good") if "All good" in ann.labels() else None

    assert "kept" not in before


async def test_the_partner_co_lead_does_not_read_it(chat: Chat) -> None:
    ann, bo = chat.someone("ann"), chat.someone("bo")
    await _tuesday(chat)
    await ann.presses("A bit stuck")

    assert "no new check-ins" in await bo.says("check-ins")


async def test_wanting_to_talk_offers_two_people_and_tells_the_one_chosen(chat: Chat) -> None:
    ann, rosa = chat.someone("ann"), chat.someone("rosa")
    await _tuesday(chat)

    choice = await ann.presses("I'd like to talk to someone")
    told = await ann.presses("Ask Rosa Lind to contact me")

    assert "Rosa Lind" in choice
    assert "Sam Bell" in choice
    assert "nothing more" in told
    assert "Ann Roy would like to talk to Rosa Lind" in rosa.reads
    assert "That matters" in await rosa.presses("We are in touch")


async def test_without_a_contact_nobody_is_asked_how_they_are(chat: Chat) -> None:
    from tests.chat import CIRCLE

    await chat.apply({**CIRCLE, "contacts": []})
    await _tuesday(chat)

    assert chat.someone("ann").messages == []


async def test_nobody_who_has_not_said_yes_is_asked(chat: Chat) -> None:
    await _tuesday(chat)

    assert all("Two taps" not in text for text in chat.someone("dan").news())


async def test_co_leads_every_second_week_everybody_else_every_fourth(chat: Chat) -> None:
    await chat.until(datetime(2027, 1, 20, tzinfo=UTC))

    check_ins = {
        user: sum("Two taps" in text or "Deux clics" in text for text in chat.someone(user).news())
        for user in ("ann", "bo", "cleo")
    }
    assert check_ins == {"ann": 5, "bo": 5, "cleo": 3}
