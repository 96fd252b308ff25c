"""The window that asks for one yes outside of a run: what a touch proves there while a run works on the screen."""

import pytest
from PySide6.QtWidgets import QApplication

from desktop_agent.ui.approval.secondary_window import DigitsWindow
from desktop_agent.ui.preferences.confirm_window import CONFIRM_SETTINGS, LET_COUNT, Confirmation, ConfirmWindow
from desktop_agent.ui.proof.guarded_window import DIGITS, TRIES
from tests.fakes.people.quiet_person import QuietPerson
from tests.fakes.windows.qt_app import wait_until
from tests.ui.conftest import button


class Person(QuietPerson):
    def close(self) -> None:
        """Keep watching: nothing was begun."""


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("by_device", "runs", "counts"),
    [
        (False, (False, False), True),
        (False, (True, True), False),
        (False, (False, True), False),
        (True, (True, True), True),
    ],
)
def test_a_touch_proves_nothing_while_a_run_works_on_the_screen(
    *, by_device: bool, runs: tuple[bool, bool], counts: bool
) -> None:
    words = list[bool]()
    has_run = iter(runs)
    is_running = [False]

    def look() -> bool:
        is_running.append(next(has_run, is_running[-1]))
        return is_running[-1]

    person = Person(reports_source=by_device, reports_touch=True)
    asking = Confirmation(lambda: (person, False), look)
    asking.ask(["run.max_steps = 900"], CONFIRM_SETTINGS, lambda: words.append(True), None)
    window = _open_windows()[0]

    if window.guarded.guard.by_click:
        window.proven.emit()

    assert words == [True] * counts
    assert [each.guarded.guard.by_click for each in _open_windows()] == [False] * (not counts)
    asking.end()


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("typed", ["right", "wrong"])
def test_where_no_click_can_be_told_from_a_programs_digits_confirm(typed: str) -> None:
    words = list[bool]()
    person = Person(reports_source=False, reports_touch=True)
    asking = Confirmation(lambda: (person, False), lambda: False)
    asking.ask(["run.max_steps = 900"], CONFIRM_SETTINGS, lambda: words.append(True), None)
    (window,) = _open_windows()
    person.reports_touch = False
    wait_until(lambda: not window.guarded.guard.by_click)

    button(window, LET_COUNT).click()
    (digits,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, DigitsWindow) and each.isVisible()]
    for _ in range(1 if typed == "right" else TRIES):
        shown = "".join(digits._digits.text().split())
        assert len(shown) == DIGITS
        digits.field.setText(shown if typed == "right" else f"{(int(shown) + 1) % 10**DIGITS:0{DIGITS}}")

    assert words == ([True] if typed == "right" else [])
    assert _open_windows() == []


def _open_windows() -> list[ConfirmWindow]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, ConfirmWindow) and each.isVisible()]
