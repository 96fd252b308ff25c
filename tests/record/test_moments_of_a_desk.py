"""What would have left a desk, told among the steps of a run."""

import pytest

from desktop_agent.core.events import Decided, DecidedBy, DecisionVerdict, NamedTarget, Stamped
from desktop_agent.record.moments import MomentReader


@pytest.mark.parametrize(
    ("verdict", "by", "expected"),
    [
        ("allow", "human", "You let this leave the desk after 2.0 s: “POST https://example.org/a”"),
        ("deny", "human", "You didn't let this leave the desk after 2.0 s: “POST https://example.org/a”"),
        ("deny", "policy", "This didn't leave the desk because there was no one to ask: “POST https://example.org/a”"),
        (
            "stop",
            "policy",
            "This didn't leave the desk because the run ended before you answered: “POST https://example.org/a”",
        ),
    ],
)
def test_what_would_have_left_a_desk_has_a_row_of_its_own(
    verdict: DecisionVerdict, by: DecidedBy, expected: str
) -> None:
    target = NamedTarget(name="POST https://example.org/a")
    decided = Decided("write-1", 0, verdict, by, "desk-write", None, 2_000, target=target)
    reader = MomentReader()

    reader.take(Stamped(1, "2026-11-20T10:15:30.000Z", 1, decided))

    assert [expected] == [row.text for row in reader.moments]
