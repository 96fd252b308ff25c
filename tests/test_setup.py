"""The set-up script on machines that lack something; what it does on a bare machine is tried on one."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.fakes.source import ROOT


class Machine:
    """A checkout of its own and a PATH on which some programs are ours, each noting that it was called."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "a checkout"
        self.bin = folder / "bin"
        self.called = folder / "called"
        (self.checkout / "packaging").mkdir(parents=True)
        self.bin.mkdir()
        shutil.copy(ROOT / "packaging" / "setup.sh", self.checkout / "packaging")

    def has(self, program: str, script: str) -> None:
        """Put a program on the PATH: a shell script."""
        path = self.bin / program
        path.write_text(f'#!/bin/sh\necho "{program} $*" >>"{self.called}"\n{script}\n', encoding="utf-8")
        path.chmod(0o755)

    def set_up(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the script from some other folder."""
        script = self.checkout / "packaging" / "setup.sh"
        environment = {**os.environ, "PATH": f"{self.bin}:{os.environ['PATH']}", "PYTHON": ""}
        command = ["sh", str(script), *arguments]
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.bin,
            env=environment,
            stdin=subprocess.DEVNULL,
        )

    def calls_of(self, program: str) -> list[str]:
        """Return the calls of one of our programs, as they were made."""
        lines = self.called.read_text(encoding="utf-8").splitlines() if self.called.exists() else []
        return [line for line in lines if line.startswith(f"{program} ")]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def lacks(machine: Machine, *packages: str) -> None:
    """Let every system package be there but these."""
    cases = "|".join(packages)
    machine.has("dpkg-query", f'case $3 in {cases}) exit 1 ;; esac\nprintf "installed"')
    machine.has("apt-get", "")
    machine.has("apt-cache", "")


def test_without_rights_it_prints_the_one_line_to_run_and_changes_nothing(machine: Machine) -> None:
    lacks(machine, "xvfb", "xterm", "libgl1")
    machine.has("id", "echo 1000")

    done = machine.set_up("test")

    lines = [line for line in done.stderr.splitlines() if line.startswith("sudo ")]
    assert 2 == done.returncode
    assert ["libgl1", "xvfb", "xterm"] == lines[0].partition("--no-install-recommends ")[2].split()
    assert [] == machine.calls_of("apt-get")
    assert not (machine.checkout / ".venv").exists()


def test_with_rights_it_installs_what_is_missing_and_nothing_else(machine: Machine) -> None:
    lacks(machine, "openbox")
    machine.has("id", "echo 0")
    machine.has("python3", "case $1 in -m) echo no room >&2; exit 7 ;; esac")

    done = machine.set_up("demo")

    assert "apt-get update" == machine.calls_of("apt-get")[0]
    assert ["apt-get install -y --no-install-recommends openbox"] == machine.calls_of("apt-get")[1:]
    assert 1 == done.returncode
    assert "no room\nThis failed with code 7: python3 -m venv" in done.stderr
