"""What the servers and the load agree on. Imports nothing, so that a bare server stays bare."""

from __future__ import annotations

PEOPLE = 240
TEAM, TOKEN, SECRET = "T0BENCH", "xoxb-bench", "a-signing-secret-for-the-benchmark"
APP_ID = "99999999-9999-4999-8999-999999999999"
TENANT = "11111111-1111-4111-8111-111111111111"
