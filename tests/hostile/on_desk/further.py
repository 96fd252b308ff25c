"""More of the person's than files: mailboxes, pipes and shared memory, some of which come while the desk is up."""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Self

MARK = "fresh-was-here"
_PLACES = "/ /tmp /var/tmp /run /etc /usr /usr/local/bin /opt /srv /mnt /media /root /boot /dev /dev/shm /var/lib /home"
_PRIVATE, _FOR_ALL, _REMOVE, _SIZE = 0, 0o1666, 0, 4096
_HELD = b"the person's".ljust(_SIZE, b".")
_QUEUE_FLAGS = os.O_RDWR | os.O_CREAT | os.O_NONBLOCK


class FurtherPlaces:
    """Datagram and packet sockets, a pipe with a name, memory and a queue that are shared; a context manager."""

    def __init__(self, home: Path, outside: Path) -> None:
        self._home, self._outside, self._ending = home, outside, ExitStack()
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._libc.shmat.restype = ctypes.c_void_p
        self._boxes = dict[str, socket.socket]()

    def __enter__(self) -> Self:
        docs = self._home / "docs"
        self._box("letters", socket.AF_UNIX, socket.SOCK_DGRAM, str(docs / "s2/letters"))
        self._box("packets", socket.AF_UNIX, socket.SOCK_SEQPACKET, str(docs / "s3/packets"))
        self._box("beside", socket.AF_UNIX, socket.SOCK_DGRAM, str(self._outside / "beside"))
        self._box("udp", socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0))
        with suppress(OSError):  # where there is no such network
            self._box("six", socket.AF_INET6, socket.SOCK_STREAM, ("::1", 0))
        os.mkfifo(docs / "s4/pipe")
        self._pipe = os.open(docs / "s4/pipe", os.O_RDWR | os.O_NONBLOCK)
        self._ending.callback(os.close, self._pipe)
        self._segment = int(self._libc.shmget(_PRIVATE, _SIZE, _FOR_ALL))
        self._memory = int(self._libc.shmat(self._segment, None, 0) or 0)
        self._ending.callback(self._libc.shmctl, self._segment, _REMOVE, None)
        ctypes.memmove(self._memory, _HELD, _SIZE)
        name = f"/desktop-agent-hostile-{os.getpid()}".encode()
        self._queue = int(self._libc.mq_open(name, _QUEUE_FLAGS, 0o666, None))
        self._ending.callback(self._libc.mq_unlink, name)
        (self._outside / "fonts").mkdir()
        (self._outside / "fonts/fonts.dir").write_text("0\n")
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.close()
        # Folders may be nested deeper there than Python's own way of deleting goes.
        subprocess.run(["rm", "-rf", self._home / ".local"], check=False)

    def come_later(self) -> None:
        """Add what the person starts while the desk is up."""
        self._box("late", socket.AF_UNIX, socket.SOCK_DGRAM, str(self._home / "docs/s5/late"))
        self._box("late stream", socket.AF_UNIX, socket.SOCK_STREAM, str(self._home / "docs/s6/stream"))

    def known(self) -> dict[str, object]:
        """Return what the hostile program is told of these."""
        udp, six = self._boxes["udp"].getsockname()[1], self._boxes.get("six")
        return {
            "udp": udp,
            "six": six.getsockname()[1] if six else 0,
            "segment": self._segment,
            "queue": f"/desktop-agent-hostile-{os.getpid()}",
            "handle": self._handle(self._outside / "letter.txt"),
            "top": self._handle(Path("/")),
            "device": self._outside.stat().st_dev,
            "system_file": [Path("/etc/debian_version").stat().st_dev, Path("/etc/debian_version").stat().st_ino],
        }

    def differences(self, *folders: Path) -> Iterator[str]:
        """Tell what has come, and what is not as it was."""
        for name, box in self._boxes.items():
            with suppress(BlockingIOError):
                came = box.recv(99) if box.type == socket.SOCK_DGRAM else box.accept()[1]
                yield f"{name} got {came!r}"
        with suppress(BlockingIOError):
            yield f"the pipe got {os.read(self._pipe, 99)!r}"
        if ctypes.string_at(self._memory, _SIZE) != _HELD:
            yield "the shared memory is not what it was"
        came = ctypes.create_string_buffer(8192)
        if self._queue >= 0 and self._libc.mq_receive(self._queue, came, 8192, None) >= 0:
            yield f"the queue got {came.value!r}"
        for place in (*map(Path, _PLACES.split()), *folders):
            if os.path.lexists(place / MARK):
                yield f"{place} has got a file"
                (place / MARK).unlink()

    def _box(self, name: str, family: int, kind: int, address: str | tuple[str, int]) -> None:
        box = self._ending.enter_context(socket.socket(family, kind))
        box.bind(address)
        box.setblocking(False)
        if kind != socket.SOCK_DGRAM:
            box.listen()
        self._boxes[name] = box

    def _handle(self, path: Path) -> str:
        """Return the kernel's own number of a file, by which root opens it from anywhere in its file system."""
        made = ctypes.create_string_buffer((128).to_bytes(4, "little"), 136)
        if self._libc.name_to_handle_at(-100, os.fsencode(path), made, ctypes.byref(ctypes.c_int()), 0):
            return ""
        return made.raw.hex()
