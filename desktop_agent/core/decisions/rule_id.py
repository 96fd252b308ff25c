"""The ids of rules and reasons: the one list of all that `decision.rule` may hold."""

from __future__ import annotations

from typing import Literal, NewType, TypeAlias, get_args

# Walls and rows of policy; `policy/table.py` says what each is about.
BuiltInRuleId = Literal[
    "outside-viewport",
    "own-window",
    "address",
    "secret-place",
    "shell",
    "shortcut",
    "out",
    "for-good",
    "runs",
    "secret",
    "question",
    "words",
    "session",
    "scope",  # of an act that is done: it lies within what a person has allowed
]
# Other reasons to ask or to refuse: what may be used at all, what the server or the mode wants, and how the run goes.
OtherReasonId = Literal[
    "function",
    "mcp-approval",
    "safety-check",
    "mode-ask",
    "no-progress",  # the same action again and again on an unchanged screen
    "restless",  # the screen keeps changing where the action would go
    "attachment",  # an agent wants a file sent along with a task
    "expectation",  # a command checks whether the end is as the person expects
    "changed",  # the screen changed after the person had approved
]
# How an action was decided without such a reason.
OutcomeId = Literal[
    "default",  # nothing speaks against it
    "remembered",  # a person has said yes to this control of this program for always
    "standing",  # a remembered approval covers it
    "approved-together",  # a person approved all of the call
    "approved-before",  # a person approved it on the same screen, and it had to wait
    "watch",  # only shown: this is a rehearsal
    "unreadable",  # the action cannot be read
    "out-of-reach",  # it would go into a window that the run must not or cannot reach
    "not-reached",  # something before it in the same answer was not done
    "takeover",  # the person had taken mouse and keyboard
    "by-hand",  # the person has pressed it themselves while they were asked
    "held-during-question",  # a person had to be asked while something was held
]
OwnRuleId = NewType("OwnRuleId", str)  # a person's own rule: “rule:” and its name
RuleId: TypeAlias = BuiltInRuleId | OtherReasonId | OutcomeId | OwnRuleId
# The person does it, or decides what becomes of it, with mouse and keyboard in their own hands.
BY_PERSON: frozenset[RuleId] = frozenset({"takeover", "by-hand"})
# Rules by which an action is left out, without a no to what it would do.
SKIPPING: frozenset[RuleId] = BY_PERSON | {"out-of-reach", "not-reached", "unreadable", "held-during-question"}
RULE_IDS: tuple[str, ...] = (*get_args(BuiltInRuleId), *get_args(OtherReasonId), *get_args(OutcomeId))
