"""The tree of a receipt: a line for each change under its group; words are made only for the lines in sight."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyleOptionViewItem, QTreeView

from desktop_agent.core.message import Message
from desktop_agent.core.translation import gettext, tr
from desktop_agent.desk.receipt.change import ChangeKind, DeskChange
from desktop_agent.desk.receipt.wording import MOVED_TO, ChangeLine
from desktop_agent.desk.windows.receipt.lines import ReceiptChoice, ReceiptSection
from desktop_agent.ui.qt.icons import tinted
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.qt.widgets import RowDelegate

TreeIndex = QModelIndex | QPersistentModelIndex
COLUMNS: Final = (Message("Changes made by the desk"), Message("How"))
_AIR_PX = 10  # of a row, above and below its letters
_HOW_SHARE, _HOW_LEAST = 0.3, 5  # of the width; letters: an icon
_ENDLESS = 10_000
_NARROW = 46  # letters: below that, what was done is told by its icon alone
_AT_ONCE: Final = 500  # lines that a group gets when it is unfolded, or scrolled to its end
_ROOT: Final = 0  # of an index of a group; a line's is the number of its group, from 1
_ICON_PX, _BESIDE_PX = 15, 16  # and what Qt leaves free around an icon and its words
_ICONS: Final[Mapping[ChangeKind, str]] = {
    "new": "plus",
    "changed": "pencil",
    "deleted": "trash",
    "moved": "folder",
    "trashed": "trash",
    "rights": "shield",
}
_CellRole = Qt.ItemDataRole
_NONE = QModelIndex()


class ReceiptModel(QAbstractItemModel):
    """Groups and their lines. What a person ticks goes into `choice`."""

    choice_changed = Signal()

    def __init__(self, row_px: int) -> None:
        """Start empty; each line is so many pixels high."""
        super().__init__()
        self._row_px = row_px
        self.sections: tuple[ReceiptSection, ...] = ()
        self.choice = ReceiptChoice()
        self._tell: Callable[[DeskChange], ChangeLine] | None = None
        self._fetched: list[int] = []

    def show(
        self, sections: Sequence[ReceiptSection], choice: ReceiptChoice, tell: Callable[[DeskChange], ChangeLine]
    ) -> None:
        """Show these groups."""
        self.beginResetModel()
        self.sections, self.choice, self._tell = tuple(sections), choice, tell
        self._fetched = [min(_AT_ONCE, section.size) for section in sections]
        self.endResetModel()
        self.choice_changed.emit()

    def change_at(self, index: TreeIndex) -> DeskChange | None:
        """Return the change of a line; None for a group, and for what cannot be chosen."""
        section = self._section(index)
        return section.changes[index.row()] if section and index.internalId() != _ROOT and section.changes else None

    def tell_changed(self, index: TreeIndex) -> None:
        """Show what was said of the change of a line, or of a group."""
        group = self.parent(index) if index.internalId() != _ROOT else self.index(index.row(), 0)
        last = self.rowCount(group) - 1
        self.dataChanged.emit(group, group)
        if last >= 0:
            self.dataChanged.emit(self.index(0, 0, group), self.index(last, 0, group))
        self.choice_changed.emit()

    def index(self, row: int, column: int, parent: TreeIndex = _NONE) -> QModelIndex:
        """Return the place of a group or a line."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _ROOT)

    def parent(self, index: TreeIndex) -> QModelIndex:  # type: ignore[override]
        """Return the group of a line."""
        number = index.internalId() if index.isValid() else _ROOT
        return self.createIndex(number - 1, 0, _ROOT) if number != _ROOT else QModelIndex()

    def rowCount(self, parent: TreeIndex = _NONE) -> int:
        """Return how many lines are there by now."""
        if not parent.isValid():
            return len(self.sections)
        return self._fetched[parent.row()] if parent.internalId() == _ROOT and parent.column() == 0 else 0

    def hasChildren(self, parent: TreeIndex = _NONE) -> bool:
        """Tell what can be unfolded."""
        return not parent.isValid() or (parent.internalId() == _ROOT and parent.column() == 0)

    def columnCount(self, parent: TreeIndex = _NONE) -> int:
        """Return how many columns there are."""
        return len(COLUMNS)

    def canFetchMore(self, parent: TreeIndex) -> bool:
        """Tell whether a group has more lines than are there."""
        if not parent.isValid() or parent.internalId() != _ROOT:
            return False
        return self._fetched[parent.row()] < self.sections[parent.row()].size

    def fetchMore(self, parent: TreeIndex) -> None:
        """Add some lines."""
        if not self.canFetchMore(parent):
            return
        at = self._fetched[parent.row()]
        end = min(at + _AT_ONCE, self.sections[parent.row()].size)
        self.beginInsertRows(self.index(parent.row(), 0), at, end - 1)
        self._fetched[parent.row()] = end
        self.endInsertRows()

    def flags(self, index: TreeIndex) -> Qt.ItemFlag:
        """Tell what can be ticked."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self._state(index) is not None else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _CellRole.DisplayRole) -> object:
        """Return the name of a column."""
        if orientation == Qt.Orientation.Horizontal and role == _CellRole.DisplayRole:
            return tr(COLUMNS[section])
        return None

    def data(self, index: TreeIndex, role: int = _CellRole.DisplayRole) -> object:
        """Return what a cell shows in one of Qt's roles."""
        if role == _CellRole.CheckStateRole:
            return self._state(index)
        if role == _CellRole.SizeHintRole:
            return QSize(0, self._row_px)
        if index.internalId() == _ROOT:
            return self._of_group(self.sections[index.row()], index.column(), role)
        change = self.change_at(index)
        if change is None or self._tell is None:
            text = self.sections[index.internalId() - 1].texts[index.row()] if index.column() == 0 else ""
            return text if role in {_CellRole.DisplayRole, _CellRole.ToolTipRole} else None
        if role in {_CellRole.DisplayRole, _CellRole.ToolTipRole, _CellRole.AccessibleTextRole}:
            told, is_drawn = self._tell(change), role == _CellRole.DisplayRole
            remarks = told.remarks[:1] if _has_remark(change) else ()
            if index.column() == 1:
                return ("\n" if is_drawn else ", ").join(map(tr, (told.what, *remarks)))
            return f"\n{MOVED_TO.lstrip()}".join(told.places) if is_drawn and change.origin else told.path
        if index.column() == 1:
            return _how(change, role)
        return None

    def setData(self, index: TreeIndex, value: object, role: int = _CellRole.EditRole) -> bool:
        """Tick or untick."""
        section = self._section(index)
        if role != _CellRole.CheckStateRole or section is None:
            return False
        wanted = Qt.CheckState(value) == Qt.CheckState.Checked
        change = self.change_at(index)
        if change is not None:
            if not self.choice.choose(change, wanted=wanted):
                return False
        else:
            for one in section.changes:
                if not one.conflict:
                    self.choice.choose(one, wanted=wanted)
        self.tell_changed(index)
        return True

    def _section(self, index: TreeIndex) -> ReceiptSection | None:
        if not index.isValid():
            return None
        number = index.internalId()
        return self.sections[index.row() if number == _ROOT else number - 1]

    def _of_group(self, section: ReceiptSection, column: int, role: int) -> object:
        if role in {_CellRole.DisplayRole, _CellRole.AccessibleTextRole} and column == 0:
            return section.title
        if role == _CellRole.FontRole:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def _state(self, index: TreeIndex) -> Qt.CheckState | None:
        """Return the tick of a line or a group; None where there is none."""
        section = self._section(index)
        if section is None or index.column() != 0:
            return None
        change, chosen = self.change_at(index), self.choice.chosen
        if change is not None:
            return Qt.CheckState.Checked if change.key in chosen else Qt.CheckState.Unchecked
        if index.internalId() != _ROOT or not section.takes_all:
            return None
        count = sum(one.key in chosen for one in section.changes)
        if count in {0, section.size}:
            return Qt.CheckState.Checked if count else Qt.CheckState.Unchecked
        return Qt.CheckState.PartiallyChecked


def _has_remark(change: DeskChange) -> bool:
    return bool(change.conflict or change.notes)


def _how(change: DeskChange, role: int) -> object:
    """Return the icon and the colour of what was done."""
    colour = colours().warn if change.conflict else colours().muted
    match role:
        case _CellRole.DecorationRole:
            return tinted("alert" if change.conflict else _ICONS[change.kind], colour, _ICON_PX)
        case _CellRole.ForegroundRole:
            return QColor(colour)
        case _:
            return None


class ReceiptDelegate(RowDelegate):
    """Gives a line the height of its words: where a file was moved to, and what is to be known of it, stand below.

    Of all other lines no words are made before they are in sight.
    """

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Wrap words, not paths: those are cut in the middle."""
        super().initStyleOption(option, index)
        if index.column() == 0:
            option.features &= ~QStyleOptionViewItem.ViewItemFeature.WrapText

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the size of a cell."""
        size, tree = super().sizeHint(option, index), self.parent()
        model = index.model()
        change = model.change_at(index) if isinstance(model, ReceiptModel) else None
        if change is None or not isinstance(tree, ReceiptTree):
            return size
        letters = tree.fontMetrics()
        if index.column() == 0:
            return QSize(0, size.height() + letters.lineSpacing()) if change.origin else size
        room = QRect(0, 0, tree.how_px(), _ENDLESS)
        if not _has_remark(change) or room.width() <= 0:
            return size
        words = letters.boundingRect(room, Qt.TextFlag.TextWordWrap, str(index.data()))
        return QSize(0, max(size.height(), words.height() + _AIR_PX))


class ReceiptTree(QTreeView):
    """Shows a receipt; what was done to a file gets a share of the width."""

    def how_px(self) -> int:
        """Return how much room there is for the words that tell what was done; 0 where an icon tells it alone."""
        width = self.columnWidth(1)
        is_icon = width <= _HOW_LEAST * self.fontMetrics().averageCharWidth()
        return 0 if is_icon else width - _ICON_PX - _BESIDE_PX

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the width anew."""
        letter = self.fontMetrics().averageCharWidth()
        width = event.size().width()
        self.setColumnWidth(1, _HOW_LEAST * letter if width < _NARROW * letter else round(_HOW_SHARE * width))
        super().resizeEvent(event)


def tree_of() -> tuple[ReceiptTree, ReceiptModel]:
    """Return the tree that shows a receipt, and its model."""
    tree = ReceiptTree()
    model = ReceiptModel(tree.fontMetrics().lineSpacing() + _AIR_PX)
    tree.setModel(model)
    # Groups and lines are drawn alike, with the keyboard's place in the selection.
    tree.setItemDelegate(ReceiptDelegate(tree))
    tree.setAccessibleName(gettext("Changes made by the desk"))
    tree.setWordWrap(True)
    tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    tree.setAllColumnsShowFocus(True)
    tree.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
    tree.setIndentation(tree.fontMetrics().averageCharWidth() * 3)
    head = tree.header()
    head.sectionResized.connect(lambda *_: tree.scheduleDelayedItemsLayout())
    head.setStretchLastSection(False)
    head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    head.setSectionResizeMode(1, QHeaderView.ResizeMode.Interactive)
    head.setMinimumSectionSize(tree.fontMetrics().averageCharWidth() * 4)
    return tree, model
