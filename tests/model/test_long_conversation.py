"""Long runs, and large ones, against a server that counts tokens harsher than we do, and takes no large request."""

import base64
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from desktop_agent.core.pictures import Frame
from desktop_agent.core.runs.events import Noticed
from desktop_agent.core.runs.turn import Opening, Reply, Result, Turn
from desktop_agent.model.conversation import Conversation
from desktop_agent.model.dialect_names import DIALECT_NAMES
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.provider_settings import ProviderSettings
from tests.fakes.servers.script import Answer, asks, refuses, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.servers.talk import CLICK, bodies, pictures_in, play, texts_in
from tests.fakes.servers.thinking import Heard, conversation, frame, with_conversation

WINDOW = 32_000
TURNS = 40
A_PICTURE = 1_334  # 1280x800 in squares of 28 pixels, as Qwen's family cuts it


def tokens_of(body: Mapping[str, Any]) -> int:
    """Count two bytes of text to a token."""
    pictures = pictures_in(body)
    return len(pictures) * A_PICTURE + (len(str(body)) - sum(map(len, pictures))) // 2


def test_a_long_run_stays_inside_the_window() -> None:
    held = dict[str, int]()
    events = Heard()

    def answer(body: Mapping[str, Any]) -> Answer:
        tokens = tokens_of(body) + held.get(body.get("previous_response_id", ""), 0)
        if tokens > WINDOW:
            return refuses(400, "context_length_exceeded: this model's maximum context length is 32000 tokens")
        held[f"resp_{len(held) + 1}"] = tokens + 200
        words = "the next field of the form wants the next word of the list. " * 10
        usage = {"input_tokens": tokens, "output_tokens": 200, "total_tokens": tokens + 200}
        return Answer((says(words) + asks(CLICK)).pieces, extra={"usage": usage})

    terms = ProviderSettings(dialect="lightcone", chain=True, window_tokens=WINDOW, stream=False)
    with ScriptedServer([answer] * TURNS + [says("Saved.")], dialect="lightcone") as server:
        play(server, terms, events)

    started_anew = [body for body in bodies(server) if "previous_response_id" not in body]
    assert (len(held), server.objections) == (TURNS, [])
    assert max(held.values()) > WINDOW / 3, "the window is not made use of"
    assert 1 < len(started_anew) < TURNS / 4
    assert all("Save a note" in texts_in(body) for body in started_anew)
    assert "earlier steps are left out here" in texts_in(started_anew[-1])
    assert [] == [event.text for event in events.events if isinstance(event, Noticed)]


def large(number: int) -> Frame:
    """Return a frame whose picture has 3.4 MB in base64, with a number at its beginning."""
    small = frame(number)
    return replace(small, data=small.data + b"\0" * (2_550_000 - len(small.data)))


def heads_in(value: object) -> str:
    """Return what a request holds, of each text only the beginning."""
    if isinstance(value, Mapping):
        return "".join(map(heads_in, value.values()))
    return "".join(map(heads_in, value)) if isinstance(value, list) else f"{str(value)[:200]}\n"


def seen(shot: Frame, heads: str) -> bool:
    return base64.b64encode(shot.data[:90]).decode() in heads


async def seven_turns(mind: Conversation) -> list[Turn]:
    turns = [await mind.think(Opening("Save a note", large(0)))]
    for number in range(1, 7):
        results = tuple(Result(call.call_id, large(number), called=call.called) for call in turns[-1].calls)
        turns.append(await mind.think(Reply(results, (), large(number))))
    return turns


@pytest.mark.long
@pytest.mark.parametrize("chain", [True, False], ids=["chained", "unchained"])
@pytest.mark.parametrize("dialect", DIALECT_NAMES)
def test_no_request_has_more_than_servers_take_and_the_newest_picture_is_in_each(dialect: str, *, chain: bool) -> None:
    events = Heard()
    terms = ProviderSettings(dialect=dialect, chain=chain, keep_pictures=20, window_tokens=1_000_000)

    with ScriptedServer([asks(CLICK)] * 7, dialect=dialect) as server:
        with_conversation(conversation(server.base_url, terms, events), seven_turns)

    sizes = [request.size for request in server.creates]
    heads = [heads_in(request.told) for request in server.creates]
    server.requests.clear()  # 120 MB
    assert (len(sizes), server.objections) == (7, [])
    assert max(sizes) <= 20_000_000
    assert [seen(large(number), head) for number, head in enumerate(heads)] == [True] * 7
    if not (chain and dialect_named(dialect).api.stores):
        assert max(sizes) > 13_000_000, "the room is not made use of"
        assert all("Save a note" in head for head in heads)
        texts = [event.text for event in events.events if isinstance(event, Noticed)]
        assert texts == ["Requests are kept below 20 MB. Fewer of the earlier screenshots are sent."]


@pytest.mark.parametrize("dialect", ["openai", "preview", "lightcone"])
def test_results_that_are_too_large_together_are_told_in_words_in_a_new_conversation(dialect: str) -> None:
    events = Heard()
    calls = says("Six at once.")
    for number in range(6):
        calls += asks({**CLICK, "x": number}, call_id=f"call_{number}")

    async def two_turns(mind: Conversation) -> list[Turn]:
        turn = await mind.think(Opening("Save a note", large(0)))
        results = tuple(
            Result(call.call_id, large(number), (), (f"Click {number} done.",), call.called)
            for number, call in enumerate(turn.calls, 1)
        )
        return [turn, await mind.think(Reply(results, (), large(6)))]

    with ScriptedServer([calls, says("Saved.")], dialect=dialect) as server:
        turns = with_conversation(conversation(server.base_url, ProviderSettings(dialect=dialect), events), two_turns)

    first, second = server.creates
    assert (turns[-1].messages, server.objections) == (("Saved.",), [])
    assert second.size < 2 * first.size
    assert seen(large(6), heads_in(second.told))
    assert all(f"Click {number} done." in texts_in(second.body) for number in range(1, 7))
    texts = [event.text for event in events.events if isinstance(event, Noticed)]
    assert [text.split(".")[0] for text in texts] == ["Requests are kept below 20 MB"]
    assert "A new conversation begins" in texts[0]
