"""What Settings shows of the file: what people set, as the loader reads it, and whose key is meant."""

from pathlib import Path

import pytest

from desktop_agent.settings import load
from desktop_agent.ui.preferences.fields import PAGES

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
