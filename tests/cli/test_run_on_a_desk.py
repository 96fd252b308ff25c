"""`run --desk`: a whole run of the local model, offline, whose changes stay on the desk."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.desks import desk_over

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
    words = ("run", "--desk", "--json", "--approver", "none", 'open "Letters"; click "Sort letters"')

    done = subprocess.run(
        [sys.executable, "-m", "desktop_agent", *words], env=environment, capture_output=True, text=True, check=False
    )

    events = [json.loads(line) for line in done.stdout.splitlines()]
    desks = list((tmp_path / "own" / "data" / "desks").iterdir())
    record = json.loads((desks[0] / "desk.json").read_text())
    assert (done.returncode, events[-1]["status"]) == (0, "completed"), done.stderr
    assert not (tmp_path / "home" / "sorted.txt").exists()
    assert [(desk / "up" / "0" / "sorted.txt").read_text() for desk in desks] == ["by the desk"]
    assert (record["status"], record["run"]) == ("ended", events[0]["run"])
    assert f"desktop-agent desk show {desks[0].name}" in done.stderr


def test_folders_for_a_desk_without_one_are_a_usage_error(environment: dict[str, str]) -> None:
    words = ("run", "--desk-files", environment["HOME"], "wait 1 second")

    done = subprocess.run(
        [sys.executable, "-m", "desktop_agent", *words], env=environment, capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert "Add --desk." in done.stderr
