"""Values against JSON schemas: what each schema takes, and what is said of the rest."""

import pytest

from desktop_agent.core.function import record
from desktop_agent.core.json_text import JsonItem
from desktop_agent.devtools.serve.parameters import (
    SWITCH,
    TABLE,
    Mismatch,
    list_of,
    mismatch,
    number,
    one_of,
    table_of,
    text,
    typed,
    whole,
)

FORMS = typed({"one": record({"type": one_of("one"), "name": text(3)}), "other": record({"type": one_of("other")})})
ANY_OF: JsonItem = {"anyOf": [SWITCH, text(3)]}
ANYTHING: JsonItem = {}
DEEP: list[object] = []
for _ in range(40):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        (SWITCH, True),
        (whole(1, 3), 3),
        (number(0, 2), 0.5),
        (number(0, 2), 2),
        (text(3), "abc"),
        (one_of("a", "b"), "b"),
        (list_of(SWITCH, 2), [True, False]),
        (list_of(SWITCH, 2), ()),
        (table_of(whole(0, 9), 2), {"x": 1}),
        (record({"a": SWITCH}, {"b": SWITCH}), {"a": True, "b": None}),
        (record({"a": SWITCH}), {"a": True}),
        (ANY_OF, "abc"),
        (FORMS, {"type": "one", "name": "abc"}),
        (ANYTHING, {"a": [1, 2.5, None, True, "x", ()]}),
        (TABLE, {}),
    ],
)
def test_what_fits_is_taken(schema: JsonItem, value: object) -> None:
    assert mismatch(schema, value) is None


@pytest.mark.parametrize(
    ("schema", "value", "must_be"),
    [
        (SWITCH, 1, "true or false"),
        (whole(1, 3), True, "a whole number from 1 to 3"),
        (whole(1, 3), 4, "a whole number from 1 to 3"),
        (whole(1, 3), 2.0, "a whole number from 1 to 3"),
        (number(0, 2), False, "a number from 0 to 2"),
        (number(0, 2), "1", "a number from 0 to 2"),
        (text(3), "", "text of 1 to 3 characters"),
        (text(3), "abcd", "text of 1 to 3 characters"),
        (text(3), 7, "text of 1 to 3 characters"),
        (one_of("a", "b"), "c", "one of a, b"),
        (one_of("a", "b"), ["a"], "one of a, b"),
        (list_of(SWITCH, 1), "x", "a list of at most 1"),
        (list_of(SWITCH, 1), [True, True], "a list of at most 1"),
        (list_of(SWITCH, 1), [7], "a list in which each is true or false"),
        (table_of(SWITCH, 1), [], "a table of at most 1 names"),
        (table_of(SWITCH, 1), {"a": True, "b": True}, "a table of at most 1 names"),
        (table_of(SWITCH, 1, longest=2), {"abc": True}, "a table of names with at most 2 characters"),
        (table_of(SWITCH, 1), {"a": 7}, "a table in which “a” is true or false"),
        (record({"a": SWITCH}), "x", "a table with “a”"),
        (record({"a": SWITCH}), {}, "a table with “a”"),
        (record({"a": SWITCH}), {"a": None}, "a table in which “a” is true or false"),
        (record({"a": SWITCH}, {"b": SWITCH}), {"a": True, "c": 1}, "a table without “c”: it may have “a”, “b”"),
        (record({}, {"b": SWITCH}), {"b": 7}, "a table in which “b” is true or false"),
        (ANY_OF, 7, "true or false, or text of 1 to 3 characters"),
        (FORMS, "x", "a table with “type”"),
        (FORMS, {"type": "two"}, "a table in which “type” is one of one, other"),
        (FORMS, {"type": "one"}, "a table with “name”"),
        (TABLE, [], "a table"),
    ],
)
def test_what_does_not_fit_is_told_what_it_must_be(schema: JsonItem, value: object, must_be: str) -> None:
    assert str(mismatch(schema, value)) == must_be


def test_a_schema_may_be_open_for_fields_that_it_does_not_know() -> None:
    schema = record({}, {"inner": record({"a": SWITCH}), "free": table_of(SWITCH, 2)})

    assert mismatch(schema, {"new": 1, "inner": {"a": True, "b": 1}}, closed=False) is None
    assert mismatch(schema, {"inner": {"a": 1, "b": 1}}, closed=False) == Mismatch(("inner", "a"), "true or false")
    assert mismatch(schema, {"free": {"x": 1}}, closed=False) == Mismatch(("free", "x"), "true or false")
