"""A folder for work has the same name each time, is nobody else's, and doesn't outlast its process for long."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from desktop_agent.record.work_folder import work_folder

NAME = "a-work-folder"
HOLDER = """
import sys, tempfile
from desktop_agent.record.work_folder import work_folder
tempfile.tempdir = sys.argv[1]
with work_folder(sys.argv[2], always_there=True) as folder:
    (folder / "half").touch()
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_the_work_folder_has_the_same_path_each_time_unless_it_is_taken(tmp_path: Path) -> None:
    somebody_elses = tmp_path / "somebody-elses"
    somebody_elses.mkdir()

    with work_folder(NAME, always_there=True) as first, work_folder(NAME, always_there=True) as beside_it:
        (first / "note.txt").touch()
        mode = first.stat().st_mode & 0o777
    with work_folder(NAME, always_there=True) as second:
        left = [path.suffix for path in second.iterdir()]
    first.symlink_to(somebody_elses)
    with work_folder(NAME, always_there=True) as third:
        (third / "note.txt").touch()

    assert (first, left, mode) == (second, [".lock"], 0o700)
    assert len({first, beside_it, third}) == 3
    assert [*somebody_elses.iterdir()] == []
    assert {*tmp_path.iterdir()} == {somebody_elses, first}


def test_a_work_folder_without_a_lock_is_kept(tmp_path: Path) -> None:
    for kind in ("folder", "file"):
        path = tmp_path / f"{NAME}-{kind}"
        path.touch() if kind == "file" else path.mkdir()
    before = {*tmp_path.iterdir()}

    with work_folder(NAME):
        pass

    assert {*tmp_path.iterdir()} == before


@pytest.mark.program
def test_the_folder_of_a_killed_process_is_removed_by_the_next_one_and_not_while_it_lives(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path), NAME]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        held = Path(holder.stdout.readline().strip())
        with work_folder(NAME, always_there=True) as beside_it:
            was_there = (held / "half").exists()
        holder.kill()
    was_left = (held / "half").exists()
    with work_folder(NAME, always_there=True) as following:
        is_there = (following / "half").exists()

    assert held != beside_it
    assert (was_there, was_left, is_there) == (True, True, False)
    assert following == held
