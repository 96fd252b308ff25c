"""Forty acts through a gateway at its worst: the application gets each of them once, and the run ends completed."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.programs.fields import Field
from tests.fakes.programs.told_window import told_window
from tests.fakes.servers.script import Answer, Item, Script, asks, called, refuses, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.journeys.conftest import BARE, Agent

ACTS = 40
Twist = Callable[[Item], Answer]
MOST_PICTURES = 2


def acts(field: Field) -> Iterator[Item]:
    """Yield acts that can all be told apart in the window: a click at a place of its own, then a word of its own."""
    area = field.places()["area"]
    for number in range(1, ACTS + 1):
        if number % 2:
            x = area.x + 20 * number + 10
            y = area.y + (30, 120)[number % 4 == 1]
            yield {"type": "click", "x": x, "y": y, "button": "left"}
        else:
            yield {"type": "type", "text": f"{number} "}


def pictures(body: Mapping[str, Any]) -> int:
    return json.dumps(body["input"]).count('"input_image"') + json.dumps(body["input"]).count('"computer_screenshot"')


def too_many_pictures(body: Mapping[str, Any]) -> Answer:
    assert pictures(body) > MOST_PICTURES
    return refuses(400, f"Too many images: at most {MOST_PICTURES} image(s) may be provided in one prompt.")


def call(action: Item, **changed: object) -> Answer:
    """Return an action as the call of a function, with other fields; a field of None is left out."""
    item = {"type": "function_call", **called(action), **changed}
    return Answer(({name: value for name, value in item.items() if value is not None},))


def cut_at_its_length(answer: Answer) -> Answer:
    return replace(answer, status="incomplete", extra={"incomplete_details": {"reason": "max_output_tokens"}})


def name_of(action: Item) -> str:
    return str(called(action)["name"])


def arguments_of(action: Item) -> dict[str, object]:
    return dict(json.loads(str(called(action)["arguments"])))


OVERLOADED = Answer(
    status="failed", extra={"error": {"type": "overloaded_error", "message": "Overloaded"}}, forgotten=True
)
SILENT = Answer()
FORGOTTEN = Answer(
    http_status=400,
    extra={
        "error": {
            "code": "previous_response_not_found",
            "param": "previous_response_id",
            "message": "Previous response with id 'resp_1' not found.",
        }
    },
)
# What the gateway does in the place of an answer, by the number of the act that was to come.
FAULTS: Mapping[int, Sequence[Callable[[Item], Script]]] = {
    2: [lambda _: refuses(429, "Rate limit reached.", retry_after="0.2")],
    4: [lambda _: refuses(503, "Service Unavailable")],
    5: [lambda _: refuses(429, "Rate limit reached for requests. Please try again in 0.2s.")],
    7: [lambda _: OVERLOADED],
    9: [lambda act: replace(asks(act), cut_after=300, forgotten=True)],
    11: [lambda act: replace(asks(act), cut_after=0, forgotten=True)],
    15: [lambda _: too_many_pictures],
    18: [lambda _: refuses(400, "Context size has been exceeded.")],
    20: [lambda _: SILENT],
    22: [lambda _: cut_at_its_length(says("I click on"))],
    24: [lambda act: cut_at_its_length(asks(act))],
    26: [lambda _: Answer(http_status=502, body=b"<html><h1>502 Bad Gateway</h1></html>")],
    28: [lambda _: OVERLOADED, lambda _: refuses(500, "EngineDeadError"), lambda _: refuses(429, retry_after="0.1")],
}
# What the gateway makes of an answer on its way.
FRAMES: Mapping[int, Mapping[str, Any]] = {
    3: {"packed": True},
    6: {"headers": {"Content-Type": "application/json"}},
    8: {"headers": {"Content-Type": "text/plain"}, "packed": True},
    13: {"cut_after": 300},  # the whole answer is there when it is asked for again
}
AS_FUNCTIONS: Mapping[int, Twist] = {
    10: lambda act: call(act, name=f"functions.{name_of(act)}", call_id="call_1"),
    12: lambda act: call(act, name=f"computer.{name_of(act)}", call_id="call_1"),
    14: lambda act: call(act, call_id="call_1"),
    16: lambda act: call(act, id=None, call_id=None),
    17: lambda act: call(act, id=None, call_id=None, arguments=json.dumps(json.dumps(arguments_of(act)))),
    19: lambda act: call(act, call_id="call_1", arguments=json.dumps(_in_text(act))),
    21: lambda act: call(act, call_id="c" * 3000, arguments=f"{json.dumps(arguments_of(act))[:-1]},}}"),
}


BY_GEMINI: Mapping[int, Twist] = {
    10: lambda act: typed(act, "false"),
    12: lambda act: typed(act, "False"),
    16: lambda act: call(act, name="default_api:type", call_id="call_16"),
}


def _in_text(act: Item) -> Mapping[str, str]:
    return {name: str(value) for name, value in arguments_of(act).items()}


def typed(act: Item, no: str) -> Answer:
    """Type with a yes or no as text; with Enter, the field would hold something else in the end."""
    return call(act, call_id=f"call_{act['text']}", arguments=json.dumps({"text": act["text"], "press_enter": no}))


VARIANTS: Mapping[str, tuple[Mapping[int, Twist], Mapping[int, Sequence[Callable[[Item], Script]]], Sequence[str]]] = {
    "functions": (AS_FUNCTIONS, FAULTS, ("--family", "generic", "--coordinates", "viewport", "--no-chain")),
    "openai": (
        {number: lambda act: asks(act, call_id="call_1") for number in (16, 17, 19)},
        {**FAULTS, 14: [lambda _: FORGOTTEN]},
        ("--chain",),
    ),
    "gemini": (BY_GEMINI, FAULTS, ()),
}


@pytest.mark.slow
@pytest.mark.parametrize("dialect", VARIANTS)
def test_forty_acts_each_arrive_once_through_a_gateway_at_its_worst(
    display: PrivateDisplay, agent: Agent, tmp_path: Path, dialect: str
) -> None:
    twists, faults, flags = VARIANTS[dialect]
    with told_window("qt6", [sys.executable, "qt_window.py"], "Qt fields", display, tmp_path / "home") as field:
        field.focus()
        wanted = list(acts(field))
        script: list[Script] = []
        for number, act in enumerate(wanted, 1):
            script += [fault(act) for fault in faults.get(number, ())]
            script.append(replace(twists.get(number, asks)(act), **FRAMES.get(number, {})))
        with ScriptedServer([*script, says("Done.")], dialect=dialect) as server:
            address = ("--base-url", server.base_url, "--dialect", dialect)
            ran = agent("run", "Forty acts", "--json", *BARE, *flags, *address, within_s=600)
        area = field.places()["area"]
        written = field.text_once("".join(str(act["text"]) for act in wanted if act["type"] == "type"))
        clicked = [(note["x"] + area.x, note["y"] + area.y) for note in field.seen("press")]

    assert (ran.code, ran.events[-1]["status"]) == (0, "completed"), ran.err + ran.out[-2000:]
    assert written == "".join(str(act["text"]) for act in wanted if act["type"] == "type")
    assert clicked == [(act["x"], act["y"]) for act in wanted if act["type"] == "click"]
    assert server.objections == []


# Sentences that nobody has made a table of, each with a status of its own; one in five requests gets one.
MADE_UP = (
    *((400, "Ung blarz gefolk, ta zwin morrik!"), (404, "Не бурлачь кромешно."), (413, "薄明の縁、三度ほどけず。")),
    *((415, "Zamíchaná dvěřka nevlézá."), (422, "Tha an clach-uisge fo thoinneamh."), (400, "ما زَلِقَ الطَفَلُ.")),
    *((409, "Mi-kato ne flugos."), (451, "कुटकी नहीं झरेगी।"), (400, "Ki ez a tyúk a zsebben?"), (405, "Šuplík nezná.")),
)
IN_PIXELS = ("--coordinates", "viewport")
FLAGS: Mapping[str, Sequence[str]] = {
    "anthropic": (),
    "functions": ("--family", "generic", *IN_PIXELS),
    "gemini": (),
    "lightcone": IN_PIXELS,
    "openai": (),
    "preview": IN_PIXELS,
}


@pytest.mark.slow
@pytest.mark.parametrize("dialect", FLAGS)
def test_forty_acts_each_arrive_once_though_one_request_in_five_is_refused(
    display: PrivateDisplay, agent: Agent, tmp_path: Path, dialect: str
) -> None:
    with told_window("qt6", [sys.executable, "qt_window.py"], "Qt fields", display, tmp_path / "home") as field:
        field.focus()
        wanted = list(acts(field))
        script: list[Script] = []
        for number, act in enumerate(wanted):
            refused = [refuses(*MADE_UP[number // 4 - 1])] if number and number % 4 == 0 else []
            script += [*refused, asks(act)]
        with ScriptedServer([*script, says("Done.")], dialect=dialect) as server:
            address = ("--base-url", server.base_url, "--dialect", dialect)
            ran = agent("run", "Forty acts", "--json", *BARE, *FLAGS[dialect], *address, within_s=600)
        area = field.places()["area"]
        written = field.text_once("".join(str(act["text"]) for act in wanted if act["type"] == "type"))
        clicked = [(note["x"] + area.x, note["y"] + area.y) for note in field.seen("press")]

    assert (ran.code, ran.events[-1]["status"]) == (0, "completed"), ran.err + ran.out[-2000:]
    assert written == "".join(str(act["text"]) for act in wanted if act["type"] == "type")
    assert clicked == [(act["x"], act["y"]) for act in wanted if act["type"] == "click"]
    assert server.objections == []
