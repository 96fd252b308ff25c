"""The workflows for hosted runners: nobody has run them here, but they can be read, and what they call exists."""

import importlib.util
import re
import shlex
import subprocess
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from tests.fakes.source import ROOT

WORKFLOWS = sorted((ROOT / "packaging" / "workflows").glob("*.yml"))
SET_UP = (ROOT / "packaging" / "setup.sh").read_text(encoding="utf-8")


@cache
def commands_of_ours() -> set[str]:
    done = subprocess.run([sys.executable, "-m", "desktop_agent", "--help"], capture_output=True, text=True, check=True)
    return set(re.findall(r"^ {2,}([a-z][a-z-]+) ", done.stdout, re.MULTILINE))


def lines_of(workflow: Path) -> list[list[str]]:
    """Return every command line that it runs, in words."""
    jobs = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"].values()
    texts = [step["run"] for job in jobs for step in job["steps"] if "run" in step]
    return [shlex.split(line) for text in texts for line in text.splitlines()]


def trouble_of(words: list[str]) -> str:
    """Return what such a line names that is not there; empty where all is."""
    words = words[words[0] == "sudo" :]
    files = [one for before, one in pairwise(words) if before == "-r" or one.startswith("tests/")]
    missing = [name for name in files if not (ROOT / name).exists()]
    match words:
        case ["sh", "packaging/setup.sh", job, *_]:
            known = job in re.findall(r"[a-z-]+", SET_UP.partition("usage='")[2].partition("'")[0])
        case ["desktop-agent", command, *_]:
            known = command == "--help" or command in commands_of_ours()
        case ["python", "-m", "cyclonedx_py", *_]:
            known = True
        case ["python", "-m", module, *_]:
            known = importlib.util.find_spec(module) is not None
        case ["python" | "python3" | "sh", script, *_]:
            known = (ROOT / script).is_file()
        case ["apt-get" | "cd" | "gh" | "git" | "rm" | "tar", *_]:
            known = True
        case _:
            known = False
    return "" if known and not missing else f"{shlex.join(words)} {missing}"


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.stem)
def test_a_workflow_runs_what_there_is(workflow: Path) -> None:
    lines = lines_of(workflow)

    assert lines
    assert [] == [trouble for words in lines if (trouble := trouble_of(words))]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.stem)
def test_a_workflow_names_the_actions_of_others_by_their_hashes(workflow: Path) -> None:
    used = re.findall(r"uses: (\S+)", workflow.read_text(encoding="utf-8"))

    assert [] == [one for one in used if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", one)]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.stem)
def test_a_workflow_may_read_and_only_what_publishes_may_write(workflow: Path) -> None:
    read = yaml.safe_load(workflow.read_text(encoding="utf-8"))
    written = {name for name, job in read["jobs"].items() if "write" in job.get("permissions", {}).values()}

    assert {"contents": "read"} == read["permissions"]
    assert written == ({"publish", "index"} if workflow.stem == "release" else set())
