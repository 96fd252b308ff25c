"""Labels and buttons, made in one place: plain text, no matter who wrote it, and ours in the person's language."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt, QTimer
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from shiboken6 import Shiboken

from desktop_agent.core.texts.message import Message, tr, visible
from desktop_agent.ui.qt.icons import icon, selectable_icon
from desktop_agent.ui.qt.theme import colours

_BUTTON_ICON_PX = 16
_ARROW_PX = 14
_BESIDE_ARROW_PX = 8
_LONGEST_TIP = 2_000


class Label(QLabel):
    """A label whose texts are ours; those that others wrote go through `show_foreign`."""

    def setText(self, text: str) -> None:
        """Show a text of ours, in the person's language."""
        super().setText(tr(text))

    def show_foreign(self, text: str) -> None:
        """Show a text that others wrote, as it is."""
        super().setText(text)


class PushButton(QPushButton):
    """A button whose texts are ours, and shown in the person's language."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(tr(text), parent)

    def setText(self, text: str) -> None:
        """Show a text of ours, in the person's language."""
        super().setText(tr(text))


def text_label(text: str = "", role: str = "", *, wraps: bool = True, selectable: bool = False) -> Label:
    """Return a label that never takes its text for markup; `selectable` lets a person copy it."""
    label = Label()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wraps)
    label.setText(text)
    if role:
        label.setProperty("role", role)
    if selectable:
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return label


def text_button(
    text: str,
    pressed: Callable[[], object] = lambda: None,
    *,
    role: str = "",
    name: str = "",
    symbol: str = "",
    colour: str = "",
    keyboard: bool = True,
) -> PushButton:
    """Return a button for what needs no proof; without `keyboard` it never takes the focus."""
    button = PushButton(text)
    button.setAutoDefault(False)
    button.setAccessibleName(tr(name or text))
    if role:
        button.setProperty("role", role)
    if symbol:
        button.setIcon(icon(symbol, colour, _BUTTON_ICON_PX))
    if not keyboard:
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.clicked.connect(lambda *_: pressed())
    return button


def stop_button(stop: Callable[[], object]) -> PushButton:
    """Return *Stop*, which acts on the press, as its window may move or go before the release, and needs no proof."""
    button = text_button(Message("Stop"), name=Message("Stop run"), symbol="stop", colour=colours().bad, keyboard=False)
    button.pressed.connect(stop)
    return button


class ComboBox(QComboBox):
    """A choice that looks as the fields beside it: the style sheet draws its frame, and this its arrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # The usual one paints the chosen row as a menu does, which the style sheet makes white on white.
        self.setItemDelegate(QStyledItemDelegate(self))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow in the colour of the text."""
        super().paintEvent(event)
        _paint_arrow(self)


def _paint_arrow(widget: QWidget) -> None:
    painter = QPainter(widget)
    colour = colours().text if widget.isEnabled() else colours().muted
    left = widget.width() - _ARROW_PX - _BESIDE_ARROW_PX
    top = (widget.height() - _ARROW_PX) // 2
    selectable_icon("chevron", colour, _ARROW_PX).paint(painter, QRect(left, top, _ARROW_PX, _ARROW_PX))
    painter.end()


class IconButton(PushButton):
    """A button whose icon has the colour of its text, also after the system turns light or dark."""

    def __init__(self, text: str, symbol: str, pressed: Callable[[], object] = lambda: None) -> None:
        super().__init__(text)
        self._symbol = symbol
        self.setAccessibleName(tr(text))
        self.clicked.connect(lambda *_: pressed())
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon in the new colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        self.setIcon(icon(self._symbol, colours().text))


def style_rows(table: QTableView, row_px: int | None = None) -> None:
    """Make a table a list of rows, of which one can be selected and none edited."""
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    if row_px is not None:
        table.verticalHeader().setDefaultSectionSize(row_px)
    table.horizontalHeader().setHighlightSections(False)


def set_state(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet looks at, and restyle the widget if the property changed."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


def set_tip(widget: QWidget, text: str) -> None:
    """Show a text while the pointer rests on a widget: ours in translation, any other as it is; it wraps."""
    widget.setToolTip(tip_of(text))


def tip_of(text: str) -> str:
    """Return a text as a tooltip takes it: nothing that others wrote is markup."""
    lines = [escape(visible(line, _LONGEST_TIP)) for line in tr(text)[:_LONGEST_TIP].splitlines()]
    return f"<p>{'<br>'.join(lines)}</p>" if text else ""


def visible_windows() -> list[QWidget]:
    """Return all windows of ours that are visible, of whatever kind."""
    return [window for window in QApplication.topLevelWidgets() if window.isVisible()]


def hide_tips() -> None:
    """Take every tooltip off the screen at once; Qt by itself leaves it there for a while."""
    for window in visible_windows():
        if window.windowType() == Qt.WindowType.ToolTip:
            window.hide()


def polish(window: QWidget) -> None:
    """Give a window and all in it their fonts and margins by the style sheet, before it is measured."""
    for part in (window, *window.findChildren(QWidget)):
        part.ensurePolished()


def press_with_return(window: QWidget) -> None:
    """Let Return press the focused button of a window; Qt does so in dialogs only."""

    def press() -> None:
        focused = window.focusWidget()
        if isinstance(focused, QPushButton):
            focused.click()

    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        QShortcut(QKeySequence(key), window).activated.connect(press)


class RowDelegate(QStyledItemDelegate):
    """For lists in which more than one row can be selected, so that the frame says where the keyboard is."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Draw no focus frame around a selected row."""
        super().initStyleOption(option, index)
        if option.state & QStyle.StateFlag.State_Selected:
            option.state &= ~QStyle.StateFlag.State_HasFocus


def delete_window(window: QWidget) -> None:
    """Hide a window at once, silence it, and delete it when its own events have been dealt with."""
    window.blockSignals(True)  # noqa: FBT003  Qt's own signature
    window.hide()
    QTimer.singleShot(0, lambda: _delete(window))


def _delete(window: QWidget) -> None:
    if Shiboken.isValid(window):
        Shiboken.delete(window)
