"""On a side desk what is expected is looked for in what the desk has: the person's own files are as they were."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.fakes.desks import desk_over
from tests.fakes.source import ROOT
from tests.fakes.warm import program

PROGRAM = """
import pathlib, tkinter
home = pathlib.Path.home()
window = tkinter.Tk()
window.title("Letters")
def sort():
    (home / "new.txt").write_text("answered")
    window.destroy()
tkinter.Button(window, text="Answer letters", font=("DejaVu Sans", 20), command=sort).pack(padx=60, pady=60)
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


def run(environment: Mapping[str, str], *flags: str) -> subprocess.CompletedProcess[str]:
    words = ("run", 'open "Letters"; click "Answer letters"', "--desk", "--desk-files", environment["HOME"], "--json")
    command = program(*words, *flags)
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=200, check=False)


@pytest.mark.timeout(300)
def test_documents_are_taken_over_once_it_is_proven_and_not_else(environment: dict[str, str], tmp_path: Path) -> None:
    new = tmp_path / "home" / "new.txt"

    lied = run(environment, "--expect", 'file:~/new.txt contains "asked"', "--expect-tries", "0", "--receipt", "accept")
    assert (lied.returncode, new.exists()) == (6, False), lied.stderr

    true = run(environment, "--expect", 'file:~/new.txt contains "answered"', "--receipt", "accept")
    assert (true.returncode, new.read_text()) == (0, "answered"), true.stderr


def test_no_command_is_run_outside_of_the_desk(environment: dict[str, str]) -> None:
    ran = run(environment, "--expect", "command:true")

    assert (ran.returncode, ran.stdout) == (2, "")
    assert "it would run outside the desk" in ran.stderr
