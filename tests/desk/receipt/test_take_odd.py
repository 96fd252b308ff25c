"""Taking over what is odd: names of any bytes, holes, other disks, full disks, and what is thrown away."""

import errno
import os
import shutil
import time
from pathlib import Path

import pytest

from desktop_agent.core.errors import DeskError
from desktop_agent.desk.folder import open_desk
from desktop_agent.desk.receipt import carry_out
from desktop_agent.desk.receipt.carry_out import DiskActs
from desktop_agent.desk.receipt.change import TakeResult
from desktop_agent.desk.receipt.take import discard, forget_old, take, undo
from tests.fakes.desks.desk_work import DeskWork, contents


@pytest.fixture
def desk(tmp_path: Path) -> DeskWork:
    work = DeskWork(tmp_path)
    for path in ("a.txt", "b.txt", "sub/c.txt"):
        (work.home / path).parent.mkdir(exist_ok=True)
        (work.home / path).write_text("1")
    work.start()
    return work


def _take(desk: DeskWork) -> TakeResult:
    return take(desk.folder, desk.receipt().changes)


def test_names_of_any_bytes_are_taken_over_and_undone(desk: DeskWork) -> None:
    before = contents(desk.home)
    for name in ("\udcff\udcfe.txt", "a\nb.txt", "100 %.txt", "\u202efdp.exe", "ü"):
        desk.write(f"sub/{name}", name.encode("utf-8", "surrogateescape"))
    result = _take(desk)

    assert len(result.taken) == 5
    assert (desk.home / "sub/\udcff\udcfe.txt").read_bytes() == b"\xff\xfe.txt"
    undo(desk.folder)
    assert contents(desk.home) == before


def test_a_desk_on_another_disk_is_taken_over_and_undone(tmp_path: Path) -> None:
    shared = Path("/dev/shm")
    if not shared.is_dir() or shared.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("There is one disk.")
    home = shared / f"desk-{os.getpid()}-{time.time_ns()}"
    home.mkdir()
    try:
        desk = DeskWork(tmp_path, home=home)
        (home / "a.txt").write_text("a1")
        (home / "b.txt").write_text("b1")
        before = contents(home)
        desk.start()
        desk.write("a.txt", "a2")
        desk.write("new/n.txt", "n")
        desk.delete("b.txt")
        _take(desk)
        after = contents(home, lambda path: ".desktop-agent-undo" in str(path))
        assert after == {"a.txt": "644 b'a2'", "new": "folder 755", "new/n.txt": "644 b'n'"}
        undo(desk.folder)
        assert contents(home) == before
    finally:
        shutil.rmtree(home)


@pytest.mark.parametrize("undone", [False, True])
def test_a_file_system_without_exchanging_is_served_as_well(
    desk: DeskWork, monkeypatch: pytest.MonkeyPatch, *, undone: bool
) -> None:
    before = contents(desk.home)
    desk.write("a.txt", "a2")
    desk.write("sub", "a file now")
    desk.write("new/n.txt", "n")
    desk.delete("b.txt")

    def unknown(old: tuple[int, str], new: tuple[int, str], flags: int) -> None:
        raise OSError(errno.EINVAL, f"flags {flags}", new[1])

    monkeypatch.setattr(carry_out, "_rename", unknown)
    assert _take(desk).refused == ()
    if undone:
        undo(desk.folder)
    after = {"a.txt": "644 b'a2'", "sub": "644 b'a file now'", "new": "folder 755", "new/n.txt": "644 b'n'"}
    assert contents(desk.home) == (before if undone else after)


def test_what_is_discarded_is_gone_and_the_home_as_it_was(desk: DeskWork) -> None:
    before = contents(desk.home)
    desk.write("a.txt", "a2")
    desk.write("locked/n.txt", "n")
    (desk.upper / "locked").chmod(0)
    desk.end()
    discard(desk.folder)

    assert contents(desk.home) == before
    assert not desk.upper.exists()
    assert open_desk(desk.folder).status == "discarded"


def test_an_undo_lasts_for_30_days(desk: DeskWork) -> None:
    desk.write("a.txt", "a2")
    _take(desk)
    day_ns = 86_400 * 10**9

    assert not forget_old(desk.folder, time.time_ns() + 29 * day_ns)
    assert forget_old(desk.folder, time.time_ns() + 31 * day_ns)
    with pytest.raises(DeskError, match="can be undone"):
        undo(desk.folder)


def test_nothing_is_taken_over_when_the_disk_fails_in_the_middle(desk: DeskWork) -> None:
    before = contents(desk.home)
    for number in range(20):
        desk.write(f"sub/new-{number}.txt", "new")
    desk.write("a.txt", "a2")
    acts = list[str]()

    def full_at_ten(act: str) -> None:
        acts.append(act)
        if len(acts) == 10:
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(DeskError, match="no space is left"):
        take(desk.folder, desk.receipt().changes, acts=DiskActs(full_at_ten))
    assert contents(desk.home) == before
    assert [change.conflict for change in desk.receipt().changes] == [""] * 21


def test_a_journal_with_a_path_that_is_none_is_an_error_for_people(desk: DeskWork) -> None:
    desk.write("a.txt", "a2")
    _take(desk)
    (plan,) = desk.folder.glob("takings/*/plan.json")
    plan.write_text(plan.read_text().replace('"a.txt"', "5"))

    with pytest.raises(DeskError, match="can't be read"):
        undo(desk.folder)
