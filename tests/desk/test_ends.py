"""How a desk ends: windows are closed politely, nothing is left running, whoever is killed, and limits hold."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_agent.desk.desk_lock import keeper_of
from desktop_agent.desk.folder import open_desk
from desktop_agent.desk.receipt.read import read_receipt
from desktop_agent.desk.receipt.wording import left_out_lines
from desktop_agent.desk.sandbox.keeper_order import DeskLimits
from desktop_agent.desk.sandbox.lists import unsaved
from desktop_agent.desk.sandbox.side_desk import ended_by
from tests.fakes.desks.desks import desk_over, done_inside
from tests.fakes.processes import family, wait_for_end
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.program

# What a window does that is asked to close, and whether it is told that something in it may be lost.
CLOSING = {
    "closes": ("window.destroy()", False),
    "hides": ("window.withdraw()", False),
    "asks in a window": ("tkinter.Toplevel().title('Save changes?')", True),
    "asks inside of itself": ("tkinter.Label(text='Save?').pack()", True),
    "hangs": ("time.sleep(1000)", True),
}
CLOSER = """
import sys, time, tkinter, pathlib
name, does = sys.argv[1:]
window = tkinter.Tk()
window.title(name)
window.protocol("WM_DELETE_WINDOW", lambda: exec(does, globals()))
window.wait_visibility()
pathlib.Path.home().joinpath(name).touch()
window.mainloop()
"""
PROGRAM = """
import sys
from pathlib import Path
from tests.fakes.desks.desks import done_inside, wish_for
from desktop_agent.desk.sandbox.side_desk import SideDesk
with SideDesk(wish_for(Path(sys.argv[1]))) as desk:
    done_inside(desk, "echo kept > ~/kept.txt")
    print(desk.folder, desk.pid, flush=True)
    sys.stdin.read()
"""


def test_a_desk_on_which_nothing_was_done_has_changed_nothing(tmp_path: Path) -> None:
    with desk_over(tmp_path, folders=()) as desk:
        # Accessibility is on, as the desk's own servers have turned it on.
        name = "org.a11y.Bus /org/a11y/bus org.freedesktop.DBus.Properties.Get"
        asked = "string:org.a11y.Status string:IsEnabled"
        output = done_inside(desk, f"dbus-send --session --print-reply=literal --dest={name} {asked}")

    assert "true" in output
    receipt = read_receipt(desk.folder)
    assert (receipt.changes, receipt.left_out) == ((), ())


def test_each_window_that_does_not_close_is_told(tmp_path: Path) -> None:
    with desk_over(tmp_path, folders=()) as desk:
        for name, (does, _) in CLOSING.items():
            desk.start(["/usr/bin/python3", "-c", CLOSER, name, does])
        done_inside(desk, f"while [ $(ls ~ | wc -l) -lt {len(CLOSING)} ]; do sleep 0.1; done")

    assert set(unsaved(desk.folder)) == {name for name, (_, is_lost) in CLOSING.items() if is_lost}
    reported = left_out_lines(read_receipt(desk.folder).left_out, desk.record.layers, tmp_path / "home")
    assert "“hangs” didn't close when it was asked to, so what wasn't saved in it is lost." in set(reported)


def test_nothing_runs_on_when_the_keeper_is_killed(tmp_path: Path) -> None:
    with desk_over(tmp_path) as desk:
        done_inside(desk, "echo kept > ~/kept.txt; (setsid sleep 1000 &) ; echo")
        inside = family(desk.pid)
        os.kill(desk.keeper_pid, signal.SIGKILL)
        wait_for_end(*inside)
        wait_until(lambda: open_desk(desk.folder).status == "ended", "the end of the desk")

    assert len(inside) > 5
    assert (desk.record.layers[0].upper / "kept.txt").read_text() == "kept\n"
    assert not (tmp_path / "home" / "kept.txt").exists()


def test_nothing_runs_on_when_the_program_is_killed(tmp_path: Path) -> None:
    with desk_over(tmp_path):
        pass  # only to skip where there are none
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        folder, pid = (program.stdout.readline() if program.stdout else "").split()
        inside = [keeper_of(Path(folder)) or 0, *family(int(pid))]
        program.kill()

        wait_for_end(*inside)
    assert len(inside) > 6
    assert open_desk(Path(folder)).status == "ended"
    assert (Path(folder) / "up" / "0" / "kept.txt").read_text() == "kept\n"


def test_what_a_killed_keeper_leaves_is_swept_away_by_the_next_desk(tmp_path: Path) -> None:
    with desk_over(tmp_path) as desk:
        link = Path(f"/tmp/.X11-unix/X{desk.name[1:]}")
        wire = Path(desk.environment()["XDG_RUNTIME_DIR"]).parent
        os.kill(desk.keeper_pid, signal.SIGKILL)
        wait_until(lambda: desk.has_ended, "the keeper's end")

    with desk_over(tmp_path):
        wait_until(lambda: not wire.exists(), "the folder's end")  # a desk of a test beside this one may be at it
        # ... and may have taken the number.
        assert not Path(os.path.realpath(link)).is_relative_to(wire)


@pytest.mark.parametrize(
    ("limits", "line", "reason"),
    [
        (DeskLimits(minutes=0), "true", "minutes"),
        (DeskLimits(disk_mb=3), "head -c 9000000 /dev/urandom > ~/large", "disk"),
        (DeskLimits(processes=60), "for i in $(seq 100); do sleep 1000 & done; read a < ~/fifo", "processes"),
        (DeskLimits(memory_mb=100), "python3 -c 'a = bytearray(300_000_000); input()' < ~/fifo", "memory"),
    ],
)
def test_a_desk_ends_when_a_limit_is_reached(tmp_path: Path, limits: DeskLimits, line: str, reason: str) -> None:
    (tmp_path / "home").mkdir()
    os.mkfifo(tmp_path / "home" / "fifo")

    with desk_over(tmp_path, limits=limits) as desk:
        desk.start(["sh", "-c", f"exec 9<>~/fifo; {line}"])
        wait_until(lambda: desk.has_ended, "the desk's end")

    assert ended_by(desk.folder) == reason
    assert open_desk(desk.folder).status == "ended"
