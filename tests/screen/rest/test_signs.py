"""Signs of work, from programs that are not ours: on a display, over the network, of the processor."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.platforms.x11 import signs as x11_signs
from desktop_agent.platforms.x11.signs import ProcessorTime, Requests, Traffic, X11Signs
from tests.fakes.people.hands import Hands
from tests.fakes.processes import suspend
from tests.fakes.programs.apps import active, running
from tests.fakes.programs.x_window import XWindow
from tests.fakes.waiting import wait_until


@pytest.fixture
def signs(on_display: PrivateDisplay) -> Iterator[X11Signs]:
    """Give what sees them."""
    seen = x11_signs.create()
    yield seen
    seen.close()


def test_nothing_is_at_work_on_an_empty_desktop(signs: X11Signs) -> None:
    assert (frozenset(), None) == (signs.now(), signs.handled_until())


_BUSY = "import tkinter as t; w = t.Tk(); w.title('busy'); w.geometry('1280x800'); w['cursor'] = 'watch'; w.mainloop()"


def test_a_busy_pointer_is_seen_while_it_is_shown(signs: X11Signs, on_display: PrivateDisplay, tmp_path: Path) -> None:
    with running(["/usr/bin/python3", "-c", _BUSY], on_display, tmp_path, "^busy$") as busy:
        left, top, width, height = busy.frame()
        Hands(on_display).move(left + width // 2, top + height // 2)
        wait_until(lambda: "pointer" in signs.now(), "the busy pointer")

    wait_until(lambda: not signs.now(), "another pointer")


def test_a_program_that_is_being_started_is_seen_until_it_says_that_it_is(signs: X11Signs) -> None:
    with XWindow(0, 0, 10, 10) as launcher:
        launcher.tell_starting('new: ID="editor_1" NAME="An editor that takes a while to start"')
        wait_until(lambda: "starting" in signs.now(), "the start")
        launcher.tell_starting('remove: ID="editor_1"')

        wait_until(lambda: not signs.now(), "the end of the start")


_NO_PINGS = "import tkinter as t; w = t.Tk(); w.title('no pings'); w.geometry('400x300'); w.mainloop()"


def test_a_suspended_program_does_not_answer_whether_it_takes_pings_or_not(
    signs: X11Signs, on_display: PrivateDisplay, tmp_path: Path
) -> None:
    with running(["/usr/bin/python3", "-c", _NO_PINGS], on_display, tmp_path, "^no pings$") as program:
        wait_until(lambda: active(on_display) == program.window and not signs.now(), "the program at rest")
        try:
            suspend(program.process.pid)
            wait_until(lambda: signs.now() == {"silent"}, "the program to be taken for suspended")
        finally:
            program.process.send_signal(signal.SIGCONT)

        wait_until(lambda: not signs.now(), "the program to go on")


QUESTION = b"GET / HTTP/1.1\r\n" + b"x" * 100
ANSWER = b"HTTP/1.1 200 OK\r\n\r\n"
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
    began = time.monotonic()
    pid = os.getpid()

    def is_open(since: float = began - 0.1) -> bool:
        return requests.poll(pid, since, time.monotonic())

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
        answer = requests.poll(os.getpid(), 90.0, 100.0 + n)

    assert is_open == answer


COMPUTES = "while True: pass"
BY_A_CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {COMPUTES!r}])"
BY_A_THREAD = f"import threading; threading.Thread(target=lambda: exec({COMPUTES!r})).start()"


@contextmanager
def computing(code: str) -> Iterator[int]:
    with subprocess.Popen([sys.executable, "-c", code], start_new_session=True) as program:
        try:
            yield program.pid
        finally:
            os.killpg(program.pid, 9)


@pytest.mark.program
def test_a_program_that_computes_has_work_itself_in_a_thread_or_in_a_child() -> None:
    for code in (COMPUTES, BY_A_THREAD, BY_A_CHILD):
        with computing(code) as pid:
            followed = ProcessorTime()
            wait_until(partial(_is_busy, followed, pid), f"the work of {code}")


@pytest.mark.program
def test_a_program_that_waits_has_little_work_and_one_that_is_not_there_none() -> None:
    with computing("import time; time.sleep(600)") as pid:
        followed = ProcessorTime()
        wait_until(lambda: not _is_busy(followed, pid), "that it has started")

    assert not _is_busy(ProcessorTime(), pid)


def _is_busy(followed: ProcessorTime, pid: int) -> bool:
    return followed.poll(pid, time.monotonic())
