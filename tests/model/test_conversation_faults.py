"""Servers that forget, break off, refuse or are not there, and the person who stops."""

import json
from collections.abc import Mapping
from dataclasses import replace
from itertools import product

import pytest

from desktop_agent.core.errors import NothingSaidError, RejectedError
from desktop_agent.core.events import Noticed
from desktop_agent.model.dialect_names import DIALECT_NAMES
from desktop_agent.model.request_options import RequestOptions
from tests.fakes.script import Answer, asks, refuses, says, thinks
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.talk import CLICK, WAIT, WITH_RESPONSES, bodies, pictures_in, play, to_the_end
from tests.fakes.thinking import Heard, conversation, with_conversation


@pytest.mark.parametrize("dialect", WITH_RESPONSES)
def test_a_server_that_stores_nothing_gets_the_history_from_then_on(dialect: str) -> None:
    heard = Heard()

    with ScriptedServer([asks(CLICK), asks(WAIT), says("Saved.")], dialect=dialect, stores=False) as server:
        turns = play(server, RequestOptions(dialect=dialect, chain=True), heard)

    assert turns[-1].messages == ("Saved.",)
    assert server.objections == []
    assert ["previous_response_id" in body for body in bodies(server)] == [False, True, False, False]
    notices = [event.text for event in heard.events if isinstance(event, Noticed)]
    assert notices == ["The server couldn't continue from its last response, so the history will be sent from now on."]


def test_a_chain_that_has_outgrown_the_model_goes_on_with_the_newest_pictures() -> None:
    too_long = refuses(400, "This model's maximum context length is 65536 tokens.")
    heard = Heard()

    with ScriptedServer([asks(CLICK)] * 8 + [too_long, asks(WAIT), says("Saved.")]) as server:
        turns = play(server, RequestOptions(chain=True), heard)

    assert turns[-1].messages == ("Saved.",)
    assert server.objections == []
    assert [len(pictures_in(body)) for body in bodies(server)[-4:]] == [1, 1, 5, 5]
    assert "doesn't take a conversation as long as this" in next(
        event.text for event in heard.events if isinstance(event, Noticed)
    )


@pytest.mark.parametrize("dialect", DIALECT_NAMES)
def test_a_first_request_that_is_too_long_is_sent_once(dialect: str) -> None:
    too_long = refuses(400, "This model's maximum context length is 1024 tokens.")

    with ScriptedServer([too_long] * 9, dialect=dialect) as server, pytest.raises(RejectedError, match="1024"):
        play(server, RequestOptions(dialect=dialect))

    assert len(server.creates) == 1


@pytest.mark.parametrize(("dialect", "stream"), list(product(DIALECT_NAMES, (True, False))))
def test_a_cut_answer_is_asked_for_again_with_the_same_key(dialect: str, stream: bool) -> None:
    cut = Answer(asks(CLICK).pieces, cut_after=100, forgotten=True)

    with ScriptedServer([cut, asks(CLICK), says("Saved.")], dialect=dialect) as server:
        turns = play(server, RequestOptions(dialect=dialect, stream=stream))

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
    heard, script = Heard(), [asks(CLICK), nothing, says("Saved.")]

    with ScriptedServer(script, dialect=dialect) as server:
        turns = play(server, RequestOptions(dialect=dialect, chain=chain, stream=stream), heard)

    assert [turn.messages for turn in turns] == [(), ("Saved.",)]
    told = ["Your last response was" in json.dumps(body) for body in bodies(server)]
    assert told == [False, False, True]  # the model knows why it is asked again
    keys = [request.headers["idempotency-key"] for request in server.creates]
    assert len(set(keys)) == 3  # the same key would bring the same answer
    notices = [event.text for event in heard.events if isinstance(event, Noticed)]
    why = "was cut off" if nothing is HALF else "contained nothing to act on"
    assert notices == [f"The model's response {why}. Requesting a new one."]


@pytest.mark.parametrize("dialect", ["openai", "functions", "anthropic"])
@pytest.mark.parametrize("nothing", [Answer(), CUT], ids=["empty", "cut off"])
def test_a_window_that_is_full_without_a_word_gets_less_to_hold(dialect: str, nothing: Answer) -> None:
    def full(body: Mapping[str, object]) -> Answer:
        return nothing if "previous_response_id" in body or len(pictures_in(body)) > 2 else says("Saved.")

    heard = Heard()
    with ScriptedServer([asks(CLICK)] * 4 + [full] * 3, dialect=dialect) as server:
        turns = play(server, RequestOptions(dialect=dialect, family="generic" * (dialect == "functions")), heard)

    assert turns[-1].messages == ("Saved.",)
    assert "fewer steps and screenshots will be sent" in [e.text for e in heard.events if isinstance(e, Noticed)][-1]


def test_what_an_answer_that_says_nothing_costs_counts() -> None:
    used = {"usage": {"input_tokens": 1_000_000, "output_tokens": 0, "total_tokens": 1_000_000}}
    first, last = replace(thinks("Hm."), extra=used), replace(says("Saved."), extra=used)

    with ScriptedServer([first, last], dialect="lightcone") as server:
        (turn,) = play(server, RequestOptions(), provider="lightcone")
    with ScriptedServer([first, first], dialect="lightcone") as server, pytest.raises(NothingSaidError) as error:
        play(server, RequestOptions(), provider="lightcone")

    for cost in (turn.cost, error.value.cost):
        assert cost == pytest.approx(1.0, rel=0.001)  # 0.5 USD for a million tokens that are read


def test_a_key_that_is_refused_is_looked_for_where_it_comes_from() -> None:
    with ScriptedServer([], key="sk-right") as server:
        mind = conversation(server.base_url, RequestOptions(), key="sk-wrong", key_source="the system's keyring")
        with pytest.raises(RejectedError, match="Check the system's keyring"):
            with_conversation(mind, to_the_end)


def test_nothing_that_is_announced_or_shown_holds_the_key() -> None:
    heard = Heard()

    with ScriptedServer([refuses(503, "bad sk-secret"), says("Hello.")], key="sk-secret") as server:
        mind = conversation(server.base_url, RequestOptions(), heard, key="sk-secret")
        with_conversation(mind, to_the_end)

    assert "sk-secret" not in repr(heard.events) + repr(mind) + repr(mind._sender)
    assert server.creates[0].headers["authorization"] == "Bearer sk-secret"
