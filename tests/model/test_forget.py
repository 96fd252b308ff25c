"""`--forget`: whatever the server was asked to store is deleted there, and what came of it is said once."""

import asyncio

import pytest

from desktop_agent.core.errors import ModelError
from desktop_agent.core.events import Noticed
from desktop_agent.core.turn import Opening
from desktop_agent.model.conversation import Conversation, forget
from desktop_agent.model.request_options import RequestOptions
from tests.fakes.script import Answer, Script, asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.talk import CLICK, WITH_RESPONSES, to_the_end
from tests.fakes.thinking import Heard, answered, conversation, frame, with_conversation

KEPT_NOTHING = "The server doesn't store responses or doesn't support deleting them, so nothing was deleted there."


@pytest.mark.parametrize(
    ("statuses", "level", "text"),
    [
        ([405], "warning", KEPT_NOTHING),
        ([200, 404], "info", "The server has deleted 1 response, and did not keep the other 1."),
        ([200, None, 403, 404], "warning", "not deleted 2 of 4 responses (403, no answer); it keeps them"),
        ([200, 0], "warning", "The server has not deleted 1 of 2 responses (no time); it keeps them as it does."),
    ],
)
def test_what_came_of_it_is_said_once(statuses: list[int | None], level: str, text: str) -> None:
    async def delete(number: str) -> int | None:
        status = statuses[int(number)]
        if status == 0:
            await asyncio.Event().wait()
        return status

    notice = asyncio.run(forget(tuple(map(str, range(len(statuses)))), delete, 0.05))

    assert notice.level == level
    assert text in notice.text


def deleted(script: list[Script], terms: RequestOptions) -> tuple[ScriptedServer, list[str], Heard]:
    """Hold a conversation, forget it, and return the server, what it was asked to delete, and what was announced."""
    heard = Heard()

    async def talk(mind: Conversation) -> None:
        try:
            await to_the_end(mind)
        except ModelError:
            pass
        finally:
            await mind.forget()

    with ScriptedServer(script, dialect=terms.dialect or "preview") as server:
        with_conversation(conversation(server.base_url, terms, heard), talk)
    return server, sorted(each.path.rpartition("/")[2] for each in server.requests if each.method == "DELETE"), heard


@pytest.mark.parametrize("dialect", WITH_RESPONSES)
@pytest.mark.parametrize("stream", [True, False])
def test_every_response_of_the_run_is_deleted_on_the_server(dialect: str, stream: bool) -> None:
    script: list[Script] = [asks(CLICK), asks(CLICK), says("Saved.")]

    server, asked, heard = deleted(script, RequestOptions(dialect=dialect, stream=stream, forget=True))

    assert asked == ["resp_1", "resp_2", "resp_3"]
    assert server.responses == {}
    assert heard.events[-1] == Noticed("info", "The server has deleted the run: 3 responses.")


def test_an_answer_that_broke_off_and_was_given_again_is_deleted_as_well() -> None:
    broken = Answer(says("Sa").pieces, cut_after=400, forgotten=True)

    _, asked, _ = deleted([broken, says("Saved.")], RequestOptions(forget=True))

    assert asked == ["resp_1", "resp_2"]


@pytest.mark.parametrize(
    "terms",
    [RequestOptions(), RequestOptions(forget=True, chain=False), RequestOptions(forget=True, params={"store": False})],
)
def test_nothing_is_deleted_that_nobody_stored_or_wanted_deleted(terms: RequestOptions) -> None:
    _, asked, heard = deleted([says("Saved.")], terms)

    assert asked == []
    assert not any(isinstance(event, Noticed) for event in heard.events)


def test_the_answer_in_flight_at_a_stop_is_deleted_as_well() -> None:
    async def stopped(mind: Conversation) -> None:
        turn = await mind.think(Opening("Save a note", frame(0)))
        thinking = asyncio.ensure_future(mind.think(answered(turn)))
        while mind._sender.in_flight != "resp_2":
            await asyncio.wait({thinking}, timeout=0.01)
        thinking.cancel()
        await asyncio.wait({thinking})
        await mind.cancel()
        await mind.forget()

    with ScriptedServer([asks(CLICK), Answer(stall_after=400)]) as server:
        with_conversation(conversation(server.base_url, RequestOptions(forget=True)), stopped)

    assert server.cancelled == ["resp_2"]
    assert server.responses == {}
