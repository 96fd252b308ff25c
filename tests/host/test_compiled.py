"""Compiled files: none is left broken by a full disk, and the program starts in spite of a broken one."""

import marshal
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.source import ROOT

HEADER = 16  # bytes before the code of a compiled file
BLOCK = 4096  # bytes; ext4, XFS and Btrfs write a file below this whole or not at all


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Give a checkout of its own without compiled files."""
    without = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "desktop_agent", tmp_path / "copy" / "desktop_agent", ignore=without)
    return tmp_path / "copy"


def _run(copy: Path, *, blocks: str = "unlimited") -> subprocess.CompletedProcess[str]:
    """Run a command of the copy in which no file may become larger than this many blocks of 512 bytes."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [
        "sh",
        "-c",
        f'ulimit -f {blocks}; exec "$@"',
        "sh",
        sys.executable,
        "-m",
        "desktop_agent",
        "runs",
        "list",
    ]
    return subprocess.run(
        command,
        env=environment | {"DESKTOP_AGENT_HOME": str(copy / "home")},
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
    )


def _compile(copy: Path) -> list[Path]:
    subprocess.run([sys.executable, "-m", "compileall", "-q", "desktop_agent"], cwd=copy, check=True)
    return sorted(copy.rglob("*.pyc"))


def _broken(files: list[Path]) -> list[str]:
    broken = []
    for file in files:
        try:
            marshal.loads(file.read_bytes()[HEADER:])
        except (EOFError, ValueError, TypeError):
            broken.append(file.name)
    return broken


def test_a_start_on_a_full_disk_leaves_no_broken_compiled_file(copy: Path) -> None:
    full = _run(copy, blocks="16")
    again = _run(copy)

    assert _broken(list(copy.rglob("*.pyc"))) == []
    assert "There are no runs yet" in full.stderr
    assert (again.returncode, again.stdout, again.stderr) == (full.returncode, full.stdout, full.stderr)


def test_the_program_starts_in_spite_of_broken_compiled_files_and_says_so_once(copy: Path) -> None:
    usual = _run(copy)
    for file in _compile(copy):
        if file.stat().st_size >= BLOCK:
            os.truncate(file, BLOCK)

    ran = _run(copy)

    assert (ran.returncode, ran.stdout) == (usual.returncode, usual.stdout)
    assert ran.stderr.count("Warning: A compiled file of Desktop Agent is corrupt") == 1
    assert "Traceback" not in ran.stderr
