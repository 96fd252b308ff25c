"""Tells an entry of a file manager's list of places from a button, where both are read off the picture alone.

“Trash” in that list is a place; Return and a space open it at most. Elsewhere the same word may be on a button that
deletes. So it has to stand in a column with other entries, in a window that is neither a dialog nor a menu.
"""

from __future__ import annotations

from desktop_agent.core.decision import ReadLine, Target
from desktop_agent.policy.consequence_words import bare_name
from desktop_agent.policy.programs import FILE_MANAGERS, is_one_of

# Those of its names that read like deleting; “Papierkorb” and most others do not.
_TRASH = frozenset("trash|trash can|corbeille|papelera|papelera de reciclaje|cestino|lixeira|prullenbak".split("|"))
_ENTRIES = 3  # that make a column
_ASIDE, _APART = 0.5, 4.0  # how far, in heights, the left edges lie apart, and the lines in it


def is_place(name: str, target: Target) -> bool:
    """Tell whether a name that was read in a window is the trash in its list of places, wherever it is read."""
    window = target.window
    if window is None or window.dialog or window.menu or target.focus_role or not is_one_of(window, FILE_MANAGERS):
        return False
    read = [line for line in target.lines if line.text.strip() == name]
    return bare_name(name) in _TRASH and bool(read) and all(_in_column(one, target) for one in read)


def _in_column(entry: ReadLine, target: Target) -> bool:
    height = entry.box.height
    column = [
        one
        for one in target.lines
        if abs(one.box.x - entry.box.x) <= _ASIDE * height and abs(one.box.y - entry.box.y) <= _APART * height
    ]
    return len(column) >= _ENTRIES
