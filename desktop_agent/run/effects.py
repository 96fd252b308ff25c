"""Whether anything was seen to come of what was done: no visible effect is a fact that the model gets.

It is said only where it is sure. The picture is pixel for pixel as before, the same windows stand where they stood and
the same one has the keyboard, and nothing was left out of the comparison because it moves all the time. Whether a text
has arrived is seen in its field, and told with it.
"""

from __future__ import annotations

from collections.abc import Sequence

from desktop_agent.core.actions import Action, Click, Drag, Effect, Look, Press, Scroll, Type, Wait, effect_of
from desktop_agent.core.frame import Frame
from desktop_agent.core.settlement import NOTHING_MOVED, Settlement

_NOTHING = "Nothing visible changed on the screen after this. Copying, for one, shows nothing; else it had no effect."


def strongest_effect(acts: Sequence[Action]) -> Effect:
    """Return how much of the screen these actions are likely to change."""
    effects = {*map(effect_of, acts)}
    return "any" if "any" in effects else "small" if "small" in effects else "none"


def without_effect(acts: Sequence[Action], since: Frame, settlement: Settlement) -> str:
    """Return a sentence where actions were expected to be seen and nothing changed since a picture; else nothing."""
    seen = [act for act in acts if not isinstance(act, Wait | Look | Type)]
    if not seen or not all(isinstance(act, Click | Press | Drag | Scroll) for act in seen):
        return ""
    unsure = settlement.changed or settlement.moving or not settlement.stable
    if unsure or since.viewport != settlement.frame.viewport or since.scene != settlement.frame.scene:
        return ""
    return NOTHING_MOVED if all(isinstance(act, Scroll) and not act.keys for act in seen) else _NOTHING
