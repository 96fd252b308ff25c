"""Every moment of every turn, and the line breaking at it in every way; the moments are those of an unbroken run."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.fakes.faulty_line import LINE_FAULTS, FaultyLine, LineFault, Side
from tests.fakes.scripted_server import ScriptedServer
from tests.faults.canaries import KEY
from tests.faults.promises import broken_promises
from tests.faults.whole_run import FAST, PATIENCE, Played, Way, play, script

_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Moment:
    """A byte on one side, and what it is in words."""

    name: str
    side: Side
    at: int


@dataclass(frozen=True, slots=True)
class Broke:
    """The line broke at a moment, and what became of the run."""

    moment: Moment
    fault: LineFault
    status: str
    broken: tuple[str, ...]  # promises

    def __str__(self) -> str:
        return f"{self.moment.name} ({self.fault}), {self.status}: {'; '.join(self.broken)}"


def breaks(way: Way, *, first: int = 0, every: int = 1) -> Iterator[Broke]:
    """Yield what comes of the line breaking at each moment in each way, or at every so-manyth of them."""
    found = [(moment, fault) for moment in moments(way) for fault in LINE_FAULTS]
    for moment, fault in found[first::every]:
        line, played = _played(way, moment.side, moment.at, fault)
        if line.struck:
            yield Broke(moment, fault, played.status, tuple(_broken(played, fault)))


def moments(way: Way) -> list[Moment]:
    """Return the moments of a whole run."""
    line, played = _played(way)
    assert played.status == "completed", played.sentence
    return [*_of_requests(bytes(line.up)), *_of_answers(bytes(line.down))]


def _of_requests(sent: bytes) -> Iterator[Moment]:
    for turn, start, head, end in _messages(sent):
        yield Moment(f"request {turn}: before a byte is sent", "up", start)
        yield Moment(f"request {turn}: in the head", "up", (start + head) // 2)
        if end > head:
            yield Moment(f"request {turn}: in the body", "up", (head + end) // 2)
        yield Moment(f"request {turn}: sent, and no answer yet", "up", end)


def _of_answers(given: bytes) -> Iterator[Moment]:
    for turn, start, head, end in _messages(given):
        yield Moment(f"answer {turn}: in the status line", "down", start + 5)
        yield Moment(f"answer {turn}: in the head", "down", (start + head) // 2)
        yield Moment(f"answer {turn}: before the body", "down", head)
        before = head
        for number, found in enumerate(re.finditer(rb"\n\n", given[head:end])):
            after = head + found.end()
            yield Moment(f"answer {turn}: in event {number}", "down", (before + after) // 2)
            yield Moment(f"answer {turn}: after event {number}", "down", after)
            before = after
        yield Moment(f"answer {turn}: in the body", "down", (head + end) // 2)
        yield Moment(f"answer {turn}: before its last byte", "down", end - 1)
        yield Moment(f"answer {turn}: after its end", "down", end)


def _messages(passed: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Yield number, start, end of the head and end of each message of HTTP."""
    turn, start = 1, 0
    while start < len(passed):
        head = passed.index(b"\r\n\r\n", start) + 4
        length = _LENGTH.search(passed, start, head)
        end = head + (int(length[1]) if length else 0)
        yield turn, start, head, end
        turn, start = turn + 1, end


def _played(way: Way, side: Side = "down", at: int = -1, fault: LineFault | None = None) -> tuple[FaultyLine, Played]:
    with (
        tempfile.TemporaryDirectory(dir=FAST) as folder,
        ScriptedServer(script(way), dialect=way.dialect, key=KEY) as server,
        FaultyLine(server.port, side, at, fault) as line,
    ):
        return line, play(way, f"http://127.0.0.1:{line.port}/v1", Path(folder), patience=PATIENCE)


def _broken(played: Played, fault: LineFault) -> Iterator[str]:
    yield from broken_promises(played)
    # Garbage may be no answer that can be read; everything else is only the line.
    if fault != "garbage" and played.status != "completed":
        yield f"the run did not go on: {played.sentence}"
