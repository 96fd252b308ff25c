"""Every call of a run, failed in turn."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.fakes.scripted_server import ScriptedServer
from tests.faults.broken_io import FAULTS, FILES, Breaking, Fault
from tests.faults.canaries import KEY
from tests.faults.promises import broken_promises
from tests.faults.whole_run import FAST, Played, Way, play, script

# After these a run goes on as if nothing had been: what broke was the line, not what was said on it.
PASSING: frozenset[Fault] = frozenset(
    {"no name", "name server", "refused", "unreachable", "timed out", "reset", "pipe", "end", "silence", "short"}
)
EVERY_FAULT = tuple(sorted({fault for faults in FAULTS.values() for fault in faults}))


@dataclass(frozen=True, slots=True)
class Point:
    """One call that was made to fail in one way, and what became of the run."""

    number: int
    call: str
    fault: Fault
    status: str
    broken: tuple[str, ...]  # promises

    def __str__(self) -> str:
        return f"call {self.number} ({self.call}: {self.fault}), {self.status}: {'; '.join(self.broken)}"


def points(way: Way, *, first: int = 1, every: int = 1) -> Iterator[Point]:
    """Yield what comes of failing the first call, the one `every` calls later, and so on until nothing is left to fail.

    The run that ends it was played to its end with nothing failed, because it has fewer calls.
    """
    number = first
    while True:
        call = ""
        for fault in EVERY_FAULT:
            if call and fault not in FAULTS[call]:
                continue
            breaking, played = _played(way, number, fault)
            if len(breaking.calls) < number:
                return
            call = breaking.calls[number - 1]
            if breaking.struck:
                yield Point(number, call, fault, played.status, tuple(_broken(breaking, played)))
        number += every


def unbroken(way: Way) -> tuple[list[str], Played]:
    """Return the calls of a run in which nothing fails, and the run."""
    breaking, played = _played(way, 0, None)
    return breaking.calls, played


def _played(way: Way, number: int, fault: Fault | None) -> tuple[Breaking, Played]:
    with (
        tempfile.TemporaryDirectory(dir=FAST) as folder,
        ScriptedServer(script(way), dialect=way.dialect, key=KEY) as server,
        Breaking(number, fault) as breaking,
    ):
        # By its name, so that a name server is asked as well.
        return breaking, play(way, server.base_url.replace("127.0.0.1", "localhost"), Path(folder))


def _broken(breaking: Breaking, played: Played) -> Iterator[str]:
    fault = breaking.fault
    ours = breaking.struck in FILES and fault != "short"
    yield from broken_promises(played, record_broke=ours)
    if breaking.left_open:
        yield f"left open: {breaking.left_open}"
    if fault in PASSING and not ours and played.status != "completed":
        yield f"the run did not go on: {played.sentence}"
