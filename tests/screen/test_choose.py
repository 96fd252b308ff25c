"""The tables of backends name what the folder holds."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from desktop_agent.screen import backends
from desktop_agent.screen.choose import CAPTURES, CLIPBOARDS, CONTROLS, WINDOWS, ScreenBackend


def test_every_file_of_the_folder_is_in_a_table_and_the_other_way_round() -> None:
    files = {path.stem for path in Path(backends.__path__[0]).glob("*.py")} - {"__init__"}
    rows = [row for table in (CAPTURES, WINDOWS, CONTROLS, CLIPBOARDS) for row in table.values()]
    named = {function.__module__.rpartition(".")[2] for row in rows for function in (row.why_not, row.create)}

    assert files == named


@pytest.mark.parametrize("table", [CAPTURES, WINDOWS, CONTROLS, CLIPBOARDS])
def test_every_backend_says_whether_it_works_here(table: Mapping[str, ScreenBackend[object]]) -> None:
    for row in table.values():
        reason = row.why_not()

        assert "" == reason or reason.endswith((".", "demo"))
