"""Keys in the first start: for one provider and one address only, and kept where the person says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_agent.host.keys import take_session_keys
from desktop_agent.ui.welcome.model_choice import FoundModels
from desktop_agent.ui.welcome.window import Welcome
from tests.fakes.keyrings import MemoryKeyring, memory_keyring
from tests.fakes.qt_app import wait_until
from tests.fakes.welcome_talk import FOUND, choose, field, finish, opened, press, text, until_told, written

# Providers at addresses of the user's own: their titles, names and an address.
CLOUDS = {
    "Azure OpenAI": ("azure", "https://corp.openai.azure.com/openai/v1"),
    "Gemini on Vertex AI": ("vertex-gemini", "https://aiplatform.googleapis.com/v1/projects/corp/locations/global"),
}


@pytest.fixture
def welcome(app: QApplication, tmp_path: Path) -> Iterator[Welcome]:
    with opened(tmp_path, FOUND, FoundModels()) as window:
        yield window


@pytest.fixture
def memory() -> Iterator[MemoryKeyring]:
    with memory_keyring() as mine:
        yield mine
    take_session_keys({})


@pytest.mark.parametrize("title", CLOUDS)
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
