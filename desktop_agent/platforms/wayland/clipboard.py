"""The selections of a Wayland session, read as a pasting program would, without any window (wlr-data-control).

The owner of a selection isn't reported.
"""

from __future__ import annotations

from collections.abc import Sequence

from desktop_agent.core.decisions.decision import Pasted
from desktop_agent.core.errors import NoScreenError, ScreenError
from desktop_agent.platforms.pasting import MOST_OFFERED_BYTES, OFFERED_WITHIN_S
from desktop_agent.platforms.wayland.connection import WaylandConnection, on_session, why_not_by
from desktop_agent.platforms.wayland.data_control import DataControl
from desktop_agent.platforms.wayland.protocols import SEAT
from desktop_agent.platforms.wayland.registry import Registry
from desktop_agent.screen.clipboard import Selection, SelectionChange


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    return why_not_by(create)


def create() -> WaylandClipboard:
    """Return the backend for the session in the environment; NoScreenError when selections can't be read."""
    return on_session(WaylandClipboard)


class WaylandClipboard:
    """The selections of one session, on a connection of its own; for one thread at a time."""

    def __init__(self, connection: WaylandConnection) -> None:
        self._connection = connection
        registry = Registry(connection)
        self._selections = DataControl(registry, registry.need(SEAT), NoScreenError)

    def offered(self, selection: Selection) -> Pasted | None:
        """Return the text and the files that a selection offers."""
        try:
            return self._selections.read_copied(selection, OFFERED_WITHIN_S, MOST_OFFERED_BYTES)
        except ScreenError:
            return None

    def holds(self, selection: Selection) -> bool:
        """Return whether anything is offered."""
        try:
            return self._selections.holds(selection)
        except ScreenError:
            return True

    def changes(self) -> Sequence[SelectionChange] | None:
        """Return the changes since the last call, without their processes."""
        try:
            return [SelectionChange(name) for name in self._selections.changes()]
        except ScreenError:
            return None

    def put(self, text: str) -> bool:
        """Return False: it is not set here."""
        return False

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()
