"""Claude on Amazon Bedrock and on Vertex AI, and Gemini there, by the vendors' own SDKs: addresses, bodies, answers."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from desktop_agent.core.stream_update import pass_nothing_on
from desktop_agent.model.caps import USUAL
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.request_options import RequestOptions
from desktop_agent.model.wire.eventstream import MEDIA_TYPE
from desktop_agent.model.wire.stream_reader import StreamReader
from tests.fakes.script import asks, says, thinks
from tests.fakes.scripted_server import Request, ScriptedServer
from tests.fakes.stream import as_events
from tests.fakes.talk import CLICK, to_the_end
from tests.fakes.thinking import conversation, with_conversation
from tests.fakes.vendors.anthropic import frame
from tests.proof.golden import golden, pieces, turn_of
from tests.proof.hosts import NO_ORACLE, ORACLE
from tests.proof.test_anthropic import by_the_sdk as by_anthropics
from tests.proof.test_gemini import by_the_sdk as by_googles

PROJECT = "/v1/projects/a-project/locations/global"
PATHS = {"bedrock": "/model", "vertex": PROJECT}
MODELS = {
    "bedrock": (
        "anthropic.claude-sonnet-5-5",
        "arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-opus-4-8",
    ),
    "vertex": ("claude-sonnet-5-5", "claude-sonnet-4-5@20250929"),
}
TOOLS = {
    "5-5": "computer_toolset_20260801",
    "4-5": "computer_20250124",
    "4-8": "computer_20251124",
}
oracle = pytest.mark.skipif(not ORACLE.exists(), reason=NO_ORACLE)


def sent(dialect: str, path: str, model: str, *, stream: bool) -> list[Request]:
    """Return the requests of a conversation by a base URL with this path."""
    script = [thinks("Hm.") + says("First the menu.") + asks(CLICK), asks(CLICK), says("Saved.")]
    terms = RequestOptions(dialect=dialect, model=model, instructions="Be quick.", stream=stream)
    with ScriptedServer(script, dialect=dialect, key="a-key") as server:
        base_url = f"http://127.0.0.1:{server.port}{path}"
        profile = {"anthropic": "bedrock", "gemini": "vertex-gemini"}[dialect]
        with_conversation(conversation(base_url, terms, provider=profile, key="a-key"), to_the_end)
    assert server.objections == []
    return server.creates


@oracle
@pytest.mark.parametrize("platform", PATHS)
def test_what_we_send_to_claude_on_a_platform_is_what_the_vendors_sdk_sends(platform: str) -> None:
    ours = [
        (model, stream, each)
        for model in MODELS[platform]
        for stream in (False, True)
        for each in sent("anthropic", PATHS[platform], model, stream=stream)
    ]
    hidden = {"anthropic_version", "anthropic_beta", "stream"}
    wanted = [
        {
            **{name: value for name, value in each.told.items() if name not in hidden},
            "model": model,
            "stream": stream,
            "betas": each.headers["anthropic-beta"].split(","),
        }
        for model, stream, each in ours
    ]

    theirs = by_anthropics("asked", platform, told=wanted)

    assert len(ours) == 6 * len(MODELS[platform])
    assert [(each.path, each.told) for *_, each in ours] == [(path, body) for path, _, body in theirs]
    same = ["authorization", "content-type", "anthropic-beta", *(["accept"] if platform == "bedrock" else [])]
    for (model, _, each), (_, headers, _) in zip(ours, theirs, strict=True):
        assert {name: each.headers[name] for name in same} == {name: headers[name] for name in same}
        assert "anthropic-version" not in {*each.headers, *headers}
        assert each.told["tools"][0]["type"] == next(tool for name, tool in TOOLS.items() if name in model)


@oracle
def test_what_we_send_to_gemini_on_vertex_is_what_the_vendors_sdk_sends() -> None:
    streamed, whole = (sent("gemini", PROJECT, "gemini-3.8-flash", stream=stream) for stream in (True, False))

    theirs = by_googles("asked", told=[each.told for each in whole])

    ours = [each for pair in zip(whole, streamed, strict=True) for each in pair]
    assert [each.path for each in ours] == [path.partition("?")[0] for path, _, _ in theirs]
    for each, (_, headers, body) in zip(ours, theirs, strict=True):
        assert each.headers["authorization"] == headers["authorization"]
        assert "x-goog-api-key" not in each.headers
        assert spelt_alike(each.told) == spelt_alike(body)


def spelt_alike(value: Any) -> Any:  # noqa: ANN401 - JSON, whatever it holds
    """Return JSON with names in camel case and base64 in one alphabet: the vendor takes both of either."""
    if isinstance(value, list):
        return [spelt_alike(one) for one in value]
    if isinstance(value, str):
        return value.replace("-", "+").replace("_", "/")
    if not isinstance(value, dict):
        return value
    return {re.sub("_(.)", lambda found: found[1].upper(), name): spelt_alike(each) for name, each in value.items()}


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    ("dialect", "path", "model"),
    [
        ("anthropic", "/model", MODELS["bedrock"][0]),
        ("anthropic", PROJECT, "claude-sonnet-5-5"),
        ("gemini", PROJECT, "gemini-3.8-flash"),
    ],
)
def test_our_client_holds_a_conversation_at_a_platforms_address(
    dialect: str, path: str, model: str, stream: bool
) -> None:
    script = [thinks("Hm.") + says("Einen Moment …") + asks(CLICK), says("Gespeichert – 保存しました 🗂️.")]
    with ScriptedServer(script, dialect=dialect, key="a-key") as server:
        terms = RequestOptions(dialect=dialect, model=model, stream=stream)
        base_url = f"http://127.0.0.1:{server.port}{path}"
        held = conversation(base_url, terms, provider="vertex-claude", key="a-key")
        turns = with_conversation(held, to_the_end)

    assert [len(turn.calls) for turn in turns] == [1, 0]
    assert turns[-1].messages == ("Gespeichert – 保存しました 🗂️.",)


def framed(response: Mapping[str, Any]) -> bytes:
    """Return a golden answer as Bedrock's stream."""
    return b"".join(map(frame, as_events(response)))


def reader() -> StreamReader:
    """Return what reads a stream of Bedrock's."""
    new = StreamReader(USUAL, pass_nothing_on, dialect_named("anthropic").api.events())
    new.connect(MEDIA_TYPE)
    return new


@pytest.mark.parametrize("size", [1, 7, 10**6])
def test_a_binary_stream_in_pieces_of_any_size_gives_the_whole_turn(size: int) -> None:
    following = reader()

    for piece in pieces(framed(golden("anthropic")), size):
        following.feed(piece)

    assert turn_of(following.whole(), "anthropic") == turn_of(golden("anthropic"), "anthropic")


def test_a_binary_stream_cut_at_any_byte_gives_no_turn() -> None:
    stream = framed(golden("anthropic"))
    following = reader()

    for cut in range(len(stream)):
        following.feed(stream[cut : cut + 1])
        assert following.ended == (cut == len(stream) - 1)
