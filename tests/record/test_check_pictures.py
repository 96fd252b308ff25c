"""Checking a run's pictures: what is changed, lost, added or no file is told by its name."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_agent.record.check import check_run
from desktop_agent.record.store import RunStore
from tests.fakes.recorded import record_small_run, tell_whole_run

NOW = datetime(2026, 11, 20, 10, 15, 30, tzinfo=UTC)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return record_small_run(tmp_path, turns=3)


def test_what_became_of_pictures_is_told_by_name(run: Path, tmp_path: Path) -> None:
    frames = run / "frames"
    (tmp_path / "elsewhere").write_bytes(b"picture 1")
    (frames / "000001.png").unlink()
    (frames / "000001.png").symlink_to(tmp_path / "elsewhere")
    (frames / "000002.png").unlink()
    (frames / "000003.png").write_bytes(b"pict")
    (frames / "000004.png").write_bytes(b"picture 5")
    (frames / "000009.png").write_bytes(b"one more")

    found = {each.file: (each.kind, each.byte) for each in check_run(run).damage}

    assert found == {
        "frames/000001.png": ("link", 0),
        "frames/000002.png": ("lost", 0),
        "frames/000003.png": ("cut", 4),
        "frames/000004.png": ("changed", 0),
        "frames/000009.png": ("added", 0),
    }


def test_the_same_picture_is_stored_once_and_found_for_each_of_its_lines(tmp_path: Path) -> None:
    recorder = RunStore(tmp_path).create("Save a note", NOW, "3fa9c1")
    tell_whole_run(recorder, "x", recorder.run, turns=4, draw=lambda number: b"odd" if number % 2 else b"even")
    recorder.close()
    lines = map(json.loads, (recorder.dir / "events.jsonl").read_bytes().splitlines())
    paths = [line["path"] for line in lines if line["event"] == "frame"]

    assert ["frames/000001.png", "frames/000002.png"] * 2 + ["frames/000001.png"] == paths
    assert 2 == len(list((recorder.dir / "frames").iterdir()))
    assert check_run(recorder.dir).is_whole
