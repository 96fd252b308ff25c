"""Claude on the platforms of Amazon, Microsoft and Google, and Gemini there, by the vendors' own SDKs."""

import re
from typing import Any

import pytest

from desktop_agent.model.profiles import PROFILES
from desktop_agent.model.provider_settings import ProviderSettings
from tests.fakes.servers.script import asks, says, thinks
from tests.fakes.servers.scripted_server import Request, ScriptedServer
from tests.fakes.servers.talk import CLICK, to_the_end
from tests.fakes.servers.thinking import conversation, with_conversation
from tests.proof.hosts import NO_ORACLE, ORACLE, by_the_sdk

pytestmark = pytest.mark.program

PROJECT = "/v1/projects/a-project/locations/global"
GEMINI = "vertex-gemini"
# The providers that have Claude, with the path of their addresses, and models as these are called there.
CLAUDE = {
    "bedrock": ("/anthropic", ("anthropic.claude-sonnet-5-5", "anthropic.claude-opus-4-8")),
    "aws-claude": ("", ("claude-sonnet-5-5",)),
    "foundry-claude": ("/anthropic", ("claude-sonnet-5-5",)),
    "google-claude": (f"{PROJECT}/workspaces/wrkspc_1/invoke", ("claude-sonnet-5-5",)),
    "vertex-claude": (PROJECT, ("claude-sonnet-5-5", "claude-sonnet-4-5@20250929")),
}
oracle = pytest.mark.skipif(not ORACLE.exists(), reason=NO_ORACLE)


def sent(provider: str, path: str, model: str, *, stream: bool) -> list[Request]:
    """Return the requests of a conversation by a base URL with this path."""
    script = [thinks("Hm.") + says("First the menu.") + asks(CLICK), asks(CLICK), says("Saved.")]
    terms = ProviderSettings(model=model, instructions="Be quick.", stream=stream)
    with ScriptedServer(script, dialect=PROFILES[provider].dialect, key="a-key") as server:
        base_url = f"http://127.0.0.1:{server.port}{path}"
        with_conversation(conversation(base_url, terms, provider=provider, key="a-key"), to_the_end)
    assert server.objections == []
    return server.creates


@pytest.mark.slow(but=["bedrock"])
@oracle
@pytest.mark.parametrize("platform", CLAUDE)
def test_what_we_send_to_claude_on_a_platform_is_what_the_vendors_sdk_sends(platform: str) -> None:
    path, models = CLAUDE[platform]
    ours = [
        (model, stream, each)
        for model in models
        for stream in (False, True)
        for each in sent(platform, path, model, stream=stream)
    ]
    hidden = {"anthropic_version", "stream"}
    wanted = [
        {
            **{name: value for name, value in each.told.items() if name not in hidden},
            "model": model,
            "stream": stream,
            "betas": each.headers["anthropic-beta"].split(","),
        }
        for model, stream, each in ours
    ]

    theirs = by_the_sdk("anthropic_client.py", "asked", platform, path, told=wanted)

    assert len(ours) == 6 * len(models)
    for (_, stream, each), (address, headers, body) in zip(ours, theirs, strict=True):
        assert each.path == address.partition("?")[0]
        assert {"stream": stream, **each.told} == {"stream": stream, **body}
        same = ("authorization", "x-api-key", "content-type", "anthropic-beta", "anthropic-version")
        assert {name: each.headers.get(name) for name in same} == {name: headers.get(name) for name in same}


@oracle
def test_what_we_send_to_gemini_on_vertex_is_what_the_vendors_sdk_sends() -> None:
    streamed, whole = (sent(GEMINI, PROJECT, "gemini-3.8-flash", stream=stream) for stream in (True, False))

    theirs = by_the_sdk("gemini_client.py", "asked", told=[each.told for each in whole])

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
