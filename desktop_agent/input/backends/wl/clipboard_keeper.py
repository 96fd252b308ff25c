"""Holds what the person had copied, after a paste of ours and after our end: `python -m` this module.

Each line on its stdin is what to hold, as JSON; each is answered by a line once it is held. It ends when its stdin has
ended and others have copied something since.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import select
import subprocess
import sys
from collections.abc import Mapping
from typing import cast

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.input.backends.wl.devices import main_seat
from desktop_agent.wayland.connection import connect_wayland
from desktop_agent.wayland.data_control import Content, DataControl, SelectionName
from desktop_agent.wayland.registry import Registry

_TAKEN_WITHIN_S = 3.0
_PIECE = 1 << 16


class ClipboardKeeper:
    """The process, as its starter sees it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Have it get ready, unless it runs."""
        if self._process is not None and self._process.poll() is None:
            return
        with contextlib.suppress(OSError):
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )

    def keep(self, kept: Mapping[SelectionName, Content]) -> bool:
        """Hand it what to hold; tell whether it holds that."""
        self.start()
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return False
        try:
            process.stdin.write(_to_line(kept))
            process.stdin.flush()
            ready = select.select([process.stdout], [], [], _TAKEN_WITHIN_S)[0]
            return bool(ready) and process.stdout.readline() == b"held\n"
        except OSError:
            return False

    def close(self) -> None:
        """Let it go on alone, for as long as it is needed; never raises."""
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        if process.poll() is None:
            process.returncode = 0  # not ours to wait for


def _to_line(kept: Mapping[SelectionName, Content]) -> bytes:
    plain = {name: {kind: base64.b64encode(data).decode() for kind, data in one.items()} for name, one in kept.items()}
    return json.dumps(plain).encode() + b"\n"


def _from_line(line: bytes) -> dict[SelectionName, Content]:
    told = cast("dict[SelectionName, dict[str, str]]", json.loads(line))
    return {name: {kind: base64.b64decode(data) for kind, data in one.items()} for name, one in told.items()}


def _serve(control: DataControl, connection: int) -> None:
    orders, waiting = sys.stdin.fileno(), b""
    while True:
        ended = orders < 0
        if ended and not (control.owns("clipboard") or control.owns("primary")):
            return
        ready = select.select([connection] if ended else [connection, orders], [], [])[0]
        if orders in ready:
            part = os.read(orders, _PIECE)
            waiting += part
            orders = orders if part else -1
        *lines, waiting = waiting.split(b"\n")
        for line in lines:
            for name, content in _from_line(line).items():
                control.own(name, content)
            control.serve(0.0)
            with contextlib.suppress(OSError):
                os.write(sys.stdout.fileno(), b"held\n")
        control.serve(0.0)


def main() -> None:
    """Hold what is handed over, until nobody needs it."""
    with connect_wayland() as connection:
        registry = Registry(connection)
        _serve(DataControl(registry, main_seat(registry)), connection.fileno())


if __name__ == "__main__":
    with contextlib.suppress(DesktopAgentError, KeyboardInterrupt):
        main()
