"""Whether an action had a visible effect; the model is informed where it had none.

It is informed only where that is certain: the picture is pixel for pixel as before, the same windows are in the same
places, the same window has the keyboard, and nothing was left out of the comparison because it moves all the time.
Whether a text has arrived is read from its field (`input/text.py`); where no field reports it, the picture decides
(and `shown_text.py` reads it).
"""

from __future__ import annotations

from collections.abc import Sequence

from desktop_agent.core.actions.action import Action, Click, Drag, Effect, Look, Press, Scroll, Type, Wait, effect_of
from desktop_agent.core.controls.role import Role
from desktop_agent.core.decisions.decision import Target
from desktop_agent.core.pictures import Frame
from desktop_agent.core.programs import TERMINALS, is_one_of
from desktop_agent.core.runs.waiting import NOTHING_MOVED, Settlement
from desktop_agent.core.texts.message import Message
from desktop_agent.core.texts.secret_text import secrets_in

_UNSEEN = Message(
    "Nothing visibly changed on the screen after this text was typed, so it may not have been entered anywhere."
)
NOTHING_COPIED = Message("Nothing was copied: the clipboard is as it was before.")
_NOTHING = Message(
    "Nothing visibly changed on the screen after this. Some actions, such as copying, have no visible "
    "result; if this isn't one of them, it had no effect."
)
# A terminal may hide its input; the content of a password field is in no picture.
_UNSEEN_ROLES = frozenset({Role.TERMINAL, Role.PASSWORD_TEXT})


def strongest_effect(acts: Sequence[Action]) -> Effect:
    """Return the likely effect of these actions on the screen."""
    effects = {*map(effect_of, acts)}
    if "any" in effects:
        return "any"
    return "small" if "small" in effects else "none"


def no_effect_sentence(acts: Sequence[Action], since: Frame, settlement: Settlement) -> str:
    """Return a sentence where actions should have had a visible effect and had none since a picture; else empty."""
    seen = [act for act in acts if not isinstance(act, Wait | Look | Type)]
    if not seen or not all(isinstance(act, Click | Press | Drag | Scroll) for act in seen):
        return ""
    if not _is_as_before(since, settlement):
        return ""
    return NOTHING_MOVED if all(isinstance(act, Scroll) and not act.keys for act in seen) else _NOTHING


def has_to_show(action: Action, target: Target) -> bool:
    """Return whether a typed text has to be visible afterwards: a terminal may hide its input."""
    in_terminal = is_one_of(target.window, TERMINALS) or _UNSEEN_ROLES & {target.role, target.focus_role}
    if not isinstance(action, Type) or action.secret or secrets_in(action.text):
        return False
    return bool(action.text.strip()) and not in_terminal


def no_effect_note(acts: Sequence[Action], since: Frame, settlement: Settlement, *, shows: bool) -> str:
    """Return a note where actions had no visible effect; `shows`: they end with a text that has to be visible."""
    return (shows and _lost_text_sentence(acts, since, settlement)) or no_effect_sentence(acts, since, settlement)


def _lost_text_sentence(acts: Sequence[Action], since: Frame, settlement: Settlement) -> str:
    match [*acts]:
        case [Type()]:
            return _UNSEEN if _is_as_before(since, settlement) else ""
        case _:
            return ""


def _is_as_before(since: Frame, settlement: Settlement) -> bool:
    """Return whether the picture is certainly the same as before, pixel for pixel."""
    unsure = settlement.changed or settlement.moving or not settlement.stable
    return not unsure and (since.viewport, since.scene) == (settlement.frame.viewport, settlement.frame.scene)
