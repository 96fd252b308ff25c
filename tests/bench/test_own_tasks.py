"""Tasks of our own on real desks: an oracle passes them, a liar doesn't, and what the user adds arrives."""

from pathlib import Path

import pytest

from tests.bench.own_tasks import LIES, TASKS, by_script
from tests.fakes.desks import skip_without_desks


@pytest.mark.parametrize("name", TASKS)
def test_an_oracle_passes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    skip_without_desks()
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "agent"))

    played = by_script(TASKS[name], tmp_path, TASKS[name].oracle)

    assert TASKS[name].shows == played.there
    assert (0, int(TASKS[name].then is not None), ()) == (played.exit_code, played.said, played.refused)


def test_a_model_that_only_says_that_it_is_done_passes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    skip_without_desks()
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "agent"))

    played = by_script(TASKS["folders"], tmp_path, LIES)

    assert (False, 0) == (played.passes, played.exit_code)
