"""A dialect is one file on each side of the wire, and its name in one list: tried in a copy, with one of our own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.source import ROOT

SIDES = ("model", "devserver")
LIST = Path("desktop_agent", "core", "dialect_name.py")
COPIED = ("pyproject.toml", "tests/__init__.py", "tests/test_tables.py", "tests/devserver/serving.py")
TALK = """
import json
from pathlib import Path
from desktop_agent.model.request_options import RequestOptions
from tests.devserver.serving import TOKEN, serving
from tests.fakes.talk import to_the_end
from tests.fakes.thinking import conversation, with_conversation
script = {"answers": [{"items": [{"click": [200, 120]}]}, {"items": [{"keys": ["ctrl", "s"]}, {"message": "Saved."}]},
                      {"items": [{"message": "Done."}]}]}
for stream in (True, False):
    with serving(script, Path()) as server:
        options = RequestOptions(dialect="trial", stream=stream)
        turns = with_conversation(conversation(server.base_url, options, key=TOKEN), to_the_end)
        asked = [proposal.model_action for turn in turns for call in turn.calls for proposal in call.proposals]
        print(json.dumps([[action["type"] for action in asked], turns[-1].messages]))
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Copy the program, the test of its tables and what talks to a server."""
    without = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "desktop_agent", tmp_path / "desktop_agent", ignore=without)
    shutil.copytree(ROOT / "tests" / "fakes", tmp_path / "tests" / "fakes", ignore=without)
    (tmp_path / "tests" / "devserver").mkdir()
    for name in COPIED:
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def write_file(checkout: Path, side: str) -> None:
    """Add the trial dialect's file: `preview`, but for the name of its tool."""
    folder = checkout / "desktop_agent" / side / "dialects"
    trial = (folder / "preview.py").read_text("utf-8").replace('name="preview"', 'name="trial"')
    (folder / "trial.py").write_text(trial.replace('"computer_use_preview"', '"computer_trial"'), "utf-8")


def name_it(checkout: Path) -> None:
    """Name the trial dialect in the list."""
    text = (checkout / LIST).read_text("utf-8")
    (checkout / LIST).write_text(text.replace('"functions"]', '"functions", "trial"]'), "utf-8")


def run(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the copy, which comes before the checkout that this test is in."""
    environment = {**os.environ, "PYTHONPATH": str(checkout), "DESKTOP_AGENT_HOME": str(checkout / "home")}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)


def tables_checked(checkout: Path) -> subprocess.CompletedProcess[str]:
    """Run the tests of the tables on the copy: flags, settings, Preferences, and the files of both sides."""
    return run(checkout, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_tables.py", "-k", "dialect")


def test_a_dialect_with_a_file_on_each_side_and_its_name_in_the_list_is_known_everywhere(checkout: Path) -> None:
    for side in SIDES:
        write_file(checkout, side)
    name_it(checkout)

    tables = tables_checked(checkout)
    talked = run(checkout, "-c", TALK)

    assert tables.returncode == 0, tables.stdout
    assert "trial" in run(checkout, "-m", "desktop_agent", "run", "--help").stdout
    assert talked.stdout.splitlines() == ['[["click", "keypress"], ["Done."]]'] * 2, talked.stderr


@pytest.mark.parametrize(
    ("files", "named"),
    [
        pytest.param(["model", "devserver"], False, id="not in the list"),
        pytest.param(["model"], True, id="no server's side"),
        pytest.param(["devserver"], True, id="no client's side"),
        pytest.param([], True, id="only in the list"),
    ],
)
def test_half_a_dialect_fails_a_test_that_names_it(checkout: Path, files: list[str], named: bool) -> None:
    for side in files:
        write_file(checkout, side)
    if named:
        name_it(checkout)

    tables = tables_checked(checkout)

    assert tables.returncode != 0
    assert "trial" in tables.stdout
