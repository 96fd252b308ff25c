"""A run that was cut off at any line goes on where it was: nothing is done twice, nothing is forgotten.

The model is one that looks: it asks for the first click that the hands, which only note, have not made. What it is
told stands in the server's own log.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from desktop_agent.core.actions.action import Action, Click
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.core.runs.events import Stamped
from desktop_agent.model.dialect_names import DIALECT_NAMES
from desktop_agent.record.journal import JOURNAL
from desktop_agent.record.store import RunStore
from desktop_agent.run.end.result import RunContinuation, RunResult
from desktop_agent.run.session import Session
from desktop_agent.runtime.continuation import Resumption, resumption
from tests.fakes.people.quiet_person import QuietPerson
from tests.fakes.runs.run_ports import world
from tests.fakes.servers.script import Answer, asks, says
from tests.fakes.servers.scripted_server import Request, ScriptedServer
from tests.faults.whole_run import FAST, PATIENT, Person, Way, joining

WANTED: tuple[Action, ...] = tuple(Click(ImagePoint(10 * n, 10)) for n in range(1, 5))
WAYS = [Way(dialect, stream=False, chain=chain) for dialect in DIALECT_NAMES for chain in (True, False)]


@dataclass
class Desk:
    """What has been clicked so far, by whichever run, and how far that was at each line of a journal."""

    done: list[Action] = field(default_factory=list)
    at_line: list[int] = field(default_factory=list)

    def hear(self, _: Stamped) -> None:
        self.at_line.append(len(self.done))

    def answer(self, _: Mapping[str, object]) -> Answer:
        if len(self.done) >= len(WANTED):
            return says("All done.")
        click = asks({"type": "click", "x": 10 * (len(self.done) + 1), "y": 10, "button": "left"})
        return replace(click, size=(200, 100))


def run(way: Way, desk: Desk, folder: Path, found: Resumption | None = None) -> tuple[RunResult, ScriptedServer]:
    scene = world([], mode="ask")
    scene.ports.approver = Person()
    scene.executor.then = desk.done.append
    if found is not None:
        scene.ports.terms = replace(scene.ports.terms, continues=RunContinuation(found.earlier, found.spent))
    with ScriptedServer([desk.answer] * 50, dialect=way.dialect, stream=False) as server:
        join = joining(scene, way, server.base_url, folder, desk.hear, PATIENT)
        return Session("Save a note", "", join, QuietPerson()).run(), server


def told(request: Request) -> list[str]:
    """Return what a request tells as the user's words."""
    items = [item for item in request.body["input"] if item.get("role") == "user"]
    return [part["text"] for item in items for part in item["content"] if part["type"] == "input_text"]


@pytest.mark.long
@pytest.mark.slow(but=["preview whole chained"])
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_a_run_cut_off_at_any_line_does_each_click_once(way: Way) -> None:
    before = Desk()
    with tempfile.TemporaryDirectory(dir=FAST) as place:
        whole = run(way, before, Path(place, "whole"))[0].dir
        journal = (whole / JOURNAL).read_bytes()
        ends = list(itertools.accumulate(map(len, journal.splitlines(keepends=True))))
        for number, end in enumerate(ends[1:-1], 2):
            # At the cut, and at the next line: in between a click may have happened that is not on record.
            for happened in sorted({before.at_line[number - 1], before.at_line[number]}):
                after = Desk(done=list(before.done[:happened]))
                copy = Path(place, f"{number}-{happened}", whole.name)  # as `kill -9` may leave it
                shutil.copytree(whole, copy)
                (copy / JOURNAL).write_bytes(journal[:end])
                found = resumption(RunStore(copy.parent), copy)
                result, server = run(way, after, copy.parent, found)

                assert (result.status, tuple(after.done)) == ("completed", WANTED), f"cut after line {number}"
                words = told(server.creates[0])
                if found.uncertain is None:
                    listed = [text for text in words if text.startswith("Done before the interruption: ")]
                    assert (listed[-1].count("Click") if listed else 0) == happened
                else:
                    assert any("unclear whether this happened" in text for text in words)
                assert server.objections == []
