"""The check of this computer in a window: what does not work, how to mend it, and a button where there is one."""

import threading

from PySide6.QtWidgets import QApplication, QPushButton

from desktop_agent.devtools.doctor import Finding
from desktop_agent.host.accessibility import Lasts
from desktop_agent.ui.welcome.checkup import Checkup
from tests.fakes.qt_app import nameless, wait_until
from tests.fakes.welcome_talk import text


def test_the_check_turns_on_what_a_button_can_turn_on_and_looks_again(app: QApplication) -> None:
    turned_on = threading.Event()

    def turn_on() -> Lasts:
        turned_on.set()
        return "stays on"

    def look() -> tuple[Finding, ...]:
        if turned_on.is_set():
            return (Finding("names", "works", "names come from there"),)
        return (Finding("names", "limited", "accessibility is off", "Turn it on: a line", turn_on),)

    check = Checkup(look)
    check.show()
    wait_until(lambda: "Accessibility is off" in text(check))
    unnamed = nameless(check)
    next(one for one in check.findChildren(QPushButton) if one.text() == "Turn it on").click()
    wait_until(lambda: "Names come from there" in text(check))

    assert [] == unnamed
    assert [] == [one for one in check.findChildren(QPushButton) if one.text() == "Turn it on" and one.isVisible()]
    check.close()
    check.deleteLater()
