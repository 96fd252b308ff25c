"""Windows of a sway session: their order, positions and owners, as sway reports them.

The numbers are those of sway's containers, and boxes are in logical units, as those of captures are. Menus and pop-ups
are not in sway's tree: inside of their owner's box they count as the owner. Nor is the owner of a dialog reported: it
is taken for its process's. Nor are layers: while one has the keyboard, nothing under a point is known.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from desktop_agent.core.errors import NoScreenError
from desktop_agent.core.pictures import Rect, Scene, Window, WindowBox, WindowNames
from desktop_agent.core.programs import last_part
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.programs import executable_of, program_of
from desktop_agent.platforms.wayland.sway_ipc import SwayIpc, SwayView, connect_sway

_LONG_TITLE = 1024


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    if sys.platform in {"win32", "darwin"}:
        return Message("Sway isn't available on this system.")
    try:
        create().close()
    except NoScreenError as cause:
        return str(cause)
    return ""


def create(environment: Mapping[str, str] = os.environ) -> SwayWindows:
    """Return the backend for the session in the environment; NoScreenError when it is none of sway's."""
    sway = connect_sway(environment, NoScreenError) if environment.get("WAYLAND_DISPLAY") else None
    if sway is None:
        raise NoScreenError(Message("There is no sway session to get windows from: SWAYSOCK isn't set."))
    return SwayWindows(sway)


class SwayWindows:
    """The windows of one session, on a connection of its own; for one thread."""

    reports_positions = True

    def __init__(self, sway: SwayIpc) -> None:
        self._sway = sway
        self._seen: tuple[SwayView, ...] = ()  # as of the last scene

    def scene(self) -> Scene:
        """Return the windows that are shown, topmost first, and the one that has the keyboard."""
        tree = self._sway.tree()
        self._seen = tree.views
        focus = next((view.id for view in self._seen if view.focused), None)
        boxes = tuple(WindowBox(view.id, view.box) for view in self._seen if view.visible)
        return Scene(boxes, focus, under_layer=tree.under_layer)

    def describe(self, window: int) -> Window:
        """Return title, program and process, which sway knows from the connection."""
        views = self._sway.views()
        view = _find(views, window)
        return Window(window) if view is None else _description(view, views)

    def names(self, window: int) -> WindowNames:
        """Return program, the name that it has for itself, and title."""
        view = _find(self._seen, window)
        if view is None:
            return WindowNames()
        return WindowNames(last_part(executable_of(view.pid)), (view.app,) if view.app else (), view.title)

    def is_part_of(self, window: int, client: int) -> bool:
        """Return whether it is the same window, or a dialog of the same process."""
        if window == client:
            return True
        views = self._sway.views()
        one = _find(views, window)
        other = _find(views, client)
        return one is not None and other is not None and one.pid == other.pid and _is_dialog(one, views)

    def titled(self) -> tuple[Window, ...]:
        """Return all windows with a title, topmost first, those of other workspaces too."""
        views = self._sway.views()
        return tuple(_description(view, views) for view in views if view.title)

    def place(self, client: Window) -> WindowBox | None:
        """Return where it is, without its border and its shadow."""
        view = _find(self._sway.views(), client.id)
        return WindowBox(view.id, view.box) if view and view.visible and view.pid == client.pid else None

    def title_bar(self, window: int) -> Rect | None:
        """Return where sway draws a window's title: above its box."""
        view = _find(self._sway.views(), window)
        return view.title_bar if view is not None and view.visible else None

    def belongs(self, window: int, client: int) -> bool:
        """Return whether it is the same window, or a dialog of a process that has no other window but this one."""
        if window == client:
            return True
        views = self._sway.views()
        view = _find(views, window)
        if view is None or not _is_dialog(view, views):
            return False
        return [client] == [one.id for one in views if one.pid == view.pid and not _is_dialog(one, views)]

    def activate(self, client: int) -> None:
        """Have sway show it, with the keyboard."""
        self._sway.command(f"[con_id={client}] focus")

    def close(self) -> None:
        """Disconnect."""
        self._sway.close()


def _description(view: SwayView, views: Sequence[SwayView]) -> Window:
    app = last_part(executable_of(view.pid)) or view.app
    title = view.title[:_LONG_TITLE]
    return Window(view.id, app, title, view.pid, program_of(view.pid), dialog=_is_dialog(view, views))


def _find(views: Sequence[SwayView], window: int) -> SwayView | None:
    return next((view for view in views if view.id == window), None)


def _is_dialog(view: SwayView, views: Sequence[SwayView]) -> bool:
    """Return whether a window floats beside an older one of its process, as what has an owner does: numbers grow."""
    return view.floating and any(one.pid == view.pid and one.id < view.id for one in views)
