"""Can programs of GTK 2 name their controls? They do so by a module, which desktops leave out by default."""

from __future__ import annotations

from pathlib import Path

from desktop_agent.core.message import Message

MEND = Message("On Debian: sudo apt-get install libatk-adaptor, then log in again.")
_LIBRARY, _MODULE = "libgtk-x11-2.0.so.0", "gtk-2.0/modules/libatk-bridge.so"


def is_silent(root: Path = Path("/usr")) -> bool:
    """Tell whether such programs can be here, and the module is not."""
    return _has(root, _LIBRARY) and not _has(root, _MODULE)


def words() -> str:
    """Return what to add where accessibility has been turned on; empty where nothing is missing."""
    return f" Programs of GTK 2 need one more package to name theirs. {MEND}" if is_silent() else ""


def _has(root: Path, name: str) -> bool:
    return any(found for pattern in (f"lib*/{name}", f"lib/*/{name}") for found in root.glob(pattern))
