"""A PostgreSQL server of the run's own, as an unprivileged user, in a folder of its own; it can be killed."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path
from random import Random
from typing import Any

import psycopg

USER = "postgres"
_OPTIONS = {
    "listen_addresses": "127.0.0.1", "max_connections": "300", "shared_buffers": "64MB", "logging_collector": "off",
}  # fmt: skip


class NoPostgres(Exception):
    """There is none on this machine."""


def programs() -> Path:
    """The folder of initdb and postgres. Raises `NoPostgres`."""
    told = shutil.which("pg_config")
    if told:
        found = Path(subprocess.run([told, "--bindir"], capture_output=True, text=True, check=True).stdout.strip())
        if (found / "initdb").exists():
            return found
    usual = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not usual:
        raise NoPostgres("initdb was not found; install PostgreSQL")
    return usual[-1].parent


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Server:
    """`url` is where it listens. What the kernel lets go of when it is killed, its write-ahead log has."""

    def __init__(self) -> None:
        self._programs = programs()
        self.folder = Path(tempfile.mkdtemp(prefix="interlude-chaos-pg-", dir="/tmp"))
        self.port = free_port()
        self.url = f"postgresql://{USER}@127.0.0.1:{self.port}/postgres"
        self._as: dict[str, Any] = {}
        if os.getuid() == 0:
            nobody = pwd.getpwnam(USER)
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
            self._as = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        data = self.folder / "data"
        made = [str(self._programs / "initdb"), "-D", str(data), "-U", USER, "-A", "trust", "-E", "UTF8"]
        done = subprocess.run(made, capture_output=True, text=True, cwd=self.folder, **self._as)
        assert done.returncode == 0, done.stderr
        await self._up()

    async def _up(self) -> None:
        """Start, as often as it takes: the killed one's children are still letting go of its memory."""
        while True:
            options = [f"-c{name}={value}" for name, value in _OPTIONS.items()]
            command = [str(self._programs / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port)]
            with (self.folder.parent / f"{self.folder.name}.log").open("ab") as log:
                self._process = subprocess.Popen(
                    [*command, "-k", str(self.folder), *options], stdout=log, stderr=log, cwd=self.folder, **self._as
                )
            if await self._ready():
                return
            await asyncio.sleep(0.1)

    async def _ready(self) -> bool:
        assert self._process is not None
        while self._process.poll() is None:
            try:
                async with await psycopg.AsyncConnection.connect(self.url, connect_timeout=1):
                    return True
            except psycopg.Error:
                await asyncio.sleep(0.1)
        return False

    async def kill(self, random: Random) -> str:
        """SIGKILL to the server, or to one of its backends, which makes it throw everybody out and recover."""
        assert self._process is not None
        if random.random() < 0.5 and (children := self._children()):
            try:
                os.kill(random.choice(children), signal.SIGKILL)
            except ProcessLookupError:
                return ""
            return "a backend"
        self._process.kill()
        await asyncio.to_thread(self._process.wait)
        await self._up()
        return "the server"

    def _children(self) -> list[int]:
        assert self._process is not None
        pid = self._process.pid
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
        Path(f"{self.folder}.log").unlink(missing_ok=True)
