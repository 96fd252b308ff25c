"""Refuse chords that end the session, leave the screen, or reach past the desktop."""

from __future__ import annotations

from desktop_agent.core.actions import Click, Drag, Move, Scroll
from desktop_agent.core.decision import Case, Decision, Reason, Refuse
from desktop_agent.core.message import Message
from desktop_agent.policy.effects import chords

_FUNCTION_KEYS = frozenset(f"f{n}" for n in range(1, 13))
_VT = "It switches to another console."
_LOGOUT = "It ends or locks the session."
_KERNEL = "It speaks to the kernel."
_DENIED: tuple[tuple[frozenset[str], frozenset[str], str], ...] = (
    (frozenset({"ctrl", "alt"}), _FUNCTION_KEYS, _VT),
    (frozenset({"ctrl", "alt"}), frozenset({"delete", "backspace"}), _LOGOUT),
    (frozenset({"ctrl", "alt", "shift"}), frozenset({"delete"}), _LOGOUT),
    (frozenset({"super"}), frozenset({"l"}), _LOGOUT),
    (frozenset({"super", "shift"}), frozenset({"q"}), _LOGOUT),
    (frozenset({"super", "ctrl"}), frozenset({"q"}), _LOGOUT),
    (frozenset(), frozenset({"sysrq"}), _KERNEL),
    (frozenset({"alt"}), frozenset({"printscreen"}), _KERNEL),
)


def judge(case: Case) -> Decision | None:
    """Refuse if the keys of the action, with those already held, make a denied chord."""
    for keys in (*chords(case), *_with_pointer(case)):
        for modifiers, last, why in _DENIED:
            if modifiers <= keys and last & keys:
                named = "+".join(sorted(keys))
                return Refuse(
                    (
                        Reason(
                            "session-chord", Message("The chord {named} is never pressed: {why}", named=named, why=why)
                        ),
                    )
                )
    return None


def _with_pointer(case: Case) -> tuple[frozenset[str], ...]:
    match case.action:
        case Click(keys=keys) | Move(keys=keys) | Drag(keys=keys) | Scroll(keys=keys):
            return (frozenset((*case.held, *keys)),)
        case _:
            return ()
