"""Four tasks of our own, each played on a side desk by a whole run, and judged by the files that it has left.

`python -m tests.bench.own_tasks [--provider NAME] [--model NAME] [TASK …]`. Without a provider or a model an oracle
plays: a script that knows where everything is, so that what fails is the program's doing. Nobody approves of anything.
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

from desktop_agent.cli.flags import effective_from
from desktop_agent.core.events import Announce, Decided, Stamped
from desktop_agent.core.function import Function
from desktop_agent.desk.sandbox.plan import DeskLimits
from desktop_agent.desk.sandbox.side_desk import SideDesk
from desktop_agent.host.client import RunClient
from desktop_agent.host.spec import ClientServices, HostParts, RunSpec
from desktop_agent.host.thread import HostThread
from desktop_agent.presence.stand_ins import NoPresence
from desktop_agent.run.control import StopSource, ThreadStop
from desktop_agent.run.ending import RunEnding
from desktop_agent.run.ports import Approver
from desktop_agent.run.result import RunResult
from desktop_agent.run.stand_ins import AbsentApprover
from desktop_agent.run.stream import Stream
from desktop_agent.settings.sections import NotifySettings
from tests.fakes.apps import windows
from tests.fakes.desks import done_inside, wish_for
from tests.fakes.script import Answer, asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.waiting import wait_until

_MINUTES = 20
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


def _click(x: int, y: int) -> Answer:
    return asks({"type": "click", "x": x, "y": y, "button": "left"})


def _keys(*keys: str) -> Answer:
    return asks({"type": "keypress", "keys": list(keys)})


def _types(text: str) -> Answer:
    return asks({"type": "type", "text": text})


TASKS: Mapping[str, Task] = {
    "folders": Task(
        ("xterm", "-T", "Terminal", "-fa", "Monospace", "-e", "bash"), "Terminal",
        "Make the folders north and south in your home.",
        (_types("mkdir ~/north ~/south\n"), says("Both are there.")), "ls -d north south", "north\nsouth\n",
    ),
    "form": Task(
        ("python3", "form.py"), "Guest", "Enter Ada from London, and save.",
        (_click(620, 260), _types("Ada"), _click(620, 319), _types("London"), _click(480, 467), says("She is saved.")),
        "cat guest.txt", "Name: Ada\nTown: London\nStays: no\n",
    ),
    "letter": Task(
        ("mousepad", "letter.txt"), "letter.txt", "Add the line “See you on Monday.” to the letter, and save it.",
        (_keys("CTRL", "END"), _types("See you on Monday."), _keys("CTRL", "S"), says("It is there.")),
        "cat letter.txt; echo", "Dear Ada,\nSee you on Monday.\n",
    ),
    "renamed": Task(
        ("pcmanfm", "papers"), "papers", "Rename the file draft in the window to final.",
        (_click(526, 270), _keys("F2"), _types("final\n"), says("It is called final.")), "ls papers", "final\n",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Played:
    """How a run ended, and what is there of its task."""

    result: RunResult
    there: str  # what a shell prints
    refused: tuple[str, ...]  # the rule by which each act was refused


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
    """Have a run do a task with these flags."""
    refused = list[str]()

    def hear(stamped: Stamped) -> None:
        if isinstance(stamped.event, Decided) and stamped.event.verdict == "deny":
            refused.append(str(stamped.event.rule))

    with staged(task, folder) as side:
        settings = replace(effective_from(flags), functions=(), notify=NotifySettings())
        services = ClientServices(AbsentApprover(), listeners=(hear,))
        with RunClient(HostThread(HostParts(presence=NoPresence(), desk=_Stage(side)))) as run:
            run.prepare(RunSpec(task.said, settings), services)
            result = run.run_here()
        there = done_inside(side, f"cd {folder / 'home'} && {task.look}")
    return Played(result, there, tuple(refused))


def by_script(task: Task, folder: Path) -> Played:
    """Have the oracle play a task."""
    with ScriptedServer(task.oracle, dialect="openai") as server:
        return play(task, folder, {"base_url": server.base_url, "dialect": "openai", "model": "oracle"})


def main(words: Sequence[str]) -> int:
    """Play the tasks, print how each went, and return how many an oracle has failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.own_tasks")
    parser.add_argument("--provider")
    parser.add_argument("--model")
    parser.add_argument("tasks", nargs="*", metavar="TASK", default=list(TASKS))
    given = vars(parser.parse_args(words))
    names = given.pop("tasks")
    flags = {name: value for name, value in given.items() if value is not None}
    failed = 0
    for name in names:
        task, began = TASKS[name], time.monotonic()
        with TemporaryDirectory(prefix="own-tasks-", ignore_cleanup_errors=True) as folder:
            played = play(task, Path(folder), flags) if flags else by_script(task, Path(folder))
        passes = played.there == task.shows
        failed += not passes
        result = f"{'passes' if passes else 'fails '}  {played.result.status:<12}{time.monotonic() - began:>6.1f} s"
        print(f"{name:<14}{result}  {' '.join(played.refused)}", flush=True)
    print(f"{len(names) - failed} of {len(names)} pass")
    return 0 if flags else failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
