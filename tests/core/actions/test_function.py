"""The schema of a function's arguments."""

from desktop_agent.core.actions.action import record


def test_the_schema_of_a_record_requires_its_fields_and_forbids_others() -> None:
    assert record({"a": {"type": "string"}}, {"b": {}}) == {
        "type": "object",
        "required": ["a"],
        "properties": {"a": {"type": "string"}, "b": {}},
        "additionalProperties": False,
    }
