"""A home of its own for what a test of a run keeps, on the private display."""

from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay


@pytest.fixture
def home(on_display: PrivateDisplay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    del on_display
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    return tmp_path
