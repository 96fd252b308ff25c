"""A run that is cut off anywhere, and one that goes on with it; hands that only note tell a second time from a first.

The model is one that looks: it asks for the first click that the hands have not made. What it is told stands in the
server's own log.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from desktop_agent.core.actions import Action, Click
from desktop_agent.core.events import Stamped
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.host.resume import Resumption, resumption
from desktop_agent.record.journal import JOURNAL
from desktop_agent.record.store import RunStore
from desktop_agent.run.result import RunContinuation, RunResult
from desktop_agent.run.session import Session
from tests.fakes.quiet_person import QuietPerson
from tests.fakes.run_ports import world
from tests.fakes.script import Answer, Script, asks, says
from tests.fakes.scripted_server import Request
from tests.faults.whole_run import PATIENT, Person, Way, joining

WANTED: tuple[Action, ...] = tuple(Click(ImagePoint(10 * n, 10)) for n in range(1, 5))


@dataclass
class Desk:
    """What has been clicked so far, by whichever run, and how far that was at each line of a journal."""

    done: list[Action] = field(default_factory=list)
    at_line: list[int] = field(default_factory=list)

    def hear(self, _: Stamped) -> None:
        """Note how far it is at the next line of the journal."""
        self.at_line.append(len(self.done))

    def model(self) -> list[Script]:
        """Return a model that looks what is done, and asks for the next click."""
        return [self._answer] * 50

    def _answer(self, _: Mapping[str, object]) -> Answer:
        if len(self.done) >= len(WANTED):
            return says("All done.")
        click = asks({"type": "click", "x": 10 * (len(self.done) + 1), "y": 10, "button": "left"})
        return replace(click, size=(200, 100))


def run_whole(way: Way, url: str, folder: Path, desk: Desk) -> Path:
    """Do the whole run, and return the folder of its record."""
    return _run(way, url, folder, desk, None).dir


def cut(folder: Path, root: Path, size: int) -> Path:
    """Return a copy of a run whose journal ends after so many bytes, as `kill -9` may leave it."""
    copy = root / folder.name
    shutil.copytree(folder, copy)
    journal = copy / JOURNAL
    journal.write_bytes(journal.read_bytes()[:size])
    return copy


def resume(way: Way, url: str, copy: Path, desk: Desk) -> tuple[Resumption, RunResult]:
    """Go on with a run, and return what was known of it and how it ended."""
    found = resumption(RunStore(copy.parent), copy)
    return found, _run(way, url, copy.parent, desk, found)


def _run(way: Way, url: str, folder: Path, desk: Desk, found: Resumption | None) -> RunResult:
    scene = world([], mode="ask")
    scene.ports.approver = Person()
    scene.executor.then = desk.done.append
    if found is not None:
        scene.ports.terms = replace(scene.ports.terms, continues=RunContinuation(found.earlier, found.spent))
    session = Session("Save a note", "", joining(scene, way, url, folder, desk.hear, PATIENT), QuietPerson())
    return session.run()


def texts_of(request: Request) -> list[str]:
    """Return what a request tells as the user's words."""
    items: list[Any] = [item for item in request.body["input"] if item.get("role") == "user"]
    return [part["text"] for item in items for part in item["content"] if part["type"] == "input_text"]
