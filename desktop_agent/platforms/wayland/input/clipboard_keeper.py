"""Holds what the person had copied, after a paste of ours and after our end, in a process of its own.

Each line on its stdin is what to hold, as JSON; each is answered by a line once it is held. It ends when its stdin has
ended and others have copied something since.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import select
import sys
from collections.abc import Mapping
from typing import cast

from desktop_agent.platforms.child import KEPT
from desktop_agent.platforms.wayland.connection import connect_wayland
from desktop_agent.platforms.wayland.data_control import Content, DataControl, SelectionName
from desktop_agent.platforms.wayland.input.devices import main_seat
from desktop_agent.platforms.wayland.registry import Registry

KEEPER = "wayland.input.clipboard_keeper"
_PIECE = 1 << 16


def to_line(kept: Mapping[SelectionName, Content]) -> bytes:
    """Return what to hold as one line of JSON."""
    plain = {name: {kind: base64.b64encode(data).decode() for kind, data in one.items()} for name, one in kept.items()}
    return json.dumps(plain).encode() + b"\n"


def _from_line(line: bytes) -> dict[SelectionName, Content]:
    selections = cast("dict[SelectionName, dict[str, str]]", json.loads(line))
    return {name: {kind: base64.b64decode(data) for kind, data in one.items()} for name, one in selections.items()}


def _serve(control: DataControl, connection: int) -> None:
    """Hold what each line of stdin names, and send it to programs that request it.

    The end of stdin ends nothing: a selection is held until another program takes it.
    """
    stdin = sys.stdin.fileno()
    is_stdin_open = True
    unfinished_line = b""
    while True:
        if not is_stdin_open and not (control.owns("clipboard") or control.owns("primary")):
            return
        ready = select.select([connection, stdin] if is_stdin_open else [connection], [], [])[0]
        if stdin in ready:
            piece = os.read(stdin, _PIECE)
            unfinished_line += piece
            is_stdin_open = bool(piece)
        *lines, unfinished_line = unfinished_line.split(b"\n")
        for line in lines:
            for name, content in _from_line(line).items():
                control.own(name, content)
            control.serve(0.0)
            with contextlib.suppress(OSError):
                os.write(sys.stdout.fileno(), KEPT)
        control.serve(0.0)


def main() -> None:
    """Hold what is handed over, until it isn't needed any more."""
    with connect_wayland() as connection:
        registry = Registry(connection)
        _serve(DataControl(registry, main_seat(registry)), connection.fileno())
