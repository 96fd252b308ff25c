"""Conversations with a server that refuses what vendors refuse; its request log is the oracle."""

import base64
import json

import pytest

from desktop_agent.core.actions import Click, Wait
from desktop_agent.core.events import RequestSent
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.turn import Usage
from desktop_agent.model.dialect_names import DIALECT_NAMES
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.request_options import RequestOptions
from tests.fakes.script import asks, says, thinks
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.talk import CLICK, EVERY_WAY, WAIT, WITH_RESPONSES, bodies, pictures_in, play, texts_in
from tests.fakes.thinking import Heard, frame


@pytest.mark.parametrize(("dialect", "stream", "chain"), EVERY_WAY)
def test_a_conversation_goes_to_its_end_in_every_way_of_holding_it(dialect: str, stream: bool, chain: bool) -> None:
    script = [
        thinks("The button is there.") + asks(CLICK),
        asks(CLICK, WAIT) + asks(WAIT, call_id="c9"),
        says("Saved."),
    ]
    heard = Heard()

    with ScriptedServer(script, dialect=dialect) as server:
        turns = play(server, RequestOptions(dialect=dialect, stream=stream, chain=chain), heard)

    assert server.objections == []
    assert turns[0].reasoning == ("The button is there.",)
    assert turns[0].calls[0].proposals[0].action == Click(ImagePoint(10, 20))
    done = [proposal.action for call in turns[1].calls for proposal in call.proposals]
    wait = Wait(5 if dialect == "gemini" else 1.0)  # it has no other
    assert done == [Click(ImagePoint(10, 20)), wait, wait]
    assert len(turns[1].calls) == (2 if dialect == "openai" else 3)
    assert turns[2].messages == ("Saved.",)
    assert turns[2].usage == Usage(100, 10, 110)
    assert [body["stream"] for body in bodies(server)] == [stream] * 3
    continued = ["resp_1", "resp_2"] if chain and dialect in WITH_RESPONSES else [None, None]
    assert [body.get("previous_response_id") for body in bodies(server)[1:]] == continued
    announced = [(each.bytes, each.previous_response_id) for each in heard.events if isinstance(each, RequestSent)]
    assert announced == [(each.size, each.body.get("previous_response_id")) for each in server.creates]


@pytest.mark.parametrize("dialect", DIALECT_NAMES)
def test_our_own_history_holds_the_newest_five_pictures_and_all_words(dialect: str) -> None:
    script = [says(f"Step {n}.") + asks(CLICK) for n in range(9)] + [says("Saved.")]

    with ScriptedServer(script, dialect=dialect) as server:
        play(server, RequestOptions(dialect=dialect, chain=False))

    last = bodies(server)[-1]
    oldest = 5 if dialect_named(dialect).forgets_at_once == 1 else 0  # else a few more, until they go together
    assert [base64.b64decode(each) for each in pictures_in(last)] == [frame(n).data for n in range(oldest, 10)]
    assert all(f"Step {n}." in texts_in(last) for n in range(9))
    assert "Save a note" in texts_in(last)
    assert server.objections == []


def test_an_api_that_takes_only_messages_is_told_what_was_done() -> None:
    with ScriptedServer([asks(CLICK, call_id="c1"), says("Saved.")], dialect="lightcone") as server:
        play(server, RequestOptions(dialect="lightcone", chain=False))

    task, asked, done = bodies(server)[1]["input"]
    assert task["role"] == "user"
    assert asked["content"] == [{"type": "output_text", "text": f"I ask for: {json.dumps(CLICK)}"}]
    assert done["content"][0] == {"type": "input_text", "text": "Did what c1 asks."}
