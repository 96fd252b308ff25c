"""Families of models: each is spoken to in its own words and coordinates, and what is mangled is told and not done."""

import json
from typing import Any

import pytest

from desktop_agent.core.actions.action import Action, Click, Drag, Finish, Function, Press, Scroll, Type, Wait
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.pictures import ImagePoint, Size
from desktop_agent.core.runs.turn import InvalidAction, Turn
from desktop_agent.model.caps import Caps
from desktop_agent.model.coordinates import Outside, resized, space_of
from desktop_agent.model.dialect import Dialect, DialectOptions
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.families import FAMILIES, FAMILY_NAMES, family_of_model
from desktop_agent.model.profiles import PROFILES
from desktop_agent.model.provider_settings import ProviderSettings
from desktop_agent.model.reading.turn import ReadOptions, read_turn
from desktop_agent.model.request_options import request_template, spoken_dialect
from tests.fakes.servers.answers import whole
from tests.fakes.servers.family_words import family_item, family_space
from tests.fakes.servers.script import Answer, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.servers.talk import bodies, play
from tests.fakes.servers.thinking import SIZE
from tests.fakes.servers.vendors.vendor import scaled
from tests.proof.mangling import judge, mangled

MEANT: list[tuple[dict[str, Any], Action]] = [
    ({"type": "click", "x": 400, "y": 300}, Click(ImagePoint(400, 300))),
    ({"type": "type", "text": "Ada's “ö”\n"}, Type("Ada's “ö”\n")),
    ({"type": "keypress", "keys": ["ctrl", "s"]}, Press(("ctrl", "s"))),
]


def read(family: str, item: dict[str, Any]) -> Turn:
    dialect = dialect_named("functions", DialectOptions(family))
    response = {"id": "r", "status": "completed", "output": [item]}
    return read_turn(response, ReadOptions(dialect, dialect.coordinates or "viewport", Caps()), SIZE).turn


def text(said: str) -> dict[str, Any]:
    return {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": said}]}


@pytest.mark.parametrize("family", FAMILY_NAMES)
def test_what_a_model_writes_in_its_familys_own_words_is_read_as_what_was_meant(family: str) -> None:
    for action, meant in MEANT:
        size = SIZE.width, SIZE.height
        words = scaled(action, family_space(FAMILIES[family], size), size)
        (call,) = read(family, family_item(FAMILIES[family], words, "ab", "call_1")).calls
        (proposal,) = call.proposals

        if isinstance(meant, Click):
            assert isinstance(proposal.action, Click)
            assert abs(proposal.action.at.x - 400) + abs(proposal.action.at.y - 300) <= 2
        else:
            assert proposal.action == meant


def test_no_mangled_call_is_done_and_each_is_told() -> None:
    judged = [(one, judge(one)) for one in mangled()]

    assert [one for one, came in judged if came.wrong or not came.told] == []
    assert {one.family for one, _ in judged} == {*FAMILY_NAMES}


@pytest.mark.parametrize("family", FAMILY_NAMES)
@pytest.mark.parametrize(
    "said",
    [
        "The file type(s) are right; I saved it. Press Enter (or click OK) to go on.",
        '{"total": 12.5, "currency": "EUR"}',
        "Which one do you mean: 1. drag, 2. move?",
    ],
)
def test_what_only_speaks_of_what_was_done_is_no_call(family: str, said: str) -> None:
    turn = read(family, text(said))

    assert (turn.messages, turn.calls) == ((said,), ())


def test_a_thought_is_no_call_and_what_comes_after_it_is() -> None:
    sample = "Action: click(start_box='(1,1)')"

    (call,) = read("ui-tars", text(f"<think>So:\n\n{sample}\n\n</think>\nAction: wait()")).calls
    assert [proposal.action for proposal in call.proposals] == [Wait(5)]
    for words in (f"<think>{sample}", f"{sample}\n</think>", f"Thought: so\n{sample}\n\nThought: no\nAction: wait()"):
        (call,) = read("ui-tars", text(words)).calls
        assert all(isinstance(proposal.action, InvalidAction) for proposal in call.proposals)


@pytest.mark.parametrize(
    ("model", "family"),
    [
        ("Qwen/Qwen2.5-VL-7B-Instruct", "qwen2.5-vl"),
        ("qwen3.6-plus", "qwen3-vl"),
        ("meituan/EvoCUA-32B-20260105", "qwen3-vl"),
        ("microsoft/Fara-7B", "fara"),
        ("ByteDance-Seed/UI-TARS-2B-SFT", "ui-tars"),
        ("Hcompany/Holo4-27B", "holo"),
        ("zai-org/GLM-4.5V", "glm-v"),
        ("qwen3.6-coder", "generic"),
        ("ui-tars-2", "generic"),
        ("zai-org/GLM-4.6", "generic"),
    ],
)
def test_the_name_of_a_model_tells_its_family(model: str, family: str) -> None:
    assert family_of_model(model).name == family


_THERE = ImagePoint(640, 400)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("click(point='<point>644 406</point>')", Click(_THERE)),
        ("click(point='<point>644, 406</point>')", Click(_THERE)),
        ("click(point='(644,406)')", Click(_THERE)),
        ("click(start_point='<point>644 406</point>')", Click(_THERE)),
        ("left_double(point='<point>644 406</point>')", Click(_THERE, count=2)),
        ("right_single(point='<point>644 406</point>')", Click(_THERE, "right")),
        ("drag(start_point='<point>644 406</point>', end_point='<point>0 0</point>')",
         Drag((_THERE, ImagePoint(0, 0)))),
        ("drag(start_box='(644,406)', end_point='<point>0 0</point>')", Drag((_THERE, ImagePoint(0, 0)))),
        ("scroll(point='<point>644 406</point>', direction='down')", Scroll(_THERE, 0, 200)),
        ("click(point='<point>644 406</point>', start_box='(644,406)')", Click(_THERE)),
        ("click(point='<point>644 406</point>', start_box='(1,1)')", None),
        ("click(point='<point>644</point>')", None),
        ("click(end_point='<point>644 406</point>')", None),
        ("type(content='Dear Anna,\nsee you.')", Type("Dear Anna,\nsee you.")),
    ],
)  # fmt: skip
def test_ui_tars_writes_boxes_and_points_by_two_names(written: str, expected: Action | None) -> None:
    (call,) = read("ui-tars", text(f"Thought: So.\nAction: {written}")).calls
    (proposal,) = call.proposals

    assert isinstance(proposal.action, InvalidAction) if expected is None else proposal.action == expected


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('{"name": "computer_use", "arguments": {"action": "type", "text": "a\nb"}}', Type("a\nb")),
        ('{"name": "computer_use", "arguments": "{\\"action\\": \\"type\\", \\"text\\": 5}"}', Type("5")),
        ('{}{"name": "computer_use", "arguments": {"action": "wait", "time": "3"}}', Wait(3)),
        ("{'name': 'computer_use', 'arguments': {'action': 'wait', 'time': 3}}", Wait(3)),
        ('{"name": "computer_use", "arguments": {"action": "wait", "time": 3}}' * 2, Wait(3)),
        ('{"name": "computer_use", "arguments": {"action": "wait", "time": 3, "time": 4}}', "two different values"),
        ('{"name": "computer_use", "arguments": {"action": "wait"}}{"name": "b"}', "two different objects"),
        ('{"name": "computer_use", "arguments": {"action": "wait", "ti', "aren't finished"),
    ],
)
def test_a_call_in_text_is_read_with_the_same_care_as_any_other(written: str, meant: Action | str) -> None:
    (call,) = read("qwen3-vl", text(f"Now.\n<tool_call>\n{written}\n</tool_call>")).calls
    (proposal,) = call.proposals

    if isinstance(meant, str):
        assert isinstance(proposal.action, InvalidAction)
        assert meant in proposal.action.reason
    else:
        assert proposal.action == meant


def test_points_are_counted_as_the_family_counts_them() -> None:
    image = Size(1280, 800)

    assert [resized(size) for size in (image, Size(1920, 1080), Size(10, 10))] == [
        Size(1288, 812), Size(1932, 1092), Size(56, 56)
    ]  # fmt: skip
    assert space_of("relative1000", image, None).point(1000, 500) == ImagePoint(1279, 400)
    assert space_of("relative1", image, None).point(0.5, 1) == ImagePoint(640, 799)
    assert space_of("resized28", image, None).point(1287, 406) == ImagePoint(1279, 400)
    for space, beyond in (("relative1000", 1001), ("relative1", 1.01), ("resized28", 1288)):
        with pytest.raises(Outside):
            space_of(space, image, None).point(beyond, 0)  # type: ignore[arg-type]


def test_fara_may_type_at_a_place_and_press_enter() -> None:
    arguments = {"action": "type", "coordinate": [1288 / 2, 406], "text": "Oslo", "press_enter": True}
    written = json.dumps({"name": "computer_use", "arguments": arguments})

    turn = read("fara", text(f"I fill it.\n<tool_call>\n{written}\n</tool_call>"))

    assert turn.messages == ("I fill it.",)
    assert turn.calls[0].proposals[0].action == Type("Oslo\n", ImagePoint(640, 400))


def test_ui_tars_writes_what_it_does_and_how_it_ends() -> None:
    both = read(
        "ui-tars", text("Thought: Two.\nAction: click(start_box='<|box_start|>(644,406)<|box_end|>')\n\nwait()")
    )
    end = read("ui-tars", text("Thought: Over.\nAction: finished(content='It\\'s saved.')"))

    assert [call.proposals[0].action for call in both.calls] == [Click(ImagePoint(640, 400)), Wait(5)]
    assert end.calls[0].proposals[0].action == Finish("success", "It's saved.")


def test_a_call_in_words_is_answered_by_a_message_alone() -> None:
    click = Answer((text("Thought: There.\nAction: click(start_box='(10,20)')"),))
    with ScriptedServer([click, says("Saved.")], dialect="functions", strict=False) as server:
        play(server, ProviderSettings(dialect="functions", family="ui-tars", instructions="Be quick."))

    first, second = bodies(server)
    assert [tool["name"] for tool in first["tools"]] == []
    assert first["instructions"].endswith("Be quick.")
    assert [item.get("role") for item in second["input"]] == ["user", "assistant", "user"]


@pytest.mark.parametrize(
    "said",
    [
        'Sure: {"name": "click", "arguments": {"x": 1, "y": 2, "button": "left"}}',
        '{"x": 1, "y": 2, "button": "left"}',
        '{"x": 1, "y": 2}',
    ],
)
def test_a_call_in_the_text_of_a_model_with_functions_is_told_and_not_done(said: str) -> None:
    turn = read("generic", text(said))

    (action,) = [proposal.action for call in turn.calls for proposal in call.proposals]
    assert isinstance(action, InvalidAction)
    assert "Call the function itself" in action.reason


def spoken(family: str) -> Dialect:
    return dialect_named("functions", DialectOptions(family))


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        ({"action": "left_click", "coordinate": [10, 20], "text": None}, Click(ImagePoint(10, 20))),
        ({"action": "key", "keys": ["ctrl", "s"]}, Press(("ctrl", "s"))),
        ({"action": "tap", "coordinate": [1, 2]}, "computer_use was not done: action is “tap”; it must be one of key"),
        ({"coordinate": [10, 20]}, "computer_use was not done: action is missing"),
        ({"action": "type", "text": "a", "coordinate": [1, 2]}, "type was not done: there is no argument “coordinate”"),
    ],
)
def test_a_call_of_it_is_read_and_a_wrong_one_is_told(arguments: object, meant: Action | str) -> None:
    item = {"type": "function_call", "call_id": "c", "name": "computer_use", "arguments": json.dumps(arguments)}
    (call,) = read_turn(whole(item), ReadOptions(spoken("qwen3-vl"), "viewport", Caps()), SIZE).turn.calls
    (proposal,) = call.proposals

    if isinstance(meant, str):
        assert isinstance(proposal.action, InvalidAction)
        assert proposal.action.reason.startswith(meant)
    else:
        assert proposal.action == meant


def test_no_function_of_the_users_may_have_its_name() -> None:
    settings = ProviderSettings(family="qwen3-vl")
    taken = Function("computer_use", "", {})
    with pytest.raises(SettingsError, match="can't be named “computer_use”"):
        request_template(PROFILES["ollama"], settings, spoken_dialect(PROFILES["ollama"], settings), (taken,))
