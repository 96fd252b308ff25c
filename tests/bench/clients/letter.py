"""One client writes a letter in an editor, told by a script, and is broken off in the middle of another one.

The oracle is the editor's own file, and for what the client passes on the requests that the model has got.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.clients.environments import version_of
from tests.bench.clients.table import Client, Job, Start
from tests.fakes.apps import running
from tests.fakes.model_for_clients import Call, ModelAsked, ModelForClients, Pictures
from tests.fakes.waiting import wait_until

LETTER = "Dear Ms Müller,\n\nthe 3 copies (“first” & ‘second’) cost 12,50 € – see <page 7>.\n\n\tYours, Zoë ☕\n"
FIRST = "The first line.\n"
_WITHIN_S = 240.0
_LAST = 100_000  # characters that a client printed
_WAITS_S = 8  # longer than the shortest limits of clients; while it waits, the client is broken off
_SAVE: Mapping[str, object] = {"action": "press", "keys": ["ctrl", "s"]}
_WRONG: Mapping[str, object] = {"action": "press", "keys": ["no-such-key"]}
_ERROR = "no-such-key"  # in the sentence that answers it


@dataclass(frozen=True, slots=True)
class LetterOutcome:
    """What came of a client's letter."""

    client: Client
    version: str
    exact: bool
    tools_at_first: bool  # whether the first request that could use tools had ours
    pictures: Pictures
    errors: bool  # whether the sentence that answers a wrong call reached the model
    patient: bool  # whether the answer to a call of eight seconds reached the model
    seconds: float
    said: str  # what the client printed at last, and what its model had heard by then


@dataclass(frozen=True, slots=True)
class BrokenOff:
    """What came of an act whose client was interrupted."""

    begun: bool
    left: str  # what is in the file in the end
    said: str

    @property
    def held(self) -> bool:
        """Whether nothing was done any more."""
        return self.begun and self.left == FIRST


def write_letter(client: Client, folder: Path, home: Path) -> LetterOutcome:
    """Have a client write the letter."""
    with PrivateDisplay() as display, Editor(display, home) as editor:
        wrong: Call = ("act", {"actions": [_WRONG]})
        written = {"action": "type", "text": LETTER}
        calls: tuple[Call, ...] = (
            ("look", {}),
            wrong,
            ("act", {"actions": [editor.click, written]}),
            _saving(),
            ("stop", {}),
        )
        with ModelForClients([*calls, "The letter is saved."]) as model:
            began = time.monotonic()
            _run(client, _job(model, calls), folder, home, display)
            seconds = time.monotonic() - began
        exact = editor.note.read_text("utf-8") == LETTER
    said = _last_words(home / "client.log", model)
    return _outcome(client, version_of(client, folder), model, exact=exact, seconds=seconds, said=said)


def break_off(client: Client, folder: Path, home: Path) -> BrokenOff:
    """Interrupt a client, as Ctrl+C at its terminal does, while its call is under way."""
    with PrivateDisplay() as display, Editor(display, home) as editor:
        actions = [editor.click, {"action": "type", "text": FIRST}, _SAVE, {"action": "wait", "seconds": _WAITS_S}]
        later = [{"action": "type", "text": "The second line.\n"}, _SAVE]
        calls: tuple[Call, ...] = (("look", {}), ("act", {"actions": [*actions, *later]}))
        with ModelForClients([*calls, "Both are saved."]) as model:
            start = client.start(_job(model, calls))
            process = _started(client, start, folder, home, display)
            try:
                wait_until(lambda: editor.note.read_text() or process.poll() is not None, "an act", within_s=_WITHIN_S)
                begun = bool(editor.note.read_text())
                if begun:
                    os.killpg(process.pid, signal.SIGINT)
                    time.sleep(_WAITS_S + 8)  # the second line would be there by then
            finally:
                process.kill()
                process.wait()
        return BrokenOff(begun, editor.note.read_text("utf-8"), _last_words(home / "client.log", model))


class Editor:
    """Mousepad with an empty file below a home; a context manager."""

    def __init__(self, display: PrivateDisplay, home: Path) -> None:
        home.mkdir(parents=True)
        self.note = home / "letter.txt"
        self.note.touch()
        self.click: Mapping[str, object] = {}
        command = ("mousepad", "--disable-server", self.note)
        self._running = running(command, display, home / "editor", self.note.name)

    def __enter__(self) -> Self:
        left, top, width, height = self._running.__enter__().frame()
        self.click = {"action": "click", "x": left + width // 2, "y": top + height // 2}
        return self

    def __exit__(self, *_: object) -> None:
        self._running.__exit__(None, None, None)


def _saving() -> Call:
    return "act", {"actions": [_SAVE, {"action": "wait", "seconds": _WAITS_S}]}


def _job(model: ModelForClients, calls: tuple[Call, ...]) -> Job:
    task = "Write the letter in the editor that is open, and save it."
    return Job(model.base_url, ("desktop-agent", "mcp", "--allow", "mousepad"), task, calls)


def _run(client: Client, job: Job, folder: Path, home: Path, display: PrivateDisplay) -> None:
    """Have a client do its job."""
    process = _started(client, client.start(job), folder, home, display)
    try:
        process.wait(_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _last_words(log: Path, model: ModelForClients) -> str:
    answers = model.working[-1].answers if model.working else ()
    heard = "".join(f"\nheard: {text[:300]}" for text in answers)
    return log.read_text("utf-8", "replace")[-_LAST:].rstrip() + heard


def _started(
    client: Client, start: Start, folder: Path, home: Path, display: PrivateDisplay
) -> subprocess.Popen[bytes]:
    own = {
        "HOME": str(home),
        "DESKTOP_AGENT_HOME": str(home / "desktop-agent"),
        "PATH": f"{folder / 'bin'}:{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "TERM": "dumb",
    }
    variables = {**display.environment({}), **own, **start.variables}
    for name, text in start.files.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, "utf-8")
    with (home / "client.log").open("wb") as out:
        for words in start.before:
            subprocess.run(words, env=variables, cwd=home, stdout=out, stderr=out, stdin=subprocess.DEVNULL, check=True)
        return subprocess.Popen(
            start.words, env=variables, cwd=home, stdout=out, stderr=out, stdin=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip


def _outcome(
    client: Client, version: str, model: ModelForClients, *, exact: bool, seconds: float, said: str
) -> LetterOutcome:
    if client.has_model:
        last = model.working[-1] if model.working else ModelAsked("chat", (), (), "none", {})
        with_tools = [one for one in model.asked if one.tools]
        at_first = bool(with_tools) and bool(with_tools[0].offered("look"))
        pictures, heard = last.pictures, " ".join(last.answers)
    else:
        last_line = said.rstrip().rpartition("\n")[2]
        told = json.loads(last_line) if last_line.startswith("{") else {"tools": [], "answers": []}
        at_first, answers = "look" in told["tools"], told["answers"]
        pictures = "as pictures" if any(answer["pictures"] for answer in answers) else "none"
        heard = " ".join(text for answer in answers for text in answer["texts"])
    errors, patient = _ERROR in heard, f"Wait {_WAITS_S} s" in heard
    return LetterOutcome(client, version, exact, at_first, pictures, errors, patient, seconds, said)
