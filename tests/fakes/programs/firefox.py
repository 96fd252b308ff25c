"""Firefox without a window, driven by its own remote protocol (WebDriver BiDi)."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

WHY_NOT = "" if shutil.which("firefox-esr") else "Firefox is not installed."
_PATIENCE_S = 60.0
_LISTENS = re.compile(rb"WebDriver BiDi listening on (ws://\S+)")


class Firefox:
    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self.call("session.new", capabilities={})
        self._page = self.call("browsingContext.getTree")["contexts"][0]["context"]

    def call(self, method: str, **params: object) -> Mapping[str, Any]:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        words = json.loads(self._socket.recv(_PATIENCE_S))
        while words.get("id") != number:
            words = json.loads(self._socket.recv(_PATIENCE_S))
        assert words["type"] == "success", words
        return dict(words["result"])

    def open(self, address: str) -> None:
        self.call("browsingContext.navigate", context=self._page, url=address, wait="complete")

    def value(self, script: str) -> Any:  # noqa: ANN401 - whatever the page answers
        whole = f"Promise.resolve({script}).then(JSON.stringify)"
        words = self.call("script.evaluate", expression=whole, target={"context": self._page}, awaitPromise=True)
        assert words["type"] == "success", words
        return json.loads(words["result"].get("value", "null"))

    def until(self, script: str) -> None:
        wait = f"new Promise(r => {{ const t = () => ({script}) ? r(true) : setTimeout(t, 10); t(); }})"
        assert self.value(wait) is True

    def size(self, width: int, height: int) -> None:
        self.call("browsingContext.setViewport", context=self._page, viewport={"width": width, "height": height})

    def click(self, x: float, y: float) -> None:
        acts = [
            {"type": "pointerMove", "x": round(x), "y": round(y)},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        mouse = {"type": "pointer", "id": "mouse", "actions": acts}
        self.call("input.performActions", context=self._page, actions=[mouse])


@contextmanager
def firefox(home: Path) -> Iterator[Firefox]:
    profile = home / "firefox"
    profile.mkdir()
    browser = subprocess.Popen(
        ["firefox-esr", "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert browser.stderr is not None
        listens = next(found for line in browser.stderr if (found := _LISTENS.search(line)))
        with connect(f"{listens[1].decode()}/session", max_size=None, proxy=None) as socket:
            yield Firefox(socket)
    finally:
        browser.terminate()
        browser.wait(20)
        if browser.stderr is not None:
            browser.stderr.close()
