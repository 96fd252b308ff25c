"""`bench`: a set of our own in OSWorld's shape, played on real desks and judged by its own judge."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop_agent.bench.sets import own_set
from desktop_agent.bench.task import read_task, why_skipped
from desktop_agent.core.errors import SettingsError
from desktop_agent.devtools.serve.server import local_server
from tests.fakes.desks import why_none

OWN = Path(__file__).with_name("own_set")
PLAYED = ("form/", "gvim/", "mousepad/", "os/asks", "os/changed_mind", "os/folders", "pcmanfm/")
INTERACTIVE = {"asks", "changed_mind", "corrected", "interrupted"}
TEN = {*INTERACTIVE, "counted", "folders", "greeting", "guest", "letter", "renamed"}
PROVIDER = """
[providers.scripted]
like = "openai"
base_url = "{url}"
model = "scripted"
key_variable = "SCRIPTED_KEY"
price_read = 1.0
price_written = 5.0
"""
OUTSIDE = Path("/var/tmp/desktop-agent-own-set")


@pytest.fixture
def has_desks() -> None:
    """Skip where this computer can have no desk."""
    if why := why_none():
        pytest.skip(why)


def bench(folder: Path, *words: str, **environment: str) -> tuple[int, Any, str]:
    """Return how the command ends, what it prints, and what it says beside that."""
    done = subprocess.run(
        [sys.executable, "-m", "desktop_agent", "bench", *words, "--json", "-o", str(folder / "out")],
        env={**os.environ, "DESKTOP_AGENT_HOME": str(folder / "agent"), **environment},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr


@pytest.mark.usefixtures("has_desks")
@pytest.mark.parametrize(
    ("played", "tasks"), [(PLAYED, TEN), (("os/asks", "os/folders"), {"asks", "folders"})], ids=["ten", "two"]
)
def test_the_sets_own_judge_says_what_an_oracle_and_a_liar_have_done(
    tmp_path: Path, played: tuple[str, ...], tasks: set[str]
) -> None:
    code, told, said = bench(tmp_path, str(OWN), "--player", "oracle", *(f"--only={part}" for part in played))

    assert code == 0, said
    results = {one["task"]: one for one in told["results"]}
    assert {task: one["score"] for task, one in results.items()} == dict.fromkeys(tasks, 1.0)
    assert {one["task"] for one in results.values() if one["played"]["said"] == 1} == INTERACTIVE & tasks
    assert len({one["domain"] for one in results.values()}) == (5 if tasks == TEN else 1)
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
    page = (tmp_path / "lies" / "out" / "page.html").read_text(encoding="utf-8")
    reports = [f"failures/folders-{attempt}-1.html" for attempt in (1, 2)]
    assert all(f'href="{name}"' in page for name in reports)
    assert all("<video" in (tmp_path / "lies" / "out" / name).read_text(encoding="utf-8") for name in reports)

    code, compared, said = bench(
        tmp_path, "--compare", *(str(one / "out" / "results.json") for one in (tmp_path, tmp_path / "lies"))
    )

    assert code == 1, said
    assert compared["differences"] == [{"task": "folders", "before": 1.0, "after": 0.0}]
    assert [one["player"] for one in compared["figures"]] == ["oracle", "lies"]


@pytest.mark.usefixtures("has_desks")
def test_a_model_of_a_provider_plays_as_often_as_wanted_and_within_its_budget(tmp_path: Path) -> None:
    (tmp_path / "agent" / "config").mkdir(parents=True)
    words = (str(OWN), "--only", "folders", "--provider", "scripted", "--at-once", "1", "--max-cost")
    script = json.loads((OWN / "oracles" / "folders.json").read_text(encoding="utf-8"))
    again = tmp_path / "script.json"
    again.write_text(json.dumps({**script, "loop": True}), encoding="utf-8")

    with local_server(again) as server:
        config = PROVIDER.format(url=server.base_url)
        (tmp_path / "agent" / "config" / "config.toml").write_text(config, encoding="utf-8")
        code, told, said = bench(tmp_path, *words, "0.5", "--tries", "2", SCRIPTED_KEY=server.token)
        _, poor, _ = bench(
            tmp_path, *words, "0.000001", "--budget", "0.000001", "--tries", "2", SCRIPTED_KEY=server.token
        )

    assert code == 0, said
    assert (told["player"], told["model"]) == ("model", "scripted")
    assert told["settings"] == {"max_cost": 0.5}
    assert [(one["score"], one["attempt"], one["played"]["turns"]) for one in told["results"]] == [
        (1.0, 1, 2),
        (1.0, 2, 2),
    ]
    assert all(one["played"]["cost"] > 0 and one["played"]["input_tokens"] > 0 for one in told["results"])
    assert [(one["played"]["status"], one["played"]["turns"]) for one in poor["results"]] == [("limit", 1)]
    assert ("folders", "the budget has been spent") in [(one["task"], one["reason"]) for one in poor["skipped"]]


@pytest.mark.usefixtures("has_desks")
def test_the_same_acts_past_the_program_are_judged_alike(tmp_path: Path) -> None:
    words = [str(OWN), "--player", "plain", "--only", "folders", "-o", str(tmp_path / "plain")]

    subprocess.run([sys.executable, "-m", "tests.bench.tasks", *words], check=True, timeout=240)

    told = json.loads((tmp_path / "plain" / "results.json").read_text(encoding="utf-8"))
    assert [(one["player"], one["score"], one["played"]["acts"]) for one in told["results"]] == [("plain", 1.0, 1)]


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
    assert {one["task"] for one in told["tasks"]} == {*TEN, "no_package", "walls"}


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        ({"type": "launch", "parameters": {"command": ["libreoffice", "--writer", "a.txt"]}}, "lowriter"),
        ({"type": "launch", "parameters": {"command": "soffice /home/user/a.PPTX"}}, "loimpress"),
        ({"type": "open", "parameters": {"path": "/home/user/a.xlsx"}}, "localc"),
        ({"type": "launch", "parameters": {"command": ["libreoffice", "a.txt"]}}, ""),
        ({"type": "launch", "parameters": {"command": ["mousepad", "a.docx"]}}, "mousepad"),
        ({"type": "launch", "parameters": {"command": "mousepad; true", "shell": True}}, ""),
    ],
)
def test_a_part_of_an_office_that_is_not_installed_is_missed(
    tmp_path: Path, step: dict[str, object], reason: str
) -> None:
    file = tmp_path / "task.json"
    judge = {"func": "has_lines", "result": {"type": "rule", "rules": {}}}
    file.write_text(json.dumps({"id": "a", "instruction": "b", "config": [step], "evaluator": judge}))

    told = why_skipped(read_task(file), own_set(OWN), {"libreoffice", "soffice"}.__contains__)

    assert told == (f"missing program {reason}" if reason else "")


def test_a_copy_that_is_not_the_pinned_set_is_refused(tmp_path: Path) -> None:
    for part in ("evaluation_examples/ubuntu_examples/os", "desktop_env/evaluators/metrics"):
        (tmp_path / "copy" / part).mkdir(parents=True)

    code, told, said = bench(tmp_path, "deskcraft", "--from", str(tmp_path / "copy"), "--list")

    assert (code, told) == (1, None)
    assert "its tasks or judge are different" in said


@pytest.mark.parametrize("text", ["", "[]", '{"id": "", "evaluator": {}}'])
def test_a_file_that_is_no_task_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "task.json"
    file.write_text(text)

    with pytest.raises(SettingsError, match="isn't a task"):
        read_task(file)
