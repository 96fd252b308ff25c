"""The tree of a receipt: a line for each change under its group; texts are made only for visible lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyleOptionViewItem, QTreeView

from desktop_agent.core.texts.message import Message, tr
from desktop_agent.desk.receipt.change import ChangeKind, DeskChange
from desktop_agent.desk.receipt.lines import ReceiptChoice, ReceiptSection
from desktop_agent.desk.receipt.wording import MOVED_TO, ChangeLine
from desktop_agent.ui.qt.icons import icon
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.qt.widgets import RowDelegate

TreeIndex = QModelIndex | QPersistentModelIndex
_HOW = Message("How")
_PADDING_PX = 10  # of a row, above and below its letters
# of the width; letters: an icon
_HOW_SHARE = 0.3
_HOW_LEAST = 5
_ENDLESS = 10_000
_NARROW = 46  # letters: a narrower view shows the kind of change as an icon alone
_AT_ONCE: Final = 500  # lines added when a group is unfolded or scrolled to its end
_ROOT: Final = 0  # of an index of a group; a line's is the number of its group, from 1
# and what Qt leaves free around an icon and its words
_ICON_PX = 15
_ICON_GAP_PX = 16
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
    """Groups and their lines; ticks are stored in `choice`."""

    choice_changed = Signal()

    def __init__(self, row_px: int, title: str) -> None:
        """Start empty; `row_px` is the height of a line, and `title` stands above them."""
        super().__init__()
        self._row_px = row_px
        self._columns = (title, _HOW)
        self.sections: tuple[ReceiptSection, ...] = ()
        self.choice = ReceiptChoice()
        self._line_of: Callable[[DeskChange], ChangeLine] | None = None
        self._fetched: list[int] = []

    def show(
        self, sections: Sequence[ReceiptSection], choice: ReceiptChoice, line_of: Callable[[DeskChange], ChangeLine]
    ) -> None:
        """Show these groups."""
        self.beginResetModel()
        self.sections = tuple(sections)
        self.choice = choice
        self._line_of = line_of
        self._fetched = [min(_AT_ONCE, section.size) for section in sections]
        self.endResetModel()
        self.choice_changed.emit()

    def change_at(self, index: TreeIndex) -> DeskChange | None:
        """Return the change of a line; None for groups and for lines that cannot be chosen."""
        section = self._section(index)
        return section.changes[index.row()] if section and index.internalId() != _ROOT and section.changes else None

    def emit_changed(self, index: TreeIndex) -> None:
        """Update the display of a line or a group after a new choice."""
        group = self.parent(index) if index.internalId() != _ROOT else self.index(index.row(), 0)
        last = self.rowCount(group) - 1
        self.dataChanged.emit(group, group)
        if last >= 0:
            self.dataChanged.emit(self.index(0, 0, group), self.index(last, 0, group))
        self.choice_changed.emit()

    def index(self, row: int, column: int, parent: TreeIndex = _NONE) -> QModelIndex:
        """Return the index of a group or a line."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _ROOT)

    def parent(self, index: TreeIndex) -> QModelIndex:  # type: ignore[override]
        """Return the group of a line."""
        number = index.internalId() if index.isValid() else _ROOT
        return self.createIndex(number - 1, 0, _ROOT) if number != _ROOT else QModelIndex()

    def rowCount(self, parent: TreeIndex = _NONE) -> int:
        """Return the number of lines loaded so far."""
        if not parent.isValid():
            return len(self.sections)
        return self._fetched[parent.row()] if parent.internalId() == _ROOT and parent.column() == 0 else 0

    def hasChildren(self, parent: TreeIndex = _NONE) -> bool:
        """Return whether an index has lines."""
        return not parent.isValid() or (parent.internalId() == _ROOT and parent.column() == 0)

    def columnCount(self, parent: TreeIndex = _NONE) -> int:
        """Return the number of columns."""
        return len(self._columns)

    def canFetchMore(self, parent: TreeIndex) -> bool:
        """Return whether a group has lines that aren't loaded yet."""
        if not parent.isValid() or parent.internalId() != _ROOT:
            return False
        return self._fetched[parent.row()] < self.sections[parent.row()].size

    def fetchMore(self, parent: TreeIndex) -> None:
        """Load more lines."""
        if not self.canFetchMore(parent):
            return
        at = self._fetched[parent.row()]
        end = min(at + _AT_ONCE, self.sections[parent.row()].size)
        self.beginInsertRows(self.index(parent.row(), 0), at, end - 1)
        self._fetched[parent.row()] = end
        self.endInsertRows()

    def flags(self, index: TreeIndex) -> Qt.ItemFlag:
        """Return the flags of a cell: whether it can be ticked."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self._check_state(index) is not None else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _CellRole.DisplayRole) -> object:
        """Return the name of a column."""
        if orientation == Qt.Orientation.Horizontal and role == _CellRole.DisplayRole:
            return tr(self._columns[section])
        return None

    def data(self, index: TreeIndex, role: int = _CellRole.DisplayRole) -> object:
        """Return what a cell shows in one of Qt's roles."""
        if role == _CellRole.CheckStateRole:
            return self._check_state(index)
        if role == _CellRole.SizeHintRole:
            return QSize(0, self._row_px)
        if index.internalId() == _ROOT:
            return self._group_data(self.sections[index.row()], index.column(), role)
        change = self.change_at(index)
        if change is None or self._line_of is None:
            text = self.sections[index.internalId() - 1].texts[index.row()] if index.column() == 0 else ""
            return text if role in {_CellRole.DisplayRole, _CellRole.ToolTipRole} else None
        if role in {_CellRole.DisplayRole, _CellRole.ToolTipRole, _CellRole.AccessibleTextRole}:
            line = self._line_of(change)
            is_drawn = role == _CellRole.DisplayRole
            remarks = line.remarks[:1] if _has_remark(change) else ()
            if index.column() == 1:
                return ("\n" if is_drawn else ", ").join(map(tr, (line.what, *remarks)))
            return f"\n{MOVED_TO.lstrip()}".join(line.places) if is_drawn and change.origin else line.path
        if index.column() == 1:
            return _kind_data(change, role)
        return None

    def setData(self, index: TreeIndex, value: object, role: int = _CellRole.EditRole) -> bool:
        """Tick or untick."""
        section = self._section(index)
        if role != _CellRole.CheckStateRole or section is None:
            return False
        is_checked = Qt.CheckState(value) == Qt.CheckState.Checked
        change = self.change_at(index)
        if change is not None:
            if not self.choice.choose(change, wanted=is_checked):
                return False
        else:
            for entry in section.changes:
                if not entry.conflict:
                    self.choice.choose(entry, wanted=is_checked)
        self.emit_changed(index)
        return True

    def _section(self, index: TreeIndex) -> ReceiptSection | None:
        if not index.isValid():
            return None
        number = index.internalId()
        return self.sections[index.row() if number == _ROOT else number - 1]

    def _group_data(self, section: ReceiptSection, column: int, role: int) -> object:
        if role in {_CellRole.DisplayRole, _CellRole.AccessibleTextRole} and column == 0:
            return section.title
        if role == _CellRole.FontRole:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def _check_state(self, index: TreeIndex) -> Qt.CheckState | None:
        """Return the tick of a line or a group; None where there is none."""
        section = self._section(index)
        if section is None or index.column() != 0:
            return None
        change = self.change_at(index)
        chosen = self.choice.chosen
        if change is not None:
            return Qt.CheckState.Checked if change.key in chosen else Qt.CheckState.Unchecked
        if index.internalId() != _ROOT or not section.takes_all:
            return None
        count = sum(entry.key in chosen for entry in section.changes)
        if count in {0, section.size}:
            return Qt.CheckState.Checked if count else Qt.CheckState.Unchecked
        return Qt.CheckState.PartiallyChecked


def _has_remark(change: DeskChange) -> bool:
    return bool(change.conflict or change.notes)


def _kind_data(change: DeskChange, role: int) -> object:
    """Return the icon or the colour of the kind of change; None for other roles."""
    colour = colours().warn if change.conflict else colours().muted
    match role:
        case _CellRole.DecorationRole:
            return icon("alert" if change.conflict else _ICONS[change.kind], colour, _ICON_PX)
        case _CellRole.ForegroundRole:
            return QColor(colour)
        case _:
            return None


class ReceiptDelegate(RowDelegate):
    """Fits the height of a line to its text: targets of moves and remarks are on lines of their own.

    No text is made for other lines before they are visible.
    """

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Wrap texts, but elide paths in the middle."""
        super().initStyleOption(option, index)
        if index.column() == 0:
            option.features &= ~QStyleOptionViewItem.ViewItemFeature.WrapText

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the size of a cell."""
        size = super().sizeHint(option, index)
        tree = self.parent()
        model = index.model()
        change = model.change_at(index) if isinstance(model, ReceiptModel) else None
        if change is None or not isinstance(tree, ReceiptTree):
            return size
        letters = tree.fontMetrics()
        if index.column() == 0:
            return QSize(0, size.height() + letters.lineSpacing()) if change.origin else size
        room = QRect(0, 0, tree.kind_width_px(), _ENDLESS)
        if not _has_remark(change) or room.width() <= 0:
            return size
        words = letters.boundingRect(room, Qt.TextFlag.TextWordWrap, str(index.data()))
        return QSize(0, max(size.height(), words.height() + _PADDING_PX))


class ReceiptTree(QTreeView):
    """Shows a receipt; the kind of change gets a share of the width."""

    def kind_width_px(self) -> int:
        """Return the width for the kind of change; 0 if only its icon is shown."""
        width = self.columnWidth(1)
        is_icon = width <= _HOW_LEAST * self.fontMetrics().averageCharWidth()
        return 0 if is_icon else width - _ICON_PX - _ICON_GAP_PX

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the new width among the columns."""
        letter = self.fontMetrics().averageCharWidth()
        width = event.size().width()
        self.setColumnWidth(1, _HOW_LEAST * letter if width < _NARROW * letter else round(_HOW_SHARE * width))
        super().resizeEvent(event)


def new_tree(title: str) -> tuple[ReceiptTree, ReceiptModel]:
    """Return a tree for a set of changes, with `title` above them, and its model."""
    tree = ReceiptTree()
    model = ReceiptModel(tree.fontMetrics().lineSpacing() + _PADDING_PX, title)
    tree.setModel(model)
    # Groups and lines are drawn alike, with the keyboard's place in the selection.
    tree.setItemDelegate(ReceiptDelegate(tree))
    tree.setAccessibleName(tr(title))
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
