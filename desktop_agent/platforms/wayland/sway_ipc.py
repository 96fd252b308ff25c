"""Sway's own protocol, which lists its windows and takes commands (`man 7 sway-ipc`)."""

from __future__ import annotations

import json
import logging
import math
import os
import re
import socket
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self, cast

from desktop_agent.core.errors import DesktopAgentError, InputError, display_gone
from desktop_agent.core.pictures import Rect, ScreenPoint
from desktop_agent.core.texts.foreign_text import text_from, text_of
from desktop_agent.core.texts.message import Message

_log = logging.getLogger(__name__)

COMMAND = 0
SUBSCRIBE = 2
GET_TREE = 4
GET_VERSION = 7
SEND_TICK = 10
GET_INPUTS = 100
GET_CONFIG = 9
GET_BINDING_STATE = 12
PLAIN_NAME = re.compile(r"""[^\s"'\\;,\[\]{}$#]+""")  # what is one word of a command, as a name that is put into one
EVENT = 1 << 31
WORKSPACE_EVENT = EVENT
MODE_EVENT = EVENT | 2
BINDING_EVENT = EVENT | 5
SHUTDOWN_EVENT = EVENT | 6
TICK_EVENT = EVENT | 7
INPUT_EVENT = EVENT | 21
_MAGIC = b"i3-ipc"
_HEAD = struct.Struct("=6sII")
_LARGEST = 64 << 20
ANSWER_WITHIN_S = 5.0

SwayAnswer = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class SwayTree:
    """The windows of a session, topmost first, and whether a layer above them has the keyboard.

    Sway reports no layers (launchers, prompts), at least up to 1.9. But something always has the keyboard: where that
    is no window and no empty workspace either, it is a layer (seen on 1.7 with wofi).
    """

    views: tuple[SwayView, ...]
    under_layer: bool


@dataclass(frozen=True, slots=True)
class SwayView:
    """A window, as sway's tree has it; `box` is what the program draws, in logical units, shadows left out."""

    id: int
    title: str
    app: str  # the program's own name for itself, which it can choose freely
    pid: int
    box: Rect
    focused: bool
    visible: bool
    floating: bool
    fullscreen: bool
    inset: tuple[int, int] = (0, 0)  # how far its own coordinates begin left of and above the box: shadows
    of_x: bool = False  # an X program's, shown by Xwayland
    title_bar: Rect | None = None  # which sway draws, above the box


class SwayIpc:
    """A connection to sway; belongs to one thread; a context manager."""

    def __init__(self, path: str, failed: type[DesktopAgentError] = InputError) -> None:
        """Connect to the socket that SWAYSOCK names; raises `failed` when that cannot be done."""
        self._failed = failed
        self._events: list[tuple[int, SwayAnswer]] = []
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(ANSWER_WITHIN_S)
        try:
            self._socket.connect(path)
        except OSError as cause:
            self.close()
            _log.info("no connection to sway: %s", cause)
            raise failed(
                Message("Can't connect to sway to list its windows."), Message("Check SWAYSOCK, or log in again.")
            ) from cause

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def fileno(self) -> int:
        """Return the socket, to wait for events with others."""
        return self._socket.fileno()

    def ask(self, kind: int, payload: str = "") -> object:
        """Return the answer to one query; raises `failed` when there is none."""
        data = payload.encode()
        try:
            self._socket.sendall(_HEAD.pack(_MAGIC, len(data), kind) + data)
            while True:
                answer_kind, answer = self._read_message()
                if answer_kind == kind:
                    return answer
                self._events.append((answer_kind, cast("SwayAnswer", answer)))
        except (OSError, ValueError, struct.error) as cause:
            raise self._no_answer_error(cause) from cause

    def event(self) -> tuple[int, SwayAnswer]:
        """Wait for the next event that was subscribed to, and return its number and content."""
        if self._events:
            return self._events.pop(0)
        try:
            kind, content = self._read_message()
        except (OSError, ValueError, struct.error) as cause:
            raise self._no_answer_error(cause) from cause
        return kind, cast("SwayAnswer", content)

    def command(self, words: str) -> bool:
        """Have sway do something; return whether it did."""
        answer = self.ask(COMMAND, words)
        return isinstance(answer, list) and all(
            isinstance(result, dict) and result.get("success") is True for result in answer
        )

    def views(self) -> tuple[SwayView, ...]:
        """Return all windows, topmost first."""
        return views_in(self.ask(GET_TREE))

    def tree(self) -> SwayTree:
        """Return all windows, and whether a layer above them has the keyboard."""
        root_node = self.ask(GET_TREE)
        return SwayTree(views_in(root_node), not _has_keyboard(root_node))

    def close(self) -> None:
        """Disconnect; never raises."""
        self._socket.close()

    def _no_answer_error(self, cause: Exception) -> DesktopAgentError:
        _log.info("sway doesn't answer: %s", cause)
        if isinstance(cause, ConnectionError):
            return display_gone(self._failed)
        return self._failed(Message("Sway is no longer responding."), Message("Log in again, or start the run again."))

    def _read_message(self) -> tuple[int, object]:
        magic, length, kind = _HEAD.unpack(self._read(_HEAD.size))
        if magic != _MAGIC or length > _LARGEST:
            raise ValueError(magic)
        return kind, json.loads(text_of(self._read(length)))  # sway passes titles on as their programs set them

    def _read(self, count: int) -> bytes:
        parts = list[bytes]()
        left = count
        while left:
            part = self._socket.recv(min(left, 1 << 16))
            if not part:
                raise ConnectionResetError
            parts.append(part)
            left -= len(part)
        return b"".join(parts)


def is_virtual_device(identifier: str) -> bool:
    """Return whether a program has made a device of sway's: it can't choose the name.

    That begins with “virtual” up to wlroots 0.17, and with “wlr_virtual” from 0.18 (sway 1.10) on.
    """
    return identifier.startswith("0:0:") and "virtual" in identifier


def connect_sway(
    environment: Mapping[str, str] = os.environ, failed: type[DesktopAgentError] = InputError
) -> SwayIpc | None:
    """Return a connection to sway; None where this is no session of sway's."""
    path = environment.get("SWAYSOCK", "")
    return SwayIpc(path, failed) if path else None


def views_in(tree: object) -> tuple[SwayView, ...]:
    """Return the windows of a tree, topmost first: full screen, then floating ones as they were raised, then tiles."""
    views = list(_views(tree, Rect(0, 0, 0, 0), floating=False, hidden=False))
    views.reverse()  # later ones lie above
    return tuple(sorted(views, key=lambda view: (not view.fullscreen, not view.floating)))


def view_at(views: tuple[SwayView, ...], x: float, y: float) -> SwayView | None:
    """Return the topmost visible window at a point in logical units; None where there is none."""
    at = ScreenPoint(math.floor(x), math.floor(y))
    return next((view for view in views if view.visible and view.box.contains(at)), None)


def _has_keyboard(node: object) -> bool:
    """Return whether a node or one in it has the keyboard: a window, or an empty workspace."""
    if not isinstance(node, dict):
        return False
    inside = (*_list(node, "nodes"), *_list(node, "floating_nodes"))
    return node.get("focused") is True or any(map(_has_keyboard, inside))


def _views(node: object, holder: Rect, *, floating: bool, hidden: bool) -> Iterator[SwayView]:
    if not isinstance(node, dict):
        return
    floating = floating or node.get("type") == "floating_con"
    hidden = hidden or node.get("name") == "__i3"  # the scratchpad
    pid = node.get("pid")
    if isinstance(pid, int):
        yield _view(node, pid, holder, floating=floating, hidden=hidden)
    for child in (*_list(node, "nodes"), *_list(node, "floating_nodes")):
        yield from _views(child, _rect(node, "rect"), floating=floating, hidden=hidden)


def _view(node: SwayAnswer, pid: int, holder: Rect, *, floating: bool, hidden: bool) -> SwayView:
    box = _rect(node, "rect")
    inner = _rect(node, "window_rect")
    geometry = _rect(node, "geometry")
    title_bar = _rect(node, "deco_rect").moved(ScreenPoint(holder.x, holder.y))
    drawn = Rect(box.x + inner.x, box.y + inner.y, inner.width or box.width, inner.height or box.height)
    x_side = node.get("window_properties")
    app = node.get("app_id") or (x_side.get("class") if isinstance(x_side, dict) else None)
    return SwayView(
        int(cast("int", node.get("id", 0))),
        text_from(str(node.get("name") or "")),
        text_from(str(app or "")),
        pid,
        drawn,
        focused=node.get("focused") is True,
        visible=node.get("visible") is True and not hidden,
        floating=floating,
        fullscreen=node.get("fullscreen_mode") not in {0, None},
        inset=(geometry.x, geometry.y),
        of_x=isinstance(x_side, dict),
        title_bar=title_bar if title_bar.width and title_bar.height else None,
    )


def _list(node: SwayAnswer, key: str) -> list[object]:
    value = node.get(key)
    return value if isinstance(value, list) else []


def _rect(node: SwayAnswer, key: str) -> Rect:
    value = node.get(key)
    rectangle = value if isinstance(value, dict) else {}
    sides = (rectangle.get(name) for name in ("x", "y", "width", "height"))
    x, y, width, height = (side if isinstance(side, int) else 0 for side in sides)
    return Rect(x, y, width, height)
