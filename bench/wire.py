"""The least HTTP that will do, so that the far side and the load cost little beside what is measured."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import TypeAlias

Answer: TypeAlias = Callable[[str, bytes], bytes]
"""A path and a body in, the JSON of the response out."""


@dataclass(slots=True)
class Caller:
    """One connection that stays open."""

    port: int
    _reader: asyncio.StreamReader = field(init=False)
    _writer: asyncio.StreamWriter = field(init=False)

    async def __aenter__(self) -> Caller:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.close()

    async def post(self, path: str, headers: Mapping[str, str], body: bytes) -> int:
        """The status of the response."""
        lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self._writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        head, _ = await _read(self._reader)
        return int(head.split(b" ", 2)[1])


@dataclass(slots=True)
class FarSide:
    """A server on a free port of this machine that answers every request at once."""

    answer: Answer
    _server: asyncio.Server = field(init=False)

    async def __aenter__(self) -> FarSide:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=1000)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head, body = await _read(reader)
                told = self.answer(head.split(b" ", 2)[1].decode(), body)
                start = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                writer.write(start % len(told) + told)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


async def _read(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """One message: its head and its body."""
    head = await reader.readuntil(b"\r\n\r\n")
    _, named, rest = head.lower().partition(b"content-length:")
    length = int(rest.split(b"\r\n", 1)[0]) if named else 0
    return head, await reader.readexactly(length) if length else b""
