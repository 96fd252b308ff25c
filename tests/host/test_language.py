"""Which language windows and the terminal speak: the one of the settings, else the desktop's, else English."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.core.message import Message
from desktop_agent.core.translation import speak, tr
from desktop_agent.host.language import use_language
from desktop_agent.lib.paths import ENGLISH, languages
from tests.fakes.languages import catalogue
from tests.fakes.source import ROOT


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    speak(None)


def use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str = "", **environment: str) -> str:
    """Choose the language with these settings, in this environment."""
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    if settings:
        file = tmp_path / "config" / "config.toml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(settings, "utf-8")
    return use_language(environment)


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "nn_NO.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "de_AT.UTF-8"}, "de"),
        ({"LANG": "nn_NO.UTF-8", "LANGUAGE": "nn:de:en"}, "de"),
        ({"LANG": "C", "LANGUAGE": "de"}, "en"),
        ({"DESKTOP_AGENT_UI__LANGUAGE": "de"}, "de"),
        ({"DESKTOP_AGENT_UI__LANGUAGE": "xx"}, "en"),
    ],
)
def test_the_desktops_language_is_taken_where_there_is_a_translation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], code: str
) -> None:
    assert use(tmp_path, monkeypatch, **environment) == code
    assert tr(Message("Stop run")) == ("Stop run" if code == ENGLISH else catalogue("de").gettext("Stop run"))


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ('[ui]\nlanguage = "de"\n', "de"),
        ('[ui]\nlanguage = "en"\n', "en"),
        ('[ui]\nlanguage = "desktop"\n', "de"),
        ("[ui\n", "de"),
    ],
)
def test_the_settings_come_before_the_desktop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str, code: str
) -> None:
    assert use(tmp_path, monkeypatch, settings, LANG="de_DE.UTF-8") == code


def test_a_language_is_there_as_soon_as_its_file_is() -> None:
    assert languages() == ("en", *sorted(file.stem for file in (ROOT / "assets" / "translations").glob("*.po")))
