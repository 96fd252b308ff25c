"""The workflows for hosted runners: whose actions they name, and what they may do."""

import re
from pathlib import Path

import pytest
import yaml

from tests.fakes.source import ROOT

WORKFLOWS = sorted((ROOT / "packaging" / "workflows").glob("*.yml"))


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
