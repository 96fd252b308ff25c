"""A stop reaches the model's server: the answer in flight is cancelled there, however much of it has come."""

import socket
import threading
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest

from desktop_agent.lib.worker import Worker
from desktop_agent.model.caps import Timeouts
from desktop_agent.model.conversation import Conversation
from desktop_agent.presence.stand_ins import NoPresence
from desktop_agent.run.compose import RunPorts
from desktop_agent.run.pause import PauseControl
from desktop_agent.run.session import AssembleRun, Session
from tests.fakes.run_ports import World, world
from tests.fakes.script import Answer, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.thinking import Waiting, conversation
from tests.fakes.waiting import wait_until

NEVER = 10**9
PATIENT = Timeouts(connect_s=30.0, idle_s=60.0, total_s=120.0)
# The first event, which tells the id, and a little more.
BEGUN = replace(says("A long answer. " * 50), stall_after=700)
BEHIND = replace(says("Much later."), polls=NEVER)


def joining(scene: World, base_url: str) -> AssembleRun:
    """Return what joins small ports to a real conversation with a server."""

    def join(stack: AsyncExitStack, pause: PauseControl) -> RunPorts:
        mind = conversation(base_url, heard=Waiting(), patience=PATIENT)
        stack.push_async_callback(mind.close)
        scene.ports.pause, scene.ports.model = pause, mind
        return scene.ports

    return join


def in_flight(scene: World) -> str:
    """Return the id of the answer that the server works on, as far as the client knows it."""
    mind = scene.ports.model
    return mind._sender.in_flight if isinstance(mind, Conversation) else ""


@pytest.mark.parametrize(
    ("answer", "stream"),
    [
        pytest.param(BEGUN, True, id="a stream of which only the beginning has come"),
        pytest.param(BEHIND, False, id="an answer made in the background"),
        pytest.param(BEHIND, True, id="a stream that broke off from an answer that is still made"),
    ],
)
def test_a_stop_cancels_on_the_server_what_is_in_flight(answer: Answer, stream: bool) -> None:
    with ScriptedServer([answer], stream=stream) as server:
        scene = world([])
        session = Session("task", "", joining(scene, server.base_url), NoPresence())
        running = Worker(session.run_here, "run")
        running.start()
        wait_until(lambda: in_flight(scene), what="the id of the answer")
        wait_until(lambda: answer is BEGUN or len(server.requests) > 1, what="being asked for it again")
        session.stop("human")
        assert running.ended.wait(60)
        assert running.result().status == "stopped"
        assert server.cancelled == list(server.responses)


def test_a_name_that_is_looked_up_for_ever_does_not_hold_up_a_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    looking, found = threading.Event(), threading.Event()

    def look_up(*args: object, **more: object) -> list[object]:
        looking.set()
        found.wait(300)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    session = Session("task", "", joining(world([]), "https://nowhere.example"), NoPresence())
    running = Worker(session.run_here, "run")
    running.start()
    assert looking.wait(60)
    session.stop("human")
    ended = running.ended.wait(60)
    found.set()

    assert ended
    assert running.result().status == "stopped"
