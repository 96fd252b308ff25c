"""What a scripted model asks for in a field of a real application, and what came of it.

The server's answer to each picture is one action of a cell; a look of its own stands between, so that the program
decides on a true picture. A run that ends within the cell (three refusals in a row, say) has told the model why.
"""

import os
import subprocess
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.lib.paths import places
from desktop_agent.runtime.prepare import prepare
from desktop_agent.runtime.spec import HostParts, RunSpec
from desktop_agent.screen.ocr.reader import OcrReader
from desktop_agent.settings import load
from tests.bench.fidelity.corpora import CORPORA
from tests.fakes.people.hands import Hands
from tests.fakes.programs.copied import SECRETS, Copied, Formats
from tests.fakes.programs.fields import Field
from tests.fakes.servers.script import Answer, asks, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.waiting import wait_until

Action = Mapping[str, object]
Body = Mapping[str, Any]
Conversation = Generator[Answer, Body, None]
LOOK = {"type": "screenshot"}
_MOST_MINUTES = 30
# What any model does that is told so.
_AGAIN = "decide again"
_TRIES = 3
_LOCKS = {"Caps Lock": "Caps_Lock", "Num Lock": "Num_Lock"}
_TEXT_WITHIN_S = 4.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a cell ended: exact, told to the model by notes, or wrong in silence."""

    wrong: str
    leak: str  # what of the person's own copies came where it should not, or was lost
    notes: tuple[str, ...]

    @property
    def is_failure(self) -> bool:
        return bool(self.wrong and not self.notes) or bool(self.leak)


class TextRun:
    """Does one cell in a real run."""

    def __init__(self, cell: "TextCell", reader: OcrReader) -> None:
        self._cell = cell
        self._reader = reader
        self._notes: list[str] = []

    def outcome(self) -> Outcome:
        conversation = self._conversation()
        next(conversation)
        with ScriptedServer([conversation.send] * 100_000, strict=False) as server:
            result = prepare(RunSpec("Work.", settings_for(server.base_url)), parts=HostParts(self._reader)).run()
        if result.status != "completed":
            self._notes.append(f"(the run ended: {result.message})")
        return Outcome(*self._cell.judge(), tuple(self._notes))

    def _conversation(self) -> Conversation:
        yield Answer()  # nobody hears it
        self._cell.prepare()
        yield asks(LOOK)
        for action in self._cell.actions():
            for _ in range(_TRIES):
                self._notes = list(notes_in((yield asks(action))))
                if not any(_AGAIN in note for note in self._notes):
                    break
        yield says("Done.")


@dataclass(frozen=True, slots=True)
class Keyboard:
    """The layout and the locks of a display, set by other programs than ours."""

    display: PrivateDisplay

    def become(self, layout: str) -> None:
        if wrong := [_LOCKS[name] for name in self.locks()]:
            Hands(self.display).press(*wrong)
            wait_until(lambda: not self.locks(), "the locks")
        subprocess.run(["setxkbmap", "-option", "", layout], env=self.display.environment(), check=True, timeout=60)

    def locks(self) -> set[str]:
        output = subprocess.run(
            ["xset", "q"], env=self.display.environment(), capture_output=True, text=True, check=True, timeout=60
        ).stdout
        lights = " ".join(output.split())
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
        self._keyboard.become("us")
        wait_until(lambda: not self.into.ask("empty")["text"], f"an empty {self.into.name}")
        self._before = self.copied.renew()
        self._keyboard.become(self.layout)

    def actions(self) -> Iterator[Action]:
        at = self.into.at()
        beside = list(CORPORA).index(self.name) * 7
        yield {"type": "click", "x": at.x - 20 + beside, "y": at.y}
        yield {"type": "type", "text": CORPORA[self.name]}

    def judge(self) -> tuple[str, str]:
        text = CORPORA[self.name]
        locks = self._keyboard.locks()
        left = self.copied.formats()
        self._keyboard.become("us")
        came = _plain(self.into.text_once(text, within_s=_TEXT_WITHIN_S))
        wrong = "" if came == _plain(text) else f"meant {text!r}, came {came!r}"
        leaks = [f"the person's {name} is in the field" for name, secret in SECRETS.items() if secret in came]
        for name, formats in self._before.items():
            lost = sorted(target for target, content in formats.items() if left[name].get(target) != content)
            if lost:
                leaks.append(f"{name} is not as before: {', '.join(lost)[:120]}")
        return wrong or ", ".join(locks), "; ".join(leaks)


def _plain(text: str) -> str:
    """Return a text without what no field tells: tabs and blanks before a sheet's empty cells."""
    return "\n".join(line.rstrip("\t") for line in text.split("\n"))


def notes_in(body: Body) -> Iterable[str]:
    """Yield what the model is told besides the newest picture; where the history is sent along, that comes before."""
    items = body["input"]
    last = max((at for at, item in enumerate(items) if item.get("type") == "computer_call_output"), default=-1)
    for item in items[last + 1 :] if last >= 0 else items[-1:]:
        if item.get("role") == "user":
            yield from (part["text"] for part in item["content"] if part["type"] == "input_text")


def settings_for(base_url: str, **more: object) -> Any:  # noqa: ANN401 - what `load` returns
    flags: dict[str, object] = {
        "provider.base_url": base_url, "provider.dialect": "preview", "provider.coordinates": "viewport",
        "provider.chain": True, "run.mode": "auto", "run.max_steps": 100_000, "run.max_minutes": _MOST_MINUTES,
        "run.record": False, **more,
    }  # fmt: skip
    return load(places().config_file, os.environ, flags).settings
