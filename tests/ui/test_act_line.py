"""The line that says what would be done: whatever others call a button or a window, it is never in our voice."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage

from desktop_agent.core.decisions.question_words import act_in_question
from desktop_agent.core.pictures import Window
from desktop_agent.ui.approval.card_body import ActLine
from desktop_agent.ui.qt.theme import colours
from tests.fakes.people.card_questions import question
from tests.fakes.runs.cases import target_of
from tests.fakes.windows.qt_app import qt_without_a_screen

WIDTH = 440
ASKED = question("click", "action")


def asked_about(name: str) -> str:
    window = Window(7, "shop", "Order", 4242, "/usr/bin/shop")
    return act_in_question(replace(ASKED, target=target_of(window, name, "push button")))


@pytest.mark.parametrize(
    "name", ["Send \u202eecno evorppA\u202c \u2066x\u2069", "S" * 500, "S" + "\u0301" * 60],
    ids=["right to left", "one long word", "piled marks"],
)  # fmt: skip
def test_a_name_is_drawn_inside_of_a_border_and_none_of_it_outside(name: str) -> None:
    with qt_without_a_screen():
        line = ActLine(asked_about(name))
        plain = ActLine(asked_about("OK"))
        for one in (line, plain):
            one.resize(WIDTH, one.heightForWidth(WIDTH))
        (box, _) = line.quoted_boxes()
        (least, _) = plain.quoted_boxes()
        shown = drawn(line)

    assert QRect(0, 0, WIDTH, line.height()).contains(box)
    assert box.height() == least.height()
    for x in range(box.left() + 6, box.right() - 5):
        for y in (box.top(), box.bottom()):
            assert is_like(shown.pixelColor(x, y), QColor(colours().edge))
    # Between the border and the letters nothing stands but the ground.
    for y in range(box.top() + 6, box.bottom() - 5):
        for x in (box.left() + 3, box.right() - 3):
            assert is_like(shown.pixelColor(x, y), QColor(colours().ground))


def drawn(line: ActLine) -> QImage:
    picture = QImage(line.size(), QImage.Format.Format_RGB32)
    picture.fill(QColor("#ff00ff"))
    line.render(picture, QPoint(0, 0))
    return picture


def is_like(one: QColor, other: QColor) -> bool:
    parts = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return all(abs(a - b) < 40 for a, b in parts)
