"""What is written beside the code is true: README, guide, skill, changelog and locks."""

import ast
import importlib
import re
import shlex
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path

import pytest

from desktop_agent.cli.main import main
from desktop_agent.settings import load
from desktop_agent.tasks.saved.text import parse_task
from tests.fakes.source import ROOT, parsed

README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = ROOT / "desktop_agent" / "guide"
SKILL = ROOT / "assets" / "skill" / "SKILL.md"
PAPERS = {file: file.read_text(encoding="utf-8") for file in (ROOT / "README.md", SKILL, *sorted(GUIDE.glob("*.md")))}
ENTRY = re.compile(r"[\w.-]+==[\w.+!]+( ; [^#/]+?)?( --hash=sha256:[0-9a-f]{64})+")
LOCKS = sorted((ROOT / "packaging").glob("*.lock"))


def blocks(*languages: str) -> list[str]:
    """Return the code blocks in any of these languages, of the README and the guide."""
    written = [re.findall(r"^```(\w+)\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL) for text in PAPERS.values()]
    return [text for block in written for language, text in block if language in languages]


def our_commands() -> list[list[str]]:
    """Return every line of the shell blocks, and every quoted one, that runs our program: the words after its name."""
    lines = "\n".join(blocks("sh", "shell", "bash", "console")).replace("\\\n", " ").splitlines()
    quoted = [line for text in PAPERS.values() for line in re.findall(r"`(desktop-agent [^`]+)`", text)]
    words = [shlex.split(line.removeprefix("$ "), comments=True) for line in (*lines, *quoted)]
    ours = {tuple(line[1:]) for line in words if line and line[0].rpartition("/")[2] == "desktop-agent"}
    return [list(line) for line in sorted(ours)]


@cache
def help_of(*command: str) -> str:
    """Return what `desktop-agent COMMAND --help` says, unwrapped."""
    with redirect_stdout(StringIO()) as words:
        assert main([*command, "--help"]) == 0
    return words.getvalue()


_IS_COMMAND = re.compile(r"[a-z]+(?:-[a-z]+)*").fullmatch


def test_the_readme_is_short() -> None:
    assert len(README.split()) <= 900


@pytest.mark.long
@pytest.mark.parametrize("words", our_commands(), ids=lambda words: shlex.join(words) or "bare")
def test_a_command_exists_with_its_flags(words: list[str]) -> None:
    group = " COMMAND " in help_of(*words[:1]) if words and _IS_COMMAND(words[0]) else False
    command = [word for word in words[: 2 if group else 1] if _IS_COMMAND(word)]
    flags = {word.partition("=")[0] for word in words if word.startswith("-")} - {"--help", "--version", "-"}
    known_flags = set(re.findall(r"(?<![\w-])--?[a-z][\w-]*", help_of(*command)))

    assert flags <= known_flags


# Where a vendor's SDK is needed, tests/adapters runs it.
@pytest.mark.parametrize("code", [code for code in blocks("python", "py") if "desktop_agent.adapters" not in code])
def test_python_compiles_and_imports_what_exists(code: str) -> None:
    tree = parsed(code)
    taken = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]

    assert taken
    assert all(hasattr(importlib.import_module(node.module or ""), a.name) for node in taken for a in node.names)


@pytest.mark.parametrize("text", [text for text in blocks("text") if text.startswith("+++")])
def test_tasks_can_be_taken(text: str) -> None:
    assert parse_task(text, "a.task").title


@pytest.mark.parametrize("text", blocks("toml"))
def test_settings_can_be_taken(text: str, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text, encoding="utf-8")

    assert load(file, {}, {}).settings != load(tmp_path / "none.toml", {}, {}).settings


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.stem)
def test_links_lead_somewhere(paper: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", PAPERS[paper]) + re.findall(r'(?:src|href)="([^"#]+)"', PAPERS[paper])
    broken = [target for target in targets if "://" not in target and not (paper.parent / target).exists()]

    assert [] == broken


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_everything_in_a_lock_is_pinned_by_hash_and_names_no_index(lock: Path) -> None:
    entries = re.sub(r"\s*\\\n\s*", " ", lock.read_text(encoding="utf-8")).splitlines()
    loose = [entry for entry in entries if not ENTRY.fullmatch(entry)]

    assert entries
    assert [] == loose


def test_the_night_runs_tests_that_exist() -> None:
    script = (ROOT / "packaging" / "night.sh").read_text(encoding="utf-8")
    named = re.findall(r"\btests/[\w./]+", script)

    assert named
    assert [] == [name for name in named if not (ROOT / name).exists()]
