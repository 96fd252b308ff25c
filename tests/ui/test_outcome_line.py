"""How the last task ended, and the way to its report."""

from desktop_agent.core.errors import SettingsError
from tests.fakes.console_desk import Desk


def test_a_window_speaks_of_no_flags(desk: Desk) -> None:
    desk.bridge.ended.emit(SettingsError("There is no key.", "Use --provider local."))

    assert "There is no key. Choose another model in the console, or check Settings." in desk.text()
