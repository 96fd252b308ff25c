"""“You're in control” and the windows of ours that a person opens meanwhile."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from desktop_agent.core.geometry import Rect
from desktop_agent.ui.approval.paused_banner import PausedBanner
from desktop_agent.ui.approval.secondary_window import WordsWindow
from desktop_agent.ui.qt.screen_units import native
from tests.fakes.qt_app import qt_without_a_screen
from tests.fakes.quiet_person import QuietPerson


@pytest.fixture
def banner() -> Iterator[PausedBanner]:
    with qt_without_a_screen() as app:
        screen = native(app.primaryScreen())
        made = PausedBanner(
            "You moved the mouse.", QuietPerson(), Rect(0, 0, screen.width, screen.height), lambda: None
        )
        yield made
        made.end()


def test_resume_takes_a_persons_click_over_a_network_where_digits_prove_a_yes() -> None:
    with qt_without_a_screen():
        one = PausedBanner("You pressed a key.", QuietPerson(), Rect(0, 0, 800, 600), lambda: None, by_device=False)
        resumed = list[str]()
        one.resumed.connect(resumed.append)
        next(each for each in one.findChildren(QPushButton) if each.accessibleName() == "Resume").click()
        one.end()

        assert resumed == [""]


def test_words_for_the_model_are_kept_until_resume(banner: PausedBanner) -> None:
    resumed = list[str]()
    banner.resumed.connect(resumed.append)
    _button(banner, "Tell the model").click()
    window = next(each for each in QApplication.topLevelWidgets() if isinstance(each, WordsWindow))
    window.field.setPlainText("I solved the captcha, go on")
    _button(window, "Send on resume").click()

    assert "Message to the model when you resume: “I solved the captcha, go on”" in _texts(banner)
    assert resumed == []
    banner._resume()
    assert resumed == ["I solved the captcha, go on"]


def _button(window: QWidget, name: str) -> QPushButton:
    return next(each for each in window.findChildren(QPushButton) if each.accessibleName() == name)


def _texts(window: QWidget) -> list[str]:
    return [each.text() for each in window.findChildren(QLabel)]
