"""What a run has changed in folders is listed, undone to the byte, and brought back, on real folders."""

import shutil
import tempfile
import time
import zipfile
from functools import partial
from pathlib import Path

import pytest

from desktop_agent.core.errors import DeskError
from desktop_agent.desk.receipt.carry_out import DiskActs
from desktop_agent.desk.receipt.change_set import RunChanges, forget_old
from desktop_agent.desk.receipt.folder_copy import CopyLimits
from desktop_agent.desk.receipt.layers import walk
from desktop_agent.desk.receipt.take import take
from desktop_agent.record.export_run import export_run
from desktop_agent.record.journal import BEFORE, BESIDE
from tests.fakes.desks.desk_work import contents
from tests.fakes.desks.killed_taking import KillBefore, killed
from tests.fakes.runs.undone_run import UndoneRun

pytestmark = pytest.mark.program

MADE = """
mkdir -p a/deep b empty ours; echo one > a/1.txt; echo two > a/2.txt; echo deep > a/deep/3.txt; : > a/nothing
ln -s 1.txt a/link; echo pair > b/p; ln b/p b/q; chmod 640 a/2.txt; mkfifo b/pipe; echo mine > ours/config
mkdir shared locked; chmod 2775 shared; echo f > locked/f; chmod 555 locked
"""
ONE = {"a/1.txt": "changed"}
WORK = {
    "new": ("echo n > a/n.txt", {"a/n.txt": "new"}),
    "new folder": ("mkdir -p c/d; echo n > c/d/n", {"c/d/n": "new"}),
    "new empty folder": ("mkdir c", {"c": "new"}),
    "changed in place": ("echo more >> a/1.txt", {"a/1.txt": "changed"}),
    "changed in place to the same length": ("printf ONE 1<>a/1.txt", ONE),
    "changed with its old time": ("touch -r a/1.txt t; printf ONE 1<>a/1.txt; touch -r t a/1.txt; rm t", ONE),
    "replaced by rename": ("echo other > t; mv t a/1.txt", {"a/1.txt": "changed"}),
    "touched": ("touch a/1.txt; cp a/2.txt t; chmod 640 t; mv t a/2.txt", {}),
    "emptied": (": > a/2.txt", {"a/2.txt": "changed"}),
    "removed": ("rm a/1.txt a/nothing", {"a/1.txt": "removed", "a/nothing": "removed"}),
    "renamed": ("mv a/1.txt a/one.txt", {"a/1.txt": "removed", "a/one.txt": "new"}),
    "moved": ("mv a/1.txt b/", {"a/1.txt": "removed", "b/1.txt": "new"}),
    "moved over another": ("mv a/1.txt a/2.txt", {"a/1.txt": "removed", "a/2.txt": "changed"}),
    "swapped": ("mv a/1.txt t; mv a/2.txt a/1.txt; mv t a/2.txt", {"a/1.txt": "changed", "a/2.txt": "changed"}),
    "rights": ("chmod 755 a/2.txt", {"a/2.txt": "changed"}),
    "rights of a folder": ("chmod 775 a", {"a": "changed"}),
    "rights of a shared folder": ("chmod 755 shared; chmod g-s shared", {"shared": "changed"}),
    "rights of a locked folder": ("chmod 755 locked; echo n > locked/n; echo more >> locked/f",
        {"locked": "changed", "locked/f": "changed", "locked/n": "new"}),
    "folders with special rights removed": ("rm -r shared; chmod 755 locked; rm -r locked",
        {"shared": "removed", "locked/f": "removed"}),
    "link turned": ("ln -sf 2.txt a/link", {"a/link": "changed"}),
    "link became a file": ("rm a/link; echo f > a/link", {"a/link": "changed"}),
    "file became a link": ("ln -sf /etc/passwd a/1.txt", {"a/1.txt": "changed"}),
    "file became a folder": ("rm a/1.txt; mkdir a/1.txt; echo x > a/1.txt/x", {**ONE, "a/1.txt/x": "new"}),
    "folder became a file": ("rm -r a/deep; echo f > a/deep", {"a/deep": "changed", "a/deep/3.txt": "removed"}),
    "folder removed": ("rm -r a empty", {"a/1.txt": "removed", "a/2.txt": "removed", "a/deep/3.txt": "removed",
        "a/link": "removed", "a/nothing": "removed", "empty": "removed"}),
    "folder renamed": ("mv a/deep a/deeper", {"a/deep/3.txt": "removed", "a/deeper/3.txt": "new"}),
    "sorted into a new folder": ("mkdir s; mv a/1.txt a/2.txt s", {"a/1.txt": "removed", "a/2.txt": "removed",
        "s/1.txt": "new", "s/2.txt": "new"}),
    "hard-linked pair": ("echo more >> b/p", {"b/p": "changed", "b/q": "changed"}),
    "one of a pair": ("rm b/p; echo p > b/p", {"b/p": "changed"}),
    "odd names": ("echo n > \"$(printf 'new\\nline \\377')\"; mv a/1.txt \"$(printf 'a/\\376')\"",
        {"a/1.txt": "removed", "a/\udcfe": "new", "new\nline \udcff": "new"}),
    "special": ("mkfifo a/pipe; rm b/pipe", {}),
    "came and went": ("echo n > a/n.txt; rm a/n.txt", {}),
    "ours": ("echo x > ours/x; rm ours/config", {}),
}  # fmt: skip


@pytest.mark.parametrize("name", WORK)
def test_what_changed_is_listed_undone_and_brought_back(tmp_path: Path, name: str) -> None:
    script, listed = WORK[name]
    run = UndoneRun(tmp_path, MADE)
    run.copy()
    run.shell(script)

    assert dict(run.end()) == listed
    if not listed:
        assert not run.folder.exists()
        return
    for _ in range(2):
        undone = run.undo()
        assert not undone.refused
        assert contents(run.home) == run.before
        assert not run.receipt().changes
        assert not run.changes.undo().refused
        assert contents(run.home) == run.after


def test_a_lock_of_a_program_that_is_open_or_was_is_neither_removed_nor_brought_back(tmp_path: Path) -> None:
    run = UndoneRun(tmp_path, f"{MADE}: > 'a/.~lock.old.ods#'")
    run.copy()
    run.shell("rm 'a/.~lock.old.ods#'; echo n > a/n.ods; : > 'a/.~lock.n.ods#'")

    assert run.end() == [("a/n.ods", "new")]
    run.undo()
    assert [path.name for path in sorted((run.home / "a").iterdir()) if "ods" in path.name] == [".~lock.n.ods#"]


@pytest.mark.parametrize(
    ("later", "left"),
    [
        ("echo mine >> a/1.txt", {"a/1.txt": "changed"}),
        ("rm a/1.txt", {"a/1.txt": "deleted"}),
        ("echo mine > a/2.txt", {"a/2.txt": "made"}),
        ("echo mine > n/mine", {"n": "changed"}),
        ("echo mine > a/mine; rm -r n", {}),
    ],
)
def test_what_changed_again_after_the_run_stays_unless_it_is_chosen(
    tmp_path: Path, later: str, left: dict[str, str]
) -> None:
    run = UndoneRun(tmp_path, MADE)
    run.copy()
    run.shell("echo more >> a/1.txt; rm a/2.txt; mkdir n; echo n > n/n")
    run.end()
    run.shell(later)
    mine = contents(run.home)

    assert {change.path: change.conflict for change in run.receipt().conflicts()} == left
    result = run.undo()

    now = contents(run.home)
    assert {refused.path for refused in result.refused} == set(left)
    assert all(now.get(path) == mine.get(path) for path in left)
    if left:
        run.undo("take-desk", *left)
        now = contents(run.home)
    assert {path: now.get(path) for path in run.before} == run.before
    run.changes.undo()
    assert contents(run.home) == mine


def test_only_what_is_chosen_is_undone_and_the_rest_can_follow(tmp_path: Path) -> None:
    run = UndoneRun(tmp_path, MADE)
    run.copy()
    run.shell("echo more >> a/1.txt; echo more >> a/2.txt; echo more >> b/p")
    run.end()

    run.undo("keep-mine", "b/q")
    assert (contents(run.home)["b/q"], contents(run.home)["b/p"]) == (run.before["b/q"], run.after["b/p"])
    run.shell("echo mine >> b/q")  # which must not reach the copy of its pair
    run.undo("take-desk", "a/1.txt", "a/2.txt", "b/p")

    assert contents(run.home) == run.before | {"b/q": contents(run.home)["b/q"]}


def test_a_whole_folder_of_the_scope_comes_back(tmp_path: Path) -> None:
    run = UndoneRun(tmp_path, MADE, ("a", "b"))
    run.copy()
    run.shell("mv a/1.txt b/; mv a elsewhere")
    run.end()

    run.undo()

    now = contents(run.home)
    assert {path: now[path] for path in run.before} == run.before


def test_what_does_not_fit_into_the_copy_is_never_removed(tmp_path: Path) -> None:
    run = UndoneRun(tmp_path, "truncate -s 9M large moved gone holes; printf x | dd status=none of=large bs=1M seek=8; "
        "for i in moved gone; do head -c 9000000 /dev/urandom > $i; done; echo small > small")  # fmt: skip
    copy = run.copy(CopyLimits(10, 1_000_000))
    assert sorted(path for _, path, _ in copy.uncopied) == ["gone", "moved"]
    run.shell("mkdir n; mv moved n/new-name; mv small n; rm gone; echo more >> holes")

    assert dict(run.end()) == {"gone": "removed", "moved": "removed", "n/new-name": "new", "n/small": "new",
        "small": "removed", "holes": "changed"}  # fmt: skip
    assert {entry.path for entry in run.receipt().left_out} == {"gone", "moved", "n/new-name"}
    assert not run.undo().refused
    now = contents(run.home)
    assert {path: now.get(path) for path in ("small", "holes", "large", "n/new-name", "n/small")} == {
        path: run.before.get(path) for path in ("small", "holes", "large")
    } | {"n/new-name": run.after["n/new-name"], "n/small": None}


def test_what_came_from_elsewhere_stays_as_it_may_be_the_only_one(tmp_path: Path) -> None:
    run = UndoneRun(tmp_path, MADE)
    run.shell("mkdir ../else; echo the only one | tee ../else/1 ../else/2")
    run.copy()
    run.shell("mkdir n; mv ../else/1 n; mv ../else a; mv a/1.txt n; cp -p a/2.txt n")

    assert dict(run.end()) == {
        "n/1": "new",
        "a/else/2": "new",
        "n/1.txt": "new",
        "a/1.txt": "removed",
        "n/2.txt": "new",
    }
    run.undo()

    came = {"n", "n/1", "a/else", "a/else/2"}
    assert contents(run.home) == run.before | {path: run.after[path] for path in came}
    assert {entry.path for entry in run.receipt().left_out} == {"n/1", "a/else/2"}


@pytest.mark.parametrize(
    ("limits", "why"), [(CopyLimits(2, 10**9), "more than 2 files"), (CopyLimits(99, 10**9, 0), "takes too long")]
)
def test_beyond_the_limits_there_is_no_copy_and_nothing_is_left_of_it(
    tmp_path: Path, limits: CopyLimits, why: str
) -> None:
    run = UndoneRun(tmp_path, MADE)

    with pytest.raises(DeskError, match=why):
        run.copy(limits)
    assert not run.folder.exists()
    with pytest.raises(DeskError, match="nothing to undo"):
        run.receipt()


def test_a_killed_run_is_compared_when_it_is_undone(tmp_path: Path) -> None:
    run = UndoneRun(tmp_path, MADE)
    run.copy()
    run.shell("mv a/1.txt a/one.txt")

    assert not run.undo().refused
    assert contents(run.home) == run.before


def test_an_undo_that_is_killed_anywhere_is_completed(tmp_path: Path) -> None:
    run = UndoneRun(tmp_path, MADE)
    number = 1
    run.copy()
    run.shell("echo more | tee -a a/1.txt a/2.txt b/p > new; rm -r empty; mv a/deep deep")
    run.end()

    while killed(partial(take, run.folder, run.receipt().changes, acts=DiskActs(KillBefore(number)))):
        if run.changes.read().cut_off:
            run.changes.finish()
        assert contents(run.home) in (run.before, run.after)
        if contents(run.home) == run.before:
            assert not run.changes.undo().refused
            assert contents(run.home) == run.after
        number += 1

    assert number > 15
    assert contents(run.home) == run.before


def test_on_another_disk_too_and_nothing_stays_there_once_the_run_is_deleted(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as memory:
        run = UndoneRun(tmp_path, MADE, home=Path(memory, "home"))
        run.copy()
        run.shell("echo more >> a/1.txt; mv a/2.txt b; rm -r empty")
        run.end()
        run.undo()
        here = contents(run.home, lambda path: BESIDE in str(path))
        beside = [*run.home.glob(f"{BESIDE}*")]
        run.delete()
        left = contents(run.home)

    assert here == left == run.before
    assert beside


def test_a_record_from_elsewhere_undoes_nothing(tmp_path: Path) -> None:
    run = UndoneRun(tmp_path, MADE)
    run.copy()
    run.shell("echo more >> a/1.txt")
    run.end()
    foreign = shutil.copytree(run.run, tmp_path / run.run.name)

    with pytest.raises(DeskError, match="nothing to undo"):
        RunChanges(foreign, run.root).read()


def test_a_copy_is_never_exported(tmp_path: Path) -> None:
    run = UndoneRun(tmp_path, MADE)
    run.copy()
    run.shell("echo more >> a/1.txt")
    run.end()

    with zipfile.ZipFile(export_run(run.run, tmp_path / "run.zip")) as packed:
        assert not [name for name in packed.namelist() if BEFORE in name or "1.txt" in name]


def test_copies_go_after_thirty_days_and_what_an_undo_has_replaced_stays_as_long(tmp_path: Path) -> None:
    run = UndoneRun(tmp_path, MADE)
    run.copy()
    run.shell("echo more >> a/1.txt")
    run.end()
    now = time.time_ns()

    forget_old([run.folder], now + 29 * 86_400 * 10**9)
    assert run.receipt().changes
    half = shutil.copytree(run.folder, run.root / "20261122-120000-other-0a1b2c/before")
    (half / "desk.json").unlink()
    forget_old([half], now + 31 * 86_400 * 10**9)
    assert not half.exists()
    run.undo()
    forget_old([run.folder], now + 31 * 86_400 * 10**9)
    assert not run.folder.exists()


def test_a_change_whose_copy_is_missing_is_listed_as_one_that_cannot_be_undone(tmp_path: Path) -> None:
    run = UndoneRun(tmp_path, "mkdir a; echo one > a/1.txt; echo two > a/2.txt")
    run.copy()
    run.shell("echo more >> a/1.txt; rm a/2.txt")
    run.end()
    (lost,) = run.folder.rglob("1.txt")
    lost.unlink()
    listed = run.receipt()
    run.undo()

    assert [change.path for change in listed.changes] == ["a/2.txt"]
    assert [(entry.path, entry.reason) for entry in listed.left_out] == [("a/1.txt", "uncopied")]
    assert (run.receipt().changes, run.receipt().left_out) == ((), listed.left_out)


def test_a_folder_is_read_while_something_in_it_goes(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / "folder" / name).mkdir(parents=True)
    entries = walk(str(tmp_path), "folder")
    first, _ = next(entries)
    (tmp_path / "folder/b").rmdir()

    assert [first, *(path for path, _ in entries)] == ["folder/a", "folder/c"]
