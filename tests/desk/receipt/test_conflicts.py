"""Conflicts: what a desk and the person do with the same thing, at each of four moments.

The desk works through the kernel's own overlay. What the person did is looked for by its own mark in the file on disk:
it has to be there after taking over, and after the undo.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest

from desktop_agent.desk.receipt.carry_out import DiskActs
from desktop_agent.desk.receipt.take import take, undo
from tests.fakes.desks.desk_work import DeskWork, has_overlay, work_in_shell

pytestmark = pytest.mark.program

MINE = "what the person wrote"
Moment = Literal["before the receipt", "after the receipt", "before an act", "before the last act"]
START = {"d/f": "old f", "d/g": "old g", "d/in/h": "old h", "e/k": "old k"}
# What the desk does, in the words of a shell.
DESK_ACTS = {
    "edits in place": "printf desk >> d/f",
    "saves by rename": "printf desk > d/.t; mv d/.t d/f",
    "deletes": "rm d/f",
    "deletes the folder": "rm -r d",
    "makes the folder anew": "rm -r d; mkdir d; printf desk > d/f",
    "makes the file a folder": "rm d/f; mkdir d/f; printf desk > d/f/x",
    "moves it": "mkdir m; mv d/f m/f",
    "makes a new one": "printf desk > d/n",
}


def _write(path: Path, text: str = MINE) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def _keeps_the_time(home: Path) -> None:
    status = (home / "d/f").stat()
    (home / "d/f").write_text("MINE!")
    os.utime(home / "d/f", ns=(status.st_atime_ns, status.st_mtime_ns))


def _saves_by_rename(home: Path) -> None:
    _write(home / "d/.mine")
    (home / "d/.mine").replace(home / "d/f")


# What the person does, with what has to be there after it: a path and its text.
PERSON_ACTS: dict[str, tuple[Callable[[Path], object], dict[str, str]]] = {
    "edits in place": (lambda home: _write(home / "d/f"), {"d/f": MINE}),
    "keeps size and time": (_keeps_the_time, {"d/f": "MINE!"}),
    "saves by rename": (_saves_by_rename, {"d/f": MINE}),
    "moves it away": (lambda home: (home / "d/f").rename(home / "kept"), {"kept": "old f"}),
    "renames the folder": (lambda home: (home / "d").rename(home / "kept"), {"kept/f": "old f"}),
    "makes the same new one": (lambda home: _write(home / "d/n"), {"d/n": MINE}),
    "adds far below": (lambda home: _write(home / "d/in/added"), {"d/in/added": MINE}),
    "fills the new place": (lambda home: _write(home / "m/f"), {"m/f": MINE}),
}


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


@pytest.mark.parametrize(
    ("desk_does", "person_does", "moment"),
    [
        # These once lost an edit.
        ("saves by rename", "keeps size and time", "before the last act"),
        ("edits in place", "renames the folder", "before the last act"),
        ("makes the folder anew", "renames the folder", "before the last act"),
        ("moves it", "fills the new place", "before an act"),
        ("deletes the folder", "adds far below", "after the receipt"),
        # The others are some of each moment.
        ("edits in place", "edits in place", "before the receipt"),
        ("edits in place", "saves by rename", "before an act"),
        ("deletes", "edits in place", "before an act"),
        ("makes the file a folder", "saves by rename", "after the receipt"),
        ("deletes", "moves it away", "after the receipt"),
        ("makes a new one", "makes the same new one", "before an act"),
    ],
)
def test_no_edit_of_the_person_is_lost(tmp_path: Path, desk_does: str, person_does: str, moment: Moment) -> None:
    if not has_overlay():
        pytest.skip("This machine mounts no overlay for a plain user.")
    desk = DeskWork(tmp_path)
    for path, text in START.items():
        _write(desk.home / path, text)
    desk.start()
    work_in_shell(desk, DESK_ACTS[desk_does])
    act, left = PERSON_ACTS[person_does]
    moments = list[Moment]()

    def at(now: Moment) -> None:
        moments.append(now)
        if moments.count(moment) == 1 and now == moment:
            act(desk.home)

    at("before the receipt")
    changes = desk.receipt().changes
    at("after the receipt")
    acts: Iterator[Moment] = iter(("before an act", "before the last act"))
    result = take(desk.folder, changes, acts=DiskActs(lambda _: at(next(acts, "after the receipt"))))

    assert moment in moments
    assert {path: _text(desk.home / path) for path in left} == left
    if result.taken:
        undo(desk.folder)
    assert {path: _text(desk.home / path) for path in left} == left
