"""A process that holds or releases what is down: deaf to what ends us, and gone when we are, `kill -9` included."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence

# Windows: Ctrl+C reaches no process of another group, and no console comes up for one without a window.
_DEAF_ON_WINDOWS = 0x00000200 | 0x08000000  # CREATE_NEW_PROCESS_GROUP, CREATE_NO_WINDOW


def start_bound(module: str, *arguments: object, pass_fds: Sequence[int] = ()) -> subprocess.Popen[bytes]:
    """Start a module of ours with pipes for its input and output, neither buffered; OSError when that cannot be done.

    It is a session of its own, as Ctrl+C and a terminal that closes are for the run.
    """
    command = [sys.executable, "-m", module, *map(str, arguments)]
    if not hasattr(signal, "pthread_sigmask"):
        return _with_pipes(command, creationflags=_DEAF_ON_WINDOWS)
    # Signals that are blocked here are blocked there, from its first moment on.
    blocked_before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM, signal.SIGHUP))
    try:
        return _with_pipes(command, start_new_session=True, pass_fds=pass_fds)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked_before)


def _with_pipes(
    command: Sequence[str], *, start_new_session: bool = False, pass_fds: Sequence[int] = (), creationflags: int = 0
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        bufsize=0,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=start_new_session,
        pass_fds=pass_fds,
        creationflags=creationflags,
    )


def end_bound(process: subprocess.Popen[bytes], within_s: float, *, kills: bool = True) -> None:
    """Close its pipes, which tells it to end, wait, and if it `kills` end it after that time. Never raises."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    try:
        process.wait(within_s)
    except subprocess.TimeoutExpired:
        if kills:
            process.kill()
            process.wait()


def pipe_fd(pipe: object) -> int:
    """Return the descriptor of a pipe to such a process; ValueError when it has been closed."""
    return int(pipe.fileno())  # type: ignore[attr-defined]


def end_of(parent: int) -> tuple[int, ...]:
    """Return a file that becomes ready when a process ends; none where the system has no such thing."""
    with contextlib.suppress(AttributeError, OSError):
        return (os.pidfd_open(parent),)
    return ()
