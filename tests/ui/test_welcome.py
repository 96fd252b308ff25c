"""The first start: one page, which begins with the best that is found and ends with a task."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_agent.devtools.doctor import Finding
from desktop_agent.host.accessibility import Lasts
from desktop_agent.host.model_choices import ModelState
from desktop_agent.host.provider import provider_of
from desktop_agent.settings import load
from desktop_agent.ui.welcome.model_choice import FoundModels
from desktop_agent.ui.welcome.window import Welcome
from tests.fakes.keyrings import memory_keyring
from tests.fakes.qt_app import nameless, wait_until
from tests.fakes.welcome_talk import (
    BUILT_IN,
    FOUND,
    SERVER,
    choose,
    chosen,
    field,
    finish,
    models,
    opened,
    press,
    states,
    text,
    until_told,
    written,
)


@pytest.fixture
def welcome(app: QApplication, tmp_path: Path) -> Iterator[Welcome]:
    with opened(tmp_path, FOUND, FoundModels()) as window:
        yield window


@pytest.mark.parametrize(
    ("found", "begins_with", "told"),
    [
        (states(ollama=("runs", "llava:7b")), "Ollama", "It has the llava:7b model."),
        (states(ollama=("blind", ""), lmstudio=("stopped", "")), BUILT_IN, "runs here, no vision model"),
        (states(openai=("has key", ""), vllm=("runs", "")), SERVER, "runs here, ready"),
    ],
)
def test_it_begins_with_the_best_that_is_found(
    app: QApplication, tmp_path: Path, found: Mapping[str, ModelState], begins_with: str, told: str
) -> None:
    with opened(tmp_path, FOUND, FoundModels(found)) as window:
        shown = [models(window).itemText(row) for row in range(models(window).count())]

        assert told in "\n".join((text(window), *shown))
        assert begins_with == chosen(window)


def test_the_built_in_model_is_not_said_to_stay_here_where_settings_send_it_elsewhere(
    app: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_PROVIDER__BASE_URL", "http://127.0.0.1:8032/v1")
    with opened(tmp_path, FOUND, FoundModels()) as window:
        assert "sent to the server at 127.0.0.1:8032" in text(window)
        assert "nothing leaves" not in text(window)
        assert "built in" not in models(window).currentText()


def test_a_server_at_any_address_is_kept_with_its_key_and_a_run_goes_there(
    app: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "http://127.0.0.1:9090/v1"
    monkeypatch.delenv("DESKTOP_AGENT_API_KEY", raising=False)
    with memory_keyring(), opened(tmp_path, FOUND, FoundModels(states())) as window:
        choose(window, "Another server")
        for told, name, entered in (
            ("The address is missing", "Address", address),
            ("The model name is missing", "Model name", "mine"),
        ):
            press(window, "Write a task")
            until_told(window, told)
            QTest.keyClicks(field(window, name), entered)
        QTest.keyClicks(field(window, "Key"), "its-key")
        finish(window)
        meant = provider_of(load(tmp_path / "config/config.toml", {}, {}).settings, {})

    table = {"base_url": address, "dialect": "functions", "model": "mine", "chain": False}
    table["key_variable"] = "DESKTOP_AGENT_API_KEY"
    assert {"provider": {"name": "own-server"}, "providers": {"own-server": table}} == written(tmp_path)
    assert (address, "mine", "its-key") == (meant.base_url, meant.model, meant.key.value)


def test_accessibility_is_turned_on_at_a_persons_word_only_and_it_says_for_how_long(
    app: QApplication, tmp_path: Path
) -> None:
    turned: list[Lasts] = []

    def turn_on() -> Lasts:
        turned.append("until you log out")
        return turned[-1]

    def look() -> tuple[Finding, ...]:
        return () if turned else (Finding("names", "limited", "accessibility is turned off", "Turn it on.", turn_on),)

    window = Welcome(tmp_path / "config.toml", look, FoundModels)
    window.show()
    until_told(window, "Accessibility is turned off")
    before = tuple(turned)
    press(window, "Turn it on: names")
    until_told(window, "Accessibility is on until you log out.")

    assert (before, len(turned)) == ((), 1)
    window.close()
    window.deleteLater()


def test_a_first_task_is_asked_for_once_the_model_is_kept(welcome: Welcome, tmp_path: Path) -> None:
    asked: list[bool] = []
    welcome.finished.connect(asked.append)
    press(welcome, "Start the first task")
    wait_until(lambda: asked)

    assert [True] == asked
    assert {"provider": {"name": "local"}} == written(tmp_path)


def test_everything_has_a_name_and_is_reached_by_keyboard(app: QApplication, tmp_path: Path) -> None:
    with opened(tmp_path, FOUND, FoundModels(states(), "This computer has no keyring.")) as window:
        choose(window, "Azure OpenAI")
        wait_until(lambda: window.isActiveWindow() and QApplication.focusWidget())
        reached = set()
        for _ in range(12):
            focused = QApplication.focusWidget()
            assert focused is not None
            reached.add(focused.accessibleName())
            QTest.keyClick(focused, Qt.Key.Key_Tab)

        assert [] == nameless(window)
        assert {"Model", "Address", "Model name", "Key", "Prices…", "Write a task", "Start the first task"} <= reached
