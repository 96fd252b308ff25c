"""A setting that is gone stops nobody: it is left out, and one sentence says what to use instead."""

from pathlib import Path

import pytest

from desktop_agent.settings.removed import REMOVED
from tests.settings.conftest import loaded


@pytest.mark.parametrize("key", REMOVED)
def test_a_file_or_a_variable_that_still_has_one_loads_with_a_note(tmp_path: Path, key: str) -> None:
    variable = f"DESKTOP_AGENT_{key.replace('.', '__').upper()}"
    by_file = loaded(tmp_path, f"run.max_steps = 7\n{key} = 1\n") if "." in key else None
    by_variable = loaded(tmp_path, environment={variable: "x"})
    words = f": “{key}” no longer exists. {REMOVED[key]}"

    assert by_variable.settings.notes == (f"environment variable {variable}{words}",)
    if by_file:
        assert by_file.settings.run.max_steps == 7
        assert by_file.settings.notes == (f"{tmp_path / 'config.toml'}, line 2{words}",)
        assert key not in {row[0] for row in by_file.rows()}


def test_tables_that_are_gone_are_left_out_with_a_note(tmp_path: Path) -> None:
    by_file = loaded(tmp_path, '[[functions]]\nname = "weather"\ncommand = ["weather"]\n')

    words = f"line 1: “functions” no longer exists. {REMOVED['functions']}"
    assert by_file.settings.notes == (f"{tmp_path / 'config.toml'}, {words}",)
