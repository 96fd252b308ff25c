"""The set-up script on machines that lack something; what it does on a bare machine is tried on one."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.fakes.source import ROOT

pytestmark = pytest.mark.program


def test_without_rights_it_prints_the_one_line_to_run_and_changes_nothing(tmp_path: Path) -> None:
    checkout = tmp_path / "a checkout"
    bin_folder = tmp_path / "bin"
    called = tmp_path / "called"
    (checkout / "packaging").mkdir(parents=True)
    shutil.copy(ROOT / "packaging" / "setup.sh", checkout / "packaging")
    bin_folder.mkdir()
    scripts = {
        "dpkg-query": 'case $3 in xvfb|xterm|libgl1) exit 1 ;; esac\nprintf "installed"',
        "apt-get": f"touch {called}",
        "apt-cache": "",
        "id": "echo 1000",
    }
    for name, script in scripts.items():
        (bin_folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (bin_folder / name).chmod(0o755)

    done = subprocess.run(
        ["sh", str(checkout / "packaging" / "setup.sh"), "test"],
        env={**os.environ, "PATH": f"{bin_folder}:{os.environ['PATH']}", "PYTHON": ""},
        capture_output=True, text=True, check=False, cwd=bin_folder, stdin=subprocess.DEVNULL,
    )  # fmt: skip

    (line,) = (line for line in done.stderr.splitlines() if line.startswith("sudo "))
    assert 2 == done.returncode
    assert ["libgl1", "xvfb", "xterm"] == line.partition("--no-install-recommends ")[2].split()
    assert not called.exists()
    assert not (checkout / ".venv").exists()
