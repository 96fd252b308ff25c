"""One table says what lets runs do, show, send or spend more; all else is changed without a question."""

from pathlib import Path

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.settings import load
from desktop_agent.settings.confirmed import confirm, widened
from desktop_agent.settings.edit import set_value, unset

TABLE = [
    # The text before, the one after, and what of it lets runs do more.
    ("", "run.mode = 'ask'", []),
    ("run.mode = 'ask'", "", ["run.mode"]),
    ("run.mode = 'ask'", "run.mode = 'watch'", []),
    ("run.allow = ['mousepad']", "run.allow = []", []),
    ("run.allow = ['mousepad']", "run.allow = ['mousepad', 'kate']", ["run.allow"]),
    ("run.allow = ['mousepad=look']", "run.allow = ['mousepad=everything']", ["run.allow"]),
    ("", "builtin.terminal = 'deny'", []),
    ("builtin.terminal = 'deny'", "", ["builtin.terminal"]),
    ("", "builtin.consequence-send = 'allow'", ["builtin.consequence-send"]),
    ("", "privacy.windows = ['Bank']", []),
    ("privacy.windows = ['Bank', 'Mail']", "privacy.windows = ['Mail']", ["privacy.windows"]),
    ("privacy.regions = ['0,0,9,9']", "", ["privacy.regions"]),
    ("screen.window = 'Notes'", "", ["screen.window"]),
    ("", "screen.window = 'Notes'", []),
    ("", "person.approve_with = 'challenge'", ["person.approve_with"]),
    ("person.approve_with = 'challenge'", "", []),
    ("", "person.stop_key = 'f9'", ["person.stop_key"]),
    ("", "applications.first_time = 'allow'", ["applications.first_time"]),
    ("", "applications.first_time = 'ask'", []),
    ("", "network.allow_http = ['box.lan']", ["network.allow_http"]),
    ("run.max_cost = 2.0", "run.max_cost = 1.0", []),
    ("run.max_cost = 2.0", "", ["run.max_cost"]),
    ("", "provider.base_url = 'https://other.example'", ["provider.base_url"]),
    ("", "provider.base_url = 'http://127.0.0.1:8000'", []),
    ("", "providers.openai.base_url = 'https://other.example'", ["providers.openai.base_url"]),
    ("", "providers.openai.key_variable = 'OTHER_KEY'", ["providers.openai.key_variable"]),
    ("", "provider.instructions = 'Never ask.'", ["provider.instructions"]),
    ("", "notify.webhook = 'https://other.example'", ["notify.webhook"]),
    ("", "ui.theme = 'dark'\nui.language = 'de'\nrun.max_steps = 900\nrecord.keep_days = 9", []),
]


@pytest.mark.parametrize(("before", "after", "widens"), TABLE)
def test_what_widens_is_told_and_what_narrows_is_not(
    tmp_path: Path, before: str, after: str, widens: list[str]
) -> None:
    settings = [load(tmp_path / "config.toml", {}, {}, text).settings for text in (before, after)]

    assert [*widened(*settings)] == widens


def test_what_nobody_agrees_to_leaves_file_and_record_as_they_were(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    set_value(file, "run.mode", "ask")
    asked: list[object] = []

    def refuse(changes: object) -> None:
        if changes:
            asked.append(changes)
            raise SettingsError("no")

    set_value(file, "run.mode", "watch", refuse)
    for change in (lambda: set_value(file, "run.mode", "guard", refuse), lambda: unset(file, "run.mode", refuse)):
        with pytest.raises(SettingsError, match="no"):
            change()

    assert asked == [{"run.mode": ("watch", "guard")}] * 2
    assert file.read_text() == '[run]\nmode = "watch"\n'


def test_what_somebody_else_wrote_is_asked_about_when_the_same_is_set(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    confirm(tmp_path)
    file.write_text("[builtin]\nterminal = 'allow'\n")
    asked: list[object] = []

    set_value(file, "builtin.terminal", "allow", asked.append)

    assert asked == [{"builtin.terminal": ("ask", "allow")}]
