"""`interlude demo` as a newcomer starts it, and what they do on its page."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.local.browser import Page

COMMAND = (sys.executable, "-m", "adapters.cli", "demo", "--port", "0", "--folder")
MOST_MOVES = 40


@dataclass(frozen=True)
class Demo:
    """A running process and the address it said on its first line."""

    process: subprocess.Popen[str]
    address: str

    def stop(self, patience: float = 10) -> tuple[int, str]:
        """Ctrl-C. What it ended with, and what it complained of."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(patience), self.process.stderr.read() if self.process.stderr else ""


@contextmanager
def running(folder: Path) -> Iterator[Demo]:
    with subprocess.Popen(
        [*COMMAND, str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            first = process.stdout.readline().strip() if process.stdout else ""
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+", first), first or process.communicate()
            yield Demo(process, first)
        finally:
            process.kill()


async def become(page: Page, name: str) -> None:
    """Pick somebody on the first page, or in the list of people."""
    await page.until(f"!!document.querySelector('[data-user={name}]')")
    await page.js(f"[...document.querySelectorAll('[data-user={name}]')].find((one) => one.checkVisibility()).click()")
    await page.until(f"location.hash.startsWith('#{name}/') && !document.getElementById('talk').hidden")
    await page.until(f"document.querySelector('.people [data-user={name}]').getAttribute('aria-current')")


async def says(page: Page, words: str) -> None:
    await page.js("document.getElementById('text').focus()")
    await page.types(words)
    await page.clicks("Send")


async def channel(page: Page, name: str) -> None:
    """Pick somebody and go where everybody reads."""
    await become(page, name)
    await page.js(f"location.hash = '#{name}/channel'")
    await page.until("document.querySelector('[data-tab=channel]').getAttribute('aria-current')")


async def chat(page: Page, name: str) -> None:
    """Pick somebody and go to their private chat."""
    await become(page, name)
    await page.js(f"location.hash = '#{name}/chat'")
    await page.reads("A private chat between")


async def fills(page: Page, **fields: str) -> None:
    """Write into the open form; what stands in a field is replaced."""
    await page.until("document.getElementById('form').open")
    for name, words in fields.items():
        await page.js(
            f"(() => {{ const one = document.getElementById('field-{name}'); one.focus(); one.select(); }})()"
        )
        await page.types(words)


async def moves_on_until(page: Page, words: str) -> int:
    """Press "Until the next thing happens" until these words are to be read. How often that took."""
    for moves in range(MOST_MOVES):
        if words in await page.text():
            return moves
        await moves_on(page)
    raise AssertionError(f"{words!r} did not come. There is:\n{await page.text()}")


async def moves_on(page: Page) -> None:
    if not await page.shows("Until the next thing happens"):
        await page.clicks("Move time on")
    await page.clicks("Until the next thing happens")
    await page.until("/ sent\\. /.test(document.getElementById('status').innerText)")
