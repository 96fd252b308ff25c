"""A person at a terminal: starts a program on a real pseudo terminal, reads what it shows, types what they like."""

import os
import re
import select
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fcntl import ioctl
from struct import pack
from termios import TIOCSCTTY, TIOCSWINSZ

from tests.fakes.waiting import PATIENCE_S

# On a display of its own a run asks by a card; who sits at a terminal wants to be asked there.
ASKED_HERE = {"DESKTOP_AGENT_RUN__APPROVER": "terminal"}
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass(slots=True)
class Typist:
    """One side of a pseudo terminal; the program sits at the other."""

    master: int
    process: subprocess.Popen[bytes] | None = None
    _seen: bytes = field(default=b"", repr=False)

    @property
    def raw(self) -> bytes:
        return self._seen

    @property
    def text(self) -> str:
        return ESCAPES.sub("", self._seen.decode("utf-8", "replace")).replace("\r\n", "\n")

    def waits_for(self, shown: str, within_s: float = PATIENCE_S, *, after: int = 0) -> str:
        deadline = time.monotonic() + within_s
        while shown not in self.text[after:]:
            if not self._read(deadline - time.monotonic()):
                message = f"“{shown}” was not shown within {within_s:g} s; seen: {self.text[-1500:]}"
                raise AssertionError(message)
        return self.text

    def types(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def ends(self) -> int:
        assert self.process is not None
        deadline = time.monotonic() + PATIENCE_S
        while self.process.poll() is None:
            self._read(min(0.1, deadline - time.monotonic()))
            assert time.monotonic() < deadline, f"still running; seen: {self.text[-1500:]}"
        while self._read(0):
            pass
        return self.process.returncode

    def hangs_up(self) -> None:
        os.close(self.master)
        self.master = -1

    def _read(self, within_s: float) -> bool:
        if within_s < 0 or not select.select([self.master], [], [], within_s)[0]:
            return False
        try:
            part = os.read(self.master, 65536)
        except OSError:  # the program's side is closed
            return False
        self._seen += part
        return bool(part)


def agreed(command: Sequence[str], environment: Mapping[str, str]) -> tuple[int, str]:
    with at_a_terminal(command, environment, columns=160) as person:
        person.waits_for("[y/N] ")
        person.types("y\n")
        return person.ends(), person.text


@contextmanager
def at_a_terminal(
    command: Sequence[str], environment: Mapping[str, str], *, columns: int = 100, stdin: int | None = None
) -> Iterator[Typist]:  # fmt: skip
    """Start a program whose controlling terminal is a new one; stdin and stdout may lead elsewhere."""
    master, slave = os.openpty()
    ioctl(slave, TIOCSWINSZ, pack("HHHH", 40, columns, 0, 0))
    process = subprocess.Popen(
        command, env=dict(environment) | {"TERM": "xterm-256color"}, start_new_session=True,
        preexec_fn=lambda: ioctl(slave, TIOCSCTTY, 0),  # noqa: PLW1509  one system call, no lock
        stdin=slave if stdin is None else stdin, stdout=slave, stderr=slave,
        pass_fds=[slave],
    )  # fmt: skip
    os.close(slave)
    typist = Typist(master, process)
    try:
        yield typist
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        if typist.master >= 0:
            os.close(master)
