"""Conversations with servers that refuse what vendors refuse, break off, forget or are told to; their logs tell."""

import asyncio
import base64
import json
from collections.abc import Mapping
from dataclasses import replace
from itertools import product

import pytest

from desktop_agent.core.actions.action import Click, Finish, Function, Invoke, Wait
from desktop_agent.core.errors import ModelError, NothingSaidError, RejectedError
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.core.runs.events import Noticed, RequestSent
from desktop_agent.core.runs.turn import InvalidAction, Opening, Reply, Result, Turn, Usage
from desktop_agent.model.conversation import Conversation, forget
from desktop_agent.model.dialect_names import DIALECT_NAMES
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.provider_settings import ProviderSettings
from tests.fakes.servers.script import Answer, Script, asks, calls, refuses, says, thinks
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.servers.talk import (
    CHECK,
    CLICK,
    EVERY_WAY,
    WAIT,
    WITH_CHECKS,
    WITH_FUNCTIONS,
    WITH_RESPONSES,
    bodies,
    pictures_in,
    play,
    texts_in,
    to_the_end,
)
from tests.fakes.servers.thinking import Heard, answered, conversation, frame, with_conversation


@pytest.mark.parametrize(("dialect", "stream", "chain"), EVERY_WAY)
def test_a_conversation_goes_to_its_end_in_every_way_of_holding_it(dialect: str, stream: bool, chain: bool) -> None:
    script = [
        thinks("The button is there.") + asks(CLICK),
        asks(CLICK, WAIT) + asks(WAIT, call_id="c9"),
        says("Saved."),
    ]
    events = Heard()

    with ScriptedServer(script, dialect=dialect) as server:
        turns = play(server, ProviderSettings(dialect=dialect, stream=stream, chain=chain), events)

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
    announced = [(each.bytes, each.previous_response_id) for each in events.events if isinstance(each, RequestSent)]
    assert announced == [(each.size, each.body.get("previous_response_id")) for each in server.creates]


@pytest.mark.parametrize("dialect", DIALECT_NAMES)
def test_our_own_history_holds_the_newest_five_pictures_and_all_words(dialect: str) -> None:
    script = [says(f"Step {n}.") + asks(CLICK) for n in range(9)] + [says("Saved.")]

    with ScriptedServer(script, dialect=dialect) as server:
        play(server, ProviderSettings(dialect=dialect, chain=False))

    last = bodies(server)[-1]
    oldest = 5 if dialect_named(dialect).forgets_at_once == 1 else 0  # else a few more, until they go together
    assert [base64.b64decode(each) for each in pictures_in(last)] == [frame(n).data for n in range(oldest, 10)]
    assert all(f"Step {n}." in texts_in(last) for n in range(9))
    assert "Save a note" in texts_in(last)
    assert server.objections == []


def test_an_api_that_takes_only_messages_is_told_what_was_done() -> None:
    with ScriptedServer([asks(CLICK, call_id="c1"), says("Saved.")], dialect="lightcone") as server:
        play(server, ProviderSettings(dialect="lightcone", chain=False))

    task, asked, done = bodies(server)[1]["input"]
    assert task["role"] == "user"
    assert asked["content"] == [{"type": "output_text", "text": f"I ask for: {json.dumps(CLICK)}"}]
    assert done["content"][0] == {"type": "input_text", "text": "Did what c1 asks."}


CITY = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
WEATHER = Function("get_weather", "Tells the weather.", CITY, command=("weather", "{city}"))


def test_the_done_function_is_offered_and_ends_the_run() -> None:
    for dialect in WITH_FUNCTIONS:
        with ScriptedServer([calls("done", '{"message": "Saved."}')], dialect=dialect) as server:
            turns = play(server, ProviderSettings(dialect=dialect))

        assert turns[0].finish == Finish("success", "Saved.")
        assert "done" in [tool.get("name") for tool in bodies(server)[0]["tools"]]


@pytest.mark.parametrize(("dialect", "stream", "chain"), EVERY_WAY)
def test_tools_that_are_not_here_are_refused_at_once_and_the_run_goes_on(
    dialect: str, stream: bool, chain: bool
) -> None:
    # The older API has no answer for a call, so the server must not wait for one.
    custom = Answer(({"type": "mcp_approval_request", "name": "mail", "server_label": "m", "arguments": "{}"},))
    stray = thinks("hm") + custom if dialect == "lightcone" else calls("get_weather", "{}")
    script = [stray, asks(CLICK) + says("Now."), says("Saved.")]

    with ScriptedServer(script, dialect=dialect) as server:
        turns = play(server, ProviderSettings(dialect=dialect, stream=stream, chain=chain))

    assert len(turns) == 3
    assert [call.called for call in turns[0].calls] == ["unknown"]
    assert turns[0].usage == Usage(100, 10, 110)
    assert "doesn't exist here" in turns[0].notices[0]
    assert turns[1].messages == ("Now.",)
    assert server.objections == []
    assert "This tool doesn't exist here" in json.dumps(bodies(server)[1]["input"])


@pytest.mark.parametrize("dialect", WITH_FUNCTIONS)
def test_a_users_function_is_offered_called_and_answered(dialect: str) -> None:
    for stream, chain in ((True, True), (True, False), (False, True), (False, False)):
        script = [calls("get_weather", '{"city": "Paris"}') + asks(CLICK) + says("Hm."), says("Sunny.")]
        with ScriptedServer(script, dialect=dialect) as server:
            turns = play(server, ProviderSettings(dialect=dialect, stream=stream, chain=chain), functions=(WEATHER,))

        assert [each.called for each in turns[0].calls] == ["function", "computer"]
        assert turns[0].calls[0].proposals[0].action == Invoke("get_weather", '{"city":"Paris"}')
        assert server.objections == []
        assert turns[0].notices == ()
        first, last = bodies(server)
        reported = {"name": "get_weather", "description": "Tells the weather.", "parameters": WEATHER.parameters}
        assert first["tools"][-1] == {"type": "function", "strict": False, **reported}
        outputs = [item["output"] for item in last["input"] if item.get("type") == "function_call_output"]
        assert outputs[0] == "What call_get_weather answers."
        assert len(outputs) == (2 if dialect_named(dialect).own_functions else 1)  # the click is a function, too


@pytest.mark.parametrize("approved", [True, False])
@pytest.mark.parametrize("dialect", sorted({*WITH_FUNCTIONS} & {*WITH_RESPONSES}))
def test_a_server_that_asks_to_use_a_tool_of_its_own_is_answered(dialect: str, approved: bool) -> None:
    asked = {"type": "mcp_approval_request", "id": "mcpr_1", "name": "send", "server_label": "m", "arguments": "{}"}

    async def answer(mind: Conversation) -> tuple[Turn, Turn]:
        first = await mind.think(Opening("Save a note", frame(0)))
        return first, await mind.think(answered(first, confirm=approved))

    with ScriptedServer([Answer((asked,)), says("Sent.")], dialect=dialect) as server:
        first, _ = with_conversation(conversation(server.base_url, ProviderSettings(dialect=dialect)), answer)

    assert first.calls[0].proposals[0].action == Invoke("send", "{}", "m")
    (answered_with,) = (item for item in bodies(server)[1]["input"] if item.get("type") == "mcp_approval_response")
    assert (answered_with["approval_request_id"], answered_with["approve"]) == ("mcpr_1", approved)


def test_a_coordinate_that_cannot_be_is_refused_with_the_way_to_find_out_what_is_meant() -> None:
    with ScriptedServer([asks({**CLICK, "x": 5_000}), asks({**CLICK, "x": -1}), says("Saved.")]) as server:
        turns = play(server, ProviderSettings(coordinates="viewport"))

    (notice,) = turns[0].notices
    assert notice.endswith("desktop-agent providers test local")
    assert turns[1].notices == ()  # said once
    assert all(isinstance(turn.calls[0].proposals[0].action, InvalidAction) for turn in turns[:2])


def test_a_confirmed_check_goes_back_whole_with_its_own_call() -> None:
    checks = (CHECK, {"id": "sc_2"})
    script = [asks(CLICK, checks=checks, call_id="c1") + asks(WAIT, call_id="c2"), says("Saved.")]

    with ScriptedServer(script, dialect="openai") as server:
        play(server, ProviderSettings(dialect="openai"))

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
        results = (Result("good", frame(50), acts_in_words=("The wait was done.",)),)
        turn = await mind.think(Reply(results, ("The click was refused: too risky.",), frame(50), abandon=("bad",)))
        return await mind.think(answered(turn, 51))

    with ScriptedServer(script, dialect=dialect) as server:
        turn = with_conversation(conversation(server.base_url, ProviderSettings(dialect=dialect, chain=chain)), refuse)

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
        terms = ProviderSettings(dialect=dialect, chain=chained)
        with_conversation(conversation(server.base_url, terms), talk)

    reported = {"type": "input_text", "text": "The person in charge says: I solved the captcha, go on"}
    first, second, third = ([item for item in body["input"] if item.get("role") == "user"] for body in bodies(server))
    assert server.objections == []
    assert reported not in first[0]["content"]
    beside = dialect == "functions" or (dialect == "lightcone" and not chained)  # a picture stands behind it
    assert second[-1]["content"][-2 if beside else -1] == reported
    assert any(reported in item["content"] for item in third) is not (chained and dialect in WITH_RESPONSES)


@pytest.mark.parametrize("dialect", WITH_RESPONSES)
def test_a_server_that_stores_nothing_gets_the_history_from_then_on(dialect: str) -> None:
    events = Heard()

    with ScriptedServer([asks(CLICK), asks(WAIT), says("Saved.")], dialect=dialect, stores=False) as server:
        turns = play(server, ProviderSettings(dialect=dialect, chain=True), events)

    assert turns[-1].messages == ("Saved.",)
    assert server.objections == []
    assert ["previous_response_id" in body for body in bodies(server)] == [False, True, False, False]
    notices = [event.text for event in events.events if isinstance(event, Noticed)]
    refused = "The server refused the request (404): “Previous response with id 'resp_1' not found”."
    assert notices == [
        f"{refused} The history is sent from now on, in place of a reference to the last response.",
    ]


def test_a_chain_that_has_outgrown_the_model_goes_on_with_the_newest_pictures() -> None:
    too_long = refuses(400, "This model's maximum context length is 65536 tokens.")
    events = Heard()

    with ScriptedServer([asks(CLICK)] * 8 + [too_long, asks(WAIT), says("Saved.")]) as server:
        turns = play(server, ProviderSettings(chain=True), events)

    assert turns[-1].messages == ("Saved.",)
    assert server.objections == []
    assert [len(pictures_in(body)) for body in bodies(server)[-4:]] == [1, 1, 5, 5]
    (notice,) = (event.text for event in events.events if isinstance(event, Noticed))
    assert notice.endswith("The history is sent from now on, in place of a reference to the last response.")


@pytest.mark.parametrize("dialect", DIALECT_NAMES)
def test_a_first_request_that_is_too_long_is_sent_once(dialect: str) -> None:
    too_long = refuses(400, "This model's maximum context length is 1024 tokens.")

    with ScriptedServer([too_long] * 9, dialect=dialect) as server, pytest.raises(RejectedError, match="1024"):
        play(server, ProviderSettings(dialect=dialect))

    assert len(server.creates) == 1


@pytest.mark.parametrize(("dialect", "stream"), list(product(DIALECT_NAMES, (True, False))))
def test_a_cut_answer_is_asked_for_again_with_the_same_key(dialect: str, stream: bool) -> None:
    cut = Answer(asks(CLICK).pieces, cut_after=100, forgotten=True)

    with ScriptedServer([cut, asks(CLICK), says("Saved.")], dialect=dialect) as server:
        turns = play(server, ProviderSettings(dialect=dialect, stream=stream))

    assert [len(turn.calls) for turn in turns] == [1, 0]
    assert server.objections == []
    assert len({request.headers["idempotency-key"] for request in server.creates}) == 2


WORDS = {"type": "output_text", "text": "Sav", "annotations": []}
HALF = Answer(({"type": "message", "role": "assistant", "status": "incomplete", "content": [WORDS]},))
CUT = replace(says("I click"), status="incomplete", extra={"incomplete_details": {"reason": "max_output_tokens"}})


@pytest.mark.parametrize(
    ("dialect", "chain", "stream", "nothing"),
    [
        pytest.param("openai", True, True, thinks("Hm."), id="thoughts"),
        pytest.param("openai", False, False, Answer(), id="empty"),
        pytest.param("anthropic", False, True, Answer(), id="empty, without chains"),
        pytest.param("preview", True, False, HALF, id="half a message"),
    ],
)
def test_an_answer_that_says_nothing_is_asked_for_once_more(
    dialect: str, chain: bool, stream: bool, nothing: Answer
) -> None:
    events = Heard()
    script = [asks(CLICK), nothing, says("Saved.")]

    with ScriptedServer(script, dialect=dialect) as server:
        turns = play(server, ProviderSettings(dialect=dialect, chain=chain, stream=stream), events)

    assert [turn.messages for turn in turns] == [(), ("Saved.",)]
    reported = ["Your last response was" in json.dumps(body) for body in bodies(server)]
    assert reported == [False, False, True]  # the model knows why it is asked again
    keys = [request.headers["idempotency-key"] for request in server.creates]
    assert len(set(keys)) == 3  # the same key would bring the same answer
    notices = [event.text for event in events.events if isinstance(event, Noticed)]
    why = "was cut off" if nothing is HALF else "contained nothing to act on"
    assert notices == [f"The model's response {why}. Requesting a new one."]


@pytest.mark.parametrize("dialect", ["openai", "functions", "anthropic"])
@pytest.mark.parametrize("nothing", [Answer(), CUT], ids=["empty", "cut off"])
def test_a_window_that_is_full_without_a_word_gets_less_to_hold(dialect: str, nothing: Answer) -> None:
    def full(body: Mapping[str, object]) -> Answer:
        return nothing if "previous_response_id" in body or len(pictures_in(body)) > 2 else says("Saved.")

    events = Heard()
    with ScriptedServer([asks(CLICK)] * 4 + [full] * 4, dialect=dialect) as server:
        turns = play(
            server, ProviderSettings(dialect=dialect, family="generic" if dialect == "functions" else ""), events
        )

    assert turns[-1].messages == ("Saved.",)
    assert "Only half of the earlier steps" in [e.text for e in events.events if isinstance(e, Noticed)][-1]


def test_what_an_answer_that_says_nothing_costs_counts() -> None:
    used = {"usage": {"input_tokens": 1_000_000, "output_tokens": 0, "total_tokens": 1_000_000}}
    first = replace(thinks("Hm."), extra=used)
    last = replace(says("Saved."), extra=used)

    with ScriptedServer([first, last], dialect="lightcone") as server:
        (turn,) = play(server, ProviderSettings(), provider="lightcone")
    with ScriptedServer([first, first], dialect="lightcone") as server, pytest.raises(NothingSaidError) as error:
        play(server, ProviderSettings(), provider="lightcone")

    for cost in (turn.cost, error.value.cost):
        assert cost == pytest.approx(1.0, rel=0.001)  # 0.5 USD for a million tokens that are read


def test_a_key_that_is_refused_is_looked_for_where_it_comes_from() -> None:
    with ScriptedServer([], key="sk-right") as server:
        mind = conversation(server.base_url, ProviderSettings(), key="sk-wrong", key_source="the system's keyring")
        with pytest.raises(RejectedError, match="Check the system's keyring"):
            with_conversation(mind, to_the_end)


def test_nothing_that_is_announced_or_shown_holds_the_key() -> None:
    events = Heard()

    with ScriptedServer([refuses(503, "bad sk-secret"), says("Hello.")], key="sk-secret") as server:
        mind = conversation(server.base_url, ProviderSettings(), events, key="sk-secret")
        with_conversation(mind, to_the_end)

    assert "sk-secret" not in repr(events.events) + repr(mind) + repr(mind._sender)
    assert server.creates[0].headers["authorization"] == "Bearer sk-secret"


KEPT_NOTHING = "The server doesn't store responses or doesn't support deleting them, so nothing was deleted there."


@pytest.mark.parametrize(
    ("statuses", "level", "text"),
    [
        ([405], "warning", KEPT_NOTHING),
        ([200, 404], "info", "The server has deleted 1 response. It hadn't stored the others (1)."),
        ([200, None, 403, 404], "warning", "hasn't confirmed deleting 2 of 4 responses (403, no answer), and may keep"),
        (
            [200, 0],
            "warning",
            "The server hasn't confirmed deleting 1 of 2 responses (there was no time), and may keep them.",
        ),
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


def deleted(script: list[Script], terms: ProviderSettings) -> tuple[ScriptedServer, list[str], Heard]:
    """Hold a conversation, forget it, and return the server, what it was asked to delete, and what was announced."""
    events = Heard()

    async def talk(mind: Conversation) -> None:
        try:
            await to_the_end(mind)
        except ModelError:
            pass
        finally:
            await mind.forget()

    with ScriptedServer(script, dialect=terms.dialect or "preview") as server:
        with_conversation(conversation(server.base_url, terms, events), talk)
    return server, sorted(each.path.rpartition("/")[2] for each in server.requests if each.method == "DELETE"), events


@pytest.mark.parametrize("dialect", WITH_RESPONSES)
@pytest.mark.parametrize("stream", [True, False])
def test_every_response_of_the_run_is_deleted_on_the_server(dialect: str, stream: bool) -> None:
    script: list[Script] = [asks(CLICK), asks(CLICK), says("Saved.")]

    server, asked, received = deleted(script, ProviderSettings(dialect=dialect, stream=stream, forget=True))

    assert asked == ["resp_1", "resp_2", "resp_3"]
    assert server.responses == {}
    assert received.events[-1] == Noticed("info", "The server has deleted the run: 3 responses.")


def test_an_answer_that_broke_off_and_was_given_again_is_deleted_as_well() -> None:
    broken = Answer(says("Sa").pieces, cut_after=400, forgotten=True)

    _, asked, _ = deleted([broken, says("Saved.")], ProviderSettings(forget=True))

    assert asked == ["resp_1", "resp_2"]


@pytest.mark.parametrize(
    "terms",
    [
        ProviderSettings(),
        ProviderSettings(forget=True, chain=False),
        ProviderSettings(forget=True, params={"store": False}),
    ],
)
def test_nothing_is_deleted_that_nobody_stored_or_wanted_deleted(terms: ProviderSettings) -> None:
    _, asked, received = deleted([says("Saved.")], terms)

    assert asked == []
    assert not any(isinstance(event, Noticed) for event in received.events)


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
        with_conversation(conversation(server.base_url, ProviderSettings(forget=True)), stopped)

    assert server.cancelled == ["resp_2"]
    assert server.responses == {}
