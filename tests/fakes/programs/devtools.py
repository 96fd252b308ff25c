"""Chromium without a window, told what to do and asked what it sees through its DevTools protocol, over two pipes."""

from __future__ import annotations

import fcntl
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

WHY_NOT = "" if shutil.which("chromium") else "Chromium is not installed."
_PATIENCE_S = 60.0
_CODES = {"Escape": 27, "ArrowLeft": 37, "ArrowRight": 39}
# Descriptors 3 and 4 may be taken in this process: the shell puts ours there in the new one alone.
_SHELL = 'exec chromium "$@" 3<&{reads} 4>&{writes} {reads}<&- {writes}>&-'
_FLAGS = "headless=new no-sandbox disable-gpu no-first-run remote-debugging-pipe password-store=basic"

Answer = Mapping[str, Any]


class DevTools:
    def __init__(self, reads: int, writes: int) -> None:
        self._reads = reads
        self._writes = writes
        self._buffer = b""
        self._number = 0
        self._session = ""
        self.events: list[Answer] = []
        pages = [one for one in self.call("Target.getTargets")["targetInfos"] if one["type"] == "page"]
        attached = self.call("Target.attachToTarget", targetId=pages[0]["targetId"], flatten=True)
        self._session = str(attached["sessionId"])
        for domain in ("Page", "Runtime", "Network", "Log", "Performance"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: object) -> Answer:
        self._number += 1
        asked = {"id": self._number, "method": method, "params": params}
        asked |= {"sessionId": self._session} if self._session else {}
        os.write(self._writes, json.dumps(asked).encode() + b"\0")
        while True:
            words = self._next()
            if words.get("id") == self._number:
                assert "error" not in words, words
                return dict(words["result"])
            self.events.append(words)

    def open(self, address: str) -> None:
        self.events.clear()
        self.call("Page.navigate", url=address)
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self._next())

    def value(self, script: str) -> Any:  # noqa: ANN401 - whatever the page answers
        words = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in words, words
        return words["result"].get("value")

    def press(self, key: str) -> None:
        more = {"text": key} if len(key) == 1 else {"windowsVirtualKeyCode": _CODES[key], "code": key}
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, **more)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    def until(self, script: str) -> None:
        wait = f"new Promise(r => {{ const t = () => ({script}) ? r(true) : setTimeout(t, 10); t(); }})"
        assert self.value(wait) is True

    def size(self, width: int, height: int) -> None:
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def click(self, x: float, y: float) -> None:
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    @property
    def requests(self) -> list[str]:
        sent = [
            event["params"]["request"]["url"] for event in self.events if event["method"] == "Network.requestWillBeSent"
        ]
        return [each for each in sent if not each.startswith(("data:", "blob:"))]

    @property
    def complaints(self) -> list[Answer]:
        return [event for event in self.events if event["method"] in {"Log.entryAdded", "Runtime.exceptionThrown"}]

    def _next(self) -> Answer:
        end = time.monotonic() + _PATIENCE_S
        while b"\0" not in self._buffer:
            ready = select.select([self._reads], [], [], max(0.0, end - time.monotonic()))[0]
            assert ready, "Chromium does not answer."
            self._buffer += os.read(self._reads, 1 << 20)
        words, self._buffer = self._buffer.split(b"\0", 1)
        return dict(json.loads(words))


def _out_of_the_way(fd: int) -> int:
    """Return a descriptor that is none of those on which Chromium talks."""
    moved = fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(fd)
    return moved


@contextmanager
def chromium(home: Path) -> Iterator[DevTools]:
    (to_read, we_write), (we_read, to_write) = (tuple(map(_out_of_the_way, os.pipe())) for _ in range(2))
    flags = [f"--{flag}" for flag in (*_FLAGS.split(), f"user-data-dir={home}/profile")]
    script = _SHELL.format(reads=to_read, writes=to_write)
    browser = subprocess.Popen(
        ["bash", "-c", script, "chromium", *flags, "about:blank"],
        pass_fds=(to_read, to_write), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(to_read)
    os.close(to_write)
    try:
        yield DevTools(we_read, we_write)
    finally:
        browser.terminate()
        with suppress(subprocess.TimeoutExpired):
            browser.wait(20)
        browser.kill()
        browser.wait()
        os.close(we_read)
        os.close(we_write)
