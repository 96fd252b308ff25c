"""“You're in control” and the windows of ours that a person opens meanwhile."""

from PySide6.QtWidgets import QApplication

from desktop_agent.core.pictures import Rect
from desktop_agent.ui.approval.approver import PausedBanner
from desktop_agent.ui.approval.secondary_window import WordsWindow
from tests.fakes.people.quiet_person import QuietPerson
from tests.fakes.windows.qt_app import wait_until
from tests.ui.conftest import button, said


def opened(*, by_device: bool) -> tuple[PausedBanner, list[str]]:
    made = PausedBanner("x", QuietPerson(), Rect(0, 0, 800, 600), lambda: None, by_device=by_device)
    resumed = list[str]()
    made.resumed.connect(resumed.append)
    return made, resumed


def test_resume_takes_a_persons_click_over_a_network_where_digits_prove_a_yes(app: QApplication) -> None:
    banner, resumed = opened(by_device=False)
    button(banner, "Resume").click()
    banner.end()

    assert resumed == [""]


def test_a_moment_in_which_no_touch_is_noticed_lets_no_other_click_resume(app: QApplication) -> None:
    person = QuietPerson(reports_source=False, reports_touch=False)
    banner = PausedBanner("x", person, Rect(0, 0, 800, 600), lambda: None)
    resumed = list[str]()
    banner.resumed.connect(resumed.append)
    resume = button(banner, "Resume")

    resume.click()
    assert [] == resumed
    wait_until(lambda: not banner._guarded.guard.by_click)
    resume.click()
    banner.end()

    assert [""] == resumed


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
