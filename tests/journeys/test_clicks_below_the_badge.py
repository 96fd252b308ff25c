"""A run that clicks where the badge stands: it makes way, also for a question, and nobody's hand has pressed Stop."""

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.programs.apps import running
from tests.fakes.servers.script import Answer, Script, asks, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.waiting import wait_until
from tests.fakes.windows.tray_program import TrayProgram, panel, tray_program

pytestmark = pytest.mark.screen

_CONFIG = """\
[provider]
name = "mine"
[providers.mine]
like = "openai"
base_url = "{}"
model = "gpt-5.4"
auth = "none"
[run]
{}
"""
WAITS = asks({"type": "wait"})
_LARGE = "xdotool search --onlyvisible --name note.txt windowmove 0 0 windowsize 1270 740"


def click_at(point: tuple[int, int]) -> Answer:
    return asks({"type": "click", "x": point[0], "y": point[1], "button": "left"})


@contextmanager
def begun(tmp_path: Path, terms: str, answers: Sequence[Script]) -> Iterator[tuple[TrayProgram, Path]]:
    """Start a task in the console, beside an editor that lies below the badge; give its run's folder once it waits."""
    note = tmp_path / "note.txt"
    home = tmp_path / "agent"
    note.write_text("a line of text\n" * 60)
    (tmp_path / "panel").mkdir()
    with ScriptedServer(answers, dialect="openai") as server:
        (home / "config").mkdir(parents=True)
        (home / "config/config.toml").write_text(_CONFIG.format(server.base_url, terms))
        with (
            PrivateDisplay(1280, 800) as desktop,
            panel(desktop, tmp_path / "panel"),
            tray_program(desktop, home) as program,
            running(["mousepad", note], desktop, tmp_path / "home", "Mousepad"),
        ):
            subprocess.run(_LARGE.split(), env=os.environ | desktop.environment(), check=True)
            program.choose("New task…")
            program.write_task("Sort the lines")
            wait_until(lambda: len(server.requests) > 1, "the run to wait")
            (run,) = (home / "data/runs").iterdir()
            yield program, run


@pytest.mark.slow
def test_a_runs_own_clicks_where_stop_stood_stop_nothing(tmp_path: Path) -> None:
    stop = [(600, 300)]
    first = click_at((600, 500))
    below: list[Script] = [first, lambda _: click_at(stop[0])] * 3  # the same click twice would be no progress
    with begun(tmp_path, 'allow = ["mousepad"]', [first, WAITS, WAITS, *below, says("Done.")]) as (program, run):
        stop[0] = program.control("Stop run").centre
        wait_until(lambda: "run.finished" in (run / "events.jsonl").read_text(), "the end of the run")

    events = [json.loads(line) for line in (run / "events.jsonl").read_text().splitlines()]
    assert [events[-1][name] for name in ("status", "message")] == ["completed", "Done."]
    assert sum(event["event"] == "action.done" for event in events) == len(below) + 3


@pytest.mark.slow
def test_a_question_about_what_lies_below_the_badge_is_asked(tmp_path: Path) -> None:
    stop = [(600, 300)]
    with begun(tmp_path, 'mode = "ask"', [WAITS, WAITS, lambda _: click_at(stop[0]), says("Done.")]) as (program, _):
        stop[0] = program.control("Stop run").centre
        program.control("Approve once")
