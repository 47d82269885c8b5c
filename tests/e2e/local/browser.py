"""A headless Chromium, driven over its DevTools protocol with the mouse and the keyboard."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

Json = dict[str, Any]

CHROMIUM = "/usr/bin/chromium"
PATIENCE = 20.0
MOST_TABS = 60
NARROW = 500
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
    "--force-device-scale-factor=1", "--hide-scrollbars", "--remote-debugging-port=0",
)  # fmt: skip
KEYS = {"Enter": (13, "\r"), "Tab": (9, ""), "Escape": (27, ""), " ": (32, " ")}
SHIFT = 8

SEEN = """(label) => {
  const says = (one) => one.innerText.replace(/\\s+/g, " ").trim().replace(/^\\d+ /, "");
  const all = [...document.querySelectorAll("button, a, summary, label.option")];
  return all.filter((one) => one.checkVisibility() && says(one) === label).at(-1);
}"""


def labelled(label: str) -> str:
    """The newest thing to press with this label, as an expression in the page."""
    return f"({SEEN})({json.dumps(label)})"


@dataclass
class Page:
    """One tab. `problems` are errors on its console, `asked` every address it wanted."""

    socket: aiohttp.ClientWebSocketResponse
    session: str
    problems: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _answers: dict[int, asyncio.Future[Json]] = field(default_factory=dict)

    async def listen(self) -> None:
        """Take in what the browser tells; ends with the connection."""
        async for told in self.socket:
            message = told.json()
            if "id" in message:
                self._answers.pop(message["id"]).set_result(message)
            else:
                self._note(message["method"], message["params"])

    def _note(self, method: str, told: Json) -> None:
        if method == "Network.requestWillBeSent":
            self.asked.append(told["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.problems.append(json.dumps(told["exceptionDetails"]))
        elif method == "Runtime.consoleAPICalled" and told["type"] in ("error", "warning"):
            self.problems.append(json.dumps(told["args"]))
        elif method == "Log.entryAdded" and told["entry"]["level"] in ("error", "warning"):
            self.problems.append(told["entry"]["text"])

    async def do(self, method: str, **what: Any) -> Json:
        """One command of the protocol, and its result."""
        number = next(self._numbers)
        self._answers[number] = answer = asyncio.get_running_loop().create_future()
        message: Json = {"id": number, "method": method, "params": what}
        await self.socket.send_json({**message, "sessionId": self.session} if self.session else message)
        told = await asyncio.wait_for(answer, PATIENCE)
        assert "error" not in told, told
        return dict(told["result"])

    async def js(self, expression: str) -> Any:
        """The value of an expression in the page; a promise is waited for."""
        told = await self.do("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    async def until(self, expression: str) -> Any:
        """The first value of an expression that is true."""
        for _ in range(int(PATIENCE / 0.05)):
            if found := await self.js(expression):
                return found
            await asyncio.sleep(0.05)
        raise AssertionError(f"{expression} did not come true. There is:\n{await self.text()}\n{self.problems}")

    async def text(self) -> str:
        """What a person reads."""
        return str(await self.js("document.body.innerText"))

    async def reads(self, words: str) -> None:
        """Wait until these words are to be read."""
        await self.until(f"document.body.innerText.includes({json.dumps(words)})")

    async def shows(self, label: str) -> bool:
        return bool(await self.js(f"!!{labelled(label)}"))

    async def clicks(self, label: str) -> None:
        """Click the newest thing with this label, where it is; fails when something lies over it."""
        await self.until(f"!!{labelled(label)}")
        spot = await self.js(f"""(() => {{
          const one = {labelled(label)};
          one.scrollIntoView({{ block: "nearest" }});
          const box = one.getBoundingClientRect();
          const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
          return {{ x, y, free: one.contains(document.elementFromPoint(x, y)) }};
        }})()""")
        assert spot["free"], f"{label!r} lies under something else"
        for kind in ("mousePressed", "mouseReleased"):
            await self.do("Input.dispatchMouseEvent", type=kind, x=spot["x"], y=spot["y"], button="left", clickCount=1)

    async def types(self, text: str) -> None:
        """Into whatever has the keyboard."""
        await self.do("Input.insertText", text=text)

    async def key(self, name: str, *, shift: bool = False) -> None:
        code, text = KEYS[name]
        about: Json = {"key": name, "windowsVirtualKeyCode": code, "modifiers": SHIFT if shift else 0}
        await self.do("Input.dispatchKeyEvent", type="keyDown", **({**about, "text": text} if text else about))
        await self.do("Input.dispatchKeyEvent", type="keyUp", **about)

    async def tabs_to(self, what: str) -> None:
        """Reach something by the Tab key alone; fails where it cannot be reached or the focus cannot be seen."""
        await self.until(f"!!({what})")
        for _ in range(MOST_TABS):
            await self.key("Tab")
            if await self.js(f"document.activeElement === ({what})"):
                assert await self.js("getComputedStyle(document.activeElement).outlineStyle") != "none"
                return
        raise AssertionError(f"{what} cannot be reached with the Tab key")

    async def size(self, width: int, height: int) -> None:
        """The window; a narrow one is a phone's."""
        how: Json = {"deviceScaleFactor": 1, "mobile": width < NARROW}
        await self.do("Emulation.setDeviceMetricsOverride", width=width, height=height, **how)

    async def picture(self, file: Path, tall: int = 0) -> None:
        """As a person sees it whose mouse rests elsewhere; with `tall`, in a window that is so high for a moment."""
        width, height = await self.js("[innerWidth, innerHeight]")
        await self.size(width, tall or height)
        await self.do("Input.dispatchMouseEvent", type="mouseMoved", x=1, y=1)
        shot = await self.do("Page.captureScreenshot", format="png")
        file.write_bytes(base64.b64decode(shot["data"]))
        await self.size(width, height)


@asynccontextmanager
async def opened(folder: Path, address: str, width: int, height: int) -> AsyncIterator[Page]:
    """A page of this size in a browser of its own; light colours, and nothing that moves."""
    browser = subprocess.Popen(
        [CHROMIUM, *FLAGS, f"--user-data-dir={folder}", "about:blank"], stderr=subprocess.DEVNULL
    )
    try:
        async with aiohttp.ClientSession() as client, client.ws_connect(await _port(folder), max_msg_size=0) as socket:
            page = Page(socket, "")
            listening = asyncio.create_task(page.listen())
            await _prepare(page, width, height)
            await page.do("Page.navigate", url=address)
            await page.until("document.readyState === 'complete' && location.href !== 'about:blank'")
            yield page
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
    finally:
        browser.terminate()
        browser.wait(10)


async def _port(folder: Path) -> str:
    """Where the browser listens: it writes that into its folder."""
    told = folder / "DevToolsActivePort"
    for _ in range(int(PATIENCE / 0.05)):
        if told.exists() and len(lines := told.read_text().splitlines()) == 2:
            return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
        await asyncio.sleep(0.05)
    raise AssertionError("Chromium did not start")


async def _prepare(page: Page, width: int, height: int) -> None:
    target = await page.do("Target.createTarget", url="about:blank")
    page.session = (await page.do("Target.attachToTarget", targetId=target["targetId"], flatten=True))["sessionId"]
    for room in ("Page", "Runtime", "Network", "Log"):
        await page.do(f"{room}.enable")
    await page.size(width, height)
    calm = [{"name": "prefers-reduced-motion", "value": "reduce"}, {"name": "prefers-color-scheme", "value": "light"}]
    await page.do("Emulation.setEmulatedMedia", features=calm)
