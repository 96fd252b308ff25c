"""A whole run, each of the record's calls to the file system failing in turn: SQLite's method, until none is left.

What fails is the system call itself, with the error that a kernel gives.
"""

import errno
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest

from desktop_agent.lib import files
from desktop_agent.record import journal
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.faults.whole_run import EXPECTED, FAST, KEY, Played, Way, broken_promises, play, script

WAY = Way("preview", stream=False, chain=True)
EVERY = 3
# "short" is no fault: the system may always take less than it could.
FAULTS: Mapping[str, tuple[int | str, ...]] = {
    "open": (errno.ENOSPC, errno.EIO, errno.EMFILE, errno.EACCES),
    "mkdir": (errno.ENOSPC, errno.EACCES),
    "write": (errno.ENOSPC, errno.EIO, "half", "short"),
    "fsync": (errno.ENOSPC, errno.EIO),
    "rename": (errno.ENOSPC, errno.EIO),
    "ftruncate": (errno.EIO,),
    "unlink": (errno.EACCES,),
    "close": (errno.EIO,),
}


@dataclass
class Breaking:
    """The module `os` as the record sees it; its call number `at` (from 1) fails."""

    at: int = 0
    fault: int | str = 0
    calls: list[str] = field(default_factory=list)
    left_open: int = 0

    def __getattr__(self, name: str) -> object:
        real = getattr(os, name)
        if name not in FAULTS:
            return real

        def call(*args: object, **named: object) -> object:
            self._count(name)
            result = cast("Callable[..., object]", real)(*args, **named)
            self.left_open += name == "open"
            return result

        return call

    def close(self, fd: int) -> None:
        self.left_open -= 1
        os.close(fd)  # whatever it says, the file is closed
        self._count("close")

    def write(self, fd: int, data: memoryview) -> int:
        match self._count("write"):
            case "short":
                return os.write(fd, data[:1])
            case "half":
                os.write(fd, data[: len(data) // 2])
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            case _:
                return os.write(fd, data)

    def _count(self, call: str) -> int | str:
        self.calls.append(call)
        if len(self.calls) != self.at:
            return 0
        if isinstance(self.fault, int) and self.fault:
            raise OSError(self.fault, os.strerror(self.fault))
        return self.fault


def played(monkeypatch: pytest.MonkeyPatch, breaking: Breaking) -> Played:
    with (
        monkeypatch.context() as patch,
        tempfile.TemporaryDirectory(dir=FAST) as folder,
        ScriptedServer(script(WAY), dialect=WAY.dialect, key=KEY) as server,
    ):
        for module in (files, journal):
            patch.setattr(module, "os", breaking)
        return play(WAY, server.base_url, Path(folder))


def broken(monkeypatch: pytest.MonkeyPatch, number: int, call: str) -> Iterator[str]:
    """Yield what a run does not keep when its call of that number fails in each way."""
    for fault in FAULTS[call]:
        breaking = Breaking(number, fault)
        run = played(monkeypatch, breaking)
        found = [*broken_promises(run, record_broke=fault != "short")]
        if breaking.left_open:
            found.append(f"left open: {breaking.left_open}")
        yield from (f"call {number} ({call}: {fault}), {run.status}: {each}" for each in found)


@pytest.mark.slow
def test_whatever_call_fails_the_run_keeps_its_promises(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing_fails = Breaking()
    whole = played(monkeypatch, nothing_fails)
    calls = list(enumerate(nothing_fails.calls, 1))

    assert (whole.status, whole.done) == ("completed", EXPECTED)
    assert {"open", "mkdir", "write", "fsync", "rename", "close"} <= {call for _, call in calls}
    assert [] == [each for number, call in calls[::EVERY] for each in broken(monkeypatch, number, call)]
