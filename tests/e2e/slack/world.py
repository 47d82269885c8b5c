"""A Slack and an Interlude side by side, each a process of its own, joined by HTTP events or by Socket Mode."""

from __future__ import annotations

import asyncio
import hmac
import json
import sys
import time
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from subprocess import Popen
from typing import Any

import aiohttp

from tests.e2e.slack.installed import HERE, emulator
from tests.e2e.slack.private import Network, free_port, private_network, wait_until

MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)
"""10:00 in Toronto: where the community's clock begins."""

PATIENCE = 30.0

TEAM, APP, BOT, CHANNEL = "T0LAB", "A0LAB", "U0BOT", "C0TALK"
SECRET = "lab-signing-secret"
PEOPLE = {
    "U0ANN": ("ann", "Ann Roy", "America/Toronto"),
    "U0BO": ("bo", "Bo Lind", "America/Toronto"),
    "U0CLEO": ("cleo", "Cléo Roy", "America/Toronto"),
    "U0DAN": ("dan", "Dan Okoro", "America/St_Johns"),
    "U0ROSA": ("rosa", "Rosa Lind", "America/Toronto"),
    "U0EVE": ("eve", "Eve Stranger", "Europe/London"),
}


@dataclass
class World:
    """`slack` and `door` are sockets in the file system: the emulator's page and Interlude's own port."""

    transport: str
    network: Network
    slack: Path
    slack_port: int
    door: Path
    interlude: Popen[str]
    log: Path

    async def until(self, moment: datetime) -> None:
        """Move the community's clock there; whatever is due on the way has left when this returns."""
        await asyncio.wait_for(asyncio.to_thread(self._until, moment), PATIENCE)

    def _until(self, moment: datetime) -> None:
        told, answers = self.interlude.stdin, self.interlude.stdout
        assert told is not None
        assert answers is not None
        told.write(f"until {moment.isoformat()}\n")
        told.flush()
        assert answers.readline() == "there\n", self.log.read_text()

    async def post(self, raw: bytes, kind: str, headers: Mapping[str, str]) -> tuple[int, str]:
        """Bytes straight to Interlude's own address, past the emulator."""
        async with aiohttp.ClientSession(connector=aiohttp.UnixConnector(str(self.door))) as session:
            told = {"Content-Type": kind, **headers}
            async with session.post("http://interlude/slack/events", data=raw, headers=told) as answer:
                return answer.status, await answer.text()


def signed(raw: bytes) -> dict[str, str]:
    """What Slack would sign these bytes with."""
    stamp = str(int(time.time()))
    found = hmac.digest(SECRET.encode(), b"v0:%b:%b" % (stamp.encode(), raw), "sha256").hex()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={found}"}


def form_body(payload: Mapping[str, Any]) -> bytes:
    return urllib.parse.urlencode({"payload": json.dumps(payload)}).encode()


@contextmanager
def opened(transport: str, folder: Path) -> Iterator[World]:
    """`transport` is "http" or "socket"."""
    ports = free_port(), free_port()
    with private_network() as network:
        config = folder / "workspace.json"
        config.write_text(json.dumps(_workspace(transport, ports[1])))
        options = ["--config", config, "--port", str(ports[0]), "--base-host", "127.0.0.1"]
        network.start(emulator(), *options, "--files-dir", folder / "files", log=folder / "slack.log")
        network.relay(ports[0], folder / "slack.sock")
        network.relay(ports[1], folder / "door.sock")
        wait_until(lambda: "Control API" in (folder / "slack.log").read_text(), "local-slack")
        interlude = _start(network, transport, ports, folder)
        slack, door, log = (folder / name for name in ("slack.sock", "door.sock", "interlude.log"))
        yield World(transport, network, slack, ports[0], door, interlude, log)
    _went_well(interlude, log.read_text())


def _start(network: Network, transport: str, ports: tuple[int, int], folder: Path) -> Popen[str]:
    environ = {
        "INTERLUDE_SECRET": "only-for-these-tests-and-long-enough",
        "INTERLUDE_DATABASE_URL": f"sqlite:///{folder / 'interlude.sqlite3'}",
        "INTERLUDE_PORT": str(ports[1]),
        "INTERLUDE_SLACK_BOT_TOKEN": "xoxb-lab",
        "INTERLUDE_SLACK_SIGNING_SECRET": SECRET,
    } | ({"INTERLUDE_SLACK_APP_TOKEN": "xapp-lab"} if transport == "socket" else {})
    api = f"http://127.0.0.1:{ports[0]}/api/"
    what = ["-m", "tests.e2e.slack.entry", api, HERE / "circle.toml", MONDAY.isoformat()]
    log = folder / "interlude.log"
    started = network.start(sys.executable, "-W", "error", *what, log=log, environ=environ, talks=True)
    assert started.stdout is not None
    assert started.stdout.readline() == "ready\n", log.read_text()
    return started


def _went_well(interlude: Popen[str], log: str) -> None:
    """It ended by itself, and complained about nothing."""
    assert interlude.returncode == 0, log
    assert '"level": "ERROR"' not in log, log
    assert "Traceback" not in log, log


def _workspace(transport: str, port: int) -> dict[str, Any]:
    app = {
        "appId": APP, "botUserId": BOT, "botName": "interlude", "botToken": "xoxb-lab", "appToken": "xapp-lab",
        "signingSecret": SECRET, "mode": "socket" if transport == "socket" else "events",
        "requestUrl": f"http://127.0.0.1:{port}/slack/events",
    }  # fmt: skip
    users = [
        {"id": key, "name": name, "real_name": real, "email": f"{name}@example.org", "tz": zone}
        for key, (name, real, zone) in PEOPLE.items()
    ]
    channel = {"id": CHANNEL, "name": "talk", "members": [*PEOPLE, BOT]}
    return {
        "workspace": {"name": "Lab", "domain": "lab", "teamId": TEAM},
        "apps": [app],
        "users": users,
        "channels": [channel],
    }
