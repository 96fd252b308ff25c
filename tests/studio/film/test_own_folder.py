"""A film's program works in a folder of the same name each time, which nobody else can have put there."""

import os
import tempfile
from pathlib import Path

import pytest

from desktop_agent.studio.commands.film import own_folder
from tests.fakes.warm import called

pytestmark = pytest.mark.program

NOTE = """+++
[film]
open = "mousepad note.txt"
+++
1. type "Dear Ada"
2. press ctrl+s
"""


def test_it_has_the_same_path_each_time_unless_something_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    somebody_elses = tmp_path / "somebody-elses"
    somebody_elses.mkdir()

    with own_folder() as first, own_folder() as beside_it:
        (first / "note.txt").touch()
        mode = first.stat().st_mode & 0o777
    with own_folder() as second:
        left = [*second.iterdir()]
    first.symlink_to(somebody_elses)
    with own_folder() as third:
        (third / "note.txt").touch()

    assert (first, left, mode) == (second, [], 0o700)
    assert len({first, beside_it, third}) == 3
    assert [*somebody_elses.iterdir()] == []
    assert {*tmp_path.iterdir()} == {somebody_elses, first}


def test_a_film_of_a_document_is_the_same_each_time(tmp_path: Path) -> None:
    """Its window's title shows the folder; its caret would blink at its own times."""
    task = tmp_path / "note.task"
    task.write_text(NOTE)
    environment = os.environ | {"DESKTOP_AGENT_HOME": str(tmp_path / "agent")}

    for name in ("first", "second"):
        called(["film", str(task), "-o", str(tmp_path / name), "--mode", "auto"], environment, timeout=120)

    assert (tmp_path / "first" / "note.mp4").read_bytes() == (tmp_path / "second" / "note.mp4").read_bytes()
