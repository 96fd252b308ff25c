"""What can't be applied or undone stays alone: the rest goes on, and what stays is named and can follow later."""

from functools import partial
from pathlib import Path

import pytest

from desktop_agent.core.errors import DeskError
from desktop_agent.desk.folder import DeskRecord, make_desk, set_status
from desktop_agent.desk.receipt.carry_out import DiskActs
from desktop_agent.desk.receipt.change import Refused, TakeResult
from desktop_agent.desk.receipt.change_set import DeskChanges
from desktop_agent.desk.receipt.take import take
from tests.fakes.desks.desk_work import NAME, DeskWork, contents, wait_for_the_next_tick
from tests.fakes.desks.killed_taking import KillBefore, killed
from tests.fakes.runs.undone_run import UndoneRun

pytestmark = pytest.mark.program


def _refused(result: TakeResult) -> list[tuple[str, str]]:
    return [(refused.path, refused.reason) for refused in result.refused]


def _two_folders(root: Path) -> tuple[DeskRecord, DeskChanges]:
    """Return a desk that has changed a file in A and one in B, and its changes."""
    for name in "AB":
        (root / "home" / name).mkdir(parents=True)
        (root / "home" / name / "file").write_text("old")
    wait_for_the_next_tick(root / "home")
    lowers: list[tuple[Path, tuple[str, ...]]] = [(root / "home" / name, ()) for name in "AB"]
    record = make_desk(root / "desks", NAME, "Sort the letters", lowers)
    for layer in record.layers:
        layer.names.write_bytes(b"file\0")
        (layer.upper / "file").write_text("desk")
        (layer.upper / "file").chmod(0o644)
    set_status(root / "desks" / NAME, "ended")
    return record, DeskChanges(root / "desks" / NAME)


def test_what_lies_in_a_folder_that_is_gone_is_refused_and_the_rest_is_applied(tmp_path: Path) -> None:
    record, changes = _two_folders(tmp_path)
    chosen = changes.read().receipt.changes
    record.layers[1].lower.rename(tmp_path / "elsewhere")

    assert _refused(changes.apply(chosen)) == [("file", "folder")]
    assert contents(tmp_path / "home" / "A") == {"file": "644 b'desk'"}
    assert changes.undo() == TakeResult(((0, "file"),), ())
    assert contents(tmp_path / "home" / "A") == {"file": "644 b'old'"}
    (tmp_path / "elsewhere").rename(record.layers[1].lower)
    assert len(changes.apply(changes.read().receipt.changes).taken) == 2


def test_what_was_applied_in_a_folder_that_is_gone_is_undone_once_it_is_back(tmp_path: Path) -> None:
    record, changes = _two_folders(tmp_path)
    changes.apply(changes.read().receipt.changes)
    record.layers[1].lower.rename(tmp_path / "elsewhere")

    assert changes.undo() == TakeResult(((0, "file"),), (Refused(1, "file", "folder"),))
    (tmp_path / "elsewhere").rename(record.layers[1].lower)
    assert changes.undo() == TakeResult(((1, "file"),), ())
    assert contents(tmp_path / "home" / "B") == {"file": "644 b'old'"}


def test_an_interrupted_takeover_is_finished_although_a_folder_is_gone(tmp_path: Path) -> None:
    record, changes = _two_folders(tmp_path)
    chosen = changes.read().receipt.changes
    assert killed(partial(take, changes.folder, chosen, acts=DiskActs(KillBefore(2))))
    record.layers[1].lower.rename(tmp_path / "elsewhere")

    assert _refused(changes.finish()) == [("file", "folder")]
    assert contents(tmp_path / "home" / "A") == {"file": "644 b'desk'"}


def test_an_interrupted_takeover_that_can_only_be_undone_in_part_leaves_nothing_to_finish(tmp_path: Path) -> None:
    desk, changes = _desk(tmp_path, "a", "b")
    for path in "ab":
        desk.write(path, "desk")
    chosen = changes.read().receipt.changes
    assert killed(partial(take, changes.folder, chosen, acts=DiskActs(KillBefore(6))))
    assert changes.read().cut_off
    applied = [path for path in "ab" if (desk.home / path).read_text() == "desk"]
    for path in applied:
        (desk.home / path).write_text("the person's")

    undone = changes.undo()

    assert applied
    assert sorted(_refused(undone)) == [(path, "changed") for path in applied]
    assert not changes.read().cut_off
    with pytest.raises(DeskError, match="interrupted"):
        changes.finish()
    assert [(desk.home / path).read_text() for path in applied] == ["the person's"] * len(applied)


def test_a_run_is_undone_and_redone_although_a_folder_of_its_scope_is_gone(tmp_path: Path) -> None:
    run = UndoneRun(tmp_path, "mkdir A B; echo 1 > A/a; echo 1 > B/b", ("A", "B"))
    run.copy()
    run.shell("echo 2 >> A/a")
    run.end()
    (run.home / "B").rename(tmp_path / "elsewhere")

    assert not run.undo().refused
    assert contents(run.home) == {"A": "folder 755", "A/a": r"644 b'1\n'"}
    assert not run.changes.undo().refused
    assert contents(run.home) == {"A": "folder 755", "A/a": r"644 b'1\n2\n'"}


def test_what_a_later_takeover_keeps_does_not_keep_an_earlier_one_from_being_undone(tmp_path: Path) -> None:
    desk, changes = _desk(tmp_path, "a", "b", "c")
    for path in "abc":
        desk.write(path, "desk")
    _apply(changes, "a")
    _apply(changes, "b", "c")
    (desk.home / "b").write_text("mine")

    result = changes.undo()

    assert {path for _, path in result.taken} == {"a", "c"}
    assert _refused(result) == [("b", "changed")]
    assert contents(desk.home) == {"a": "644 b'old'", "b": "644 b'mine'", "c": "644 b'old'"}


def test_an_earlier_version_waits_for_a_later_one_that_stays(tmp_path: Path) -> None:
    run = UndoneRun(tmp_path, "echo 1 > a; echo 1 > b")
    run.copy()
    run.shell("echo 2 >> a; echo 2 >> b")
    run.end()
    run.undo()
    run.shell("echo mine > a; echo mine > b")
    run.undo("take-desk", "a")
    run.shell("echo mine again > a")

    result = run.changes.undo()

    assert contents(run.home)["a"] == r"644 b'mine again\n'"
    assert contents(run.home)["b"] == r"644 b'mine\n'"
    assert sorted({path for path, _ in _refused(result)}) == ["a", "b"]
    assert not result.taken


def test_what_the_person_has_deleted_since_needs_no_undo(tmp_path: Path) -> None:
    desk, changes = _desk(tmp_path, "a")
    desk.write("a", "desk")
    desk.write("new", "new")
    desk.write("folder/new", "new")
    _apply(changes, "a", "new", "folder/new")
    (desk.home / "new").unlink()
    (desk.home / "folder/new").unlink()
    (desk.home / "folder").rmdir()

    assert not changes.undo().refused
    assert contents(desk.home) == {"a": "644 b'old'"}
    assert not changes.read().may_undo


def test_a_restored_file_that_the_person_deleted_again_does_not_stop_a_second_undo(tmp_path: Path) -> None:
    run = UndoneRun(tmp_path, "echo 1 > a; echo 1 > b")
    run.copy()
    run.shell("rm a; echo 2 >> b")
    run.end()
    run.undo()
    run.shell("rm a")

    assert not run.changes.undo().refused
    assert contents(run.home) == {"b": r"644 b'1\n2\n'"}


def test_to_look_at_what_a_run_has_changed_changes_nothing(tmp_path: Path) -> None:
    run = UndoneRun(tmp_path, "echo 1 > a; echo 1 > b; echo 1 > c")
    run.copy()
    run.shell("echo 2 >> a; echo 2 >> b; echo 2 >> c")
    run.end()
    chosen = [change for change in run.receipt().changes if change.path != "c"]
    assert killed(partial(take, run.folder, chosen, acts=DiskActs(KillBefore(4))))
    torn = contents(run.home)

    listed = run.changes.read()

    assert contents(run.home) == torn
    assert listed.cut_off
    assert [change.path for change in listed.receipt.changes] == ["c"]
    result = run.changes.apply(listed.receipt.changes)
    assert {path for _, path in result.taken} == {"a", "b", "c"}
    assert contents(run.home) == run.before


def test_an_undo_that_was_interrupted_is_redone(tmp_path: Path) -> None:
    run = UndoneRun(tmp_path, "echo 1 > a; echo 1 > b")
    run.copy()
    run.shell("echo 2 >> a; echo 2 >> b")
    run.end()
    assert killed(partial(take, run.folder, run.receipt().changes, acts=DiskActs(KillBefore(4))))

    run.changes.undo()

    assert contents(run.home) == run.after
    assert not run.changes.read().cut_off


@pytest.mark.parametrize("act", ["deleted", "changed"])
def test_nothing_behind_a_link_counts_as_gone(tmp_path: Path, act: str) -> None:
    run = UndoneRun(tmp_path, "mkdir a; echo 1 > a/1")
    run.copy()
    run.shell("echo n > a/n" if act == "deleted" else "echo 2 >> a/1")
    run.end()
    (run.home / "a").rename(tmp_path / "moved")
    (run.home / "a").symlink_to(tmp_path / "moved")

    result = run.undo("take-desk")

    assert [reason for _, reason in _refused(result)] == ["folder"]
    assert not result.taken


def _desk(root: Path, *names: str) -> tuple[DeskWork, DeskChanges]:
    desk = DeskWork(root)
    for name in names:
        (desk.home / name).write_text("old")
    desk.start()
    return desk, DeskChanges(desk.folder)


def _apply(changes: DeskChanges, *paths: str) -> TakeResult:
    set_status(changes.folder, "ended")
    return changes.apply([change for change in changes.read().receipt.changes if change.path in paths])
