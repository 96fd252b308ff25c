"""`setup`: the menu entry, the icon and the completions in the person's own folders, and out of them again."""

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.desktops.gnome_settings import EXTENSION, stored_settings
from tests.fakes.source import ROOT
from tests.fakes.warm import called, in_text

pytestmark = pytest.mark.program

ENTRY = ".local/share/applications/io.github.desktop_agent.desktop"
ICON = ".local/share/icons/hicolor/scalable/apps/desktop-agent.svg"
BASH = ".local/share/bash-completion/completions/desktop-agent"
ZSH = ".local/share/zsh/site-functions/_desktop-agent"
FISH = ".config/fish/completions/desktop-agent.fish"


def call(home: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Call `setup` as somebody whose home this is."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "HOME": str(home)}
    return in_text(called(("setup", *words), {**environment, **variables}, home))


def files_in(home: Path) -> set[str]:
    return {str(file.relative_to(home)) for file in home.rglob("*") if file.is_file()}


@pytest.mark.promise("README, Install it: setup")
def test_setup_writes_its_files_says_where_and_removes_them_again(tmp_path: Path) -> None:
    (tmp_path / ".bashrc").write_text("# mine\n", encoding="utf-8")
    put = call(tmp_path)

    assert put.returncode == 0, put.stderr
    assert files_in(tmp_path) == {".bashrc", ENTRY, ICON, BASH, ZSH, FISH}
    assert {*put.stdout.split()} == {str(tmp_path / file) for file in (ENTRY, ICON, BASH, ZSH, FISH)}
    assert (tmp_path / ICON).read_bytes() == (ROOT / "assets" / "icon.svg").read_bytes()

    again = call(tmp_path)
    taken = call(tmp_path, "--remove")

    assert again.stdout == put.stdout == taken.stdout
    assert files_in(tmp_path) == {".bashrc"}
    assert call(tmp_path, "--remove").stdout == ""


@pytest.mark.parametrize(("before", "after", "at_last"), [
    ("@as []", "['windows@desktop-agent']", "[]"),
    ("['dock@x.org']", "['dock@x.org', 'windows@desktop-agent']", "['dock@x.org']"),
])  # fmt: skip
def test_the_extension_of_gnome_shell_is_added_only_when_asked_for_and_taken_away_again(
    tmp_path: Path, before: str, after: str, at_last: str
) -> None:
    path = f"{stored_settings(tmp_path, before)}:{os.environ['PATH']}"
    enabled = tmp_path / "enabled"

    put = call(tmp_path, "--gnome-windows", PATH=path)

    assert put.returncode == 0, put.stderr
    assert "Log out and in again." in put.stdout
    for name in ("extension.js", "metadata.json"):
        assert (ROOT / "assets/gnome-extension" / name).read_bytes() == (tmp_path / EXTENSION / name).read_bytes()
    assert after == enabled.read_text(encoding="utf-8").strip()
    assert call(tmp_path, "--remove", PATH=path).returncode == 0
    assert at_last == enabled.read_text(encoding="utf-8").strip()
    assert not (tmp_path / EXTENSION).exists()


def test_without_gnomes_settings_the_extension_is_there_and_said_to_be_off(tmp_path: Path) -> None:
    put = call(tmp_path, "--gnome-windows", PATH=str(tmp_path))

    assert (tmp_path / EXTENSION / "extension.js").is_file()
    assert (put.returncode, "The extension isn't on" in put.stderr) == (2, True)


def test_the_desktop_entry_is_valid_and_starts_the_program(tmp_path: Path) -> None:
    call(tmp_path, DESKTOP_AGENT_HOME=str(tmp_path / "own $folder"))
    entry = configparser.RawConfigParser(strict=True, delimiters=("=",))
    entry.optionxform = str  # type: ignore[assignment,method-assign] # keys of an entry have capitals
    entry.read(tmp_path / ENTRY, encoding="utf-8")
    values = entry["Desktop Entry"]

    assert values["Exec"].startswith(f'env "DESKTOP_AGENT_HOME={tmp_path}/own \\\\$folder" ')
    assert values["Exec"].endswith(" tray")
    assert shutil.which(values["TryExec"])
    assert (values["Type"], values["Icon"], values["StartupWMClass"]) == ("Application",) + ("desktop-agent",) * 2
    if validate := shutil.which("desktop-file-validate"):
        completed = subprocess.run([validate, str(tmp_path / ENTRY)], capture_output=True, text=True, check=False)
        assert (completed.returncode, completed.stdout) == (0, "")


@pytest.mark.slow(but=["desktop-agent run --mode -*"])
@pytest.mark.parametrize(
    ("line", "offered"),
    [("desktop-agent run --mode ", {"watch", "ask", "guard", "auto"}), ("desktop-agent runs del", {"delete"})],
)
def test_bash_completes_commands_flags_and_values(tmp_path: Path, line: str, offered: set[str]) -> None:
    call(tmp_path)
    program = tmp_path / "bin" / "desktop-agent"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m desktop_agent "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    words = " ".join(f"'{word}'" for word in line.split(" "))
    asked = f"""
source "{tmp_path / BASH}"
COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_desktop_agent_completion desktop-agent
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    environment = {"PATH": f"{program.parent}:/usr/bin:/bin", "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}
    done = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, check=True, env=environment)

    assert (set(done.stdout.split()), done.stderr) == (offered, "")
