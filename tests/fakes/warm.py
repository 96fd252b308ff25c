"""A command of ours, carried out in a process that has loaded the program already: to load it takes a second.

`program()` stands for `python -m desktop_agent`: a small client (`warm_client.py`) hands its environment, folder and
open files to a server, which forks. Signals go on to the command, it dies where the client does, and its exit code is
the client's. What it starts with its own `sys.executable` is carried out in the same way, if it is one of `MODULES`;
not so within a side desk. Tests about starting itself and about processes start `python -m desktop_agent`.
"""

from __future__ import annotations

import atexit
import fcntl
import gc
import json
import os
import pkgutil
import runpy
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Any, Never

import desktop_agent
from tests.fakes.source import ROOT
from tests.fakes.waiting import line_of

# What the program loads of others only when it is needed.
_LAZY = (
  "anyio._backends._asyncio", "cv2", "dbus_fast.aio", "h11", "h2.connection", "httpcore", "httpx", "mss.linux.xlib",
  "mss.linux.xshmgetimage", "onnxruntime", "rich.console", "rich.table",
)  # fmt: skip
# What is carried out by the server; each of them does all of its work below `if __name__ == "__main__"`.
MODULES = ("desktop_agent", "desktop_agent.runtime", "desktop_agent.screen.ocr.worker")
# Linux passes on 253 files at once
_LONGEST_ORDER = 1 << 20
_MOST_FILES = 250
# where the server listens
_ORDERS = "orders"
_USERS = "users"
_CLIENT = """\
#!{python} -IS
import sys
sys.path.append({folder!r})
from warm_client import main
sys.exit(main({address!r}, {python!r}, {modules!r}))
"""


def program(*words: str) -> list[str]:
    """Return what starts `desktop-agent WORDS` with the program loaded, in place of `python -m desktop_agent WORDS`."""
    return [python(), "-m", "desktop_agent", *words]


@cache
def python() -> str:
    """Return what stands for Python, and has `MODULES` loaded already, for all workers of a run of the tests.

    Whoever asks first starts it. It ends with the last process that has asked.
    """
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"{os.getpid()}-{time.monotonic_ns()}")
    folder = Path(tempfile.gettempdir(), f"warm-{run}")
    folder.mkdir(mode=0o700, exist_ok=True)
    # Beside Python, since a side desk sees that and nothing of /tmp.
    client = Path(sys.executable).with_name(folder.name)
    user = socket.socket(socket.AF_UNIX)
    with _alone(folder):
        if user.connect_ex(str(folder / _USERS)):
            _start(folder, client)
            user.connect(str(folder / _USERS))
    atexit.register(user.close)
    return str(client)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _start(folder: Path, client: Path) -> None:
    here = str(Path(__file__).parent)
    address = str(folder / _ORDERS)
    client.write_text(_CLIENT.format(python=sys.executable, folder=here, address=address, modules=MODULES), "utf-8")
    client.chmod(0o755)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.fakes.warm", str(folder), str(client)],
        cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    with process.stdout:
        assert line_of(process.stdout) == b"ready\n"
    process.returncode = 0  # it may outlive this process


def called(
    words: Sequence[str], env: Mapping[str, str], cwd: Path | None = None, stdin: bytes = b"", timeout: float = 60
) -> subprocess.CompletedProcess[bytes]:
    """Carry out `desktop-agent WORDS` without a terminal, and return what it has printed and its exit code.

    Raises subprocess.TimeoutExpired where it has not ended by then; it is killed.
    """
    return subprocess.run(
        program(*words), env=dict(env), cwd=cwd, input=stdin, capture_output=True, timeout=timeout, check=False
    )


def in_text(done: subprocess.CompletedProcess[bytes]) -> subprocess.CompletedProcess[str]:
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def _serve(folder: Path, client: Path) -> None:
    """Carry out each order in a fork, as long as there are users; `client` is for what an order starts itself."""
    for name in (*_ours(), *_LAZY):
        with suppress(ImportError):  # what is for another system, or lies in a desk
            import_module(name)
    gc.collect()
    gc.freeze()  # what is loaded lives as long as each process
    with _listening(folder / _ORDERS) as orders, _listening(folder / _USERS) as newcomers:
        os.write(sys.stdout.fileno(), b"ready\n")
        users = [newcomers.accept()[0]]
        while users:
            for ready in select.select([orders, newcomers, *users], [], [])[0]:
                if ready is orders:
                    _fork_for(orders, str(client))
                elif ready is newcomers:
                    users.append(newcomers.accept()[0])
                else:
                    users.remove(ready)
                    ready.close()
            if not users:
                users = _last_of(newcomers, folder, client)


def _listening(address: Path) -> socket.socket:
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(address))
    server.listen(100)
    return server


def _fork_for(orders: socket.socket, executable: str) -> None:
    client, _ = orders.accept()
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    if not os.fork():
        orders.close()  # an order that outlives the server takes no others
        _watch_over(client, executable)
    client.close()


def _last_of(newcomers: socket.socket, folder: Path, client: Path) -> list[socket.socket]:
    with _alone(folder):
        if select.select([newcomers], [], [], 0)[0]:
            return [newcomers.accept()[0]]
        client.unlink()
        shutil.rmtree(folder)
        return []


def _ours() -> Iterator[str]:
    """Yield all modules of the program but those that are run themselves, which must not be loaded by then."""
    for module in pkgutil.walk_packages(desktop_agent.__path__, "desktop_agent."):
        if not module.name.endswith(".__main__") and module.name not in MODULES:
            yield module.name


def _watch_over(client: socket.socket, executable: str) -> Never:
    """Carry out an order in a fork, to which the client's signals go, and tell the client how it has ended."""
    received, files, _, _ = socket.recv_fds(client, _LONGEST_ORDER, _MOST_FILES)
    while not received.endswith(b"\n"):
        more = client.recv(_LONGEST_ORDER)
        if not more:
            os._exit(0)  # the client was killed before it had said all
        received += more
    command = os.fork()
    if not command:
        client.close()
        _carry_out(json.loads(received), files, executable)
    for file in files:
        os.close(file)
    ends = os.pidfd_open(command)
    while ends not in select.select([client.fileno(), ends], [], [])[0]:
        sent = client.recv(1)
        signal.pidfd_send_signal(ends, sent[0] if sent else signal.SIGKILL)
        if not sent:
            os._exit(0)
    _, status = os.waitpid(command, 0)
    client.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def _carry_out(order: dict[str, Any], files: Sequence[int], executable: str) -> Never:
    os.setsid()
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    numbers = order["files"]
    for terminal in files[len(numbers) :]:
        fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    _place(files, numbers)
    sys.stdin, sys.stdout, sys.stderr = (
        TextIOWrapper(
            os.fdopen(number, "wb" if number else "rb", closefd=False),
            encoding="utf-8", errors=errors, line_buffering=os.isatty(number) or errors != "strict",
        )
        for number, errors in enumerate(("strict", "strict", "backslashreplace"))
    )  # fmt: skip
    sys.executable = executable
    sys.argv = [order["module"], *order["words"]]
    try:
        runpy.run_module(order["module"], run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001  as the interpreter itself does
        sys.excepthook(*sys.exc_info())
        code = 1
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)


def _place(files: Sequence[int], numbers: Sequence[int]) -> None:
    """Give each file the number that it had where it comes from."""
    spare = max((*files, *numbers)) + 1
    moved = [fcntl.fcntl(file, fcntl.F_DUPFD, spare) for file in files]
    for file in files:
        os.close(file)
    for file, number in zip(moved, numbers, strict=False):  # what is left over has no number: the terminal
        os.dup2(file, number)
    for file in moved:
        os.close(file)


if __name__ == "__main__":
    _serve(*map(Path, sys.argv[1:]))
