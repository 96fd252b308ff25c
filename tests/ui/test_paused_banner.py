"""“You're in control” and the windows of ours that a person opens meanwhile."""

from PySide6.QtWidgets import QApplication

from desktop_agent.core.geometry import Rect
from desktop_agent.ui.approval.paused_banner import PausedBanner
from desktop_agent.ui.approval.secondary_window import WordsWindow
from desktop_agent.ui.qt.widgets import delete_window
from desktop_agent.ui.status.status_window import StatusWindow
from tests.fakes.quiet_person import QuietPerson
from tests.ui.conftest import button, said


def opened(*, by_device: bool) -> tuple[PausedBanner, list[str]]:
    made, resumed = (
        PausedBanner("x", QuietPerson(), Rect(0, 0, 800, 600), lambda: None, by_device=by_device),
        list[str](),
    )
    made.resumed.connect(resumed.append)
    return made, resumed


def test_resume_takes_a_persons_click_over_a_network_where_digits_prove_a_yes(app: QApplication) -> None:
    banner, resumed = opened(by_device=False)
    button(banner, "Resume").click()
    banner.end()

    assert resumed == [""]


def test_words_for_the_model_are_kept_until_resume(app: QApplication) -> None:
    banner, resumed = opened(by_device=True)
    button(banner, "Tell the model").click()
    window = next(each for each in app.topLevelWidgets() if isinstance(each, WordsWindow))
    window.field.setPlainText("I solved the captcha, go on")
    button(window, "Send on resume").click()

    assert "Message to the model when you resume: “I solved the captcha, go on”" in said(banner)
    assert resumed == []
    banner._resume()
    assert resumed == ["I solved the captcha, go on"]
    banner.end()


def test_the_place_of_a_badge_that_makes_way_for_a_moment_stays_the_badges(app: QApplication) -> None:
    badge = StatusWindow(Rect(0, 0, 800, 600), lambda: None, lambda: None)  # not shown: a picture is taken
    banner, _ = opened(by_device=True)
    banner._move_clear()

    assert not banner.geometry().intersects(badge.geometry())
    banner.end()
    delete_window(badge)
