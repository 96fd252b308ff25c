"""Applications to act on, each with the way to read back what reached it: its file, never our own word."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_agent.core.pictures import ImagePoint
from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.programs.apps import App, running
from tests.fakes.waiting import PATIENCE_S, wait_until


@dataclass(frozen=True, slots=True)
class Target:
    """An application with a text field: where to click, and the file that tells what it holds."""

    name: str
    app: App
    file: Path

    def field(self) -> ImagePoint:
        left, top, width, height = self.app.frame()
        return ImagePoint(left + width // 2, top + height // 4)

    def surface(self, dx: int = 0, dy: int = 0) -> ImagePoint:
        left, top, width, height = self.app.frame()
        return ImagePoint(left + width // 2 + dx, top + height * 3 // 4 + dy)

    def empty(self) -> None:
        if self.name == "xterm":
            self.file.write_bytes(b"")
            return
        # A window manager may hand the click on after the keys: then once more.
        _give_up_quietly(lambda: self._select_and_delete() and (self.name == "gtk" or not self.seen()["text"]))
        if self.name == "gtk":  # it tells nothing until it is saved, and may still have had another layout in mind
            self._select_and_delete()

    def _select_and_delete(self) -> bool:
        at = self.field()
        words = ["xdotool", "mousemove", at.x, at.y, "click", "1", "sleep", "0.05", "key", "ctrl+a", "key", "Delete"]
        subprocess.run(list(map(str, words)), env=self.app.display.environment(), check=True)
        return True

    def text(self, length: int) -> str:
        """Return the text that the application has, once it has `length` characters of it (mousepad: once saved)."""
        if self.name == "gtk":
            before = self.file.stat().st_mtime_ns
            wait_until(lambda: self._save() != before, "mousepad's file")
        else:
            _give_up_quietly(lambda: len(self.now()) >= length)
        return self.now()

    def _save(self) -> int:
        """Save, and return when the file was written; on a busy machine a layout that is new takes the first keys."""
        before = self.file.stat().st_mtime_ns
        save = ["xdotool", "key", "--delay", "20", "ctrl+s"]
        subprocess.run(save, env=self.app.display.environment(), check=True)
        _give_up_quietly(lambda: self.file.stat().st_mtime_ns != before, within_s=10)
        return self.file.stat().st_mtime_ns

    def now(self) -> str:
        """Return the text that the application has now, or (mousepad) had when it saved."""
        if self.name == "qt":
            return str(self.seen()["text"])
        if self.name == "gtk":
            return self.file.read_text().removesuffix("\n")  # mousepad ends its file with one of its own
        return self.file.read_bytes().decode(errors="replace").replace("\r", "\n")

    def seen(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.file.read_text())
        return content

    def noted(self, *kinds: str) -> list[dict[str, Any]]:
        return [note for note in self.seen()["seen"] if note["kind"] in kinds]


@contextmanager
def target(name: str, display: PrivateDisplay, home: Path) -> Iterator[Target]:
    """Start mousepad ("gtk"), our Qt window ("qt") or a raw xterm ("xterm")."""
    home.mkdir(parents=True, exist_ok=True)
    file = home / f"{name}.out"
    if name != "qt":
        file.write_text("")
    is_raw = home / "raw"
    raw = f"stty raw -echo; touch '{is_raw}'; exec cat >> '{file}'"
    commands: dict[str, tuple[list[str | Path], str]] = {
        "gtk": (["mousepad", file], file.name),
        "qt": ([sys.executable, "-m", "tests.input.qt_target", file], "^Qt target$"),
        "xterm": (["xterm", "-T", "raw terminal", "-e", raw], "^raw terminal$"),
    }
    command, title = commands[name]
    with running(command, display, home / "home", title) as app:
        wait_until((is_raw if name == "xterm" else file).exists, f"{name} to take keys")
        yield Target(name, app, file)


def layout(name: str, display: PrivateDisplay) -> None:
    subprocess.run(["setxkbmap", "-option", "", name], env=display.environment(), check=True)


def _give_up_quietly(condition: Callable[[], bool], within_s: float = PATIENCE_S) -> None:
    with suppress(AssertionError):  # the test compares and shows what is there
        wait_until(condition, within_s=within_s)
