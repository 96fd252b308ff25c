"""A scripted model works an application in the words of a dialect or a family; the application keeps what came."""

from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.family_tasks import BUILT_ON, MEASURED_ON, SPEAKERS, run_of

TASKS = {task.name: task for task in (*BUILT_ON, *MEASURED_ON)}


# One task each.
@pytest.mark.parametrize(
    ("speaker", "name", "stream"),
    [
        ("anthropic", "form", True),
        ("gemini", "page", False),
        ("fara", "page", True),
        ("holo", "form", False),
        ("qwen2.5-vl", "files", True),
        ("qwen3-vl", "editor", False),
        ("ui-tars", "terminal", True),
    ],
)
def test_a_scripted_model_does_a_task_in_its_own_words(
    display: PrivateDisplay, tmp_path: Path, speaker: str, name: str, stream: bool
) -> None:
    ran = run_of(TASKS[name], SPEAKERS[speaker], display, tmp_path / name, stream=stream)

    assert (ran.code, ran.outcome) == (0, ran.wanted), ran.out[-2000:] + ran.err
