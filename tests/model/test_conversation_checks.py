"""What was not done: refused checks, refused actions, and questions answered by a person."""

import base64
from dataclasses import replace

import pytest

from desktop_agent.core.turn import Opening, Reply, Result, Turn
from desktop_agent.model.conversation import Conversation
from desktop_agent.model.dialect_names import DIALECT_NAMES
from desktop_agent.model.request_options import RequestOptions
from tests.fakes.script import asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.talk import CHECK, CLICK, WAIT, WITH_CHECKS, WITH_RESPONSES, bodies, pictures_in, play, texts_in
from tests.fakes.thinking import answered, conversation, frame, with_conversation


def test_a_confirmed_check_goes_back_whole_with_its_own_call() -> None:
    checks = (CHECK, {"id": "sc_2"})
    script = [asks(CLICK, checks=checks, call_id="c1") + asks(WAIT, call_id="c2"), says("Saved.")]

    with ScriptedServer(script, dialect="openai") as server:
        play(server, RequestOptions(dialect="openai"))

    first, second = bodies(server)[1]["input"]
    assert first["acknowledged_safety_checks"] == [*checks]
    assert "acknowledged_safety_checks" not in second
    assert server.objections == []


@pytest.mark.parametrize("chain", [True, False])
@pytest.mark.parametrize("dialect", WITH_CHECKS)
@pytest.mark.parametrize("steps", [0, 1, 3])
def test_after_a_refused_check_the_run_goes_on_from_before_it(dialect: str, chain: bool, steps: int) -> None:
    refused = asks(CLICK, checks=(CHECK,), call_id="bad") + asks(WAIT, call_id="good")
    script = [asks(CLICK)] * steps + [refused, asks(WAIT, call_id="next"), says("Then not.")]

    async def refuse(mind: Conversation) -> Turn:
        turn = await mind.think(Opening("Save a note", frame(0)))
        for number in range(steps):
            turn = await mind.think(answered(turn, number + 1))
        results = (Result("good", frame(50), told=("The wait was done.",)),)
        turn = await mind.think(Reply(results, ("The click was refused: too risky.",), frame(50), abandon=("bad",)))
        return await mind.think(answered(turn, 51))

    with ScriptedServer(script, dialect=dialect) as server:
        turn = with_conversation(conversation(server.base_url, RequestOptions(dialect=dialect, chain=chain)), refuse)

    after, end = bodies(server)[-2:]
    assert turn.messages == ("Then not.",)
    assert server.objections == []
    assert "acknowledged_safety_checks" not in texts_in(after) + texts_in(end)
    assert '"bad"' not in texts_in(after) + texts_in(end)
    chained = chain and dialect in WITH_RESPONSES
    assert after.get("previous_response_id") == (f"resp_{steps}" if chained and steps else None)
    assert [part["text"] for part in after["input"][-1]["content"] if "text" in part][-2:] == [
        "The wait was done.",
        "The click was refused: too risky.",
    ]
    assert base64.b64decode(pictures_in(after)[-1]) == frame(50).data
    assert ("Save a note" in texts_in(after)) is (not chained or not steps)


@pytest.mark.parametrize("chained", [True, False], ids=["chained", "unchained"])
@pytest.mark.parametrize("dialect", DIALECT_NAMES)
def test_what_a_person_says_is_told_as_theirs_beside_the_picture_and_in_the_history(
    dialect: str, chained: bool
) -> None:
    async def talk(mind: Conversation) -> None:
        turn = await mind.think(Opening("Save a note", frame(0)))
        turn = await mind.think(replace(answered(turn, 1), said=("I solved the captcha, go on",)))
        await mind.think(answered(turn, 2))

    answers = [asks(CLICK), asks(CLICK), says("Saved.")]
    with ScriptedServer(answers, dialect=dialect) as server:
        terms = RequestOptions(dialect=dialect, chain=chained)
        with_conversation(conversation(server.base_url, terms), talk)

    told = {"type": "input_text", "text": "The person in charge says: I solved the captcha, go on"}
    first, second, third = ([item for item in body["input"] if item.get("role") == "user"] for body in bodies(server))
    assert server.objections == []
    assert told not in first[0]["content"]
    beside = dialect == "functions" or (dialect == "lightcone" and not chained)  # a picture stands behind it
    assert second[-1]["content"][-2 if beside else -1] == told
    assert any(told in item["content"] for item in third) is not (chained and dialect in WITH_RESPONSES)
