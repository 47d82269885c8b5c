"""Out: where messages go, what failures mean, and what never happens twice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from adapters.teams.failures import Unclear, failure
from adapters.teams.limits import PICTURE
from adapters.teams.microsoft import MicrosoftAddresses
from bot.files import Content
from bot.messages import FileRef, Message, Prose, Run, message
from bot.platform import Address, Gone, Refused, TryLater
from tests.adapters.teams.microsoft import TEAM, TENANT, card_of
from tests.cards.gallery import FORM, GALLERY
from tests.contract.probe import ANN
from tests.contract.teams_probe import PNG, TeamsProbe

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
OPEN = message(Prose((Run("For everybody."),)), lang="en", private=False)


async def test_a_chat_is_opened_once_with_teams_own_id_where_it_is_known(teams: TeamsProbe) -> None:
    for mark in ("m1", "m2"):
        await teams.platform.send(teams.private(ANN), GALLERY["answer"], mark)

    (asked,) = teams.far.opened
    assert asked["members"] == [{"id": "29:1Ann-u01ann"}]
    assert (asked["tenantId"], asked["channelData"]) == (TENANT, {"tenant": {"id": TENANT}})


async def test_an_object_id_opens_a_chat_as_well(teams: TeamsProbe) -> None:
    teams.platform._known.forget(Address("teams", TENANT, TEAM))
    await teams.platform.send(teams.private(ANN), GALLERY["answer"], "m1")

    assert teams.far.opened[0]["members"] == [{"id": ANN}]


async def test_an_answer_in_a_channel_stays_in_its_thread(teams: TeamsProbe) -> None:
    there = Address("teams", TENANT, TEAM, ANN, "1790000000000", teams.far.service)
    receipt = await teams.platform.send(there, OPEN, "m1")
    await teams.platform.edit(receipt, OPEN, "m2")

    (shown,) = teams.shown()
    assert shown.conversation == f"{TEAM};messageid=1790000000000"


@pytest.mark.parametrize("place", [TEAM, "19:group1@thread.v2", "19:private@thread.skype"])
async def test_private_words_never_go_where_others_read(teams: TeamsProbe, place: str) -> None:
    with pytest.raises(Refused):
        await teams.platform.send(Address("teams", TENANT, place, ANN), GALLERY["answer"], "m1")

    assert teams.far.asked["post"] == 0


@pytest.mark.parametrize("said", [Message(()), Message((), private=False)])
async def test_nothing_to_say_is_refused(teams: TeamsProbe, said: Message) -> None:
    with pytest.raises(Refused):
        await teams.platform.send(teams.private(ANN), said, "m1")


async def test_a_service_that_is_not_on_the_list_is_never_written_to(teams: TeamsProbe) -> None:
    with pytest.raises(Refused):
        await teams.platform.send(
            Address("teams", TENANT, "a:1", ANN, service="https://evil.example/"), GALLERY["answer"], "m"
        )

    assert teams.far.asked["post"] == 0


async def test_a_message_is_posted_once_whatever_happens(teams: TeamsProbe) -> None:
    receipt = await teams.platform.send(teams.private(ANN), GALLERY["answer"], "m1")
    teams.answers_with_a_server_error()
    with pytest.raises(Unclear):
        await teams.platform.send(receipt.address, GALLERY["answer"], "m2")

    assert teams.far.asked["post"] == 2


async def test_a_chat_that_could_not_be_opened_may_be_tried_again(teams: TeamsProbe) -> None:
    async def broken(*asked: object) -> dict[str, object]:
        raise Unclear("Teams answered 500")

    teams.platform._connector.ask = broken  # type: ignore[method-assign]
    with pytest.raises(TryLater):
        await teams.platform.send(teams.private(ANN), GALLERY["answer"], "m1")


async def test_nobody_listening_means_nothing_was_sent(teams: TeamsProbe) -> None:
    nowhere = "http://127.0.0.1:1"
    teams.platform._connector._microsoft = MicrosoftAddresses(services=(nowhere,))
    with pytest.raises(TryLater):
        await teams.platform.send(Address("teams", TENANT, "a:1", ANN, service=nowhere), GALLERY["answer"], "m1")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *[(busy, TryLater) for busy in (412, 429)],
        *[(nobody, Gone) for nobody in (403, 404, 410)],
        *[(mistake, Refused) for mistake in (302, 400, 401, 413, 415)],
        *[(fault, Unclear) for fault in (408, 500, 502, 503, 504)],
    ],
)
def test_what_a_status_means(status: int, kind: type[Exception]) -> None:
    assert type(failure(status, {}, {}, NOW)) is kind


@pytest.mark.parametrize(
    ("after", "wait"),
    [
        ("7", timedelta(seconds=7)),
        ("Sun, 22 Nov 2026 15:01:00 GMT", timedelta(minutes=1)),
        ("Sun, 22 Nov 2020 15:01:00 GMT", timedelta(0)),
        *[(nonsense, None) for nonsense in ("soon", "", "9" * 40, "-1")],
    ],
)
def test_how_long_to_wait(after: str, wait: timedelta | None) -> None:
    busy = failure(429, {"Retry-After": after}, None, NOW)

    assert isinstance(busy, TryLater)
    assert busy.wait == wait


@pytest.mark.parametrize(
    "said", [None, [], "x", {"error": "x"}, {"error": {"code": ["x"]}}, {"error": {"code": "a b"}}]
)
def test_a_reason_holds_only_microsofts_own_code(said: object) -> None:
    assert str(failure(403, {}, said, NOW)) == "Teams answered 403"
    assert str(failure(403, {}, {"error": {"code": "BotNotInConversationRoster"}}, NOW)).endswith("Roster")


async def test_a_large_picture_is_a_link_and_a_small_one_travels_along(teams: TeamsProbe) -> None:
    async def large(ref: FileRef) -> Content:
        return Content("p.png", "image/png", PNG + b"\0" * PICTURE)

    for make in (teams.platform._make_file, large):
        teams.platform._make_file = make
        await teams.platform.send(teams.private(ANN), GALLERY["result"], "m")

    urls = [e["url"] for a in teams.far.activities.values() for e in card_of(a)["body"] if e["type"] == "Image"]
    assert urls[0].startswith("data:image/png;base64,")
    assert urls[1] == "https://interlude.example/file/feedback_picture"


async def test_a_file_one_may_not_have_stops_the_message(teams: TeamsProbe) -> None:
    async def refuses(ref: FileRef) -> Content:
        raise Refused("not yours")

    teams.platform._make_file = refuses
    with pytest.raises(Refused):
        await teams.platform.send(teams.private(ANN), GALLERY["result"], "m1")
    assert teams.far.asked["post"] == 0


async def test_a_delivery_is_seen_on_its_card_and_in_no_one_elses_words(teams: TeamsProbe) -> None:
    await teams.platform.send(teams.private(ANN), GALLERY["answer"], "0192-abc")

    (shown,) = teams.shown()
    assert shown.mark == "0192-abc"
    assert "0192-abc" not in shown.text


async def test_what_teams_cannot_do_says_so(teams: TeamsProbe) -> None:
    with pytest.raises(Refused):
        await teams.platform.open_form("trigger", FORM)
    with pytest.raises(NotImplementedError):
        await teams.platform.find(teams.private(ANN), "m1", NOW)


async def test_a_roster_that_cannot_be_read_stops_nobody(teams: TeamsProbe) -> None:
    async def broken(*asked: object) -> dict[str, object]:
        raise Unclear("Teams answered 500")

    teams.platform._connector.read = broken  # type: ignore[method-assign]
    await teams.platform.send(teams.private(ANN), GALLERY["answer"], "m1")
    assert teams.far.opened[0]["members"] == [{"id": ANN}]


async def test_rosters_are_read_to_the_last_page_and_not_again_for_a_while(teams: TeamsProbe) -> None:
    found = await teams.platform.locate(TENANT, " BO@example.org ")

    assert found == Address("teams", TENANT, user="U02BO", service=teams.far.service)
    assert await teams.platform.locate(TENANT, "") is None
    assert await teams.platform.locate("another tenant", "bo@example.org") is None
    assert teams.far.asked["roster"] == 2


async def test_a_roster_that_is_gone_is_forgotten(teams: TeamsProbe) -> None:
    teams.platform.remember(Address("teams", TENANT, "19:gone@thread.tacv2"))
    assert await teams.platform.locate(TENANT, "nobody@example.org") is None
    teams.now = lambda: datetime.now(UTC) + timedelta(minutes=2)
    assert await teams.platform.locate(TENANT, "nobody@example.org") is None

    assert teams.far.asked["roster"] == 5, "two pages twice, and the gone one once"


@pytest.mark.parametrize(
    ("service", "trusted"),
    [
        ("https://smba.trafficmanager.net/amer/", True),
        ("https://smba.trafficmanager.net:443/amer/", True),
        ("https://europe.botframework.com/", True),
        ("https://smba.infra.gcc.teams.microsoft.com/", True),
        ("http://smba.trafficmanager.net/amer/", False),
        ("https://smba.trafficmanager.net:8443/", False),
        ("https://evil.trafficmanager.net/", False),
        ("https://smba.trafficmanager.net.evil.example/", False),
        ("https://smba.trafficmanager.net@evil.example/", False),
        ("https://evil.example\\@smba.trafficmanager.net/", False),
        ("https://evilbotframework.com/", False),
        ("https://[::1/", False),
        ("https://smba.trafficmanager.net/?x=", False),
        ("//smba.trafficmanager.net/", False),
        ("", False),
    ],
)
def test_services_we_write_to(service: str, trusted: bool) -> None:
    assert MicrosoftAddresses().trusts(service) is trusted


async def test_every_read_survives_one_fault(teams: TeamsProbe) -> None:
    ask: Callable[..., Awaitable[dict[str, object]]] = teams.platform._connector.ask
    faults: list[Exception] = []

    async def sometimes(method: str, *rest: object) -> dict[str, object]:
        if method == "GET" and faults:
            raise faults.pop()
        return await ask(method, *rest)

    teams.platform._connector.ask = sometimes  # type: ignore[method-assign,assignment]
    for fault in (Unclear("502"), ConnectionResetError()):
        faults.append(fault)
        assert await teams.platform.profile(TENANT, ANN) is not None


async def test_an_address_from_yesterday_needs_no_new_chat(teams: TeamsProbe) -> None:
    first = await teams.platform.send(teams.private(ANN), GALLERY["answer"], "m1")
    teams.platform._known._chats.clear()

    await teams.platform.send(Address.from_json(first.address.to_json()), GALLERY["answer"], "m2")
    assert len(teams.far.opened) == 1
