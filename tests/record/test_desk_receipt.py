"""The receipt of a run's side desk in its record: whole or told, in the report as text, in an export."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_agent.record.check import BrokenLine, check_run
from desktop_agent.record.desk_receipt import ReceiptAct, ReceiptEntry, note_act, receipt_acts
from desktop_agent.record.export_run import export_run
from desktop_agent.record.report.page import write_report
from desktop_agent.record.store import RunStore
from tests.fakes.runs.page import seen
from tests.fakes.runs.recorded import record_small_run, tell_whole_run

NOW = datetime(2026, 11, 22, 10, 0, 0, tzinfo=UTC)
DESK = "20261122-090000-letters-a1b2c3"
CHANGED = ReceiptAct(
    "changed",
    DESK,
    count=3,
    entries=(
        ReceiptEntry("~/Letters/Novak.odt", ("Changed", "12 KB"), "documents"),
        ReceiptEntry("~/<script>alert(1)</script>", ("New",), "documents"),
        ReceiptEntry("~/send.sh", ("New", "can be run as a program"), "runs-later"),
    ),
    left_out=("2 lock files",),
    hosts=("example.org",),
)
TAKEN = ReceiptAct(
    "taken",
    DESK,
    count=1,
    entries=(ReceiptEntry("~/Letters/Novak.odt"),),
    refused=(ReceiptEntry("~/plan.txt", ("it has since changed",)),),
)
UNDONE = ReceiptAct("undone", DESK, count=1, entries=(ReceiptEntry("~/Letters/Novak.odt"),))
DISCARDED = ReceiptAct("discarded", DESK)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    folder = record_small_run(tmp_path, 2)
    for act in (CHANGED, TAKEN, UNDONE, DISCARDED):
        note_act(folder, act)
    return folder


def lines(run: Path) -> list[bytes]:
    return (run / "receipt.jsonl").read_bytes().splitlines(keepends=True)


def test_the_use_of_a_receipt_is_read_back_from_the_record_and_the_run_is_whole(run: Path) -> None:
    acts = receipt_acts(run)

    assert [(act.kind, act.count, act.entries, act.refused) for act in acts] == [
        (act.kind, act.count, act.entries, act.refused) for act in (CHANGED, TAKEN, UNDONE, DISCARDED)
    ]
    assert check_run(run).is_whole


@pytest.mark.parametrize("number", range(4))
def test_a_byte_that_was_changed_in_a_receipt_is_found(run: Path, number: int) -> None:
    written = lines(run)
    at = written[number].index(b'"count":') + 8
    changed = bytes([written[number][at] ^ 1])
    written[number] = written[number][:at] + changed + written[number][at + 1 :]
    (run / "receipt.jsonl").write_bytes(b"".join(written))

    assert check_run(run).broken == BrokenLine("receipt.jsonl", number + 1)


def test_a_receipt_of_another_run_cut_off_or_a_link_is_found(run: Path, tmp_path: Path) -> None:
    receipt = run / "receipt.jsonl"
    written = receipt.read_bytes()
    other = record_small_run(tmp_path / "other", 1).rename(tmp_path / "20261120-101530-another-3fa9c2")
    note_act(other, TAKEN)

    for content, line in (
        (written[:-1], 4),
        (written.replace(b"\n", b"", 1), 1),
        ((other / receipt.name).read_bytes(), 1),
    ):
        receipt.write_bytes(content)
        assert check_run(run).broken == BrokenLine("receipt.jsonl", line)
    receipt.rename(tmp_path / "elsewhere")
    receipt.symlink_to(tmp_path / "elsewhere")
    assert check_run(run).broken == BrokenLine("receipt.jsonl", 1)


def test_the_report_tells_what_was_changed_and_what_became_of_it(run: Path) -> None:
    page = seen(write_report(run))

    for words in (
        "Changes made on the desk",
        "Documents (2)",
        "~/Letters/Novak.odt",
        "Would run later or give others access (1)",
        "can be run as a program",
        "example.org",
        "2 lock files",
        "Applied: 1 change.",
        "Left as is: ~/plan.txt (it has since changed)",
        "Undone: 1 change.",
        "The remaining changes were discarded.",
        "~/<script>alert(1)</script>",
    ):
        assert words in page.text
    assert "<script>alert(1)" not in (run / "report.html").read_text()


def test_an_export_carries_the_receipt_whole(tmp_path: Path) -> None:
    recorder = RunStore(tmp_path / "runs").create("Save a note", NOW, "3fa9c1")
    tell_whole_run(recorder, "x", recorder.run, turns=1)
    recorder.close()
    run = recorder.dir
    note_act(run, CHANGED)
    with zipfile.ZipFile(export_run(run, tmp_path / "run.zip")) as archive:
        archive.extractall(tmp_path / "there")
    unpacked = tmp_path / "there" / run.name

    assert receipt_acts(unpacked) == receipt_acts(run)
    assert check_run(unpacked).is_whole
