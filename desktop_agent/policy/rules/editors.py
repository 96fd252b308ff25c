"""Ask before a command that an editor runs: vi's begin with a colon or hold a “!”, Emacs asks for them by Alt.

In Emacs Escape stands for Alt, and one chord makes a longer one with the next, such as Ctrl+X Ctrl+E.
"""

from __future__ import annotations

import re

from desktop_agent.core.decision import Ask, Case, Decision, Reason
from desktop_agent.core.message import Message
from desktop_agent.core.programs import COMMAND_EDITORS, EMACSES
from desktop_agent.policy.effects import Chord, chords, entered, presses
from desktop_agent.policy.programs import is_one_of, short_name

_COMMAND = re.compile(r"^\s*:|!", re.MULTILINE)
_CHORDS = frozenset(frozenset({"alt", key}) for key in ("!", "x", ":", "&", "|")) | frozenset(
    frozenset({"alt", "shift", key}) for key in ("1", ";", "7", "\\", "!", ":", "&", "|")
)
# By Ctrl, what moves, marks, looks up or saves in any of them; the rest evaluates, writes elsewhere or inserts results.
_WITH_CTRL = frozenset("a e f b n p v d k y s x l g j m / space home end left right up down pageup pagedown".split())
# What evaluates there after Ctrl+X, or by itself, and what stands for Alt with the next key.
_IN_EMACS = frozenset({frozenset({"ctrl", "e"}), frozenset({"ctrl", "j"}), frozenset({"escape"})})
_MODIFIERS = frozenset({"ctrl", "shift", "alt", "altgr"})


def judge(case: Case) -> Decision | None:
    """Ask about Return after what may be a command, and about the chords that begin one."""
    if not is_one_of(case.target.window, COMMAND_EDITORS):
        return None
    what = entered(case)
    line = case.typed_before + (what.text or "" if what else "")
    ends = presses(case, "enter") and (_COMMAND.search(line) or (case.edited and ":" in line))
    if ends or chords(case) & _CHORDS or any(_is_other(chord) for chord in chords(case)) or _is_of_emacs(case):
        return Ask(
            (
                Reason(
                    "shell-line",
                    Message("{window} may carry out this line as a command.", window=short_name(case.target.window)),
                ),
            )
        )
    return None


def _is_other(chord: Chord) -> bool:
    """Tell whether it is a chord with Ctrl, and none that is known."""
    keys = chord - _MODIFIERS
    return "ctrl" in chord and bool(keys) and not keys <= _WITH_CTRL


def _is_of_emacs(case: Case) -> bool:
    return is_one_of(case.target.window, EMACSES) and bool(chords(case) & _IN_EMACS)
