"""Whole runs in a private sway, on programs that know nothing of ours: the file that they save is the witness."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_agent.demo.private_sway import PrivateSway
from tests.fakes.apps import end, home_of_its_own
from tests.fakes.source import ROOT
from tests.fakes.sway_commands import swaymsg
from tests.fakes.waiting import wait_until

WORDS = "Grüße from sway: 漢字 😀 “it's”"


@contextmanager
def in_sway(sway: PrivateSway, home: Path, command: Sequence[str], app: str) -> Iterator[None]:
    """Start a program, and wait until its window has the keyboard."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env=sway.environment() | home_of_its_own(home), **quiet)  # type: ignore[call-overload]
    try:
        wait_until(lambda: app in _focused(swaymsg(sway, "-t", "get_tree")), f"{app} with the keyboard")
        yield
    finally:
        end(process)


def run(sway: PrivateSway, home: Path, task: str, scope: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "desktop_agent",
        "run",
        task,
        "--approver",
        "none",
        "--mode",
        "auto",
        "--allow",
        scope,
    ]
    environment = sway.environment() | {"DESKTOP_AGENT_HOME": str(home / "agent")}
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=240)  # noqa: PLW1510


@pytest.mark.timeout(300)
def test_a_text_is_typed_and_saved_exactly(sway: PrivateSway, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("")
    with in_sway(sway, tmp_path / "home", ["mousepad", str(note)], "mousepad"):
        ran = run(sway, tmp_path, f'1. type "{WORDS}"\n2. press ctrl+s', "mousepad=everything")

        assert (0, WORDS) == (ran.returncode, note.read_text().rstrip("\n")), ran.stderr


@pytest.mark.timeout(300)
def test_a_terminal_gets_what_was_meant_and_no_more(sway: PrivateSway, tmp_path: Path) -> None:
    lines = tmp_path / "lines"
    with in_sway(sway, tmp_path / "home", ["foot", "sh", "-c", f"exec cat > '{lines}'"], "foot"):
        ran = run(sway, tmp_path, f'1. type "{WORDS}"\n2. press enter\n3. press ctrl+d', "foot=everything")

        assert 0 == ran.returncode, ran.stderr
        assert WORDS == wait_until(lambda: lines.read_text().rstrip("\n"), "the line")


def _focused(tree: object) -> str:
    nodes = [tree]
    while nodes:
        node = nodes.pop()
        assert isinstance(node, dict)
        if node.get("focused") and node.get("app_id"):
            return str(node["app_id"]).casefold()
        nodes += [*node["nodes"], *node["floating_nodes"]]
    return ""


@pytest.mark.timeout(300)
def test_a_browser_without_x_gets_every_character(sway: PrivateSway, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<title>Page</title><textarea autofocus oninput='document.title = this.value'></textarea>")
    command = [
        "chromium", "--ozone-platform=wayland", "--no-sandbox", "--no-first-run", "--disable-background-networking",
        "--force-renderer-accessibility", f"--user-data-dir={tmp_path / 'profile'}", page.as_uri(),
    ]  # fmt: skip
    with in_sway(sway, tmp_path / "home", command, "chromium"):
        ran = run(sway, tmp_path, f'type "{WORDS}"', "chromium=everything")

        assert 0 == ran.returncode, ran.stderr
        wait_until(lambda: WORDS in json.dumps(swaymsg(sway, "-t", "get_tree"), ensure_ascii=False), "the page's title")
