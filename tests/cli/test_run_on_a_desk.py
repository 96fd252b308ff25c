"""`run --desk`: a whole run of the built-in model, offline, whose changes stay on the desk."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.fakes.desks.desks import desk_over
from tests.fakes.warm import program

pytestmark = pytest.mark.program

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


@pytest.mark.promise("README, What else it does: desk")
def test_a_run_works_a_program_on_the_desk_and_the_file_stays_there(tmp_path: Path) -> None:
    with desk_over(tmp_path):
        pass  # only to skip where there are none
    home = tmp_path / "home"
    entries = home / ".local" / "share" / "applications"
    entries.mkdir(parents=True)
    (home / "letters.py").write_text(PROGRAM)
    (entries / "letters.desktop").write_text(
        f"[Desktop Entry]\nType=Application\nName=Letters\nExec=/usr/bin/python3 {home}/letters.py\n"
    )
    words = ("run", "--desk", "--desk-files", str(home), "--json", "--approver", "none")

    done = subprocess.run(
        program(*words, 'open "Letters"; click "Sort letters"'),
        env={**os.environ, "HOME": str(home), "DESKTOP_AGENT_HOME": str(tmp_path / "own")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

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
