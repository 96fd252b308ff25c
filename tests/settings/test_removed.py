"""A setting that is gone stops nobody: it is left out, and one sentence says what to use instead."""

from pathlib import Path

import pytest

from desktop_agent.settings import load
from desktop_agent.settings.removed import REMOVED
from tests.cli.test_command_line import call, config

OLD = '[notify]\ndetails = "task"\nmail = "me@example.org"\nwebhook = "https://example.org/hook"\n'


@pytest.mark.parametrize("key", [key for key in REMOVED if "." in key])
def test_a_file_that_still_has_one_loads_with_a_note(tmp_path: Path, key: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f"run.max_steps = 7\n{key} = 1\n")
    sourced = load(file, {}, {})

    assert sourced.settings.run.max_steps == 7
    assert sourced.settings.notes == (f"{file}, line 2: “{key}” no longer exists. {REMOVED[key]}",)
    assert key not in {row[0] for row in sourced.rows()}


@pytest.mark.parametrize("key", REMOVED)
def test_a_variable_of_one_is_left_out_as_well(tmp_path: Path, key: str) -> None:
    variable = f"DESKTOP_AGENT_{key.replace('.', '__').upper()}"
    notes = load(tmp_path / "none.toml", {variable: "x"}, {}).settings.notes

    assert notes == (f"environment variable {variable}: “{key}” no longer exists. {REMOVED[key]}",)


def test_the_check_of_the_file_says_it_and_finds_the_file_valid(tmp_path: Path) -> None:
    file = config(tmp_path, OLD)
    done = call(tmp_path, "config", "check")

    assert done.returncode == 0
    assert done.stderr.decode().splitlines() == [
        f"{file}, line 2: “notify.details” no longer exists. {REMOVED['notify.details']}",
        f"{file}, line 3: “notify.mail” no longer exists. {REMOVED['notify.mail']}",
    ]
