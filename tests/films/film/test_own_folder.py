"""A film's program works in a folder of the same name each time."""

import os
from pathlib import Path

import pytest

from tests.fakes.warm import called

pytestmark = pytest.mark.program

NOTE = """+++
[film]
open = "mousepad note.txt"
+++
1. type "Dear Ada"
2. press ctrl+s
"""


@pytest.mark.slow
def test_a_film_of_a_document_is_the_same_each_time(tmp_path: Path) -> None:
    """Its window's title shows the folder; its caret would blink at its own times."""
    task = tmp_path / "note.task"
    task.write_text(NOTE)
    temporary = tmp_path / "tmp"  # where no other film is made at the same time
    temporary.mkdir()
    environment = os.environ | {"DESKTOP_AGENT_HOME": str(tmp_path / "agent"), "TMPDIR": str(temporary)}

    for name in ("first", "second"):
        called(["film", str(task), "-o", str(tmp_path / name), "--mode", "auto"], environment, timeout=120)

    assert (tmp_path / "first" / "note.mp4").read_bytes() == (tmp_path / "second" / "note.mp4").read_bytes()
