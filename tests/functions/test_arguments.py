"""Arguments fit the schema that the model was given, or it is said why not; no schema holds the program up."""

import json
from collections.abc import Mapping

import pytest

from desktop_agent.functions.catalogue import MAX_DEPTH, MAX_VALUES, why_not_fitting
from tests.fakes.programs.programs import CITY


@pytest.mark.parametrize(
    ("schema", "arguments", "why"),
    [
        (CITY, "{}", "'city' is a required property"),
        (CITY, '{"city":["x"]}', "at city: ['x'] is not of type 'string'"),
        ({"type": "object", "additionalProperties": False}, '{"city":1}', "Additional properties are not allowed"),
        ({"type": "object", "properties": {"a": {"pattern": "^[0-9]+$"}}}, '{"a":"7x"}', "does not match"),
        ({"type": "object", "properties": {"a": {"pattern": "^[0-9]+$"}}}, '{"a":7}', ""),
        ({"$ref": "#"}, "{}", "can't be used"),
        ({"type": "object"}, '{"a":' + "[" * MAX_DEPTH + "]" * MAX_DEPTH + "}", f"nested more than {MAX_DEPTH} levels"),
        ({"type": "object"}, '{"a":[' + "1," * MAX_VALUES + "1]}", f"more than {MAX_VALUES} values"),
        ({"type": "object", "maxProperties": 1}, '{"a":"' + "x" * 5_000 + '","b":1}', "…"),
    ],
)  # fmt: skip
def test_arguments_that_do_not_fit_the_schema_get_a_short_reason(
    schema: Mapping[str, object], arguments: str, why: str
) -> None:
    words = why_not_fitting(arguments, schema)

    assert bool(why) == bool(words)
    assert why in words
    assert len(words) < 500


def test_a_pattern_with_exponential_backtracking_ends_at_once() -> None:
    schema = {"type": "object", "properties": {"a": {"pattern": "^(a+)+$"}}}

    assert "does not match" in why_not_fitting('{"a":"' + "a" * 50_000 + '!"}', schema)


def test_a_schema_that_branches_at_every_step_takes_no_time_to_speak_of() -> None:
    sums = [
        {"properties": {"op": {"const": op}, "of": {"$ref": "#/$defs/sum"}}, "required": ["op", "of"]}
        for op in ("add", "multiply")
    ]
    schema = {"properties": {"sum": {"$ref": "#/$defs/sum"}}, "$defs": {"sum": {"anyOf": [*sums, {"type": "number"}]}}}
    deep: object = "x"
    for _ in range(MAX_DEPTH - 2):
        deep = {"op": "multiply", "of": deep}

    assert "can't be used" in why_not_fitting(json.dumps({"sum": deep}), schema)
    assert why_not_fitting('{"sum":{"op":"add","of":{"op":"multiply","of":2}}}', schema) == ""


@pytest.mark.parametrize("place", ["http://example.invalid/schema", "#/$defs/nowhere"])
def test_a_reference_that_leads_nowhere_is_never_fetched_and_fits_nothing(place: str) -> None:
    assert "can't be used" in why_not_fitting("{}", {"$ref": place})
