"""Five tasks for a scripted model, each in another application, with the outcome where that application keeps it.

They say what to do once, in pixels of the screen; a scripted server writes it in the words and the space of a dialect,
or in the format of a model's family.
Built on: editor and terminal; measured on: page, files and form.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.model.dialect_names import DIALECT_NAMES
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.families import FAMILY_NAMES
from desktop_agent.settings.answers import AppPermissionStore
from tests.fakes.apps import App, running
from tests.fakes.browser import browsing
from tests.fakes.debian_apps import file_manager, mousepad, xterm
from tests.fakes.form_page import PLACES, form_page
from tests.fakes.order_window import TITLE
from tests.fakes.script import Item, asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.waiting import wait_until
from tests.fakes.warm import program

Items = list[Item]
TEXT = "Grüße aus Köln – ☕ 🚀\nZweite Zeile: ÄÖÜ ß"
_KEPT_WITHIN_S = 10.0


@dataclass(frozen=True, slots=True)
class OpenedTask:
    """A task whose application is open: what the model answers one after the other, and what came of it."""

    answers: Sequence[Items]
    outcome: Callable[[], object]  # what the application has kept; None until it has
    wanted: object


@dataclass(frozen=True, slots=True)
class FamilyTask:
    """A task: how it is opened, and what a person has let the run do in that application."""

    name: str
    opened: Callable[[PrivateDisplay, Path], contextlib.AbstractContextManager[OpenedTask]]
    program: str  # that the run is let work in
    let: tuple[str, ...] = ()  # rules that are let


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose words a model answers in: a dialect's, or a family's in the dialect of functions; and the flags for it.

    `checks`: its server has safety checks, which a person has to confirm whatever the mode is.
    """

    name: str
    flags: tuple[str, ...]
    checks: bool = False


SPEAKERS: Mapping[str, Speaker] = {
    **{name: Speaker(name, ("--provider", "ollama", "--model", name, "--family", name)) for name in FAMILY_NAMES},
    **{
        name: Speaker(
            name, ("--provider", dialect_named(name).profile, "--dialect", name), checks=dialect_named(name).has_checks
        )
        for name in DIALECT_NAMES
        if name != "functions"  # the families are how that is spoken
    },
}


@dataclass(frozen=True, slots=True)
class FamilyRun:
    """What came of a run."""

    code: int
    outcome: object
    wanted: object
    out: str
    err: str

    @property
    def good(self) -> bool:
        """Tell whether the application holds what was meant."""
        return self.code == 0 and self.outcome == self.wanted


def _click(at: Sequence[int]) -> Item:
    return {"type": "click", "x": at[0], "y": at[1], "button": "left"}


def _double_click(at: Sequence[int]) -> Item:
    return {"type": "double_click", "x": at[0], "y": at[1]}


def _types(text: str) -> Item:
    return {"type": "type", "text": text}


def _keys(keys: Sequence[str]) -> Item:
    return {"type": "keypress", "keys": list(keys)}


def _drag(*points: Sequence[int]) -> Item:
    return {"type": "drag", "path": [{"x": x, "y": y} for x, y in points]}


def _scroll(x: int, y: int) -> Item:
    return {"type": "scroll", "x": x, "y": y, "scroll_x": 0, "scroll_y": 600}


@contextlib.contextmanager
def _editor(display: PrivateDisplay, folder: Path) -> Iterator[OpenedTask]:
    saved = folder / "grüße.txt"
    with mousepad(display, folder / "home") as app:
        answers: list[Items] = [
            [_click(_middle(app))],
            [_types(TEXT), _keys(["ctrl", "shift", "s"])],
            [_keys(["ctrl", "a"])],
            [_types(f"{saved}\n")],
        ]
        yield OpenedTask(answers, lambda: _read(saved), TEXT)


@contextlib.contextmanager
def _terminal(display: PrivateDisplay, folder: Path) -> Iterator[OpenedTask]:
    (folder / "names.txt").write_text("Zoë\nAda\nÖzil\n", encoding="utf-8")
    sorted_names = folder / "sorted.txt"
    with xterm(display, folder / "home", f"cd '{folder}' && exec sh") as app:
        answers: list[Items] = [
            [_click(_middle(app))],
            [_types("sort names.txt > sorted.tmp && mv sorted.tmp sorted.txt"), _keys(["enter"])],
        ]
        yield OpenedTask(answers, lambda: _read(sorted_names), "Ada\nZoë\nÖzil\n")


@contextlib.contextmanager
def _page(display: PrivateDisplay, folder: Path) -> Iterator[OpenedTask]:
    kept = folder / "order.json"
    with (
        form_page(kept) as address,
        browsing(display, folder / "home", address, "Order", more=("kiosk",)),
    ):
        at = {name: list(place) for name, place in PLACES.items()}
        answers: list[Items] = [
            [_click(at["name"]), _types("Åsa Ñandú 🚀")],
            [_keys(["tab"]), _types("two lines\nhere")],
            [_click(at["gift"])],
            [_drag(at["knob"], at["end"])],
            *([[_scroll(900, 500)]] * 4),
            [_double_click(at["word"]), _keys(["ctrl", "c"])],
            [_click(at["copy"]), _keys(["ctrl", "v"])],
            [_click(at["send"])],
        ]
        wanted = {"name": "Åsa Ñandú 🚀", "words": "two lines\r\nhere", "gift": "on", "far": "100", "copy": "Sesam"}
        yield OpenedTask(answers, lambda: _kept(kept), wanted)


@contextlib.contextmanager
def _files(display: PrivateDisplay, folder: Path) -> Iterator[OpenedTask]:
    papers = folder / "papers"
    (papers / "archive").mkdir(parents=True)
    (papers / "draft.txt").write_text("words", encoding="utf-8")
    with file_manager(display, folder / "home", papers) as app:
        left, top, width, _ = app.frame()
        first, second = [left + 206, top + 100], [left + 301, top + 100]
        answers: list[Items] = [
            [_drag(second, first)],
            [_double_click(first)],
            [_click(first), _keys(["f2"])],
            [_keys(["ctrl", "a"]), _types("final version ß.txt\n")],
            [_click([left + width - 60, top + 300])],
        ]
        wanted = ["archive", "archive/final version ß.txt"]
        yield OpenedTask(answers, lambda: sorted(str(one.relative_to(papers)) for one in papers.rglob("*")), wanted)


@contextlib.contextmanager
def _form_window(display: PrivateDisplay, folder: Path) -> Iterator[OpenedTask]:
    kept = folder / "kept.json"
    command = [sys.executable, "-m", "tests.fakes.order_window", str(kept)]
    with running(command, display, folder / "home", TITLE, talking=True) as app:
        assert app.process.stdout is not None
        left, top, _, _ = app.frame()
        places: dict[str, list[int]] = json.loads(app.process.stdout.readline())
        at = {part: [left + x, top + y] for part, (x, y) in places.items()}
        answers: list[Items] = [
            [_click(at["name"]), _types("Jürgen Groß ☕")],
            [_click(at["gift"])],
            [_double_click(at["large"])],
            [_drag(at["knob"], at["end"])],
            *([[_scroll(at["gift"][0] + 40, at["gift"][1])]] * 3),
            [_click(at["save"])],
        ]
        wanted = {"name": "Jürgen Groß ☕", "gift": True, "chosen": ["large"], "far": 100}
        yield OpenedTask(answers, lambda: _kept(kept), wanted)


BUILT_ON: tuple[FamilyTask, ...] = (
    FamilyTask("editor", _editor, "mousepad"),
    FamilyTask("terminal", _terminal, "xterm", ("terminal", "shell-line")),
)
MEASURED_ON: tuple[FamilyTask, ...] = (
    FamilyTask("page", _page, "chromium"),
    FamilyTask("files", _files, "pcmanfm"),
    FamilyTask("form", _form_window, "python3"),
)


def run_of(task: FamilyTask, speaker: Speaker, display: PrivateDisplay, folder: Path, *, stream: bool) -> FamilyRun:
    """Have a scripted model do a task in a speaker's words, and tell what the application holds."""
    folder.mkdir(parents=True)
    with task.opened(display, folder) as opened:
        answers = [replace(asks(*acts), size=display.size) for acts in opened.answers]
        dialect = "functions" if speaker.name in FAMILY_NAMES else speaker.name
        with ScriptedServer([*answers, says("Done.")], dialect=dialect, stream=stream) as server:
            words = ("run", "Do the task", *speaker.flags, "--base-url", server.base_url.removesuffix("/v1"))
            how = ("--mode", "auto", "--stream" if stream else "--no-stream", "--json")
            done = subprocess.run(
                program(*words, *how, "--allow", f"{task.program}=everything"),
                env=display.environment() | _environment(task, folder),
                stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=180,
                start_new_session=True,
            )  # fmt: skip
        if done.returncode == 0:
            with contextlib.suppress(AssertionError):
                wait_until(lambda: opened.outcome() == opened.wanted, within_s=_KEPT_WITHIN_S)
        return FamilyRun(done.returncode, opened.outcome(), opened.wanted, done.stdout, done.stderr)


def _environment(task: FamilyTask, folder: Path) -> dict[str, str]:
    home = folder / "agent"
    kept = AppPermissionStore(home / "config" / "applications.toml")
    if task.let:
        kept.allow(str(Path(f"/usr/bin/{task.program}").resolve()), "", "everything", "always")
    return {
        "DESKTOP_AGENT_HOME": str(home),
        "DESKTOP_AGENT_RUN__APPROVER": "none",
        **{f"DESKTOP_AGENT_BUILTIN__{rule.upper()}": "allow" for rule in task.let},
    }


def _middle(app: App) -> list[int]:
    left, top, width, height = app.frame()
    return [left + width // 2, top + height // 2]


def _read(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.exists() else None


def _kept(file: Path) -> object:
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None
