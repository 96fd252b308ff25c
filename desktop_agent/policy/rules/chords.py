"""Refuse chords that end the session, leave the screen, or reach past the desktop."""

from __future__ import annotations

from desktop_agent.core.actions import Click, Drag, HoldKey, Move, Press, Scroll
from desktop_agent.core.decision import Case, Decision, Reason, Refuse

_FUNCTION_KEYS = frozenset(f"f{n}" for n in range(1, 13))
_VT = "It switches to another console."
_LOGOUT = "It ends or locks the session."
_DENIED: tuple[tuple[frozenset[str], frozenset[str], str], ...] = (
    (frozenset({"ctrl", "alt"}), _FUNCTION_KEYS, _VT),
    (frozenset({"ctrl", "alt"}), frozenset({"delete", "backspace"}), _LOGOUT),
    (frozenset({"super"}), frozenset({"l"}), _LOGOUT),
    (frozenset({"super", "shift"}), frozenset({"q"}), _LOGOUT),
    (frozenset(), frozenset({"sysrq"}), "It speaks to the kernel."),
    (frozenset({"alt"}), frozenset({"printscreen"}), "It speaks to the kernel."),
)


def judge(case: Case) -> Decision | None:
    """Refuse if the keys of the action, with those already held, make a denied chord."""
    keys = frozenset((*case.held, *_keys(case)))
    for modifiers, last, why in _DENIED:
        if modifiers <= keys and last & keys:
            return Refuse((Reason("session-chord", f"The chord {'+'.join(sorted(keys))} is never pressed: {why}"),))
    return None


def _keys(case: Case) -> tuple[str, ...]:
    match case.action:
        case Press(keys) | HoldKey(keys):
            return keys
        case Click(keys=keys) | Move(keys=keys) | Drag(keys=keys) | Scroll(keys=keys):
            return keys
        case _:
            return ()
