"""A command of ours, carried out to its end in a process that has loaded the program already.

To start Python and load the program takes a second of the processor, and tests do it hundreds of times. The process is
a fork of one that has only loaded modules (the fork server of `multiprocessing`), with environment, folder, streams and
session of its own. Tests about starting itself, about signals and about processes that are killed start
`python -m desktop_agent`, as a user does.
"""

from __future__ import annotations

import atexit
import gc
import multiprocessing
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from io import TextIOWrapper
from multiprocessing.context import ForkServerContext
from pathlib import Path

from desktop_agent.__main__ import main

_LOADED = [
    *(f"desktop_agent.cli.commands.{name}" for name in ("config", "run", "runs", "screenshot", "setup")),
    *(f"desktop_agent.{name}" for name in ("cli.running", "host.prepare", "host.serving", "record.report.page")),
    *(f"desktop_agent.{name}" for name in ("model.wire.client", "offline.in_run", "studio.commands.replay")),
    *(f"desktop_agent.platforms.x11.{name}" for name in ("capture", "windows", "presence", "input.xtest")),
    *(f"desktop_agent.{name}" for name in ("host.client", "host.tidy", "model.conversation")),
    *(f"desktop_agent.platforms.{name}" for name in ("atspi.controls", "wayland.capture", "wayland.clipboard")),
    *(f"desktop_agent.{name}" for name in ("platforms.x11.clipboard", "settings.trusted_settings")),
    *("anyio._backends._asyncio", "cv2", "dbus_fast.aio", "h11", "h2.connection", "httpcore", "httpx", "keyring"),
    *("keyring.backends.macOS", "mss.linux.xlib", "mss.linux.xshmgetimage", "rich.console", "rich.table"),
]


def called(
    words: Sequence[str], env: Mapping[str, str], cwd: Path | None = None, stdin: bytes = b"", timeout: float = 60
) -> subprocess.CompletedProcess[bytes]:
    """Carry out `desktop-agent WORDS` without a terminal, and return what it has printed and its exit code.

    Raises subprocess.TimeoutExpired where it has not ended by then; it is killed.
    """
    with tempfile.TemporaryDirectory() as folder:
        given, out, err = (Path(folder, name) for name in ("in", "out", "err"))
        given.write_bytes(stdin)
        streams = (str(given), str(out), str(err))
        process = _processes().Process(target=_carry_out, args=(tuple(words), dict(env), cwd, streams))
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(list(words), timeout, out.read_bytes(), err.read_bytes())
        return subprocess.CompletedProcess(list(words), process.exitcode, out.read_bytes(), err.read_bytes())


def in_text(done: subprocess.CompletedProcess[bytes]) -> subprocess.CompletedProcess[str]:
    """Return the same with what was printed as text."""
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


@cache
def _processes() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_LOADED)
    return context


def _carry_out(words: Sequence[str], env: Mapping[str, str], cwd: Path | None, streams: Sequence[str]) -> None:
    os.setsid()
    gc.freeze()  # what was loaded lives as long as the process
    os.environ.clear()
    os.environ.update(env)
    if cwd is not None:
        os.chdir(cwd)
    for number, name in enumerate(streams):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT if number else os.O_RDONLY), number)
    sys.stdin, sys.stdout, sys.stderr = (
        TextIOWrapper(os.fdopen(number, "wb" if number else "rb", closefd=False), encoding="utf-8")
        for number in range(len(streams))
    )
    sys.argv = ["desktop-agent", *words]
    try:
        code = main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except Exception:  # noqa: BLE001  as the interpreter itself does
        sys.excepthook(*sys.exc_info())
        code = 1
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)
