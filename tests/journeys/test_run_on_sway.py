"""Whole runs in a private sway, on programs that know nothing of ours: the file that they save is the witness."""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_sway import PrivateSway
from tests.fakes.apps import end, home_of_its_own
from tests.fakes.runs_in_sway import run_in_sway
from tests.fakes.sway_commands import nodes
from tests.fakes.waiting import wait_until

WORDS = "Grüße from sway: 漢字 😀 “it's”"


@contextmanager
def in_sway(sway: PrivateSway, home: Path, command: Sequence[str], app: str, title: str = "") -> Iterator[None]:
    """Start a program, and wait until its window has the keyboard and this in its title."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env=sway.environment() | home_of_its_own(home), **quiet)  # type: ignore[call-overload]
    try:
        wait_until(lambda: _has_keyboard(sway, app, title), f"{app} with the keyboard")
        yield
    finally:
        end(process)


@pytest.mark.timeout(300)
def test_a_text_is_typed_and_saved_exactly(sway: PrivateSway, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("")
    with in_sway(sway, tmp_path / "home", ["mousepad", str(note)], "mousepad"):
        ran = run_in_sway(sway, tmp_path, f'1. type "{WORDS}"\n2. press ctrl+s', "--allow", "mousepad")

        assert 0 == ran.returncode, ran.stderr
        wait_until(lambda: note.read_text().rstrip("\n") == WORDS, "the saved text")


def _has_keyboard(sway: PrivateSway, app: str, title: str) -> bool:
    focused = (node for node in nodes(sway) if node.get("focused") and node.get("app_id"))
    return any(app in str(node["app_id"]).casefold() and title in str(node["name"]) for node in focused)
