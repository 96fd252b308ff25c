"""How the program in a terminal takes what is typed: line by line, as text, or by vi's keys. Linux only.

The kernel keeps a mode for each terminal. A program that reads lines leaves it as it is, or edits the line itself and
leaves the other functions of the terminal's input on (`IEXTEN`): shells, readline, libedit, pagers. A program that
fills the screen, or edits blocks of lines, turns them off. Measured on Debian 12: on in bash, zsh, ksh, dash, Python
3.11, sqlite3, gdb, bc, less, top, BusyBox; off in vim, nano, Emacs, Python 3.13, Node, whiptail, ssh, tmux, GNU screen.

Where one program passes all input on to another in a terminal of its own, as script does, the mode is that of the last
one; such a program leaves its output as it is, too (`OPOST` is off). An editor may have terminals for its helpers. The
mode is unknown behind a network.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from desktop_agent.core.decisions.decision import TerminalReader
from desktop_agent.core.programs import VI, is_interpreter, is_name_of, last_part
from desktop_agent.core.texts.foreign_text import text_of
from desktop_agent.lib.child_process import finish
from desktop_agent.lib.programs import (
    FOREGROUND,
    GROUP,
    NO_TERMINAL,
    PARENT,
    TERMINAL,
    environment_of,
    executable_of,
    family_of,
    sockets_of,
    stat_of,
)

_MOST_DEEP = 4  # programs that pass the input on, one in the other
_SERVERS = {"tmux: client": "tmux: server", "screen": "screen"}
_ANSWERS_WITHIN_S = 1.0
_OUTPUT = 1  # places in what `tcgetattr` returns
_LOCAL = 3
_FIRST_FILES = range(3)  # standard input, output and error

Family = Mapping[int, list[str]]  # the kernel's line on each process that has a terminal


def reader_of(pid: int | None) -> TerminalReader:
    """Return how input is taken in the terminal of a process; empty if unknown, or if it holds several kinds."""
    if pid is None or sys.platform != "linux":
        return ""
    return _common_reader(_readers(_inside(family_of(pid), outside={_terminal(pid)}), _MOST_DEEP))


def foreground_of(pid: int | None) -> tuple[int, ...]:
    """Return what runs in the foreground of the only terminal that a process holds; none if it holds several.

    It is the processes of the foreground's group, but for those that only wait for one that they have started.
    """
    family = _inside(family_of(pid), outside={_terminal(pid)}) if pid is not None else {}
    return tuple(_foreground(family)) if len({of[TERMINAL] for of in family.values()}) == 1 else ()


def _inside(members: Iterable[int], outside: set[str]) -> Family:
    fields = {member: stat_of(member) for member in members}
    left_out = outside | {NO_TERMINAL, ""}
    return {member: of for member, of in fields.items() if len(of) > FOREGROUND and of[TERMINAL] not in left_out}


def _readers(family: Family, depth: int) -> Iterator[TerminalReader]:
    """Yield how input is taken in each terminal of these processes, but for those that only pass it on to another."""
    passed_on = set[str]()
    for number in sorted({of[TERMINAL] for of in family.values()}):
        if number in passed_on:
            continue
        members = {member: of for member, of in family.items() if of[TERMINAL] == number}
        inner = {member for reader in _foreground(members) for member in family_of(reader) if member not in members}
        within = _inside(inner, outside={number})
        passed_on |= {of[TERMINAL] for of in within.values()}
        yield _reader(members, within, depth)


def _reader(members: Family, within: Family, depth: int) -> TerminalReader:
    """Return how input is taken in one terminal; `within`: the processes in terminals of its foreground."""
    import termios

    modes = _termios_modes(members)
    if modes is None or depth == 0:
        return ""
    if modes[_LOCAL] & (termios.ICANON | termios.IEXTEN):
        return "lines"
    if within and not modes[_OUTPUT] & termios.OPOST:
        return _common_reader(_readers(within, depth - 1))
    foreground = _foreground(members)
    names = {last_part(executable_of(process)) for process in foreground}
    kinds = {_process_name(process) for process in foreground}
    if len(kinds) == 1 and kinds <= _SERVERS.keys():
        return _in_multiplexer(min(foreground), kinds.pop(), depth)
    if names and all(name and is_name_of(name, VI) for name in names):
        return "vi"
    # A script may be any program, and what has a socket may send the input to another machine.
    if not names or "" in names or any(map(is_interpreter, names)) or any(map(sockets_of, foreground)):
        return ""
    return "text"


def _in_multiplexer(client: int, kind: str, depth: int) -> TerminalReader:
    """Return how input is taken in the window that a client of tmux or GNU screen shows; empty if that is unknown."""
    windows = dict[int, Family]()
    shown = list[int]()
    for server in _processes(_SERVERS[kind]):
        if _terminal(server) == NO_TERMINAL:
            windows[server] = _inside(family_of(server), outside=set())
            shown += _shown_pane_pids(server, windows[server], client)
    if shown:
        numbers = {_terminal(process) for process in shown}
        chosen = {member: of for family in windows.values() for member, of in family.items() if of[TERMINAL] in numbers}
        return _common_reader(_readers(chosen, depth - 1))
    return _common_reader(reader for family in windows.values() for reader in _readers(family, depth - 1))


def _shown_pane_pids(server: int, family: Family, client: int) -> Iterator[int]:
    """Yield the first process of the pane that a client of a tmux server has the keyboard in; none if unknown."""
    places = ((environment_of(member) or {}).get("TMUX", "").split(",") for member in family)
    address = next((path for path, *rest in places if rest[:1] == [str(server)]), "")
    if not address:
        return
    command = ["tmux", "-S", address, "list-clients", "-F", "#{client_pid} #{pane_pid}"]
    with suppress(OSError, subprocess.SubprocessError, ValueError):
        answer = finish(command, within_s=_ANSWERS_WITHIN_S).stdout
        for line in text_of(answer).splitlines():
            by, _, process = line.partition(" ")
            if int(by) == client:
                yield int(process)


def _foreground(members: Family) -> list[int]:
    """Return the processes in a terminal's foreground, but for those that only wait for one that they have started."""
    group = {member: of for member, of in members.items() if of[GROUP] == of[FOREGROUND]}
    waiting = {of[PARENT] for of in group.values()}
    return [member for member in group if str(member) not in waiting]


def _termios_modes(members: Family) -> Sequence[int] | None:
    """Return the modes of a terminal, by way of a process that has it open; None if none may be read."""
    import termios

    for member, of in members.items():
        for number in _FIRST_FILES:
            with suppress(OSError, termios.error):
                # Opened by way of the process: in a sandbox another terminal has the same path.
                end = os.open(f"/proc/{member}/fd/{number}", os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
                try:
                    if os.fstat(end).st_rdev == _device(of[TERMINAL]):
                        return termios.tcgetattr(end)[: _LOCAL + 1]
                finally:
                    os.close(end)
    return None


def _device(number: str) -> int:
    """Return a terminal's number in the form of `stat`; the kernel's line packs it in another way (source: proc(5))."""
    packed = int(number)
    return os.makedev((packed >> 8) & 0xFFF, (packed & 0xFF) | ((packed >> 12) & 0xFFF00))


def _terminal(pid: int) -> str:
    fields = stat_of(pid)
    return fields[TERMINAL] if len(fields) > TERMINAL else NO_TERMINAL


def _processes(name: str) -> Iterator[int]:
    """Yield the processes of this user that have a name."""
    for path in Path("/proc").iterdir():
        with suppress(OSError):
            if path.name.isdigit() and path.stat().st_uid == os.getuid() and _process_name(int(path.name)) == name:
                yield int(path.name)


def _process_name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8", errors="replace").removesuffix("\n")
    except OSError:
        return ""


def _common_reader(readers: Iterable[TerminalReader]) -> TerminalReader:
    found = {*readers}
    return found.pop() if len(found) == 1 else ""
