"""Somebody else's hands on a display: xdotool, for tests that must not use our own input."""

import subprocess
from dataclasses import dataclass

from tests.fakes.desktops.display import Display
from tests.fakes.waiting import wait_until


@dataclass(frozen=True, slots=True)
class Hands:
    """Points, clicks and types on one display by XTEST, with a program that is not ours."""

    display: Display

    def click(self, x: int, y: int, button: int = 1, count: int = 1) -> None:
        # Without --sync: it waits 15 s for a pointer that is there already to move.
        self._do("mousemove", x, y, "click", "--repeat", count, "--delay", 60, button)

    def move(self, x: int, y: int) -> None:
        self._do("mousemove", x, y)

    def press(self, *keys: str) -> None:
        self._do("key", "--delay", 20, *keys)

    def let_go(self, key: str) -> None:
        self._do("keyup", key)

    def type(self, text: str, every_ms: int = 8) -> None:
        self._do("type", "--delay", every_ms, text)

    def paste(self, text: str) -> None:
        self.select(text, "clipboard")
        self.press("ctrl+v")

    def select(self, text: str, selection: str = "primary") -> None:
        subprocess.run(
            ["xclip", "-selection", selection, "-in"], input=text.encode(), env=self.display.environment(),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True, timeout=60,
        )  # fmt: skip
        # xclip ends, and its child only then tells the X server that the selection is its own: until that, whoever
        # pastes gets what was there before.
        wait_until(lambda: self.selected(selection) == text.encode(), f"the text to be the {selection} selection")

    def selected(self, selection: str) -> bytes:
        command = ["xclip", "-selection", selection, "-out", "-target", "UTF8_STRING"]
        return subprocess.run(
            command, env=self.display.environment(), capture_output=True, check=False, timeout=60
        ).stdout

    def wait_for_window(self, title: str) -> None:
        wait_until(lambda: self._do("getwindowfocus", "getwindowname").strip() == title, title)

    def focus(self) -> int:
        return int(self._do("getwindowfocus"))

    def under_pointer(self) -> int:
        words = dict(line.split("=", 1) for line in self._do("getmouselocation", "--shell").splitlines())
        return int(words["WINDOW"])

    def pointer(self) -> tuple[int, int]:
        words = dict(line.split("=", 1) for line in self._do("getmouselocation", "--shell").splitlines())
        return int(words["X"]), int(words["Y"])

    def _do(self, *words: object) -> str:
        command = ["xdotool", *map(str, words)]
        done = subprocess.run(
            command, env=self.display.environment(), capture_output=True, text=True, check=True, timeout=30
        )
        return done.stdout
