"""Generated conflicts, a sample of them: what a desk and the person do with the same thing, at each of four moments.

The desk works through the kernel's own overlay. What the person did is looked for by its own mark in the file on disk:
it has to be there after taking over, and after the undo.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest

from desktop_agent.desk.receipt.acts import DiskActs
from desktop_agent.desk.receipt.take import take, undo
from tests.fakes.desk_work import DeskWork, has_overlay, work_in_shell

MINE = "what the person wrote"
Moment = Literal["before the receipt", "after the receipt", "before an act", "before the last act"]
MOMENTS: tuple[Moment, ...] = ("before the receipt", "after the receipt", "before an act", "before the last act")
START = {"d/f": "old f", "d/g": "old g", "d/in/h": "old h", "e/k": "old k"}
# What the desk does, in the words of a shell.
DESK_ACTS = {
    "edits in place": "printf desk >> d/f",
    "writes the same length": "printf 'new f' > d/f",
    "saves by rename": "printf desk > d/.t; mv d/.t d/f",
    "deletes": "rm d/f",
    "deletes the folder": "rm -r d",
    "makes the folder anew": "rm -r d; mkdir d; printf desk > d/f",
    "makes the folder a file": "rm -r d; printf desk > d",
    "makes the file a folder": "rm d/f; mkdir d/f; printf desk > d/f/x",
    "makes it a link": "rm d/f; ln -s g d/f",
    "moves it": "mkdir m; mv d/f m/f",
    "renames the folder": "cp -a d m; rm -r d",
    "moves another here": "mv e/k d/f",
    "changes the rights": "chmod 600 d/f",
    "makes a new one": "printf desk > d/n",
    "makes a new folder": "mkdir -p d/q; printf desk > d/q/x",
    "edits below": "printf desk >> d/in/h",
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


def _makes_a_folder(home: Path) -> None:
    (home / "d/f").unlink(missing_ok=True)
    _write(home / "d/f/mine")


def _makes_a_link(home: Path) -> None:
    _write(home / "e/mine")
    (home / "d/f").unlink(missing_ok=True)
    (home / "d/f").symlink_to("../e/mine")


# What the person does, with what has to be there after it: a path and its text; None for “nothing is there”.
PERSON_ACTS: dict[str, tuple[Callable[[Path], object], dict[str, str | None]]] = {
    "edits in place": (lambda home: _write(home / "d/f"), {"d/f": MINE}),
    "keeps size and time": (_keeps_the_time, {"d/f": "MINE!"}),
    "saves by rename": (_saves_by_rename, {"d/f": MINE}),
    "deletes": (lambda home: (home / "d/f").unlink(), {"d/f": None}),
    "moves it away": (lambda home: (home / "d/f").rename(home / "kept"), {"kept": "old f"}),
    "renames the folder": (lambda home: (home / "d").rename(home / "kept"), {"kept/f": "old f"}),
    "makes it a folder": (_makes_a_folder, {"d/f/mine": MINE}),
    "makes it a link": (_makes_a_link, {"d/f": MINE, "e/mine": MINE}),
    "makes the same new one": (lambda home: _write(home / "d/n"), {"d/n": MINE}),
    "adds to the folder": (lambda home: _write(home / "d/added"), {"d/added": MINE}),
    "adds far below": (lambda home: _write(home / "d/in/added"), {"d/in/added": MINE}),
    "edits below": (lambda home: _write(home / "d/in/h"), {"d/in/h": MINE}),
    "fills the new place": (lambda home: _write(home / "m/f"), {"m/f": MINE}),
    "edits another": (lambda home: _write(home / "e/k"), {"e/k": MINE}),
}


@dataclass(frozen=True, slots=True)
class ConflictCase:
    """One conflict."""

    desk: str
    person: str
    moment: Moment

    def __str__(self) -> str:
        return f"the desk {self.desk}, the person {self.person} {self.moment}"


def all_cases() -> Iterator[ConflictCase]:
    """Yield every case, in a fixed order."""
    for desk in DESK_ACTS:
        for person in PERSON_ACTS:
            for moment in MOMENTS:
                yield ConflictCase(desk, person, moment)


@dataclass(frozen=True, slots=True)
class ConflictOutcome:
    """What became of it: what of the person's was lost, and whether the desk's change was taken over."""

    lost: tuple[str, ...]
    taken: int
    is_done: bool  # the person's act came about; else there was no conflict


def play(case: ConflictCase, root: Path) -> ConflictOutcome:
    """Play one conflict in a folder of its own."""
    desk = DeskWork(root)
    for path, text in START.items():
        _write(desk.home / path, text)
    desk.start()
    work_in_shell(desk, DESK_ACTS[case.desk])
    person = _PersonAct(case, desk.home)
    person.at("before the receipt")
    changes = desk.receipt().changes
    person.at("after the receipt")
    result = take(desk.folder, changes, acts=DiskActs(person))
    person.at("before an act")  # nothing was done at all
    person.at("before the last act")
    lost = [f"after taking over: {name}" for name in person.lost()]
    if result.taken:
        undo(desk.folder)
        lost += [f"after the undo: {name}" for name in person.lost()]
    return ConflictOutcome(tuple(lost), len(result.taken), person.is_done)


class _PersonAct:
    """The person acts once, at the moment of the case; is told each act of taking over."""

    def __init__(self, case: ConflictCase, home: Path) -> None:
        self._case, self._home = case, home
        self._act, self._wanted = PERSON_ACTS[case.person]
        self._acts = 0
        self.is_done = self._is_tried = False

    def __call__(self, _: str) -> None:
        self._acts += 1
        if self._acts == 1:
            self.at("before an act")
        elif self._acts == 2:
            self.at("before the last act")

    def at(self, moment: Moment) -> None:
        """Act, if this is the moment."""
        if moment != self._case.moment or self._is_tried:
            return
        self._is_tried = True
        try:
            self._act(self._home)
        except OSError:
            return  # there is nothing left that this could be done with
        self.is_done = True
        # What was moved holds what it held then.
        for path, text in self._wanted.items():
            if text is not None and text.startswith("old"):
                self._wanted = {**self._wanted, path: _text(self._home / path)}

    def lost(self) -> list[str]:
        """Return what of the person's is not as they left it."""
        if not self.is_done:
            return []
        return [path for path, text in self._wanted.items() if _text(self._home / path) != text]


def _text(path: Path) -> str | None:
    try:
        return path.read_text()
    except OSError:
        return None


# Those that once lost an edit, and some of each moment.
ONCE_LOST = [
    ConflictCase("saves by rename", "keeps size and time", "before the last act"),
    ConflictCase("edits in place", "renames the folder", "before the last act"),
    ConflictCase("makes the folder anew", "renames the folder", "before the last act"),
    ConflictCase("moves it", "fills the new place", "before an act"),
    ConflictCase("deletes the folder", "adds far below", "after the receipt"),
]


@pytest.mark.parametrize("case", [*ONCE_LOST, *list(all_cases())[::59]], ids=str)
def test_no_edit_of_the_person_is_lost(tmp_path: Path, case: ConflictCase) -> None:
    if not has_overlay():
        pytest.skip("This machine mounts no overlay for a plain user.")
    outcome = play(case, tmp_path)
    assert outcome.is_done
    assert outcome.lost == ()
