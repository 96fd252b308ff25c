"""A display is reached with the cookie by which the X server's own libraries reach it."""

import struct
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import pytest
from Xlib.xauth import Xauthority

from desktop_agent.core.errors import NoScreenError
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.platforms.x11.connection import connect, serialized_send_and_recv

WILD = 0xFFFF
LOCAL = 256
OTHER = b"\x11" * 16


@dataclass(frozen=True, slots=True)
class Entry:
    family: int
    address: bytes
    number: bytes
    data: bytes
    name: bytes = b"MIT-MAGIC-COOKIE-1"

    def bytes(self) -> bytes:
        parts = (self.address, self.number, self.name, self.data)
        return struct.pack(">H", self.family) + b"".join(struct.pack(">H", len(part)) + part for part in parts)


def entry_of(display: PrivateDisplay) -> Entry:
    family, address, number, name, data = Xauthority(str(display.xauthority)).entries[0]
    return Entry(family, address, number, data, name)


def number_of(display: PrivateDisplay) -> bytes:
    return display.name.removeprefix(":").encode()


def cookies(display: PrivateDisplay) -> Iterator[tuple[str, list[Entry], bytes, bool]]:
    right = entry_of(display).data
    number = number_of(display)
    yield "wild, with its number", [Entry(WILD, b"", number, right)], b"", True
    yield "wild, without a number", [Entry(WILD, b"", b"", right)], b"", True
    yield "wild, with an address", [Entry(WILD, b"elsewhere", number, right)], b"", True
    yield "wild, for another display", [Entry(WILD, b"", number + b"9", right)], b"", False
    others = Entry(WILD, b"", number + b"9", OTHER)
    yield "wild, behind another display's", [others, Entry(WILD, b"", number, right)], b"", True
    yield "the first that fits is taken", [Entry(WILD, b"", number, OTHER), Entry(WILD, b"", number, right)], b"", False
    yield "of another computer", [Entry(LOCAL, b"elsewhere", number, right)], b"", False
    yield "none", [], b"", False
    yield "half an entry behind it", [entry_of(display)], entry_of(display).bytes()[:-1], True
    yield "half an entry alone", [], entry_of(display).bytes()[:-1], False
    yield "no cookies at all", [], b"\0\xff text", False


# python-xlib drops its sockets without closing them when nobody answers.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_cookie_is_found_as_the_servers_own_libraries_find_it(
    on_display: PrivateDisplay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "cookies"
    monkeypatch.setenv("XAUTHORITY", str(file))
    for what, entries, rest, opens in cookies(on_display):
        file.write_bytes(b"".join(entry.bytes() for entry in entries) + rest)
        theirs = subprocess.run(["xdpyinfo"], capture_output=True, check=False, timeout=60).returncode == 0

        assert theirs is opens, what
        assert _opens() is opens, what
    assert capsys.readouterr().out == ""


def _opens() -> bool:
    try:
        with closing(connect()):
            return True
    except NoScreenError:
        return False


@dataclass
class Numbered:
    _serial: int


@dataclass
class Waiting:
    """The display of python-xlib with requests that are queued or sent, and whose answers haven't come."""

    queued: tuple[int, ...] | None = ()
    sent: tuple[int, ...] = ()
    waits: int = 0

    def __post_init__(self) -> None:
        self.send_recv_lock = Lock()
        self.request_queue = None if self.queued is None else [(Numbered(each), True) for each in self.queued]
        self.sent_requests = [Numbered(each) for each in self.sent]

    def send_and_recv(self, **wanted: int | None) -> None:
        del wanted
        self.waits += 1
        self.send_recv_lock.release()


@pytest.mark.parametrize(
    ("waiting", "request_number", "waits"),
    [
        (Waiting(sent=(4, 5)), 5, 1),
        (Waiting(queued=(5,)), 5, 1),
        (Waiting(sent=(4, 6)), 5, 0),  # another thread has read its answer
        (Waiting(), 5, 0),
        (Waiting(), None, 1),  # for nothing, as a flush is
        (Waiting(queued=None), 5, 1),  # the connection is closed, which the wait reports
    ],
)
def test_nobody_waits_for_an_answer_that_another_thread_has_read(
    waiting: Waiting, request_number: int | None, waits: int
) -> None:
    waiting.send_recv_lock.acquire()

    serialized_send_and_recv(waiting, waiting.send_and_recv)(request=request_number)

    assert (waiting.waits, waiting.send_recv_lock.locked()) == (waits, False)
