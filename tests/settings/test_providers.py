"""`[providers.NAME]` in the settings file: what may stand there, and that every mistake is told with its line."""

import re
from pathlib import Path

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.host.provider import picture_form, provider_of
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
        ("[providers.openai]\nparams = { input = 1 }", "“input” is reserved for the program"),
        ('["providers"."My Own"]\nlike = "openai"', r"line 1: “My Own” isn't a valid provider name"),
        ("[providers]\nopenai = 3", r"line 1: “providers” has an entry that isn't a provider"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_never_with_a_key(tmp_path: Path, text: str, words: str) -> None:
    said = str(refusal(tmp_path, text))

    assert re.search(words, said), said
    assert "very-secret" not in said


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


CLERK = '[provider]\nname = "openai"\nbase_url = "http://127.0.0.1:8032/v1"\nmodel = "theirs"\ndialect = "preview"\n'


@pytest.mark.parametrize(
    ("flags", "variables", "meant"),
    [
        ({}, {}, ("openai", "http://127.0.0.1:8032/v1", "theirs")),
        ({"provider.name": "local"}, {}, ("local", None, None)),
        ({}, {"DESKTOP_AGENT_PROVIDER__NAME": "local"}, ("local", None, None)),
        ({"provider.name": "local", "provider.base_url": "http://a/v1"}, {}, ("local", "http://a/v1", None)),
        (
            {"provider.name": "openai"},
            {"DESKTOP_AGENT_PROVIDER__NAME": "local", "DESKTOP_AGENT_PROVIDER__BASE_URL": "http://a/v1"},
            ("openai", None, None),
        ),
        ({"provider.base_url": ""}, {}, ("openai", None, "theirs")),
    ],
)
def test_an_address_is_its_own_providers_alone(
    tmp_path: Path, flags: dict[str, object], variables: dict[str, str], meant: tuple[str | None, ...]
) -> None:
    found = loaded(tmp_path, CLERK, variables, flags).settings.provider

    assert (found.name, found.base_url, found.model) == meant
