"""What Settings shows of the file: what people set, as the loader reads it, and whose key is meant."""

from pathlib import Path

import pytest

from desktop_agent.model.profiles import PROFILES
from desktop_agent.settings import load
from desktop_agent.ui.preferences.fields import PAGES, Preferences, kind_of

# Of these sections each setting is in the window: what runs ask, hide and tell is for everybody to see.
WHOLE = ("person", "privacy", "notify", "applications")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_every_field_is_a_setting_in_one_place_and_what_a_run_asks_hides_and_tells_is_all_there(file: Path) -> None:
    shown = [field.key for page in PAGES.values() for field in page]
    known = set(load(file, {}, {}).origins)

    assert len(shown) == len(set(shown))
    assert set(shown) <= known
    assert {key for key in known if key.startswith(WHOLE)} <= set(shown)
    assert {"provider.name", "run.mode", "run.allow", "ui.theme", "ui.language", "screen.monitor"} <= set(shown)


def test_a_provider_of_ones_own_can_be_chosen_and_the_key_is_its_own(file: Path) -> None:
    own = '[providers.mine]\nlike = "openai"\nbase_url = "https://models.example/v1"\n'
    file.write_text(f'[provider]\nname = "mine"\n{own}', encoding="utf-8")
    preferences = Preferences(file, {})
    choices = preferences.filled(PAGES["Provider"][0]).choices

    assert "choice" == kind_of(PAGES["Provider"][0])
    assert [*PROFILES, "mine"] == list(choices)
    assert "mine — https://models.example/v1" == choices["mine"]
    assert "Azure OpenAI — your own Base URL" == choices["azure"]
    assert "mine at https://models.example:443" == preferences.profile.kept_as
