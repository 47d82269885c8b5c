"""Our own token: one at a time, fetched once for all, replaced early; and what proves us."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from adapters.teams.door import TeamsDoor
from bot.platform import Refused, TryLater
from bot.settings import SettingsError, TeamsSettings
from tests.adapters.teams.microsoft import APP, TENANT, key
from tests.cards.gallery import GALLERY
from tests.contract.probe import ANN
from tests.contract.teams_probe import TeamsProbe, _file, _no_answer

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)


def certificate(folder: Path) -> Path:
    """A PEM file with a key and its own certificate."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "interlude")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key("cert").public_key())
    made = made.serial_number(1).not_valid_before(NOW).not_valid_after(NOW + timedelta(days=9))
    pem = key("cert").private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = folder / "bot.pem"
    path.write_bytes(pem + made.sign(key("cert"), hashes.SHA256()).public_bytes(Encoding.PEM))
    return path


def build(settings: TeamsSettings) -> TeamsDoor:
    return TeamsDoor(settings, _no_answer, _file, lambda ref: "https://x.example", real_now=lambda: NOW)


async def test_many_messages_at_once_fetch_one_token(teams: TeamsProbe) -> None:
    to = teams.private(ANN)
    await asyncio.gather(*(teams.platform.send(to, GALLERY["answer"], f"m{n}") for n in range(20)))

    assert teams.far.asked["token"] == 1
    assert teams.far.proofs[0] == {
        "grant_type": "client_credentials",
        "scope": "https://api.botframework.com/.default",
        "client_id": APP,
        "client_secret": "correct horse",
    }


async def test_a_token_is_replaced_before_it_ends_and_nobody_waits(teams: TeamsProbe) -> None:
    tokens = teams.door._tokens
    first = await tokens.get()
    teams.now = lambda: datetime.now(UTC) + timedelta(seconds=3599 - 200)

    assert await tokens.get() == first, "it is good for three minutes yet"
    await tokens._fetch_soon()
    assert await tokens.get() == "granted-2"
    assert teams.far.asked["token"] == 2


async def test_without_a_token_nothing_was_sent(teams: TeamsProbe) -> None:
    teams.far.token_fails = True
    with pytest.raises(TryLater):
        await teams.platform.send(teams.private(ANN), GALLERY["answer"], "m1")
    teams.far.token_fails = False

    await teams.platform.send(teams.private(ANN), GALLERY["answer"], "m1")
    assert len(teams.shown()) == 1


async def test_a_token_that_is_not_taken_is_replaced_once(teams: TeamsProbe) -> None:
    receipt = await teams.platform.send(teams.private(ANN), GALLERY["answer"], "m1")
    teams.far.stale_tokens = 1
    await teams.platform.send(receipt.address, GALLERY["answer"], "m2")
    assert (teams.far.asked["token"], len(teams.shown())) == (2, 2)

    teams.far.stale_tokens = 9
    with pytest.raises(Refused, match="401"):
        await teams.platform.send(receipt.address, GALLERY["answer"], "m3")
    assert teams.far.asked["token"] == 3


async def test_a_certificate_proves_us_too(tmp_path: Path) -> None:
    probe = TeamsProbe(TeamsSettings(APP, (TENANT,), certificate=certificate(tmp_path)))
    await probe.start()
    await probe.platform.send(probe.private(ANN), GALLERY["answer"], "m1")
    audience = f"{probe.far.root}/{TENANT}/oauth2/v2.0/token"
    await probe.stop()

    (proof,) = probe.far.proofs
    claims = jwt.decode(proof["client_assertion"], key("cert").public_key(), ["PS256"], audience=audience)
    assert (claims["iss"], claims["sub"]) == (APP, APP)
    assert jwt.get_unverified_header(proof["client_assertion"])["x5t#S256"]


def test_everything_missing_is_named_at_once() -> None:
    with pytest.raises(SettingsError) as failure:
        build(TeamsSettings(" ", ("",)))

    assert [said.split(" is missing")[0] for said in failure.value.mistakes] == [
        "INTERLUDE_TEAMS_APP_ID",
        "INTERLUDE_TEAMS_TENANTS",
        "INTERLUDE_TEAMS_PASSWORD or INTERLUDE_TEAMS_CERTIFICATE",
    ]


@pytest.mark.parametrize("held", [None, b"", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_certificate_that_is_none_is_named(tmp_path: Path, held: bytes | None) -> None:
    path = tmp_path / "bot.pem"
    if held is not None:
        path.write_bytes(held)
    with pytest.raises(SettingsError, match="INTERLUDE_TEAMS_CERTIFICATE"):
        build(TeamsSettings(APP, (TENANT,), certificate=path))


def test_an_empty_password_is_no_way_in() -> None:
    with pytest.raises(SettingsError):
        build(TeamsSettings(APP, (TENANT,), password=" "))
