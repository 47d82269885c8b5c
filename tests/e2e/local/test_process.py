"""`interlude demo` and `interlude chat` as processes: how they start, how they stop, and what they keep."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.local import browser
from tests.e2e.local.browser import Page
from tests.e2e.local.demo import COMMAND, Demo, become, moves_on, running, says

pytestmark = pytest.mark.e2e

MEANING = "How likely it is that the way a study was done"
CHAT = (sys.executable, "-m", "adapters.cli", "chat", "--folder")


async def test_ctrl_c_stops_it_while_a_page_listens(demo: Demo, page: Page) -> None:
    await become(page, "maya")
    await says(page, "what does risk of bias mean")
    await page.reads(MEANING)
    began = time.monotonic()

    assert demo.stop() == (0, "")
    assert time.monotonic() - began < 3
    await page.reads("The line to the demo is cut. We keep trying.")


def test_a_second_demo_in_the_same_folder_says_what_to_do(demo: Demo, tmp_path: Path) -> None:
    second = subprocess.run([*COMMAND, str(tmp_path / "demo")], capture_output=True, text=True, timeout=30)

    assert (second.returncode, second.stdout) == (2, "")
    assert second.stderr == (
        f"A demo is already running in {tmp_path / 'demo'}. Stop it first, or name another folder with --folder.\n"
    )


def test_a_port_that_is_taken_is_named_in_a_sentence(demo: Demo, tmp_path: Path) -> None:
    port = demo.address.rpartition(":")[2]
    command = [*COMMAND[:-2], port, "--folder", str(tmp_path / "other")]
    second = subprocess.run(command, capture_output=True, text=True, timeout=30)

    assert second.returncode == 2
    assert second.stderr == (f"Port {port} on 127.0.0.1 cannot be used. Choose another one with --port, or --port 0.\n")


async def test_a_restart_keeps_the_conversation_and_the_time(tmp_path: Path) -> None:
    with running(tmp_path / "demo") as first:
        async with browser.opened(tmp_path / "b1", first.address, 1280, 800) as page:
            await become(page, "maya")
            await says(page, "what does risk of bias mean")
            await page.reads(MEANING)
            await moves_on(page)
            day = await page.js("document.getElementById('clock-date').textContent.split(',')[1]")
        assert first.stop() == (0, "")
    with running(tmp_path / "demo") as second:
        async with browser.opened(tmp_path / "b2", f"{second.address}/#maya/chat", 1280, 800) as page:
            await page.reads(MEANING)
            assert await page.js("document.getElementById('clock-date').textContent.split(',')[1]") == day


def test_a_chat_reads_from_a_pipe_and_ends_with_it(tmp_path: Path) -> None:
    typed = "what does risk of bias mean\n1\n/next\n"
    done = subprocess.run([*CHAT, str(tmp_path)], input=typed, capture_output=True, text=True, timeout=60)

    assert (done.returncode, done.stderr) == (0, "")
    assert MEANING in done.stdout
    assert "At the street fair" in done.stdout
    assert "Messages sent: " in done.stdout


def test_a_chat_answers_at_a_keyboard_before_the_next_line(tmp_path: Path) -> None:
    keyboard, terminal = pty.openpty()
    with subprocess.Popen([*CHAT, str(tmp_path)], stdin=terminal, stdout=terminal, stderr=terminal) as process:
        os.close(terminal)
        _read_until(keyboard, "You are Maya Thibault.")
        os.write(keyboard, b"what does risk of bias mean\n")
        _read_until(keyboard, "3. Not clear yet")
        os.write(keyboard, b"/quit\n")
        assert process.wait(20) == 0
    os.close(keyboard)


def _read_until(keyboard: int, words: str) -> None:
    shown = b""
    while words.encode() not in shown:
        shown += os.read(keyboard, 4096)
