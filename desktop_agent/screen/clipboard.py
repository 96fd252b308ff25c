"""The selection that an action pastes, and the source of the selections' content."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol

from desktop_agent.core.actions import Action, Click, HoldButton, HoldKey, Press
from desktop_agent.core.decision import Pasted
from desktop_agent.core.frame import Window
from desktop_agent.core.programs import TERMINALS, is_one_of

Selection = Literal["clipboard", "primary"]
_PASTES = (frozenset({"ctrl", "v"}), frozenset({"ctrl", "shift", "v"}), frozenset({"paste"}))
_PASTES_MARKED = frozenset({"shift", "insert"})


class ClipboardSource(Protocol):
    """Knows the content of the selections."""

    def offered(self, selection: Selection) -> Pasted | None:
        """Return text and program, within a short fixed time; the text is empty when no text is offered.

        None when the text cannot be known: its owner keeps it secret, or does not answer in time.
        """

    def put(self, text: str) -> bool:
        """Put a text on the clipboard, beyond the run; return whether that could be done."""

    def close(self) -> None:
        """Disconnect."""


class NoClipboard:
    """The stand-in where selections cannot be read."""

    def offered(self, selection: Selection) -> Pasted | None:
        """Return None: the content is unknown."""

    def put(self, text: str) -> bool:  # noqa: ARG002 - it cannot be set
        """Return False."""
        return False

    def close(self) -> None:
        """Do nothing."""


def selection_of(action: Action, focus: Callable[[], Window | None]) -> Selection | None:
    """Return the selection that an action pastes; None when it pastes nothing. `focus` finds the focused window."""
    match action:
        case Press(keys) | HoldKey(keys):
            chord = frozenset(keys)
            if chord == _PASTES_MARKED:
                window = focus()
                return "primary" if is_one_of(window, TERMINALS) else "clipboard"
            return "clipboard" if chord in _PASTES else None
        case Click(button="middle") | HoldButton(button="middle"):
            return "primary"
        case _:
            return None
