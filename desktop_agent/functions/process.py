"""Runs one command under a keeper: in time, with little kept of what it prints, and nothing left of it afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.core.function import Ran
from desktop_agent.functions import keeper

MAX_OUTPUT_BYTES, MAX_ERROR_BYTES = 64_000, 2_000
_CHUNK = 65_536
_END_WITHIN_S = 2.0
_NOTHING = "It ended well and printed nothing."
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class CommandOrder:
    """What is to be run: `command` in the folder `cwd`, with `text` as its input, for at most `timeout_s` seconds."""

    name: str
    command: tuple[str, ...]
    text: str
    cwd: str
    timeout_s: float


@dataclass(slots=True)
class _Pipe:
    """What is kept of what a program prints: the first bytes, or the last, and how many there were."""

    most: int
    last: bool = False
    kept: bytes = b""
    count: int = 0

    async def read(self, stream: asyncio.StreamReader) -> None:
        """Read to the end."""
        while data := await stream.read(_CHUNK):
            self.count += len(data)
            both = self.kept + data
            self.kept = both[-self.most :] if self.last else both[: self.most]

    @property
    def text(self) -> str:
        """Return it as text that drives no terminal."""
        return cleaned(self.kept)


async def run(order: CommandOrder, environment: Mapping[str, str]) -> Ran:
    """Run a command to its end; cancelled, or when its time is over, it is ended with all that it has started."""
    out, err = _Pipe(MAX_OUTPUT_BYTES), _Pipe(MAX_ERROR_BYTES, last=True)
    # Isolated, and without site packages: it starts within a few milliseconds.
    program = (sys.executable, "-I", "-S", str(Path(keeper.__file__)))
    try:
        # Its own session: a terminal sends Ctrl+C, and its own end, to all of its programs, and a keeper killed by that
        # could end nothing any more.
        process = await asyncio.create_subprocess_exec(
            *program, stdin=PIPE, stdout=PIPE, stderr=PIPE, cwd=order.cwd, env=environment, start_new_session=True
        )
    except OSError as error:
        return Ran("", f"The function “{order.name}” could not be started: {error.strerror} ({order.cwd}).")
    try:
        async with asyncio.timeout(order.timeout_s):
            await asyncio.gather(_ask(process, order), _read(process, out, err))
    except TimeoutError:
        return Ran("", f"The function “{order.name}” did not end within {order.timeout_s:g} s, and was ended.")
    finally:
        await _end(process)
    return _told(order, process.returncode, out, err)


def cleaned(data: bytes) -> str:
    """Return what a program printed as text without control characters, line breaks and tabs excepted."""
    text = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", _ESCAPES.sub("", text)).strip()


async def _ask(process: Process, order: CommandOrder) -> None:
    asked = json.dumps({"command": order.command, "input": order.text}).encode()
    if process.stdin is not None:
        process.stdin.write(len(asked).to_bytes(keeper.LENGTH_BYTES, "big") + asked)
        with contextlib.suppress(ConnectionError):
            await process.stdin.drain()


async def _read(process: Process, out: _Pipe, err: _Pipe) -> None:
    if process.stdout is not None and process.stderr is not None:
        await asyncio.gather(out.read(process.stdout), err.read(process.stderr), process.wait())


async def _end(process: Process) -> None:
    """Let the keeper's stdin go, upon which it ends everything; whoever cancels us waits for that."""
    if process.stdin is not None:
        process.stdin.close()
    if not await _has_ended(process):
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await _has_ended(process)


async def _has_ended(process: Process) -> bool:
    # Its pipes are read on: it could not end while it waits for room in them. A task of its own, as the time-outs of
    # Python 3.11.2 are over with CancelledError in a task that has been cancelled before.
    reading = asyncio.create_task(_read(process, _Pipe(0), _Pipe(0)))
    ended, _ = await asyncio.wait({reading}, timeout=_END_WITHIN_S)
    reading.cancel()
    return bool(ended)


def _told(order: CommandOrder, code: int | None, out: _Pipe, err: _Pipe) -> Ran:
    if code:
        said = err.text or out.text[-MAX_ERROR_BYTES:] or "It said nothing."
        return Ran("", f"The function “{order.name}” failed with exit code {code}: {said}")
    more = f"\n… ({out.count - MAX_OUTPUT_BYTES} more bytes were left out)" if out.count > MAX_OUTPUT_BYTES else ""
    return Ran((out.text or _NOTHING) + more)
