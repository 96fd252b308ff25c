"""The selections of a Wayland session, read as a pasting program would, without any window (wlr-data-control).

No program is told whose a selection is.
"""

from __future__ import annotations

import sys

from desktop_agent.core.decision import Pasted
from desktop_agent.core.errors import NoScreenError, ScreenError
from desktop_agent.screen.clipboard import Selection
from desktop_agent.wayland.connection import WaylandConnection, connect_wayland
from desktop_agent.wayland.data_control import DataControl
from desktop_agent.wayland.input_protocols import SEAT
from desktop_agent.wayland.registry import Registry

WITHIN_S = 0.15
MOST_BYTES = 1024 * 1024


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    if sys.platform in {"win32", "darwin"}:
        return "There is no Wayland on this system."
    try:
        create().close()
    except ScreenError as cause:
        return str(cause)
    return ""


def create() -> WaylandClipboard:
    """Return the backend for the session in the environment; NoScreenError when it lets nobody read the selections."""
    connection = connect_wayland(gone=NoScreenError, failed=ScreenError)
    try:
        return WaylandClipboard(connection)
    except ScreenError:
        connection.close()
        raise


class WaylandClipboard:
    """The selections of one session, on a connection of its own; for one thread at a time."""

    def __init__(self, connection: WaylandConnection) -> None:
        self._connection = connection
        registry = Registry(connection)
        self._selections = DataControl(registry, registry.need(SEAT), NoScreenError)

    def offered(self, selection: Selection) -> Pasted | None:
        """Return the text that a selection offers."""
        try:
            text = self._selections.read_text(selection, WITHIN_S, MOST_BYTES)
        except ScreenError:
            return None
        return None if text is None else Pasted(text)

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()
