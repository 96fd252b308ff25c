"""Ask before a command that an editor runs: vi's begin with a colon or hold a “!”, Emacs asks for them by Alt."""

from __future__ import annotations

import re

from desktop_agent.core.decision import Ask, Case, Decision, Reason
from desktop_agent.core.programs import COMMAND_EDITORS
from desktop_agent.policy.effects import chords, entered, presses
from desktop_agent.policy.programs import is_one_of, short_name

_COMMAND = re.compile(r"^\s*:|!", re.MULTILINE)
_CHORDS = frozenset(frozenset({"alt", key}) for key in ("!", "x", ":", "&", "|")) | frozenset(
    frozenset({"alt", "shift", key}) for key in ("1", ";", "7", "\\", "!", ":", "&", "|")
)
# By Ctrl, what moves, marks, looks up or saves in any of them; the rest evaluates, writes elsewhere or inserts results.
_WITH_CTRL = frozenset("a e f b n p v d k y s x l g j m / space home end left right up down pageup pagedown".split())
_MODIFIERS = frozenset({"ctrl", "shift", "alt", "altgr"})


def judge(case: Case) -> Decision | None:
    """Ask about Return after what may be a command, and about the chords that begin one."""
    if not is_one_of(case.target.window, COMMAND_EDITORS):
        return None
    what = entered(case)
    line = case.typed_before + (what.text or "" if what else "")
    ends = presses(case, "enter") and (_COMMAND.search(line) or (case.edited and ":" in line))
    others = any(
        "ctrl" in chord and chord - _MODIFIERS and not chord - _MODIFIERS <= _WITH_CTRL for chord in chords(case)
    )
    if not ends and not others and not chords(case) & _CHORDS:
        return None
    return Ask((Reason("shell-line", f"{short_name(case.target.window)} may carry out this line as a command."),))
