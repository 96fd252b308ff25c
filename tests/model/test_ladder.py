"""Servers that refuse a request of a run that works: the run goes on, each act once, until nothing smaller is left."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from desktop_agent.core.errors import ModelError, RejectedError
from desktop_agent.core.runs.events import Noticed
from desktop_agent.core.runs.material import EarlierAct, EarlierRun, EarlierTurn
from desktop_agent.core.runs.turn import Opening, Reply, Result, Turn
from desktop_agent.model.conversation import Conversation
from desktop_agent.model.dialect_names import DIALECT_NAMES
from desktop_agent.model.ladder import RunRecap
from desktop_agent.model.provider_settings import ProviderSettings
from tests.fakes.servers.script import Answer, Script, asks, refuses, says, thinks
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.servers.talk import WITH_RESPONSES, bodies, pictures_in, play, texts_in, to_the_end
from tests.fakes.servers.thinking import Heard, answered, conversation, frame, with_conversation

ACTS = 40
MADE_UP = (
    *("Ung blarz gefolk, ta zwin morrik!", "Не бурлачь кромешно, плюхан 4096.", "薄明の縁、三度ほどけず。"),
    *("Zamíchaná dvěřka nevlézá.", "Tha an clach-uisge fo thoinneamh.", "ما زَلِقَ الطَفَلُ في المِجَرّ."),
    *("Mi-kato ne flugos trans la jaron.", "कुटकी नहीं झरेगी।", "Šuplík nezná cestu.", "Ki ez a tyúk a zsebben?"),
)
# Each dialect refuses with another status; none of them is a person's or one that would be tried again.
STATUSES = dict(zip(DIALECT_NAMES, (400, 404, 413, 415, 422, 451), strict=True))
UNCHAINED = "The history is sent from now on, in place of a reference to the last response."
BARE = "The request is sent once more, without the model's earlier thoughts and the server's own ids."
AGAIN = "The request is sent once more."
HALF = "Only half of the earlier steps and screenshots is sent now."
FRESH = "A new conversation begins, with the task, what has been done so far, and the current screen."


def click(number: int) -> dict[str, object]:
    return {"type": "click", "x": 10 + 20 * number, "y": 20, "button": "left"}


def notices(heard: Heard) -> list[str]:
    return [event.text for event in heard.events if isinstance(event, Noticed)]


class Refusing:
    """Answers with the next act, unless it is a request's turn to be refused."""

    def __init__(self, is_refused: Callable[[int], bool], status: int, answer: Callable[[int], Answer]) -> None:
        self._is_refused = is_refused
        self._status = status
        self._send_and_read = answer
        self._words = iter(MADE_UP * ACTS)
        self.requests = 0
        self.given = 0

    def __iter__(self) -> Iterator[Script]:
        return iter([self.reply] * ACTS * 9)

    def reply(self, _body: Mapping[str, object]) -> Answer:
        self.requests += 1
        if self._is_refused(self.requests):
            return refuses(self._status, next(self._words))
        self.given += 1
        return says("Saved.") if self.given > ACTS else self._send_and_read(self.given - 1)


def acts_of(turns: list[Turn]) -> list[int]:
    return [
        round((proposal.action.at.x - 10) / 20)  # type: ignore[union-attr]  # they are clicks
        for turn in turns
        for call in turn.calls
        for proposal in call.proposals
    ]


@pytest.mark.long
@pytest.mark.parametrize("chain", [True, False], ids=["chained", "unchained"])
@pytest.mark.parametrize("dialect", DIALECT_NAMES)
def test_forty_acts_are_each_done_once_though_one_request_in_five_is_refused(dialect: str, *, chain: bool) -> None:
    def answer(number: int) -> Answer:
        act = asks(click(number % 30), call_id=f"call_{number}")
        return says(f"Field {number}.") + act if dialect == "lightcone" else thinks(f"Field {number}.") + act

    refusing = Refusing(lambda number: number % 5 == 0, STATUSES[dialect], answer)
    with ScriptedServer(refusing, dialect=dialect) as server:
        turns = play(server, ProviderSettings(dialect=dialect, chain=chain))

    assert turns[-1].messages == ("Saved.",)
    assert acts_of(turns) == [number % 30 for number in range(ACTS)]
    assert server.objections == []
    assert refusing.requests > ACTS * 5 / 4


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("dialect", DIALECT_NAMES)
def test_refusals_by_chance_end_no_run_either_and_are_announced_once(dialect: str, seed: int) -> None:
    events = Heard()
    chance = random.Random(seed)
    refused_in_a_row = 0

    def is_refused(number: int) -> bool:
        nonlocal refused_in_a_row
        is_now = number > 1 and refused_in_a_row < 2 and chance.random() < 0.3
        refused_in_a_row = refused_in_a_row + 1 if is_now else 0
        return is_now

    refusing = Refusing(is_refused, 400, lambda number: asks(click(number % 30)))
    with ScriptedServer(refusing, dialect=dialect) as server:
        turns = play(server, ProviderSettings(dialect=dialect), events)

    assert acts_of(turns) == [number % 30 for number in range(ACTS)]
    assert server.objections == []
    words = notices(events)
    assert all(sum(text.endswith(step) for text in words) <= 1 for step in (UNCHAINED, BARE, AGAIN, HALF, FRESH))


def refused_while(wrong: Callable[[Mapping[str, Any]], bool], answer: Answer) -> Callable[[Mapping[str, Any]], Answer]:
    return lambda body: refuses(400, MADE_UP[0]) if wrong(body) else answer


def types_in(body: Mapping[str, Any]) -> list[str]:
    return [str(item.get("type")) for item in body["input"]]


@pytest.mark.parametrize("dialect", ["openai", "preview", "functions"])
def test_a_server_that_refuses_its_own_thoughts_is_not_sent_them_again(dialect: str) -> None:
    events = Heard()
    step = refused_while(lambda body: "reasoning" in types_in(body), thinks("Hm.") + asks(click(0)))

    with ScriptedServer([step] * 7, dialect=dialect) as server:
        terms = ProviderSettings(dialect=dialect, chain=False)
        turns = with_conversation(conversation(server.base_url, terms, events), acting(5))

    assert acts_of(turns) == [0] * 5
    # The third message needed the step as well: from then on nothing is refused.
    assert ["reasoning" in types_in(body) for body in bodies(server)] == [
        *(False, True, False, True, False),
        *(False, False),
    ]
    assert notices(events) == [f"The server refused the request (400): “{MADE_UP[0]}”. {BARE}"]


def acting(messages: int) -> Callable[[Conversation], Any]:
    async def act(mind: Conversation) -> list[Turn]:
        turns = [await mind.think(Opening("Save a note", frame(0)))]
        while len(turns) < messages:
            turns.append(await mind.think(answered(turns[-1], len(turns))))
        return turns

    return act


@pytest.mark.parametrize("dialect", ["openai", "functions"])
@pytest.mark.parametrize("odd", ["", "x" * 65])
def test_an_id_that_no_server_would_take_back_is_never_sent(dialect: str, odd: str) -> None:
    words = Answer(
        (
            {**thinks("Hm.").pieces[0], "id": odd},  # type: ignore[dict-item]  # it is no `Actions`
            {**says("Now.").pieces[0], "id": odd},  # type: ignore[dict-item]
        )
    )
    calling = asks(click(0), call_id=odd or "c")

    def with_odd_id(body: Mapping[str, object]) -> Answer:
        del body
        return words + calling

    with ScriptedServer([with_odd_id, says("Saved.")], dialect=dialect, strict=False) as server:
        play(server, ProviderSettings(dialect=dialect, chain=False))

    ids = [item[name] for item in bodies(server)[1]["input"] for name in ("id", "call_id") if name in item]
    assert ids
    assert all(0 < len(each) <= 64 for each in ids)


@pytest.mark.parametrize("dialect", DIALECT_NAMES)
def test_half_of_the_history_goes_before_the_conversation_begins_anew(dialect: str) -> None:
    events = Heard()
    script: list[Script] = [says(f"Step {n}. {'word ' * 300}") + asks(click(n)) for n in range(9)]
    most = 20_000 if dialect == "lightcone" else 24_000

    def answer(body: Mapping[str, Any]) -> Answer:
        pictures = pictures_in(body)
        is_long = len(texts_in(body)) - sum(map(len, pictures)) > most * 0.5
        return refuses(413, "") if is_long or "previous_response_id" in body else says("Saved.")

    with ScriptedServer([*script, *[answer] * 3], dialect=dialect) as server:
        turns = play(server, ProviderSettings(dialect=dialect), events)

    last = texts_in(bodies(server)[-1])
    assert turns[-1].messages == ("Saved.",)
    assert "Save a note" in last
    assert "Step 8." in last
    assert "Step 1." not in last
    assert len(pictures_in(bodies(server)[-1])) >= 1
    assert server.objections == []
    assert notices(events)[-1] == f"The server refused the request (413). {HALF}"


@pytest.mark.parametrize("dialect", DIALECT_NAMES)
def test_a_new_conversation_holds_the_task_the_acts_the_words_and_the_screen_and_nothing_else(dialect: str) -> None:
    events = Heard()
    only_a_message = refused_while(
        lambda body: len(body["input"]) > 1 or "previous_response_id" in body, asks(click(2), call_id="third")
    )
    first = says("The form is open.") + asks(click(0), call_id="first")

    async def act(mind: Conversation) -> list[Turn]:
        turns = [await mind.think(Opening("Save a note", frame(0)))]
        turns.append(await mind.think(replace(answered(turns[0], 1), said=("Use my second address",))))
        reply = answered(turns[1], 2)
        turns.append(await mind.think(replace(reply, notes=("The click in the corner was refused: too risky.",))))
        turns.append(await mind.think(answered(turns[2], 3)))
        return turns

    script: list[Script] = [first, asks(click(1), call_id="second"), *[only_a_message] * 4, says("Saved.")]
    with ScriptedServer(script, dialect=dialect) as server:
        turns = with_conversation(conversation(server.base_url, ProviderSettings(dialect=dialect), events), act)

    fresh = next(body for body in bodies(server)[2:] if "Did what second asks." in texts_in(body) and anew(body))
    (message,) = fresh["input"]
    texts = "\n".join(part["text"] for part in message["content"] if "text" in part)
    assert message["role"] == "user"
    assert texts.split("\n") == [
        "Save a note",
        "This is a new conversation about the same task: the earlier one couldn't be continued.",
        "What has happened so far, in order; nothing that was done is to be done again:",
        "- Did what first asks.",
        "- Did what second asks.",
        "- The click in the corner was refused: too risky.",
        "Your last words were: The form is open.",
        "The person in charge says: Use my second address",
        "The screenshot shows the current screen. Go on from there.",
    ]
    assert len(pictures_in(fresh)) == 1
    assert acts_of(turns) == [0, 1, 2]
    assert turns[-1].messages == ("Saved.",)
    assert server.objections == []
    assert notices(events)[-1].endswith(FRESH)
    keys = [request.headers["idempotency-key"] for request in server.creates]
    assert len(set(keys)) == len(keys)


def anew(body: Mapping[str, Any]) -> bool:
    return len(body["input"]) == 1 and "previous_response_id" not in body


def test_a_server_that_takes_no_history_gets_a_new_conversation_for_each_act_at_once() -> None:
    step = refused_while(lambda body: not anew(body), says("Next.") + asks(click(0)))

    with ScriptedServer([step] * 12, dialect="functions") as server:
        turns = with_conversation(conversation(server.base_url, ProviderSettings(dialect="functions")), acting(6))

    assert len(acts_of(turns)) == 6
    assert [anew(body) for body in bodies(server)][-4:] == [True] * 4


@pytest.mark.parametrize("dialect", DIALECT_NAMES)
def test_a_part_of_the_screen_that_a_server_refuses_is_left_out_in_the_end(dialect: str) -> None:
    part = frame(77)
    step = refused_while(lambda body: base64.b64encode(part.data).decode() in json.dumps(body), says("Saved."))

    async def act(mind: Conversation) -> Turn:
        turn = await mind.think(Opening("Save a note", frame(0)))
        return await mind.think(replace(answered(turn, 1), part=part))

    with ScriptedServer([asks(click(0)), *[step] * 4], dialect=dialect) as server:
        turn = with_conversation(conversation(server.base_url, ProviderSettings(dialect=dialect)), act)

    assert turn.messages == ("Saved.",)
    assert anew(bodies(server)[-1]) == (dialect != "lightcone"), "its history holds no such part"
    assert base64.b64encode(frame(1).data).decode() in json.dumps(bodies(server)[-1])


def test_a_server_that_takes_one_picture_gets_no_more_of_them_in_the_end() -> None:
    step = refused_while(lambda body: len(pictures_in(body)) > 1, asks(click(0)))

    with ScriptedServer([step] * 14, dialect="gemini") as server:
        with_conversation(conversation(server.base_url, ProviderSettings(dialect="gemini")), acting(6))

    assert [len(pictures_in(body)) for body in bodies(server)][-4:] == [1] * 4


def outcome(*lines: str) -> Reply:
    return Reply((Result("c", frame(0), acts_in_words=lines),), (), frame(0))


def test_a_long_run_is_told_in_its_newest_lines() -> None:
    story = RunRecap(("Save a note",))
    for number in range(70):
        story = story.after_reply(outcome(f"Did number {number}."))
    story = story.after_turn(Turn(messages=("First.",))).after_turn(Turn()).after_reply(outcome("x" * 5_000))

    task, _, so_far, words, _ = story.texts(frame(0))

    assert task == "Save a note"
    assert so_far.split("\n")[1:3] == ["(11 earlier lines are left out.)", "- Did number 11."]
    assert len(so_far) < 3_000
    assert words == "Your last words were: First."


def test_a_run_that_has_not_done_anything_is_told_its_task() -> None:
    assert RunRecap(("Save a note",)).texts(frame(0)) == ("Save a note",)
    assert "Your last words" not in "".join(RunRecap(("a",)).after_reply(outcome("Did it.")).texts(frame(0)))


@pytest.mark.long
@pytest.mark.parametrize("dialect", DIALECT_NAMES)
@pytest.mark.parametrize("status", [400, 404, 409, 413, 415, 422, 500, 503])
def test_only_when_a_new_conversation_is_refused_as_well_the_run_ends_with_the_servers_words(
    dialect: str, status: int
) -> None:
    events = Heard()
    script: list[Script] = [asks(click(0)), asks(click(1)), *[refuses(status, MADE_UP[1], retry_after_ms="1")] * 60]

    with ScriptedServer(script, dialect=dialect) as server, pytest.raises(RejectedError) as ended:
        play(server, ProviderSettings(dialect=dialect), events)

    assert MADE_UP[1].removesuffix(".") in ended.value.message
    assert ended.value.hint.endswith("To try again from here, run: desktop-agent resume last")
    assert len({request.headers["idempotency-key"] for request in server.creates}) == 6
    assert len([text for text in notices(events) if "request (" in text]) == 3


PERSONAL: list[tuple[int, dict[str, object], str]] = [
    (401, {}, ""),
    (402, {}, "Buy credits"),
    (403, {}, ""),
    (404, {"code": "model_not_found"}, "Check the model name"),
    (429, {"code": "insufficient_quota"}, "Buy credits"),
    (400, {"code": "billing_hard_limit_reached"}, "Buy credits"),
    (400, {"type": "billing_error"}, "Buy credits"),
    (400, {"code": "Arrearage", "type": "Arrearage"}, "Buy credits"),
    (400, {"code": "content_filter"}, "Reword the task"),
    (400, {"code": "content_policy_violation"}, "Reword the task"),
    (403, {"type": "safety_error"}, "Reword the task"),
]


@pytest.mark.parametrize(("status", "error", "hint"), PERSONAL)
def test_what_is_the_persons_or_refused_for_its_content_ends_the_run_at_once(
    status: int, error: dict[str, object], hint: str
) -> None:
    events = Heard()
    refusal = Answer(http_status=status, extra={"error": {**error, "message": MADE_UP[2]}})

    with ScriptedServer([asks(click(0)), *[refusal] * 9]) as server, pytest.raises(RejectedError) as ended:
        play(server, ProviderSettings(), events)

    assert f"({status}): “{MADE_UP[2]}”" in ended.value.message
    assert hint in ended.value.hint
    assert len(server.creates) == 2
    assert notices(events) == []


FAILED = replace(says(""), status="failed")
FILTERED = replace(asks(click(1)), status="incomplete", extra={"incomplete_details": {"reason": "content_filter"}})


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("dialect", WITH_RESPONSES)
def test_an_error_in_an_answer_is_a_refusal_as_well(dialect: str, *, stream: bool) -> None:
    failed = replace(FAILED, extra={"error": {"code": "zwin", "message": MADE_UP[3]}}, pieces=asks(click(7)).pieces)

    with ScriptedServer([asks(click(0)), failed, asks(click(1)), says("Saved.")], dialect=dialect) as server:
        turns = play(server, ProviderSettings(dialect=dialect, stream=stream))

    assert acts_of(turns) == [0, 1]
    assert server.objections == []


@pytest.mark.parametrize(
    "said", [replace(FAILED, extra={"error": {"code": "content_filter", "message": "Nej."}}), FILTERED]
)
def test_an_answer_that_a_filter_has_ended_ends_the_run(said: Answer) -> None:
    with ScriptedServer([asks(click(0)), said, asks(click(1))]) as server, pytest.raises(ModelError):
        play(server, ProviderSettings())

    assert len(server.creates) == 2


ODD = replace(asks(click(7)), status="zwin")


@pytest.mark.parametrize("times", [1, 2, 4])
def test_an_answer_that_cannot_be_read_is_asked_for_again_and_then_for_less(times: int) -> None:
    events = Heard()
    script = [asks(click(0)), asks(click(1)), asks(click(2)), *[ODD] * times, asks(click(3)), says("Saved.")]

    with ScriptedServer(script, dialect="functions") as server:
        turns = play(server, ProviderSettings(dialect="functions"), events)

    assert acts_of(turns) == [0, 1, 2, 3]
    assert server.objections == []
    words = notices(events)
    assert words[0] == "The model's response couldn't be read. Requesting a new one."
    assert len(words) == times


def test_an_answer_that_cannot_be_read_at_the_beginning_is_asked_for_twice() -> None:
    with ScriptedServer([ODD, says("Saved.")]) as server:
        play(server, ProviderSettings())
    with ScriptedServer([ODD] * 9) as other, pytest.raises(ModelError, match="zwin"):
        play(other, ProviderSettings())

    assert (len(server.creates), len(other.creates)) == (2, 2)


def test_a_stream_that_breaks_off_every_time_is_asked_for_with_less() -> None:
    cut = Answer(asks(click(7)).pieces, cut_after=100, forgotten=True)

    with ScriptedServer([asks(click(0)), *[cut] * 4, asks(click(1)), says("Saved.")], dialect="gemini") as server:
        turns = play(server, ProviderSettings(dialect="gemini"))

    assert acts_of(turns) == [0, 1]


def test_a_server_that_is_not_there_is_waited_for_once_and_not_on_each_step() -> None:
    gone = refuses(503, "")
    events = Heard()

    with ScriptedServer([asks(click(0)), *[gone] * 99], dialect="gemini") as server, pytest.raises(RejectedError):
        play(server, ProviderSettings(dialect="gemini"), events)

    assert 30 <= sum(events.waits) <= 75
    assert len({request.headers["idempotency-key"] for request in server.creates}) > 3


OPTIONAL: list[tuple[str, str, Callable[[Mapping[str, Any]], bool]]] = [
    ("openai", "truncation", lambda body: "truncation" in body),
    ("preview", "store", lambda body: "store" in body),
    ("functions", "strict", lambda body: any("strict" in tool for tool in body["tools"])),
    ("functions", "detail", lambda body: '"detail"' in texts_in(body)),
    ("preview", "detail", lambda body: '"detail"' in texts_in(body)),
]


@pytest.mark.parametrize(("dialect", "field", "has"), OPTIONAL)
@pytest.mark.parametrize("said", ["Zwin '{}' ung.", "{}: Extra inputs are not permitted"])
def test_a_field_that_the_first_refusal_names_is_left_out_for_good(
    dialect: str, field: str, has: Callable[[Mapping[str, Any]], bool], said: str
) -> None:
    events = Heard()

    def answer(body: Mapping[str, Any]) -> Answer:
        return refuses(400, said.format(field)) if has(body) else asks(click(0))

    with ScriptedServer([*[answer] * 4, says("Saved.")], dialect=dialect) as server:
        turns = play(server, ProviderSettings(dialect=dialect, chain=False), events)

    assert acts_of(turns) == [0] * 3
    assert [has(body) for body in bodies(server)] == [True, False, False, False, False]
    (notice,) = notices(events)
    assert f"That names “{field}”, so requests are sent without it from now on." in notice
    assert ("may then store" in notice) == (field == "store")


def test_a_field_that_the_person_has_set_is_the_persons() -> None:
    refusal = refuses(400, "Unknown parameter: 'truncation'.")
    terms = ProviderSettings(dialect="openai", params={"truncation": "disabled"})

    with ScriptedServer([refusal] * 3, dialect="openai") as server, pytest.raises(RejectedError):
        play(server, terms)

    assert len(server.creates) == 1


def test_the_first_refusal_that_names_nothing_of_ours_ends_the_run() -> None:
    with ScriptedServer([refuses(400, MADE_UP[0])] * 3) as server, pytest.raises(RejectedError) as ended:
        play(server, ProviderSettings())

    assert str(ended.value) == f"The server refused the request (400): “{MADE_UP[0]}”."
    assert len(server.creates) == 1


def earlier(turns: int) -> EarlierRun:
    acts = [EarlierAct(n, f"Click number {n}", "done", f"c{n}", click(n)) for n in range(turns)]
    return EarlierRun("r", "It was stopped.", tuple(EarlierTurn(acts=(act,)) for act in acts))


@pytest.mark.parametrize(("error", "requests"), [({"code": "context_length_exceeded"}, 4), ({"code": "zwin"}, 1)])
def test_a_resumed_run_whose_history_is_too_long_for_a_server_begins_with_less(
    error: dict[str, object], requests: int
) -> None:
    refusal = Answer(http_status=400, extra={"error": {**error, "message": MADE_UP[4]}})

    async def resume(mind: Conversation) -> Turn:
        return await mind.think(Opening("Save a note", frame(0), earlier(3)))

    with ScriptedServer([refusal] * 9, dialect="openai") as server, pytest.raises(RejectedError):
        with_conversation(conversation(server.base_url, ProviderSettings(dialect="openai")), resume)

    assert len(server.creates) <= requests
    last = texts_in(bodies(server)[-1])
    assert "Save a note" in last
    assert "Click number 2" in last


def test_a_call_that_a_person_has_refused_is_never_acknowledged_on_any_step() -> None:
    check = {"id": "sc_1", "code": "malicious_instructions", "message": "Hm."}
    refused = asks(click(1), checks=(check,), call_id="bad")

    async def act(mind: Conversation) -> Turn:
        turn = await mind.think(Opening("Save a note", frame(0)))
        turn = await mind.think(answered(turn, 1))
        results = (Result("bad", frame(2), acts_in_words=("The click was not done.",)),)
        reply = Reply(results, ("The click was refused: too risky.",), frame(2), abandon=("bad",))
        return await mind.think(reply)

    script: list[Script] = [asks(click(0)), refused, *[refuses(400, MADE_UP[0])] * 2, says("Then not.")]
    with ScriptedServer(script, dialect="openai") as server:
        turn = with_conversation(conversation(server.base_url, ProviderSettings(dialect="openai")), act)

    assert turn.messages == ("Then not.",)
    assert server.objections == []
    assert not any("acknowledged_safety_checks" in texts_in(body) for body in bodies(server))
    assert "too risky" in texts_in(bodies(server)[-1])


def test_a_run_goes_to_its_end_when_nothing_is_refused() -> None:
    events = Heard()

    with ScriptedServer([thinks("Hm.") + asks(click(0)), says("Saved.")]) as server:
        with_conversation(conversation(server.base_url, ProviderSettings(), events), to_the_end)

    assert notices(events) == []
    assert json.dumps(bodies(server)[1]).count("previous_response_id") == 1
