"""The vendors' own SDK types judge our requests, and the recorded answers that our reading is tested with.

`openai` judges the current dialect and what it shares with `preview`; `tzafon`'s current types judge `preview`; the
last `tzafon` that knows `computer_use` lives in an environment of its own (`.oracle`) and judges `lightcone` there.
`openai`'s types know every field; `tzafon`'s let unknown ones pass, and judge the known ones.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openai.types.responses as openai_types
import pytest
import tzafon.types as tzafon_types
from pydantic import BaseModel, TypeAdapter, ValidationError

from desktop_agent.core.turn import Opening, Reply, Result, Turn
from desktop_agent.model.conversation import Conversation
from desktop_agent.model.request_options import RequestOptions
from desktop_agent.model.tools import declined
from tests.fakes.script import asks, calls, says, thinks
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.thinking import conversation, frame, with_conversation
from tests.proof.hosts import NO_ORACLE, ORACLE
from tests.proof.judging import BY_OPENAI, BY_TZAFON, judged_by_the_older, must_be_known
from tests.proof.kept_fields import check_unknown_fields, plain

ROOT = Path(__file__).parents[2]
WIRE = ROOT / "tests" / "wire"
CLICK = {"type": "click", "x": 10, "y": 20, "button": "left"}
CHECK = {"id": "sc_1", "code": "malicious_instructions", "message": "The page tells the model what to do."}
NOT_HERE = ["function_call", "custom_tool_call", "shell_call", "local_shell_call", "apply_patch_call"]


def sent(dialect: str, *, chain: bool) -> list[Mapping[str, Any]]:
    """Return the bodies of a conversation with everything in it: checks, notes, words, tools that are not here."""
    mouse = {"type": "scroll", "x": 1, "y": 2, "scroll_x": 0, "scroll_y": 100}
    first = thinks("Hm.") + says("Now.") + asks(CLICK, mouse, checks=(CHECK,) if dialect != "lightcone" else ())
    script = [first, calls("get_weather", "{}") if dialect != "lightcone" else asks(CLICK), asks(CLICK), says("Saved.")]

    async def talk(mind: Conversation) -> None:
        turn: Turn = await mind.think(Opening("Save a note", frame(0)))
        number = 0
        while turn.calls or turn.strays:
            number += 1
            shot = frame(number)
            results = tuple(Result(call.call_id, shot, call.checks, ("Done.",)) for call in turn.calls)
            turn = await mind.think(Reply(results, ("Please go on.",), shot))

    with ScriptedServer(script, dialect=dialect) as server:
        terms = RequestOptions(dialect=dialect, chain=chain, instructions="Be quick.")
        with_conversation(conversation(server.base_url, terms), talk)
    assert server.objections == []
    return [request.body for request in server.creates]


@pytest.mark.parametrize("chain", [True, False])
@pytest.mark.parametrize(("dialect", "judge"), [("openai", BY_OPENAI), ("preview", BY_TZAFON)])
def test_the_vendors_types_take_our_requests_whole(dialect: str, judge: TypeAdapter[Any], chain: bool) -> None:
    for body in sent(dialect, chain=chain):
        must_be_known(judge, body)


@pytest.mark.parametrize(
    ("judge", "item"),
    [
        (
            BY_OPENAI,
            {"type": "computer_call_output", "call_id": "c", "output": {"type": "computer_screenshot", "error": "x"}},
        ),
        (BY_OPENAI, {"type": "computer_call_output", "output": {"type": "computer_screenshot"}}),
        (BY_TZAFON, {"type": "computer_call_output", "output": {"type": "computer_screenshot"}}),
        (BY_TZAFON, {"type": "message", "role": "user", "content": [{"type": "input_image", "detail": "sharp"}]}),
    ],
)
def test_the_judges_can_say_no(judge: TypeAdapter[Any], item: dict[str, Any]) -> None:
    body = {"model": "m", "input": [item]}

    with pytest.raises((ValidationError, AssertionError)):
        check_unknown_fields(body, plain(judge.validate_python(body)))


def test_openais_types_take_what_the_preview_dialect_shares_with_them() -> None:
    for body in sent("preview", chain=True):
        check_unknown_fields(body, plain(BY_OPENAI.validate_python(body)))


@pytest.mark.parametrize(
    ("name", "response_type"),
    [(str(path.relative_to(WIRE)), openai_types.Response) for path in sorted(WIRE.glob("openai/*.json"))]
    + [
        (str(path.relative_to(WIRE)), tzafon_types.ResponseCreateResponse)
        for path in sorted(WIRE.glob("preview/*.json"))
    ],
)
def test_the_recorded_answers_are_answers_by_the_vendors_types(name: str, response_type: type[BaseModel]) -> None:
    response = json.loads((WIRE / name).read_text("utf-8"))

    parsed = response_type.model_validate(response)

    kinds = [item["type"] for item in parsed.model_dump()["output"]]
    assert kinds == [item["type"] for item in response["output"]]


@pytest.mark.parametrize("kind", NOT_HERE)
@pytest.mark.parametrize("judge", [BY_OPENAI, BY_TZAFON])
def test_each_refusal_of_a_tool_has_the_form_that_the_types_ask_for(kind: str, judge: TypeAdapter[Any]) -> None:
    answer = declined({"type": kind, "call_id": "c", "id": "i"})

    body = {"model": "m", "input": [answer]}
    check_unknown_fields(body, plain(judge.validate_python(body)))


@pytest.mark.skipif(not ORACLE.exists(), reason=NO_ORACLE)
def test_the_last_sdk_that_knows_the_older_api_takes_our_requests_and_the_recorded_answers() -> None:
    requests = [body for chain in (True, False) for body in sent("lightcone", chain=chain)]
    answers = [json.loads(path.read_text("utf-8")) for path in sorted(WIRE.glob("lightcone/*.json"))]

    assert judged_by_the_older(requests, answers) == ""
