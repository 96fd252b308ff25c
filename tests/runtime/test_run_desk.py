"""The desk of a run: its receipt is settled before the run ends, and how it ended is how the run ends."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from desktop_agent.core.runs.events import DeskEnded, Event, ReceiptAnswer, Status
from desktop_agent.desk.folder import open_desk, write_desk
from desktop_agent.desk.receipt.change_set import DeskChanges, note_settlement, settle
from desktop_agent.desk.runs.run_desk import RunDesk
from desktop_agent.desk.sandbox.keeper_order import DeskLimits
from desktop_agent.record.check import check_run
from desktop_agent.record.desk_receipt import receipt_acts
from desktop_agent.run.end.ending import RunEnding
from desktop_agent.run.ports import DeskOrder
from tests.fakes.desks.desk_work import DeskWork
from tests.fakes.desks.desks import desk_over, done_inside
from tests.fakes.runs.recorded import record_small_run
from tests.fakes.waiting import wait_until

RUN = "20261122-120000-test-0a1b2c"
OVER = "The desk has reached its time limit."
DONE = RunEnding("completed", "Done.")
LEFT = RunEnding("partly", "Done. Not applied: 2 changes. See: desktop-agent desk show {}")


@pytest.mark.program
@pytest.mark.parametrize(
    ("receipt", "ending", "expected", "came"),
    [
        ("accept", DONE, LEFT, (1, 2)),
        ("accept", RunEnding("failed", "No."), RunEnding("failed", "No."), (0, 3)),
        ("discard", DONE, DONE, (0, 0)),
    ],
)  # fmt: skip
def test_changes_left_on_a_desk_are_reported_and_never_applied(
    tmp_path: Path, receipt: ReceiptAnswer, ending: RunEnding, expected: RunEnding, came: tuple[int, int]
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "plan.txt").write_text("the plan\n")
    events = list[Event]()

    with desk_over(tmp_path) as side:
        desk = RunDesk(side, DeskOrder(receipt=receipt))
        desk.begin(RUN)
        done_inside(side, "echo new > ~/new.txt; echo desk > ~/plan.txt; printf '#!/bin/sh\\n' > ~/go; chmod +x ~/go")
        (home / "plan.txt").write_text("and mine\n")
        ended = asyncio.run(desk.end(ending, events.append))
        desk.close()

    (event,) = events
    assert isinstance(event, DeskEnded)
    assert ended == RunEnding(expected.status, expected.message.format(side.id))
    assert (event.by, event.taken, event.left) == ("run", *came)
    assert event.changes is not None
    assert (event.changes["documents"], event.changes["runs-later"]) == (2, 1)
    assert (home / "plan.txt").read_text() == "and mine\n"
    assert (home / "new.txt").exists() == bool(came[0])
    assert not (home / "go").exists()
    assert open_desk(side.folder).run == RUN


@pytest.mark.program
@pytest.mark.parametrize(
    ("ending", "status", "by"),
    [
        (RunEnding("failed", "The display :200 can't be reached."), "limit", "minutes"),
        (RunEnding("stopped", OVER), "limit", "minutes"),
        (DONE, "completed", "run"),
    ],
)
def test_a_run_is_stopped_when_its_desk_ends_and_says_so_if_it_was_not_done(
    tmp_path: Path, ending: RunEnding, status: Status, by: str
) -> None:
    events = list[Event]()
    stopped = list[tuple[str, str]]()

    with desk_over(tmp_path, limits=DeskLimits(minutes=0)) as side:
        desk = RunDesk(side, DeskOrder())
        desk.begin(RUN)
        desk.watch(lambda by, why: stopped.append((by, why)))
        wait_until(lambda: stopped, "the stop")
        ended = asyncio.run(desk.end(ending, events.append))

    (event,) = events
    assert isinstance(event, DeskEnded)
    assert (ended.status, event.by) == (status, by)
    assert ended.message == (OVER if status == "limit" else ending.message)
    assert stopped == [("signal", OVER)]


@pytest.mark.parametrize("answer", ["accept", "discard", "by hand"])
def test_what_is_done_with_a_receipt_is_in_the_runs_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: ReceiptAnswer | Literal["by hand"]
) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "ours"))
    run = record_small_run(tmp_path / "ours" / "data")
    work = DeskWork(tmp_path)
    (work.home / "mine.txt").write_text("old")
    work.start()
    work.write("mine.txt", "the desk's")
    work.write("more.txt", "more")
    write_desk(work.folder, replace(work.end(), run=run.name))
    (work.home / "mine.txt").write_text("my own")

    if answer == "by hand":
        changes = DeskChanges(work.folder)
        changes.apply(changes.read().receipt.changes)
        changes.undo()
        changes.discard()
    else:
        note_settlement(work.folder, answer, settle(work.folder, answer))

    acts = receipt_acts(run)
    assert [(act.kind, act.count, len(act.refused)) for act in acts] == {
        "accept": [("changed", 2, 0), ("taken", 1, 1)],
        "discard": [("changed", 2, 0), ("discarded", 0, 0)],
        "by hand": [("changed", 2, 0), ("taken", 1, 1), ("undone", 1, 0), ("discarded", 0, 0)],
    }[answer]
    assert [one.words for one in acts[1].refused] == ([] if answer == "discard" else [("you also changed it",)])
    assert check_run(run).is_whole
