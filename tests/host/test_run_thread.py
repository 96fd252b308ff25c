"""A run on a thread of its caller's process: no act begins before everybody who listens has heard that it does."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_agent import RunResult, run_task
from desktop_agent.core.events import ActionStarted, RunFinished, Stamped
from desktop_agent.core.message import Message
from desktop_agent.core.stream_update import pass_nothing_on
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.host.client import ClientServices, RunClient, start_here
from desktop_agent.host.protocol import Channel, Pause, Prepared, Sent, Start, Stop, ToHost, joined_channels
from desktop_agent.policy.remembered_approvals import RememberedApprovals
from desktop_agent.run.stand_ins import AbsentApprover, NoOverlays
from desktop_agent.settings import Settings
from tests.fakes.script import asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.x_event_log import XEventLog

MOVE = asks({"type": "move", "x": 300, "y": 200})
A_WHILE_S = 0.3


@pytest.fixture
def display(on_display: PrivateDisplay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PrivateDisplay:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    return on_display


def moved_by(hear: object) -> RunResult:
    with ScriptedServer([MOVE, says("Done.")]) as server:
        return run_task("Move", base_url=server.base_url, mode="auto", on_event=hear)  # type: ignore[arg-type]


def test_the_pointer_rests_until_the_start_of_its_move_was_heard(display: PrivateDisplay) -> None:
    moves: list[int] = []

    def hear(stamped: Stamped) -> None:
        if isinstance(stamped.event, ActionStarted):
            threading.Event().wait(A_WHILE_S)
            moves.append(len(log.events("motion")))

    with XEventLog(display.environment()) as log:
        result = moved_by(hear)
        log.wait_for(1, "motion")

    assert (moves, result.actions) == ([0], 1)


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


def test_nothing_of_a_run_is_left_in_the_callers_process(display: PrivateDisplay) -> None:
    before = {thread.name for thread in threading.enumerate()}
    heard: list[Stamped] = []
    moved_by(heard.append)

    assert isinstance(heard[-1].event, RunFinished)
    assert {thread.name for thread in threading.enumerate()} - before <= {"asyncio_0", "asyncio_1"}


class Interrupted:
    """A host's end of which one message is interrupted, as by a signal, while it is being written."""

    def __init__(self, channel: Channel) -> None:
        self.interrupt: Callable[[], None] = lambda: None
        self._channel = channel
        self._writes = channel._writes
        channel._writes = self  # type: ignore[assignment]  # writes, flushes and closes

    def write(self, content: bytes) -> None:
        interrupt, self.interrupt = self.interrupt, lambda: None
        interrupt()
        self._writes.write(content)

    def flush(self) -> None:
        self._writes.flush()

    def close(self) -> None:
        self._writes.close()

    def send(self, message: ToHost) -> None:
        self._channel.send(message)

    def receive(self) -> Sent:
        return self._channel.receive()

    def kill(self) -> None:
        self._channel.hang_up()

    def end(self) -> None:
        self._channel.close()

    def how_it_ended(self) -> Message:
        return Message("exited without an error message")


def test_a_signal_in_the_middle_of_another_message_is_said_after_it() -> None:
    ours, theirs = joined_channels()
    host = Interrupted(ours)
    theirs.send(Prepared(""))
    with RunClient(host) as client:
        services = ClientServices(AbsentApprover(), NoOverlays(), (), pass_nothing_on, RememberedApprovals())
        client.prepare(start_here("task", Settings()), services)
        host.interrupt = lambda: client.stop("interrupt")
        client.pause("human", "wait")

        said = [theirs.receive() for _ in range(3)]
        theirs.close()

    assert [type(one) for one in said] == [Start, Pause, Stop]
