"""Whether policy asks only because a program is slow: a person is not asked for what it tells a moment later."""

from __future__ import annotations

from desktop_agent.core.decision import Ask, Case, Decision
from desktop_agent.core.programs import BROWSERS
from desktop_agent.policy.applications import COMMIT
from desktop_agent.policy.applications import RULE as APPLICATION
from desktop_agent.policy.programs import is_one_of
from desktop_agent.policy.rule import BUILT_IN

_WHOLE_PAGES = frozenset({"document web", "document frame"})


def may_be_slow(case: Case, verdict: Decision) -> bool:
    """Tell whether the program may soon tell more: what is hit, or what on a page, or of which site that is."""
    if not isinstance(verdict, Ask) or case.target.silent:
        return False
    rules, target = {reason.rule for reason in verdict.reasons}, case.target
    no_site = APPLICATION in rules and not target.site and is_one_of(target.window, BROWSERS)
    no_role = bool(rules & {APPLICATION, COMMIT}) and not (target.role or target.focus_role)
    unsure = any(BUILT_IN[rule].may_be_slow for rule in rules if rule in BUILT_IN)
    return no_site or no_role or unsure or target.role in _WHOLE_PAGES
