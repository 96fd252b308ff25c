"""The agent in the model's place, asked by the real loop: each call is answered by what came of it."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from pathlib import Path

from desktop_agent.core.runs.turn import Opening, Reply, Result
from desktop_agent.mcp.client_model import ClientModel
from desktop_agent.mcp.orders import ActOrder, AskOrder, EndOrder, LookOrder, McpAnswer
from desktop_agent.mcp.picture_files import PictureFiles
from desktop_agent.model.caps import USUAL
from tests.fakes.runs.run_ports import PaintedScreen

CLICK = {"action": "click", "x": 5, "y": 6, "button": "left"}


def opening() -> Opening:
    return Opening("A task", PaintedScreen().grab())


def reply(*notes: str, told: tuple[str, ...] = ()) -> Reply:
    new = PaintedScreen(7).grab()
    return Reply((Result("mcp-2", new, acts_in_words=told),) if told else (), notes, new)


def text(answer: Future[McpAnswer]) -> str:
    return "\n".join(answer.result(timeout=0).texts)


def test_the_first_picture_answers_a_look_and_the_next_call_is_the_next_turn() -> None:
    async def session() -> None:
        model = ClientModel(USUAL)
        look = model.put(LookOrder())
        act = model.put(ActOrder((CLICK,)))
        turn = await model.think(opening())

        assert look.result().picture == PaintedScreen().grab().data
        assert turn.calls[0].proposals[0].model_action["type"] == "click"
        assert not act.done()
        model.put(EndOrder("Done."))
        last = await model.think(reply("Only in part.", told=("Click “OK”",)))
        assert text(act).startswith("Done: Click “OK”.\nOnly in part.")
        assert last.finish is not None

    asyncio.run(session())


def test_a_look_in_the_middle_asks_for_a_picture_and_for_nothing_else() -> None:
    async def session() -> None:
        model = ClientModel(USUAL)
        model.put(LookOrder())
        again = model.put(LookOrder())
        turn = await model.think(opening())

        assert turn.looks
        assert not turn.calls
        model.put(EndOrder())
        await model.think(reply())
        assert again.result().picture == PaintedScreen(7).grab().data

    asyncio.run(session())


def test_pictures_are_named_and_kept_until_the_client_has_stayed_on_its_connection(tmp_path: Path) -> None:
    async def session() -> list[str]:
        model = ClientModel(USUAL, PictureFiles(tmp_path, ":1"))
        looks = [model.put(LookOrder()) for _ in range(4)]
        model.put(EndOrder())
        await model.think(opening())
        for _ in looks[1:]:
            await model.think(reply())
        return [text(one) for one in looks]

    first, second, *others = asyncio.run(session())

    assert "Its name is " in first
    assert "if each call is its own connection" in first
    assert "Its name is " in second
    assert not [one for one in others if "Its name" in one]
    assert len([*tmp_path.iterdir()]) == 2


def test_a_call_that_comes_while_the_loop_waits_wakes_it() -> None:
    async def session() -> None:
        model = ClientModel(USUAL)
        thinking = asyncio.create_task(model.think(opening()))
        look = await asyncio.to_thread(model.put, LookOrder())
        asked = await asyncio.to_thread(model.put, AskOrder("Which?"))

        assert (await thinking).asks == "Which?"
        assert look.done()
        assert not asked.done()

    asyncio.run(session())
