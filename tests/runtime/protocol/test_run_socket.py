"""The watchers of a run: none of them holds it up for long, and each hears all, once."""

import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest

from desktop_agent.core.pictures import Size
from desktop_agent.core.runs.events import RunStarted, Stamped
from desktop_agent.runtime.protocol import run_socket
from desktop_agent.runtime.protocol.messages import (
    Asking,
    Begun,
    Call,
    Channel,
    HasWindows,
    Pause,
    Reply,
    Seen,
    Stop,
)
from desktop_agent.runtime.protocol.run_socket import RunSocket, run_sockets, watch_run
from tests.fakes.runs.recorded import run_started
from tests.fakes.waiting import wait_until

FRAME = Seen(Size(1920, 1080), 0, bytes(1920 * 1080 * 4))


class Watched:
    """A run with its socket, and what its watchers have ordered."""

    def __init__(self) -> None:
        self.orders: list[object] = []
        self.socket = RunSocket("Sort the letters", lambda order, _: self.orders.append(order))
        self.path = next(iter(run_sockets()))

    def watcher(self) -> Channel:
        channel = watch_run(self.path)
        assert channel is not None
        assert isinstance(channel.receive(), Begun)
        assert channel.receive() == Asking(False)
        return channel

    def has_read(self, channel: Channel) -> None:
        """Return once all that the watcher has said has been read."""
        count = len(self.orders)
        channel.send(Pause("human", "Wait."))
        wait_until(lambda: len(self.orders) > count)


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    with tempfile.TemporaryDirectory() as home:
        monkeypatch.setenv("DESKTOP_AGENT_HOME", home)
        run = Watched()
        yield run
        run.socket.close()


def test_a_slow_reader_holds_up_neither_the_run_nor_a_stop(watched: Watched) -> None:
    over = threading.Event()
    with socket.socket(socket.AF_UNIX) as slow, closing(watched.watcher()) as stops:
        slow.connect(str(watched.path))
        slow.sendall(b'{"is":"ShowScreen","on":true}\n')
        wait_until(lambda: watched.orders)

        def read() -> None:
            while not over.wait(0.1) and slow.recv(65_536):
                pass

        reading = threading.Thread(target=read)
        sending = threading.Thread(target=watched.socket.send, args=(FRAME,))
        reading.start()
        sending.start()
        with closing(watched.watcher()) as newcomer:
            newcomer.send(Stop("human"))
            stops.send(Stop("human", "Enough."))
            wait_until(lambda: {Stop("human"), Stop("human", "Enough.")} <= set(watched.orders))
            assert sending.is_alive()
        sending.join(3 * run_socket._TAKEN_WITHIN_S)
        held_up = sending.is_alive()
        over.set()
        reading.join()
        sending.join()
    assert not held_up


def test_each_watcher_hears_once_what_has_begun(watched: Watched) -> None:
    counts = []
    started = Stamped(1, "2026-11-29T10:00:00.000Z", 0, run_started("20261129-100000-sort", ""))
    for _ in range(200):
        watched.socket.asks(is_open=False)
        watched.socket._first = None
        hearing = threading.Thread(target=watched.socket.hear, args=(started,))
        channel = watch_run(watched.path)
        assert channel is not None
        hearing.start()
        hearing.join()
        with closing(channel):
            assert isinstance(channel.receive(), Begun)
            watched.socket.asks(is_open=True)
            heard = list[object]()
            while Asking(True) not in heard:
                heard.append(channel.receive())
            counts.append(sum(isinstance(one, Stamped) and isinstance(one.event, RunStarted) for one in heard))
    assert set(counts) == {1}


def test_windows_that_do_not_answer_are_waited_for_together_and_once(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_socket, "_ANSWERS_WITHIN_S", 0.5)
    with ExitStack() as stack:
        for _ in range(4):
            channel = stack.enter_context(closing(watched.watcher()))
            channel.send(HasWindows())
            watched.has_read(channel)
        took = []
        for _ in range(2):
            before = time.monotonic()
            watched.socket.stand_aside()
            took.append(time.monotonic() - before)
    assert 0.4 < took[0] < 1.5
    assert took[1] < 0.4


def test_a_reply_that_comes_after_the_next_question_counts_no_more(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_socket, "_ANSWERS_WITHIN_S", 0.1)
    with closing(watched.watcher()) as channel:
        channel.send(HasWindows())
        watched.has_read(channel)
        watched.socket.stand_aside()
        call = channel.receive()
        assert isinstance(call, Call)
        watched.socket.asks(is_open=True)
        channel.send(Reply(call.number, "", None))
        watched.has_read(channel)
        watched.socket.stand_aside()
        watched.socket.asks(is_open=False)
        assert [type(channel.receive()) for _ in range(3)] == [Asking, Call, Asking]


def test_one_that_comes_as_the_run_ends_is_let_go(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has been accepted, but is served only once the run has closed its socket."""
    serve = RunSocket._serve
    closed = threading.Event()

    def serve_late(run: RunSocket, watcher: run_socket._Watcher) -> None:
        closed.wait(10)
        serve(run, watcher)

    monkeypatch.setattr(RunSocket, "_serve", serve_late)
    channel = watch_run(watched.path)
    assert channel is not None
    wait_until(lambda: "watcher" in {thread.name for thread in threading.enumerate()})
    watched.socket.close()
    closed.set()
    with closing(channel), pytest.raises(EOFError):
        channel.receive()


def test_a_run_ends_where_its_socket_cannot_be_removed(watched: Watched) -> None:
    watched.path.unlink()
    watched.path.mkdir()
    watched.socket.close()
    wait_until(lambda: "run-socket" not in {thread.name for thread in threading.enumerate()})


def test_the_oldest_of_many_watchers_has_to_go_for_one_more_that_stops_the_run(watched: Watched) -> None:
    with ExitStack() as stack:
        oldest, second, *_ = [
            stack.enter_context(closing(watched.watcher())) for _ in range(run_socket._MOST_WATCHERS + 1)
        ]
        with pytest.raises(EOFError):
            oldest.receive()
        watched.socket.asks(is_open=True)
        assert second.receive() == Asking(True)


def test_one_that_says_what_is_no_message_is_no_watcher_any_more(watched: Watched) -> None:
    with socket.socket(socket.AF_UNIX) as babbles:
        babbles.connect(str(watched.path))
        babbles.sendall(b'{"is":"Pause","by":"me","reason":{"is":"text","id":"a","many":"","parts":3}}\n')
        wait_until(lambda: watched.orders)
        assert watched.socket._watchers == []
