"""The body of a request is checked field by field, and what is wrong is said with the name of the field."""

import json
from typing import Any

import pytest

from desktop_agent.serve.wire.parsed_request import BadRequestError, picture_bytes, read_request

TOOL = {"type": "computer_use_preview", "display_width": 100, "display_height": 80, "environment": "linux"}
SHOT = {"type": "computer_screenshot", "image_url": "data:image/png;base64,AAAA"}
RESULT = {"type": "computer_call_output", "call_id": "c", "output": SHOT}


def test_unused_parameters_are_accepted() -> None:
    asked = {"input": "x", "tools": [TOOL], "temperature": 0, "logit_bias": {"1": 0.5}, "something_new": {"a": [1]}}

    assert asked == read_request(json.dumps(asked).encode()).raw


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"stream": "yes"}, "stream"),
        ({"model": 5}, "model"),
        ({"tools": [{"name": "x"}]}, "tools[0].type"),
        ({"tools": [TOOL | {"display_width": -1}]}, "tools[0].display_width"),
        ({"input": 5}, "input"),
        ({"input": [{"role": "user", "content": [{"text": 5}]}]}, "input[0].content[0].text"),
        ({"input": [{"role": "user"}]}, "input[0].content"),
        ({"input": [RESULT | {"output": SHOT | {"image_url": {}}}]}, "input[0].output.image_url"),
        ({"background": True, "store": False}, "background"),
        ({"conversation": "conv_1"}, "conversation"),
    ],
)
def test_a_wrong_field_is_named(change: dict[str, Any], param: str) -> None:
    with pytest.raises(BadRequestError) as caught:
        read_request(json.dumps({"input": "x"} | change).encode())

    assert (400, param) == (caught.value.status, caught.value.param)
    assert param.rpartition(".")[2] in caught.value.message


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"5", b"nonsense", b"[" * 100_000, b'{"temperature": NaN}', b'{"top_p": 1e999}', b"\xff\xfe{",
        b'{"input": "\\ud800"}', b'{"input": "x", "max_output_tokens": ' + b"9" * 5000 + b"}",
    ],
)  # fmt: skip
def test_invalid_json_is_refused(body: bytes) -> None:
    with pytest.raises(BadRequestError) as caught:
        read_request(body)

    assert 400 == caught.value.status


@pytest.mark.parametrize("item", [
    {"type": "item_reference", "id": "x"}, {"id": "x"}, {"type": "compaction", "encrypted_content": "x"},
    {"type": "brand_new", "anything": [1]}, {"type": "reasoning", "id": "rs", "summary": []},
])  # fmt: skip
def test_unused_items_are_accepted(item: dict[str, Any]) -> None:
    assert () == read_request(json.dumps({"input": [item]}).encode()).items


@pytest.mark.parametrize("written", ["+//+AA==", "-__-AA==", "+//+AA", "-__-AA"])
def test_a_picture_is_read_in_either_alphabet_of_base64_and_with_or_without_padding(written: str) -> None:
    assert b"\xfb\xff\xfe\x00" == picture_bytes(f"data:image/png;base64,{written}")


@pytest.mark.parametrize("written", ["+//+A", "+//+ AA==", "+//=AA=="])
def test_a_picture_whose_base64_is_broken_is_refused(written: str) -> None:
    with pytest.raises(BadRequestError, match="base64 is broken"):
        picture_bytes(f"data:image/png;base64,{written}")
