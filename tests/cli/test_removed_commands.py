"""A command that is gone says in one sentence what to use instead."""

from pathlib import Path

import pytest

from desktop_agent.cli.main import COMMANDS
from desktop_agent.cli.removed import REMOVED_COMMANDS
from tests.cli.test_command_line import call


@pytest.mark.parametrize("name", REMOVED_COMMANDS)
def test_a_command_that_is_gone_says_what_to_use_instead(tmp_path: Path, name: str) -> None:
    done = call(tmp_path, name, "show", "--json")

    assert name not in COMMANDS
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == f"Error: {REMOVED_COMMANDS[name]}\n"
