"""A stop reaches a host that still hears, and ends one that hears no more, whatever else is on its way to it."""

import queue
import threading
from collections.abc import Callable
from contextlib import suppress

import pytest

from desktop_agent.core.texts.message import Message
from desktop_agent.runtime.protocol import client as protocol_client
from desktop_agent.runtime.protocol.client import RunClient
from desktop_agent.runtime.protocol.messages import (
    DesktopAsks,
    Prepared,
    Sent,
    Stop,
    Stopping,
    ToHost,
    joined_channels,
)
from desktop_agent.runtime.spec import ClientServices, RunSpec
from desktop_agent.settings import Settings
from tests.fakes.waiting import wait_until

HEARS_WITHIN_S = 0.2


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol_client, "HEARS_WITHIN_S", HEARS_WITHIN_S)


class PipedHost:
    """A host at the other end of a pipe, which reads nothing of it."""

    def __init__(self) -> None:
        self.channel, self._other = joined_channels()
        self._said = queue.Queue[Sent | None]()
        self._said.put(Prepared("Nothing leaves."))
        self.killed = threading.Event()

    def send(self, message: ToHost) -> None:
        self.channel.send(message)

    def say(self, message: Sent) -> None:
        self._said.put(message)

    def receive(self) -> Sent:
        message = self._said.get()
        if message is None:
            raise EOFError
        return message

    def kill(self) -> None:
        self.killed.set()
        self._other.close()
        self._said.put(None)

    def end(self) -> None:
        self.kill()
        with suppress(OSError):
            self.channel.close()

    def how_it_ended(self) -> Message:
        return Message("has ended")


def begin(client: RunClient, heard: threading.Event) -> None:
    client.prepare(RunSpec("1. wait 1 s", Settings()), ClientServices(asks=lambda _: heard.set()))


def test_a_host_that_hangs_with_its_pipe_full_is_killed_by_a_stop() -> None:
    host = PipedHost()
    with RunClient(host, is_public=False) as client:
        begin(client, threading.Event())
        threads = [
            threading.Thread(target=client.pause, args=("human", "Wait. " * 50_000), daemon=True),
            threading.Thread(target=client.stop, args=("human",), daemon=True),
        ]
        for thread in threads:
            thread.start()
        assert host.killed.wait(10)
        wait_until(lambda: not any(thread.is_alive() for thread in threads))


class AnsweringHost(PipedHost):
    """A host that has said that it stops before the order to stop has returned."""

    def __init__(self, is_heard: threading.Event) -> None:
        super().__init__()
        self._is_heard = is_heard

    def send(self, message: ToHost) -> None:
        if isinstance(message, Stop):
            self.say(Stopping())
            self.say(DesktopAsks("heard"))
            self._is_heard.wait(10)


def test_a_host_that_answers_at_once_gets_the_time_of_one_that_stops() -> None:
    is_heard = threading.Event()
    host = AnsweringHost(is_heard)
    with RunClient(host, is_public=False) as client:
        begin(client, is_heard)
        client.start()
        client.stop("human")
        assert is_heard.is_set()
        assert not host.killed.wait(3 * HEARS_WITHIN_S)


def test_orders_at_once_leave_one_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    together = threading.Barrier(5)

    class MadeTogether(threading.Timer):
        """A timer of which each is there only once all have begun to be made."""

        def __init__(self, interval: float, function: Callable[[], None]) -> None:
            super().__init__(interval, function)
            together.wait(10)

    monkeypatch.setattr(threading, "Timer", MadeTogether)
    host = AnsweringHost(threading.Event())
    with RunClient(host, is_public=False) as client:
        begin(client, threading.Event())
        before = set(threading.enumerate())
        orders = [threading.Thread(target=client._kill_after, args=(60.0,)) for _ in range(together.parties)]
        for order in orders:
            order.start()
        for order in orders:
            order.join()
        wait_until(lambda: len(set(threading.enumerate()) - before) == 1)
