"""The parameters that a person sets: which are the program's own, and how they are written."""

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.model.params import OURS, assigned, wrong_param

FINE = ("", "")


def test_nothing_that_a_request_is_made_of_can_be_set_and_all_else_can() -> None:
    assert {name for name in OURS if wrong_param(name, "x")[0] != f"“{name}” is reserved for the program"} == set()
    assert wrong_param("what_comes_next_year", {"deep": [1, None]}) == FINE
    assert wrong_param("x", float("inf")) == (
        "x can't be 'inf'",
        "It must be what JSON can hold: no dates, no infinite numbers.",
    )


def test_parameters_are_written_as_names_and_values() -> None:
    assert assigned(
        ["temperature=0.2", "reasoning.effort=high", "reasoning.summary=auto", 'user="7"', "store=null", "a=b=c", "e="]
    ) == {
        "temperature": 0.2,
        "reasoning": {"effort": "high", "summary": "auto"},
        "user": "7",
        "store": None,
        "a": "b=c",
        "e": "",
    }


@pytest.mark.parametrize("written", ["", "x", "=1", "a..b=1", ".=1"])
def test_what_has_no_name_or_no_value_is_no_parameter(written: str) -> None:
    with pytest.raises(SettingsError, match="isn't a valid parameter"):
        assigned([written])
