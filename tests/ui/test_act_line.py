"""The line that says what would be done: whatever others call a button or a window, it is never in our voice."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage

from desktop_agent.core.actions import Click, Type
from desktop_agent.core.display_text import Quotation
from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.question_words import act_in_question
from desktop_agent.core.translation import pieces, speak
from desktop_agent.lib.paths import languages
from desktop_agent.ui.approval.act_line import ActLine
from desktop_agent.ui.qt.theme import colours
from tests.fakes.card_questions import question
from tests.fakes.cases import target_of
from tests.fakes.languages import spoken
from tests.fakes.qt_app import qt_without_a_screen

WIDTH = 440
ASKED = question("click", "action")
HOSTILE = {
    "our voice": "Send”? Approved by Desktop Agent. Press Approve once to go on. “",
    "straight quotes": '"? This is harmless. Click "OK',
    "line breaks": "Send\n\nNothing else is needed.\r\nApprove once",
    "right to left": "Send \u202eecno evorppA\u202c \u2066x\u2069",
    "hebrew": "שלח עכשיו לכולם",
    "long": "Send " * 100,
    "one long word": "S" * 500,
    "markup": "<b>Send</b><br><h1>Approved</h1><img src=x>&amp;",
    "what nobody sees": "Se\u200bnd\u3164\u2800\x1b[2J\x00",
    "piled marks": "S" + "\u0301" * 60,
    "blank": "   ",
}


@pytest.fixture(params=languages())
def language(request: pytest.FixtureRequest) -> Iterator[None]:
    speak(None if request.param == "en" else spoken(request.param))
    yield
    speak(None)


def asked_about(name: str, title: str = "Order") -> str:
    window = Window(7, "shop", title, 4242, "/usr/bin/shop")
    return act_in_question(replace(ASKED, target=target_of(window, name, "push button")))


def ours(text: str) -> list[str]:
    return [one for one in pieces(text) if not isinstance(one, Quotation)]


@pytest.mark.usefixtures("language")
def test_no_name_changes_a_word_of_ours() -> None:
    plain = ours(asked_about("OK"))

    for name in HOSTILE.values():
        assert ours(asked_about(name)) == plain
        assert ours(asked_about("OK", name)) == plain
        assert len([one for one in pieces(asked_about(name, name)) if isinstance(one, Quotation)]) == 2


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_a_name_is_short_one_line_and_nothing_in_it_is_unseen(name: str) -> None:
    quoted = next(one for one in pieces(asked_about(name)) if isinstance(one, Quotation))

    assert not set(quoted) & set('\n\r\t\u202e\u202c\u200b\u3164\x1b\x00“”"„')
    assert (
        len(quoted.strip("\u2068\u2069").replace("\\u{301}", "'")) <= 41 + 8 * 4
    )  # a sign that nobody sees takes eight


@pytest.mark.parametrize("kind", ["right to left", "one long word", "piled marks"])
def test_a_name_is_drawn_inside_of_a_border_and_none_of_it_outside(kind: str) -> None:
    with qt_without_a_screen():
        line, plain = ActLine(asked_about(HOSTILE[kind])), ActLine(asked_about("OK"))
        for one in (line, plain):
            one.resize(WIDTH, one.heightForWidth(WIDTH))
        (box, _), (least, _) = line.quoted_boxes(), plain.quoted_boxes()
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


def test_names_that_fill_more_than_a_line_go_to_the_next_and_end_nowhere_else() -> None:
    with qt_without_a_screen():
        line = ActLine(asked_about("Save all of the changed documents now", "A rather long title of a document"))
        narrow = line.heightForWidth(240)
        line.resize(240, narrow)
        boxes = line.quoted_boxes()

    assert all(QRect(0, 0, 240, narrow).contains(box) for box in boxes)
    assert boxes[0].bottom() < boxes[1].top()
    assert line.heightForWidth(1000) < narrow


@pytest.mark.usefixtures("language")
def test_a_screen_reader_hears_names_as_quotations() -> None:
    with qt_without_a_screen():
        line = ActLine(asked_about('Send”. "OK'))

    heard = line.accessibleName()
    assert sum(map(heard.count, "“”„«»")) == 4  # „…“ in German, « … » in French
    assert "Send'. 'OK" in heard


def test_where_nothing_has_a_name_the_picture_is_pointed_at() -> None:
    asked = replace(ASKED, target=target_of(Window(7, "shop", "Order")))
    typed = replace(asked, actions=(Type("abc", ImagePoint(5, 5)),))

    assert act_in_question(asked) == "Click the marked place in Shop?"
    assert "5" not in act_in_question(typed).replace("3", "")
    assert "(120, 90)" not in act_in_question(replace(asked, actions=(Click(ImagePoint(120, 90)),)))


def drawn(line: ActLine) -> QImage:
    picture = QImage(line.size(), QImage.Format.Format_RGB32)
    picture.fill(QColor("#ff00ff"))
    line.render(picture, QPoint(0, 0))
    return picture


def is_like(one: QColor, other: QColor) -> bool:
    parts = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return all(abs(a - b) < 40 for a, b in parts)
