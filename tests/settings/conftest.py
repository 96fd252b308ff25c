"""Settings as a test has written them, and a keyring in memory."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.settings import Sourced, load
from tests.fakes.people.keyrings import MemoryKeyring, memory_keyring


def loaded(
    folder: Path,
    text: str = "",
    environment: Mapping[str, str] | None = None,
    flags: Mapping[str, object] | None = None,
) -> Sourced:
    (folder / "config.toml").write_text(text, encoding="utf-8")
    return load(folder / "config.toml", environment or {}, flags or {})


def refusal(
    folder: Path,
    text: str = "",
    environment: Mapping[str, str] | None = None,
    flags: Mapping[str, object] | None = None,
) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        loaded(folder, text, environment, flags)
    return caught.value


@pytest.fixture
def memory() -> Iterator[MemoryKeyring]:
    with memory_keyring() as mine:
        yield mine
