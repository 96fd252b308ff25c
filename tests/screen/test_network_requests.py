"""Programs that wait for an answer over the network, by real connections."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from desktop_agent.platforms.x11.signs import Requests, Traffic
from tests.fakes.waiting import wait_until

QUESTION, ANSWER = b"GET / HTTP/1.1\r\n" + b"x" * 100, b"HTTP/1.1 200 OK\r\n\r\n"
OPEN = 1


@pytest.fixture
def requests() -> Iterator[Requests]:
    """Give what follows connections."""
    with closing(Requests()) as followed:
        yield followed


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Give the two ends of a connection: who asks, and who answers."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as asks:
        answers, _ = server.accept()
        with answers:
            yield asks, answers


def test_a_question_is_open_from_when_it_was_sent_until_something_comes_back(
    requests: Requests, ends: tuple[socket.socket, socket.socket]
) -> None:
    asks, answers = ends
    began, pid = time.monotonic(), os.getpid()

    def is_open(since: float = began - 0.1) -> bool:
        return requests.is_open(pid, since, time.monotonic())

    assert not is_open()
    asks.sendall(QUESTION)
    wait_until(is_open, "the open question")
    answers.sendall(ANSWER)
    wait_until(lambda: not is_open(), "the answer")
    asks.sendall(QUESTION)
    wait_until(is_open, "another open question")
    wait_until(lambda: not is_open(time.monotonic()), "that it was sent before this moment")


@pytest.mark.parametrize(
    ("looks", "is_open"),
    [
        pytest.param([(500, 900, 5, 5), (500, 900, 6, 6)], False, id="answered long ago"),
        pytest.param([(500, 900, 5, 5), (900, 900, 0, 6)], True, id="asked again"),
        pytest.param([(500, 900, 5, 5), (900, 950, 0, 0)], False, id="asked and answered between two looks"),
        pytest.param([(500, 900, 5, 5), (900, 950, 0, 0.1)], True, id="a last piece, then another question"),
        pytest.param(
            [(500, 0, 1, 2), (500, 0, 7, 8)], False, id="a question that is never answered is a wait for news"
        ),
    ],
)
def test_what_is_open_follows_from_what_was_sent_and_received(
    looks: list[tuple[int, int, float, float]], is_open: bool, ends: tuple[socket.socket, socket.socket]
) -> None:
    inode = os.fstat(ends[0].fileno()).st_ino
    shown = list[Traffic]()
    requests = Requests(lambda: shown)
    answer = False
    for n, look in enumerate(looks):
        shown[:] = [Traffic(inode, 40_000, OPEN, *look)]
        answer = requests.is_open(os.getpid(), 90.0, 100.0 + n)

    assert is_open == answer
