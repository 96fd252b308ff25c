"""The list of rule ids is the one that policy goes by."""

from typing import get_args

from desktop_agent.core.rule_id import RULE_IDS, BuiltInRuleId
from desktop_agent.policy.table import ROWS


def test_every_built_in_rule_is_listed() -> None:
    assert set(get_args(BuiltInRuleId)) == set(ROWS)


def test_no_id_is_listed_twice() -> None:
    assert len(set(RULE_IDS)) == len(RULE_IDS)
