"""Ask before delete keys where they delete things, and not letters: files, messages, rows."""

from __future__ import annotations

from desktop_agent.core.decision import Ask, Case, Decision, Reason
from desktop_agent.core.message import Message
from desktop_agent.policy.effects import chords, without_modifiers
from desktop_agent.policy.programs import CORRESPONDENTS, FILE_MANAGERS, is_one_of, short_name

_KEYS = frozenset({"delete"})
_MAC_KEYS = frozenset({"super", "backspace"})
_EMPTIES = frozenset({"super", "shift", "backspace"})
# Where the key takes a letter away.
_TEXTS = frozenset(
    {
        *("entry", "text", "editbar", "autocomplete", "paragraph", "terminal", "section"),
        *("spin button", "document text", "password text", "combo box"),
    }
)
# Where it takes a thing away, in any program.
_THINGS = frozenset(
    {
        *("list", "list box", "list item", "table", "table cell", "table row", "tree", "tree item", "tree table"),
        *("icon", "layered pane", "directory pane", "canvas", "desktop icon", "desktop frame"),
    }
)


def judge(case: Case) -> Decision | None:
    """Ask when a delete key goes to a thing, or to a file manager or mail program where the target is unknown."""
    pressed = [chord for chord in chords(case) if _deletes(chord)]
    if not pressed or case.target.focus_role in _TEXTS:
        return None
    for_good = any("shift" in chord for chord in pressed)
    careful = is_one_of(case.target.window, FILE_MANAGERS | CORRESPONDENTS)
    unknown = not case.target.focus_role
    if not careful and case.target.focus_role not in _THINGS and not (unknown and for_good):
        return None
    how = "what is selected, for good" if for_good else "what is selected"
    return Ask(
        (
            Reason(
                "delete-key",
                Message("In {window} this key deletes {how}.", window=short_name(case.target.window), how=how),
            ),
        )
    )


def _deletes(chord: frozenset[str]) -> bool:
    return bool(without_modifiers(chord) & _KEYS) or chord in {_MAC_KEYS, _EMPTIES}
