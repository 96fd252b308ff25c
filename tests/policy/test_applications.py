"""What an access level would refuse of what a question is about."""

from desktop_agent.policy.applications import refused_within
from tests.fakes.shown_questions import clicked


def test_an_act_is_refused_where_a_model_may_only_look() -> None:
    assert refused_within(clicked(), "look")
    assert not refused_within(clicked(), "everything")
