"""Talks of our client in the dialect `functions`, with everything in them that it ever sends, as a server received it.

Each family of models, each built-in provider, pictures in results and after them, history kept by the server and by us:
several calls in one answer, calls that cannot be read, refusals told, functions of the user's and of nobody's, an
abandoned answer, a run gone on with, and a history that has outgrown the model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from desktop_agent.core.attachment import Picture
from desktop_agent.core.earlier_run import EarlierAct, EarlierRun, EarlierTurn
from desktop_agent.core.function import Function
from desktop_agent.core.turn import InvalidAction, Opening, Reply, Turn
from desktop_agent.model.conversation import Conversation
from desktop_agent.model.families import FAMILY_NAMES
from desktop_agent.model.profiles import PROFILES
from desktop_agent.model.request_options import RequestOptions
from tests.fakes.script import Answer, asks, calls, says, thinks
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.thinking import SIZE, answered, conversation, frame, with_conversation

Json = dict[str, Any]
LOOK_UP = Function("look_up", "Look something up.", {"type": "object", "properties": {"city": {"type": "string"}}})
AT = {"x": 200, "y": 120}
WORDS: list[Json] = [
    {"type": "click", **AT, "button": "right"},
    {"type": "double_click", **AT},
    {"type": "move", **AT},
    {"type": "drag", "path": [AT, {"x": 220, "y": 140}]},
    {"type": "scroll", **AT, "scroll_x": 0, "scroll_y": 300},
    {"type": "type", "text": "Zeile 1\n🙂 “quoted”"},
    {"type": "keypress", "keys": ["ctrl", "s"]},
    {"type": "wait"},
]
PROVIDERS = tuple(name for name, profile in PROFILES.items() if profile.dialect == "functions")
ROUNDS = 8  # more than pictures are kept


@dataclass(frozen=True, slots=True)
class HeldTalk:
    """How a talk is held."""

    name: str
    options: RequestOptions
    provider: str = "ollama"


def script() -> list[Answer]:
    """Return answers with everything that one can hold in this dialect."""
    first = thinks("The “File” menu is open; 良い.") + says("Einen Moment …") + asks(*WORDS[:2])
    strange = calls("look_up", '{"city": "Αθήνα"}') + calls("get_weather", "{}")
    broken = Answer(({"type": "function_call", "name": "click", "call_id": "c_b", "arguments": '{"x": "1'},))
    steps = [says(f"Step {number}.") + asks(WORDS[0]) for number in range(ROUNDS)]
    return [
        first, *(asks(action) for action in WORDS[2:]), thinks("Hm.") + strange, broken, *steps,
        says("Gespeichert – 保存しました 🗂️."), says("Over."), says("Over."),
    ]  # fmt: skip


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


def sent(held: HeldTalk) -> list[Mapping[str, Any]]:
    """Hold a talk to its end; return the body of each request for an answer."""
    with ScriptedServer(script(), dialect="functions", stores=held.options.chain is not False) as server:
        mind = conversation(server.base_url, held.options, provider=held.provider)
        with_conversation(mind, _to_the_end)
        mind = conversation(server.base_url, held.options, provider=held.provider)
        with_conversation(mind, _from_earlier)
    return [request.body for request in server.creates]


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
