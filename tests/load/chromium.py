"""A real Chromium without a window, told what to do over its own pipe (Chrome DevTools Protocol).

No driver is needed: two pipes, messages as JSON with a NUL after each. Enough for the tests of the explorer, the
pictures in the documentation (`tools/take_pictures.py`) and `bench/explorer.py`.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless",
    "--no-sandbox",  # the tests may run as root, where Chromium has none
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
KEYS = {"Enter": 13, "Escape": 27, "Tab": 9, "ArrowDown": 40, "ArrowRight": 39, " ": 32}


def installed() -> str:
    """The browser's program, or nothing where there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), "")


class Chromium:
    """One page of one browser; use it as a context manager."""

    def __init__(self, width: int = 1280, height: int = 800, dark: bool = False) -> None:
        self._home = tempfile.mkdtemp(prefix="explorer-chromium-")
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        program = f'exec "$0" "$@" 3<&{theirs_in} 4>&{theirs_out}'  # the numbers that Chromium expects
        self._process = subprocess.Popen(
            ["bash", "-c", program, installed(), *FLAGS, f"--user-data-dir={self._home}", "about:blank"],
            pass_fds=(theirs_in, theirs_out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._buffer = b""
        self._number = 0
        self._session = ""
        self.complaints: list[str] = []  # what the console and the policy said
        page = next(one for one in self.call("Target.getTargets")["targetInfos"] if one["type"] == "page")
        target = self.call("Target.attachToTarget", targetId=page["targetId"], flatten=True)
        self._session = target["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.shape(width, height, dark)

    def __enter__(self) -> Chromium:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait(10)
        os.close(self._in)
        os.close(self._out)
        shutil.rmtree(self._home, ignore_errors=True)

    def shape(self, width: int, height: int, dark: bool = False, scale: float = 1) -> None:
        """Another size of the window, another scheme of colours."""
        phone = width < 600
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=phone
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def open(self, address: str) -> None:
        """Go to a page and wait until its script has run."""
        self.call("Page.navigate", url="about:blank")
        self.call("Page.navigate", url=address)
        self.until("document.readyState === 'complete'")

    def js(self, expression: str) -> Any:
        """The value of an expression in the page; promises are waited for. RuntimeError where it throws."""
        got = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in got:
            raise RuntimeError(json.dumps(got["exceptionDetails"])[:500])
        return got["result"].get("value")

    def until(self, condition: str, seconds: float = 10) -> None:
        """Wait for a condition in the page. TimeoutError where it does not come."""
        ending = time.monotonic() + seconds
        while not self.js(f"Boolean({condition})"):
            if time.monotonic() > ending:
                raise TimeoutError(condition)
            time.sleep(0.02)

    def click(self, selector: str) -> None:
        """Click in the middle of the first element of a selector, with the mouse."""
        x, y = self.js(
            f"(() => {{ const e = document.querySelector({selector!r}); e.scrollIntoView({{block: 'center'}});"
            " const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def write(self, text: str) -> None:
        """Type text where the focus is."""
        self.call("Input.insertText", text=text)

    def key(self, name: str) -> None:
        """Press a key: a letter, or one of KEYS."""
        code = KEYS.get(name, ord(name[0].upper()))
        text = {"text": "\r"} if name == "Enter" else {"text": name} if len(name) == 1 else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", key=name, windowsVirtualKeyCode=code, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=name, windowsVirtualKeyCode=code)

    def picture(self, path: Path) -> None:
        """What is to be seen, as a PNG."""
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))

    def pdf(self, path: Path) -> None:
        """What would be printed."""
        path.write_bytes(base64.b64decode(self.call("Page.printToPDF", preferCSSPageSize=True)["data"]))

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """A command of the protocol and its answer. RuntimeError where the browser refuses."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") != self._number:
                self._note(answer)
            elif "error" in answer:
                raise RuntimeError(f"{method}: {answer['error']}")
            else:
                found: dict[str, Any] = answer["result"]
                return found

    def _read(self, seconds: float = 60) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            if not select.select([self._in], [], [], seconds)[0]:
                raise TimeoutError("the browser does not answer")
            got = os.read(self._in, 1 << 20)
            if not got:
                raise RuntimeError("the browser has ended")
            self._buffer += got
        message, self._buffer = self._buffer.split(b"\0", 1)
        read: dict[str, Any] = json.loads(message)
        return read

    def _note(self, event: dict[str, Any]) -> None:
        """Keep what the console would show as an error or warning."""
        told: dict[str, Callable[[dict[str, Any]], str]] = {
            "Runtime.exceptionThrown": lambda p: str(p["exceptionDetails"].get("text")),
            "Runtime.consoleAPICalled": lambda p: str(p["args"]) if p["type"] in ("error", "warning") else "",
            "Log.entryAdded": lambda p: str(p["entry"]["text"]) if p["entry"]["level"] in ("error", "warning") else "",
        }
        tell = told.get(event.get("method", ""))
        if tell and (words := tell(event["params"])):
            self.complaints.append(words)
