"""Which language windows and the terminal speak: the one of the settings, else the desktop's, else English."""

from pathlib import Path

import pytest

from desktop_agent.core.texts.message import Message, tr
from desktop_agent.lib.paths import ENGLISH, languages
from desktop_agent.runtime.language import use_language
from tests.fakes.people.languages import catalogue
from tests.fakes.source import ROOT

pytestmark = pytest.mark.usefixtures("english_again")


@pytest.mark.parametrize(
    ("settings", "environment", "code"),
    [
        ("", {}, "en"),
        ("", {"LANG": "de_DE.UTF-8"}, "de"),
        ("", {"LANG": "de_DE.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ("", {"LANG": "en_GB.UTF-8", "LC_ALL": "de_AT.UTF-8"}, "de"),
        ("", {"LANG": "nn_NO.UTF-8", "LANGUAGE": "nn:de:en"}, "de"),
        ("", {"LANG": "C", "LANGUAGE": "de"}, "en"),
        ("", {"DESKTOP_AGENT_UI__LANGUAGE": "de"}, "de"),
        ('[ui]\nlanguage = "en"\n', {"LANG": "de_DE.UTF-8"}, "en"),
        ('[ui]\nlanguage = "desktop"\n', {"LANG": "de_DE.UTF-8"}, "de"),
        ("[ui\n", {"LANG": "de_DE.UTF-8"}, "de"),
    ],
)
def test_the_settings_come_first_then_the_desktops_language_where_there_is_a_translation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str, environment: dict[str, str], code: str
) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text(settings, "utf-8")

    assert use_language(environment) == code
    assert tr(Message("Stop run")) == ("Stop run" if code == ENGLISH else catalogue("de").gettext("Stop run"))


def test_a_language_is_there_as_soon_as_its_file_is() -> None:
    assert languages() == ("en", *sorted(file.stem for file in (ROOT / "assets" / "translations").glob("*.po")))
