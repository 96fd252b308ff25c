"""A run on a thread of its caller's process: no act begins before everybody who listens has heard that it does."""

from pathlib import Path

import pytest

from desktop_agent import RunResult, run_task
from desktop_agent.core.events import ActionStarted, Stamped
from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.script import asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.x_event_log import XEventLog

MOVE = asks({"type": "move", "x": 300, "y": 200})


@pytest.fixture
def display(on_display: PrivateDisplay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PrivateDisplay:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    return on_display


def moved_by(hear: object) -> RunResult:
    with ScriptedServer([MOVE, says("Done.")]) as server:
        return run_task("Move", base_url=server.base_url, mode="auto", on_event=hear)  # type: ignore[arg-type]


def test_a_listener_that_breaks_at_the_start_of_a_move_keeps_it_from_happening(display: PrivateDisplay) -> None:
    heard: list[Stamped] = []

    def hear(stamped: Stamped) -> None:
        heard.append(stamped)
        match stamped.event:
            case ActionStarted():
                raise ValueError("no more")

    with XEventLog(display.environment()) as log:
        result = moved_by(hear)
        moves = log.events("motion")

    assert result.status == "failed"
    assert not moves
    assert "An event listener failed (ValueError('no more'))" in result.message
    assert isinstance(heard[-1].event, ActionStarted)
    assert '"run.finished"' in (result.dir / "events.jsonl").read_text().splitlines()[-1]
