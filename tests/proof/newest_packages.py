"""What the vendors' newest packages know, against what we send and read; run by `sh packaging/setup.sh night` alone.

Every name that a package has at one of the places below is one that we know, or stands in `left_alone.toml` with the
reason; and every name that we know is one that the package has, or stands there as well. Else the test of that place
fails and says which. The tests beside this file are run with the same packages.
"""

# mypy: ignore-errors
# The SDKs' types are not in the tests' environment.

import json
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from fnmatch import fnmatchcase
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Literal, get_args, get_origin

import agents
import anthropic.types.beta as claude
import mcp_types
import pytest
from anthropic.types import AnthropicBetaParam, ModelParam
from google.genai import types as google
from mcp_types.version import HANDSHAKE_PROTOCOL_VERSIONS, MODERN_PROTOCOL_VERSIONS
from openai.types import ResponsesModel, responses
from openai.types.responses.response_output_message import Content
from pydantic.alias_generators import to_snake
from typing_extensions import get_type_hints
from tzafon.types.response_create_params import Tool as TzafonTool

from desktop_agent.mcp.opening import HANDSHAKES
from desktop_agent.mcp.tools import mcp_tools
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.dialects.anthropic import _GROWING, _OLDER, _WITHOUT_A_PLACE, FAMILY, NEWEST
from desktop_agent.model.profiles import PROFILES
from desktop_agent.model.reading.calls import _CARRIED_OUT_BY_SERVER, _OURS, _WORDS
from desktop_agent.model.tools import ZOOM
from desktop_agent.model.wire.stream_reader import _DELTAS, _ENDS, Assembly
from tests.fakes.source import ROOT
from tests.proof import test_gemini
from tests.proof.everything_sent import bodies

HELD_BACK = Path(sys.prefix, "held-back")
LEFT_ALONE = tomllib.loads((ROOT / "tests" / "proof" / "left_alone.toml").read_text("utf-8"))["left"]
Names = Callable[[], set[str]]
USED_ALONE = {"ResponsesModel", "ModelParam", "AnthropicBetaParam"}  # where only what we use has to be there


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a package where names stand, and which of them we know."""

    package: str
    where: str  # a type, and the field that has the names; without a field, its fields are the names
    theirs: Names
    ours: Names

    def __str__(self) -> str:
        return f"{self.package} {self.where}"

    def differences(self) -> Iterator[str]:
        """Yield what only one side knows and the list doesn't have, and what the list has in vain."""
        theirs = self.theirs()
        ours = self.ours()
        left = {name: False for entry in LEFT_ALONE if entry["place"] == str(self) for name in entry["names"]}
        at = f"{self.package} {version(self.package)}: {self.where}"
        for name in sorted(ours - theirs if self.where in USED_ALONE else theirs ^ ours):
            patterns = [one for one in left if fnmatchcase(name, one)]
            left |= dict.fromkeys(patterns, True)
            if not patterns:
                yield f"{at} {'has' if name in theirs else 'no longer has'} “{name}”"
        yield from (f"{at}: “{name}” is left alone in vain" for name, used in left.items() if not used)


def leaves(kind: object) -> Iterator[object]:
    """Yield what a type is made of: the members of its unions, the values of its literals and enumerations."""
    if isinstance(kind, type) and issubclass(kind, Enum):
        yield from (one.value for one in kind)
    elif kind is type(None) or kind is str:  # null, and any other word
        return
    elif get_origin(kind) is Literal:
        yield from get_args(kind)
    elif hasattr(kind, "__metadata__"):  # Annotated
        yield from leaves(kind.__origin__)
    elif parts := get_args(kind):
        for one in parts:
            yield from leaves(one)
    else:
        yield kind


def values(kind: object) -> set[str]:
    """Return the words that a type allows."""
    return {str(one) for one in leaves(kind)}


def fields(kind: object) -> set[str]:
    return set(hints(kind))


def hints(kind: object) -> dict[str, object]:
    if hasattr(kind, "model_fields"):
        return {name: field.annotation for name, field in kind.model_fields.items()}
    return get_type_hints(kind, include_extras=True)


def tags(union: object, field: str = "type") -> set[str]:
    """Return what the members of a union are told apart by; a member without it, by its name."""
    return {
        word
        for member in leaves(union)
        for word in (values(hints(member)[field]) if field in hints(member) else {member.__name__})
    }


def inputs_of_claude() -> set[str]:
    """Return the arguments of each function of the toolset, as `function.argument`."""
    found = set()
    for name in values(claude.BetaComputerMemberName):
        word = "".join(part.title() for part in name.split("_"))
        found |= {f"{name}.{field}" for field in fields(getattr(claude, f"BetaComputer{word}Input"))}
    return found


def keys(objects: Iterable[dict]) -> set[str]:
    return {to_snake(name) for one in objects for name in one}


def parts_of_gemini() -> list[dict]:
    return [part for body in test_gemini.sent() for content in body["contents"] for part in content["parts"]]


def stops_read(dialect: str, answer: Callable[[str], dict], words: set[str]) -> set[str]:
    """Return the words for an end that lead somewhere of their own, and not where any other word leads."""
    api = dialect_named(dialect).api

    def ending(word: str) -> str:
        reported = api.response(answer(word))
        return json.dumps([reported["status"], reported.get("error"), reported.get("incomplete_details")]).replace(
            word, "…"
        )

    return {word for word in words if ending(word) != ending("ANY_OTHER")}


def gemini_answer(word: str) -> dict:
    return {"candidates": [{"content": {"parts": [{"text": "Hm."}]}, "finishReason": word}]}


CLAUDE_WORDS = {
    *(f"{word.name}.{argument}" for word in FAMILY.words for argument in word.arguments),
    *(f"zoom.{argument}" for argument in ZOOM.parameters["properties"]),
    "key.repeat",
}
ANTHROPIC = partial(Place, "anthropic")
OPENAI = partial(Place, "openai")
GOOGLE = partial(Place, "google-genai")
MCP = partial(Place, "mcp")
PLACES = (
    OPENAI(
        "ToolParam.type",
        lambda: tags(responses.ToolParam),
        lambda: {tool["type"] for body in bodies("openai", chain=True) for tool in body["tools"]},
    ),
    OPENAI("ResponsesModel", lambda: values(ResponsesModel), lambda: {PROFILES["openai"].model}),
    OPENAI(
        "ResponseOutputItem.type",
        lambda: tags(responses.ResponseOutputItem),
        lambda: _OURS | _WORDS | _CARRIED_OUT_BY_SERVER,
    ),
    OPENAI("ResponseOutputMessage.content.type", lambda: tags(Content), lambda: {"output_text", "refusal"}),
    OPENAI(
        "ResponseStreamEvent.type",
        lambda: tags(responses.ResponseStreamEvent),
        lambda: {*Assembly()._handlers, *_DELTAS, *_ENDS},
    ),
    OPENAI(
        "ResponseStatus", lambda: values(responses.ResponseStatus), lambda: {*_ENDS.values(), "queued", "in_progress"}
    ),
    ANTHROPIC("ModelParam", lambda: values(ModelParam), lambda: {PROFILES["anthropic"].model}),
    ANTHROPIC(
        "BetaToolUnionParam.type",
        lambda: tags(claude.BetaToolUnionParam),
        lambda: {tool.type for tool in (NEWEST, *_OLDER)} | {"custom"},
    ),
    ANTHROPIC(
        "BetaComputerMemberName",
        lambda: values(claude.BetaComputerMemberName),
        lambda: {word.name for word in FAMILY.words} | {*_WITHOUT_A_PLACE, "zoom"},
    ),
    ANTHROPIC("BetaComputer*Input", inputs_of_claude, lambda: CLAUDE_WORDS),
    ANTHROPIC(
        "BetaContentBlock.type",
        lambda: tags(claude.BetaContentBlock),
        lambda: {"text", "thinking", "redacted_thinking", "tool_use"},
    ),
    ANTHROPIC(
        "BetaStopReason",
        lambda: values(claude.BetaStopReason),
        lambda: (
            {"max_tokens"} | stops_read("anthropic", lambda word: {"stop_reason": word}, values(claude.BetaStopReason))
        ),
    ),
    ANTHROPIC(
        "BetaRawMessageStreamEvent.type",
        lambda: tags(claude.BetaRawMessageStreamEvent),
        lambda: {
            *("message_start", "content_block_start", "content_block_delta", "content_block_stop", "message_delta"),
            "message_stop",
        },
    ),
    ANTHROPIC("BetaRawContentBlockDelta.type", lambda: tags(claude.BetaRawContentBlockDelta), lambda: set(_GROWING)),
    ANTHROPIC(
        "AnthropicBetaParam",
        lambda: values(AnthropicBetaParam),
        lambda: {"thinking-binding-controls-2026-08-01", "computer-use-2025-01-24", "computer-use-2025-11-24"},
    ),
    GOOGLE(
        "Tool", lambda: fields(google.Tool), lambda: keys(tool for body in test_gemini.sent() for tool in body["tools"])
    ),
    GOOGLE(
        "ComputerUse",
        lambda: fields(google.ComputerUse),
        lambda: {"environment", "enable_prompt_injection_detection", "excluded_predefined_functions"},
    ),
    GOOGLE("Environment", lambda: values(google.Environment), lambda: {"ENVIRONMENT_DESKTOP", "ENVIRONMENT_BROWSER"}),
    GOOGLE(
        "FinishReason",
        lambda: values(google.FinishReason),
        lambda: stops_read("gemini", gemini_answer, values(google.FinishReason)),
    ),
    GOOGLE("Part", lambda: fields(google.Part), lambda: keys(parts_of_gemini()) | {"thought"}),
    Place(
        "tzafon",
        "ResponseCreateParams.tools.type",
        lambda: tags(TzafonTool),
        lambda: {"computer_use_preview", "function"},
    ),
    Place(
        "openai-agents",
        "AsyncComputer",
        lambda: set(agents.AsyncComputer.__abstractmethods__),
        lambda: set(dialect_named("openai").actions),
    ),
    MCP("HANDSHAKE_PROTOCOL_VERSIONS", lambda: set(HANDSHAKE_PROTOCOL_VERSIONS), lambda: set(HANDSHAKES)),
    MCP("MODERN_PROTOCOL_VERSIONS", lambda: set(MODERN_PROTOCOL_VERSIONS), lambda: {"2026-07-28"}),
    MCP(
        "ClientRequest.method",
        lambda: tags(mcp_types.ClientRequest, "method"),
        lambda: {
            *("prompts/list", "resources/list", "resources/templates/list"),
            *("initialize", "ping", "tools/list", "tools/call", "server/discover"),
        },
    ),
    MCP("ContentBlock.type", lambda: tags(mcp_types.ContentBlock), lambda: {"text", "image"}),
    MCP(
        "Tool",
        lambda: fields(mcp_types.Tool),
        lambda: {name.strip("_") for name in keys(mcp_tools())},
    ),
)


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_package_has_no_name_that_nobody_has_looked_at_and_all_that_we_use(place: Place) -> None:
    differences = list(place.differences())

    assert not differences, "\n".join(differences)


def test_the_list_of_what_is_left_alone_names_places_and_reasons() -> None:
    assert {entry["place"] for entry in LEFT_ALONE} <= {str(place) for place in PLACES}
    assert all(entry["why"] and entry["names"] for entry in LEFT_ALONE)


def test_no_package_is_held_back_by_what_another_requires() -> None:
    assert HELD_BACK.read_text("utf-8") == ""
