"""What a program has not read yet: the kernel's answer, and real sockets."""

import os
import socket
from pathlib import Path

from desktop_agent.platforms.wayland.unread_bytes import unread_bytes


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
