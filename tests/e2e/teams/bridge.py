"""Runs the Playground in its own network: two unix sockets are the only way in and out.

The Playground listens on every interface and has no setting for that. In a private network namespace there is only
loopback. Sockets in the file system are not part of a network, so they cross.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import signal
import socket
import struct
import sys
from collections.abc import Awaitable, Callable
from typing import TypeAlias

SET_FLAGS, UP_AND_RUNNING = 0x8914, 0x41
Ends: TypeAlias = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while some := await reader.read(65536):
            writer.write(some)
            await writer.drain()
    writer.close()


def _towards(connect: Callable[[], Awaitable[Ends]]) -> Callable[..., Awaitable[None]]:
    """A handler that joins whoever comes to what `connect` opens."""

    async def joined(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await connect()
        except OSError:
            writer.close()
            return
        await asyncio.gather(_pour(reader, back), _pour(there, writer))

    return joined


def wake_loopback() -> None:
    """A new network namespace has its loopback switched off. Without a new one this is not allowed, and not needed."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket, contextlib.suppress(PermissionError):
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh14x", b"lo", UP_AND_RUNNING))


async def main(folder: str, port: int, bot_port: int, *command: str) -> None:
    """Bridge both ways while `command` runs; end it when asked to end."""
    wake_loopback()
    inward, outward = f"{folder}/playground.sock", f"{folder}/microsoft.sock"
    await asyncio.start_unix_server(_towards(lambda: asyncio.open_connection("127.0.0.1", port)), inward)
    await asyncio.start_server(_towards(lambda: asyncio.open_unix_connection(outward)), "127.0.0.1", bot_port)
    child = await asyncio.create_subprocess_exec(*command)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, child.terminate)
    await child.wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:]))
