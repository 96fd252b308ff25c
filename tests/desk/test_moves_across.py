"""What a desk moves between folders: no half of a move is taken over that loses the file, and an undo is exact."""

from pathlib import Path

import pytest

from desktop_agent.desk.folder import open_desk
from desktop_agent.desk.receipt.change_set import named
from desktop_agent.desk.receipt.read import read_receipt
from desktop_agent.desk.receipt.take import take, undo
from desktop_agent.desk.receipt.wording import change_line, refusal
from tests.fakes.desks.desk_work import contents, wait_for_the_next_tick
from tests.fakes.desks.desks import desk_over, done_inside

pytestmark = pytest.mark.program

START = {"In/bill.txt": "bill", "In/same.txt": "same", "In/copy.txt": "same", "In/box/a.txt": "a", "In/box/b.txt": "b",
         "Archive/bill.txt": "an older bill"}  # fmt: skip
HALF = "Left as is: ~/In/{0} (what it held is now in ~/Archive/{0}, which isn't applied)"
SAME = ("Changed ~/Archive/same.txt", "Deleted ~/In/same.txt")
BILL = ("Changed ~/Archive/bill.txt", "Deleted ~/In/bill.txt")


@pytest.mark.parametrize(
    ("line", "takes", "lines", "refused", "person"),
    [
        ("mv In/same.txt Archive/", "In", ("Moved ~/In/same.txt → ~/Archive/same.txt",), "", ""),
        ("mv In/box Archive/", "Archive", ("Moved ~/In/box → ~/Archive/box/",), "", ""),
        ("mv In/bill.txt Archive/", "In", BILL, "bill.txt", ""),
        ("mv In/same.txt Archive/", "In", SAME, "same.txt", "Archive/same.txt"),
    ],
    ids=["a file, by where it was", "a whole folder", "over another file", "to where the person has made one"],
)
def test_taking_over_one_end_of_a_move_loses_nothing(
    tmp_path: Path, line: str, takes: str, lines: tuple[str, ...], refused: str, person: str
) -> None:
    home = tmp_path / "home"
    for path, text in START.items():
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).write_text(text)
    wait_for_the_next_tick(home)
    with desk_over(tmp_path, folders=(home / "In", home / "Archive")) as desk:
        done_inside(desk, f"cd; {line}")
    if person:
        (home / person).write_text("the person's")
    before = contents(home)
    record = open_desk(desk.folder)
    receipt = read_receipt(desk.folder)
    shown = [change_line(change, record.layers, home) for change in receipt.changes if change.group != "settings"]

    result = take(desk.folder, named(receipt, record.layers, [str(home / takes)]))

    assert sorted(f"{one.what} {one.path}" for one in shown) == sorted(lines)
    assert [refusal(one, record.layers, home) for one in result.refused] == ([HALF.format(refused)] if refused else [])
    after = contents(home)
    assert {text for text in before.values() if "folder" not in text} <= {*after.values()}
    assert (after == before) == bool(refused)
    if not refused:
        undo(desk.folder)
    assert contents(home) == before
