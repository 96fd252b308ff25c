"""`runs`: what the commands say about recordings, and what names of runs cannot reach."""

import json
import os
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_agent.cli.commands.runs import _print_runs
from desktop_agent.record.store import RunStore, summary_of
from tests.fakes.runs.recorded import tell_whole_run
from tests.fakes.source import ROOT
from tests.fakes.warm import called, in_text

TASK = "Save a note \x1b[31m\u202egpj.exe"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """Record one run of five turns in a home of its own."""
    recorder = RunStore(tmp_path / "data/runs").create(TASK, datetime(2026, 11, 20, 10, 15, tzinfo=UTC), "3fa9c1")
    tell_whole_run(recorder, str(recorder.dir), recorder.run, task=TASK)
    recorder.close()
    return recorder.dir


def call(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    own = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "DESKTOP_AGENT_HOME": str(home)}
    return in_text(called(("runs", *words), own, home))


@pytest.mark.program
def test_a_run_is_listed_and_shown_and_no_task_can_drive_the_terminal(tmp_path: Path, run: Path) -> None:
    listed = call(tmp_path, "list").stdout
    shown = call(tmp_path, "show", "20261120-10").stdout
    (reported,) = json.loads(call(tmp_path, "list", "--json").stdout)

    (line,) = listed.splitlines()
    assert ([run.name, "The model says it's done"], "$0.009") == (line.split("\t")[:2], line.split("\t")[-1])
    assert (run.name, TASK, "completed", True) == (
        reported["run"],
        reported["task"],
        reported["status"],
        reported["claimed"],
    )
    assert f"Run:     {run.name}" in shown
    assert "Steps:   6\n" in shown
    assert "Click a place on the screen — Approved by you after 2.6 s" in shown
    assert "      Warning: The same step was tried twice.\n" in shown
    assert next(line for line in shown.splitlines() if line.startswith("Took:")).endswith(", $0.009")
    assert "in the screenshot" not in shown
    assert "        At (1095, 635) in the screenshot · " in call(tmp_path, "show", "last", "--verbose").stdout
    assert not {"\x1b", "\u202e"} & {*shown + listed}


def test_the_table_for_people_says_who_calls_a_run_done(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _print_runs([summary_of(run)])

    assert capsys.readouterr().out.split("\t")[:2] == [run.name, "The model says it's done"]


@pytest.mark.program
@pytest.mark.promise("contract, runs check")
def test_a_check_says_that_a_run_is_whole_and_where_it_is_not(tmp_path: Path, run: Path) -> None:
    whole = call(tmp_path, "check", "last")
    lines = (run / "events.jsonl").read_bytes().splitlines(keepends=True)
    (run / "events.jsonl").write_bytes(b"".join([*lines[:9], *lines[10:]]))
    lost = call(tmp_path, "check", "last")
    reported = json.loads(call(tmp_path, "check", "last", "--json").stdout)

    assert (whole.returncode, whole.stdout) == (0, f"Intact: {len(lines)} lines and 6 pictures.\n")
    assert lost.returncode == 1
    assert lost.stdout == "Not intact from line 10 of events.jsonl on.\n"
    assert (reported["whole"], reported["lines"], reported["broken"]) == (
        False,
        9,
        {"file": "events.jsonl", "line": 10},
    )


@pytest.mark.program
def test_a_check_says_that_a_run_has_no_end(tmp_path: Path, run: Path) -> None:
    lines = (run / "events.jsonl").read_bytes().splitlines(keepends=True)
    (run / "events.jsonl").write_bytes(b"".join(lines[:9]))

    cut = call(tmp_path, "check", "last")

    assert (cut.returncode, cut.stdout) == (1, "Intact up to line 9, but the run's end wasn't recorded.\n")


@pytest.mark.program
def test_an_export_that_is_unpacked_elsewhere_opens_and_is_whole(tmp_path: Path, run: Path) -> None:
    made = call(tmp_path, "export", "last", "-o", "new/folder/it.zip")
    with zipfile.ZipFile(tmp_path / "new" / "folder" / "it.zip") as packed:
        packed.extractall(tmp_path / "there")
    unpacked = tmp_path / "there" / run.name

    assert (made.returncode, made.stdout, made.stderr) == (0, "new/folder/it.zip\n", "")
    assert call(tmp_path, "check", str(unpacked)).returncode == 0
    assert (unpacked / "events.jsonl").read_bytes() == (run / "events.jsonl").read_bytes()
    assert (unpacked / "report.html").is_file()


@pytest.mark.program
def test_the_group_by_itself_lists_the_runs(tmp_path: Path, run: Path) -> None:
    assert call(tmp_path).stdout == call(tmp_path, "list").stdout
    assert json.loads(call(tmp_path, "--json").stdout)[0]["run"] == run.name
