"""Which window asks one thing, by what shows in it."""

import pytest

from desktop_agent.core.geometry import Rect
from desktop_agent.screen.accessible_nodes import EDITABLE, MODAL, SHOWING, Node
from desktop_agent.screen.questions import asks_one_thing

SMALL = Rect(0, 0, 400, 200)


def node(role: str, name: str = "", depth: int = 2, *, box: Rect = SMALL, root: int = 0, in_page: bool = False) -> Node:
    return Node(name, role, 1 << SHOWING, box, depth, root, in_page)


def asks(*inside: Node) -> bool:
    return asks_one_thing((node("dialog", "Question", 0), *inside), (0,))


WORDS, YES, NO = node("label", "Shall it be?"), node("push button", "Yes"), node("push button", "No")
FIELD = Node("", "text", 1 << SHOWING | 1 << EDITABLE, SMALL, 2, 0)
THIRD, FOURTH = node("push button", "Help"), node("push button", "More")


def test_words_and_a_few_buttons_are_a_question() -> None:
    assert asks(WORDS, YES, NO)
    assert asks(node("icon"), WORDS, YES, NO, THIRD, FOURTH)


@pytest.mark.parametrize(
    "more",
    [
        (),
        (NO, THIRD, FOURTH, node("push button", "Fifth")),
        (NO, FIELD),
        (NO, node("check box")),
        (NO, node("table")),
    ],
)
def test_anything_else_is_none(more: tuple[Node, ...]) -> None:
    assert not asks(WORDS, YES, *more)


@pytest.mark.parametrize(
    "window", [node("alert", "Question", 0), Node("Keep?", "dialog", 1 << SHOWING | 1 << MODAL, SMALL, 0, 0)]
)
def test_an_alert_and_a_modal_dialog_ask_with_choices_besides_and_any_number_of_buttons(window: Node) -> None:
    inside = (window, WORDS, YES)

    assert asks_one_thing((*inside, NO, node("check box"), node("radio button")), (0,))
    assert asks_one_thing((*inside, NO, THIRD, FOURTH, node("push button", "Fifth")), (0,))
    assert not asks_one_thing(inside, (0,))
    assert not asks_one_thing((*inside, NO, FIELD), (0,))


def test_text_that_cannot_be_edited_is_words() -> None:
    assert asks(node("scroll pane"), node("text"), YES, NO)


def test_a_window_with_nothing_but_words_can_be_answered_by_keys() -> None:
    assert asks_one_thing((node("frame", "Mail", 0), WORDS), (0,), by_keys=True)
    assert not asks(WORDS)
    assert not asks_one_thing((node("frame", "Mail", 0), node("panel")), (0,), by_keys=True)
    assert not asks_one_thing((node("frame", "Mail", 0), WORDS, FIELD), (0,), by_keys=True)


def test_what_does_not_show_or_is_in_another_window_does_not_count() -> None:
    hidden = Node("Name", "text", 0, SMALL, 2, 0)

    assert asks(WORDS, YES, NO, hidden, node("text", root=1))
