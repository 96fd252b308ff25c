"""Ask before anything goes into a terminal: keys, text, a paste, or what is dropped there."""

from __future__ import annotations

from desktop_agent.core.actions import Drag, HoldButton, ReleaseButton
from desktop_agent.core.decision import Ask, Case, Decision, Reason, Target
from desktop_agent.core.message import Message
from desktop_agent.core.programs import TERMINALS
from desktop_agent.policy.effects import chords, entered
from desktop_agent.policy.programs import is_one_of, short_name


def judge(case: Case) -> Decision | None:
    """Ask when keys, text or a drop go to a terminal, by its program or by the control's role."""
    target = case.target
    hit = [one for one in (target, target.also) if one is not None and _is_terminal(one)]
    if not hit or not (chords(case) or entered(case) or isinstance(case.action, Drag | HoldButton | ReleaseButton)):
        return None
    return Ask(
        (
            Reason(
                "terminal", Message("A shell in {window} runs what is entered there.", window=short_name(hit[0].window))
            ),
        )
    )


def _is_terminal(target: Target) -> bool:
    return "terminal" in {target.role, target.focus_role} or is_one_of(target.window, TERMINALS)
