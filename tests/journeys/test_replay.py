"""A run is done again without a model: in a window that has moved, with another text, and not where a label changed."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.programs.apps import running
from tests.fakes.waiting import wait_until
from tests.journeys.conftest import Agent

TASK = 'fill "Receiver" with "Grace"; click "Keep it"'


@contextmanager
def form(display: PrivateDisplay, home: Path, label: str, at: tuple[int, int]) -> Iterator[Path]:
    """Start the form at a place; gives the file in which it says what was done."""
    out = home / f"{label}-{at[0]}.json"
    command: list[str | Path] = [sys.executable, "-m", "tests.bench.replays.windows", "parcel", out, label, "light"]
    with running(command, display, home, "^Parcel label$") as app:
        words = ["xdotool", "windowmove", "--sync", str(app.window), *map(str, at)]
        subprocess.run(words, env=display.environment(), check=True, timeout=60)
        yield out


def said(out: Path) -> object:
    """Return what the form says was done."""
    return json.loads(wait_until(lambda: out.read_text() if out.exists() else "", "the form's word"))


@pytest.mark.promise("README, What else it does: repeat")
def test_a_run_is_repeated_where_its_window_is_now_and_stops_where_a_label_is_another_one(
    display: PrivateDisplay, agent: Agent, tmp_path: Path
) -> None:
    with form(display, tmp_path, "Keep it", (100, 80)) as out:
        recorded = agent("run", TASK, "--mode", "auto", "--json")
        assert said(out) == ["Keep it: Grace, Letter"], recorded.err
    run = recorded.events[0]["run"]
    task = tmp_path / "parcel.task"
    saved = agent("tasks", "add", "parcel", "--from", run)
    exported = agent("tasks", "export", "parcel", "-o", str(task))
    # Elsewhere, with another receiver, and a label that names the button's keys.
    with form(display, tmp_path, "Keep it Ctrl+K", (260, 190)) as out:
        again = agent("run", run, "--set", "receiver=Ada", "--mode", "auto")
        assert said(out) == ["Keep it Ctrl+K: Ada, Letter"], again.err
    with form(display, tmp_path, "Delete", (180, 120)) as out:
        other = agent("run", str(task), "--mode", "auto")
        assert not out.exists()

    assert [0, 0, 0, 0, 1] == [ran.code for ran in (recorded, saved, exported, again, other)]
    assert 'with "{receiver}"' in task.read_text()
    assert "“Delete” is there instead of “Keep it”." in other.err
    assert all(Path(words.strip(".")).exists() for words in other.err.split() if words.strip(".").endswith(".png"))
    assert "Traceback" not in other.err
    assert "qt.qpa" not in other.err
