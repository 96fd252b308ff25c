"""A run on a real desk changes five files; a person takes two of them over with the mouse, and throws the rest away."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.desk.folder import open_desk
from desktop_agent.record.check import check_run
from desktop_agent.record.desk_receipt import receipt_acts
from tests.fakes.desk_work import contents
from tests.fakes.desks import desk_over
from tests.fakes.hands import Hands
from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until
from tests.fakes.warm import program

PROGRAM = """
import pathlib, tkinter
window = tkinter.Tk()
window.title("Letters")
def sort():
    for number in range(5):
        pathlib.Path.home().joinpath(f"letter {number}.txt").write_text(f"answered {number}")
    window.destroy()
tkinter.Button(window, text="Answer letters", font=("DejaVu Sans", 20), command=sort).pack(padx=60, pady=60)
window.mainloop()
"""
LETTERS = [f"~/letter {number}.txt" for number in range(5)]
WANTED = {1, 3}
_STILL, _TRIES = 30, 5  # looks


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    with desk_over(tmp_path):
        pass  # only to skip where there are none
    home = tmp_path / "home"
    for number in range(5):
        (home / f"letter {number}.txt").write_text(f"asked {number}")
    (home / "letters.py").write_text(PROGRAM)
    entries = home / ".local" / "share" / "applications"
    entries.mkdir(parents=True)
    (entries / "letters.desktop").write_text(
        f"[Desktop Entry]\nType=Application\nName=Letters\nExec=/usr/bin/python3 {home}/letters.py\n"
    )
    return {**os.environ, "HOME": str(home), "DESKTOP_AGENT_HOME": str(tmp_path / "own")}


@contextmanager
def receipt_of(desk: Path, environment: dict[str, str], file: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "tests.journeys.placed_receipt", desk.name, str(desk.parent), str(file)]
    with subprocess.Popen(command, env=environment, cwd=ROOT) as process:
        try:
            yield
        finally:
            process.terminate()


def place(file: Path, name: str) -> tuple[int, int]:
    """Return where something is, as soon as it is there and stands still."""
    before: list[tuple[int, int]] = []

    def found() -> tuple[int, int] | None:
        with suppress(OSError, ValueError, KeyError):
            x, y = json.loads(file.read_text())["places"][name]
            before.append((x, y))
            return (x, y) if len(before) > _STILL and set(before[-_STILL:]) == {(x, y)} else None
        return None

    return wait_until(found, name) or (0, 0)


def untick(file: Path, hands: Hands, name: str) -> None:
    """Click at a tick until it is gone: a busy window manager may take a click for itself."""

    def is_gone() -> bool:
        with suppress(OSError, ValueError):
            return name not in json.loads(file.read_text())["ticked"]
        return False

    for _ in range(_TRIES):
        hands.click(*place(file, name))
        with suppress(AssertionError):
            wait_until(is_gone, name, within_s=10)
            return
    raise AssertionError(name)


@pytest.mark.timeout(300)
def test_what_was_ticked_is_taken_over_and_the_rest_thrown_away(
    environment: dict[str, str], tmp_path: Path, display: PrivateDisplay
) -> None:
    run = _run(environment, 'open "Letters"; click "Answer letters"')
    home, file, hands = tmp_path / "home", tmp_path / "places.json", Hands(display)
    (desk,) = (tmp_path / "own/data/desks").iterdir()
    before = contents(home)

    own = {name: environment[name] for name in ("HOME", "DESKTOP_AGENT_HOME")}
    with receipt_of(desk, display.environment() | own, file):
        for number in sorted(set(range(5)) - WANTED):
            untick(file, hands, LETTERS[number])
        hands.click(*place(file, "Apply the checked items"))
        wait_until(lambda: open_desk(desk).status == "taken", "taking over")
        hands.click(*place(file, "Discard all"))
        hands.click(*place(file, "Discard for good"))
        wait_until(lambda: open_desk(desk).status == "discarded", "throwing away")
        wait_until(lambda: [act.kind for act in receipt_acts(run)][-1:] == ["discarded"], "the record")

    now = contents(home)
    changed = {name for name in now | before if now.get(name) != before.get(name)}
    assert changed == {f"letter {number}.txt" for number in WANTED}
    assert {(home / name).read_text() for name in changed} == {f"answered {number}" for number in WANTED}
    assert [(act.kind, act.count) for act in receipt_acts(run)] == [
        ("changed", receipt_acts(run)[0].count), ("taken", 2), ("discarded", 0),
    ]  # fmt: skip
    assert check_run(run).is_whole


@pytest.mark.timeout(300)
@pytest.mark.skipif(not shutil.which("mousepad"), reason="mousepad is not installed")
@pytest.mark.parametrize("typed", ["Two hours", ""])
def test_a_text_that_was_typed_and_not_saved_is_told_to_be_lost(environment: dict[str, str], typed: str) -> None:
    typing = f'; type "{typed}"' if typed else ""
    events = _events(environment, f'open "mousepad"; wait for "Untitled"{typing}')

    assert events[-1]["status"] == ("partly" if typed else "completed")
    assert ("Untitled 1 - Mousepad” didn't close" in events[-1]["message"]) == bool(typed)
    (ended,) = [one for one in events if one["event"] == "desk.ended"]
    assert ended["changes"].get("unsaved", 0) == bool(typed)
    shown = subprocess.run(program("desk", "show", "last"), env=environment, capture_output=True, text=True, check=True)
    assert ("wasn't saved in it is lost" in shown.stdout) == bool(typed)


def _run(environment: dict[str, str], task: str) -> Path:
    """Have the built-in model do a task on a desk, and return the run's folder."""
    events = _events(environment, task)
    assert events[-1]["status"] == "completed", events[-1]
    return Path(str(events[0]["dir"]))


def _events(environment: dict[str, str], task: str) -> list[dict[str, Any]]:
    command = program("run", "--desk", "--desk-files", environment["HOME"], "--json", "--approver", "none", task)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, check=False)
    return [json.loads(line) for line in done.stdout.splitlines()]
