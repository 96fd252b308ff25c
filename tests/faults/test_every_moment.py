"""The line breaks at moments of every turn, in every way: nothing is done twice, and the run goes on."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.servers.faulty_line import LINE_FAULTS, FaultyLine, LineFault, Side
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.faults.whole_run import BACKGROUND, FAST, KEY, PATIENCE, WAYS, Played, Way, broken_promises, play, script

# Not a multiple of the number of faults: each way meets all of them. A streamed answer has many more moments.
EVERY_STREAMED = 97
EVERY_WHOLE = 41
EVERY_WAY = (*WAYS, *BACKGROUND)
Moment = tuple[str, Side, int]  # in words, and the byte on that side
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)


@pytest.mark.long
@pytest.mark.slow(but=["functions streamed chained"])
@pytest.mark.parametrize("way", EVERY_WAY, ids=str)
def test_whenever_the_line_breaks_nothing_is_done_twice(way: Way) -> None:
    line, whole = played(way)
    assert whole.status == "completed", whole.sentence
    moments = [*of_requests(bytes(line.up)), *of_answers(bytes(line.down))]
    breaks = [(moment, fault) for moment in moments for fault in LINE_FAULTS]
    every = EVERY_STREAMED if way.stream else EVERY_WHOLE

    struck = 0
    found = list[str]()
    for (name, side, at), fault in breaks[EVERY_WAY.index(way) :: every]:
        line, run = played(way, side, at, fault)
        struck += line.struck
        broken = [*broken_promises(run)]
        # Garbage may be no answer that can be read; everything else is only the line.
        if fault != "garbage" and run.status != "completed":
            broken.append("the run did not go on")
        if line.struck and broken:
            found.append(f"{name} ({fault}), {run.sentence}: {'; '.join(broken)}")

    assert [] == found
    assert struck >= len(LINE_FAULTS)


def of_requests(sent: bytes) -> Iterator[Moment]:
    for turn, start, head, end in messages(sent):
        yield f"request {turn}: before a byte is sent", "up", start
        yield f"request {turn}: in the head", "up", (start + head) // 2
        if end > head:
            yield f"request {turn}: in the body", "up", (head + end) // 2
        yield f"request {turn}: sent, and no answer yet", "up", end


def of_answers(given: bytes) -> Iterator[Moment]:
    for turn, start, head, end in messages(given):
        yield f"answer {turn}: in the status line", "down", start + 5
        yield f"answer {turn}: in the head", "down", (start + head) // 2
        yield f"answer {turn}: before the body", "down", head
        before = head
        for number, found in enumerate(re.finditer(rb"\n\n", given[head:end])):
            after = head + found.end()
            yield f"answer {turn}: in event {number}", "down", (before + after) // 2
            yield f"answer {turn}: after event {number}", "down", after
            before = after
        yield f"answer {turn}: in the body", "down", (head + end) // 2
        yield f"answer {turn}: before its last byte", "down", end - 1
        yield f"answer {turn}: after its end", "down", end


def messages(passed: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Yield number, start, end of the head and end of each message of HTTP."""
    turn = 1
    start = 0
    while start < len(passed):
        head = passed.index(b"\r\n\r\n", start) + 4
        length = _LENGTH.search(passed, start, head)
        end = head + (int(length[1]) if length else 0)
        yield turn, start, head, end
        turn = turn + 1
        start = end


def played(way: Way, side: Side = "down", at: int = -1, fault: LineFault | None = None) -> tuple[FaultyLine, Played]:
    with (
        tempfile.TemporaryDirectory(dir=FAST) as folder,
        ScriptedServer(script(way), dialect=way.dialect, key=KEY) as server,
        FaultyLine(server.port, side, at, fault) as line,
    ):
        return line, play(way, f"http://127.0.0.1:{line.port}/v1", Path(folder), patience=PATIENCE)
