"""A dialect is one file and its place in the list on each side of the wire: tried in a copy, with one of our own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.source import ROOT

SIDES = ("model", "devserver")
KNOWN = """
import json
from desktop_agent.devserver.wire.parsed_request import read_request
tool = {"type": "computer_trial", "display_width": 8, "display_height": 8}
print(read_request(json.dumps({"input": "x", "tools": [tool]}).encode()).dialect.name)
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Copy the program and the test of its tables."""
    shutil.copytree(ROOT / "desktop_agent", tmp_path / "desktop_agent", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "tests" / "fakes").mkdir(parents=True)
    for name in ("pyproject.toml", "tests/__init__.py", "tests/test_tables.py", "tests/fakes/source.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def write_file(checkout: Path, side: str) -> None:
    """Add the trial dialect's file: one that is like `preview`."""
    folder = checkout / "desktop_agent" / side / "dialects"
    trial = (folder / "preview.py").read_text("utf-8").replace('name="preview"', 'name="trial"')
    (folder / "trial.py").write_text(trial.replace('"computer_use_preview"', '"computer_trial"'), "utf-8")


def name_it(checkout: Path, side: str) -> None:
    """Name the trial dialect in the list of its side."""
    path = checkout / "desktop_agent" / side / "dialects" / "__init__.py"
    text = path.read_text("utf-8")
    imported = text.replace("openai, preview\n", "openai, preview, trial\n")
    path.write_text(imported.replace("openai.OPENAI)", "openai.OPENAI, trial.PREVIEW)"), "utf-8")


def run(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the copy, which comes before the checkout that this test is in."""
    environment = {**os.environ, "PYTHONPATH": str(checkout), "DESKTOP_AGENT_HOME": str(checkout / "home")}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)


def tables_checked(checkout: Path) -> subprocess.CompletedProcess[str]:
    """Run the tests of the tables on the copy."""
    return run(checkout, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_tables.py", "-k", "dialect")


def test_a_dialect_with_its_file_and_its_name_on_each_side_is_known_everywhere(checkout: Path) -> None:
    for side in SIDES:
        write_file(checkout, side)
        name_it(checkout, side)

    tables = tables_checked(checkout)

    assert tables.returncode == 0, tables.stdout
    assert "trial" in run(checkout, "-m", "desktop_agent", "run", "--help").stdout
    assert run(checkout, "-c", KNOWN).stdout == "trial\n"


@pytest.mark.parametrize(
    ("files", "names"),
    [
        pytest.param(["model", "devserver"], ["model"], id="not named on the server's side"),
        pytest.param(["model", "devserver"], ["devserver"], id="not named on the client's side"),
        pytest.param(["model"], ["model"], id="no server's side"),
        pytest.param(["devserver"], ["devserver"], id="no client's side"),
    ],
)
def test_half_a_dialect_fails_a_test_that_names_it(checkout: Path, files: list[str], names: list[str]) -> None:
    for side in files:
        write_file(checkout, side)
    for side in names:
        name_it(checkout, side)

    tables = tables_checked(checkout)

    assert tables.returncode == 1
    assert "trial" in tables.stdout
