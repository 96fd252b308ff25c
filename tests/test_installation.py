"""What adds an extra to this program and what updates it, for each way to install it; none fetches a stranger's."""

import re
import subprocess
from importlib.metadata import Distribution
from pathlib import Path

import pytest

from desktop_agent.installation import (
    Extra,
    Installation,
    Installer,
    hint_for,
    installer_of,
    program_words,
    this_installation,
)
from tests.fakes.source import ROOT
from tests.test_house import written_files

REQUIRES = (
    "rich>=13.9",
    "mcp<3,>=2.3; extra == 'mcp'",
    'uvicorn>=0.34; extra == "mcp"',
    "ray>=2.40; extra == 'ray'",
    "pynput<2,>=1.8; extra == 'pynput'",
    "pynput<2,>=1.8; sys_platform != 'linux'",
)
# As an index reads names: dots, underscores and capitals make no difference.
STRANGERS = re.compile(r"(?<![\w./\\*-])desktop[-_.]agent(?=[\[\"'\s`=<>~!]|$)", re.IGNORECASE)
# What a person is told to type: a program that installs, and what it is given up to the end of the line.
INSTALLS = re.compile(r"\b(?:pip3?|pipx|uv|uvx)(?:\.exe)?[\"']? (?:tool )?(?:install|inject|run|download|add)\b(.*)")


@pytest.mark.parametrize(
    ("installer", "extra", "platform", "command"),
    [
        ("pip", "mcp", "linux", "'/a b/.venv/bin/python' -m pip install 'mcp<3,>=2.3' 'uvicorn>=0.34'"),
        ("pip", "mcp", "win32", '"/a b/.venv/bin/python" -m pip install "mcp<3,>=2.3" "uvicorn>=0.34"'),
        ("pip", "pynput", "linux", "'/a b/.venv/bin/python' -m pip install --no-deps 'pynput<2,>=1.8'"),
        ("pip", "pynput", "darwin", "'/a b/.venv/bin/python' -m pip install 'pynput<2,>=1.8'"),
        ("pipx", "pynput", "linux", "pipx inject --pip-args=--no-deps watched-desktop-agent 'pynput<2,>=1.8'"),
        ("uv tool", "ray", "linux", "uv pip install --python '/a b/.venv/bin/python' 'ray>=2.40'"),
        ("uvx", "ray", "linux", "uvx --with 'ray>=2.40' 'watched-desktop-agent[all]'"),
    ],
)
def test_a_hint_names_the_packages_of_an_extra_and_where_they_go(
    installer: Installer, extra: Extra, platform: str, command: str
) -> None:
    here = Installation(installer, "/a b/.venv/bin/python", REQUIRES, platform)

    assert f"Run: {command}" == here.hint(extra)


@pytest.mark.parametrize(
    ("mark", "installer"), [("", "pip"), ("pipx_metadata.json", "pipx"), ("uv-receipt.toml", "uv tool")]
)
def test_what_made_an_environment_is_known_by_the_mark_that_it_leaves(
    tmp_path: Path, mark: str, installer: Installer
) -> None:
    if mark:
        (tmp_path / mark).touch()

    assert installer_of(tmp_path, None) == installer


def test_an_environment_that_uvx_keeps_in_its_cache_is_started_by_uvx_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.prefix", str(tmp_path / "archive-v0" / "xwqwgxD"))
    monkeypatch.setenv("PATH", str(tmp_path))

    assert program_words() == ("uvx", "watched-desktop-agent[all]")


@pytest.mark.parametrize(
    ("installer", "command"),
    [
        ("pip", "/v/bin/python -m pip install --upgrade watched-desktop-agent"),
        ("uv", "uv pip install --upgrade --python /v/bin/python watched-desktop-agent"),
        ("uv tool", "uv tool upgrade watched-desktop-agent"),
        ("uvx", "uvx 'watched-desktop-agent[all]@latest'"),
        ("pipx", "pipx upgrade watched-desktop-agent"),
        ("dpkg", "sudo apt update && sudo apt install desktop-agent"),
        ("bundle", "Put the new folder in place of this one."),
    ],
)
def test_each_way_of_installation_has_its_own_way_to_update(installer: Installer, command: str) -> None:
    assert command in Installation(installer, "/v/bin/python", platform="linux").update()


@pytest.mark.parametrize(
    ("installer", "command"),
    [
        ("pip", "Run: /v/bin/python -m pip uninstall watched-desktop-agent"),
        ("uv", "Run: uv pip uninstall --python /v/bin/python watched-desktop-agent"),
        ("uv tool", "Run: uv tool uninstall watched-desktop-agent"),
        ("uvx", "Run: uv cache clean watched-desktop-agent"),
        ("pipx", "Run: pipx uninstall watched-desktop-agent"),
        ("dpkg", "Run: sudo apt purge desktop-agent"),
        ("bundle", "Delete the folder /v/bin."),
    ],
)
def test_each_way_of_installation_has_its_own_way_to_remove_it(installer: Installer, command: str) -> None:
    assert command == Installation(installer, "/v/bin/python", platform="linux").removal()
    assert this_installation().removal() == f"Delete the folder {ROOT}."


def test_a_checkout_is_pulled_and_set_up_again() -> None:
    assert this_installation().update() == f"Run: git -C {ROOT} pull && sh {ROOT}/packaging/setup.sh"


@pytest.mark.parametrize(("told", "installer"), [("dpkg\n", "dpkg"), ("pip\n", "pip")])
def test_a_package_of_the_system_is_known_by_its_own_papers(tmp_path: Path, told: str, installer: Installer) -> None:
    papers = tmp_path / "watched_desktop_agent-0.1.0.dist-info"
    papers.mkdir()
    (papers / "INSTALLER").write_text(told)

    assert installer_of(tmp_path, Distribution.at(papers)) == installer


@pytest.mark.program
def test_nothing_that_we_write_installs_the_stranger_who_has_the_name_of_our_command() -> None:
    """Else whoever follows a hint runs somebody else's program, which also works a desktop."""
    content = {
        f"{path.relative_to(ROOT)}: {line[0]}"
        for path in written_files()
        for line in INSTALLS.finditer(path.read_text(encoding="utf-8", errors="replace"))
        if STRANGERS.search(line[1])
    }

    assert set() == content


@pytest.mark.program
def test_the_command_of_a_hint_is_taken_by_pip_as_it_stands(tmp_path: Path) -> None:
    """It is asked for what is here already, and so fetches nothing."""
    command = hint_for("mcp").removeprefix("Run: ")
    done = subprocess.run(
        ["sh", "-c", f"{command} --no-index --dry-run"], capture_output=True, text=True, check=False, cwd=tmp_path
    )

    assert done.returncode == 0, done.stderr
    assert "already satisfied: mcp" in done.stdout
