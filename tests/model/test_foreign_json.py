"""An envelope is read kindly, arguments with care; and what is made of values that JSON or UTF-8 cannot carry."""

import json

import pytest

from desktop_agent.core.errors import DialectError
from desktop_agent.model.coordinates import Unreadable
from desktop_agent.model.foreign_json import load, load_arguments, load_object, printable, printable_object

DUBIOUS = [
    pytest.param(b"{", id="cut"),
    pytest.param(b'{"output": [{"name": "click", "name": "type"}]}', id="a call with two names"),
    pytest.param(b'[{"action": {"path": [{"x": 1, "x": 2}]}}]', id="two values for a name, deep in a call"),
    pytest.param(b'{"functionCall": {"args": {"x": 1, "x": 2}}}', id="two values for an argument"),
    pytest.param(b"[" * 100_000, id="nesting that never ends"),
    pytest.param(b'{"a":' * 80 + b"1" + b"}" * 80, id="objects nested 80 deep"),
    pytest.param('{"a": "é"}'.encode("utf-16"), id="UTF-16"),
    pytest.param(b'{"a": \xff}', id="bad UTF-8 beside the texts"),
    pytest.param(b'{"a": 1}{"a": 2}', id="two documents"),
    pytest.param(b'{"a": 1}\n\ndata: {"a": 1}\n\n', id="a document, and an event with one"),
    pytest.param(b'{"a": 1}\n[{"a": 1}]', id="a document, and a list with one"),
    pytest.param(b'data: [DONE]\n{"a": 1}', id="something before the document"),
]


@pytest.mark.parametrize("data", DUBIOUS)
def test_what_is_dubious_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(DialectError) as error:
        load(data)

    assert error.value.message.startswith("The server's response is")
    assert error.value.hint


@pytest.mark.parametrize(
    ("data", "value"),
    [
        ('{"a": NaN, "b": [-Infinity, 1e400]}', {"a": None, "b": [None, None]}),
        (f'{{"a": {"9" * 5_000}}}', {"a": None}),
        ('{"id": 1, "id": 2, "output": [{"name": "a", "name": "a"}]}', {"id": 2, "output": [{"name": "a"}]}),
        ('{"usage": {"a": 1, "a": 2}, "output": [{"name": "b"}]}', {"usage": {"a": 2}, "output": [{"name": "b"}]}),
        (b'{"a": "caf\xc3"}', {"a": "caf\ufffd"}),
        ('{"a": "one\ntwo\x00"}', {"a": "one\ntwo\x00"}),
        ('{"a": 1}\n\ndata: [DONE]\n\n', {"a": 1}),
        ('{"a": 1}}', {"a": 1}),
        ('\n {"a": 1}\n<!-- 12 ms -->', {"a": 1}),
        ('{"a": 1}, ]', {"a": 1}),
        (b'{"a": 1}\x00', {"a": 1}),
    ],
)
def test_a_bad_value_in_an_envelope_spoils_nothing_beside_it(data: bytes | str, value: object) -> None:
    assert load(data) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": "one\ntwo\x00"}', {"a": "one\ntwo\x00"}),
        (' {} {"a": 1}', {"a": 1}),
        ('{"a": 1}{}\n', {"a": 1}),
        ('{"a": [1]}\n{"a": [1]}', {"a": [1]}),
        ('{"a": 1, "a": 1}', {"a": 1}),
        ("{}", {}),
        ("{}{}", {}),
        ("[]", []),
        ("0", 0),
    ],
)
def test_arguments_with_one_reading_are_read(text: str, value: object) -> None:
    assert load_arguments(text) == value


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"a": 1}{"a": 2}', "two different objects"),
        ('{}{"a": 1}{"b": 1}', "two different objects"),
        ('{"a": 1, "a": 2}', "two different values for “a”"),
        ('{"b": [{"a": 1, "a": "1"}]}', "two different values for “a”"),
        ('{"a": NaN}', "“NaN” isn't a number that can be used"),
        ('{"a": 1e400}', "“1e400” isn't a number that can be used"),
        ("", "they aren't finished"),
        ('{"a": "b', "they aren't finished"),
        ('{"a": 1} and more', "they aren't JSON from “and more” on"),
        ("[" * 100 + "]" * 100, "too many values"),
        ("[" * 100_000, "too many values"),
    ],
)
def test_arguments_with_two_readings_or_none_are_refused_with_what_is_wrong(text: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        load_arguments(text)


def test_an_object_that_is_all_of_a_list_is_the_answer() -> None:
    assert load_object('[{"a": 1}]') == {"a": 1}
    with pytest.raises(DialectError):
        load_object('[{"a": 1}, {"a": 2}]')


def test_plain_json_is_read_with_and_without_a_byte_order_mark() -> None:
    assert load(b'\xef\xbb\xbf{"a": [1, 2.5, null, "\xc3\xa9"]}') == {"a": [1, 2.5, None, "é"]}
    assert load('"text"') == "text"


def test_everything_printable_can_be_written_as_strict_json_in_utf8() -> None:
    odd = {"a\ud800": ["\udfff", 1e400, -1e400, 1.5, True, None, {"b": "\u00e9", "c": "\ud83d" + "\ude00"}]}
    shown = printable(odd)

    assert json.dumps(shown, ensure_ascii=False, allow_nan=False).encode() == (
        '{"a?": ["?", "inf", "-inf", 1.5, true, null, {"b": "é", "c": "😀"}]}'.encode()
    )
    assert printable_object({"a": "\ud800"}) == {"a": "?"}
