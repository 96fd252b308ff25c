"""A program in a terminal of its own, and somebody who types an answer to each prompt."""

from __future__ import annotations

import os
import pty
import re
from collections.abc import Mapping, Sequence

from tests.fakes.warm import program

_DRIVES = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")


def typed(words: Sequence[str], environment: Mapping[str, str], *answers: tuple[str, str]) -> tuple[str, int]:
    """Run the program with words and type each answer once its prompt shows; return what is seen, and the code."""
    command = program(*words)  # before the fork: what it starts lives as long as this process
    child, line = pty.fork()
    if child == 0:
        os.execve(command[0], command, {"TERM": "xterm", **environment})
    seen, waiting = b"", [(prompt.encode(), answer.encode()) for prompt, answer in answers]
    while more := _read(line):
        seen += more
        if waiting and waiting[0][0] in seen:
            os.write(line, waiting.pop(0)[1] + b"\n")
    os.close(line)
    return _DRIVES.sub(b"", seen).decode(), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _read(line: int) -> bytes:
    try:
        return os.read(line, 4096)
    except OSError:  # the program has closed its end
        return b""
