"""Keys in the first start: for one provider and one address only, and kept where the person says."""

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QRadioButton

from desktop_agent.host.keys import keyring_trouble, session_keys, take_session_keys
from desktop_agent.ui.welcome.model_choice import FoundModels
from desktop_agent.ui.welcome.window import Welcome
from tests.fakes.keyrings import MemoryKeyring, PlaintextKeyring, memory_keyring
from tests.fakes.qt_app import wait_until
from tests.fakes.welcome_talk import FOUND, choose, field, finish, opened, press, states, text, until_told, written

# Providers at addresses of the user's own: their titles, names and an address.
CLOUDS = {
    "Azure OpenAI": ("azure", "https://corp.openai.azure.com/openai/v1"),
    "Claude on Amazon Bedrock": ("bedrock", "https://bedrock-mantle.eu-west-1.api.aws/anthropic"),
    "Claude on Vertex AI": ("vertex-claude", "https://aiplatform.googleapis.com/v1/projects/corp/locations/global"),
    "Gemini on Vertex AI": ("vertex-gemini", "https://aiplatform.googleapis.com/v1/projects/corp/locations/global"),
}


@pytest.fixture
def welcome(app: QApplication, tmp_path: Path) -> Iterator[Welcome]:
    with opened(tmp_path, FOUND, FoundModels()) as window:
        yield window


@pytest.fixture
def without_keyring(app: QApplication, tmp_path: Path) -> Iterator[Welcome]:
    before = keyring.get_keyring()
    keyring.set_keyring(PlaintextKeyring())  # which is none
    with opened(tmp_path, FOUND, FoundModels(states(), keyring_trouble())) as window:
        yield window
    keyring.set_keyring(before)
    take_session_keys({})


@pytest.fixture
def memory() -> Iterator[MemoryKeyring]:
    with memory_keyring() as mine:
        yield mine
    take_session_keys({})


@pytest.mark.parametrize("title", ["Azure OpenAI", "Gemini on Vertex AI"])
def test_what_is_missing_is_told_before_one_goes_on(
    welcome: Welcome, memory: MemoryKeyring, tmp_path: Path, title: str
) -> None:
    name, url = CLOUDS[title]
    choose(welcome, title)
    for told in ("The address is missing", "This address", f"{title} needs a key"):
        press(welcome, "Write a task")
        until_told(welcome, told)
        address = field(welcome, "Address")
        address.setText(url if address.text() else "https://example.org/v1")
    QTest.keyClicks(field(welcome, "Key"), "key-of-corp")
    QTest.keyClicks(field(welcome, "Model name"), "the-one-we-may-use")
    finish(welcome)

    kept = {"base_url": url, "model": "the-one-we-may-use"}
    assert {"provider": {"name": name}, "providers": {name: kept}} == written(tmp_path)
    assert ["key-of-corp"] == list(memory.kept.values())


def test_a_key_that_was_typed_for_one_provider_is_not_kept_for_another(welcome: Welcome, memory: MemoryKeyring) -> None:
    choose(welcome, "Azure OpenAI")
    QTest.keyClicks(field(welcome, "Address"), "https://corp.openai.azure.com/openai/v1")
    QTest.keyClicks(field(welcome, "Key"), "key-of-azure")
    choose(welcome, "OpenAI")
    press(welcome, "Write a task")
    wait_until(lambda: "OpenAI needs a key" in text(welcome))

    assert ("", {}) == (field(welcome, "Key").text(), memory.kept)


def test_a_key_that_was_typed_for_one_address_is_not_kept_for_another(welcome: Welcome, memory: MemoryKeyring) -> None:
    choose(welcome, "Azure OpenAI")
    address, key = field(welcome, "Address"), field(welcome, "Key")
    QTest.keyClicks(address, "https://corp.openai.azure.com/openai/v1")
    QTest.keyClicks(key, "key-of-corp")
    address.selectAll()
    QTest.keyClicks(address, "https://other.openai.azure.com/openai/v1")
    press(welcome, "Write a task")
    wait_until(lambda: "needs a key" in text(welcome))

    assert ("", {}) == (key.text(), memory.kept)


@pytest.mark.parametrize("place", ["For this session only", "In a file that only you can read"])
def test_without_a_keyring_a_person_says_where_the_key_goes(
    without_keyring: Welcome, tmp_path: Path, place: str
) -> None:
    window, file = without_keyring, tmp_path / "config/keys.json"
    choose(window, "OpenAI")
    until_told(window, "no keyring")  # what is on this computer is looked up on another thread
    told = text(window)
    QTest.keyClicks(field(window, "Key"), "key-of-openai")
    next(one for one in window.findChildren(QRadioButton) if one.text() == place).click()
    finish(window)

    assert str(file) in told
    assert "variable" not in told
    if place == "For this session only":
        assert {"openai": "key-of-openai"} == session_keys()
        files = [one for one in tmp_path.rglob("*") if one.is_file()]
        assert [] == [one for one in files if b"key-of-openai" in one.read_bytes()]
    else:
        assert {"openai": "key-of-openai"} == json.loads(file.read_text(encoding="utf-8"))
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert {} == session_keys()
