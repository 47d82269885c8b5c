"""Who is at the door: raw bytes in, a payload out, or a refusal. Nothing is parsed before its signature is good."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

from adapters.slack import limits

_TIMESTAMP = re.compile(r"[0-9]{9,11}", re.ASCII)
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)
_SSL_CHECK = re.compile(rb"(?:^|&)ssl_check=1(?:&|$)")
_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)


class Unreadable(ValueError):
    """A signed body that is no payload of Slack's."""


def is_signed(headers: Mapping[str, str], raw: bytes, secrets: Sequence[bytes], now: datetime) -> bool:
    """Whether one of the secrets signed these bytes within the last five minutes."""
    stamp, signature = headers.get("X-Slack-Request-Timestamp", ""), headers.get("X-Slack-Signature", "")
    if not _TIMESTAMP.fullmatch(stamp) or not _SIGNATURE.fullmatch(signature):
        return False
    age = now.timestamp() - int(stamp)
    if not -limits.FUTURE.total_seconds() <= age <= limits.OLDEST.total_seconds():
        return False
    signed = b"v0:%b:%b" % (stamp.encode(), raw)
    good = [hmac.compare_digest("v0=" + hmac.digest(s, signed, "sha256").hex(), signature) for s in secrets]
    return any(good)


def is_ssl_check(raw: bytes) -> bool:
    """Slack's unsigned look at our certificate; it is answered, and nothing follows from it."""
    return len(raw) < 1_000 and _SSL_CHECK.search(raw) is not None


def payload(content_type: str, raw: bytes) -> dict[str, Any]:
    """The object in a signed body: JSON, a form holding JSON, or a slash command's form. Raises `Unreadable`."""
    if content_type == "application/json":
        return _object(raw)
    try:
        form = {key: values[-1] for key, values in parse_qs(raw.decode(), True, max_num_fields=50).items()}
    except ValueError as exc:
        raise Unreadable("not a form") from exc
    return _object(form["payload"].encode()) if "payload" in form else form


def _object(raw: bytes) -> dict[str, Any]:
    if _is_deep(raw):
        raise Unreadable("too deeply nested")
    try:
        found = json.loads(raw.decode())
    except (ValueError, RecursionError) as exc:
        raise Unreadable("not JSON") from exc
    if not isinstance(found, dict):
        raise Unreadable("not an object")
    return found


def _is_deep(raw: bytes) -> bool:
    """Whether JSON is nested beyond reason. Few requests hold enough brackets to be looked at."""
    if raw.count(b"[") + raw.count(b"{") <= limits.DEPTH:
        return False
    depth = 0
    for bracket in re.findall(rb"[\[\]{}]", _STRINGS.sub(b"", raw)):
        depth += 1 if bracket in b"[{" else -1
        if depth > limits.DEPTH:
            return True
    return False
