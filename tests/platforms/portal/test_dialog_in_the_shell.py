"""A run that GNOME's own dialog lets in, or does not: in a private GNOME Shell, by night, where that is installed."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.core.errors import NoScreenError
from tests.fakes.apps import end
from tests.fakes.private_shell import PrivateShell
from tests.fakes.runs_in_sway import agent_command, agent_environment
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def shell() -> Iterator[PrivateShell]:
    try:
        made = PrivateShell()
    except NoScreenError as missing:
        pytest.skip(str(missing))
    with made:
        yield made


def ended(shell: PrivateShell, home: Path, button: str) -> tuple[int, str]:
    """Run a task, press a button of the dialog; return how the run ended, and what it said."""
    said = home / "said"
    with (
        said.open("wb") as file,
        subprocess.Popen(
            agent_command('1. type "hello from the shell"\n2. press enter'), env=agent_environment(shell, home),
            cwd=home, stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True,
        ) as run,
    ):  # fmt: skip
        try:
            wait_until(lambda: shell.answer_dialog(button) or run.poll() is not None, "the desktop's dialog")
            return run.wait(240), said.read_text()
        finally:
            end(run)


def test_a_terminal_gets_what_was_meant_once_the_person_shares(shell: PrivateShell, tmp_path: Path) -> None:
    lines = tmp_path / "lines"
    command = ["foot", "sh", "-c", f"exec cat > '{lines}'"]
    with subprocess.Popen(command, env=shell.environment(), stderr=subprocess.DEVNULL) as terminal:
        try:
            wait_until(lines.exists, "the terminal")
            code, said = ended(shell, tmp_path, "Share")
            assert code == 0, said
            wait_until(lambda: lines.read_text() == "hello from the shell\n", "the line in the file")
        finally:
            end(terminal)


def test_a_no_is_a_sentence_and_nothing_begins(shell: PrivateShell, tmp_path: Path) -> None:
    code, said = ended(shell, tmp_path, "Cancel")

    assert (1, False) == (code, "Traceback" in said)
    assert "Error: " in said
