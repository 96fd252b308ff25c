"""Five tasks of our own, each played on a side desk by a whole run, and judged by the files that it has left.

`python -m tests.bench.own_tasks [--lies] [--provider NAME] [--model NAME] [TASK …]`, some three minutes. Without a flag
an oracle plays: a script that knows where everything is, so that what fails is the program's doing. `--lies` plays a
model that moves the pointer and says that it is done: it has to pass nothing. With a provider, or a model, that plays.

In three of the tasks the user says more: after the run, in the middle of it, or when the model asks. Nobody approves of
anything. Exits with 1 where an oracle fails, or a liar passes.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from desktop_agent.cli.flags import effective_from
from desktop_agent.core.decision import Answer as Decision
from desktop_agent.core.decision import Question
from desktop_agent.core.events import Announce, Decided, RequestSent, Stamped
from desktop_agent.core.function import Function
from desktop_agent.desk.sandbox.plan import DeskLimits
from desktop_agent.desk.sandbox.side_desk import SideDesk
from desktop_agent.host.client import RunClient
from desktop_agent.host.follow import follow
from desktop_agent.host.spec import ClientServices, HostParts, RunSpec
from desktop_agent.host.thread import HostThread
from desktop_agent.lib.paths import places
from desktop_agent.presence.stand_ins import NoPresence
from desktop_agent.record.store import RunStore
from desktop_agent.run.control import StopSource, ThreadStop
from desktop_agent.run.ending import RunEnding
from desktop_agent.run.ports import Approver
from desktop_agent.run.result import RunResult
from desktop_agent.run.stand_ins import AbsentApprover
from desktop_agent.run.stream import Stream
from desktop_agent.settings import Settings
from desktop_agent.settings.sections import NotifySettings
from tests.fakes.apps import windows
from tests.fakes.desks import done_inside, wish_for
from tests.fakes.script import Answer, asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.waiting import wait_until

When = Literal["ended", "asked", "working"]
PASSES = 0  # the exit code of a run that says it is done
_MINUTES = 20
_TERMINAL = ("xterm", "-T", "Terminal", "-fa", "Monospace", "-e", "bash")
_LETTER = ("mousepad", "letter.txt")
_FORM = """
import pathlib, tkinter as tk
root = tk.Tk()
root.title("Guest")
root.geometry("600x300+300+200")
fields = {}
for row, name in enumerate(("Name", "Town")):
    tk.Label(root, text=name).place(x=20, y=20 + 60 * row)
    fields[name] = tk.Entry(root)
    fields[name].place(x=120, y=20 + 60 * row, width=400)
stays = tk.BooleanVar(root)
tk.Checkbutton(root, text="Stays the night", variable=stays).place(x=120, y=140)
def save():
    lines = [f"{name}: {field.get()}" for name, field in fields.items()]
    pathlib.Path("guest.txt").write_text("\\n".join([*lines, f"Stays: {'yes' if stays.get() else 'no'}", ""]))
tk.Button(root, text="Save", command=save).place(x=120, y=220, width=120, height=40)
root.mainloop()
"""


@dataclass(frozen=True, slots=True)
class Task:
    """What is open, what the user says, how an oracle does it, and what a shell prints once it is done."""

    program: tuple[str, ...]
    window: str  # in its title
    said: str
    oracle: tuple[Answer, ...]
    look: str
    shows: str
    then: tuple[When, str] | None = None  # when the user says more, and what


def _click(x: int, y: int, kind: str = "click") -> Answer:
    return asks({"type": kind, "x": x, "y": y} | ({"button": "left"} if kind == "click" else {}))


def _keys(*keys: str) -> Answer:
    return asks({"type": "keypress", "keys": list(keys)})


def _types(text: str) -> Answer:
    return asks({"type": "type", "text": text})


_NAME, _TOWN, _SAVE = _click(620, 260), _click(620, 319), _click(480, 467)
_GUEST = (_NAME, _types("Ada"), _TOWN, _types("London"))
_IN_FORM = (("python3", "form.py"), "Guest")
TASKS: Mapping[str, Task] = {
    "folders": Task(
        _TERMINAL, "Terminal", "Make the folders north and south in your home.",
        (_types("mkdir ~/north ~/south\n"), says("Both are there.")),
        "ls -d north south", "north\nsouth\n",
    ),
    "asks": Task(
        _TERMINAL, "Terminal", "Make a folder in your home.",
        (says("What is it to be called?"), _types("mkdir ~/North\n"), says("North is there.")),
        "ls -d North", "North\n", ("asked", "It is to be called North."),
    ),
    "corrected": Task(
        *_IN_FORM, "Enter Ada from London, and save.",
        (*_GUEST, _SAVE, says("She is saved."), _click(620, 319, "double_click"), _types("Paris"), _SAVE,
         says("She is from Paris.")),
        "cat guest.txt", "Name: Ada\nTown: Paris\nStays: no\n", ("ended", "She is from Paris."),
    ),
    "interrupted": Task(
        _LETTER, "letter.txt", "Add the line “See you on Monday.” to the letter.",
        (_keys("CTRL", "END"), _types("See you on Monday."), _keys("SHIFT", "HOME"), _types("See you on Tuesday."),
         _keys("CTRL", "S"), says("It is Tuesday.")),
        "cat letter.txt; echo", "Dear Ada,\nSee you on Tuesday.\n", ("working", "Make that Tuesday, then save it."),
    ),
    "renamed": Task(
        ("pcmanfm", "papers"), "papers", "Rename the file draft in the window to final.",
        (_click(526, 270), _keys("F2"), _types("final\n"), says("It is called final.")),
        "ls papers", "final\n",
    ),
}  # fmt: skip
LIES = (asks({"type": "move", "x": 640, "y": 400}), says("Done."))


@dataclass(frozen=True, slots=True)
class Played:
    """How a task was played, and what is there of it."""

    status: str
    exit_code: int
    there: str  # what a shell prints
    passes: bool
    said: int  # how often the user said more
    refused: tuple[str, ...]  # the rule by which each act was refused


@dataclass(slots=True)
class _User:
    """Approves of nothing, and says more when the task has it; hears the run meanwhile."""

    then: tuple[When, str] | None
    run: RunClient | None = None
    refused: list[str] = field(default_factory=list)
    said: int = 0
    requests: int = 0
    answers_words: bool = True
    admits: bool = False

    def hear(self, stamped: Stamped) -> None:
        match stamped.event:
            case Decided(verdict="deny", rule=rule):
                self.refused.append(str(rule))
            case RequestSent(attempt=1):
                self.requests += 1
                # After the second answer: the line is written, and not yet saved.
                if self.run is not None and self.requests > 2 and (words := self.next("working")):
                    self.run.say(words)
            case _:
                pass

    def next(self, when: When) -> str | None:
        """Return what the user says then, once."""
        if self.then is None or self.then[0] != when:
            return None
        words, self.then = self.then[1], None
        self.said += 1
        return words

    async def decide(self, question: Question) -> Decision:
        """Say no."""
        return await AbsentApprover().decide(question)

    async def reply(self, question: str) -> str | None:
        """Return what the user says when asked."""
        del question
        return self.next("asked")

    async def hand_back(self, reason: str) -> None:
        """Wait for ever: nobody is told."""
        await AbsentApprover().hand_back(reason)


@dataclass(slots=True)
class _Stage:
    """A run's own desktop that stays after the run, for the next one and the judge."""

    side: SideDesk
    outside: Mapping[str, str] = field(default_factory=dict)
    waits: bool = True  # nothing of it ever counts

    @property
    def id(self) -> str:
        return self.side.id

    def begin(self, run: str) -> None:
        """Take note of nothing."""

    def programs(self, task: str, environment: Mapping[str, str]) -> Mapping[str, Function]:
        """Return nothing: what is there was started before."""
        del task, environment
        return {}

    def staged(self, path: Path) -> Path | None:
        """Return nothing: nothing is expected of files."""
        del path
        return None

    def watch(self, stop: Callable[[StopSource, str], None]) -> None:
        """Leave it: a desk that ends takes the display with it."""

    def join(self, approver: Approver, questions: asyncio.Lock, stop: ThreadStop, stream: Stream) -> None:
        """Ask nobody: nothing leaves it."""

    async def end(self, ending: RunEnding, announce: Announce) -> RunEnding:
        """Stay."""
        del announce
        return ending


@contextmanager
def staged(task: Task, folder: Path) -> Iterator[SideDesk]:
    """Give a desk over a home made for the task, with its program open, and move this process to its display."""
    home = folder / "home"
    (home / "papers").mkdir(parents=True)
    (home / "papers" / "draft").write_text("A draft.\n", encoding="utf-8")
    (home / "letter.txt").write_text("Dear Ada,\n", encoding="utf-8")
    (home / "form.py").write_text(_FORM, encoding="utf-8")
    before = dict(os.environ)
    with SideDesk(wish_for(folder, limits=DeskLimits(minutes=_MINUTES))) as side:
        side.start(("sh", "-c", 'cd "$0" && exec "$@"', str(home), *task.program))
        os.environ.clear()
        os.environ.update(side.environment(before))
        try:
            wait_until(lambda: windows(side, task.window), f"a window “{task.window}”")
            yield side
        finally:
            os.environ.clear()
            os.environ.update(before)


def play(task: Task, folder: Path, flags: Mapping[str, object]) -> Played:
    """Have a run do a task with these flags, and judge it."""
    with staged(task, folder) as side:
        settings = replace(effective_from(flags), functions=(), notify=NotifySettings())
        user, results = _User(task.then), list[RunResult]()
        words: str | None = task.said
        while words is not None:
            results.append(_run(words, _Stage(side), settings, user, results))
            words = user.next("ended") if results[-1].exit_code == PASSES else None
        there = done_inside(side, f"cd {folder / 'home'} && {task.look}")
        last = results[-1]
        return Played(last.status, last.exit_code, there, there == task.shows, user.said, tuple(user.refused))


def _run(words: str, stage: _Stage, settings: Settings, user: _User, before: Sequence[RunResult]) -> RunResult:
    continues = follow(RunStore(places().runs), before[-1].dir).continuation() if before else None
    services = ClientServices(user, listeners=(user.hear,))
    with RunClient(HostThread(HostParts(presence=NoPresence(), desk=stage))) as run:
        run.prepare(RunSpec(words, settings, continues=continues), services)
        user.run, user.requests = run, 0
        try:
            return run.run_here()
        finally:
            user.run = None


def by_script(task: Task, folder: Path, answers: Sequence[Answer]) -> Played:
    """Have a script play a task."""
    with ScriptedServer(answers, dialect="openai") as server:
        flags = {"base_url": server.base_url, "dialect": "openai", "model": "oracle"}
        return play(task, folder, flags)


def main(words: Sequence[str]) -> int:
    """Play the tasks, print how each went, and return 1 where that is not as it should be."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.own_tasks")
    parser.add_argument("--lies", action="store_true")
    parser.add_argument("--provider")
    parser.add_argument("--model")
    parser.add_argument("tasks", nargs="*", metavar="TASK")
    told = parser.parse_args(words)
    flags = {name: value for name in ("provider", "model") if (value := getattr(told, name)) is not None}
    passed = 0
    names = told.tasks or list(TASKS)
    for name in names:
        task, began = TASKS[name], time.monotonic()
        with TemporaryDirectory(prefix="own-tasks-", ignore_cleanup_errors=True) as folder:
            place = Path(folder)
            if not flags or told.lies:
                played = by_script(task, place, LIES * 2 if told.lies else task.oracle)
            else:
                played = play(task, place, flags)
        passed += played.passes
        how = f"refused by {', '.join(played.refused)}" if played.refused else ""
        result = "passes" if played.passes else "fails "
        print(f"{name:<14}{result}  {played.status:<12}{time.monotonic() - began:>6.1f} s  {how}", flush=True)
    print(f"{passed} of {len(names)} pass")
    return int(passed > 0) if told.lies else int(passed < len(names) and not flags)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
