"""What is certain about a run's end, beside its model's word."""

import pytest

from desktop_agent.core.events import BreakCause, Decided, DecidedBy, DecisionVerdict
from desktop_agent.core.rule_id import RuleId
from desktop_agent.record.outcome import left_out
from desktop_agent.record.proposal import RecordedProposal
from desktop_agent.record.wording import ActionResult


def proposal(
    outcome: ActionResult,
    verdict: DecisionVerdict = "allow",
    by: DecidedBy = "policy",
    rule: RuleId = "default",
    cause: BreakCause = "error",
) -> RecordedProposal:
    return RecordedProposal(
        None, {}, (), decisions=(Decided("c", 0, verdict, by, rule),), outcome=outcome, cause=cause
    )  # fmt: skip


@pytest.mark.parametrize(
    ("proposals", "told"),
    [
        ((), ""),
        ((proposal("done"), proposal("done", by="human")), ""),
        ((proposal("not done", "deny", "human"),), "Not done as requested: 1 refused."),
        ((proposal("not done", "deny", "policy", "outside-viewport"),), "Not done as requested: 1 refused."),
        ((proposal("not done", "deny", "policy", "not-reached"),) * 2, "Not done as requested: 2 skipped."),
        ((proposal("not done", "deny", "mode", "watch"),), ""),
        ((proposal("failed"),), "Not done as requested: 1 failed."),
        ((proposal("failed", cause="takeover"),), "Not done as requested: 1 skipped."),
        ((proposal("unknown"),), "Not done as requested: 1 uncertain."),
        (
            (proposal("unseen"), proposal("done"), proposal("altered"), proposal("altered"), proposal("failed")),
            "Not done as requested: 1 failed, 1 text not found in any field, 2 fields contain something else.",
        ),
    ],
)
def test_what_was_left_out_is_counted_by_how(proposals: tuple[RecordedProposal, ...], told: str) -> None:
    assert told == left_out(proposals)
