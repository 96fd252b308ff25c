"""All pictures of a run, small and in a row, loaded beside the window as they come into sight."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from itertools import takewhile
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QMargins,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_agent.core.texts.message import gettext, visible
from desktop_agent.record.picture_file import shown_picture
from desktop_agent.record.recording import Shot
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.qt.widgets import tip_of
from desktop_agent.ui.view.stage import scaled, size_of

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_PICTURE: Final = QSize(104, 65)
_AIR_PX = 5
_DOT_PX = 3
_BAR_PX = 14  # of the scroll bar below
_LONGEST = 300


class _Shots(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shots: Sequence[Shot] = ()
        self._keys: list[Hashable] = []
        self._thumbnails = Thumbnails(_PICTURE, self)
        self._thumbnails.came.connect(self._draw_again)

    def show(self, shots: Sequence[Shot]) -> None:
        """Show these; the pictures that they begin with stay where they stand, as those of a run under way do."""
        keys = [_key(shot) for shot in shots]
        same = takewhile(lambda pair: pair[0] == pair[1], zip(keys, self._keys, strict=False))
        kept = len(list(same))
        if not kept:
            self._thumbnails.clear()
        if kept < len(self._keys):
            self.beginRemoveRows(QModelIndex(), kept, len(self._keys) - 1)
            del self._keys[kept:]
            self.endRemoveRows()
        self._shots = shots
        if kept < len(keys):
            self.beginInsertRows(QModelIndex(), kept, len(keys) - 1)
            self._keys = keys
            self.endInsertRows()
        self._draw_again()

    def shot(self, row: int) -> Shot:
        return self._shots[row]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self._keys)

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> object:
        if not 0 <= index.row() < len(self._shots):
            return None
        shot = self._shots[index.row()]
        match role:
            case _Role.DecorationRole:
                return self._thumbnails.image(_key(shot), lambda: shown_picture(shot.dir, shot.frame).data)
            case _Role.AccessibleTextRole:
                return visible(_shot_text(shot), _LONGEST)
            case _Role.ToolTipRole:
                return tip_of(_shot_text(shot)[:_LONGEST])
            case _:
                return None

    def _draw_again(self) -> None:
        self.dataChanged.emit(self.index(0), self.index(len(self._keys) - 1))


def _key(shot: Shot) -> Hashable:
    return shot.dir, shot.frame.path, shot.frame.sha256


def _shot_text(shot: Shot) -> str:
    act = next((moment for moment in shot.moments if moment.proposal), None)
    return (act or shot.moments[0]).line if shot.moments else gettext("At the end")


class _Tile(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return _PICTURE.grownBy(self._margins())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        now = colours()
        model = index.model()
        box = option.rect.marginsRemoved(self._margins())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_small(painter, box, index.data(_Role.DecorationRole))
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(QColor(now.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), CORNER_PX, CORNER_PX)
        tone = model.shot(index.row()).tone if isinstance(model, _Shots) else "muted"
        if tone != "muted":
            painter.setPen(QPen(QColor("white"), 1))
            painter.setBrush(QColor(str(getattr(now, tone))))
            painter.drawEllipse(box.topRight() + QPoint(-2 * _DOT_PX, 2 * _DOT_PX), _DOT_PX + 1, _DOT_PX + 1)
        painter.restore()

    def _margins(self) -> QMargins:
        return QMargins(_AIR_PX, _AIR_PX, _AIR_PX, _AIR_PX)


class Strip(QListView):
    """A row of pictures; `chosen` is emitted with the one that a person has chosen."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shots = _Shots(self)
        self.setModel(self._shots)
        self.setItemDelegate(_Tile(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(gettext("Screenshots"))
        self.setFixedHeight(_PICTURE.height() + 2 * _AIR_PX + _BAR_PX + 2)
        self.selectionModel().currentChanged.connect(lambda now, _: self._emit_chosen(now.row()))

    def show_shots(self, shots: Sequence[Shot]) -> None:
        """Show these pictures; none is chosen."""
        with QSignalBlocker(self):
            self._shots.show(shots)

    def choose(self, row: int) -> None:
        """Choose a picture, as another part has, and bring it into sight."""
        index = self._shots.index(row, 0)
        with QSignalBlocker(self):
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def _emit_chosen(self, row: int) -> None:
        if row >= 0:
            self.chosen.emit(row)


_AT_ONCE = 8
_MOST_KEPT = 600
CORNER_PX = 4


class Thumbnails(QObject):
    """Pictures of at most a size, by keys; `came` is emitted with the key of each that can be had from then on."""

    came = Signal(object)

    def __init__(self, size: QSize, parent: QObject) -> None:
        super().__init__(parent)
        self._size = size
        self._wanted: dict[Hashable, Callable[[], bytes]] = {}
        self._images: dict[Hashable, QImage] = {}
        self._is_reading = False
        self._work = BackgroundTask(self)
        self._work.done.connect(self._store_images)
        self._work.failed.connect(lambda _: self._store_images({}))

    def image(self, key: Hashable, read: Callable[[], bytes]) -> QImage:
        """Return a picture; a null one while it's read, or where there is none."""
        found = self._images.get(key)
        if found is not None:
            return found
        self._wanted.pop(key, None)
        self._wanted[key] = read
        self._read_some()
        return QImage()

    def forget(self, key: Hashable) -> None:
        """Read a picture again when it is asked for next."""
        self._images.pop(key, None)

    def clear(self) -> None:
        """Forget all."""
        self._wanted.clear()
        self._images.clear()

    def _read_some(self) -> None:
        if self._is_reading or not self._wanted:
            return
        self._is_reading = True
        size = self._size
        some = [self._wanted.popitem() for _ in range(min(_AT_ONCE, len(self._wanted)))]
        self._work.start(lambda: {key: _thumbnail(read(), size) for key, read in some})

    def _store_images(self, images: dict[Hashable, QImage]) -> None:
        self._is_reading = False
        if len(self._images) > _MOST_KEPT:
            self._images.clear()
        self._images |= images
        for key in images:
            self.came.emit(key)
        self._read_some()


def draw_small(painter: QPainter, box: QRect, image: object) -> None:
    """Draw a small picture in the middle of its box, or the box alone while there is none."""
    now = colours()
    painter.setPen(QPen(QColor(now.line), 1))
    painter.setBrush(QColor(now.ground))
    painter.drawRoundedRect(box, CORNER_PX, CORNER_PX)
    if isinstance(image, QImage) and not image.isNull():
        place = QRect(QPoint(), image.size())
        place.moveCenter(box.center())
        painter.drawImage(place, image)


def _thumbnail(data: bytes, most: QSize) -> QImage:
    size = size_of(data)
    return scaled(data, size.scaled(most, Qt.AspectRatioMode.KeepAspectRatio)) if not size.isEmpty() else QImage()
