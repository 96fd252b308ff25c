"""The start of all child processes: bound to our end, ended by us, outliving us, or waited for.

Each starts in `/`, unless it gets a folder of its own. Python searches modules in its start folder first, so a stray
`select.py` in another folder would run as a part of our program. A bound process holds or releases keys and buttons: it
ignores the signals that end us, and ends when we do, even by `kill -9`.
"""

from __future__ import annotations

import contextlib
import io
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Final, Self, TypeAlias

END_WITHIN_S = 5.0
START_FOLDER: Final = "/"
RunningProcess: TypeAlias = subprocess.Popen[bytes]
_NOTHING: Final = subprocess.DEVNULL
# Windows: Ctrl+C reaches no process of another group, and no console comes up for one without a window.
_DEAF_ON_WINDOWS = 0x00000200 | 0x08000000  # CREATE_NEW_PROCESS_GROUP, CREATE_NO_WINDOW


def screenless_environment(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return an environment in which Qt draws without a display, and at the same size whatever the screen's scale."""
    unscaled = {name: value for name, value in environment.items() if not name.startswith("QT_")}
    return {**unscaled, "QT_QPA_PLATFORM": "offscreen"}


def python_command(module: str, *arguments: object) -> list[str]:
    """Return the command that runs a module of ours; with -P Python doesn't search modules in its start folder."""
    return [sys.executable, "-P", "-m", module, *map(str, arguments)]


def start(  # noqa: PLR0913 - as many as differ between those who call it
    command: Sequence[str],
    *,
    folder: str = START_FOLDER,
    environment: Mapping[str, str] | None = None,
    stdin: int = _NOTHING,
    stdout: int | IO[bytes] = _NOTHING,
    stderr: int | IO[bytes] | None = _NOTHING,
    buffered: bool = True,
    pass_fds: Sequence[int] = (),
    own_session: bool = True,
    own_group: bool = False,
    creationflags: int = 0,
) -> RunningProcess:
    """Start a program without waiting for its end; OSError when that cannot be done."""
    return subprocess.Popen(
        command, cwd=folder, env=environment, stdin=stdin, stdout=stdout, stderr=stderr, bufsize=-1 if buffered else 0,
        pass_fds=pass_fds, start_new_session=own_session, process_group=0 if own_group else None,
        creationflags=creationflags,
    )  # fmt: skip


def finish(
    command: Sequence[str],
    *,
    within_s: float,
    environment: Mapping[str, str] | None = None,
    given: bytes = b"",
) -> subprocess.CompletedProcess[bytes]:
    """Run a program to its end, and return its output; OSError, or TimeoutExpired when it takes longer."""
    return subprocess.run(
        command, cwd=START_FOLDER, env=environment, input=given, capture_output=True, timeout=within_s, check=False
    )


def finish_in_terminal(command: Sequence[str]) -> int:
    """Run a program that has the person's terminal, such as an editor; return its exit code. OSError as above."""
    return subprocess.run(command, cwd=START_FOLDER, check=False).returncode


class ChildProcess:
    """One process, and a context manager that ends it. Its standard output is a pipe unless `output` is given.

    A process with a pipe for its `requests` has to end when the pipe closes, so that it also ends when we are killed.
    Its own session keeps Ctrl+C in a terminal away from it, as the run ends its children itself.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        requests: bool = False,
        output: int | IO[bytes] = subprocess.PIPE,
        errors: int | IO[bytes] | None = None,
        environment: Mapping[str, str] | None = None,
        pass_fds: Sequence[int] = (),
    ) -> None:
        """Start the process; OSError when that cannot be done."""
        stdin = subprocess.PIPE if requests else _NOTHING
        self._process = start(
            command, stdin=stdin, stdout=output, stderr=errors, environment=environment, pass_fds=pass_fds
        )
        # Its standard input and output; without a pipe there is nothing to read.
        self.requests: IO[bytes] = self._process.stdin or io.BytesIO()
        self.output: IO[bytes] = self._process.stdout or io.BytesIO()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def has_ended(self) -> bool:
        """Whether the process has ended."""
        return self._process.poll() is not None

    @property
    def exit_code(self) -> int | None:
        """The exit code, negative for a signal; None while the process runs."""
        return self._process.poll()

    def first_line(self, within_s: float) -> bytes:
        """Return the first line that it prints; empty if it ends before, and it is terminated after `within_s`."""
        with self.ended_after(within_s):
            return self.output.readline()

    @contextlib.contextmanager
    def ended_after(self, seconds: float) -> Iterator[None]:
        """Terminate the process if the block takes longer, as not every system has reads with a time limit."""
        watchdog = threading.Timer(seconds, self._terminate)
        watchdog.start()
        try:
            yield
        finally:
            watchdog.cancel()

    def kill(self) -> None:
        """Kill the process, without waiting for its end."""
        self._process.kill()

    def end(self, within_s: float = END_WITHIN_S) -> None:
        """Ask it to end, kill it if it doesn't in time, and close its pipes; calling it again does nothing."""
        with contextlib.suppress(BrokenPipeError):  # the process has ended, and the pipe has no reader
            self.requests.close()
        if self._process.stdin is None:
            self._process.terminate()
        self._wait(within_s)
        self.output.close()

    def _terminate(self) -> None:
        self._process.terminate()
        self._wait(END_WITHIN_S)

    def _wait(self, within_s: float) -> None:
        _await_end(self._process, within_s)
        try:
            self._process.wait(0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class OutlivingProcess:
    """A module of ours that gets requests in lines, and may outlive this process.

    It ends by itself once its standard input has ended and its work is done. It has its own session, as it must outlive
    the terminal that we were started from.
    """

    def __init__(self, module: str, *arguments: str) -> None:
        """Start nothing yet."""
        self._command = python_command(module, *arguments)
        self._process: RunningProcess | None = None

    @property
    def runs(self) -> bool:
        """Whether the process has been started, and has neither ended nor been detached."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start a new process, without waiting until it is ready; OSError when that cannot be done."""
        self.let_go()
        self._process = start(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def write_line(self, line: bytes) -> None:
        """Write a line to the process; OSError when it has ended."""
        if self._process is None or self._process.stdin is None:
            raise BrokenPipeError
        self._process.stdin.write(line)
        self._process.stdin.flush()

    def read_line(self, within_s: float) -> bytes:
        """Return the next line that it prints; empty when there is none in time."""
        if self._process is None or self._process.stdout is None:
            return b""
        ready = select.select([self._process.stdout], [], [], within_s)[0]
        return self._process.stdout.readline() if ready else b""

    def let_go(self) -> None:
        """Detach from the process, which continues alone; never raises."""
        process = self._process
        self._process = None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        process.returncode = process.poll() or 0  # not ours to wait for


def _await_end(process: RunningProcess, within_s: float) -> None:
    """Wait until a process has ended, by a pidfd if the system has them, as `wait` polls at growing intervals."""
    try:
        ended = os.pidfd_open(process.pid)
    except (AttributeError, OSError):  # another system, or waited for already
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(within_s)
        return
    try:
        waiting = select.poll()
        waiting.register(ended, select.POLLIN)
        waiting.poll(within_s * 1000)
    finally:
        os.close(ended)


def start_bound(module: str, *arguments: object, pass_fds: Sequence[int] = ()) -> RunningProcess:
    """Start a module of ours with pipes for its input and output, neither buffered; OSError when that cannot be done.

    It has its own group, as Ctrl+C and Ctrl+Z in a terminal are for the run, but our session: if it is suspended when
    we end, the system resumes it, as its group is orphaned then (source: setpgid(2)).
    """
    command = python_command(module, *arguments)
    pipe = subprocess.PIPE
    if not hasattr(signal, "pthread_sigmask"):
        return start(
            command, stdin=pipe, stdout=pipe, buffered=False, own_session=False, creationflags=_DEAF_ON_WINDOWS
        )
    # The child inherits blocked signals from its first moment on. Some terminals suspend background processes that
    # write to them, by SIGTTOU.
    deaf_to = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGTTOU)
    blocked_before = signal.pthread_sigmask(signal.SIG_BLOCK, deaf_to)
    try:
        return start(
            command, stdin=pipe, stdout=pipe, buffered=False, pass_fds=pass_fds, own_session=False, own_group=True
        )
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked_before)


def await_bound_end(process: RunningProcess) -> None:
    """Return once the process has ended; if it is suspended, resume it (Linux only)."""
    with contextlib.suppress(AttributeError, OSError):  # another system, or waited for already
        handle = os.pidfd_open(process.pid)
        try:
            looks = os.WEXITED | os.WSTOPPED | os.WNOWAIT
            while (state := os.waitid(os.P_PIDFD, handle, looks)) and state.si_code == os.CLD_STOPPED:
                process.send_signal(signal.SIGCONT)
        finally:
            os.close(handle)
    process.wait()


def end_bound(process: RunningProcess, within_s: float) -> None:
    """Close the process's pipes, which ask it to end, wait, and kill it after that time. Never raises."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    try:
        process.wait(within_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def pipe_fd(pipe: object) -> int:
    """Return the descriptor of a pipe to a bound process; ValueError when it has been closed."""
    return int(pipe.fileno())  # type: ignore[attr-defined]
