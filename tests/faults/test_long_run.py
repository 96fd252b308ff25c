"""A run of two hundred turns leaves no file open, by the system's word; its server is a process of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop_agent.core.actions import Action
from desktop_agent.core.events import Stamped, UsageReported
from desktop_agent.policy.limits import Limits
from desktop_agent.run.session import Session
from tests.fakes.open_files import open_files
from tests.fakes.quiet_person import QuietPerson
from tests.fakes.run_ports import world
from tests.fakes.script import asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.source import ROOT
from tests.faults.canaries import KEY
from tests.faults.whole_run import FAST, PATIENT, Way, joining

WAYS = (Way("preview", stream=True, chain=True), Way("preview", stream=True, chain=False))


@dataclass
class Watching:
    """Notes after each turn how many files are open, in numbers that take no room of their own."""

    files: array[int] = field(default_factory=lambda: array("q"))
    done: int = 0  # actions

    def __call__(self, stamped: Stamped) -> None:
        """Hear one event."""
        if isinstance(stamped.event, UsageReported):
            self.files.append(open_files())


def run(way: Way, turns: int) -> Watching:
    """Do a run of so many turns; AssertionError when it did not do them all."""
    watching = Watching()
    scene = world([], limits=Limits(turns + 10, 600))

    def count(_: Action) -> None:
        watching.done += 1
        scene.executor.done.clear()  # or our own hands would grow

    scene.executor.then = count
    with tempfile.TemporaryDirectory(dir=FAST) as folder, _serving(turns) as url:
        join = joining(scene, way, url, Path(folder), watching, PATIENT)
        result = Session("Click here and there", "", join, QuietPerson()).run()
    assert (result.status, watching.done) == ("completed", turns), result
    return watching


@contextmanager
def _serving(turns: int) -> Iterator[str]:
    command = [sys.executable, "-m", "tests.faults.test_long_run", str(turns)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.stdin.close()


def _serve(turns: int) -> None:
    clicks = [asks({"type": "click", "x": n % 190, "y": n // 190 % 90, "button": "left"}) for n in range(turns)]
    with ScriptedServer([*clicks, says("Done.")], key=KEY, strict=False) as server:
        sys.stdout.write(f"{server.base_url}\n")
        sys.stdout.flush()
        sys.stdin.read()


@pytest.mark.skipif(sys.platform != "linux", reason="the system tells it in /proc")
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_the_files_that_are_open_stay_the_same(way: Way) -> None:
    seen = run(way, 200)

    assert len(seen.files) == 201
    assert len(set(seen.files[100:])) == 1


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
