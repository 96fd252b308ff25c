"""Whose a window is on Windows that a host shows for programs from the Store."""

import pytest

from desktop_agent.platforms.windows.user32_windows import hosted

HOST = "C:\\Windows\\System32\\ApplicationFrameHost.exe"
CALCULATOR = (7, "C:\\Program Files\\WindowsApps\\Microsoft.WindowsCalculator_11\\CalculatorApp.exe")
MAIL = (8, "C:\\Program Files\\WindowsApps\\microsoft.windowscommunicationsapps_16\\HxOutlook.exe")


@pytest.mark.parametrize("program", [CALCULATOR, MAIL])
def test_a_host_s_window_is_the_program_s_that_it_shows(program: tuple[int, str]) -> None:
    assert program == hosted((5, HOST), lambda: [(5, HOST), program])
    assert program == hosted((5, HOST.upper()), lambda: [program])


@pytest.mark.parametrize("children", [[], [(5, HOST)], [(5, HOST), (9, "")]])
def test_a_host_that_shows_nobody_known_is_nobody(children: list[tuple[int, str]]) -> None:
    assert (5, "") == hosted((5, HOST), lambda: children)


def test_an_ordinary_window_is_its_own_and_its_children_are_not_asked() -> None:
    def children() -> list[tuple[int, str]]:
        raise AssertionError

    assert (4, "C:\\Windows\\notepad.exe") == hosted((4, "C:\\Windows\\notepad.exe"), children)
