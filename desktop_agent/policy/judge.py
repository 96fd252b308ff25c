"""The judgement of one action: the decisions of all rules, of which the strictest wins.

The table's rows, a person's own rules, the scope, the server's safety checks and the mode each decide. Function
calls, which don't touch the screen, are decided at the end of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from desktop_agent.core.actions.action import CallVerdict, Finish, Invoke, Look, Wait
from desktop_agent.core.decisions.decision import Allow, Ask, Case, Decision, Reason, Refuse
from desktop_agent.core.decisions.mode import Mode
from desktop_agent.core.decisions.rule_id import RuleId
from desktop_agent.core.programs import BROWSERS, is_one_of
from desktop_agent.core.texts.message import Message
from desktop_agent.policy import own_rules, scope
from desktop_agent.policy.act import Act, acts_of
from desktop_agent.policy.own_rules import OwnRule, Rule
from desktop_agent.policy.remembered_approvals import longest
from desktop_agent.policy.roles import PAGES
from desktop_agent.policy.table import (
    ASKED_ON_A_DESK,
    FIXED,
    MAY_LEAVE_A_DESK,
    NEVER_BY_MODE,
    ROWS,
    Row,
    RuleVerdict,
    row_of,
)

EVERY_STEP: Final = Reason("mode-ask", Message("You chose to be asked about every step."))  # in the mode “ask”
FUNCTION_RULE: Final = "function"
MCP_APPROVAL_RULE: Final = "mcp-approval"
_MCP_APPROVAL = Reason(
    MCP_APPROVAL_RULE, Message("The model server is asking whether this tool from an MCP server can be used.")
)
_FUNCTION_RUNS_PROGRAM = Reason(
    FUNCTION_RULE, Message("Your function runs a program on this computer, with your permissions.")
)
_TELLS_CLIPBOARD = Reason(
    FUNCTION_RULE, Message("Your clipboard contents may be private, and they'll be sent to the model.")
)
_SETS_CLIPBOARD = Reason(
    FUNCTION_RULE, Message("This replaces your clipboard contents, and your next paste will insert this text.")
)
_FUNCTION_STARTS_PROGRAM = Reason(
    FUNCTION_RULE, Message("This starts a program on this computer. It runs with your permissions.")
)


@dataclass(frozen=True, slots=True)
class Policy:
    """Decides about actions; the strictest decision wins.

    `builtin` has the verdicts of rows that the settings change; nothing else weakens a row, and nothing at all weakens
    a safety check. In `auto` a question becomes a yes, except for a shell's and a server's; a refusal holds in every
    mode. In `ask` every action that touches the computer is asked about. `on_desk`: changes have no effect until they
    are accepted, so rows ask only about acts that disclose something. Where the desk `reaches_hosts`, what may
    leave it has its effect at once, and so has what is done in a browser: the rows ask about it as everywhere.
    """

    mode: Mode
    rules: tuple[Rule, ...] = ()
    builtin: Mapping[str, RuleVerdict] = field(default_factory=dict)
    on_desk: bool = False
    reaches_hosts: Callable[[], bool] = lambda: False
    _own: tuple[OwnRule, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Compile the rules; SettingsError for an invalid pattern."""
        object.__setattr__(self, "_own", tuple(own_rules.ready(rule) for rule in self.rules))

    def __call__(self, case: Case) -> Decision:
        """Return the strictest decision."""
        return strictest(self.rule_decisions(case))

    def rule_decisions(self, case: Case) -> tuple[Decision, ...]:
        """Return the decisions of all rules on an action: safety checks first, the scope last."""
        acts = acts_of(case)
        own = tuple(self._own_rule_decisions(case))
        allowed = any(isinstance(decision, Allow) for decision in own)
        rows = (*self._row_decisions(case, acts), *own, self._scope_decision(case, acts, allowed=allowed))
        if self.mode == "auto":
            rows = tuple(map(_decision_in_auto, rows))
        return (*_check_decisions(case), *_mode_decisions(case, self.mode), *rows)

    def _row_decisions(self, case: Case, acts: Iterable[Act]) -> Iterator[Decision]:
        concerns = dict.fromkeys((row_of(concern.fact), concern.text) for act in acts for concern in act.concerns)
        for name, text in concerns:
            if name != "scope":  # it depends on what is in scope
                yield self._decision_of_row(case, ROWS[name], Reason(name, text))

    def _decision_of_row(self, case: Case, row: Row, reason: Reason) -> Decision:
        changed = None if reason.rule in FIXED else self.builtin.get(reason.rule)
        verdict = changed or row.verdict
        if verdict == "ask" and changed is None and self._stays_on_desk(case, reason.rule):
            return Allow(reason.rule)
        if verdict == "ask" and case.remembered and longest(reason) == "always":
            return Allow("remembered")
        if verdict == "allow":
            return Allow(reason.rule)
        return Ask((reason,)) if verdict == "ask" else Refuse((reason,))

    def _stays_on_desk(self, case: Case, rule: RuleId) -> bool:
        """Return whether the effect of an act waits on a desk until the person accepts it."""
        if not self.on_desk or rule in ASKED_ON_A_DESK:
            return False
        leaves = rule in MAY_LEAVE_A_DESK or is_one_of(case.target.window, BROWSERS)
        return not (leaves and self.reaches_hosts())

    def _own_rule_decisions(self, case: Case) -> Iterator[Decision]:
        for rule in self._own:
            if (decision := own_rules.judge(rule, case)) is not None:
                yield decision

    def _scope_decision(self, case: Case, acts: Iterable[Act], *, allowed: bool) -> Decision:
        # A person's own rule that allows an action also puts it in scope; a desk's background only opens its menu.
        known = allowed or (self.on_desk and case.target.window is None)
        return scope.judge(case, acts, known=known)


def _decision_in_auto(decision: Decision) -> Decision:
    """Return a yes in place of a question, except for questions that no mode answers."""
    if isinstance(decision, Ask) and any(reason.rule in NEVER_BY_MODE for reason in decision.reasons):
        return decision
    return Allow(decision.reasons[0].rule, by="mode") if isinstance(decision, Ask) else decision


def _check_decisions(case: Case) -> tuple[Decision, ...]:
    reasons = tuple(
        Reason("safety-check", check.message or check.code or check.id, outside=True) for check in case.checks
    )
    return (Ask(reasons),) if reasons else ()


def _mode_decisions(case: Case, mode: Mode) -> tuple[Decision, ...]:
    if mode != "ask" or isinstance(case.action, Look | Wait | Finish):
        return ()
    return (Ask((EVERY_STEP,)),)


def strictest(all_decisions: Iterable[Decision]) -> Decision:
    """Return Refuse if any refuses, else Ask if any asks, else the first Allow; with all reasons in order."""
    decisions = tuple(all_decisions)
    refusals = tuple(reason for decision in decisions if isinstance(decision, Refuse) for reason in decision.reasons)
    if refusals:
        return Refuse(refusals)
    questions = tuple(reason for decision in decisions if isinstance(decision, Ask) for reason in decision.reasons)
    if questions:
        return Ask(questions)
    return next((decision for decision in decisions if isinstance(decision, Allow)), Allow())


def may_be_slow(case: Case, verdict: Decision) -> bool:
    """Return whether policy may ask only because a program is slow to report a control, its place, or the site.

    A person isn't asked about what the program reports a moment later.
    """
    target = case.target
    if not isinstance(verdict, Ask) or target.place is None or target.place.silent:
        return False
    no_site = is_one_of(target.window, BROWSERS) and not (target.site or (target.page and target.page.own))
    no_role = not (target.role or target.focus_role)
    return no_site or no_role or target.role in PAGES


def judge_function(call: Invoke, verdict: CallVerdict, mode: Mode, *, in_scope: bool = False) -> Allow | Ask:
    """Return the decision about a call of a user's function or an MCP server's tool; `verdict` is from the settings.

    `in_scope`: it starts a program in which the run may work.

    A function that only reads the picture is as harmless as a look at it.

    A call that a server wants a person to approve is never approved by a mode, as with its safety checks.
    """
    if call.server:
        return Ask((_MCP_APPROVAL,))
    if verdict == "reads":
        return Allow(FUNCTION_RULE)
    if verdict == "reports clipboard":  # the person may have copied anything
        return Ask((_TELLS_CLIPBOARD,))
    if mode == "ask":
        return Ask((EVERY_STEP,))
    if call.started and in_scope:
        return Allow("scope")
    if verdict == "allow":
        return Allow(FUNCTION_RULE)
    if mode == "auto":
        return Allow(FUNCTION_RULE, by="mode")
    if verdict == "sets clipboard":
        return Ask((_SETS_CLIPBOARD,))
    return Ask((_FUNCTION_STARTS_PROGRAM if call.started else _FUNCTION_RUNS_PROGRAM,))
