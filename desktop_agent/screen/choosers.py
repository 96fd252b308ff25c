"""File dialogs by their accessibility trees: which window is one, and which folder it shows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desktop_agent.screen.accessible import Node

_CHOOSER, _CHECKED = "file chooser", 4


def chooser_of(nodes: Sequence[Node], roots: Sequence[int]) -> Node | None:
    """Return the file dialog that a window is."""
    return next((node for node in nodes if node.depth == 0 and node.root in roots and node.role == _CHOOSER), None)


def folder_of(buttons: Sequence[Node]) -> str:
    """Return the folder that a file dialog shows, from its row of path buttons, innermost first; its own is checked.

    The buttons after it are those of the folders around it, and the last is the root under any name.
    """
    chain = [node.name for node in buttons[next((n for n, one in enumerate(buttons) if one.has(_CHECKED)), 0) :]]
    if not any(one.has(_CHECKED) for one in buttons):
        return ""
    paths = ("/" + "/".join(reversed(chain[:count])) for count in range(len(chain), 0, -1))
    return next((path for path in paths if Path(path).is_dir()), "")
