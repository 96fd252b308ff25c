"""On a side desk what is expected is looked for in what the desk has: the person's own files are as they were."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.fakes.desks import desk_over
from tests.fakes.source import ROOT
from tests.fakes.warm import program

PROGRAM = """
import os, pathlib, tkinter
home = pathlib.Path.home()
window = tkinter.Tk()
window.title("Letters")
def sort():
    (home / "new.txt").write_text("answered")
    (home / "old.txt").write_text("answered")
    (home / "gone.txt").unlink()
    (home / "link.txt").symlink_to(home / "kept.txt")
    window.destroy()
tkinter.Button(window, text="Answer letters", font=("DejaVu Sans", 20), command=sort).pack(padx=60, pady=60)
window.mainloop()
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    with desk_over(tmp_path):
        pass  # only to skip where there are none
    home = tmp_path / "home"
    for name in ("old", "gone", "kept"):
        (home / f"{name}.txt").write_text("asked")
    (home / "letters.py").write_text(PROGRAM)
    entries = home / ".local" / "share" / "applications"
    entries.mkdir(parents=True)
    (entries / "letters.desktop").write_text(
        f"[Desktop Entry]\nType=Application\nName=Letters\nExec=/usr/bin/python3 {home}/letters.py\n"
    )
    return {**os.environ, "HOME": str(home), "DESKTOP_AGENT_HOME": str(tmp_path / "own")}


def run(environment: Mapping[str, str], *flags: str) -> subprocess.CompletedProcess[str]:
    words = [
        "run",
        'open "Letters"; click "Answer letters"',
        "--desk",
        "--desk-files",
        environment["HOME"],
        "--json",
        *flags,
    ]
    command = program(*words)
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=200, check=False)


@pytest.mark.timeout(300)
def test_what_the_desk_has_counts_and_not_what_the_person_has(environment: dict[str, str], tmp_path: Path) -> None:
    expected = {
        'file:~/new.txt contains "answered"': True,
        "file:~/old.txt changed": True,
        'file:~/old.txt contains "asked"': False,
        "file:~/kept.txt": True,
        "file:~/kept.txt changed": False,
        "file:~/gone.txt": False,
        "file:~/link.txt": False,
        "file:/tmp/on-no-desk.txt": False,
    }
    flags = [word for what in expected for word in ("--expect", what)]

    ran = run(environment, *flags, "--expect-tries", "0", "--receipt", "discard")

    events = [json.loads(line) for line in ran.stdout.splitlines()]
    looked = {one["what"]: one["holds"] for one in events if one["event"] == "expectation"}
    assert (ran.returncode, events[-1]["status"], looked) == (6, "unproven", expected), ran.stderr
    assert (tmp_path / "home" / "old.txt").read_text() == "asked"


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
