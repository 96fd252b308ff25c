"""Which window asks one thing, by what shows in it."""

import pytest

from desktop_agent.core.geometry import Rect
from desktop_agent.screen.accessible_nodes import EDITABLE, MODAL, SHOWING, Node
from desktop_agent.screen.questions import asks_one_thing

SMALL = Rect(0, 0, 400, 200)


def node(role: str, name: str = "", depth: int = 2, *, root: int = 0) -> Node:
    return Node(name, role, 1 << SHOWING, SMALL, depth, root)


WORDS, YES, NO = node("label", "Shall it be?"), node("push button", "Yes"), node("push button", "No")
THIRD, FOURTH, FIFTH = (node("push button", name) for name in ("Help", "More", "Fifth"))
FIELD = Node("", "text", 1 << SHOWING | 1 << EDITABLE, SMALL, 2, 0)
DIALOG, MAIL, ALERT = node("dialog", "Question", 0), node("frame", "Mail", 0), node("alert", "Question", 0)
MODAL_DIALOG = Node("Keep?", "dialog", 1 << SHOWING | 1 << MODAL, SMALL, 0, 0)


@pytest.mark.parametrize(
    ("nodes", "by_keys", "asks"),
    [
        ((DIALOG, WORDS, YES, NO), False, True),
        ((DIALOG, node("icon"), WORDS, YES, NO, THIRD, FOURTH), False, True),
        ((DIALOG, WORDS, YES), False, False),
        ((DIALOG, WORDS, YES, NO, THIRD, FOURTH, FIFTH), False, False),
        ((DIALOG, WORDS, YES, NO, FIELD), False, False),
        ((DIALOG, WORDS, YES, NO, node("check box")), False, False),
        ((DIALOG, WORDS, YES, NO, node("table")), False, False),
        # An alert and a modal dialog ask with choices besides, and any number of buttons.
        *(
            row
            for window in (ALERT, MODAL_DIALOG)
            for row in (
                ((window, WORDS, YES, NO, node("check box"), node("radio button")), False, True),
                ((window, WORDS, YES, NO, THIRD, FOURTH, FIFTH), False, True),
                ((window, WORDS, YES), False, False),
                ((window, WORDS, YES, NO, FIELD), False, False),
            )
        ),
        # Text that cannot be edited is words.
        ((DIALOG, node("scroll pane"), node("text"), YES, NO), False, True),
        # A window with nothing but words can be answered by keys.
        ((MAIL, WORDS), True, True),
        ((DIALOG, WORDS), False, False),
        ((MAIL, node("panel")), True, False),
        ((MAIL, WORDS, FIELD), True, False),
        # What does not show, or is in another window, does not count.
        ((DIALOG, WORDS, YES, NO, Node("Name", "text", 0, SMALL, 2, 0), node("text", root=1)), False, True),
    ],
)
def test_a_window_asks_one_thing_by_what_shows_in_it(nodes: tuple[Node, ...], *, by_keys: bool, asks: bool) -> None:
    assert asks_one_thing(nodes, (0,), by_keys=by_keys) is asks
