"""What another program sees of our windows on screens of many sizes: whether they, and their buttons, are on them."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Self

import mss
import pytest
from PIL import Image, ImageChops
from Xlib.display import Display

from desktop_agent.core.texts.message import Language, Message
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.lib.paths import languages
from tests.fakes.people.languages import spoken
from tests.fakes.source import ROOT
from tests.fakes.windows.tray_program import panel

LOOKS = 4
ALIKE = 0.97  # of a button's pixels; the pointer may lie on one
Box = tuple[float, float, float, float]  # left, top, right, bottom
# Buttons that decide: without one of them a window is a dead end.
_CARD = {"Refuse", "More…"}
_ASKED = _CARD | {"Approve once"}
_MORE = {"Refuse", "Less", "Refuse with a reason", "Take over", "Stop run"}
_CONSOLE = {"Mode", "Model"}
_RUN = {"Pause", "Resume", "Stop run"}
_UNWRITTEN = _CONSOLE | {"Examples, saved tasks and earlier tasks"}
_RECEIPT = {"Apply the checked items", "Discard all", "Decide later"}
TEMPLATES = ("fill-form", "rename-files", "collect-values", "file-mail")
DECIDE: dict[str, set[str]] = {
    "welcome": {"Write a task", "Start the first task"},
    "model-server": {"Test", "Cancel", "Save"},
    "welcome-key": {"Write a task", "Start the first task"},
    "check": {"Check again"},
    "console": _UNWRITTEN,
    "console-mistake": _CONSOLE | {"Start"},
    "console-problem": _CONSOLE | {"Start", "Choose a model"},
    "console-run": _RUN | {"Tell the model"},
    "console-ended": _CONSOLE | {"Start"},
    "console-asks": _RUN | {"Send answer", "No answer"},
    "console-resume": _UNWRITTEN,
    "console-desk-on": _UNWRITTEN,
    "console-desk-run": _RUN,
    "console-desk-yours": _RUN,  # Resume gives it back, too
    "console-desk-ended": _CONSOLE,
    **{f"settings-{page}": set() for page in range(1, 6)},
    "history": {"Run again", "Open report", "Delete"},
    "history-delete": {"Delete for good", "Cancel"},
    "control": {
        *(
            "New task",
            "Tasks",
            "Show me once",
            "Demo",
            "Pause",
            "Stop",
            "History",
            "Settings",
            "Guide",
            "Keys",
            "Welcome",
        ),
        *("Check this computer", "About Desktop Agent", "Quit"),
    },
    "help": set(),
    "help-keys": set(),
    **{f"card-{kind}": _ASKED for kind in ("click", "type", "warning", "digits", "none")},
    "card-attack": _ASKED,
    "card-application": _CARD | {"Approve once", "Allow"},
    "card-site": _CARD | {"Approve once", "Allow"},
    "card-always": _ASKED,
    "card-unnamed": _ASKED,
    "card-several": _ASKED,
    "card-more": _MORE | {"Approve once", "Approve for this task", "Edit"},
    "card-more-always": _MORE | {"Approve once", Message("Always for this {control}", control=Message("button"))},
    "card-more-application": _MORE | {"Approve once", "Allow", "Look only", "Always"},
    "card-more-attack": _MORE | {"Approve once", "Edit"},
    "card-terminal": _CARD | {"Approve once", "Allow"},
    "edit-click": {"Approve this instead", "Cancel"},
    "edit-type": {"Approve this instead", "Cancel"},
    "reason": {"Refuse", "Cancel"},
    "digits": {"Confirm", "Cancel"},
    "reply": {"Answer", "Cancel"},
    "words": {"Send on resume", "Cancel"},
    "badge": set(),
    "learn-begin": {"Start to watch"},
    "learn-steps": {"Cancel", "Save"},
    **{f"receipt{state}": _RECEIPT for state in ("", "-conflict", "-pictures", "-later", "-taken")},
    "undo": {"Undo the checked changes", "Close"},
    "receipt-discard": _RECEIPT | {"Discard for good", "Cancel"},
    "learn-badge": {"Pause", "Done", "Discard"},
    "guide-bar": {"Done", "Skip", "End"},
    **{f"task-{state}": {"Cancel", "Continue"} for state in ("values", "refused")},
    **{f"task-{state}": {"Cancel", "Start"} for state in ("steps", "here")},
    **{
        f"template-{name}": {"Cancel", "Start"} for name in ("fill-form", "rename-files", "collect-values", "file-mail")
    },
    **{f"task-{state}": {"Cancel", "Save"} for state in ("save", "variables")},
    "task-confirm": {"Cancel", "Let this task run"},
    "banner": {"Resume", "Tell the model", "Stop run"},
}
DEMO_DECIDE: dict[str, set[str]] = {"demo-0": {"Send"}, "demo-3": {"Send"}, "demo-save": {"Save", "Cancel"}}


class Screen:
    """A display of one size with a panel at its lower edge, and what another client sees there."""

    def __init__(self, display: PrivateDisplay) -> None:
        self.display = display
        self._x = Display(display.name)
        self._root = self._x.screen().root
        self._camera = mss.MSS(display=display.name)

    def free(self) -> Box:
        found = self._root.get_full_property(self._x.intern_atom("_NET_WORKAREA"), 0)
        left, top, width, height = found.value[:4]
        return left, top, left + width, top + height

    def box(self, window: int) -> Box:
        one = self._x.create_resource_object("window", window)
        size = one.get_geometry()
        at = one.translate_coords(self._root, 0, 0)
        return -at.x, -at.y, size.width - at.x, size.height - at.y

    def frame(self, window: int) -> Box:
        one = self._x.create_resource_object("window", window)
        while (parent := one.query_tree().parent) and parent.id != self._root.id:
            one = parent
        return self.box(one.id)

    def picture(self) -> Image.Image:
        shot = self._camera.grab(self._camera.monitors[0])
        return Image.frombytes("RGB", shot.size, shot.rgb)

    def close(self) -> None:
        self._camera.close()
        self._x.close()


@contextmanager
def screen(width: int, height: int) -> Iterator[Screen]:
    with tempfile.TemporaryDirectory() as home, PrivateDisplay(width, height) as display, panel(display, Path(home)):
        with pytest.MonkeyPatch.context() as patch:  # libraries read the place of the cookie there
            patch.setenv("XAUTHORITY", str(display.xauthority))
            made = Screen(display)
        try:
            yield made
        finally:
            made.close()


def _named(words: Language, english: str) -> str:
    """Return what a button is called: in the menu's window without the dots that its text ends with."""
    text = words.of(english) if isinstance(english, Message) else words.whole(english)
    return text if text != english else words.whole(f"{english}…").removesuffix("…")


class Shower:
    def __init__(self, screen: Screen, group: str, scale: str, font_px: int, language: str = "en") -> None:
        self._screen = screen
        self._folder = tempfile.TemporaryDirectory()
        words = None if group == "demo" else spoken(language)
        self._named = partial(_named, words) if words else str
        environment = screen.display.environment() | {
            "QT_SCALE_FACTOR": scale, "DESKTOP_AGENT_HOME": self._folder.name, "HOME": self._folder.name,
            "SHOWN_LANGUAGE": language, "DESKTOP_AGENT_UI__LANGUAGE": language if language in languages() else "en",
        }  # fmt: skip
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.fakes.windows.shown_windows", group, str(font_px)],
            env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._line()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()
        self._folder.cleanup()

    def faults(self, name: str, decide: set[str]) -> list[str]:
        """Show a window; return what is wrong with it, in words."""
        decide = set(map(self._named, decide))
        found = self._look(name, decide)
        for _ in range(LOOKS):
            if not found:
                break
            # On a busy machine the window manager may not be done yet.
            found = self._look("again", decide)
        return found

    def painted(self, name: str) -> Image.Image:
        _, file = self._told(name)
        return Image.open(io.BytesIO(file.read_bytes())).convert("RGB")

    def words_at_fault(self, name: str) -> list[str]:
        """Return which texts of a window are cut, and which of its controls lie over each other."""
        reported, _ = self._told(name)
        return [*reported["cut"], *(f"over each other: {one}" for one in reported["over"])]

    def texts(self, name: str) -> list[str]:
        texts: list[str] = self._told(name)[0]["texts"]
        return texts

    def tables(self, name: str) -> list[tuple[int, bool]]:
        """Return how many rows of each table are seen whole, and whether the window scrolls around it."""
        return [(rows, scrolls) for rows, scrolls in self._told(name)[0]["tables"]]

    def _told(self, name: str) -> tuple[dict[str, Any], Path]:
        file = Path(self._folder.name, "window.png")
        assert self._process.stdin is not None
        self._process.stdin.write(f"{name} {file}\n")
        self._process.stdin.flush()
        reported: dict[str, Any] = json.loads(self._line())
        return reported, file

    def _look(self, name: str, decide: set[str]) -> list[str]:
        reported, file = self._told(name)
        picture = self._screen.picture()
        return [*self._outside(reported, decide), *self._unlike(reported, decide, picture, file), *_words(reported)]

    def _outside(self, told: dict[str, Any], decide: set[str]) -> Iterator[str]:
        free = self._screen.free()
        box = self._screen.box(told["id"])
        frame = self._screen.frame(told["id"])
        if not _inside(frame, free):
            yield f"window {frame} is not within {free}"
        yield from (f"no button {one}" for one in sorted(decide - set(told["buttons"])))
        for one in sorted(decide & set(told["buttons"])):
            if not _inside(_moved(told["buttons"][one], box), (max(free[0], box[0]), max(free[1], box[1]),
                           min(free[2], box[2]), min(free[3], box[3]))):  # fmt: skip
                yield f"button {one} is not on the screen"
            elif one in told["hidden"]:
                yield f"button {one} is partly hidden in its window"

    def _unlike(self, told: dict[str, Any], decide: set[str], picture: Image.Image, file: Path) -> Iterator[str]:
        painted = Image.open(io.BytesIO(file.read_bytes())).convert("RGB")
        box = self._screen.box(told["id"])
        for one in sorted(decide & set(told["buttons"])):
            part = told["buttons"][one]
            left = part[0]
            top = part[1]
            right = part[0] + part[2]
            bottom = part[1] + part[3]
            here = round(left), round(top), round(right), round(bottom)
            there = (here[0] + box[0], here[1] + box[1], here[2] + box[0], here[3] + box[1])
            if _alike(painted.crop(here), picture.crop(there)) < ALIKE:
                yield f"button {one} is not what the screen shows there"

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the windows' process has ended"
        return line


def _words(told: dict[str, Any]) -> Iterator[str]:
    yield from (f"cut: {one}" for one in told["cut"])
    yield from (f"over each other: {one}" for one in told["over"])
    yield from (f"a slit: {one}" for one in told["narrow"])
    yield from (f"a short table: {one}" for one in told["short"])


def _moved(part: list[float], box: Box) -> Box:
    return box[0] + part[0], box[1] + part[1], box[0] + part[0] + part[2], box[1] + part[1] + part[3]


def _inside(one: Box, other: Box) -> bool:
    return one[0] >= other[0] - 1 and one[1] >= other[1] - 1 and one[2] <= other[2] + 1 and one[3] <= other[3] + 1


def _alike(one: Image.Image, other: Image.Image) -> float:
    different = ImageChops.difference(one, other).convert("L").point(lambda value: 255 if value > 24 else 0)
    return 1 - different.histogram()[255] / max(1, one.width * one.height)
