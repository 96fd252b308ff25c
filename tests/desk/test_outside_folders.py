"""A desk that sees some folders: what is saved elsewhere in the home is kept and told, and overwrites nothing."""

from pathlib import Path

import pytest

from desktop_agent.desk.folder import open_desk
from desktop_agent.desk.receipt.change import ConflictAnswer, DeskChange, Receipt
from desktop_agent.desk.receipt.change_set import changed_documents, settle
from desktop_agent.desk.receipt.read import read_receipt
from desktop_agent.desk.receipt.take import discard, take, undo
from desktop_agent.desk.receipt.wording import left_out_lines
from desktop_agent.desk.sandbox.side_desk import SideDesk
from tests.fakes.desks.desks import done_inside, skip_without_desks, wish_for

pytestmark = pytest.mark.program


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a home with letters, which the desk is to see, and more."""
    skip_without_desks()
    home = tmp_path / "home"
    for name in ("papers/Letters", "Documents", ".ssh"):
        (home / name).mkdir(parents=True)
    (home / "papers/Letters/one.txt").write_text("one\n")
    (home / "papers/plan.txt").write_text("the person's plan\n")
    (home / "Documents/taxes.txt").write_text("the person's taxes\n")
    (home / ".ssh/config").write_text("the person's\n")
    return tmp_path


def _done(folder: Path, line: str) -> tuple[Path, str]:
    """Return the folder of a desk that saw the letters alone and has ended, and what the line said there."""
    with SideDesk(wish_for(folder, folders=(folder / "home/papers/Letters",))) as desk:
        output = done_inside(desk, line)
    return desk.folder, output


def _files(home: Path) -> dict[str, str]:
    return {str(path.relative_to(home)): path.read_text() for path in sorted(home.rglob("*")) if path.is_file()}


def _by_path(receipt: Receipt) -> dict[str, DeskChange]:
    """Return the changes but for the settings that each desk writes by itself."""
    return {change.path: change for change in receipt.changes if not change.path.startswith(".config/dconf")}


def test_what_is_saved_outside_is_told_taken_over_undone_and_thrown_away(folder: Path) -> None:
    home = folder / "home"
    before = _files(home)
    line = "echo answer > ~/todo.txt; mkdir -p ~/Later/on; echo on > ~/Later/on/it.txt; echo > ~/papers/x"

    desk, _ = _done(folder, line)

    receipt = read_receipt(desk)
    assert _files(home) == before
    assert {change.path for change in receipt.of("outside")} == {"todo.txt", "Later/on/it.txt", "papers/x"}
    assert {change.conflict for change in _by_path(receipt).values()} == {""}
    assert len(take(desk, changed_documents(receipt)).taken) == 3
    assert _files(home) == {**before, "todo.txt": "answer\n", "Later/on/it.txt": "on\n", "papers/x": "\n"}
    assert not _by_path(read_receipt(desk))
    undo(desk)
    assert _files(home) == before
    assert len(read_receipt(desk).of("outside")) == 3
    discard(desk)
    assert _files(home) == before


TAXES = "Documents/taxes.txt"
PLAN = "papers/plan.txt"


@pytest.mark.parametrize(
    ("answer", "written"),
    [
        ("keep-mine", ()),
        ("take-desk", (TAXES, PLAN)),
    ],
)
def test_a_name_that_the_desk_did_not_see_taken_is_never_overwritten_unseen(
    folder: Path, answer: ConflictAnswer, written: tuple[str, ...]
) -> None:
    home = folder / "home"
    before = _files(home)
    desk, _ = _done(folder, f"mkdir ~/Documents; echo desk > ~/{TAXES}; echo desk > ~/{PLAN}")

    receipt = read_receipt(desk)
    result = take(desk, changed_documents(receipt), answer)

    assert {path: one.conflict for path, one in _by_path(receipt).items()} == dict.fromkeys((TAXES, PLAN), "unseen")
    assert [one.conflict for one in result.refused] == ([] if written else ["unseen", "unseen"])
    assert _files(home) == before | dict.fromkeys(written, "desk\n")
    if written:
        undo(desk)
    assert _files(home) == before


def test_what_is_saved_where_nothing_is_kept_is_told(folder: Path) -> None:
    line = "mkdir /tmp/in; echo a > /tmp/in/report.odt; echo a > /var/tmp/b.txt; echo a > /tmp/.hidden; echo a > /new"

    desk, output = _done(folder, f"{line}; mkdir /media")

    left_out = read_receipt(desk).left_out
    lost = {"/tmp/in/report.odt", "/var/tmp/b.txt"}
    assert {one.path for one in left_out if one.reason == "not-kept"} == lost
    assert output.count("Read-only file system") == 2
    lines = left_out_lines(left_out, open_desk(desk).layers, folder / "home")
    assert lost <= {line.rpartition(": ")[2] for line in lines if "so it was deleted with the desk:" in line}
    assert settle(desk, "keep").changes["not-kept"] == 2


def test_what_was_carried_out_of_the_folder_does_not_go_without_what_came_of_it(folder: Path) -> None:
    home = folder / "home"
    before = _files(home)
    desk, _ = _done(folder, "mv ~/papers/Letters/one.txt ~/carried.txt; echo two > ~/papers/Letters/two.txt")

    settled = settle(desk, "accept")

    assert _files(home) == {**before, "papers/Letters/two.txt": "two\n"}
    assert settled.left
    receipt = read_receipt(desk)
    carried = _by_path(receipt)["carried.txt"]
    assert (carried.kind, carried.origin) == ("moved", "one.txt")
    take(desk, changed_documents(receipt))
    assert (home / "carried.txt").read_text() == "one\n"
    assert not (home / "papers/Letters/one.txt").exists()
    undo(desk)
    assert _files(home) == before


def test_a_folder_of_the_persons_is_neither_emptied_nor_given_other_rights(folder: Path) -> None:
    documents = folder / "home/Documents"
    documents.chmod(0o711)

    line = "mkdir -m 700 ~/Documents; rm -rf ~/Documents; mkdir -m 700 ~/Documents; chmod 700 ~/papers ~"
    desk, _ = _done(folder, line)

    assert _by_path(read_receipt(desk)) == {}
    assert documents.stat().st_mode & 0o777 == 0o711
