"""A script's words become the vendors' own: their SDKs' types read each, with nothing left over."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openai.types.responses import ResponseOutputItem
from tzafon.types import ResponseComputerToolCall, ResponseFunctionToolCall, ResponseOutputMessage

from desktop_agent.devtools.serve.dialects import DIALECTS
from desktop_agent.devtools.serve.script.read import ScriptLine, script_of
from desktop_agent.devtools.serve.script.scripted_model import items_of
from desktop_agent.devtools.serve.wire.problem import BadRequestError
from tests.proof.vendors import left_over, parsed

ORACLE = Path(__file__).parents[3] / ".oracle" / "bin" / "python"
READ_LIGHTCONE = """
import json, sys
from tzafon.types import V2GoBackendInternalServiceOutputItem as Item
for line in sys.stdin:
    item = Item.model_validate(json.loads(line), strict=True)
    blocks = [*(item.content or []), *(item.summary or [])]
    parts = [item, *([item.action] if item.action else []), *blocks]
    print(json.dumps([sorted(part.model_extra) for part in parts]))
"""
EVERYWHERE: list[dict[str, Any]] = [
    {"click": [1, 2]}, {"double_click": [1, 2]}, {"right_click": {"x": 1, "y": 2}}, {"type": "Ωλ 日本\n"},
    {"keys": ["ctrl", "s"]}, {"scroll": {"x": 1, "y": 2, "dy": 300}}, {"drag": [[1, 2], [3, 4], [5, 6]]},
    {"wait": True}, {"reasoning": "Hm."}, {"message": "Hello."}, {"done": "All done."}, {"give_up": "I can't."},
    {"actions": [{"click": [1, 2]}, {"type": "x"}]},
]  # fmt: skip
NEWER: list[dict[str, Any]] = [
    {"move": [1, 2]}, {"screenshot": True}, {"refusal": "No."}, {"function_call": {"name": "f", "arguments": {"a": 1}}},
    {"click": [1, 2], "checks": [{"code": "sensitive_domain", "message": "Sure?"}, {"id": "sc_own"}]},
]  # fmt: skip
OPENAI: list[dict[str, Any]] = [
    {"click": {"x": 1, "y": 2, "keys": ["shift"]}},
    {"custom_tool_call": {"name": "t", "input": "x"}},
]
PREVIEW: list[dict[str, Any]] = [
    {"mouse_down": [1, 2]}, {"mouse_up": [1, 2]}, {"key_down": ["shift"]}, {"key_up": ["shift"]},
    {"point_and_type": {"x": 1, "y": 2, "text": "x"}},
]  # fmt: skip
LIGHTCONE: list[dict[str, Any]] = [
    {"triple_click": [1, 2]},
    {"key_down": ["a"]},
    {"key_up": ["a"]},
    {"navigate": "https://example.org"},
    {"key": ["ctrl", "s"]},
    {"hscroll": {"x": 1, "y": 2, "dx": -300}},
    {"answer": "It is 5 o'clock."},
    {"terminate": {"status": "failure", "text": "No."}},
    {"terminate": {}},
]


def line(item: object) -> ScriptLine:
    found = script_of(json.dumps({"answers": [{"items": [item]}]}), "x").answers[0].lines
    assert found
    return found[0]


def test_openai_says_which_keys_a_double_click_holds_though_there_are_none() -> None:
    at = {"type": "double_click", "x": 1, "y": 2}

    assert [at | {"keys": None}] == said({"double_click": [1, 2]}, "openai")[0]["actions"]
    assert [at | {"keys": ["alt"]}] == said({"double_click": {"x": 1, "y": 2, "keys": ["alt"]}}, "openai")[0]["actions"]
    assert at == said({"double_click": [1, 2]}, "preview")[0]["action"]


@pytest.mark.parametrize(
    ("item", "action"),
    [
        ({"key": ["ctrl", "s"]}, {"type": "key", "keys": ["ctrl", "s"]}),
        ({"hscroll": {"x": 1, "y": 2, "dx": -300}}, {"type": "hscroll", "x": 1, "y": 2, "scroll_x": -300}),
        ({"answer": "5"}, {"type": "answer", "status": "success", "text": "5", "result": "5"}),
        (
            {"terminate": {"status": "failure", "text": "No."}},
            {"type": "terminate", "status": "failure", "text": "No.", "result": "No."},
        ),
    ],
)
def test_the_older_api_has_words_of_its_own(item: object, action: object) -> None:
    assert said(item, "lightcone")[0]["action"] == action
    for other in ("preview", "openai"):
        with pytest.raises(BadRequestError, match="has no word for"):
            said(item, other)


@pytest.mark.parametrize(
    ("model", "item", "called"),
    [
        ("qwen3-vl", {"key": ["ctrl", "s"]}, {"action": "key", "keys": ["ctrl", "s"]}),
        ("qwen3-vl", {"answer": "5"}, {"action": "answer", "text": "5"}),
        ("qwen3-vl", {"terminate": {"status": "failure"}}, {"action": "terminate", "status": "failure"}),
        ("gpt", {"key": ["ctrl", "s"]}, {"keys": ["ctrl", "s"]}),
        ("gpt", {"hscroll": {"x": 1, "y": 2, "dx": -300}}, {"x": 1, "y": 2, "direction": "left", "pixels": 300}),
        ("qwen3-vl", {"hscroll": {"x": 1, "y": 2, "dx": -300}}, None),
        ("gpt", {"answer": "5"}, None),
        ("ui-tars", {"terminate": {"status": "success"}}, None),
    ],
)
def test_a_family_has_the_words_that_its_makers_gave_it(model: str, item: object, called: object) -> None:
    dialect = DIALECTS["functions"]
    assert dialect.played
    family = dialect.played(model, dialect.functions if model == "gpt" else frozenset({"computer_use"}))

    if called is None:
        with pytest.raises(BadRequestError, match="has no word for"):
            items_of(line(item), family, offers_done=False)
    else:
        assert json.loads(str(items_of(line(item), family, offers_done=False)[0]["arguments"])) == called


def said(item: object, dialect: str, *, offers_done: bool = True) -> list[dict[str, Any]]:
    return items_of(line(item), DIALECTS[dialect], offers_done=offers_done)


@pytest.mark.parametrize("item", [*EVERYWHERE, *NEWER, *OPENAI])
@pytest.mark.parametrize("offers_done", [True, False])
def test_openais_types_read_it(item: object, offers_done: bool) -> None:
    for one in said(item, "openai", offers_done=offers_done):
        read = parsed(ResponseOutputItem, one)
        assert (one["type"], []) == (read.type, [*left_over(read)])


@pytest.mark.parametrize("item", [one for one in (*EVERYWHERE, *NEWER, *PREVIEW) if "reasoning" not in one])
def test_tzafons_types_read_it(item: dict[str, Any]) -> None:
    # Its types have a union with "any object" in it; here the member that is meant has to read it.
    kinds: dict[str, Any] = {
        "computer_call": ResponseComputerToolCall,
        "function_call": ResponseFunctionToolCall,
        "message": ResponseOutputMessage,
    }
    for one in said(item, "preview"):
        assert [] == [*left_over(kinds[one["type"]].model_validate(one, strict=True))]


def test_tzafons_older_types_read_it() -> None:
    items = [one for item in (*EVERYWHERE, *LIGHTCONE) for one in said(item, "lightcone")]
    lines = "".join(json.dumps(one) + "\n" for one in items)

    done = subprocess.run([ORACLE, "-c", READ_LIGHTCONE], input=lines, capture_output=True, text=True, check=False)

    assert 0 == done.returncode, done.stderr
    read = [json.loads(each) for each in done.stdout.splitlines()]
    assert len(items) == len(read)
    assert not any(extra for parts in read for extra in parts)


@pytest.mark.parametrize(
    ("dialect", "item"),
    [
        *(("openai", one) for one in (*PREVIEW, *LIGHTCONE)),
        *(("preview", one) for one in ({"triple_click": [1, 2]}, {"navigate": "x"}, OPENAI[0])),
        *(("lightcone", one) for one in (*NEWER, *OPENAI, {"mouse_down": [1, 2]})),
    ],
)
def test_a_word_that_a_dialect_lacks_is_said_with_its_place(dialect: str, item: object) -> None:
    with pytest.raises(BadRequestError, match=r"at answers\[0\]\.items\[0\].*no word for; use raw"):
        said(item, dialect)


def test_several_actions_are_one_call_or_several() -> None:
    item = {"actions": [{"click": [1, 2]}, {"keys": ["a"]}]}

    assert [["click", "keypress"]] == [[one["type"] for one in call["actions"]] for call in said(item, "openai")]
    assert ["click", "keypress"] == [call["action"]["type"] for call in said(item, "preview")]
    assert 2 == len({call["call_id"] for call in said(item, "preview")})


def test_ids_can_be_given_and_left_out() -> None:
    assert "mine" == said({"wait": True, "call_id": "mine"}, "preview")[0]["call_id"]
    assert "call_id" not in said({"wait": True, "call_id": None}, "preview")[0]
    assert "incomplete" == said({"wait": True, "status": "incomplete"}, "openai")[0]["status"]


def test_a_raw_item_stands_as_it_is() -> None:
    item = {"type": "computer_call", "action": {"type": "left_click", "x": "7"}, "unheard_of": [None]}

    assert [item] == said({"raw": item}, "openai") == said({"raw": item}, "lightcone")


def test_arguments_can_be_no_json() -> None:
    call = said({"function_call": {"name": "f", "arguments": "{broken"}}, "preview")[0]

    assert "{broken" == call["arguments"]
