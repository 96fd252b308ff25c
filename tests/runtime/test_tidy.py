"""Old recordings go as the settings say, and the person is told; by default all stay."""

import os
from pathlib import Path

import pytest

from desktop_agent.record.store import RunStore
from desktop_agent.runtime.retention import clear_out_runs
from desktop_agent.settings.confirmed import confirm
from tests.fakes.runs.recorded import record_run

FEW = "[record]\nkeep_gb = 0.000001\n"


def cleared_out(tmp_path: Path, settings: str, confirmed: str) -> tuple[str, int]:
    (tmp_path / "config").mkdir()
    (tmp_path / "config/config.toml").write_text(confirmed)
    confirm(tmp_path / "config")
    (tmp_path / "config/config.toml").write_text(settings)
    store = RunStore(tmp_path / "data/runs")
    for token in ("000001", "000002"):
        record_run(store, token)
    return clear_out_runs({"DESKTOP_AGENT_HOME": str(tmp_path)}), len(store.folders())


def test_the_tidying_reports_in_a_sentence_what_is_removed(tmp_path: Path) -> None:
    reported, left = cleared_out(tmp_path, FEW, FEW)

    assert reported.startswith("1 old run deleted according to your settings, freeing ")
    assert 1 == left


@pytest.mark.parametrize(("settings", "confirmed"), [("", ""), ("[record]\nkeep_gb = -1\n",) * 2, (FEW, "")])
def test_default_invalid_and_foreign_settings_remove_no_run(tmp_path: Path, settings: str, confirmed: str) -> None:
    assert ("", 2) == cleared_out(tmp_path, settings, confirmed)


def test_copies_for_an_undo_go_after_thirty_days(tmp_path: Path) -> None:
    marks = [tmp_path / f"data/runs/2026112{n}-120000-note-0a1b2c/before/started" for n in (1, 2)]
    for mark in marks:
        mark.parent.mkdir(parents=True)
        mark.touch()
    os.utime(marks[0], (0, 0))

    clear_out_runs({"DESKTOP_AGENT_HOME": str(tmp_path)})

    assert [mark.parent.exists() for mark in marks] == [False, True]
