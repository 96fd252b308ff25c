"""On a side desk nothing counts yet: what built-in rules still ask about there, and whose questions hold."""

import pytest

from desktop_agent.core.decision import Allow, Ask, Refuse
from desktop_agent.core.turn import SafetyCheck
from desktop_agent.policy.judge import Policy
from desktop_agent.policy.rule import ASKED_ON_A_DESK, BUILT_IN, CHANGEABLE, Rule
from tests.policy.test_policy import case_of


@pytest.mark.parametrize("name", BUILT_IN)
def test_on_a_desk_only_what_tells_somebody_something_is_asked(name: str) -> None:
    there, asked = Policy("guard", on_desk=True)(case_of(name)), BUILT_IN[name].verdict == "ask"

    assert isinstance(there, Refuse if not asked else Ask if name in ASKED_ON_A_DESK else Allow)


@pytest.mark.parametrize("name", CHANGEABLE)
def test_what_a_person_wants_to_be_asked_about_is_asked_on_a_desk_too(name: str) -> None:
    by_name, by_rule = (
        Policy("guard", (), {name: "ask"}, on_desk=True),
        Policy("guard", (Rule("r", "ask"),), on_desk=True),
    )

    assert isinstance(by_name(case_of(name)), Ask)
    assert isinstance(by_rule(case_of(name)), Ask | Refuse)
    assert isinstance(Policy("ask", on_desk=True)(case_of(name)), Ask | Refuse)
    assert isinstance(Policy("guard", on_desk=True)(case_of(name, checks=(SafetyCheck("sc"),))), Ask | Refuse)
