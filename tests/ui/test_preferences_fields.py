"""What Settings shows of the file: every setting there is, as the loader reads it, and whose key is meant."""

from pathlib import Path

import pytest

from desktop_agent.provider import provider_meant
from desktop_agent.secrets import Key
from desktop_agent.settings import load
from desktop_agent.ui.preferences_fields import PAGES, Preferences


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_every_setting_of_the_loader_has_its_field(file: Path) -> None:
    shown = {field.key for page in PAGES.values() for field in page}

    assert set(load(file, {}, {}).origins) - {"rules"} == shown


def test_every_field_shows_what_the_loader_says(file: Path) -> None:
    file.write_text('[run]\nmax_minutes = 1.5\n[screen]\nregion = "0,1,2,3"\n', encoding="utf-8")
    preferences = Preferences(file, {"DESKTOP_AGENT_RUN__MODE": "ask"})
    shown = {field.key: preferences.shown(field) for page in PAGES.values() for field in page}

    assert ("1.5", "From config.toml, line 2", True) == (
        shown["run.max_minutes"].text, shown["run.max_minutes"].origin, shown["run.max_minutes"].editable,
    )  # fmt: skip
    assert ("0,1,2,3", "ask", False) == (
        shown["screen.region"].text, shown["run.mode"].text, shown["run.mode"].editable,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "provider"),
    [("", "local"), ('name = "vllm"', "vllm"), ('dialect = "openai"', "openai"), ('dialect = "preview"', "lightcone")],
)
def test_the_key_is_that_of_the_provider_that_a_run_would_ask(file: Path, text: str, provider: str) -> None:
    file.write_text(f"[provider]\n{text}\n", encoding="utf-8")

    assert provider == Preferences(file, {}).provider
    assert provider == provider_meant(load(file, {}, {}).settings.provider, {}, lambda _: Key("k", "x")).profile.name
