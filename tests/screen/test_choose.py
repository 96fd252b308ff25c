"""The tables of backends name what the folder holds."""

from collections.abc import Mapping

import pytest

from desktop_agent.screen.choose import CAPTURES, CLIPBOARDS, CONTROLS, WINDOWS, ScreenBackend


@pytest.mark.parametrize("table", [CAPTURES, WINDOWS, CONTROLS, CLIPBOARDS])
def test_every_backend_says_whether_it_works_here(table: Mapping[str, ScreenBackend[object]]) -> None:
    for row in table.values():
        reason = row.why_not()

        assert "" == reason or reason.endswith((".", "demo"))
