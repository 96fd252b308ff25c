"""How a window divides its room: rows that wrap, pages that scroll and are searched, panes side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from PySide6.QtCore import QEvent, QMargins, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QLineEdit,
    QListWidget,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop_agent.core.texts.message import Message, gettext, tr
from desktop_agent.ui.qt.layers import stacking
from desktop_agent.ui.qt.widgets import set_state, text_label

Margins = tuple[int, int, int, int]  # left, top, right, bottom
Box = TypeVar("Box", bound=QBoxLayout)
_LEAST_LINES = 2
_LEAST_PX = 80
_LEAST_SHARE = 0.4  # of a line, for text beside its buttons
_LEAST_PANE_PX = 120  # of height, for each
_BETWEEN_PX = 10  # panes
_LOW_PX = 400
# the watermark in a window's corner stays free
_MARGIN_PX = 8
_GAP_PX = 4


def column_of(
    parent: QWidget | None,
    *parts: QWidget | QLayout | None,
    spacing: int | None = None,
    margins: Margins | None = (0, 0, 0, 0),
    room: QWidget | QLayout | None = None,
) -> QVBoxLayout:
    """Return a column of parts, as the layout of `parent` if that is given; None is a spring.

    None as `margins` or `spacing` means the style's. The part `room` takes the remaining space.
    """
    return _fill_box(QVBoxLayout() if parent is None else QVBoxLayout(parent), parts, spacing, margins, room)


def row_of(
    parent: QWidget | None,
    *parts: QWidget | QLayout | None,
    spacing: int | None = None,
    margins: Margins | None = (0, 0, 0, 0),
    room: QWidget | QLayout | None = None,
) -> QHBoxLayout:
    """Return a row of parts; the arguments are those of `column_of`."""
    return _fill_box(QHBoxLayout() if parent is None else QHBoxLayout(parent), parts, spacing, margins, room)


def _fill_box(
    box: Box,
    parts: Iterable[QWidget | QLayout | None],
    spacing: int | None,
    margins: Margins | None,
    room: QWidget | QLayout | None,
) -> Box:
    if margins is not None:
        box.setContentsMargins(*margins)
    if spacing is not None:
        box.setSpacing(spacing)
    for part in parts:
        match part:
            case None:
                box.addStretch(1)
            case QLayout():
                box.addLayout(part, 1 if part is room else 0)
            case QWidget():
                box.addWidget(part, 1 if part is room else 0)
    return box


class WrapRow(QLayout):
    """A row of buttons and text that wraps into the next line where the window is narrow.

    Parts added after `spring` are aligned right, if there is room. A text before them wraps first, as long as a good
    part of the line is left to it.
    """

    def __init__(self, *parts: QWidget | None, spacing: int = 8) -> None:
        """Add parts to the row; None is the spring."""
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._spring: int | None = None
        self.setSpacing(spacing)
        self.setContentsMargins(QMargins())
        for part in parts:
            self.spring() if part is None else self.addWidget(part)

    def spring(self) -> None:
        """Align the following parts to the right."""
        self._spring = len(self._items)

    def addItem(self, item: QLayoutItem) -> None:
        """Add an item."""
        self._items.append(item)

    def count(self) -> int:
        """Return the number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem:
        """Return an item; None past the end, as Qt requires."""
        return self._items[index] if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def takeAt(self, index: int) -> QLayoutItem:
        """Remove and return an item; None past the end."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def expandingDirections(self) -> Qt.Orientation:
        """Return that only the width expands."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """Return that the height depends on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        margins = self.contentsMargins()
        inside = QRect(0, 0, width - margins.left() - margins.right(), 0)
        return self._place(inside, move=False) + margins.top() + margins.bottom()

    def setGeometry(self, box: QRect) -> None:
        """Place all items in a box."""
        super().setGeometry(box)
        self._place(box.marginsRemoved(self.contentsMargins()), move=True)

    def sizeHint(self) -> QSize:
        """Return the size of a single line."""
        sizes = [_preferred(item) for item in self._visible_items()]
        width = sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
        high = max((size.height() for size in sizes), default=0)
        return QSize(width, high).grownBy(self.contentsMargins())

    def minimumSize(self) -> QSize:
        """Return the size of the largest part."""
        sizes = [item.minimumSize() for item in self._visible_items()]
        return QSize(
            max((size.width() for size in sizes), default=0), max((size.height() for size in sizes), default=0)
        )

    def _visible_items(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        items = self._visible_items()
        rest = width - sum(_preferred(item).width() + self.spacing() for item in items[1:])
        if self._spring and len(items) > 1 and _wrapping_label(items[0]) and width * _LEAST_SHARE <= rest:
            high = items[0].heightForWidth(rest)
            first = min(rest, _preferred(items[0]).width())
            return [[(items[0], QSize(first, high)), *((item, _preferred(item)) for item in items[1:])]]
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        room = -1
        for item in items:
            size = _size(item, width)
            if room < size.width() + self.spacing():
                lines.append([])
                room = width + self.spacing()
            lines[-1].append((item, size))
            room -= size.width() + self.spacing()
        return lines

    def _place(self, box: QRect, *, move: bool) -> int:
        """Return the height of all lines in a box, and put the parts there if `move`."""
        after = self._items[self._spring :] if self._spring is not None else []
        top = box.top()
        for line in self._lines(box.width()):
            high = max(size.height() for _, size in line)
            left = box.left()
            spare = box.width() - sum(size.width() for _, size in line) - self.spacing() * (len(line) - 1)
            for item, size in line:
                if any(item is each for each in after):
                    left = left + spare
                    spare = 0
                if move:
                    item.setGeometry(QRect(QPoint(left, top + (high - size.height()) // 2), size))
                left += size.width() + self.spacing()
            top += high + self.spacing()
        return max(0, top - self.spacing() - box.top())


def _size(item: QLayoutItem, width: int) -> QSize:
    preferred = _preferred(item)
    if preferred.width() <= width:
        return preferred
    high = item.heightForWidth(width) if item.hasHeightForWidth() else preferred.height()
    return QSize(width, high)


def _preferred(item: QLayoutItem) -> QSize:
    """Return the preferred size of a part: that of an unwrapped line for text that may wrap."""
    label = _wrapping_label(item)
    if label is None:
        return item.sizeHint()
    line = label.fontMetrics().size(0, label.text()).width() + 2 * label.margin() + 1
    width = min(max(line, label.minimumWidth()), label.maximumWidth())
    return QSize(width, max(item.heightForWidth(width), label.minimumHeight()))


def _wrapping_label(item: QLayoutItem) -> QLabel | None:
    label = item.widget()
    return label if isinstance(label, QLabel) and label.wordWrap() else None


class Page(QWidget):
    """The content of what scrolls: text that wraps asks for no more height than it needs at its width."""

    def minimumSizeHint(self) -> QSize:
        """Leave out a height that depends on the width: Qt guesses it from a width of its own."""
        least = super().minimumSizeHint()
        layout = self.layout()
        wraps = layout is not None and layout.hasHeightForWidth()
        return QSize(least.width(), 0 if wraps else least.height())


class Scrolling(QScrollArea):
    """The part of a window that scrolls on a small screen, so that the buttons below it never have to.

    It is as high as its content if there is room, and no wider than its window; text in it wraps.
    """

    def __init__(self, inside: Page, name: str = "", parent: QWidget | None = None) -> None:
        """Show a widget that has a layout; `name` is for those who cannot see it."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(tr(name))
        self._inside = inside
        self.setWidget(inside)

    def fill(self) -> Scrolling:
        """Take all the room that is left, also where there is more of it than is needed; return itself."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        return self

    def sizeHint(self) -> QSize:
        """Return the size at which nothing needs to scroll."""
        inside = self._inside
        preferred = self._inside.sizeHint()
        layout = self._inside.layout()
        has_size = self.testAttribute(Qt.WidgetAttribute.WA_Resized)
        width = max(self.width(), inside.minimumSizeHint().width()) if has_size else preferred.width()
        if layout is None or not layout.hasHeightForWidth():
            return QSize(width, preferred.height())
        return QSize(width, layout.totalHeightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the minimum size: a few lines, or all contents if these are smaller."""
        least = _LEAST_LINES * self.fontMetrics().lineSpacing()
        return QSize(_LEAST_PX, min(least, self.sizeHint().height()))

    def event(self, event: QEvent) -> bool:
        """Decide again whether a bar is needed when the content has changed."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._hide_needless_bar()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height at another width."""
        self._hide_needless_bar()
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _hide_needless_bar(self) -> None:
        """Hide the bar if everything fits without it: Qt keeps one that only makes itself necessary."""
        room = self.maximumViewportSize()
        policy = Qt.ScrollBarPolicy
        high = self._inside.heightForWidth(room.width())
        fits = 0 <= high <= room.height()
        self.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOff if fits else policy.ScrollBarAsNeeded)


class Panes(QSplitter):
    """Resizable panes, side by side or, in a narrow window, one below the other.

    It divides its width by `shares`; below `narrow_px` the panes are stacked.
    """

    def __init__(
        self, panes: Sequence[QWidget], shares: Sequence[int], *, stretch: Sequence[int] = (), narrow_px: int = 640
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._narrow_px = narrow_px
        self._shares = list(shares)
        for number, pane in enumerate(panes):
            if pane.layout() is None:  # else its layout has a minimum
                pane.setMinimumHeight(_LEAST_PANE_PX)
            self.addWidget(pane)
            self.setStretchFactor(number, (stretch or shares)[number])
        self.setChildrenCollapsible(False)
        self.setHandleWidth(_BETWEEN_PX)
        self.setSizes(self._shares)

    def set_shares(self, shares: Sequence[int]) -> None:
        """Set new shares of the width."""
        self._shares = list(shares)
        self.setSizes(self._shares)

    def sizeHint(self) -> QSize:
        """Return the minimum height, so that little needs scrolling."""
        return QSize(super().sizeHint().width(), self.minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change the orientation when the width crosses the limit."""
        super().resizeEvent(event)
        way = Qt.Orientation.Vertical if event.size().width() < self._narrow_px else Qt.Orientation.Horizontal
        if way != self.orientation():
            self.setOrientation(way)
            self.setSizes(self._shares)


class Density:
    """The density of a window's outer layout and its buttons: dense, or the original wide one."""

    def __init__(self, window: QWidget, column: QBoxLayout) -> None:
        """Store the current layout as the wide one."""
        self._window = window
        self._column = column
        self._margins = column.contentsMargins()
        self._gap = column.spacing()
        self.dense = False

    def set(self, *, dense: bool) -> None:
        """Make the window dense, or wide again."""
        if dense == self.dense:
            return
        self.dense = dense
        for button in self._window.findChildren(QPushButton):
            set_state(button, "dense", "true" if dense else "false")
        margins = QMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        self._column.setContentsMargins(margins if dense else self._margins)
        self._column.setSpacing(_GAP_PX if dense else self._gap)


class FollowsHeight(QObject):
    """Makes a window dense while it is lower than `low_px`; a `small` window, while its screen is.

    Until its first paint, which a busy machine delays, the window shows its ground, not what lies below it.
    """

    def __init__(self, window: QWidget, column: QBoxLayout, *, small: bool = False, low_px: int = _LOW_PX) -> None:
        super().__init__(window)
        self._window = window
        self._small = small
        self._low_px = low_px
        self._density = Density(window, column)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Choose the density at each new size, and the ground before the window is shown."""
        if event.type() == QEvent.Type.Show and watched is self._window:
            stacking().fill(int(self._window.winId()), self._window.palette().window().color().rgb())
        if isinstance(event, QResizeEvent):
            high = self._window.screen().availableGeometry().height() if self._small else event.size().height()
            self._density.set(dense=high < self._low_px)
        return super().eventFilter(watched, event)


_FOUND_GAP_PX = 6


class PageSearch(QWidget):
    """An empty list of pages, and the field; it says so where nothing is found."""

    def __init__(self, window: QWidget, narrow: Callable[[str], bool]) -> None:
        """Take the window, and what shows what is about some words and returns whether anything is."""
        super().__init__(window)
        self.names = QListWidget()
        self.names.setProperty("role", "pages")
        self.names.setAccessibleName(gettext("Pages"))
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.field = QLineEdit(placeholderText=gettext("Search"), clearButtonEnabled=True)
        self.field.setAccessibleName(gettext("Search"))
        nothing = text_label(Message("Nothing found."), "muted")
        nothing.hide()
        column_of(self, self.field, nothing, self.names, spacing=_FOUND_GAP_PX, room=self.names)
        self.field.textChanged.connect(lambda words: nothing.setVisible(not narrow(words)))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), window, self.field.setFocus)
