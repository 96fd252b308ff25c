"""The run of one command under a keeper: with a time limit, a limit on its output, and no process left afterwards."""

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

from desktop_agent.core.actions.action import Ran
from desktop_agent.functions import keeper

MAX_OUTPUT_BYTES = 64_000
MAX_ERROR_BYTES = 2_000
_CHUNK = 65_536
_END_WITHIN_S = 2.0
_NOTHING = "It succeeded and printed nothing."
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class CommandOrder:
    """The order to run `command` in the folder `cwd`, with `text` as its input, for at most `timeout_s` seconds."""

    name: str
    command: tuple[str, ...]
    text: str
    cwd: str
    timeout_s: float
    kind: str = "function"  # the word for it in errors


@dataclass(slots=True)
class _Pipe:
    """The first or the last bytes of a program's output, and the number of all of them."""

    most: int
    last: bool = False
    data: bytes = b""
    count: int = 0

    async def read(self, stream: asyncio.StreamReader) -> None:
        """Read to the end."""
        while chunk := await stream.read(_CHUNK):
            self.count += len(chunk)
            both = self.data + chunk
            self.data = both[-self.most :] if self.last else both[: self.most]

    @property
    def text(self) -> str:
        """Return the bytes as text without terminal control sequences."""
        return cleaned(self.data)


async def run(order: CommandOrder, environment: Mapping[str, str]) -> Ran:
    """Run a command to its end; if cancelled or out of time, end it with all that it has started."""
    out = _Pipe(MAX_OUTPUT_BYTES)
    err = _Pipe(MAX_ERROR_BYTES, last=True)
    # Isolated, and without site packages: it starts within a few milliseconds.
    program = (sys.executable, "-I", "-S", str(Path(keeper.__file__)))  # noqa: TID251 - isolated
    try:
        # A session of its own: a terminal sends Ctrl+C, and its own end, to all its programs, and a keeper killed by it
        # could end nothing any more.
        process = await asyncio.create_subprocess_exec(  # noqa: TID251 - in the folder that the function is for
            *program, stdin=PIPE, stdout=PIPE, stderr=PIPE, cwd=order.cwd, env=environment, start_new_session=True
        )
    except OSError as error:
        return Ran("", f"The {order.kind} “{order.name}” couldn't be started: {error.strerror} ({order.cwd}).")
    try:
        async with asyncio.timeout(order.timeout_s):
            await asyncio.gather(_send_order(process, order), _read(process, out, err))
    except TimeoutError:
        return Ran("", f"The {order.kind} “{order.name}” did not end within {order.timeout_s:g} s, and was ended.")
    finally:
        await _end(process)
    return _outcome(order, process.returncode, out, err)


def cleaned(data: bytes) -> str:
    """Return a program's output as text without control characters, line breaks and tabs excepted."""
    text = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", _ESCAPES.sub("", text)).strip()


async def _send_order(process: Process, order: CommandOrder) -> None:
    request = json.dumps({"command": order.command, "input": order.text}).encode()
    if process.stdin is not None:
        process.stdin.write(len(request).to_bytes(keeper.LENGTH_BYTES, "big") + request)
        with contextlib.suppress(ConnectionError):
            await process.stdin.drain()


async def _read(process: Process, out: _Pipe, err: _Pipe) -> None:
    if process.stdout is not None and process.stderr is not None:
        await asyncio.gather(out.read(process.stdout), err.read(process.stderr), process.wait())


async def _end(process: Process) -> None:
    """Close the keeper's stdin, upon which it ends everything, and wait for that, even when cancelled."""
    if process.stdin is not None:
        process.stdin.close()
    if not await _has_ended(process):
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await _has_ended(process)


async def _has_ended(process: Process) -> bool:
    # Go on reading its pipes: it could not end while it waits for room in them. A task of its own, because time-outs of
    # Python 3.11.2 end with CancelledError in a task that was cancelled before.
    reading = asyncio.create_task(_read(process, _Pipe(0), _Pipe(0)))
    ended, _ = await asyncio.wait({reading}, timeout=_END_WITHIN_S)
    reading.cancel()
    return bool(ended)


def _outcome(order: CommandOrder, code: int | None, out: _Pipe, err: _Pipe) -> Ran:
    if code:
        message = err.text or out.text[-MAX_ERROR_BYTES:] or "It printed nothing."
        return Ran("", f"The {order.kind} “{order.name}” failed with exit code {code}: {message}")
    more = f"\n… ({out.count - MAX_OUTPUT_BYTES} more bytes were left out)" if out.count > MAX_OUTPUT_BYTES else ""
    return Ran(_NOTHING, is_silent=True) if not out.text else Ran(out.text + more)
