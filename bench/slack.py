"""Slack: signed events -> door -> inbox -> look-up -> outbox -> chat.postMessage, beside a bare Bolt app that echoes.

python -m bench.slack [--quick]
"""

from __future__ import annotations

import asyncio
import hmac
import json
import time
from collections import defaultdict
from dataclasses import dataclass, field
from tempfile import TemporaryDirectory

from bench import machine, report
from bench.duel import Duel
from bench.load import Request
from bench.processes.lab import PEOPLE, SECRET, TEAM
from bench.questions import questions

EVENTS, QUICK, CONNECTIONS = 20_000, 2_000, 50
RATIO, ACK_MS, MEGABYTES = 0.6, 100.0, 120.0


@dataclass(slots=True)
class Slack:
    """The far side: finds the event that a post answers by its chat and the words it begins with."""

    asked: list[tuple[str, str]]
    strange: list[str] = field(default_factory=list)
    open: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    posted: dict[int, float] = field(default_factory=dict)

    def answer(self, path: str, body: bytes) -> bytes:
        match path.partition("?")[0].rpartition("/")[2]:
            case "auth.test":
                return json.dumps({"ok": True, "team_id": TEAM, "user_id": "U0BOT", "bot_id": "B0BOT"}).encode()
            case "chat.postMessage":
                return self._post(json.loads(body))
            case method:
                self.strange.append(method)
                return b'{"ok": false, "error": "unknown_method"}'

    def _post(self, told: dict[str, str]) -> bytes:
        waiting = self.open[told["channel"]]
        number = next((n for n in waiting if told["text"].startswith(self.asked[n % len(self.asked)][1])), None)
        if number is None:
            self.strange.append(f"{told['channel']}: {told['text']}")
            return b'{"ok": false, "error": "nobody_asked"}'
        waiting.remove(number)
        self.posted[number] = time.perf_counter()
        return b'{"ok": true, "channel": "D", "ts": "1795323600.%06d"}' % number

    def request(self, number: int) -> Request:
        """A signed message event, as Slack sends it."""
        person = number % PEOPLE
        self.open[f"D{person:04}"].append(number)
        body = json.dumps(_event(number, person, self.asked[number % len(self.asked)][0])).encode()
        stamp = str(int(time.time()))
        signature = hmac.digest(SECRET.encode(), b"v0:%b:%b" % (stamp.encode(), body), "sha256").hex()
        headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={signature}"}
        return {**headers, "Content-Type": "application/json"}, body


def _event(number: int, person: int, text: str) -> dict[str, object]:
    stamp = f"1795323600.{number:06}"
    words = [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}]
    event = {
        "client_msg_id": f"5b0f0d2e-5c1b-4f3c-9a44-{number:012}", "type": "message", "text": text,
        "user": f"U{person:04}", "ts": stamp, "blocks": [{"type": "rich_text", "block_id": "Xk2", "elements": words}],
        "team": TEAM, "channel": f"D{person:04}", "event_ts": stamp, "channel_type": "im",
    }  # fmt: skip
    granted = {
        "enterprise_id": None, "team_id": TEAM, "user_id": "U0BOT", "is_bot": True, "is_enterprise_install": False,
    }  # fmt: skip
    return {
        "token": "removed", "team_id": TEAM, "context_team_id": TEAM, "context_enterprise_id": None,
        "api_app_id": "A01LUDE", "event": event, "type": "event_callback", "event_id": f"Ev{number:09}",
        "event_time": 1795323600, "authorizations": [granted], "is_ext_shared_channel": False,
        "event_context": "4-eyJldCI6Im1lc3NhZ2UifQ",
    }  # fmt: skip


async def run(*, quick: bool) -> list[report.Target]:
    """Both servers; prints their table."""
    asked, events = questions(), QUICK if quick else EVENTS
    duel = Duel("/slack/events", CONNECTIONS, events)
    with TemporaryDirectory() as folder:
        async with duel.stack:
            echoed = Slack([(text, text) for text, _ in asked])
            bare = await duel.enter("bare AsyncApp", echoed, lambda far: ("slack", "bare", f"{far}/api/", folder))
            ours = await duel.enter(
                "Interlude", Slack(asked), lambda far: ("slack", "interlude", f"{far}/api/", folder)
            )
            told = await duel.fight((bare, ours))
    print(f"\n### Slack: {events:,} events each, {CONNECTIONS} connections, one core\n\n{told}", flush=True)
    ratio = ours.per_cpu_second / bare.per_cpu_second
    return [
        report.Target("Slack: events per CPU-second, times the bare app's", ratio, RATIO, at_least=True),
        report.Target("Slack: acknowledgement, 99th percentile, ms", report.percentile(ours.acks, 0.99) * 1000, ACK_MS),
        report.Target("Slack: peak memory, MB", ours.memory, MEGABYTES),
    ]


if __name__ == "__main__":
    machine.pin(machine.LOAD_CORE)
    print("\n" + report.targets_table(asyncio.run(run(quick=report.is_quick(__doc__)))))
