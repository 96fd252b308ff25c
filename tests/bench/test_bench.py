"""`bench`: a set of our own in OSWorld's shape, played on real desks and judged by its own judge."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop_agent.bench.task import read_task
from desktop_agent.core.errors import SettingsError
from tests.fakes.desks import why_none

OWN = Path(__file__).with_name("own_set")
OUTSIDE = Path("/var/tmp/desktop-agent-own-set")


@pytest.fixture
def has_desks() -> None:
    """Skip where this computer can have no desk."""
    if why := why_none():
        pytest.skip(why)


def bench(folder: Path, *words: str) -> tuple[int, Any, str]:
    """Return how the command ends, what it prints, and what it says beside that."""
    done = subprocess.run(
        [sys.executable, "-m", "desktop_agent", "bench", *words, "--json", "-o", str(folder / "out")],
        env={**os.environ, "DESKTOP_AGENT_HOME": str(folder / "agent")},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr


@pytest.mark.usefixtures("has_desks")
def test_the_sets_own_judge_says_what_an_oracle_and_a_liar_have_done(tmp_path: Path) -> None:
    code, told, said = bench(
        tmp_path, str(OWN), "--player", "oracle", "--only", "folders", "--only", "letter", "--only", "mind"
    )

    assert code == 0, said
    results = {one["task"]: one for one in told["results"]}
    assert {task: one["score"] for task, one in results.items()} == {"changed_mind": 1.0, "folders": 1.0, "letter": 1.0}
    assert results["changed_mind"]["played"]["said"] == 1
    assert all(one["agrees"] and one["memory_mb"] > 0 for one in results.values())
    assert "results.json" in {file.name for file in (tmp_path / "out").iterdir()}
    assert "data:image/jpeg;base64," in (tmp_path / "out" / "page.html").read_text(encoding="utf-8")

    code, lies, said = bench(tmp_path / "lies", str(OWN), "--player", "lies", "--only", "folders", "--tries", "2")

    assert code == 0, said
    assert [(one["score"], one["agrees"], one["attempt"]) for one in lies["results"]] == [
        (0.0, False, 1),
        (0.0, False, 2),
    ]
    assert lies["figures"]["false_success"] == 1

    code, compared, said = bench(
        tmp_path, "--compare", *(str(one / "out" / "results.json") for one in (tmp_path, tmp_path / "lies"))
    )

    assert code == 1, said
    assert compared["differences"] == [{"task": "folders", "before": 1.0, "after": 0.0}]


@pytest.mark.usefixtures("has_desks")
def test_what_a_set_brings_runs_behind_walls_and_no_verdict_is_made_up(tmp_path: Path) -> None:
    code, told, said = bench(tmp_path, str(OWN), "--player", "nothing", "--only", "os/walls", "--only", "no_package")

    results = {one["task"]: one for one in told["results"]}
    assert results["walls"]["score"] == 1.0, results["walls"]
    assert not OUTSIDE.exists()
    assert results["no_package"]["score"] is None
    assert "a_package_that_is_nowhere" in results["no_package"]["reason"]
    assert code == 1, said


def test_what_cannot_be_played_is_listed_with_its_reason(tmp_path: Path) -> None:
    code, told, _ = bench(tmp_path, str(OWN), "--list")

    assert code == 0
    assert [(one["task"], one["reason"]) for one in told["skipped"]] == [("skipped", "needs root")]
    assert {one["task"] for one in told["tasks"]} == {"changed_mind", "folders", "letter", "no_package", "walls"}


def test_a_copy_that_is_not_the_pinned_set_is_refused(tmp_path: Path) -> None:
    for part in ("evaluation_examples/ubuntu_examples/os", "desktop_env/evaluators/metrics"):
        (tmp_path / "copy" / part).mkdir(parents=True)

    code, told, said = bench(tmp_path, "deskcraft", "--from", str(tmp_path / "copy"), "--list")

    assert (code, told) == (1, None)
    assert "its tasks or its judge differ" in said


@pytest.mark.parametrize("text", ["", "[]", '{"id": "", "evaluator": {}}'])
def test_a_file_that_is_no_task_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "task.json"
    file.write_text(text)

    with pytest.raises(SettingsError, match="is no task"):
        read_task(file)
