"""Checks of plain values: what each takes, and what it says of the rest."""

from datetime import date

import pytest

from desktop_agent.model.check import (
    ValueCheck,
    choice,
    either,
    listed,
    named,
    number,
    plain,
    record,
    switch,
    table,
    text,
    typed,
    whole,
)

FORMS = typed({"one": record({"type": choice("one"), "name": text(3)})})
DEEP: list[object] = []
for _ in range(40):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    ("check", "value"),
    [
        (switch, True),
        (whole(1, 3), 3),
        (number(0, 2), 0.5),
        (number(0, 2), 2),
        (text(3), "abc"),
        (choice("a", "b"), "b"),
        (listed(switch, 2), [True, False]),
        (listed(switch, 2), ()),
        (named(whole(0, 9), 2), {"x": 1}),
        (record({"a": switch}, {"b": switch}), {"a": True, "b": None}),
        (record({"a": switch}), {"a": True}),
        (either(switch, text(3)), "abc"),
        (FORMS, {"type": "one", "name": "abc"}),
        (plain, {"a": [1, 2.5, None, True, "x", ()]}),
        (table, {}),
    ],
)
def test_what_fits_is_taken(check: ValueCheck, value: object) -> None:
    assert check(value) == ""


@pytest.mark.parametrize(
    ("check", "value", "must_be"),
    [
        (switch, 1, "true or false"),
        (whole(1, 3), True, "a whole number from 1 to 3"),
        (whole(1, 3), 4, "a whole number from 1 to 3"),
        (whole(1, 3), 2.0, "a whole number from 1 to 3"),
        (number(0, 2), float("nan"), "a number from 0 to 2"),
        (number(0, 2), float("inf"), "a number from 0 to 2"),
        (number(0, 2), False, "a number from 0 to 2"),
        (number(0, 2), "1", "a number from 0 to 2"),
        (text(3), "", "text of 1 to 3 characters"),
        (text(3), "abcd", "text of 1 to 3 characters"),
        (text(3), 7, "text of 1 to 3 characters"),
        (choice("a", "b"), "c", "one of a, b"),
        (choice("a", "b"), ["a"], "one of a, b"),
        (listed(switch, 1), "x", "a list of at most 1"),
        (listed(switch, 1), [True, True], "a list of at most 1"),
        (listed(switch, 1), [7], "a list in which each is true or false"),
        (named(switch, 1), [], "a table of at most 1 names"),
        (named(switch, 1), {"a": True, "b": True}, "a table of at most 1 names"),
        (named(switch, 1, longest=2), {"abc": True}, "a table of names with at most 2 characters"),
        (named(switch, 1), {7: True}, "a table of names with at most 256 characters"),
        (named(switch, 1), {"a": 7}, "a table in which “a” is true or false"),
        (record({"a": switch}), "x", "a table with “a”"),
        (record({"a": switch}), {}, "a table with “a”"),
        (record({"a": switch}), {"a": None}, "a table in which “a” is true or false"),
        (record({"a": switch}, {"b": switch}), {"a": True, "c": 1}, "a table without “c”: it may have “a”, “b”"),
        (record({}, {"b": switch}), {"b": 7}, "a table in which “b” is true or false"),
        (either(switch, text(3)), 7, "true or false, or text of 1 to 3 characters"),
        (FORMS, "x", "a table with a “type” of one"),
        (FORMS, {"type": "two"}, "a table with a “type” of one"),
        (FORMS, {"type": "one"}, "a table with “name”"),
        (plain, date(2026, 11, 20), "what JSON can hold: no dates, no infinite numbers"),
        (plain, {"a": float("inf")}, "what JSON can hold: no dates, no infinite numbers"),
        (plain, {7: 1}, "what JSON can hold: no dates, no infinite numbers"),
        (plain, DEEP, "what JSON can hold: no dates, no infinite numbers"),
        (table, [], "a table"),
        (table, {"a": date(2026, 11, 20)}, "what JSON can hold: no dates, no infinite numbers"),
    ],
)
def test_what_does_not_fit_is_told_what_it_must_be(check: ValueCheck, value: object, must_be: str) -> None:
    assert check(value) == must_be
