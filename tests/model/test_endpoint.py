"""The rule for base URLs, and which key may go where."""

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.model.dialect import DialectOptions
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.endpoint import checked_key, endpoint, is_own_host, key_variables
from desktop_agent.model.profiles import PROFILES

MANAGED = "https://claude.googleapis.com/v1/projects/p/locations/global/workspaces/w"
PROJECT = "https://aiplatform.googleapis.com/v1/projects/p/locations/global"


def test_an_address_from_an_example_is_told_what_to_put_in() -> None:
    for form in (profile.address_form for profile in PROFILES.values() if profile.address_form):
        with pytest.raises(SettingsError, match="The base URL still contains"):
            endpoint(form)


@pytest.mark.parametrize(
    ("dialect", "base_url", "url"),
    [
        ("openai", "https://api.tzafon.ai", "https://api.tzafon.ai/v1/responses"),
        ("openai", "https://host/v1/responses/", "https://host/v1/responses"),
        ("openai", "http://[::1]:9/", "http://[::1]:9/v1/responses"),
        ("anthropic", "https://bedrock-mantle.eu-west-1.api.aws/anthropic", ".api.aws/anthropic/v1/messages"),
        ("anthropic", f"{MANAGED}/invoke", "/locations/global/workspaces/w/invoke/v1/messages"),
        ("anthropic", PROJECT, "/v1/projects/p/locations/global/publishers/anthropic/models"),
        ("gemini", PROJECT, "/v1/projects/p/locations/global/publishers/google/models"),
        ("gemini", "https://aiplatform.googleapis.com", ".com/v1/publishers/google/models"),
        # As the vendors' SDKs have it, and as other vendors write their addresses for these.
        ("anthropic", "https://api.example/anthropic", "https://api.example/anthropic/v1/messages"),
        ("anthropic", "https://api.example/anthropic/v1/", "https://api.example/anthropic/v1/messages"),
        ("gemini", "https://gateway.example/google", "https://gateway.example/google/v1beta/models"),
        ("openai", "https://host.example/v1/chat/completions", "https://host.example/v1/responses"),
    ],
)
def test_a_base_url_becomes_the_url_of_its_responses_or_models(dialect: str, base_url: str, url: str) -> None:
    api = dialect_named(dialect, DialectOptions(base_url=base_url)).api

    assert endpoint(base_url, api=api).url.endswith(url)


@pytest.mark.parametrize(
    ("name", "host", "own"),
    [
        ("openai", "api.openai.com", True),
        ("openai", "api.openai.com.example.org", False),
        ("openai", "api.openai.com:8443", False),
        ("bedrock", "bedrock-mantle.us-gov-west-1.api.aws", True),
        ("bedrock", "x.bedrock-mantle.us-east-1.api.aws", False),
        ("bedrock", "bedrock-mantle.us-east-1.api.aws.example.org", False),
        ("aws-claude", "aws-external-anthropic.us-east-1.api.aws", True),
        ("azure", "CORP.openai.azure.com:443", True),
        ("azure", "corp.openai.azure.com:8443", False),
        ("azure", "notopenai.azure.com", False),
        ("foundry-claude", "corp.services.ai.azure.com", True),
        ("foundry-claude", "services.ai.azure.com", False),
        ("vertex-gemini", "europe-west4-aiplatform.googleapis.com", True),
        ("vertex-gemini", "aiplatform.eu.rep.googleapis.com", True),
        ("vertex-gemini", "aiplatform.googleapis.com.example.org", False),
    ],
)
def test_a_providers_key_goes_to_its_own_hosts_and_nowhere_else(name: str, host: str, own: bool) -> None:
    variable = PROFILES[name].key_variable if own else "DESKTOP_AGENT_API_KEY"

    assert is_own_host(PROFILES[name], f"https://{host}/x") == own
    assert not is_own_host(PROFILES[name], f"http://{host}/x")
    assert key_variables(PROFILES[name], f"https://{host}/x") == (variable,)


@pytest.mark.parametrize(
    "base_url",
    [
        "",
        "https://",
        "https://me:secret@host",
        "https://host/?a=b",
        "https://host/#x",
        "https://host:0",
        "https://[::1",
        "https://host\\v1",
        "http://example.org/v1",
        "http://0.0.0.0:11434",
    ],
)
def test_what_is_no_safe_address_is_refused_with_a_hint(base_url: str) -> None:
    with pytest.raises(SettingsError) as error:
        endpoint(base_url)

    assert error.value.hint
    assert "secret" not in str(error.value)


def test_http_to_another_computer_can_be_allowed_by_its_name() -> None:
    assert endpoint("http://10.0.0.1:8000", ["10.0.0.1"]).url == "http://10.0.0.1:8000/v1/responses"
    assert endpoint("http://Box.lan", ["other.lan", "BOX.lan"]).url == "http://Box.lan/v1/responses"
    with pytest.raises(SettingsError, match=r"config set network\.allow_http box\.lan\."):
        endpoint("http://box.lan", ["lan", "10.0.0.1"])


@pytest.mark.parametrize("odd", ["Bearer abc", "'abc'", "clé", "x" * 5_000, "a\0b"])
def test_what_cannot_be_a_key_is_refused_without_showing_it(odd: str) -> None:
    with pytest.raises(SettingsError) as error:
        checked_key(odd)

    assert odd not in str(error.value)


def test_white_space_around_a_key_is_dropped_and_an_empty_key_counts_as_no_key() -> None:
    assert (checked_key(" abc\n"), checked_key(""), checked_key("  "), checked_key(None)) == ("abc", None, None, None)
