"""What a desk moves between folders: no half of a move is taken over that loses the file, and an undo is exact."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_agent.desk.folder import open_desk
from desktop_agent.desk.receipt.read import read_receipt
from desktop_agent.desk.receipt.settle import named
from desktop_agent.desk.receipt.take import take, undo
from desktop_agent.desk.receipt.wording import change_line, refusal
from tests.fakes.desk_work import contents, wait_for_the_next_tick
from tests.fakes.desks import desk_over, done_inside

START = {
    "In/bill.txt": "bill",
    "In/same.txt": "same",
    "In/copy.txt": "same",
    "In/empty.txt": "",
    "In/run.sh": "#!/bin/sh\n",
    "In/box/a.txt": "a",
    "In/box/b.txt": "b",
    "Archive/bill.txt": "an older bill",
}


@dataclass(frozen=True, slots=True)
class Move:
    """What is done on the desk, what is taken over, and what is said."""

    line: str
    takes: str
    lines: tuple[str, ...]  # of the receipt
    refused: str = ""
    person: str = ""  # writes here meanwhile


_HALF = "Left as is: ~/In/{name} (what it held is now in ~/Archive/{to}, which isn't applied)"
MOVES = {
    "a file, by where it was": Move("mv In/same.txt Archive/", "In", ("Moved ~/In/same.txt → ~/Archive/same.txt",)),
    "a whole folder": Move("mv In/box Archive/", "Archive", ("Moved ~/In/box → ~/Archive/box/",)),
    "over another file": Move(
        "mv In/bill.txt Archive/",
        "In",
        ("Changed ~/Archive/bill.txt", "Deleted ~/In/bill.txt"),
        _HALF.format(name="bill.txt", to="bill.txt"),
    ),
    "to where the person has made one": Move(
        "mv In/same.txt Archive/",
        "In",
        ("Changed ~/Archive/same.txt", "Deleted ~/In/same.txt"),
        _HALF.format(name="same.txt", to="same.txt"),
        person="Archive/same.txt",
    ),
}


@pytest.mark.parametrize("name", MOVES)
def test_taking_over_one_end_of_a_move_loses_nothing(tmp_path: Path, name: str) -> None:
    move, home = MOVES[name], _home(tmp_path)
    with desk_over(tmp_path, folders=(home / "In", home / "Archive")) as desk:
        done_inside(desk, f"cd; {move.line}")
    if move.person:
        (home / move.person).write_text("the person's")
    before = contents(home)
    record = open_desk(desk.folder)
    receipt = read_receipt(desk.folder)
    shown = [change_line(one, record.layers, home) for one in receipt.changes if one.group != "settings"]

    result = take(desk.folder, named(receipt, record.layers, [str(home / move.takes)]))

    assert sorted(f"{one.what} {one.path}" for one in shown) == sorted(move.lines)
    assert [refusal(one, record.layers, home) for one in result.refused] == ([move.refused] if move.refused else [])
    after = contents(home)
    assert _texts(before) <= _texts(after)
    assert (after == before) == bool(move.refused)
    if not move.refused:
        undo(desk.folder)
    assert contents(home) == before


def _home(folder: Path) -> Path:
    home = folder / "home"
    for path, text in START.items():
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).write_text(text)
    (home / "In/run.sh").chmod(0o755)
    wait_for_the_next_tick(home)
    return home


def _texts(found: dict[str, str]) -> set[str]:
    return {text for text in found.values() if not text.startswith("folder")}
