"""What a person may change of an action before saying yes to it."""

from desktop_agent.core.actions import Click, Type
from desktop_agent.core.decision import Edited
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.ui.approval.card_windows import EditWindow
from desktop_agent.ui.proof.guard import Guard, ProofOptions
from tests.fakes.card_questions import question
from tests.fakes.people import Person
from tests.fakes.qt_app import nameless, qt_without_a_screen


def test_the_window_gives_back_what_stands_in_its_fields() -> None:
    with qt_without_a_screen():
        window = EditWindow(question("type", "action"), quiet_guard(), ProofOptions("device"))
        assert window._text is not None
        window._text.setPlainText("Good bye")

        assert window.action() == Type("Good bye")
        assert nameless(window) == []


def test_a_changed_text_has_to_be_read_again_before_a_yes_counts() -> None:
    now = [100.0]
    guard = Guard(Person(), lambda: False, clock=lambda: now[0])
    with qt_without_a_screen():
        window = EditWindow(question("type", "action"), guard, ProofOptions("device"))
        now[0] += 10
        armed = guard.arming.armed
        assert window._text is not None
        window._text.setPlainText("Other words")

        assert (armed, guard.arming.armed) == (True, False)


def test_by_digits_the_edit_is_still_to_be_proved() -> None:
    wanted: list[object] = []
    with qt_without_a_screen():
        window = EditWindow(question("click", "action"), quiet_guard(), ProofOptions("digits"))
        window.digits_wanted.connect(wanted.append)
        window.answered.connect(lambda _answer: wanted.append("proved"))
        window._yes.click()

        assert wanted == [Edited(Click(ImagePoint(120, 90)))]


def quiet_guard() -> Guard:
    return Guard(Person(), lambda: False, clock=lambda: 100.0)
