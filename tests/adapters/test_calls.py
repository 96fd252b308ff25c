"""A loop from outside in the model's place, asked by the run: its calls, what they are answered, and the end."""

from __future__ import annotations

import asyncio

import pytest

from desktop_agent.adapters.calls import Answer, CallPort, Order
from desktop_agent.core.actions.action import Click, Finish, Press
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.core.runs.turn import NotDone, Opening, Reply
from tests.fakes.runs.run_ports import PaintedScreen

CLICK = {"type": "computer_call", "actions": [{"type": "click", "x": 5, "y": 6, "button": "left"}]}


def opening() -> Opening:
    return Opening("A task", PaintedScreen().grab())


def test_an_action_before_the_first_screenshot_is_not_done_and_gets_that_screenshot() -> None:
    async def session() -> Answer:
        port = CallPort("openai")
        first = port.put(Order((CLICK,)))
        second = port.put(Order((CLICK,)))
        turn = await port.think(opening())

        assert [proposal.action for proposal in turn.calls[0].proposals] == [Click(ImagePoint(5, 6))]
        assert not second.done()
        return first.result(0)

    answer = asyncio.run(session())

    assert answer.not_done == NotDone("failed", answer.texts[0])
    assert answer.frame == PaintedScreen().grab()


def test_a_message_of_the_run_answers_the_open_call_and_the_next_call_is_the_next_turn() -> None:
    refused = Reply((), ("The person said no.",), PaintedScreen(7).grab(), ("call",), NotDone("refused", "No."))

    async def session() -> Answer:
        port = CallPort("anthropic")
        port.put(Order())
        key = {"type": "function_call", "name": "key", "arguments": '{"text": "ctrl+s", "repeat": 2}'}
        act = port.put(Order((key,)))
        turn = await port.think(opening())
        port.put(Order(finish=Finish("success", "")))
        last = await port.think(refused)

        assert [proposal.action for proposal in turn.calls[0].proposals] == [Press(("ctrl", "s"))] * 2
        assert last.finish == Finish("success", "")
        return act.result(0)

    assert asyncio.run(session()) == Answer(refused.frame, refused.notes, refused.not_done, is_confirmed=False)


def test_open_waiting_and_late_calls_are_told_that_the_run_has_ended() -> None:
    async def session() -> None:
        port = CallPort("openai")
        port.put(Order())
        done, opened, waiting = (port.put(Order((CLICK,))) for _ in range(3))
        await port.think(opening())
        await port.think(Reply((), (), PaintedScreen(7).grab()))
        port.close()

        assert done.result(0).not_done is None
        for answer in (opened, waiting, port.put(Order((CLICK,)))):
            with pytest.raises(EOFError):
                answer.result(0)

    asyncio.run(session())


def test_a_region_is_shown_of_the_picture_that_the_loop_has_and_only_inside_of_it() -> None:
    async def session() -> tuple[Answer, Answer]:
        port = CallPort("anthropic")
        port.put(Order())
        part = port.put(Order(region=[0, 0, 10, 10]))
        nothing = port.put(Order(region=[0, 0, 9999, 10]))
        port.put(Order((CLICK,)))
        await port.think(opening())
        return part.result(0), nothing.result(0)

    part, nothing = asyncio.run(session())

    assert part.frame.viewport.screen.width == 10
    assert nothing.not_done is not None


@pytest.mark.parametrize("adapter", ["openai", "anthropic"])
def test_an_sdk_that_is_missing_is_named_with_the_command_that_installs_it(adapter: str) -> None:
    with pytest.raises(ImportError, match="pip install '"):
        __import__(f"desktop_agent.adapters.{adapter}")
