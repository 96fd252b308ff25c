"""What an apply or an undo says, keeps and compares is true: after a full disk, a kill, beside the person's work."""

import errno
import os
from functools import partial
from pathlib import Path

import pytest

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.desk import folder as desk_folder
from desktop_agent.desk.receipt import run_changes
from desktop_agent.desk.receipt.carry_out import DiskActs
from desktop_agent.desk.receipt.change_set import DeskChanges
from desktop_agent.desk.receipt.take import take, undo, unfinished
from desktop_agent.desk.receipt.wording import refusal_words
from desktop_agent.lib.files import replace_file
from desktop_agent.record.lock import lock_file
from tests.fakes.desks.desk_work import DeskWork, contents
from tests.fakes.desks.killed_taking import KillBefore, killed
from tests.fakes.runs.undone_run import UndoneRun

pytestmark = pytest.mark.program


class FailingAt:
    """Fails at the acts of this name from the second on, as a broken disk does."""

    def __init__(self, act: str, number: int = 2) -> None:
        self._act = act
        self._left = number

    def __call__(self, act: str) -> None:
        self._left -= act == self._act
        if act == self._act and self._left <= 0:
            raise OSError(errno.EIO, "Input/output error")


def _desk(root: Path) -> DeskWork:
    desk = DeskWork(root)
    for name in "ab":
        (desk.home / name).write_text("old")
    desk.start()
    for name in "ab":
        desk.write(name, "desk")
    desk.end()
    return desk


def _run(root: Path, made: str, work: str) -> UndoneRun:
    run = UndoneRun(root, made)
    run.copy()
    run.shell(work)
    run.end()
    return run


def _kinds(run: UndoneRun) -> list[tuple[str, str, str]]:
    return [(change.kind, change.path, change.conflict) for change in run.receipt().changes]


def test_what_a_partial_undo_has_restored_is_no_change_by_the_person(tmp_path: Path) -> None:
    desk = _desk(tmp_path)
    changes = DeskChanges(desk.folder)
    changes.apply(changes.read().receipt.changes)
    (desk.home / "a").write_text("mine")
    changes.undo()

    assert [(change.path, change.conflict) for change in changes.read().receipt.changes] == [("b", "")]


def test_what_is_moved_in_a_folder_by_an_undo_is_no_change_by_the_person(tmp_path: Path) -> None:
    run = _run(tmp_path, "mkdir a; echo 1 > a/1", "chmod 775 a; echo 2 >> a/1")
    run.undo("keep-mine", "a/1")
    assert _kinds(run) == [("rights", "a", "")]
    run.changes.undo()
    assert _kinds(run) == [("rights", "a", ""), ("changed", "a/1", "")]
    (run.home / "a").chmod(0o700)
    run.undo("keep-mine", "a/1")
    assert _kinds(run) == [("rights", "a", "changed")]


def test_a_status_that_cannot_be_written_fails_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = _desk(tmp_path)
    chosen = desk.receipt().changes

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(desk_folder, "replace_file", full)
    assert len(take(desk.folder, chosen).taken) == 2
    assert not unfinished(desk.folder)
    assert len(undo(desk.folder).taken) == 2
    assert contents(desk.home) == {"a": "644 b'old'", "b": "644 b'old'"}


def test_a_comparison_that_is_killed_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = UndoneRun(tmp_path, "echo 1 > a")
    run.copy()
    run.shell("echo 2 >> a; echo new > n")
    whole = replace_file

    class KilledError(BaseException):
        pass

    for name in (run_changes.LIST, "0"):

        def killed(file: Path, *rest: object, name: str = name) -> None:
            whole(file, *rest)  # type: ignore[arg-type]
            if file.name == name:
                raise KilledError

        def before(file: Path, *rest: object, name: str = name) -> None:
            if file.name == name:
                raise KilledError
            whole(file, *rest)  # type: ignore[arg-type]

        for kill in (before, killed):
            (run.folder / run_changes.LIST).unlink(missing_ok=True)
            monkeypatch.setattr(run_changes, "replace_file", kill)
            with pytest.raises(KilledError):
                run_changes.compare(run.folder)
            monkeypatch.setattr(run_changes, "replace_file", whole)
            assert _kinds(run) == [("changed", "a", ""), ("deleted", "n", "")]
    assert not run.undo().refused
    assert contents(run.home) == run.before


@pytest.mark.parametrize(
    ("outside", "work", "expected"),
    [
        ("printf BBBB > else/y; touch -r home/x else/y", "mv ../else/y n/y", True),
        ("printf AAAA > else/y; touch -r home/x else/y", "mv ../else/y n/y", False),
        ("ln -s /etc/hosts else/y", "mv ../else/y n/y", True),
        ("ln -s x else/y", "mv l n/y", False),
        ("mkdir else/y", "mv ../else/y n/y", True),
        ("mkdir else/y", "mv empty n/y", False),
        ("mkdir else/y", "mkdir n/y", False),
    ],
)
def test_what_came_from_elsewhere_is_told_by_what_it_holds(
    tmp_path: Path, outside: str, work: str, *, expected: bool
) -> None:
    run = UndoneRun(tmp_path, "mkdir n empty ../else; printf AAAA > x; touch -d 1985-10-26 x; ln -s x l")
    run.shell(f"cd ..; {outside}")
    run.copy()
    run.shell(work)
    run.end()

    assert not run.undo().refused
    assert os.path.lexists(run.home / "n/y") == expected


def test_an_undo_that_breaks_off_does_not_say_that_all_is_unchanged(tmp_path: Path) -> None:
    desk = _desk(tmp_path / "a desk")
    take(desk.folder, desk.receipt().changes)
    (tmp_path / "a run").mkdir()
    run = _run(tmp_path / "a run", "echo 1 > a; echo 1 > b", "echo 2 >> a; echo 2 >> b")
    run.undo()

    with pytest.raises(DesktopAgentError) as failed:
        undo(desk.folder, DiskActs(FailingAt("exchange")))
    assert str(failed.value) == (
        "Not everything could be undone: Input/output error. "
        f"Fix the problem, then run “desktop-agent desk undo {desk.folder.name}” again."
    )
    with pytest.raises(DesktopAgentError) as failed:
        undo(run.folder, DiskActs(FailingAt("exchange")), run.changes.words)
    assert str(failed.value) == (
        "Not everything could be redone: Input/output error. "
        f"Fix the problem, then run “desktop-agent runs undo {run.run.name} --redo” again."
    )


def test_an_apply_that_breaks_off_and_cannot_be_put_back_says_so(tmp_path: Path) -> None:
    desk = _desk(tmp_path)

    def saved_meanwhile(act: str) -> None:
        if act == "result":
            (desk.home / "a").write_text("mine")
            raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(DesktopAgentError) as failed:
        take(desk.folder, desk.receipt().changes, acts=DiskActs(saved_meanwhile))

    assert "unchanged" not in str(failed.value)
    assert contents(desk.home) == {"a": "644 b'mine'", "b": "644 b'old'"}


def test_rights_that_the_person_has_changed_since_stay(tmp_path: Path) -> None:
    run = _run(tmp_path, "mkdir a; chmod 755 a", "chmod 775 a")
    shown = run.receipt().changes
    (run.home / "a").chmod(0o700)

    assert [refused.reason for refused in run.changes.apply(shown).refused] == ["changed"]
    assert contents(run.home) == {"a": "folder 700"}


def test_a_run_is_never_called_a_desk(tmp_path: Path) -> None:
    run = _run(tmp_path, "echo one > a", "mv a n; echo other > a")
    listed = run.changes.read()
    (refused,) = run.undo("keep-mine", "n").refused
    text = [refusal_words(refused, listed.record.layers, run.home, run.changes.words)]
    with (run.folder / "takings.lock").open("r+b") as lock:
        assert lock_file(lock.fileno())
        with pytest.raises(DesktopAgentError) as failed:
            run.changes.apply(listed.receipt.changes)
    text.append(str(failed.value))
    with pytest.raises(DesktopAgentError) as failed:
        take(run.folder, listed.receipt.changes, acts=DiskActs(FailingAt("plan", 1)), words=run.changes.words)
    text.append(str(failed.value))
    with pytest.raises(DesktopAgentError) as failed:
        run.changes.finish()
    text.append(str(failed.value))

    assert not [words for words in text if "desk " in words.replace("desktop", "") or "appl" in words]
    assert text[0] == "what it held is now in ~/a, which isn't undone"


def test_what_was_discarded_elsewhere_is_applied_no_more_and_why_is_said(tmp_path: Path) -> None:
    desk = _desk(tmp_path)
    changes = DeskChanges(desk.folder)
    shown = changes.read().receipt.changes
    changes.discard()

    with pytest.raises(DesktopAgentError, match="already been discarded"):
        changes.apply(shown)


def test_a_partial_undo_that_is_killed_anywhere_is_completed(tmp_path: Path) -> None:
    number = 1
    while True:
        desk = _desk(tmp_path / str(number))
        take(desk.folder, desk.receipt().changes)
        (desk.home / "a").write_text("mine")
        was_killed = killed(partial(undo, desk.folder, DiskActs(KillBefore(number))))
        result = undo(desk.folder)

        assert contents(desk.home) == {"a": "644 b'mine'", "b": "644 b'old'"}
        assert [refused.path for refused in result.refused] == ["a"]
        assert [(c.path, c.conflict) for c in desk.receipt().changes if c.path == "b"] == [("b", "")]
        if not was_killed:
            break
        number += 1
    assert number > 2
