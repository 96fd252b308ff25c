"""What one look at a window tells by UI Automation: the control under a point, or what has the keyboard.

The object is asked for by point or by focus, and so is what holds it. Of the rest of the window only the first few
hundred objects are looked at, and none in lists, pages, title bars and scroll bars: what has more in it is no question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.core.programs import is_browser
from desktop_agent.platforms.windows.automation.elements import SCROLL_BAR, TITLE_BAR, Element, ElementTree, node_of
from desktop_agent.screen.accessible import (
    SHOWING,
    Node,
    focused,
    is_big,
    is_page,
    link_at,
    site_of,
    spot_at,
    with_keyboard,
)
from desktop_agent.screen.questions import asks_one_thing, is_in_bubble, is_pressed, may_ask, page_part, words_beside
from desktop_agent.screen.window import KeyboardFocus, Spot

_ROOTS = (0,)
_MOST = 300
_NOT_OPENED = frozenset({TITLE_BAR, SCROLL_BAR})
_FIELDS = frozenset({"entry", "combo box"})  # of one line
_LINK = "link"


class AutomationLook:
    """One look at a window, on the thread of the tree."""

    def __init__(self, tree: ElementTree, window: Window) -> None:
        self._tree, self._window = tree, window
        self._elements: dict[str, Element] = {}
        self._is_browser = is_browser(window.app)

    def spot(self, at: ScreenPoint) -> Spot:
        """Return the innermost control under a point; an empty spot where another window lies there."""
        way = self._tree.at(at)
        if not any(one.window == self._window.id for one in way):
            return Spot()
        # What is hit shows, whatever is said of it.
        nodes = [replace(node, states=node.states | 1 << SHOWING) for node in self._nodes(way)]
        spot = spot_at(nodes, at, _ROOTS)
        link = link_at(nodes, at, _ROOTS)
        spot = replace(spot, link=self._value(link) if link else "")
        if not spot.site and self._is_browser:
            spot = replace(spot, site=self._page_site(way[-1:]))
        if not is_pressed(spot.control.role):
            return spot
        if spot.control.in_page:
            part = page_part(nodes, spot.control)
            return replace(spot, around=self._words_in(part) if part else ())
        if self._is_browser or not may_ask(nodes, _ROOTS):
            return replace(spot, question=is_in_bubble(nodes, _ROOTS))
        whole = self._walked(way[-1:])
        return replace(
            spot, around=words_beside(whole, _ROOTS), question=len(whole) < _MOST and asks_one_thing(whole, _ROOTS)
        )

    def keyboard(self) -> KeyboardFocus:
        """Return what has the keyboard in the window's program."""
        way = self._tree.focused()
        if not any(one.window == self._window.id or one.process == self._window.pid for one in way):
            return KeyboardFocus()
        nodes, whole = self._nodes(way), self._walked(way[-1:])
        known = {node.of for node in nodes}
        nodes += [node for node in whole if node.of not in known]
        keyboard, node = with_keyboard(nodes, _ROOTS), focused(nodes, _ROOTS)
        asks = len(whole) < _MOST and (asks_one_thing(nodes, _ROOTS) or is_in_bubble(nodes, _ROOTS))
        keyboard = replace(keyboard, question=asks and not keyboard.focus.in_page)
        if node is None:
            return keyboard
        keyboard = replace(keyboard, object=node.of)
        if keyboard.focus.role in _FIELDS:
            return replace(keyboard, value=self._value(node))
        return replace(keyboard, link=self._value(node)) if keyboard.focus.role == _LINK else keyboard

    def _nodes(self, outwards: Sequence[Element]) -> list[Node]:
        """Return an object and all that hold it, each with the site of the page that it is in."""
        nodes, site, in_page = list[Node](), "", False
        for depth, one in enumerate(reversed(outwards)):
            node = self._node(one, depth, site=site, in_page=in_page)
            site, in_page = node.site, node.in_page
            nodes.append(node)
        return nodes

    def _node(self, one: Element, depth: int, *, site: str, in_page: bool) -> Node:
        self._elements[one.id] = one
        node = node_of(one, depth, site=site, in_page=in_page)
        if not self._is_browser or not is_page(as_page := node_of(one, depth, site=site, in_page=True)):
            return node
        return replace(as_page, site=site_of(self._tree.value(one), site))

    def _walked(self, level: Sequence[Element]) -> list[Node]:
        """Return the first objects that are in others, and these; not what is in lists, pages and bars below them."""
        found, depth = list[Node](), 0
        while level and len(found) < _MOST:
            nodes = [self._node(one, depth, site="", in_page=False) for one in level[: _MOST - len(found)]]
            found += nodes
            opened = [one for one, node in zip(level, nodes, strict=False) if not depth or _is_opened(one, node)]
            level, depth = [child for one in opened for child in self._shown(one)], depth + 1
        return found

    def _shown(self, one: Element) -> list[Element]:
        return [child for child in self._tree.children(one) if child.kind not in _NOT_OPENED]

    def _page_site(self, top: Sequence[Element]) -> str:
        return next((node.site for node in self._walked(top) if node.site and node.has(SHOWING)), "")

    def _words_in(self, part: Node) -> tuple[str, ...]:
        words = (node.name.strip() for node in self._walked([self._elements[part.of[1]]]))
        return tuple(dict.fromkeys(one for one in words if one))

    def _value(self, node: Node) -> str:
        return self._tree.value(self._elements[node.of[1]])


def _is_opened(one: Element, node: Node) -> bool:
    return node.has(SHOWING) and not is_big(node) and one.kind not in _NOT_OPENED
