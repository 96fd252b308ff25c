"""A run that was cut off at any line goes on where it was: nothing is done twice, nothing is forgotten."""

import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.model.dialect_names import DIALECT_NAMES
from desktop_agent.record.journal import JOURNAL
from tests.fakes.scripted_server import Request, ScriptedServer
from tests.faults.resuming import WANTED, Desk, cut, resume, run_whole, texts_of
from tests.faults.whole_run import FAST, Way

BROKEN = "It's unclear whether this happened before the run stopped"
CHAINED = Way("preview", stream=False, chain=True)
WAYS = [Way(dialect, stream=False, chain=chain) for dialect in DIALECT_NAMES for chain in (True, False)]


@pytest.fixture
def fast() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=FAST) as folder:
        yield Path(folder)


def line_ends(journal: Path) -> list[int]:
    return list(itertools.accumulate(len(line) for line in journal.read_bytes().splitlines(keepends=True)))


def told_done(request: Request) -> int:
    """Return how many clicks the model is told of as done."""
    listed = [text for text in texts_of(request) if text.startswith("Done before the interruption: ")]
    return listed[-1].count("Click") if listed else 0


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_a_run_cut_off_at_any_line_does_each_click_once(fast: Path, way: Way) -> None:
    before = Desk()
    with ScriptedServer(before.model(), dialect=way.dialect, stream=False) as first:
        whole = run_whole(way, first.base_url, fast / "whole", before)
        ends = line_ends(whole / JOURNAL)
        for number, end in enumerate(ends[1:-1], 2):
            # At the cut, and at the next line: in between a click may have happened that is not on record.
            for happened in sorted({before.at_line[number - 1], before.at_line[number]}):
                after = Desk(done=list(before.done[:happened]))
                with ScriptedServer(after.model(), dialect=way.dialect, stream=False) as server:
                    copy = cut(whole, fast / f"{number}-{happened}", end)
                    found, result = resume(way, server.base_url, copy, after)

                assert (result.status, tuple(after.done)) == ("completed", WANTED), f"cut after line {number}"
                assert found.uncertain is not None or told_done(server.creates[0]) == happened
                assert server.objections == []


def test_a_click_without_an_end_is_told_as_uncertain_and_not_made_again_by_itself(fast: Path) -> None:
    before = Desk()
    with ScriptedServer(before.model(), dialect="preview", stream=False) as first:
        whole = run_whole(CHAINED, first.base_url, fast / "whole", before)
    lines = (whole / JOURNAL).read_bytes().splitlines(keepends=True)
    third = [at for at, line in enumerate(lines, 1) if b'"action.started"' in line][2]
    copy = cut(whole, fast / "cut", sum(map(len, lines[:third])))
    after = Desk(done=list(WANTED[:3]))  # the third had happened

    with ScriptedServer(after.model(), dialect="preview", stream=False) as server:
        found, result = resume(CHAINED, server.base_url, copy, after)

    assert result.status == "completed"
    assert tuple(after.done) == WANTED
    assert found.uncertain is not None
    assert (found.uncertain.step, found.uncertain.words) == (3, "Click (30, 10) in “Letter”")
    assert any(text.startswith(f"{BROKEN}; look at the screenshot") for text in texts_of(server.creates[0]))
