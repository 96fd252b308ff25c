"""Ask before keys that send."""

from __future__ import annotations

from desktop_agent.core.decision import Ask, Case, Decision, Reason
from desktop_agent.core.message import Message
from desktop_agent.policy.effects import chords
from desktop_agent.policy.programs import CHATS, CORRESPONDENTS, is_one_of, short_name

_SENDS = frozenset(
    {
        frozenset({"ctrl", "enter"}),
        frozenset({"super", "enter"}),
        frozenset({"ctrl", "shift", "enter"}),
        frozenset({"alt", "enter"}),
    }
)
_EVERYWHERE = frozenset({frozenset({"ctrl", "enter"}), frozenset({"super", "enter"})})


def judge(case: Case) -> Decision | None:
    """Ask about chords that send."""
    where = short_name(case.target.window)
    if _sends(case):
        return Ask((Reason("send-key", Message("In {where} these keys may send the message.", where=where)),))
    return None


def _sends(case: Case) -> bool:
    pressed, target = chords(case), case.target
    if is_one_of(target.window, CHATS) and frozenset({"enter"}) in pressed:
        return True
    # A page, and any other program, may be a mail program, and may not say so.
    return bool(pressed & (_SENDS if is_one_of(target.window, CORRESPONDENTS) else _EVERYWHERE))
