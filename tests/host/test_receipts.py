"""What a person does with a receipt stands in the record of the run that was on the desk, whatever they did it with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_agent.core.events import ReceiptAnswer
from desktop_agent.desk.folder import write_desk
from desktop_agent.desk.receipt.settle import settle
from desktop_agent.desk.runs import receipts
from desktop_agent.desk.runs.receipts import note_settlement
from desktop_agent.record.check import check_run
from desktop_agent.record.desk_receipt import receipt_acts
from tests.fakes.desk_work import DeskWork
from tests.fakes.recorded import record_small_run


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "ours"))
    return record_small_run(tmp_path / "ours" / "data")


@pytest.fixture
def desk(tmp_path: Path, run: Path) -> DeskWork:
    work = DeskWork(tmp_path)
    for name in ("plan.txt", "mine.txt"):
        (work.home / name).write_text("old")
    work.start()
    work.write("plan.txt", "new")
    work.write("mine.txt", "the desk's")
    work.write("more.txt", "more")
    write_desk(work.folder, replace(work.end(), run=run.name))
    (work.home / "mine.txt").write_text("my own")
    return work


def acts(run: Path) -> list[tuple[str, int, int]]:
    return [(act.kind, act.count, len(act.refused)) for act in receipt_acts(run)]


def test_all_that_is_done_with_a_receipt_is_in_the_runs_record(desk: DeskWork, run: Path) -> None:
    seen = receipts.look(desk.folder)
    taken = receipts.take_over(desk.folder, seen.receipt.changes)
    receipts.look(desk.folder)
    receipts.take_back(desk.folder)
    receipts.throw_away(desk.folder)

    assert acts(run) == [("changed", 3, 0), ("taken", 2, 1), ("undone", 2, 0), ("discarded", 0, 0)]
    assert {Path(one.path).name for one in receipt_acts(run)[1].entries} == {Path(path).name for _, path in taken.taken}
    assert receipt_acts(run)[1].refused[0].words == ("you also changed it",)
    assert check_run(run).is_whole


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("accept", [("changed", 3, 0), ("taken", 2, 1)]),
        ("discard", [("changed", 3, 0), ("discarded", 0, 0)]),
    ],
)
def test_a_receipt_that_was_settled_without_anybody_is_in_it_too(
    desk: DeskWork, run: Path, answer: ReceiptAnswer, expected: list[tuple[str, int, int]]
) -> None:
    note_settlement(desk.folder, answer, settle(desk.folder, answer))

    assert acts(run) == expected
    assert check_run(run).is_whole
