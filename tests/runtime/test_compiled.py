"""The program starts in spite of a compiled file that a full disk has broken."""

import marshal
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.source import ROOT

# Without the variables by which whoever runs the tests keeps compiled files elsewhere, or writes none.
ENVIRONMENT = {
    name: os.environ[name] for name in os.environ.keys() - {"PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"}
}
BLOCK = 4096  # bytes; ext4, XFS and Btrfs write a file below this whole or not at all
HEADER = 16  # bytes of a compiled file before its code


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    without = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "desktop_agent", tmp_path / "copy" / "desktop_agent", ignore=without)
    return tmp_path / "copy"


def _run(copy: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "desktop_agent", "runs", "list"],
        env=ENVIRONMENT | {"DESKTOP_AGENT_HOME": str(copy / "home")}, cwd=copy, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def _compile(copy: Path) -> list[Path]:
    command = [sys.executable, "-m", "compileall", "-q", "desktop_agent"]
    subprocess.run(command, env=ENVIRONMENT, cwd=copy, check=True)
    return sorted(copy.rglob("*.pyc"))


@pytest.mark.parametrize("module", ["__init__", "runtime/__init__", "runtime/compiled"])
def test_what_is_loaded_before_broken_files_can_be_skipped_fits_into_a_block(module: str) -> None:
    file = ROOT / "desktop_agent" / f"{module}.py"

    code = compile(file.read_bytes(), f"/{'x' * 120}/{file.name}", "exec")

    assert len(marshal.dumps(code)) < BLOCK - HEADER


@pytest.mark.program
@pytest.mark.slow
def test_the_program_starts_in_spite_of_broken_compiled_files_and_says_so_once(copy: Path) -> None:
    usual = _run(copy)
    for file in _compile(copy):
        if file.stat().st_size >= BLOCK:
            os.truncate(file, BLOCK)

    ran = _run(copy)

    assert (ran.returncode, ran.stdout) == (usual.returncode, usual.stdout)
    assert ran.stderr.count("Warning: A compiled file of Desktop Agent is corrupt") == 1
    assert "Traceback" not in ran.stderr
