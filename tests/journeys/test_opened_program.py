"""A program that the agent starts itself: one question, and a file where the person keeps theirs."""

from pathlib import Path

import pytest

from desktop_agent import Question, run_task
from desktop_agent.desk.display.private_display import PrivateDisplay

STEPS = (
    'open "Mousepad"; wait for "Mousepad"; type "Milk"; press ctrl+s; wait for "Save As"; type "list.txt"; '
    'press enter; wait for "list.txt - Mousepad"; press ctrl+q'
)


@pytest.mark.slow
def test_an_opened_program_is_asked_about_once_and_saves_at_home(
    on_display: PrivateDisplay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "DESKTOP_AGENT_HOME"):
        monkeypatch.setenv(name, str(tmp_path / ("" if name == "HOME" else name)))
    asked = list[Question]()

    def approve(question: Question) -> bool:
        asked.append(question)
        return True

    result = run_task(STEPS, provider="local", approver=approve, on_event=lambda _: None)

    assert result.status == "completed", result.message
    assert [question.kind for question in asked] == ["application"]
    assert (tmp_path / "list.txt").read_text() == "Milk"
