"""All voices on one action: the rules, the server's safety checks, and the mode."""

from __future__ import annotations

from typing import Literal

from desktop_agent.core.actions import Finish, Look, Wait
from desktop_agent.core.decision import Allow, Ask, Case, Decision, Reason
from desktop_agent.policy.merge import strictest
from desktop_agent.policy.rules import RULES

Mode = Literal["watch", "ask", "guard", "auto"]


def judge(case: Case, mode: Mode) -> Decision:
    """Return the strictest voice.

    In `auto` a rule's "ask" is taken as yes; a refusal and a safety check of the server hold in every mode. In
    `ask` everything that touches the computer is asked.
    """
    by_rules = strictest(voice for rule in RULES if (voice := rule(case)) is not None)
    if mode == "auto" and isinstance(by_rules, Ask):
        by_rules = Allow(by_rules.reasons[0].rule, by="mode")
    return strictest((*_checks(case), *_mode(case, mode), by_rules))


def _checks(case: Case) -> list[Decision]:
    if not case.checks:
        return []
    return [
        Ask(
            tuple(
                Reason("safety-check", ": ".join(filter(None, (check.code, check.message))) or check.id, outside=True)
                for check in case.checks
            )
        )
    ]


def _mode(case: Case, mode: Mode) -> list[Decision]:
    if mode != "ask" or isinstance(case.action, Look | Wait | Finish):
        return []
    return [Ask((Reason("mode-ask", "Every action is asked in this mode."),))]
