"""Conversations with a server that refuses what vendors refuse; its request log is the oracle."""

import asyncio
import base64
import json
import socket
from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest

from desktop_agent.core.actions import Click, Finish, Wait
from desktop_agent.core.errors import DialectError, ModelError, RejectedError, SettingsError, UnreachableError
from desktop_agent.core.events import Noticed, RequestSent
from desktop_agent.core.geometry import ImagePoint, Size
from desktop_agent.core.turn import Misfit, Opening, Reply, Result, Turn, Usage
from desktop_agent.model.conversation import Conversation, Terms
from desktop_agent.model.profiles import PROFILES
from tests.fakes.script import Answer, asks, calls, refuses, says, thinks
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.thinking import Heard, answered, conversation, frame, with_conversation
from tests.fakes.waiting import wait_until

DIALECTS = ("lightcone", "preview", "openai")
CLICK = {"type": "click", "x": 10, "y": 20, "button": "left"}
WAIT = {"type": "wait"}
CHECK = {"id": "sc_1", "code": "malicious_instructions", "message": "The page tells the model what to do."}
OTHER_CHECK = {"id": "sc_2"}
EVERY_WAY = list(product(DIALECTS, (True, False), (True, False)))


async def to_the_end(mind: Conversation) -> list[Turn]:
    """Open, let everything be done, and return all turns."""
    turns = [await mind.think(Opening("Save a note", frame(0)))]
    while turns[-1].calls:
        turns.append(await mind.think(answered(turns[-1], len(turns))))
    return turns


def play(
    server: ScriptedServer, terms: Terms, heard: Heard | None = None, *, provider: str = "local", key: str | None = None
) -> list[Turn]:
    return with_conversation(conversation(server.base_url, terms, heard, provider=provider, key=key), to_the_end)


def bodies(server: ScriptedServer) -> list[Mapping[str, Any]]:
    return [request.body for request in server.creates]


def pictures_in(body: Mapping[str, Any]) -> list[str]:
    text = json.dumps(body)
    return [part.split('"')[0] for part in text.split("data:image/png;base64,")[1:]]


def texts_in(body: Mapping[str, Any]) -> str:
    return json.dumps(body["input"], ensure_ascii=False)


@pytest.mark.parametrize(("dialect", "stream", "chain"), EVERY_WAY)
def test_a_conversation_goes_to_its_end_in_every_way_of_holding_it(dialect: str, stream: bool, chain: bool) -> None:
    script = [
        thinks("The button is there.") + asks(CLICK),
        asks(CLICK, WAIT) + asks(WAIT, call_id="c9"),
        says("Saved."),
    ]
    heard = Heard()

    with ScriptedServer(script, dialect=dialect) as server:
        turns = play(server, Terms(dialect=dialect, stream=stream, chain=chain), heard)

    assert server.objections == []
    assert turns[0].reasoning == ("The button is there.",)
    assert turns[0].calls[0].proposals[0].action == Click(ImagePoint(10, 20))
    done = [proposal.action for call in turns[1].calls for proposal in call.proposals]
    assert done == [Click(ImagePoint(10, 20)), Wait(1.0), Wait(1.0)]
    assert len(turns[1].calls) == (2 if dialect == "openai" else 3)
    assert turns[2].messages == ("Saved.",)
    assert turns[2].usage == Usage(100, 10, 110)
    assert [body["stream"] for body in bodies(server)] == [stream] * 3
    assert [body.get("previous_response_id") for body in bodies(server)[1:]] == (
        ["resp_1", "resp_2"] if chain else [None, None]
    )


@pytest.mark.parametrize(("dialect", "stream", "chain"), EVERY_WAY)
def test_what_is_announced_is_what_the_server_got(dialect: str, stream: bool, chain: bool) -> None:
    heard = Heard()

    with ScriptedServer([asks(CLICK), says("Saved.")], dialect=dialect) as server:
        play(server, Terms(dialect=dialect, stream=stream, chain=chain), heard)

    assert heard.events == [
        RequestSent(
            attempt=1,
            input_items=len(request.body["input"]),
            bytes=request.size,
            chained="previous_response_id" in request.body,
            previous_response_id=request.body.get("previous_response_id"),
        )
        for request in server.creates
    ]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_picture_that_is_sent_is_the_picture_that_was_taken(dialect: str) -> None:
    with ScriptedServer([asks(CLICK), says("Saved.")], dialect=dialect) as server:
        play(server, Terms(dialect=dialect))

    sent = [base64.b64decode(pictures_in(body)[0]) for body in bodies(server)]
    assert sent == [frame(0).data, frame(1).data]


def test_the_tool_has_the_size_of_the_picture_and_the_users_words_stand_in_the_request() -> None:
    async def one_turn(mind: Conversation) -> Turn:
        return await mind.think(Opening("Save", frame(0, Size(1024, 640))))

    terms = Terms(dialect="preview", environment="windows", instructions="Be quick.", model="m")
    with ScriptedServer([says("Saved.")]) as server:
        with_conversation(conversation(server.base_url, terms), one_turn)

    body = bodies(server)[0]
    tool = {"type": "computer_use_preview", "display_width": 1024, "display_height": 640, "environment": "windows"}
    assert body["tools"][0] == tool
    assert body["tools"][1]["name"] == "done"
    assert (body["instructions"], body["model"]) == ("Be quick.", "m")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_our_own_history_holds_the_newest_five_pictures_and_all_words(dialect: str) -> None:
    script = [says(f"Step {n}.") + asks(CLICK) for n in range(9)] + [says("Saved.")]

    with ScriptedServer(script, dialect=dialect) as server:
        play(server, Terms(dialect=dialect, chain=False))

    last = bodies(server)[-1]
    assert [base64.b64decode(each) for each in pictures_in(last)] == [frame(n).data for n in range(5, 10)]
    assert all(f"Step {n}." in texts_in(last) for n in range(9))
    assert "Save a note" in texts_in(last)
    assert server.objections == []


def test_an_api_that_takes_only_messages_is_told_what_was_done() -> None:
    with ScriptedServer([asks(CLICK, call_id="c1"), says("Saved.")], dialect="lightcone") as server:
        play(server, Terms(dialect="lightcone", chain=False))

    task, asked, done = bodies(server)[1]["input"]
    assert task["role"] == "user"
    assert asked["content"] == [{"type": "output_text", "text": f"I ask for: {json.dumps(CLICK)}"}]
    assert done["content"][0] == {"type": "input_text", "text": "Did what c1 asks."}


def test_a_confirmed_check_goes_back_whole_with_its_own_call() -> None:
    script = [asks(CLICK, checks=(CHECK, OTHER_CHECK), call_id="c1") + asks(WAIT, call_id="c2"), says("Saved.")]

    with ScriptedServer(script, dialect="openai") as server:
        play(server, Terms(dialect="openai"))

    first, second = bodies(server)[1]["input"]
    assert first["acknowledged_safety_checks"] == [CHECK, OTHER_CHECK]
    assert "acknowledged_safety_checks" not in second
    assert server.objections == []


@pytest.mark.parametrize("chain", [True, False])
@pytest.mark.parametrize("dialect", ["preview", "openai"])
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
        turn = with_conversation(conversation(server.base_url, Terms(dialect=dialect, chain=chain)), refuse)

    after, end = bodies(server)[-2:]
    assert turn.messages == ("Then not.",)
    assert server.objections == []
    assert "acknowledged_safety_checks" not in texts_in(after) + texts_in(end)
    assert '"bad"' not in texts_in(after) + texts_in(end)
    assert after.get("previous_response_id") == (f"resp_{steps}" if chain and steps else None)
    assert [part.get("text") for part in after["input"][-1]["content"][:2]] == [
        "The wait was done.",
        "The click was refused: too risky.",
    ]
    assert base64.b64decode(pictures_in(after)[-1]) == frame(50).data
    assert ("Save a note" in texts_in(after)) is (not chain or not steps)


def test_two_refused_checks_in_a_row_go_back_to_the_same_place() -> None:
    risky = asks(CLICK, checks=(CHECK,), call_id="bad")

    async def refuse_twice(mind: Conversation) -> Turn:
        await mind.think(Opening("Save a note", frame(0)))
        await mind.think(Reply((), ("No.",), frame(1), abandon=("bad",)))
        return await mind.think(Reply((), ("No, again.",), frame(2), abandon=("bad",)))

    with ScriptedServer([risky, risky, says("Then not.")]) as server:
        turn = with_conversation(conversation(server.base_url, Terms()), refuse_twice)

    assert turn.messages == ("Then not.",)
    assert server.objections == []
    assert [part.get("text") for item in bodies(server)[2]["input"] for part in item["content"][:1]] == [
        "Save a note",
        "No.",
        "No, again.",
    ]


def test_notes_stand_beside_a_true_picture_of_every_call() -> None:
    async def refuse(mind: Conversation) -> Turn:
        turn = await mind.think(Opening("Save a note", frame(0)))
        reply = answered(turn, 1)
        return await mind.think(Reply(reply.results, ("The click was refused: not now.",), reply.frame))

    with ScriptedServer([asks(CLICK), says("Then not.")]) as server:
        with_conversation(conversation(server.base_url, Terms()), refuse)

    result, note = bodies(server)[1]["input"]
    assert set(result["output"]) == {"type", "image_url"}
    assert note["content"] == [{"type": "input_text", "text": "The click was refused: not now."}]


def test_an_answer_to_a_question_goes_with_a_fresh_picture() -> None:
    async def reply(mind: Conversation) -> Turn:
        await mind.think(Opening("Save a note", frame(0)))
        return await mind.think(Reply((), ("Documents",), frame(1)))

    for dialect, chain in product(DIALECTS, (True, False)):
        with ScriptedServer([says("Which folder?"), says("Saved.")], dialect=dialect) as server:
            turn = with_conversation(conversation(server.base_url, Terms(dialect=dialect, chain=chain)), reply)

        assert turn.messages == ("Saved.",)
        assert bodies(server)[1]["input"][-1]["content"][0]["text"] == "Documents"
        assert base64.b64decode(pictures_in(bodies(server)[1])[-1]) == frame(1).data


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_server_that_stores_nothing_gets_the_history_from_then_on(dialect: str) -> None:
    heard = Heard()

    with ScriptedServer([asks(CLICK), asks(WAIT), says("Saved.")], dialect=dialect, stores=False) as server:
        turns = play(server, Terms(dialect=dialect, chain=True), heard)

    assert turns[-1].messages == ("Saved.",)
    assert server.objections == []
    assert ["previous_response_id" in body for body in bodies(server)] == [False, True, False, False]
    notices = [event.text for event in heard.events if isinstance(event, Noticed)]
    assert notices == ["The server keeps no history; from here on it is sent along."]


@pytest.mark.parametrize("message", ["Previous response with id 'x' not found.", "previous_response_id is unknown"])
def test_a_400_for_a_dropped_response_means_the_same(message: str) -> None:
    with ScriptedServer([asks(CLICK), refuses(400, message), says("Saved.")]) as server:
        assert play(server, Terms(chain=True))[-1].messages == ("Saved.",)


def test_a_chain_that_has_outgrown_the_model_goes_on_with_the_newest_pictures() -> None:
    too_long = refuses(400, "This model's maximum context length is 65536 tokens.")
    heard = Heard()

    with ScriptedServer([asks(CLICK)] * 8 + [too_long, asks(WAIT), says("Saved.")]) as server:
        turns = play(server, Terms(chain=True), heard)

    assert turns[-1].messages == ("Saved.",)
    assert server.objections == []
    assert [len(pictures_in(body)) for body in bodies(server)[-4:]] == [1, 1, 5, 5]
    assert "outgrown" in next(event.text for event in heard.events if isinstance(event, Noticed))


def test_without_storage_the_server_is_asked_to_store_nothing() -> None:
    for dialect, expected in (("lightcone", None), ("preview", False), ("openai", False)):
        with ScriptedServer([says("Hello.")], dialect=dialect) as server:
            play(server, Terms(dialect=dialect, chain=False))

        assert bodies(server)[0].get("store") is expected


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


def _custom() -> Answer:
    # The older API has no answer for it, so the server must not wait for one.
    return Answer(({"type": "mcp_approval_request", "name": "mail", "server_label": "m", "arguments": "{}"},))


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


def test_a_server_that_ignores_the_wish_for_a_stream_is_understood() -> None:
    with ScriptedServer([asks(CLICK), says("Saved.")], stream=False) as server:
        assert play(server, Terms(stream=True))[-1].messages == ("Saved.",)


@pytest.mark.parametrize("forgotten", [True, False])
@pytest.mark.parametrize(("dialect", "stream"), list(product(DIALECTS, (True, False))))
def test_a_cut_answer_is_recovered_and_nothing_is_asked_for_twice(dialect: str, stream: bool, forgotten: bool) -> None:
    cut = Answer(asks(CLICK).pieces, cut_after=700 if stream else 200, forgotten=forgotten)
    script = [cut, asks(CLICK), says("Saved.")] if forgotten else [cut, says("Saved.")]

    with ScriptedServer(script, dialect=dialect) as server:
        turns = play(server, Terms(dialect=dialect, stream=stream))

    assert [len(turn.calls) for turn in turns] == [1, 0]
    assert server.objections == []
    assert len({request.headers["idempotency-key"] for request in server.creates}) == 2


def test_stopping_cancels_the_answer_in_flight_on_the_server() -> None:
    async def stop(mind: Conversation) -> None:
        thinking = asyncio.create_task(mind.think(Opening("Save a note", frame(0))))
        await asyncio.to_thread(wait_until, lambda: mind._asker.in_flight)
        thinking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await thinking
        await mind.cancel()
        await mind.cancel()

    with ScriptedServer([Answer(asks(CLICK).pieces, stall_after=700)]) as server:
        with_conversation(conversation(server.base_url, Terms(stream=True)), stop)

    assert server.cancelled == ["resp_1"]


def test_stopping_when_nothing_is_in_flight_sends_nothing() -> None:
    async def stop(mind: Conversation) -> None:
        await mind.think(Opening("Save a note", frame(0)))
        await mind.cancel()

    with ScriptedServer([says("Saved.")]) as server:
        with_conversation(conversation(server.base_url, Terms()), stop)

    assert [request.path for request in server.requests] == ["/v1/responses"]


@pytest.mark.parametrize("fault", [refuses(400, "Unknown parameter"), Answer(status="failed"), Answer()])
def test_after_an_error_the_same_message_can_be_sent_again(fault: Answer) -> None:
    async def again(mind: Conversation) -> Turn:
        turn = await mind.think(Opening("Save a note", frame(0)))
        with pytest.raises(ModelError):
            await mind.think(answered(turn, 1))
        return await mind.think(answered(turn, 1))

    with ScriptedServer([asks(CLICK), fault, says("Saved.")]) as server:
        turn = with_conversation(conversation(server.base_url, Terms()), again)

    assert turn.messages == ("Saved.",)
    assert server.objections == []


def test_a_wrong_key_is_named_by_its_variable_and_never_shown() -> None:
    with ScriptedServer([says("Hello.")], key="right") as server:
        with pytest.raises(RejectedError, match=r"\(401\).*Check DESKTOP_AGENT_API_KEY") as error:
            play(server, Terms(), key="wrong-key")
        play(server, Terms(), key="right")

    assert "wrong-key" not in str(error.value)


def test_nothing_that_is_announced_or_shown_holds_the_key() -> None:
    heard = Heard()

    with ScriptedServer([refuses(503, "bad sk-secret"), says("Hello.")], key="sk-secret") as server:
        mind = conversation(server.base_url, Terms(), heard, key="sk-secret")
        with_conversation(mind, to_the_end)

    assert "sk-secret" not in repr(heard.events) + repr(mind) + repr(mind._asker)
    assert server.creates[0].headers["authorization"] == "Bearer sk-secret"


def test_a_server_that_is_not_there_is_said_to_be_out_of_reach() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        mind = conversation(f"http://127.0.0.1:{nobody.getsockname()[1]}/v1", Terms())

        with pytest.raises(UnreachableError, match="cannot be reached"):
            with_conversation(mind, to_the_end)


def test_a_wrong_address_and_a_web_page_are_told_apart() -> None:
    with ScriptedServer([Answer(body=b"<html>Log in</html>")]) as server:
        with pytest.raises(RejectedError, match=r"\(404\).*Check the base URL"):
            with_conversation(conversation(server.base_url + "/wrong", Terms()), to_the_end)
        with pytest.raises(DialectError, match="web page"):
            play(server, Terms())


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        (Terms(dialect="klingon"), "no dialect called “klingon”"),
        (Terms(coordinates="miles"), "no coordinate space called “miles”"),
        (Terms(base_url="ftp://host"), "no http or https address"),
        (Terms(base_url="http://example.org"), "http to another computer"),
    ],
)
def test_terms_that_cannot_be_are_refused_before_anything_is_sent(terms: Terms, sentence: str) -> None:
    with pytest.raises(SettingsError, match=sentence):
        Conversation(PROFILES["local"], terms, key=None, announce=Heard().announce)


def test_a_long_task_and_a_lone_surrogate_arrive() -> None:
    task = "Type “Αθήνα 🙂 日本語”. " * 2_000 + "\ud800"

    async def one_turn(mind: Conversation) -> Turn:
        return await mind.think(Opening(task, frame(0)))

    with ScriptedServer([says("Saved.")]) as server:
        with_conversation(conversation(server.base_url, Terms()), one_turn)

    assert bodies(server)[0]["input"][0]["content"][0]["text"] == task
