"""The tables of backends name what the folder holds."""

import os
import subprocess
import sys
from collections.abc import Mapping

import pytest

from desktop_agent.screen.choose import CAPTURES, CLIPBOARDS, CONTROLS, WINDOWS, ScreenBackend


@pytest.mark.parametrize("table", [CAPTURES, WINDOWS, CONTROLS, CLIPBOARDS])
def test_every_backend_says_whether_it_works_here(table: Mapping[str, ScreenBackend[object]]) -> None:
    for row in table.values():
        reason = row.why_not()

        assert "" == reason or reason.endswith((".", "demo"))


@pytest.mark.process
def test_nothing_of_other_systems_is_loaded_to_find_controls_and_password_fields() -> None:
    code = (
        "import sys; from desktop_agent.screen.choose import choose_controls, choose_passwords; "
        "choose_controls(); choose_passwords(); "
        "print([name for name in sys.modules if 'backends.mac' in name or name.endswith(('ax_controls', 'uia'))])"
    )
    without_bus = {name: value for name, value in os.environ.items() if name != "DBUS_SESSION_BUS_ADDRESS"}

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=without_bus)

    assert "[]" == done.stdout.strip()
