"""The table of request parameters: what it takes, what it says, and how parameters are written."""

import json

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.model.params import OURS, assigned, names, wrong_extra, wrong_param

FINE = ("", "")


def test_what_only_one_vendor_has_is_taken_there_alone() -> None:
    assert wrong_param("tool_choice", {"type": "computer"}, "openai") == FINE
    assert wrong_param("tool_choice", {"type": "computer"}, "preview")[0] == (
        'tool_choice can\'t be {"type": "computer"}'
    )
    assert wrong_param("tool_choice", {"type": "computer"}) == FINE


def test_the_older_api_knows_four() -> None:
    known = [name for name in names() if wrong_param(name, None, "lightcone") == FINE]

    assert known == ["instructions", "max_output_tokens", "temperature", "top_p"]
    assert wrong_param("reasoning", {}, "lightcone") == (
        "the lightcone dialect has no “reasoning” parameter",
        "It supports instructions, max_output_tokens, temperature, top_p. Put any others in extra_body.",
    )


def test_nothing_that_a_request_is_made_of_can_be_set() -> None:
    assert not OURS & set(names())
    for name in OURS:
        assert wrong_param(name, "x")[0] == f"“{name}” is reserved for the program"
        assert wrong_extra(name, "x")[0] == f"extra_body can't contain “{name}”"


def test_an_unknown_name_is_told_the_nearest_one() -> None:
    assert wrong_param("temprature", 1) == (
        "there is no parameter called “temprature”",
        "Did you mean “temperature”? Put any parameters that aren't in the table in extra_body.",
    )
    assert wrong_param("zzz", 1) == (
        "there is no parameter called “zzz”",
        "Put any parameters that aren't in the table in extra_body.",
    )


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("temperature", 2.5, "It must be a number from 0 to 2."),
        ("store", "yes", "It must be true or false."),
        ("truncation", "on", "It must be one of auto, disabled."),
        ("logit_bias", {"50256": 101}, "It must be a table in which “50256” is a number from -100 to 100."),
        ("text", {"verbosity": "loud"}, "It must be a table in which “verbosity” is one of low, medium, high."),
        (
            "prompt",
            {"id": "p", "variables": {"a": {"type": "input_text"}}},
            (
                "It must be a table in which “variables” is a table in which “a” is text of 1 to 100000 characters, or"
                " a table with “text”."
            ),
        ),
    ],
)
def test_a_bad_value_is_told_what_it_must_be(name: str, value: object, hint: str) -> None:
    shown = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else repr(str(value))

    assert wrong_param(name, value) == (f"{name} can't be {shown}", hint)


def test_what_json_cannot_hold_is_no_extra_field() -> None:
    assert wrong_extra("x", {"deep": [1, None]}) == FINE
    assert wrong_extra("x", float("inf")) == (
        "extra_body.x can't be 'inf'",
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
