"""A dialect is one file of the program and one of the tests, a family is one file: tried in a copy of ours."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.guide import page
from tests.fakes.source import ROOT

CLIENT, FAKE, FAMILY = re.findall(r"`((?:model|tests/fakes)(?:/\w+)+/NAME\.py)`", page("contributing"))
COPIED = ("pyproject.toml", "tests/__init__.py", "tests/test_tables.py")
RUN = """
import subprocess, sys
from tests.fakes.servers.script import Answer, asks, says
from tests.fakes.servers.scripted_server import ScriptedServer
dialect, width, height, *flags = sys.argv[1:]
move = Answer(asks({"type": "move", "x": 200, "y": 120}).pieces, size=(int(width), int(height)))
with ScriptedServer([move, says("Done.")], dialect=dialect) as server:
    words = ("run", "Wait", "--json", "--approver", "none", "--base-url", server.base_url, "--dialect", dialect, *flags)
    sys.exit(subprocess.run([sys.executable, "-m", "desktop_agent", *words], check=False).returncode)
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Copy the program, compiled as it is, the test of its tables and the servers of the tests."""
    shutil.copytree(ROOT / "desktop_agent", tmp_path / "desktop_agent")
    shutil.copytree(ROOT / "tests" / "fakes", tmp_path / "tests" / "fakes")
    for name in COPIED:
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def write(checkout: Path, place: str, like: str, *changes: tuple[str, str]) -> None:
    """Add the file `acme` at a place of the guide: the one of another name, but for these changes."""
    folder = checkout if place == FAKE else checkout / "desktop_agent"
    text = (folder / place.replace("NAME", like)).read_text("utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    (folder / place.replace("NAME", "acme")).write_text(text, "utf-8")


def touched(checkout: Path) -> set[str]:
    """Return the files of the program that differ from ours."""
    ours = {path.relative_to(ROOT): path for path in (ROOT / "desktop_agent").rglob("*.*") if path.is_file()}
    theirs = {path.relative_to(checkout) for path in (checkout / "desktop_agent").rglob("*.*") if path.is_file()}
    files = {path for path in theirs | {*ours} if "__pycache__" not in path.parts}
    same = {path for path in files & theirs & {*ours} if (checkout / path).read_bytes() == ours[path].read_bytes()}
    return {path.as_posix() for path in files - same}


def run(
    checkout: Path, *arguments: str, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run Python in the copy, which comes before the checkout that this test is in."""
    own = {**(environment or {}), "PYTHONPATH": str(checkout), "DESKTOP_AGENT_HOME": str(checkout / "home")}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=checkout, env=os.environ | own, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.mark.slow
def test_a_dialect_is_one_file_a_family_one_and_both_are_known_everywhere(
    checkout: Path, display: PrivateDisplay
) -> None:
    tool = ('"computer_use_preview"', '"computer_acme"')
    write(checkout, CLIENT, "preview", ('name = "preview"', 'name = "acme"'), tool)
    write(checkout, FAKE, "preview", tool)
    of_dialect = touched(checkout)
    notation, writes = re.findall(r"```text\n(notation=.*),\n(writes=.*),\n```", page("contributing"))[0]
    own = ("keeps_reasoning=False,", f"{notation},\n    {writes},")
    names = (('name="holo"', 'name="acme"'), ('models="holo"', 'models="acme"'))
    write(checkout, FAMILY, "holo", *names, own, ("import Family", "import Family, Notation"))

    which = "dialect or family"
    tables = run(checkout, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_tables.py", "-k", which)

    assert of_dialect == {"desktop_agent/model/dialects/acme.py"}
    assert touched(checkout) - of_dialect == {"desktop_agent/model/families/acme.py"}
    assert tables.returncode == 0, tables.stdout
    assert "|acme|" in run(checkout, "-m", "desktop_agent", "run", "--help").stdout.replace("<", "|")
    for dialect, flags in (("acme", ("--coordinates", "viewport")), ("functions", ("--family", "acme"))):
        words = ("-c", RUN, dialect, *map(str, display.size), *flags, "--model", "acme-7b")
        done = run(checkout, *words, environment=display.environment())
        events = [json.loads(line) for line in done.stdout.splitlines()]
        assert done.returncode == 0, done.stderr
        assert (events[0]["dialect"], events[0]["model"]) == (dialect, "acme-7b")
        assert events[-1]["status"] == "completed"
