"""Text by the selections of a session that lets programs own them without a window, a chord, and the old content.

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
from collections.abc import Callable, Iterable, Mapping
from typing import cast

from desktop_agent.core.runs.waiting import StopToken
from desktop_agent.input.backend import KEPT_WITHIN_S, MOST_KEPT_BYTES
from desktop_agent.platforms.child import KEPT
from desktop_agent.platforms.pasting import (
    PASTE_POLL_S,
    ClipboardKeeperProcess,
    await_paste_read,
    check_clipboard_owned,
    press_chord,
)
from desktop_agent.platforms.wayland.clipboard import Content, DataControl, SelectionName, text_content
from desktop_agent.platforms.wayland.connection import Registry, connect_wayland
from desktop_agent.platforms.wayland.input.devices import main_seat

Chord = tuple[str, str]  # a modifier and a key
SHIFT_INSERT: Chord = ("shift", "insert")
CTRL_V: Chord = ("ctrl", "v")


def clipboard_keeper() -> ClipboardKeeperProcess:
    """Return the process that keeps what the person had copied, started; the caller closes it."""
    keeper = ClipboardKeeperProcess(KEEPER)
    keeper.start()
    return keeper


class PasteRoute:
    """Text of any length and any script, by the clipboard.

    Toolkits paste the clipboard by Shift+Insert, terminals the primary selection. What the person had copied is back
    when it hasn't been requested for a while.
    """

    name = "clipboard"
    private = False
    pastes = True

    def __init__(
        self,
        control: DataControl,
        keeper: ClipboardKeeperProcess,
        key: Callable[..., None],
        chord: Chord,
        *,
        to_primary: Callable[[], bool],
    ) -> None:
        """`key` takes a name and `down`; `to_primary` returns whether the chord may paste the primary selection."""
        self._control = control
        self._keeper = keeper
        self._key = key
        self._chord = chord
        self._to_primary = to_primary
        self._old = dict[SelectionName, Content]()

    def takes(self, text: str) -> bool:
        """Take any text that is not empty."""
        return bool(text)

    def enter(self, text: str, stop: StopToken, stands: Callable[[], bool]) -> None:
        """Paste the text into what has the keyboard; return when it has been fetched."""
        names: tuple[SelectionName, ...] = ("clipboard",)
        if self._control.has_primary and self._to_primary():
            names = ("clipboard", "primary")
        # First all of the old, then ours: Plasma's clipboard manager answers only once its queries are answered.
        for name in names:
            if name not in self._old and not self._control.owns(name):
                self._old[name] = self._control.read(name, KEPT_WITHIN_S, MOST_KEPT_BYTES)
        for name in names:
            self._control.own(name, text_content(text))
        self._control.serve(PASTE_POLL_S)
        check_clipboard_owned(is_ours=all(map(self._control.owns, names)), stop=stop)
        press_chord(self._key, *self._chord)
        before = self._counts(names)
        await_paste_read(
            lambda: self._counts(names), before, serve=self._control.serve,
            disown=lambda: self._disown(names), stop=stop, stands=stands,
        )  # fmt: skip

    def finish(self) -> None:
        """Restore the old content, unless another program has copied something since."""
        old = self._old
        self._old = {}
        self._control.serve(0.0)
        ours = {name: content for name, content in old.items() if self._control.owns(name)}
        held = {name: content for name, content in ours.items() if content}
        handed = bool(held) and self._keeper.keep(to_line(held))
        self._disown(name for name in ours if not (handed and name in held))

    def _disown(self, names: Iterable[SelectionName]) -> None:
        for name in names:
            self._control.disown(name)
        self._control.serve(0.0)

    def _counts(self, names: tuple[SelectionName, ...]) -> tuple[int, int]:
        return sum(map(self._control.asked, names)), sum(map(self._control.given, names))


KEEPER = "wayland.input.paste_route"
_PIECE = 1 << 16


def to_line(kept: Mapping[SelectionName, Content]) -> bytes:
    """Return what to hold as one line of JSON."""
    plain = {name: {kind: base64.b64encode(data).decode() for kind, data in one.items()} for name, one in kept.items()}
    return json.dumps(plain).encode() + b"\n"


def _from_line(line: bytes) -> dict[SelectionName, Content]:
    selections = cast("dict[SelectionName, dict[str, str]]", json.loads(line))
    return {name: {kind: base64.b64decode(data) for kind, data in one.items()} for name, one in selections.items()}


def _serve_clipboard(control: DataControl, connection: int) -> None:
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
        _serve_clipboard(DataControl(registry, main_seat(registry)), connection.fileno())
