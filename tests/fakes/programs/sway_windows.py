"""Windows of our own in a private sway: told what to do by lines of JSON, they note what reaches them."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.core.pictures import Rect
from tests.fakes.desktops.sway_commands import SwaySession, nodes
from tests.fakes.orders import Orders
from tests.fakes.processes import executable
from tests.fakes.programs.apps import end, home_of_its_own
from tests.fakes.waiting import wait_until

HERE = Path(__file__).parent
# By toolkit: the interpreter, the program, and how sway knows its window.
TOLD = {
    "gtk4": ("/usr/bin/python3", "gtk4_window.py", "GTK 4 fields"),
    "qt": (sys.executable, "qt_window.py", "Qt fields"),
}


@dataclass(frozen=True, slots=True)
class SwayWindow(Orders):
    number: int
    sway: SwaySession

    def place(self, part: str) -> Rect:
        return Rect(*map(round, self.ask("places")["places"][part]))

    def box(self) -> Rect:
        return next(
            (Rect(*node["rect"].values()) for node in nodes(self.sway) if node["id"] == self.number), Rect(0, 0, 0, 0)
        )

    def seen(self, kind: str) -> list[dict[str, object]]:
        return [one for one in self.ask("seen")["seen"] if one["kind"] == kind]

    @property
    def app(self) -> str:
        return executable(self.process.pid).name


@contextmanager
def told_in_sway(toolkit: str, sway: SwaySession, home: Path) -> Iterator[SwayWindow]:
    program, file, title = TOLD[toolkit]
    with told([program, str(HERE / file)], sway.environment(), home) as process:
        number = wait_until(lambda: focused(sway, title), f"{title} with the keyboard")
        window = SwayWindow(process, number, sway)
        window.ask("text")
        yield window


@contextmanager
def told(command: list[str], environment: dict[str, str], home: Path) -> Iterator[subprocess.Popen[bytes]]:
    home.mkdir(parents=True, exist_ok=True)
    with (home / "log").open("ab") as log, subprocess.Popen(
        command, env=environment | home_of_its_own(home), cwd=home,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            end(process)


@contextmanager
def shown_in_sway(command: list[str], sway: SwaySession, home: Path) -> Iterator[subprocess.Popen[bytes]]:
    home.mkdir(parents=True, exist_ok=True)
    environment = sway.environment() | home_of_its_own(home)
    with (home / "log").open("ab") as log:
        process = subprocess.Popen(command, env=environment, cwd=home, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        yield process
    finally:
        end(process)


def focused(sway: SwaySession, title: str) -> int:
    named = (node for node in nodes(sway) if node.get("name") == title and node["focused"])
    return next((int(one["id"]) for one in named), 0)
