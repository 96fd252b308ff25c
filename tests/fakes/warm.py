"""A command of ours, carried out in a process that has loaded the program already.

To start Python and load the program takes a second of the processor, and tests do it hundreds of times. `program()`
stands for `python -m desktop_agent`: a small client (`warm_client.py`) hands its environment, folder and streams to a
server, which has loaded the program and forks. Signals go on to the command, which is killed where the client is, and
its exit code is the client's. Tests about starting itself, about a terminal and about processes, and those that pass
on further files, start `python -m desktop_agent`, as a user does.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Any, Never

from tests.fakes.source import ROOT
from tests.fakes.waiting import line_of

_LOADED = [
    *(f"desktop_agent.cli.commands.{name}" for name in ("config", "run", "runs", "screenshot", "setup")),
    *(f"desktop_agent.{name}" for name in ("cli.running", "host.prepare", "host.serving", "record.report.page")),
    *(f"desktop_agent.{name}" for name in ("model.wire.client", "offline.in_run", "studio.commands.replay")),
    *(f"desktop_agent.platforms.x11.{name}" for name in ("capture", "windows", "presence", "input.xtest")),
    *(f"desktop_agent.{name}" for name in ("host.client", "host.tidy", "model.conversation")),
    *(f"desktop_agent.platforms.{name}" for name in ("atspi.controls", "wayland.capture", "wayland.clipboard")),
    *(f"desktop_agent.{name}" for name in ("platforms.x11.clipboard", "settings.trusted_settings")),
    *(f"desktop_agent.agents.{name}" for name in ("commands.mcp", "server", "serving", "stdio")),
    *(f"desktop_agent.desk.{name}" for name in ("commands.place", "runs.on_desk")),
    *(f"desktop_agent.devtools.{name}" for name in ("commands.serve", "serve.server")),
    *(f"desktop_agent.tasks.{name}" for name in ("commands.tasks", "expectations.check")),
    *("anyio._backends._asyncio", "cv2", "dbus_fast.aio", "h11", "h2.connection", "httpcore", "httpx"),
    *("mss.linux.xlib", "mss.linux.xshmgetimage", "rich.console", "rich.table"),
]
_LONGEST_ORDER = 1 << 20


def program(*words: str) -> list[str]:
    """Return what starts `desktop-agent WORDS` with the program loaded, in place of `python -m desktop_agent WORDS`."""
    return [sys.executable, "-I", "-S", str(Path(__file__).with_name("warm_client.py")), _server(), *words]


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
    """Return the same with what was printed as text."""
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


@cache
def _server() -> str:
    """Start the server once for this process, which it ends with; return its address."""
    folder = tempfile.TemporaryDirectory(prefix="warm-")
    address = str(Path(folder.name, "server"))
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.fakes.warm", address],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    assert line_of(process.stdout) == b"ready\n"

    def end() -> None:
        process.communicate()
        folder.cleanup()

    atexit.register(end)
    return address


def _serve(address: str) -> None:
    """Carry out each order in a fork, until stdin closes."""
    for name in _LOADED:
        import_module(name)
    gc.collect()
    gc.freeze()  # what is loaded lives as long as each process
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(address)
        server.listen()
        os.write(sys.stdout.fileno(), b"ready\n")
        while server in select.select([server, sys.stdin], [], [])[0]:
            client, _ = server.accept()
            with suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            if not os.fork():
                server.close()
                _watch_over(client)
            client.close()


def _watch_over(client: socket.socket) -> Never:
    """Carry out an order in a fork, to which the client's signals go, and tell the client how it has ended."""
    received, files, _, _ = socket.recv_fds(client, _LONGEST_ORDER, 3)
    while not received.endswith(b"\n"):
        received += client.recv(_LONGEST_ORDER)
    command = os.fork()
    if not command:
        client.close()
        _carry_out(json.loads(received), files)
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


def _carry_out(order: dict[str, Any], files: Sequence[int]) -> Never:
    os.setsid()
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    sys.stdin, sys.stdout, sys.stderr = (
        TextIOWrapper(os.fdopen(number, "wb" if number else "rb", closefd=False), encoding="utf-8")
        for number in range(len(files))
    )
    sys.argv = ["desktop-agent", *order["words"]]
    main = import_module("desktop_agent.__main__").main
    try:
        code = main()
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


if __name__ == "__main__":
    _serve(sys.argv[1])
