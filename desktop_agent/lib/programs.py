"""Facts about a process: the program it runs, and on Linux its state, threads, children, environment and open files."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from desktop_agent.core.programs import is_interpreter, last_part
from desktop_agent.core.texts.foreign_text import path_from, text_of

STATE = 0  # positions in the fields of `stat_of`
PARENT = 1
GROUP = 2
TERMINAL = 4
FOREGROUND = 5  # the group in the foreground of the terminal
NO_TERMINAL = "0"
_STOPPED = frozenset({"T", "t"})
LOOKS_EVERY_S = 0.15


def stat_of(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat from the state on; empty for no such process (source: proc(5))."""
    try:
        # A desk's keeper uses this, which loads no pathlib.
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:  # noqa: PTH123
            line = file.read()
    except OSError:
        return []
    # The name of the program, in brackets, may hold spaces and brackets of its own.
    return line.rpartition(")")[2].split()


def state_of(pid: int) -> str:
    """Return the kernel's letter for the state of a process; empty if unknown."""
    fields = stat_of(pid)
    return fields[STATE] if fields else ""


def is_stopped(pid: int) -> bool:
    """Return whether a process is suspended; False if unknown."""
    return state_of(pid) in _STOPPED


class SuspensionWatch:
    """Polls whether a process has been suspended (Ctrl+Z, SIGSTOP), which the system doesn't report.

    It polls once after each `expect`, and then only while the process holds a key or button down or is suspended, so
    that an idle process costs nothing.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._is_suspended = False
        self._next: float | None = None  # in monotonic seconds

    def expect(self) -> None:
        """Schedule a poll, as the process has just done something."""
        self._next = time.monotonic() + LOOKS_EVERY_S

    def wait_s(self) -> float | None:
        """Return the seconds until the next poll; None: none is due."""
        if self._next is None or sys.platform != "linux":
            return None
        return max(0.0, self._next - time.monotonic())

    def poll(self, *, holds: bool) -> bool:
        """Poll if it is due; return whether the process has been suspended since the last poll."""
        if self._next is None or time.monotonic() < self._next:
            return False
        before = self._is_suspended
        self._is_suspended = is_stopped(self._pid)
        self._next = time.monotonic() + LOOKS_EVERY_S if holds or self._is_suspended else None
        return self._is_suspended and not before


def family_of(pid: int) -> set[int]:
    """Return the ids of a process and all its descendants."""
    family = set[int]()
    pending = [pid]
    while pending:
        number = pending.pop()
        family.add(number)
        pending += _children(number)
    return family


def threads_of(pid: int) -> list[int]:
    """Return the ids of a process's threads; empty if it has ended."""
    try:
        return [*map(int, os.listdir(f"/proc/{pid}/task"))]  # noqa: PTH208 - as above
    except OSError:
        return []


def held_by(pid: int | None) -> list[str]:
    """Return the targets of a process's open files: paths, “socket:[NUMBER]”, “pipe:[NUMBER]” (source: proc(5)).

    Only files closed meanwhile are left out. Empty if the process has ended or may not be read.
    """
    targets = list[str]()
    folder = f"/proc/{pid}/fd"
    with suppress(OSError):
        for name in os.listdir(folder):  # noqa: PTH208 - as above
            with suppress(OSError):
                targets.append(os.readlink(f"{folder}/{name}"))  # noqa: PTH115 - as above
    return targets


def sockets_of(pid: int) -> set[int]:
    """Return the numbers of the sockets that a process holds."""
    return {int(target[8:-1]) for target in held_by(pid) if target.startswith("socket:[")}


def _children(pid: int) -> list[int]:
    """Return the ids of the children of a process's threads, as listed by the kernel (source: proc(5), Linux 4.2)."""
    children = list[int]()
    for thread in threads_of(pid):
        with suppress(OSError), open(f"/proc/{pid}/task/{thread}/children", encoding="ascii") as file:  # noqa: PTH123
            children += map(int, file.read().split())
    return children


def environment_of(pid: int | None) -> dict[str, str] | None:
    """Return the initial environment of a process; None if it has ended or cannot be read. Linux only."""
    try:
        with open(f"/proc/{pid}/environ", encoding="utf-8", errors="replace", newline="") as file:  # noqa: PTH123 - as above
            words = file.read().split("\0")
    except OSError:
        return None
    return dict(word.split("=", 1) for word in words if "=" in word)


def end_files(parent: int) -> tuple[int, ...]:
    """Return a descriptor that becomes readable when a process ends; empty if the system has none."""
    with suppress(AttributeError, OSError):
        return (os.pidfd_open(parent),)
    return ()


# Options that take the next word for themselves, so that it is no script.
_TAKES_A_WORD = {
    "python": frozenset({"-W", "-X", "--check-hash-based-pycs"}),
    "java": frozenset({"-cp", "-classpath", "--class-path", "-p", "--module-path", "--add-modules", "--add-opens"}),
    "node": frozenset({"-r", "--require", "--import"}),
    "perl": frozenset({"-I"}),
    "ruby": frozenset({"-I", "-r"}),
}
# What follows names what is run, and is no file; or the program itself is in the words.
_NAMES_WHAT_RUNS = frozenset({"-m", "--module"})
_TEXT_OF_A_PROGRAM = frozenset({"-c", "-e", "-E", "--eval", "-p", "--print"})
_TERMINALS = frozenset({"/dev/ptmx", "/dev/pts/ptmx"})
_SNAP = re.compile(r"/snap/([^/]+)/[^/]+/")
# A Flatpak's files are mounted there; mountinfo has what is mounted, and where, at these places (source: proc(5)).
_IN_FLATPAK = "/app/"
_MOUNTED = 3
_MOUNTED_AT = 4
_FLATPAK = re.compile(r"^(.*/flatpak)/app/([^/]+)/")
_FLATPAKS = ("/var/lib/flatpak",)
_DIGITS = 16  # of the digest that stands for such a text


def executable_of(pid: int | None) -> str:
    """Return the path of a process's executable; empty when it is gone or cannot be read. Linux only."""
    if pid is None:
        return ""
    try:
        return path_from(str(Path(f"/proc/{pid}/exe").readlink())).removesuffix(" (deleted)")
    except OSError:
        return ""


def words_of(pid: int | None) -> tuple[str, ...]:
    """Return the words that a process was started with; none when it is gone or cannot be read. Linux only."""
    try:
        return tuple(map(text_of, Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[:-1]))
    except OSError:
        return ()


def program_of(pid: int | None) -> str:
    """Return what `named` gives for a process; empty when it is gone or cannot be read. Linux only."""
    executable = executable_of(pid)
    if not is_interpreter(executable):
        return _path_outside_sandbox(pid, executable)
    try:
        interpreter, mark, script = named(
            executable, words_of(pid), path_from(str(Path(f"/proc/{pid}/cwd").readlink()))
        ).partition(" ")
    except OSError:
        return ""
    return f"{interpreter}{mark}{_path_outside_sandbox(pid, script)}"


def _path_outside_sandbox(pid: int | None, path: str) -> str:
    """Return where a sandboxed program's file is for everybody else, by a path that its next version has as well."""
    if snap := _SNAP.match(path):
        return f"/snap/{snap[1]}/current/{path[snap.end() :]}"
    if not path.startswith(_IN_FLATPAK):
        return path
    try:
        mounts = text_of(Path(f"/proc/{pid}/mountinfo").read_bytes())
    except OSError:
        return path
    return flatpak_path(mounts, path)


def flatpak_path(mounts: str, path: str) -> str:
    """Return the path outside of a Flatpak's sandbox of a file inside, by its mounts as in /proc/PID/mountinfo."""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) > _MOUNTED_AT and fields[_MOUNTED_AT] == _IN_FLATPAK.rstrip("/"):
            app = _FLATPAK.search(fields[_MOUNTED])
            if app is not None:
                # The part of the path above may be another mount: only the kernel knows what is there.
                folder = next((one for one in _FLATPAKS if one.endswith(app[1])), app[1])
                return f"{folder}/app/{app[2]}/current/active/files/{path.removeprefix(_IN_FLATPAK)}"
    return path


def holds_terminal(pid: int | None) -> bool:
    """Return whether a process holds the near end of a terminal and another one reads its input. Linux only."""
    return pid is not None and any(path in _TERMINALS for path in held_by(pid)) and not _is_its_own_reader(pid)


def _is_its_own_reader(pid: int) -> bool:
    """Return whether only the same program reads in a program's terminals, as an editor that compiles its own parts.

    An interpreter is whatever it runs.
    """
    own = executable_of(pid)
    terminal = _parent_and_terminal(pid)[1]
    family = {member: _parent_and_terminal(member) for member in family_of(pid)}
    readers = [
        member
        for member, (parent, its_terminal) in family.items()
        if parent == str(pid) and its_terminal not in {NO_TERMINAL, terminal}
    ]
    return bool(readers) and not is_interpreter(own) and all(executable_of(member) == own for member in readers)


def _parent_and_terminal(pid: int) -> tuple[str, str]:
    fields = stat_of(pid)
    return (fields[PARENT], fields[TERMINAL]) if len(fields) > TERMINAL else ("", NO_TERMINAL)


def named(executable: str, words: Sequence[str], folder: str) -> str:
    """Return the executable's path, for an interpreter followed by a space and the absolute path of its script.

    Instead of a script it may be "-m MODULE", or "-c DIGEST" where the program itself is in the words. Empty where an
    interpreter does not report what it runs: a permission for it would cover everything that it could run.
    """
    if not is_interpreter(executable):
        return executable
    script = _script_path(last_part(executable).lower().rstrip("0123456789."), list(words[1:]), folder)
    return f"{executable} {script}" if script else ""


def _script_path(family: str, words: list[str], folder: str) -> str:
    takes = _TAKES_A_WORD.get(family, frozenset[str]())
    while words:
        word = words.pop(0)
        if word in takes:
            words[:1] = []
        elif word == "-jar":
            return _absolute(words[0], folder) if words else ""
        elif word in _NAMES_WHAT_RUNS:
            return f"-m {words[0]}" if words else ""
        elif word in _TEXT_OF_A_PROGRAM:
            return f"{word} {sha256(words[0].encode()).hexdigest()[:_DIGITS]}" if words else ""
        elif not word.startswith("-"):
            # A class of Java is a name, not a file.
            return word if family == "java" else _absolute(word, folder)
    return ""


def _absolute(path: str, folder: str) -> str:
    return os.path.normpath(os.path.join(folder, path))  # noqa: PTH118 - a link must stay as it was named
