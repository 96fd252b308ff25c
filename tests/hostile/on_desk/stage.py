"""The person of the hostile acts: a home, places beside it, sockets that listen, a process and a terminal."""

from __future__ import annotations

import os
import pty
import select
import socket
import subprocess
import tempfile
import threading
from collections import Counter
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Self

from desktop_agent.desk.sandbox.keeper_order import DeskOptions
from desktop_agent.desk.visible_files import HomePlaces

_FOLDERS = 48  # one for each act on a file
SECRET = b"the person's"


class HostedPerson:
    """Everything of a person's that hostile acts may want; a context manager."""

    def __init__(self) -> None:
        self._ending = ExitStack()
        self.root = Path(self._ending.enter_context(tempfile.TemporaryDirectory(prefix="hostile-")))
        self.home = self.root / "home"
        self.outside = self.root / "outside"
        self.data = self.home / ".local/share/desktop-agent"
        self.reached = Counter[str]()
        self.port = 0
        self.terminal = ""

    def __enter__(self) -> Self:
        self._make_files()
        self.sockets = self._listen()
        self.process = self._ending.enter_context(subprocess.Popen(["sleep", "10000"]))
        self._ending.callback(self.process.kill)
        self._master, self._slave = pty.openpty()
        self.terminal = os.ttyname(self._slave)
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.close()
        os.close(self._master)
        os.close(self._slave)

    def wish(self) -> DeskOptions:
        """Return the wish for a desk over this home."""
        return DeskOptions(self.data / "desks", HomePlaces(self.home, (self.data,)), folders=(self.home,))

    def known(self, desk: Path, wire: Path) -> dict[str, object]:
        """Return what the hostile program is told of this person."""
        return {
            "home": str(self.home),
            "outside": str(self.outside),
            "desk": str(desk),
            "wire": str(wire),
            "pids": [self.process.pid, os.getpid(), os.getppid()],
            "sockets": self.sockets,
            "port": self.port,
            "terminal": self.terminal,
            "user": os.getuid(),
        }

    def typed(self) -> bytes:
        """Return what has come to the person's terminal."""
        readable, _, _ = select.select([self._master, self._slave], [], [], 0)
        return b"".join(os.read(fd, 4096) for fd in readable)

    def _make_files(self) -> None:
        for number in range(_FOLDERS):
            _fill(self.home / f"docs/{number}")
        (self.home / ".bashrc").write_text("alias ll='ls -l'\n")
        (self.home / ".ssh").mkdir()
        (self.home / ".ssh/id_test").write_bytes(SECRET)
        _fill(self.outside)
        (self.outside / "secret").write_bytes(SECRET)
        (self.home / "docs/shared.txt").hardlink_to(self.outside / "letter.txt")
        self.data.mkdir(parents=True)
        shared = Path(f"/dev/shm/desktop-agent-hostile-{os.getpid()}")
        shared.write_bytes(SECRET)
        self._ending.callback(shared.unlink)

    def _listen(self) -> list[str]:
        display = Path("/tmp/.X11-unix") / f"X{3000 + os.getpid() % 1000}"
        display.parent.mkdir(mode=0o1777, exist_ok=True)
        self._ending.callback(display.unlink, missing_ok=True)
        (self.home / ".gnupg").mkdir()
        names = [f"{self.home}/agent.sock", f"{self.home}/.gnupg/S.gpg-agent", f"{self.outside}/bus", str(display)]
        names += [f"\0{display}", f"\0/tmp/dbus-{os.getpid()}"]
        for name in names:
            self._start_ordered_programs(socket.AF_UNIX, name, name.replace("\0", "@"))
        self.port = self._start_ordered_programs(socket.AF_INET, ("127.0.0.1", 0), "port")
        return names

    def _start_ordered_programs(self, family: int, address: str | tuple[str, int], name: str) -> int:
        server = self._ending.enter_context(socket.socket(family))
        server.bind(address)
        server.listen()
        self._ending.callback(server.shutdown, socket.SHUT_RDWR)  # else it stays while somebody waits for the next

        def accept() -> None:
            with suppress(OSError):
                while True:
                    server.accept()[0].close()
                    self.reached[name] += 1

        threading.Thread(target=accept, daemon=True).start()
        return int(server.getsockname()[1]) if family == socket.AF_INET else 0


def _fill(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "letter.txt").write_text("Dear all, " * 600)
    (folder / "other.txt").write_text("another " * 600)
