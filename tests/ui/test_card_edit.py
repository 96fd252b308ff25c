"""What a person may change of an action before saying yes to it."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

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


LETTER, KEY = Qt.Key.Key_X, 53
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


def press(window: EditWindow, key: Qt.Key, text: str, modifiers: Qt.KeyboardModifier, server_ms: int) -> None:
    """Have Qt hand a key to the field, as it does for each key that the display server tells of."""
    event = QKeyEvent(QEvent.Type.KeyPress, key, modifiers, KEY, 0, 0, text)
    event.setTimestamp(server_ms)
    assert window._text is not None
    QApplication.sendEvent(window._text, event)


@pytest.mark.parametrize(("key", "text", "modifiers", "by_hand", "after", "counts"), [
    (LETTER, "x", NONE, True, "xHello", True),
    (LETTER, "X", SHIFT, True, "XHello", True),
    (Qt.Key.Key_Return, "\r", NONE, True, "\nHello", True),
    (Qt.Key.Key_Delete, "\x7f", NONE, True, "ello", True),
    (LETTER, "x", NONE, False, "xHello", False),  # a program's key
    (Qt.Key.Key_Delete, "\x7f", NONE, False, "ello", False),
    (Qt.Key.Key_V, "\x16", CTRL, True, "Pay all of itHello", False),  # whatever is on the clipboard
    (Qt.Key.Key_Insert, "", SHIFT, True, "Pay all of itHello", False),
    (LETTER, "xyz", NONE, True, "xyzHello", False),  # no key types three letters
])  # fmt: skip
def test_a_letter_that_a_person_has_typed_is_read_and_nothing_else_is(
    key: Qt.Key, text: str, modifiers: Qt.KeyboardModifier, by_hand: bool, after: str, counts: bool
) -> None:
    now, person = [100.0], Person()
    guard = Guard(person, lambda: False, clock=lambda: now[0])
    with qt_without_a_screen():
        QApplication.clipboard().setText("Pay all of it")
        window = EditWindow(question("type", "action"), guard, ProofOptions("device"))
        now[0] += 10
        if by_hand:
            person.did("key", KEY, 5_000)
        press(window, key, text, modifiers, 5_000)

        assert window.action() == Type(after)
        assert guard.arming.armed == counts


def test_a_persons_letter_proves_one_change_and_no_other_one_near_it() -> None:
    now, person = [100.0], Person()
    guard = Guard(person, lambda: False, clock=lambda: now[0])
    with qt_without_a_screen():
        window = EditWindow(question("type", "action"), guard, ProofOptions("device"))
        now[0] += 10
        person.did("key", KEY, 5_000)
        press(window, LETTER, "x", NONE, 5_000)
        own = guard.arming.armed
        press(window, LETTER, "x", NONE, 5_000)

        assert (own, guard.arming.armed) == (True, False)


def test_what_the_field_hides_is_shown_below_it() -> None:
    with qt_without_a_screen():
        window = EditWindow(question("type", "action"), quiet_guard(), ProofOptions("device"))
        assert window._text is not None
        window._text.setPlainText("pay \u202e001")

        assert window._letters.toPlainText() == "pay \\u{202e}001"
        assert window._letters.isVisibleTo(window)


def test_by_digits_the_edit_is_still_to_be_proved() -> None:
    wanted: list[object] = []
    with qt_without_a_screen():
        window = EditWindow(question("click", "action"), quiet_guard(), ProofOptions("digits"))
        window.digits_wanted.connect(wanted.append)
        window.answered.connect(lambda _answer: wanted.append("proved"))
        window._yes.click()

        assert wanted == [Edited(Click(ImagePoint(120, 90)))]


def test_a_click_that_no_device_made_does_not_edit() -> None:
    answers: list[object] = []
    with qt_without_a_screen():
        window = EditWindow(question("click", "action"), quiet_guard(), ProofOptions("device"))
        window.answered.connect(answers.append)
        window.digits_wanted.connect(answers.append)
        window._yes.click()

        assert answers == []


def quiet_guard() -> Guard:
    return Guard(Person(), lambda: False, clock=lambda: 100.0)
