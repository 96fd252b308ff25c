"""A run is done again without a model: in a window that has moved, with another text, and not where a label changed."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import running
from tests.fakes.script import asks, says
from tests.fakes.scripted_server import ScriptedServer
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
    wait_until(out.exists, "the form's word")
    return json.loads(out.read_text())


def test_a_run_is_repeated_where_its_window_is_now_and_stops_where_a_label_is_another_one(
    display: PrivateDisplay, agent: Agent, tmp_path: Path
) -> None:
    with form(display, tmp_path, "Keep it", (100, 80)) as out:
        recorded = agent("run", TASK, "--mode", "auto")
        assert said(out) == ["Keep it: Grace, Letter"], recorded.err
    steps = tmp_path / "parcel.steps"
    listed, saved = agent("replay", "last", "--list"), agent("replay", "last", "--save", str(steps))
    with form(display, tmp_path, "Keep it", (260, 190)) as out:
        again = agent("replay", "last", "--set", "receiver=Ada", "--mode", "auto")
        assert said(out) == ["Keep it: Ada, Letter"], again.err
    with form(display, tmp_path, "Delete", (100, 80)) as out:
        stopped = agent("run-steps", str(steps), "--mode", "auto")
        assert not out.exists()

    assert (recorded.code, listed.code, saved.code, again.code, stopped.code) == (0, 0, 0, 0, 1)
    assert 'click button "Keep it"' in listed.out
    assert "receiver = “Grace”" in listed.out
    assert 'type "{{receiver}}"' in steps.read_text()
    assert "In its place is “Delete”." in stopped.err
    assert all(Path(words.strip(".")).exists() for words in stopped.err.split() if words.strip(".").endswith(".png"))


@pytest.mark.soak
def test_a_model_does_the_one_step_that_does_not_fit_any_more_and_the_steps_go_on(
    display: PrivateDisplay, agent: Agent, tmp_path: Path
) -> None:
    task = 'fill "Receiver" with "Grace"; click "Keep it"; tick "Express"'
    with form(display, tmp_path, "Keep it", (100, 80)) as out:
        recorded = agent("run", task, "--mode", "auto", "--json")
        assert said(out) == ["Keep it: Grace, Letter", "Express True"], recorded.err
    clicks = [one["action"] for one in recorded.events if (one.get("action") or {}).get("kind") == "click"]
    at = {"x": clicks[1]["x"], "y": clicks[1]["y"]}
    with form(display, tmp_path, "Store", (100, 80)) as out:
        watched = agent("replay", "last", "--mode", "watch")
        assert not out.exists()
    answers = [asks({"type": "click", "button": "left", **at}), says("It is stored.")]
    with form(display, tmp_path, "Store", (100, 80)) as out, ScriptedServer(answers, dialect="openai") as server:
        helped = agent(
            "replay", recorded.events[0]["run"], "--mode", "auto",
            "--fallback", "openai", "--base-url", server.base_url, "--dialect", "openai",
        )  # fmt: skip
        assert said(out) == ["Store: Grace, Letter", "Express True"], helped.err

    assert (watched.code, helped.code) == (0, 0)
    assert "rehearsal" in watched.err + watched.out
    first, second = (json.dumps(request.body) for request in server.creates)
    assert "Do one step of a longer task" in first
    assert "Keep it" in first
    assert "call_output" in second
