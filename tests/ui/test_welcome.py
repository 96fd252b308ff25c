"""The first start: one page, which begins with the best that is found and ends with a task."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_agent.doctor import Finding
from desktop_agent.runtime.provider.choices import FoundModels, ModelState
from desktop_agent.runtime.provider.entry import ModelTrial
from desktop_agent.runtime.provider.resolve import provider_of
from desktop_agent.settings import load
from desktop_agent.ui.welcome import Welcome
from tests.fakes.people.keyrings import MemoryKeyring
from tests.fakes.people.welcome_talk import (
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
from tests.fakes.windows.qt_app import nameless, wait_until
from tests.ui.conftest import reached_by_tab

CORP = "https://corp.openai.azure.com/openai/v1"


@pytest.mark.parametrize(
    ("found", "begins_with", "expected"),
    [
        (states(ollama=("runs", "llava:7b")), "Ollama", "It has the llava:7b model."),
        (states(ollama=("blind", ""), lmstudio=("stopped", "")), BUILT_IN, "runs here, no vision model"),
        (states(openai=("has key", ""), vllm=("runs", "")), SERVER, "runs here, ready"),
    ],
)
def test_it_begins_with_the_best_that_is_found(
    app: QApplication, tmp_path: Path, found: Mapping[str, ModelState], begins_with: str, expected: str
) -> None:
    with opened(tmp_path, FOUND, FoundModels(found)) as window:
        shown = [models(window).itemText(row) for row in range(models(window).count())]

        assert expected in "\n".join((text(window), *shown))
        assert begins_with == chosen(window)


@pytest.mark.usefixtures("memory")
def test_a_server_at_any_address_is_kept_with_its_key_and_a_run_goes_there(
    app: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "http://127.0.0.1:9090/v1"
    monkeypatch.delenv("DESKTOP_AGENT_API_KEY", raising=False)
    with opened(tmp_path, FOUND, FoundModels(states())) as window:
        choose(window, "Another server…")
        for reported, name, entered in (
            ("The address is missing", "Address", address),
            ("The model name is missing", "Model name", "mine"),
        ):
            press(window, "Write a task")
            until_told(window, reported)
            QTest.keyClicks(field(window, name), entered)
        QTest.keyClicks(field(window, "Key"), "its-key")
        finish(window)
        meant = provider_of(load(tmp_path / "config/config.toml", {}, {}).settings, {})

    table: dict[str, object] = {"base_url": address, "dialect": "functions", "model": "mine", "chain": False}
    table["key_variable"] = "DESKTOP_AGENT_API_KEY"
    assert {"provider": {"name": "own-server"}, "providers": {"own-server": table}} == written(tmp_path)
    assert (address, "mine", "its-key") == (meant.base_url, meant.model, meant.key.value)


def test_accessibility_is_turned_on_at_a_persons_word_only_and_it_says_for_how_long(
    app: QApplication, tmp_path: Path
) -> None:
    turned: list[str] = []

    def turn_on() -> str:
        turned.append("Accessibility is on until you log out.")
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


def test_what_one_press_turns_on_stands_above_what_else_works_in_part(app: QApplication, tmp_path: Path) -> None:
    def look() -> tuple[Finding, ...]:
        return (
            Finding("desk", "limited", "a program is missing"),
            Finding("session", "limited", "windows can't be told apart", turn_on=str),
            Finding("names", "limited", "accessibility is turned off", turn_on=str),
        )

    window = Welcome(tmp_path / "config.toml", look, FoundModels)
    window.show()
    until_told(window, "A program is missing")
    shown = text(window)

    reported = ("Windows can't be told apart", "Accessibility is turned off", "A program is missing")
    assert sorted(reported, key=shown.index) == list(reported)
    window.close()
    window.deleteLater()


@pytest.mark.parametrize(("desktop", "is_explained"), [("ubuntu:GNOME", True), ("KDE", False)])
def test_on_gnome_what_to_choose_in_its_dialog_is_shown_before_the_first_task(
    app: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, desktop: str, *, is_explained: bool
) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", desktop)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-none")
    window = Welcome(tmp_path / "config.toml", tuple, FoundModels)
    window.show()

    assert is_explained == ("GNOME asks whether to share your screen" in text(window))
    window.close()
    window.deleteLater()


def test_a_first_task_is_asked_for_once_the_model_is_kept(app: QApplication, tmp_path: Path) -> None:
    with opened(tmp_path, FOUND, FoundModels()) as window:
        assert finish(window, "Start the first task")

    assert {"provider": {"name": "local"}} == written(tmp_path)


def test_what_is_missing_is_told_before_one_goes_on(app: QApplication, memory: MemoryKeyring, tmp_path: Path) -> None:
    with opened(tmp_path, FOUND, FoundModels()) as window:
        choose(window, "More…")
        choose(window, "Azure OpenAI")
        for reported in ("The address is missing", "This address", "There is no key for corp.openai.azure.com yet."):
            press(window, "Write a task")
            until_told(window, reported)
            address = field(window, "Address")
            address.setText(CORP if address.text() else "https://example.org/v1")
        QTest.keyClicks(field(window, "Key"), "key-of-corp")
        QTest.keyClicks(field(window, "Model name"), "the-one-we-may-use")
        finish(window)

    kept = {"base_url": CORP, "model": "the-one-we-may-use"}
    assert {"provider": {"name": "azure"}, "providers": {"azure": kept}} == written(tmp_path)
    assert ["key-of-corp"] == list(memory.kept.values())


def test_a_key_that_was_typed_for_one_address_is_not_kept_for_another(
    app: QApplication, memory: MemoryKeyring, tmp_path: Path
) -> None:
    with opened(tmp_path, FOUND, FoundModels()) as window:
        choose(window, "More…")
        choose(window, "Azure OpenAI")
        address = field(window, "Address")
        key = field(window, "Key")
        QTest.keyClicks(address, CORP)
        QTest.keyClicks(key, "key-of-corp")
        address.selectAll()
        QTest.keyClicks(address, "https://other.openai.azure.com/openai/v1")
        press(window, "Write a task")
        until_told(window, "There is no key for other.openai.azure.com yet.")

        assert ("", {}) == (key.text(), memory.kept)


def test_a_wrong_key_is_refused_where_it_was_entered(app: QApplication, tmp_path: Path, memory: MemoryKeyring) -> None:
    tried = list[str | None]()
    verdicts = [ModelTrial("refused"), ModelTrial("works")]

    def try_model(_profile: object, _url: str, key: str | None) -> ModelTrial:
        tried.append(key)
        return verdicts.pop(0)

    with opened(tmp_path, FOUND, FoundModels(), try_model) as window:
        choose(window, "OpenAI")
        QTest.keyClicks(field(window, "Key"), "sk-wrong")
        press(window, "Write a task")
        until_told(window, "The server at api.openai.com rejected this key.")
        assert memory.kept == {}
        finish(window)

    assert tried == ["sk-wrong"] * 2


def test_everything_has_a_name_and_is_reached_by_keyboard(app: QApplication, tmp_path: Path) -> None:
    with opened(tmp_path, FOUND, FoundModels(states(), "This computer has no keyring.")) as window:
        choose(window, "More…")
        choose(window, "Azure OpenAI")
        wait_until(window.isActiveWindow)

        wanted = {"Model", "Address", "Model name", "Key", "Prices…", "Write a task", "Start the first task"}
        assert wanted <= reached_by_tab(12)
        assert [] == nameless(window)
