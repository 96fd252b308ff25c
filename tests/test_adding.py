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

CLIENT, FAKE, FAMILY = re.findall(r"`((?:model|tests/fakes)(?:/\w+)+/NAME\.py)`", page("adding"))
COPIED = ("pyproject.toml", "tests/__init__.py", "tests/test_tables.py")
TALK = """
import json
from itertools import product
from desktop_agent.model.request_options import RequestOptions
from tests.fakes.script import asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.talk import CLICK, to_the_end
from tests.fakes.thinking import conversation, with_conversation
script = [asks(CLICK), asks({"type": "keypress", "keys": ["ctrl", "s"]}) + says("Saved."), says("Done.")]
both = (("acme", ""), ("functions", "acme"))
for (dialect, family), stream in product(both, (True, False)):
    with ScriptedServer(script, dialect=dialect) as server:
        options = RequestOptions(dialect=dialect, family=family, model=family or None, stream=stream)
        turns = with_conversation(conversation(server.base_url, options), to_the_end)
        asked = [proposal.model_action for turn in turns for call in turn.calls for proposal in call.proposals]
        print(json.dumps([[action["type"] for action in asked], turns[-1].messages]))
"""
RUN = """
import subprocess, sys
from tests.fakes.script import Answer, asks, says
from tests.fakes.scripted_server import ScriptedServer
dialect, x, y, width, height, *flags = sys.argv[1:]
move = asks({"type": "move", "x": int(x), "y": int(y)})
answers = [Answer(move.pieces, size=(int(width), int(height))), says("Done.")] if int(x) else []
with ScriptedServer(answers, dialect=dialect) as server:
    words = ("run", "Wait", "--json", "--approver", "none", "--base-url", server.base_url, "--dialect", dialect, *flags)
    sys.exit(subprocess.run([sys.executable, "-m", "desktop_agent", *words], check=False).returncode)
"""
MANGLED = """
import json
from tests.proof.mangling import judge, mangled, written_calls
judged = [judge(one) for one in mangled() if one.family == "acme"]
wrong, untold = (sum(one.wrong for one in judged), sum(not one.told for one in judged))
print(json.dumps([wrong, untold, len(judged), next(written_calls("acme"))[1]["content"][0]["text"]]))
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


def write_dialect(checkout: Path) -> None:
    """Add the dialect `acme`, which has a tool of its own, and its vendor."""
    tool = ('"computer_use_preview"', '"computer_acme"')
    write(checkout, CLIENT, "preview", ('name = "preview"', 'name = "acme"'), tool)
    write(checkout, FAKE, "preview", tool)


def write_family(checkout: Path) -> None:
    """Add the family `acme`, which writes calls in a notation that no other has: the guide's own."""
    notation, writes = re.findall(r"```text\n(notation=.*),\n(writes=.*),\n```", page("adding"))[0]
    write(
        checkout,
        FAMILY,
        "holo",
        ('name="holo"', 'name="acme"'),
        ('models="holo"', 'models="acme"'),
        ("keeps_reasoning=False,", f"{notation},\n    {writes},"),
        ("import Family", "import Family, Notation"),
    )


def mangled_calls(checkout: Path) -> str:
    """Return what became of mangled calls of the family in the copy: how many of them were wrong, untold, and all."""
    shutil.copytree(ROOT / "tests" / "proof", checkout / "tests" / "proof", dirs_exist_ok=True)
    return run(checkout, "-c", MANGLED).stdout


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


def tables_checked(checkout: Path, which: str) -> subprocess.CompletedProcess[str]:
    """Run tests of the tables on the copy: flags, settings, Preferences, and the files of dialects."""
    return run(checkout, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_tables.py", "-k", which)


def whole_run(
    checkout: Path, display: PrivateDisplay, dialect: str, *flags: str, at: tuple[int, int] = (200, 120)
) -> tuple[int, list[dict[str, object]], str]:
    """Have a scripted model of the copy move the pointer to a point; to (0, 0): say nothing at all."""
    words = ("-c", RUN, dialect, *map(str, (*at, *display.size)), *flags)
    done = run(checkout, *words, environment=display.environment())
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_a_dialect_is_one_file_a_family_one_and_both_are_known_everywhere(
    checkout: Path, display: PrivateDisplay
) -> None:
    write_dialect(checkout)
    of_dialect = touched(checkout)
    write_family(checkout)

    tables = tables_checked(checkout, "dialect or family")
    wrong, untold, mangled, written = json.loads(mangled_calls(checkout))
    talked = run(checkout, "-c", TALK)
    code, events, err = whole_run(checkout, display, "acme", "--coordinates", "viewport")
    family = ("--family", "acme", "--model", "acme-7b")
    family_code, family_events, family_err = whole_run(checkout, display, "functions", *family)

    assert of_dialect == {"desktop_agent/model/dialects/acme.py"}
    assert touched(checkout) - of_dialect == {"desktop_agent/model/families/acme.py"}
    assert tables.returncode == 0, tables.stdout
    assert (wrong, untold, written) == (0, 0, "This is next.\nACT{click(x='400', y='300', button='left')}")
    assert mangled > 30
    assert "|acme|" in run(checkout, "-m", "desktop_agent", "run", "--help").stdout.replace("<", "|")
    assert talked.stdout.splitlines() == ['[["click", "keypress"], ["Done."]]'] * 4, talked.stderr
    assert (code, family_code) == (0, 0), err + family_err
    assert (events[0]["dialect"], events[-1]["status"]) == ("acme", "completed")
    assert (family_events[0]["model"], family_events[-1]["status"]) == ("acme-7b", "completed")
