"""Taking over: what was chosen is there, nothing else is touched, and all of it can be undone."""

from pathlib import Path

import pytest

from desktop_agent.desk.folder import open_desk
from desktop_agent.desk.receipt.change import ConflictAnswer, TakeResult
from desktop_agent.desk.receipt.take import take, undo
from tests.fakes.desks.desk_work import DeskWork, contents

BEFORE = {"a.txt": "a1", "b.txt": "b1", "sub/c.txt": "c1", "sub/d.txt": "d1", "old/e.txt": "e1"}


@pytest.fixture
def desk(tmp_path: Path) -> DeskWork:
    work = DeskWork(tmp_path)
    for path, content in BEFORE.items():
        (work.home / path).parent.mkdir(exist_ok=True)
        (work.home / path).write_text(content)
    work.start()
    return work


def _take(desk: DeskWork, answer: ConflictAnswer = "keep-mine", *, only: str = "") -> TakeResult:
    return take(desk.folder, [change for change in desk.receipt().changes if change.path.startswith(only)], answer)


def test_what_was_chosen_is_there_and_the_rest_is_as_it_was(desk: DeskWork) -> None:
    desk.write("a.txt", "a2")
    desk.write("sub/deep/new.txt", "new")
    desk.delete("sub/c.txt")
    desk.delete("old")
    desk.write("b.txt", "b2")
    result = take(desk.folder, [change for change in desk.receipt().changes if change.path != "b.txt"])

    assert (len(result.taken), result.refused) == (4, ())
    assert contents(desk.home) == {
        "a.txt": "644 b'a2'",
        "b.txt": "644 b'b1'",
        "sub": "folder 755",
        "sub/deep": "folder 755",
        "sub/deep/new.txt": "644 b'new'",
        "sub/d.txt": "644 b'd1'",
    }
    # What was not taken waits still.
    assert list(desk.changes()) == ["b.txt"]
    assert open_desk(desk.folder).status == "taken"


def test_an_undo_leaves_what_the_person_has_changed_since(desk: DeskWork) -> None:
    desk.write("a.txt", "a2")
    desk.write("b.txt", "b2")
    _take(desk)
    (desk.home / "a.txt").write_text("mine, after that")
    result = undo(desk.folder)

    assert [(one.path, one.reason) for one in result.refused] == [("a.txt", "changed")]
    assert (desk.home / "a.txt").read_text() == "mine, after that"
    assert (desk.home / "b.txt").read_text() == "b1"


def test_conflicts_are_kept_out_unless_the_person_says_so_and_the_undo_has_theirs(desk: DeskWork) -> None:
    desk.write("a.txt", "the desk's")
    desk.delete("b.txt")
    for name in ("a.txt", "b.txt"):
        (desk.home / name).write_text("mine")
    mine = contents(desk.home)

    result = _take(desk)
    assert {(one.path, one.reason) for one in result.refused} == {("a.txt", "conflict"), ("b.txt", "conflict")}
    assert contents(desk.home) == mine

    _take(desk, "take-desk")
    assert (desk.home / "a.txt").read_text() == "the desk's"
    undo(desk.folder)
    assert contents(desk.home) == mine


def test_setuid_is_dropped_and_a_hard_link_keeps_its_other_name(desk: DeskWork) -> None:
    desk.home.joinpath("other.txt").hardlink_to(desk.home / "a.txt")
    work = desk.write("tool", "#!/bin/sh\n")
    work.chmod(0o6755)
    desk.write("a.txt", "a2")
    _take(desk, "take-desk")

    assert (desk.home / "tool").stat().st_mode & 0o7777 == 0o755
    assert ((desk.home / "a.txt").read_text(), (desk.home / "other.txt").read_text()) == ("a2", "a1")


def test_no_link_above_is_followed(desk: DeskWork, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    desk.write("sub/new.txt", "new")
    chosen = desk.receipt().changes
    (desk.home / "sub").rename(desk.home / "sub2")
    (desk.home / "sub").symlink_to(tmp_path / "elsewhere")
    result = take(desk.folder, chosen)

    assert [one.reason for one in result.refused] == ["folder"]
    assert list((tmp_path / "elsewhere").iterdir()) == []
