"""Talks of our client with `serve` in the dialect `functions`, with everything in them that it ever sends, overheard.

Each family of models, each built-in provider, pictures in results and after them, history kept by the server and by us:
several calls in one answer, calls that cannot be read, refusals told, functions of the user's and of nobody's, an
abandoned answer, a run gone on with, and a history that has outgrown the model.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from http import HTTPStatus
from itertools import product
from pathlib import Path
from typing import Any

from desktop_agent.core.attachment import Picture
from desktop_agent.core.earlier_run import EarlierAct, EarlierRun, EarlierTurn
from desktop_agent.core.function import Function
from desktop_agent.core.turn import InvalidAction, Opening, Reply, Turn
from desktop_agent.devtools.serve.dialects import DIALECTS
from desktop_agent.model.conversation import Conversation
from desktop_agent.model.families import FAMILY_NAMES
from desktop_agent.model.profiles import PROFILES
from desktop_agent.model.request_options import RequestOptions
from tests.devtools.serve.serving import TOKEN, answers, serving
from tests.fakes.overheard import OverheardLine, OverheardTalk
from tests.fakes.thinking import SIZE, answered, conversation, frame, with_conversation
from tests.proof.open_spec import faults_of_error, faults_of_event, faults_of_request, faults_of_response

Json = dict[str, Any]
LOOK_UP = Function("look_up", "Look something up.", {"type": "object", "properties": {"city": {"type": "string"}}})
AT = [200, 120]
ACTIONS: dict[str, Json] = {
    "click": {"click": {"x": 1, "y": 2, "button": "right"}},
    "scroll": {"scroll": {"x": 1, "y": 2, "dx": -100, "dy": 300}},
    "drag": {"drag": [AT, [220, 140]]},
    "type": {"type": "Zeile 1\n🙂 “quoted”"},
    "keys": {"keys": ["ctrl", "s"]},
    "key": {"key": ["ctrl", "s"]},
    "key_down": {"key_down": ["shift"]},
    "key_up": {"key_up": ["shift"]},
    "wait": {"wait": True},
    "screenshot": {"screenshot": True},
    **{word: {word: AT} for word in ("double_click", "triple_click", "right_click", "move")},
}
# Not every family can scroll to the side.
WORDS = [ACTIONS[word] for word in sorted(DIALECTS["functions"].words - {"hscroll"})]
THOUGHT = {"type": "reasoning", "id": "rs_1", "summary": [{"type": "summary_text", "text": "Hm."}]}
PROVIDERS = tuple(name for name, profile in PROFILES.items() if profile.dialect == "functions")
ROUNDS = 8  # more than pictures are kept


@dataclass(frozen=True, slots=True)
class HeldTalk:
    """How a talk is held."""

    name: str
    options: RequestOptions
    provider: str = "ollama"


def script() -> Json:
    """Return a script with every word that an answer can have in this dialect."""
    called = {"function_call": {"name": "look_up", "arguments": {"city": "Αθήνα"}}}
    return answers(
        {"items": [{"reasoning": "The “File” menu is open; 良い."}, {"message": "Einen Moment …"}, WORDS[0], WORDS[1]]},
        *({"items": [action]} for action in WORDS[2:]),
        {"items": [{"raw": THOUGHT}, called, {"function_call": {"name": "get_weather", "arguments": "{}"}}]},
        {"items": [{"function_call": {"name": "click", "arguments": '{"x": "1'}}]},
        {"items": [{"refusal": "I had rather not."}, WORDS[0]]},
        *({"items": [{"message": f"Step {number}."}, WORDS[0]]} for number in range(ROUNDS)),
        {"items": [{"done": "Gespeichert – 保存しました 🗂️."}]},
        {"items": [{"message": "Over."}]},
        loop=True,
    )


def talks_to_hold() -> Iterator[HeldTalk]:
    """Yield every way in which a talk is held."""
    usual = RequestOptions(dialect="functions", functions=(LOOK_UP,), instructions="Be quick.", environment="linux")
    for family, after, chain, stream in product(FAMILY_NAMES, (False, True), (False, True), (False, True)):
        held = replace(usual, family=family, model=family, pictures_in_results=not after, chain=chain, stream=stream)
        where = "after results" if after else "in results"
        kept = "kept by the server" if chain else "kept by us"
        yield HeldTalk(f"{family}, pictures {where}, history {kept}, {'streamed' if stream else 'whole'}", held)
    for provider in PROVIDERS:
        yield HeldTalk(f"the provider {provider}", replace(usual, dialect=None), provider)
    yield HeldTalk("a small model", replace(usual, window_tokens=4_000))
    given = {"temperature": 0.2, "top_p": 0.9, "max_output_tokens": 900, "reasoning": {"effort": "low"}}
    more = {"tool_choice": "auto", "parallel_tool_calls": False, "metadata": {"a": "b"}, "truncation": "auto"}
    yield HeldTalk("with parameters", replace(usual, params={**given, **more}))


def overheard(held: HeldTalk, folder: Path) -> list[OverheardTalk]:
    """Hold a talk to its end; return what went over the line."""
    with serving(script(), folder) as server, OverheardLine(server.base_url) as line:
        mind = conversation(line.base_url, held.options, provider=held.provider, key=TOKEN)
        with_conversation(mind, _to_the_end)
        mind = conversation(line.base_url, held.options, provider=held.provider, key=TOKEN)
        with_conversation(mind, _from_earlier)
    return line.talks


async def _to_the_end(mind: Conversation) -> None:
    turn: Turn = await mind.think(Opening("Save a note", frame(0)))
    number = 0
    while turn.calls or turn.strays or turn.finish:
        number += 1
        reply = replace(_told(turn, answered(turn, number)), notes=("Please go on.",))
        if number == 3:
            names = tuple(call.call_id for call in turn.calls)
            reply = Reply((), ("This was refused by the person.",), frame(number), names)
        turn = await mind.think(reply)


def _told(turn: Turn, reply: Reply) -> Reply:
    """Return a reply that tells what could not be read, as a run does."""
    wrong = {
        call.call_id: proposal.action.reason
        for call in turn.calls
        for proposal in call.proposals
        if isinstance(proposal.action, InvalidAction)
    }
    results = (replace(one, told=(wrong[one.call_id],) if one.call_id in wrong else one.told) for one in reply.results)
    return replace(reply, results=tuple(results))


async def _from_earlier(mind: Conversation) -> None:
    act = EarlierAct(1, "a click", "done", "call_1", {"type": "click", "x": 1, "y": 2})
    seen = Picture(frame(1).data, "image/png", SIZE)
    turns = (EarlierTurn(seen, ("I begin.",), (act,)), EarlierTurn(None, (), (replace(act, came="uncertain"),)))
    await mind.think(Opening("Save a note", frame(0), EarlierRun("run", "Cut off.", turns)))


def faults_of_talk(talk: OverheardTalk) -> list[str]:
    """Return what is wrong with a request and with its answer."""
    return [*(f"request{fault}" for fault in faults_asked(talk)), *(f"answer{fault}" for fault in faults_said(talk))]


def faults_asked(talk: OverheardTalk) -> list[str]:
    """Return what is wrong with a request."""
    return faults_of_request(talk.body) if talk.asked.startswith("POST /v1/responses") else []


def faults_said(talk: OverheardTalk) -> list[str]:
    """Return what is wrong with an answer."""
    if talk.status != HTTPStatus.OK:
        return faults_of_error(talk.answer)
    if talk.streamed:
        return [f"{event['type']}{fault}" for event in talk.events for fault in faults_of_event(event)]
    return faults_of_response(talk.answer) if "/v1/responses" in talk.asked else []
