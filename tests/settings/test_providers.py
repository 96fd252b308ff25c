"""`[providers.NAME]` in the settings file: what may stand there, and that every mistake is told with its line."""

import re
from pathlib import Path

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.runtime.provider.resolve import picture_form, provider_of
from desktop_agent.settings import load
from desktop_agent.settings.edit import set_values
from tests.settings.conftest import loaded, refusal

OWN = """
# My own server.
[providers.mine]
base_url = "https://models.example/v1"
dialect = "preview"
model = "m"
key_variable = "MINE_API_KEY"
picture = "jpeg"

[providers.mine.params]
temperature = 0.2
"""


def test_a_provider_of_ones_own_can_be_meant_and_each_value_has_its_line(tmp_path: Path) -> None:
    sourced = loaded(tmp_path, f'[provider]\nname = "mine"\n{OWN}')

    meant = provider_of(sourced.settings, {"MINE_API_KEY": "abc", "OPENAI_API_KEY": "other"})
    origins = {key: origin for key, _, origin in sourced.rows() if key.startswith("providers.")}

    assert (meant.base_url, meant.dialect, meant.model) == ("https://models.example/v1", "preview", "m")
    assert (meant.key.value, meant.profile.params) == ("abc", {"temperature": 0.2})
    assert picture_form(sourced.settings)[0] == "jpeg"
    assert origins["providers.mine.dialect"].endswith("config.toml, line 7")
    assert origins["providers.mine.params"].endswith("config.toml, line 12")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[providers.mine]\nbase_ur = "x"', r"line 2: “base_ur” isn't a provider setting\. Did you mean “base_url”"),
        ('[providers.mine]\nlike = "opnai"', r"line 2: like can't be 'opnai'.*“openai”"),
        ('[providers.mine]\nmodel = "m"', r"line 1: the provider “mine” has no base_url and no dialect"),
        ('[providers.openai]\nlike = "vllm"', r"line 2: “openai” is a built-in provider"),
        ("[providers.openai]\nprice_read = 1", r"line 1: half a price"),
        ('[providers.openai]\nkey = "sk-very-secret"', r"line 2: .*“key”.*Keys don't belong in this file"),
        ('[providers.openai]\nkey_variable = "sk-very-secret"', r"line 2: this isn't a valid environment variable"),
        ("[providers.openai]\nwindow_tokens = 10", r"line 2: window_tokens can't be '10'.*1000 or more"),
        ('[providers.openai]\nworkspace = "a b"', r"line 2: workspace can't be 'a b'.*characters that aren't allowed"),
        ('[providers.openai]\ntitle = " "', r"line 2: title can't be ' '.*can't be empty"),
        ("[providers.openai]\nparams = { input = 1 }", "“input” is reserved for the program"),
        ('["providers"."My Own"]\nlike = "openai"', r"line 1: “My Own” isn't a valid provider name"),
        ("[providers]\nopenai = 3", r"line 1: “providers” has an entry that isn't a provider"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_never_with_a_key(tmp_path: Path, text: str, words: str) -> None:
    message = str(refusal(tmp_path, text))

    assert re.search(words, message), message
    assert "very-secret" not in message


def test_findings_are_written_in_one_step_and_comments_stay(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(OWN, encoding="utf-8")

    set_values(file, {"providers.mine.coordinates": "grid1000", "providers.openai.chain": False})
    with pytest.raises(SettingsError, match="coordinates can't be 'inches'"):
        set_values(file, {"providers.mine.chain": False, "providers.mine.coordinates": "inches"})

    text = file.read_text(encoding="utf-8")
    own = load(file, {}, {}).settings.providers
    assert "# My own server." in text
    assert "[providers.openai]" in text
    assert (own["mine"]["coordinates"], own["openai"]) == ("grid1000", {"chain": False})
    assert "chain" not in own["mine"]


CLERK = """
[provider]
name = "openai"

[providers.openai]
base_url = "http://127.0.0.1:8032/v1"
model = "theirs"
dialect = "preview"
"""
THEIRS = ("openai", "http://127.0.0.1:8032/v1", "theirs")
OPENAI = ("openai", "https://api.openai.com/v1", "gpt-5.4")
BUILT_IN = ("local", "", "local")
NAME = "DESKTOP_AGENT_PROVIDER__NAME"
URL = "DESKTOP_AGENT_PROVIDER__BASE_URL"
AT_A = {"provider.base_url": "http://127.0.0.1:1/v1"}


@pytest.mark.parametrize(
    ("text", "flags", "variables", "expected"),
    [
        (CLERK, {}, {}, THEIRS),
        (CLERK, {"provider.base_url": ""}, {}, THEIRS),
        (CLERK, {"provider.model": "other"}, {}, (*THEIRS[:2], "other")),
        (CLERK, {"provider.name": "local"}, {}, BUILT_IN),
        (CLERK, {}, {NAME: "local"}, BUILT_IN),
        (CLERK, {"provider.name": "openai"}, {NAME: "local", URL: "http://127.0.0.1:1/v1"}, THEIRS),
        # An address alone is a server without a name, whatever the file has chosen.
        (CLERK, AT_A, {}, ("own-server", "http://127.0.0.1:1/v1", "local")),
        (CLERK, {}, {URL: "http://127.0.0.1:1/v1"}, ("own-server", "http://127.0.0.1:1/v1", "local")),
        ('provider.name = "local"', AT_A, {}, ("own-server", "http://127.0.0.1:1/v1", "local")),
        (CLERK, {"provider.name": "gemini", **AT_A}, {}, ("gemini", "http://127.0.0.1:1/v1", "gemini-3.8-flash")),
        # The built-in model stays what it is.
        ('provider.name = ""', {}, {}, BUILT_IN),
        ('[providers.own-server]\nlike = "local"\nbase_url = "https://o.example/v1"', {}, {}, BUILT_IN),
        ('[providers.local]\nlike = "local"\nauth = "bearer"\nkey_variable = "OPENAI_API_KEY"', {}, {}, BUILT_IN),
        ('[providers.mine]\nlike = "local"\nbase_url = "https://o.example/v1"', {}, {}, BUILT_IN),
        ("", {"provider.base_url": ""}, {NAME: "local"}, BUILT_IN),
        ("", {}, {URL: ""}, BUILT_IN),
    ],
)
def test_an_address_is_its_own_providers_alone_and_the_built_in_model_has_none(
    tmp_path: Path, text: str, flags: dict[str, object], variables: dict[str, str], expected: tuple[str, ...]
) -> None:
    settings = loaded(tmp_path, text, variables, flags).settings
    found = provider_of(settings, {"OPENAI_API_KEY": "sk-openai", "DESKTOP_AGENT_API_KEY": "own"})

    assert (found.profile.name, found.base_url) == expected[:2]
    assert found.embedded == (expected == BUILT_IN)
    assert found.embedded or found.model == expected[2]
    key = "sk-openai" if found.base_url == OPENAI[1] else "own"
    assert found.key.value == (None if found.embedded else key)


@pytest.mark.parametrize(
    ("text", "flags", "variables", "words"),
    [
        ("", {"provider.name": "local", **AT_A}, {}, "The built-in model has no address"),
        ("", {"provider.name": "local"}, {URL: "http://127.0.0.1:1/v1"}, "The built-in model has no address"),
        ("", AT_A, {NAME: "local"}, "The built-in model has no address"),
        ('[providers.local]\nbase_url = "https://o.example"', {}, {}, "line 2: the built-in model has no address"),
        (CLERK.replace('"preview"', '"nobodys"'), {}, {}, "line 8: dialect can't be 'nobodys'"),
        ('[provider]\nname = "opnai"', {}, {}, "no provider called “opnai”"),
    ],
)
def test_an_impossible_provider_is_refused_with_a_reason(
    tmp_path: Path, text: str, flags: dict[str, object], variables: dict[str, str], words: str
) -> None:
    with pytest.raises(SettingsError, match=words):
        provider_of(loaded(tmp_path, text, variables, flags).settings, {})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("provider.base_url", ""),
        ("provider.model", "m"),
        ("provider.stream", True),
        ("providers.local.base_url", "http://a"),
    ],
)
def test_a_setting_of_one_provider_cannot_be_set_for_all(tmp_path: Path, key: str, value: object) -> None:
    with pytest.raises(SettingsError, match=r"belongs to one|has no address"):
        set_values(tmp_path / "config.toml", {key: value})
