"""What a person sees of a card: an attack, the task, what is judged by, and no button under a resting pointer."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLabel, QPushButton

from desktop_agent.core.turn import SafetyCheck
from desktop_agent.ui.approval.card import Card
from desktop_agent.ui.approval.open_question import off_buttons
from desktop_agent.ui.proof.guard import Guard, ProofOptions
from tests.fakes.card_questions import CHORD, question
from tests.fakes.people import Person
from tests.fakes.qt_app import qt_without_a_screen

OPTIONS = ProofOptions("device", CHORD)


def button(card: Card, name: str) -> QPushButton:
    return next(one for one in card.findChildren(QPushButton) if one.accessibleName() == name)


def test_a_possible_attack_has_refuse_first_and_in_red_and_is_approved_by_a_click_alone() -> None:
    check = SafetyCheck("s1", "malicious_instructions", "Somebody gives the model orders.")
    with qt_without_a_screen():
        asked = replace(question("click", "action"), checks=(check,), may_be_remembered=False)
        card = Card(asked, Guard(Person(), lambda: False, clock=lambda: 100.0), OPTIONS)
        card.resize(card.fit(QRect(0, 0, 1248, 768)))
        card.show()
        shown = [one.text() for one in card.findChildren(QLabel) if one.isVisible()]
        refuse, approve = button(card, "Refuse"), button(card, "Approve once")

        assert refuse.property("role") == "safest"
        assert approve.property("role") is None
        assert refuse.x() < approve.x()
        assert not card.rows.may_be_held
        assert "This may be an attack" in shown
        assert not [text for text in shown if "malicious_instructions" in text]
        assert [one for one in card.findChildren(QLabel) if "malicious_instructions" in one.toolTip()]
        card.blockSignals(True)
        card.close()


@pytest.mark.parametrize("name", ["Approve once", "Stop run"])
def test_it_opens_such_that_no_button_lies_under_the_pointer(name: str) -> None:
    room = QRect(0, 0, 784, 440)  # where it fills the height
    with qt_without_a_screen():
        card = Card(question("click", "action"), Guard(Person(), lambda: False, clock=lambda: 100.0), OPTIONS)
        button(card, "More…").click()
        card.resize(card.fit(room))
        card.show()
        corner = room.bottomRight() - card.rect().bottomRight()
        aim = button(card, name)
        pointer = corner + aim.mapTo(card, aim.rect().center())

        at = off_buttons(card, corner, room, pointer)

        assert not isinstance(card.childAt(pointer - at), QPushButton)
        assert room.contains(QRect(at, card.size()))
        card.blockSignals(True)
        card.close()
