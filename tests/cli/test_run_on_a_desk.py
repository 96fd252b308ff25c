"""`run --desk`: a whole run of the built-in model, offline, whose changes stay on the desk."""

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from desktop_agent.desk.desk_lock import keeper_of
from tests.fakes.desks import desk_over
from tests.fakes.warm import program

# A program with a desktop entry of the person's own, which writes a file when its button is pressed.
PROGRAM = """
import pathlib, tkinter
window = tkinter.Tk()
window.title("Letters")
def sort():
    pathlib.Path.home().joinpath("sorted.txt").write_text("by the desk")
    window.destroy()
tkinter.Button(window, text="Sort letters", font=("DejaVu Sans", 20), command=sort).pack(padx=60, pady=60)
window.mainloop()
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    with desk_over(tmp_path):
        pass  # only to skip where there are none
    home = tmp_path / "home"
    (home / "letters.py").write_text(PROGRAM)
    entries = home / ".local" / "share" / "applications"
    entries.mkdir(parents=True)
    (entries / "letters.desktop").write_text(
        f"[Desktop Entry]\nType=Application\nName=Letters\nExec=/usr/bin/python3 {home}/letters.py\n"
    )
    return {**os.environ, "HOME": str(home), "DESKTOP_AGENT_HOME": str(tmp_path / "own")}


def test_a_run_works_a_program_on_the_desk_and_the_file_stays_there(
    environment: dict[str, str], tmp_path: Path
) -> None:
    done = _run(environment, 'open "Letters"; click "Sort letters"')

    events = [json.loads(line) for line in done.stdout.splitlines()]
    desks = list((tmp_path / "own" / "data" / "desks").iterdir())
    record = json.loads((desks[0] / "desk.json").read_text())
    ended = events[-2]
    assert (done.returncode, events[-1]["status"]) == (0, "completed"), done.stderr
    assert not (tmp_path / "home" / "sorted.txt").exists()
    assert [(desk / "up" / "0" / "sorted.txt").read_text() for desk in desks] == ["by the desk"]
    assert (record["status"], record["run"]) == ("ended", events[0]["run"])
    assert f"desktop-agent desk show {desks[0].name}" in done.stderr
    assert events[0]["desk"] == desks[0].name
    assert (ended["event"], ended["desk"], ended["by"], ended["receipt"]) == (
        "desk.ended", desks[0].name, "run", "keep",
    )  # fmt: skip
    assert (ended["changes"]["documents"], ended["taken"], ended["left"]) == (1, 0, 1)


def test_a_run_whose_desk_ends_under_it_says_so_and_nothing_of_its_display(
    environment: dict[str, str], tmp_path: Path
) -> None:
    command = program("run", "--desk", "--json", "--approver", "none")
    with subprocess.Popen(
        [*command, "wait 60 seconds"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        events = [json.loads(run.stdout.readline())]
        while events[-1]["event"] != "action.started":
            events.append(json.loads(run.stdout.readline()))
        keeper = keeper_of(tmp_path / "own" / "data" / "desks" / events[0]["desk"])
        assert keeper is not None
        os.kill(keeper, signal.SIGKILL)
        rest, errors = run.communicate()

    ended, finished = [json.loads(line) for line in rest.splitlines()][-2:]
    assert (ended["event"], ended["by"]) == ("desk.ended", "gone")
    assert (finished["status"], finished["message"], finished["exit_code"], run.returncode) == (
        "failed",
        "The desk ended unexpectedly.",
        1,
        1,
    )
    assert "display" not in errors.lower()
    assert "Traceback" not in errors


def _run(environment: dict[str, str], task: str, *flags: str) -> subprocess.CompletedProcess[str]:
    files = () if "--desk-files" in flags else ("--desk-files", environment["HOME"])
    words = ("run", "--desk", *files, "--json", "--approver", "none", *flags, task)
    return subprocess.run(program(*words), env=environment, capture_output=True, text=True, check=False)
