"""Conversations as tests hold them, and what the server's log says of the requests."""

import json
from collections.abc import Mapping
from itertools import product
from typing import Any

from desktop_agent.core.actions.action import Function
from desktop_agent.core.runs.turn import Opening, Turn
from desktop_agent.model.conversation import Conversation
from desktop_agent.model.dialect_names import DIALECT_NAMES
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.provider_settings import ProviderSettings
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.servers.thinking import Heard, answered, conversation, frame, with_conversation

CLICK = {"type": "click", "x": 10, "y": 20, "button": "left"}
WAIT = {"type": "wait"}
CHECK = {"id": "sc_1", "code": "malicious_instructions", "message": "The page tells the model what to do."}
# These have functions, and their histories hold calls and results.
WITH_FUNCTIONS = tuple(name for name in DIALECT_NAMES if dialect_named(name).keeps_items)
# And these have safety checks.
WITH_CHECKS = ("gemini", "openai", "preview")
# And these have responses that are stored, and events that are told twice.
WITH_RESPONSES = tuple(name for name in DIALECT_NAMES if dialect_named(name).api.stores)
EVERY_WAY = list(product(DIALECT_NAMES, (True, False), (True, False)))


async def to_the_end(mind: Conversation) -> list[Turn]:
    turns = [await mind.think(Opening("Save a note", frame(0)))]
    while turns[-1].calls:
        turns.append(await mind.think(answered(turns[-1], len(turns))))
    return turns


def play(
    server: ScriptedServer,
    terms: ProviderSettings,
    heard: Heard | None = None,
    *,
    provider: str = "local",
    functions: tuple[Function, ...] = (),
    in_results: bool = False,
) -> list[Turn]:
    mind = conversation(server.base_url, terms, heard, provider=provider, functions=functions, in_results=in_results)
    return with_conversation(mind, to_the_end)


def bodies(server: ScriptedServer) -> list[Mapping[str, Any]]:
    return [request.body for request in server.creates]


def pictures_in(body: Mapping[str, Any]) -> list[str]:
    text = json.dumps(body)
    return [part.split('"')[0] for part in text.split("data:image/png;base64,")[1:]]


def texts_in(body: Mapping[str, Any]) -> str:
    return json.dumps(body["input"], ensure_ascii=False)
