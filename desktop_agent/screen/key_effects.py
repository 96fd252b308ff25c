"""Which keys of an action may press, remove or enter something; decided from the action alone."""

from __future__ import annotations

from desktop_agent.core.actions import Action, HoldKey, Press, Type
from desktop_agent.core.keys import is_return, main_key

# As `core.keys` spells them: what presses a control, and what throws away a file or a row that is chosen.
_PRESSING_KEYS = ("enter", "space")
_REMOVING_KEYS = ("delete", "backspace")


def pressing_keys(action: Action) -> tuple[str, ...]:
    """Return the keys by which an action may press a button, as `core.keys` spells them."""
    match action:
        case Press(keys) | HoldKey(keys):
            named = (*map(main_key, keys),)
            return tuple(key for key in _PRESSING_KEYS if key in named or (key == "enter" and is_return(keys)))
        case Type(text):
            return tuple(key for key, char in zip(_PRESSING_KEYS, "\n ", strict=True) if char in text)
        case _:
            return ()


def before_return(action: Action | None) -> str | None:
    """Return the text that an action enters before its line break; None where it enters none."""
    return action.text.partition("\n")[0] or None if isinstance(action, Type) else None


def may_press(action: Action) -> bool:
    """Tell whether a button or an item of a menu may be pressed by keys of an action."""
    match action:
        case Press(keys) | HoldKey(keys):
            return bool(pressing_keys(action)) or any(len(main_key(key)) == 1 for key in keys)
        case Type(text):
            return any(char in text for char in "\n\t ") or len(text) == 1
        case _:
            return False


def removing_keys(action: Action) -> tuple[str, ...]:
    """Return the keys by which an action may throw something away."""
    keys = action.keys if isinstance(action, Press | HoldKey) else ()
    named = (*map(main_key, keys),)
    return tuple(key for key in _REMOVING_KEYS if key in named)
