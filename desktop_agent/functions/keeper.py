"""The keeper of one program, which ends it and its descendants as soon as the requesting process has ended.

It is run by its path and imports nothing of the package. From stdin it reads a length (eight bytes) and a JSON object
with the `command` and its `input`. Stdin stays open: when it is closed for any reason, the program ends.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import threading
from typing import IO

LENGTH_BYTES = 8
CANNOT_START = 126
_CHUNK = 65_536
_LAST_OUTPUT_S = 0.5
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def main() -> int:
    """Return the program's exit code; for a signal the one that a shell would give."""
    request = json.loads(_read_stdin(int.from_bytes(_read_stdin(LENGTH_BYTES), "big")))
    try:
        child = subprocess.Popen(
            request["command"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=os.name == "posix",
            # No thread has been started yet.
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509
        )
    except OSError as error:
        os.write(2, f"It can't be started: {error.strerror}.".encode())
        return CANNOT_START
    threading.Thread(target=_end_without_parent, args=(child,), daemon=True).start()
    threading.Thread(target=_write_input, args=(child, request["input"].encode()), daemon=True).start()
    streams = ((1, child.stdout), (2, child.stderr))
    printing = [_start_copying(stream, fd) for fd, stream in streams if stream is not None]
    if hasattr(os, "waitid"):  # not before Python 3.13 on macOS
        # Not reaped yet, so that its number is still that of its group and of no other.
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        _kill(child)
    code = child.wait()
    for thread in printing:
        # A process that has left the group may hold the pipe open; do not wait for it.
        thread.join(_LAST_OUTPUT_S)
    return code if code >= 0 else 128 - code


def _die_with_parent() -> None:
    """Have the system end the program if this process is killed itself and can end nothing any more."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _write_input(child: subprocess.Popen[bytes], data: bytes) -> None:
    with contextlib.suppress(OSError):  # a program need not read its input
        if child.stdin is not None:
            child.stdin.write(data)
            child.stdin.close()


def _start_copying(stream: IO[bytes], fd: int) -> threading.Thread:
    """Start a thread that copies what the program prints to a file descriptor of this process, until either ends."""

    def copy() -> None:
        with contextlib.suppress(OSError):
            while data := os.read(stream.fileno(), _CHUNK):
                _write_all(fd, data)

    thread = threading.Thread(target=copy, daemon=True)
    thread.start()
    return thread


def _write_all(fd: int, data: bytes) -> None:
    while data:
        data = data[os.write(fd, data) :]


def _end_without_parent(child: subprocess.Popen[bytes]) -> None:
    while os.read(0, 1):
        pass
    _kill(child)


def _kill(child: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        if os.name == "posix":
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()


def _read_stdin(length: int) -> bytes:
    data = b""
    while len(data) < length:
        part = os.read(0, length - len(data))
        if not part:
            os._exit(CANNOT_START)
        data += part
    return data


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    # A thread still reads stdin, which an orderly end would wait for.
    os._exit(code)
