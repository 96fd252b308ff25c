"""The clipboard of a remote session of the desktop, read as a pasting program would; whose it is, is not told."""

from __future__ import annotations

from desktop_agent.core.decision import Pasted
from desktop_agent.core.remote_session import SharedClipboard
from desktop_agent.screen.clipboard import Selection

WITHIN_S = 0.15
MOST_BYTES = 1024 * 1024


def create(shared: SharedClipboard) -> PortalClipboard:
    """Return what reads the clipboard of a session that is open."""
    return PortalClipboard(shared)


class PortalClipboard:
    """Implements `screen.clipboard.ClipboardSource`; the primary selection is not shared."""

    def __init__(self, shared: SharedClipboard) -> None:
        self._shared = shared

    def offered(self, selection: Selection) -> Pasted | None:
        """Return the text that the clipboard offers."""
        text = self._shared.read_text(WITHIN_S, MOST_BYTES) if selection == "clipboard" else None
        return None if text is None else Pasted(text)

    def put(self, text: str) -> bool:
        """Say no: it is not set here."""
        return False

    def close(self) -> None:
        """Leave the session open: it is not ours."""
