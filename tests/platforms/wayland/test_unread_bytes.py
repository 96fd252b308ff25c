"""What a program has not read yet: the kernel's answer, and real sockets."""

import os
import socket
import struct
from pathlib import Path

import pytest

from desktop_agent.platforms.wayland.unread_bytes import sockets_in, unread_bytes


def told(number: int, *attributes: tuple[int, bytes]) -> bytes:
    body = struct.pack("=BBBBIII", 1, 1, 1, 0, number, 0, 0)
    for kind, value in attributes:
        body += struct.pack("=HH", 4 + len(value), kind) + value + b"\0" * (-len(value) % 4)
    return struct.pack("=IHHII", 16 + len(body), 20, 2, 1, 0) + body


def test_the_answer_is_read_by_its_lengths() -> None:
    path, queues = (0, b"/run/wayland-1\0"), (4, struct.pack("=II", 48, 0))
    answer = (
        told(7, path, (2, struct.pack("=I", 9)), queues) + told(9) + struct.pack("=IHHII", 20, 3, 2, 1, 0) + b"\0" * 4
    )

    first, second, end = sockets_in(answer)

    assert first is not None
    assert (7, "/run/wayland-1", 9, 48) == (first.number, first.path, first.peer, first.unread)
    assert second is not None
    assert (9, "", 0, 0) == (second.number, second.path, second.peer, second.unread)
    assert end is None


def test_a_refusal_is_an_error_and_nonsense_ends_the_list() -> None:
    with pytest.raises(PermissionError):
        list(sockets_in(struct.pack("=IHHII", 20, 2, 0, 1, 0) + b"\0" * 4))
    assert [None] == list(sockets_in(struct.pack("=IHHII", 0, 20, 0, 1, 0)))


def test_what_waits_in_a_socket_is_counted_until_it_is_read(tmp_path: Path) -> None:
    path = str(tmp_path / "wayland-1")
    with socket.socket(socket.AF_UNIX) as listening, socket.socket(socket.AF_UNIX) as program:
        listening.bind(path)
        listening.listen()
        program.connect(path)
        compositor, _ = listening.accept()
        with compositor:
            assert 0 == unread_bytes(os.getpid(), path)
            compositor.sendall(b"x" * 100)
            assert 100 == unread_bytes(os.getpid(), path)
            program.recv(60)
            assert 40 == unread_bytes(os.getpid(), path)
            assert unread_bytes(os.getpid(), f"{path}-other") is None
