"""Strict JSON, and what is made of values that JSON or UTF-8 cannot carry."""

import json

import pytest

from desktop_agent.core.errors import DialectError
from desktop_agent.model.strict_json import load, printable, printable_object

DUBIOUS = [
    pytest.param(b"{", id="cut"),
    pytest.param(b'{"a": NaN}', id="NaN"),
    pytest.param(b'{"type": "click", "type": "type"}', id="a key twice"),
    pytest.param(b'{"a": ' + b"9" * 5_000 + b"}", id="an integer of 5000 digits"),
    pytest.param(b"[" * 100_000, id="nesting that never ends"),
    pytest.param(b'{"a":' * 80 + b"1" + b"}" * 80, id="objects nested 80 deep"),
    pytest.param('{"a": "é"}'.encode("utf-16"), id="UTF-16"),
    pytest.param(b'{"a": "\xff"}', id="bad UTF-8"),
]


@pytest.mark.parametrize("data", DUBIOUS)
def test_what_is_dubious_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(DialectError) as error:
        load(data)

    assert error.value.message.startswith("The server's response is")
    assert error.value.hint


def test_plain_json_is_read_with_and_without_a_byte_order_mark() -> None:
    assert load(b'\xef\xbb\xbf{"a": [1, 2.5, null, "\xc3\xa9"]}') == {"a": [1, 2.5, None, "é"]}
    assert load('"text"') == "text"


def test_everything_printable_can_be_written_as_strict_json_in_utf8() -> None:
    odd = load(b'{"a\\ud800": ["\\udfff", 1e400, -1e400, 1.5, true, null, {"b": "\\u00e9"}]}')
    shown = printable(odd)

    assert json.dumps(shown, ensure_ascii=False, allow_nan=False).encode() == (
        '{"a?": ["?", "inf", "-inf", 1.5, true, null, {"b": "é"}]}'.encode()
    )
    assert printable_object({"a": "\ud800"}) == {"a": "?"}
