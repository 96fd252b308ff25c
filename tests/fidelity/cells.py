"""What a scripted model asks for in a field of a real application, one cell after the other, and what came of it.

The server's answer to each picture is one action of a cell. While it prepares and judges, the run waits for the model,
as ever; a look of its own stands between, so that the program decides on a true picture. A run that ends within a cell
(three refusals in a row, say) has told the model why; the next cells get a new one.
"""

import os
import subprocess
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from desktop_agent.core.geometry import ImagePoint
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.host.prepare import prepare
from desktop_agent.host.spec import HostParts, RunSpec
from desktop_agent.lib.paths import places
from desktop_agent.screen.ocr.reader import OcrReader
from desktop_agent.settings import load
from tests.bench.fidelity.corpora import CORPORA
from tests.fakes.copied import SECRETS, Copied, Formats
from tests.fakes.fields import Field
from tests.fakes.hands import Hands
from tests.fakes.script import Answer, asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.waiting import wait_until

Action = Mapping[str, object]
Body = Mapping[str, Any]
Conversation = Generator[Answer, Body, None]
LOOK = {"type": "screenshot"}
_MOST_MINUTES = 30
# What any model does that is told so.
_AGAIN, _TRIES = "decide again", 3
_LOCKS = {"Caps Lock": "Caps_Lock", "Num Lock": "Num_Lock"}
_TEXT_WITHIN_S, _NOTES_WITHIN_S = 4.0, 3.0


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of a cell, by the application's word."""

    wrong: str = ""
    """What is not as meant; empty when all is."""
    leak: str = ""
    """What of the person's own copies came where it should not, or was lost."""


class Cell(Protocol):
    """One thing for a model to ask for."""

    name: str

    def prepare(self) -> None:
        """Have the application and the keyboard as they are to be."""

    def actions(self) -> Iterable[Action]:
        """Yield the actions, each an answer of its own."""

    def judge(self) -> Judged:
        """Compare what came with what was meant."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a cell ended: exact, told to the model by notes, or wrong in silence."""

    name: str
    judged: Judged
    notes: tuple[str, ...]

    @property
    def is_failure(self) -> bool:
        """Tell whether it is one of those that must not be."""
        return bool(self.judged.wrong and not self.notes) or bool(self.judged.leak)


class CellDriver:
    """Does cells in real runs, as many as it takes."""

    def __init__(self, cells: Sequence[Cell], reader: OcrReader) -> None:
        """Take the cells, and a reader that stays open."""
        self._left = list(cells)
        self._reader = reader
        self._outcomes: list[Outcome] = []
        self._notes: list[str] = []

    def run(self) -> list[Outcome]:
        """Do all of them."""
        while self._left:
            before = len(self._left)
            self._run_once()
            if len(self._left) == before:  # the run ended within this cell, and has said why
                self._finish(self._left.pop(0))
        return self._outcomes

    def _run_once(self) -> None:
        conversation = self._conversation()
        next(conversation)
        with ScriptedServer([conversation.send] * 100_000, strict=False) as server:
            result = prepare(RunSpec("Work.", _settings(server.base_url)), parts=HostParts(self._reader)).run()
            if result.status != "completed":
                self._notes.append(f"(the run ended: {result.message})")

    def _conversation(self) -> Conversation:
        yield Answer()  # nobody hears it
        while self._left:
            cell = self._left[0]
            self._notes = []
            yield from self._ask(cell)
            self._finish(self._left.pop(0))
        yield says("Done.")

    def _ask(self, cell: Cell) -> Conversation:
        cell.prepare()
        yield asks(LOOK)
        for action in cell.actions():
            for _ in range(_TRIES):
                self._notes = list(_notes((yield asks(action))))
                if not any(_AGAIN in note for note in self._notes):
                    break

    def _finish(self, cell: Cell) -> None:
        self._outcomes.append(Outcome(cell.name, cell.judge(), tuple(self._notes)))


@dataclass(frozen=True, slots=True)
class Keyboard:
    """The layout and the locks of a display, set by other programs than ours."""

    display: PrivateDisplay

    def become(self, layout: str) -> None:
        """Have a layout, and both locks off."""
        if wrong := [_LOCKS[name] for name in self.locks()]:
            Hands(self.display).press(*wrong)
            wait_until(lambda: not self.locks(), "the locks")
        subprocess.run(["setxkbmap", "-option", "", layout], env=self.display.environment(), check=True, timeout=60)

    def locks(self) -> set[str]:
        """Return the locks that are on."""
        told = subprocess.run(
            ["xset", "q"], env=self.display.environment(), capture_output=True, text=True, check=True, timeout=60
        ).stdout
        lights = " ".join(told.split())
        return {name for name in _LOCKS if f"{name}: on" in lights}


@dataclass(slots=True)
class TextCell:
    """One of the texts in one field: a click into it and the text; then the field is read.

    Before, the person has copied and marked something, in three formats; afterwards both must be there as before, and
    neither may be in the field.
    """

    name: str
    into: Field
    layout: str
    copied: Copied
    _before: dict[str, Formats] = field(default_factory=dict)

    @property
    def _keyboard(self) -> Keyboard:
        return Keyboard(self.into.app.display)

    def prepare(self) -> None:
        """Empty the field by other hands, copy and mark something as the person, and set the keyboard."""
        self._keyboard.become("us")
        wait_until(lambda: not self.into.ask("empty")["text"], f"an empty {self.into.name}")
        self._before = self.copied.renew()
        self._keyboard.become(self.layout)

    def actions(self) -> Iterator[Action]:
        """Ask for a click, for each text a little beside the last, and for the text."""
        at = self.into.at()
        beside = list(CORPORA).index(self.name) * 7
        yield {"type": "click", "x": at.x - 20 + beside, "y": at.y}
        yield {"type": "type", "text": CORPORA[self.name]}

    def judge(self) -> Judged:
        """Compare the field and the selections with what they should be."""
        text = CORPORA[self.name]
        locks, left = self._keyboard.locks(), self.copied.formats()
        self._keyboard.become("us")
        came = _plain(self.into.text_once(text, within_s=_TEXT_WITHIN_S))
        wrong = "" if came == _plain(text) else f"meant {text!r}, came {came!r}"
        return Judged(wrong or ", ".join(locks), self._leak(came, left))

    def _leak(self, came: str, left: dict[str, Formats]) -> str:
        leaks = [f"the person's {name} is in the field" for name, secret in SECRETS.items() if secret in came]
        for name, formats in self._before.items():
            lost = sorted(target for target, content in formats.items() if left[name].get(target) != content)
            if lost:
                leaks.append(f"{name} is not as before: {', '.join(lost)[:120]}")
        return "; ".join(leaks)


@dataclass(slots=True)
class Path:
    """A drag through five points of the area."""

    on: Field
    name: str = "path"
    points: Sequence[tuple[int, int]] = ((20, 20), (30, 80), (150, 30), (60, 70), (170, 50))

    def prepare(self) -> None:
        """Forget what was noted."""
        self.on.ask("forget")

    def actions(self) -> Iterator[Action]:
        """Ask for the drag."""
        area = self.on.area()
        yield {"type": "drag", "path": [{"x": area.x + x, "y": area.y + y} for x, y in self.points]}

    def judge(self) -> Judged:
        """Look for each point in the window's own notes."""
        _wait_for(lambda: self.on.seen("release"))
        came = {(round(note["x"]), round(note["y"])) for note in self.on.seen("press", "motion", "release")}
        missed = [p for p in self.points if not any(max(abs(p[0] - x), abs(p[1] - y)) <= 1 for x, y in came)]
        return Judged(f"missed {missed}" if missed else "")


@dataclass(slots=True)
class HeldScroll:
    """The wheel with Ctrl held, over the area."""

    on: Field
    name: str = "ctrl+scroll"

    def prepare(self) -> None:
        """Forget what was noted."""
        self.on.ask("forget")

    def actions(self) -> Iterator[Action]:
        """Ask for the scroll."""
        area = self.on.area()
        at = ImagePoint(area.x + 67, area.y + 53)
        yield {"type": "scroll", "x": at.x, "y": at.y, "scroll_x": 0, "scroll_y": 200, "keys": ["ctrl"]}

    def judge(self) -> Judged:
        """Look into the window's own notes."""
        _wait_for(lambda: self.on.seen("wheel"))
        turns = self.on.seen("wheel")
        good = bool(turns) and all("ctrl" in turn["held"] and turn["dy"] > 0 for turn in turns)
        return Judged("" if good else f"came {turns}")


def _wait_for(notes: Callable[[], object]) -> None:
    with suppress(AssertionError):  # the judge says what is there instead
        wait_until(notes, within_s=_NOTES_WITHIN_S)


def _plain(text: str) -> str:
    """Return a text without what no field tells: tabs and blanks before a sheet's empty cells."""
    return "\n".join(line.rstrip("\t") for line in text.split("\n"))


def _notes(body: Body) -> Iterable[str]:
    """Yield what the model is told besides the newest picture; where the history is sent along, that comes before."""
    items = body["input"]
    last = max((at for at, item in enumerate(items) if item.get("type") == "computer_call_output"), default=-1)
    for item in items[last + 1 :] if last >= 0 else items[-1:]:
        if item.get("role") == "user":
            yield from (part["text"] for part in item["content"] if part["type"] == "input_text")


def _settings(base_url: str) -> Any:  # noqa: ANN401 - what `load` returns
    flags: dict[str, object] = {
        "provider.base_url": base_url, "provider.dialect": "preview", "provider.coordinates": "viewport",
        "provider.chain": True, "run.mode": "auto", "run.max_steps": 100_000, "run.max_minutes": _MOST_MINUTES,
        "run.record": False,
    }  # fmt: skip
    return load(places().config_file, os.environ, flags).settings
