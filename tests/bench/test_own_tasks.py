"""A task of our own on a real desk is passed by an oracle."""

from pathlib import Path

import pytest

from tests.bench.own_tasks import TASKS, by_script
from tests.fakes.desks import skip_without_desks


def test_an_oracle_passes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    skip_without_desks()
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "agent"))

    played = by_script(TASKS["folders"], tmp_path)

    assert TASKS["folders"].shows == played.there
    assert (0, ()) == (played.result.exit_code, played.refused)
