"""Recognition of windows that ask one question: words, a picture, and a few buttons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desktop_agent.core.controls.labels import WORDS
from desktop_agent.core.controls.role import Role
from desktop_agent.screen.controls.accessible_nodes import EDITABLE, MODAL, SHOWING, Node
from desktop_agent.screen.controls.window import Control

# The controls that answer, and the other contents of such a window; anything else is for filling in or choosing.
BUTTONS = frozenset({Role.PUSH_BUTTON, Role.BUTTON, Role.TOGGLE_BUTTON, Role.PUSH_BUTTON_MENU})
_BESIDE = frozenset({
    *(Role.LABEL, Role.STATIC, Role.TEXT_LEAF, Role.HEADING, Role.IMAGE, Role.ICON, Role.SEPARATOR, Role.FILLER),
    *(Role.PANEL, Role.FRAME, Role.DIALOG, Role.ALERT, Role.WINDOW, Role.ROOT_PANE, Role.OPTION_PANE),
    *(Role.LAYERED_PANE, Role.GLASS_PANE, Role.GROUPING, Role.SECTION, Role.INTERNAL_FRAME, Role.SCROLL_PANE),
    *(Role.VIEWPORT, Role.SCROLL_BAR),
})  # fmt: skip
# What may stand in one that keeps its program waiting, or calls itself an alert.
_CHOICES = frozenset({Role.CHECK_BOX, Role.RADIO_BUTTON})
_ASKS = frozenset("?？؟\u037e")
_FEWEST_IN_SENTENCE = 4  # words; the heading of a group of options is shorter
ASKING = frozenset({Role.ALERT, Role.DIALOG, Role.NOTIFICATION})
_FEWEST = 2
_MOST = 4
_MOST_WORDS = 60
_LARGEST = 520_000  # square pixels of a window that may be one without being called a dialog


def is_pressed(role: str) -> bool:
    """Return whether a control is a button."""
    return role in BUTTONS


def may_ask(nodes: Iterable[Node], roots: Sequence[int]) -> bool:
    """Return whether a window may be a question, according to its kind and size."""
    windows = [node for node in nodes if node.depth == 0 and node.root in roots]
    return any(window.role in ASKING or window.box.width * window.box.height <= _LARGEST for window in windows)


def is_single_question(nodes: Iterable[Node], roots: Sequence[int], *, by_keys: bool = False) -> bool:
    """Return whether a window asks one question, according to its contents; without a button, keys can answer it.

    An alert or a modal dialog may have choices besides, and any number of buttons. A dialog of options is none.
    """
    inside = _inside(nodes, roots)
    waits = any(not node.depth and (node.role == Role.ALERT or node.has(MODAL)) for node in inside)
    choices = [node for node in inside if node.role in _CHOICES]
    only = all(node.role in BUTTONS | _CHOICES or _is_not_input(node) for node in inside)
    count = sum(node.role in BUTTONS for node in inside)
    without = by_keys and not count and any(_is_said(node) for node in inside)
    if choices and not (waits and _has_choices_beside(inside, choices)):
        return False
    return only and (without or (count >= _FEWEST and (waits or count <= _MOST)))


def _has_choices_beside(inside: Sequence[Node], choices: Sequence[Node]) -> bool:
    """Return whether choices only go with a question: in an alert, below words that ask, or “Don't ask again”."""
    if any(not node.depth and node.role == Role.ALERT for node in inside):
        return True
    words = [node.name for node in inside if _is_said(node)]
    is_lone = len(choices) == 1 and choices[0].role == Role.CHECK_BOX
    is_sentence = any(len(text.split()) >= _FEWEST_IN_SENTENCE for text in words)
    return any(_ASKS & {*text} for text in words) or (is_lone and is_sentence)


def _inside(nodes: Iterable[Node], roots: Sequence[int]) -> list[Node]:
    return [node for node in nodes if node.root in roots and node.has(SHOWING) and not node.in_page]


def _is_said(node: Node) -> bool:
    return node.role in WORDS and bool(node.name.strip())


def _is_not_input(node: Node) -> bool:
    """Return whether a control is not for filling in or choosing; text that cannot be edited counts as words."""
    return node.role in _BESIDE or (node.role == Role.TEXT and not node.has(EDITABLE))


def is_in_bubble(nodes: Iterable[Node], roots: Sequence[int]) -> bool:
    """Return whether these nodes include a question of the browser itself: a dialog inside its window."""
    return any(node.depth and node.role in ASKING and not node.in_page and node.root in roots for node in nodes)


def window_words(nodes: Iterable[Node], roots: Sequence[int]) -> tuple[str, ...]:
    """Return the names of a window's buttons, and the words of its labels."""
    near = (node for node in nodes if node.root in roots and node.role in BUTTONS | WORDS and node.has(SHOWING))
    names = (node.name.strip() for node in near)
    return tuple(dict.fromkeys(name for name in names if name))[:_MOST_WORDS]


def node_of(nodes: Iterable[Node], control: Control) -> Node | None:
    """Return the node with a control's role and name; None without one."""
    return next((node for node in nodes if (node.role, node.name.strip()) == (control.role, control.name)), None)
