"""Finds a place for a card that has to open under the pointer: such that no button lies there.

A click may be on its way. Whatever it is meant for, it does nothing on the card's ground.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QWidget

_OFF_PX, _STEP_PX = 2, 3  # buttons stand eight apart


def off_buttons(card: QWidget, at: QPoint, within: QRect, pointer: QPoint | None) -> QPoint:
    """Return the place nearest to `at` where no button of the card lies under the pointer; `at` if there is none."""
    boxes = _buttons(card)

    def is_free(place: QPoint) -> bool:
        return pointer is None or not any(box.contains(pointer - place) for box in boxes)

    if is_free(at):
        return at
    free = (place for place in _places(card.size().width(), card.size().height(), within) if is_free(place))
    return min(free, key=lambda place: (place - at).manhattanLength(), default=at)


def _buttons(card: QWidget) -> list[QRect]:
    """Return where the buttons are in the card, and a little around each."""
    for part in (card, *card.findChildren(QWidget)):
        if (layout := part.layout()) is not None:
            layout.activate()
    buttons = (one for one in card.findChildren(QAbstractButton) if not one.isHidden())
    boxes = (QRect(one.mapTo(card, QPoint(0, 0)), one.size()) for one in buttons)
    return [box.adjusted(-_OFF_PX, -_OFF_PX, _OFF_PX, _OFF_PX) for box in boxes]


def _places(wide: int, high: int, within: QRect) -> Iterator[QPoint]:
    """Yield where a window of this size fits."""
    right, bottom = within.right() - wide + 1, within.bottom() - high + 1
    for x in {*range(within.left(), right + 1, _STEP_PX), right}:
        for y in {*range(within.top(), bottom + 1, _STEP_PX), bottom}:
            yield QPoint(x, y)
