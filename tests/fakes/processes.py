"""The state of another process, from /proc, read once that process has come as far as the reader means.

A child has the command line and the environment of its parent until its exec, and none at all for a moment of the exec,
in which `Popen` has returned already. So what a process is like is waited for here; it is a ProcessLookupError where it
ends before. What is so at this moment (`is_alive`, `is_stopped`, `find`, `family`, `open_files`) is a condition for
`wait_until`, or is asked of a process that has said that it has come so far.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tests.fakes.waiting import wait_until

_PROC = Path("/proc")
# Positions in /proc/PID/stat from the state on (source: proc(5)).
_STATE = 0
_PARENT = 1
_START = 19
_ENVIRONMENT_END = 48
_ENDED = frozenset("ZX")
_STOPPED = frozenset("Tt")


def command_line(pid: int) -> bytes:
    """Return the words of a process, each ended by a zero byte, once its exec is over."""
    return _after_exec(pid, "cmdline", "")


def environment(pid: int, name: str = "") -> dict[str, str]:
    """Return the environment that a process was started with, once its exec is over and has set `name`."""
    text = _after_exec(pid, "environ", f"{name}=" if name else "").decode(errors="surrogateescape")
    return dict(word.split("=", 1) for word in text.split("\0") if "=" in word)


def executable(pid: int) -> Path:
    command_line(pid)
    return (_of(pid) / "exe").resolve()


def status(pid: int, name: str = "") -> dict[str, str]:
    def fields() -> dict[str, str]:
        lines = (_of(pid) / "status").read_text().splitlines()
        reported = {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}
        return reported if name in {"", reported["Name"]} else {}

    return wait_until(fields, f"process {pid} to be called {name or 'anything'}")


def parent(pid: int) -> int:
    return int(_stat(pid, at=_PARENT))


def children(pid: int, at_least: int = 1) -> list[int]:
    def found() -> list[list[int]]:
        here = _children(pid)
        return [here] if len(here) >= at_least else []

    return wait_until(found, f"{at_least} children of process {pid}")[0]


def family(pid: int) -> list[int]:
    """Return a process and all that it has started, as they are now: itself first, parents before their children."""
    found = [pid]
    for member in found:
        found += _children(member)
    return found


def find(
    *, name: str = "", words: tuple[str, ...] = (), variables: tuple[str, ...] = (), below: int | None = None
) -> list[int]:
    """Return the processes that run now with this name, and these words and variables (`NAME=value`), lowest first.

    `below`: only this process and what it has started.
    """
    among = _everything() if below is None else family(below)
    return sorted(pid for pid in among if _fits(pid, name, words, variables))


def command_lines() -> dict[int, bytes]:
    lines = {}
    for pid in _everything():
        with suppress(OSError):
            lines[pid] = (_PROC / str(pid) / "cmdline").read_bytes()
    return lines


def open_files(pid: int) -> dict[int, str]:
    files = {}
    with suppress(OSError):
        for file in (_PROC / str(pid) / "fd").iterdir():
            with suppress(OSError):  # closed meanwhile
                files[int(file.name)] = str(file.readlink())
    return files


def began(pid: int) -> str:
    """Return when a process began, which tells it from a later one of its number; empty once it has ended."""
    return _stat(pid, at=_START) if is_alive(pid) else ""


def is_alive(pid: int) -> bool:
    return (_stat(pid, at=_STATE) or "X") not in _ENDED


def is_stopped(pid: int) -> bool:
    return _stat(pid, at=_STATE) in _STOPPED


def wait_for_end(*pids: int) -> None:
    """Return once none of these processes runs."""
    wait_until(lambda: not any(map(is_alive, pids)), f"the end of {pids}")


def wait_until_stopped(pid: int) -> None:
    wait_until(lambda: is_stopped(pid), f"process {pid} to be suspended")


def suspend(pid: int) -> None:
    """Suspend a process, and return once it is: the signal takes effect some time after it was sent."""
    os.kill(pid, signal.SIGSTOP)
    wait_until_stopped(pid)


def wait_until_mapped(pid: int, library: str) -> None:
    wait_until(lambda: library in (_of(pid) / "maps").read_text(), f"{library} in process {pid}")


def _after_exec(pid: int, file: str, part: str) -> bytes:
    def words() -> list[bytes]:
        text = (_of(pid) / file).read_bytes()
        # Zero: the kernel has not laid the two out. Without a variable or a word they are empty for ever.
        is_laid_out = bool(text) or _stat(pid, at=_ENVIRONMENT_END) != "0"
        return [text] if is_laid_out and part.encode() in text else []

    return wait_until(words, f"{file} of process {pid} with “{part}”")[0]


def _of(pid: int) -> Path:
    if not is_alive(pid):
        message = f"process {pid} has ended"
        raise ProcessLookupError(message)
    return _PROC / str(pid)


def _stat(pid: int, *, at: int) -> str:
    with suppress(OSError):
        # The name of the program, in brackets, may hold spaces and brackets of its own.
        line = (_PROC / str(pid) / "stat").read_text(errors="replace")
        return line.rpartition(")")[2].split()[at]
    return ""


def _children(pid: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):
        for thread in (_PROC / str(pid) / "task").iterdir():
            with suppress(OSError):
                found += map(int, (thread / "children").read_text().split())
    return found


def _everything() -> Iterator[int]:
    return (int(place.name) for place in _PROC.glob("[0-9]*"))


def _fits(pid: int, name: str, words: tuple[str, ...], variables: tuple[str, ...]) -> bool:
    place = _PROC / str(pid)
    with suppress(OSError):
        if name and (place / "comm").read_text(errors="replace").rstrip("\n") != name:
            return False
        line = (place / "cmdline").read_bytes() if words else b""
        # With fewer rights than a process has, its environment is not to be had.
        own = (place / "environ").read_bytes().split(b"\0") if variables else []
        return all(word.encode() in line for word in words) and all(one.encode() in own for one in variables)
    return False
