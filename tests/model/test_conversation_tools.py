"""The function that ends a run, tools that are not here, and what is read leniently."""

import pytest

from desktop_agent.core.actions import Click, Finish
from desktop_agent.core.errors import DialectError
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.turn import Misfit, Usage
from desktop_agent.model.conversation import Terms
from tests.fakes.script import Answer, asks, calls, says, thinks
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.talk import CLICK, EVERY_WAY, bodies, play


def test_the_done_function_is_offered_and_ends_the_run() -> None:
    for dialect in ("preview", "openai"):
        with ScriptedServer([calls("done", '{"message": "Saved."}')], dialect=dialect) as server:
            turns = play(server, Terms(dialect=dialect))

        assert turns[0].finish == Finish("success", "Saved.")
        assert "done" in [tool.get("name") for tool in bodies(server)[0]["tools"]]


def test_a_done_beside_a_call_is_answered_if_the_run_goes_on() -> None:
    with ScriptedServer([calls("done", "{}") + asks(CLICK), says("Saved.")]) as server:
        turns = play(server, Terms())

    assert turns[-1].messages == ("Saved.",)
    assert server.objections == []


def test_the_older_api_is_offered_no_functions() -> None:
    with ScriptedServer([says("Hello.")], dialect="lightcone") as server:
        play(server, Terms(dialect="lightcone"))

    assert [tool["type"] for tool in bodies(server)[0]["tools"]] == ["computer_use"]


@pytest.mark.parametrize(("dialect", "stream", "chain"), EVERY_WAY)
def test_tools_that_are_not_here_are_refused_at_once_and_the_run_goes_on(
    dialect: str, stream: bool, chain: bool
) -> None:
    weather = calls("get_weather", "{}")
    script = [
        weather if dialect != "lightcone" else thinks("hm") + _custom(),
        asks(CLICK) + says("Now."),
        says("Saved."),
    ]

    with ScriptedServer(script, dialect=dialect) as server:
        turns = play(server, Terms(dialect=dialect, stream=stream, chain=chain))

    assert len(turns) == 2
    assert turns[0].messages == ("Now.",)
    assert turns[0].usage == Usage(200, 20, 220)
    assert "does not exist here" in turns[0].notices[0]
    assert server.objections == []


def test_a_tool_called_beside_an_action_is_refused_with_the_actions_result() -> None:
    with ScriptedServer([calls("get_weather", "{}") + asks(CLICK), says("Saved.")]) as server:
        turns = play(server, Terms())

    assert turns[-1].messages == ("Saved.",)
    assert [item["type"] for item in bodies(server)[1]["input"]] == ["function_call_output", "computer_call_output"]


def test_a_model_that_only_ever_calls_for_other_tools_is_given_up() -> None:
    script = [calls("get_weather", "{}", f"call_{n}") for n in range(9)]

    with ScriptedServer(script) as server, pytest.raises(DialectError, match="keeps calling"):
        play(server, Terms())
    assert len(server.creates) == 5


def test_a_notice_is_given_once() -> None:
    hover = {"type": "hover", "x": 1, "y": 2}

    with ScriptedServer([asks(hover), asks(hover), says("Saved.")]) as server:
        turns = play(server, Terms())

    assert [len(turn.notices) for turn in turns] == [1, 0, 0]


def test_an_action_that_does_not_fit_is_a_sentence_for_the_model() -> None:
    with ScriptedServer([asks({**CLICK, "x": 5_000}), says("Saved.")]) as server:
        action = play(server, Terms())[0].calls[0].proposals[0].action

    assert action == Misfit("The click action was not done: x is 5000, outside the picture: it goes from 0 to 1279.")


def test_the_grid_is_scaled_to_the_picture() -> None:
    with ScriptedServer([asks({**CLICK, "x": 500, "y": 999}), says("Saved.")]) as server:
        turns = play(server, Terms(coordinates="grid1000"))

    assert turns[0].calls[0].proposals[0].action == Click(ImagePoint(640, 799))


def test_the_cost_is_known_where_the_price_is() -> None:
    for model, cost in ((None, pytest.approx(0.00015)), ("another", None)):
        with ScriptedServer([says("Hello.")], dialect="lightcone") as server:
            assert play(server, Terms(model=model), provider="lightcone")[0].cost == cost


def _custom() -> Answer:
    # The older API has no answer for it, so the server must not wait for one.
    return Answer(({"type": "mcp_approval_request", "name": "mail", "server_label": "m", "arguments": "{}"},))
