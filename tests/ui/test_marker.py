"""The mark on the real screen: around the control where that is known, thin, and where the person has moved it to."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from desktop_agent.core.decision import Question
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.ui.approval.marker import Marker
from desktop_agent.ui.approval.open_question import OpenQuestion
from desktop_agent.ui.proof.guard import ProofOptions
from tests.fakes.card_questions import SCREEN, question
from tests.fakes.qt_app import qt_without_a_screen
from tests.fakes.quiet_person import QuietPerson

AT = ScreenPoint(300, 200)


def covered(mark: QWidget, box: QRect) -> int:
    """Return how many pixels of a part of the screen a mark covers."""
    shape, within = mark.mask().translated(mark.pos()), range(box.left(), box.right() + 1)
    return sum(shape.contains(QPoint(x, y)) for x in within for y in range(box.top(), box.bottom() + 1))


def test_a_known_control_is_framed_and_neither_it_nor_what_stands_beside_it_is_covered() -> None:
    with qt_without_a_screen():
        mark = Marker(AT, Rect(280, 190, 60, 20))

        assert covered(mark, QRect(280, 190, 60, 20)) == 0
        assert covered(mark, QRect(200, 190, 70, 20)) == covered(mark, QRect(350, 190, 70, 20)) == 0
        assert covered(mark, QRect(270, 180, 80, 40)) > 0


def opened(asked: Question, *, elsewhere: bool = False) -> OpenQuestion:
    options = ProofOptions("device")
    return OpenQuestion(asked, QuietPerson(), options, SCREEN, lambda _answer: None, elsewhere=elsewhere)


def test_what_is_asked_of_a_side_desk_marks_nothing_on_the_persons_own_screen() -> None:
    asked = question("click", "action")
    with qt_without_a_screen():
        here, elsewhere = opened(asked), opened(asked, elsewhere=True)

        assert (len(here._marks), len(elsewhere._marks)) == (1, 0)
        assert elsewhere.card.isVisible()
        for one in (here, elsewhere):
            one.close()
