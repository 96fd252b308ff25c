"""What a paste would put in: which selection an action pastes, and who offers what there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol

from desktop_agent.core.actions import Action, Click, HoldButton, HoldKey, Press
from desktop_agent.core.decision import Pasted
from desktop_agent.core.frame import Window
from desktop_agent.core.programs import pastes_primary

Selection = Literal["clipboard", "primary"]
_MODIFIERS = frozenset({"ctrl", "shift", "alt", "meta", "super"})
_PASTES = (frozenset({"ctrl", "v"}), frozenset({"ctrl", "shift", "v"}), frozenset({"paste"}))
_PASTES_MARKED = frozenset({"shift", "insert"})


class ClipboardSource(Protocol):
    """Knows what is offered for pasting."""

    def offered(self, selection: Selection) -> Pasted | None:
        """Return text and program, within a fixed short time; the text is empty where nothing, or no text, is offered.

        None where the text cannot be known: its owner keeps it secret, or does not answer in time.
        """

    def close(self) -> None:
        """Let the display go."""


class NoClipboard:
    """Stands in where nothing tells what is offered."""

    def offered(self, selection: Selection) -> Pasted | None:
        """Return that nobody can tell."""

    def close(self) -> None:
        """Do nothing."""


def selection_of(action: Action, focus: Callable[[], Window | None]) -> Selection | None:
    """Return what an action pastes; None when it pastes nothing. `focus` finds the window that has the keyboard."""
    match action:
        case Press(keys) | HoldKey(keys):
            chord = frozenset(keys)
            if chord == _PASTES_MARKED:
                window = focus()
                return "primary" if window and pastes_primary(window.app) else "clipboard"
            return "clipboard" if chord in _PASTES else None
        case Click(button="middle") | HoldButton(button="middle"):
            return "primary"
        case _:
            return None
