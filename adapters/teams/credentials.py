"""How the bot proves itself to Microsoft: a password, or an assertion signed with a certificate's key."""

from __future__ import annotations

import base64
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

import jwt
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from bot.settings import SettingsError, TeamsSettings


class Credential(Protocol):
    """Something Microsoft takes for proof."""

    def proof(self, audience: str, now: datetime) -> dict[str, str]:
        """The form fields that go with a request for a token."""


class Password:
    """A client secret."""

    def __init__(self, app_id: str, password: str) -> None:
        self._form = {"client_id": app_id, "client_secret": password}

    def proof(self, audience: str, now: datetime) -> dict[str, str]:
        return self._form


class Certificate:
    """A PEM file with a private RSA key and its certificate. Raises ValueError or OSError when it is not that."""

    def __init__(self, app_id: str, path: Path) -> None:
        pem = path.read_bytes()
        key = load_pem_private_key(pem, None)
        if not isinstance(key, RSAPrivateKey):
            raise ValueError("the private key is not RSA")
        self._app_id, self._key = app_id, key
        self._print = _unpadded(x509.load_pem_x509_certificate(pem).fingerprint(SHA256()))

    def proof(self, audience: str, now: datetime) -> dict[str, str]:
        claims = {
            "aud": audience,
            "iss": self._app_id,
            "sub": self._app_id,
            "jti": str(uuid.uuid4()),
            "nbf": now,
            "exp": now + timedelta(minutes=10),
        }
        return {
            "client_id": self._app_id,
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": jwt.encode(claims, self._key, "PS256", {"x5t#S256": self._print}),
        }


def credential(settings: TeamsSettings) -> Credential:
    """The bot's proof. Raises `SettingsError` naming everything that is missing or wrong."""
    mistakes = [said for missing, said in _needed(settings) if missing]
    if settings.certificate and not mistakes:
        try:
            return Certificate(settings.app_id, settings.certificate)
        except (OSError, ValueError, TypeError) as exc:
            mistakes.append(f"INTERLUDE_TEAMS_CERTIFICATE: no PEM file with an RSA key and a certificate ({exc})")
    if mistakes:
        raise SettingsError(mistakes)
    return Password(settings.app_id, settings.password)


def _needed(settings: TeamsSettings) -> list[tuple[bool, str]]:
    proven = bool(settings.password.strip()) or settings.certificate is not None
    tenants = [tenant for tenant in settings.tenants if tenant.strip()]
    return [
        (not settings.app_id.strip(), "INTERLUDE_TEAMS_APP_ID is missing: the bot's Microsoft app id"),
        (not tenants, "INTERLUDE_TEAMS_TENANTS is missing: the tenant ids the bot serves, its own first"),
        (not proven, "INTERLUDE_TEAMS_PASSWORD or INTERLUDE_TEAMS_CERTIFICATE is missing: without one nothing starts"),
    ]


def _unpadded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
