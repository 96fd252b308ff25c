"""The stage: one picture of a run, as large as fits, with the place of an action marked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDesktopServices,
    QGuiApplication,
    QImage,
    QImageReader,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from desktop_agent.core.actions.action import points_of
from desktop_agent.core.pictures.geometry import ImagePoint, Rect
from desktop_agent.core.runs.events import FrameTaken
from desktop_agent.core.texts.message import Message
from desktop_agent.core.texts.translation import gettext, tr
from desktop_agent.record.moments import Moment
from desktop_agent.record.picture_file import ShownPicture, shown_picture
from desktop_agent.ui.approval.crop import ring_and_cross
from desktop_agent.ui.qt.theme import colours

_RING_PX = 11.0
_AIR_PX = 3.0  # around a control that is framed
_FRAME_PX = 5.0  # of the frame's corners
_PEN_PX = 2.5
_NO_PICTURE = Message("The screen is shown here while a task runs.")
_NOT_RECORDED = Message("Screenshots aren't recorded for this run, so there are none to show.")
_UNREADABLE = Message("This screenshot can't be read.")
_ASPECT = 1.6  # without a picture
_CORNER_PX = 6.0  # of the placeholder's box
_LEAST_PX = QSize(160, 90)


class Stage(QWidget):
    """A picture fitted into the widget, with marks; it is read only for drawing, at the drawn size."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read: Callable[[], ShownPicture] | None = None
        self._file: Path | None = None
        self._data = b""
        self._image = QImage()
        self._full_size = QSize()
        self._points: tuple[ImagePoint, ...] = ()
        self._box: Rect | None = None
        self._replaced_points: tuple[ImagePoint, ...] = ()
        self._placeholder: str = _NO_PICTURE
        self.setAccessibleName(gettext("Screen"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(_LEAST_PX)

    def show_file(self, file: Path | None) -> None:
        """Show the picture in a file of this run, without marks; None: pictures aren't recorded."""
        self._show(file, None if file is None else lambda: _content(file), _UNREADABLE if file else _NOT_RECORDED)

    def show_recorded(self, folder: Path, frame: FrameTaken) -> None:
        """Show a picture of a record, wherever that came from, without marks; or why it can't be shown."""
        file = folder / frame.path if frame.path else None
        self._show(file, lambda: shown_picture(folder, frame), _UNREADABLE)

    def clear(self, placeholder: str = _NO_PICTURE) -> None:
        """Show no picture, but a sentence."""
        self._show(None, None, placeholder)
        self.setAccessibleDescription("")

    def _show(self, file: Path | None, read: Callable[[], ShownPicture] | None, placeholder: str) -> None:
        self._file = file
        self._read = read
        self._data = b""
        self._image = QImage()
        self._full_size = QSize()
        self._points = ()
        self._box = None
        self._replaced_points = ()
        self._placeholder = placeholder
        self.setAccessibleDescription("" if read else tr(placeholder))
        self.update()

    def mark(self, moment: Moment) -> None:
        """Mark the place of an act, if a moment is one, and describe it to screen readers.

        Where a person changed it, the place of the model's own action is dotted.
        """
        act = moment.proposal
        if act is None:
            return
        self._points = points_of(act.action) if act.action else ()
        self._box = act.framed_box
        before = points_of(act.given_up) if act.given_up else ()
        self._replaced_points = before if before != self._points else ()
        self.setAccessibleDescription(tr(moment.text))
        self.update()

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(480, round(480 / _ASPECT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Limit the height to the picture's, so that its caption is right below it."""
        super().resizeEvent(event)
        self._limit_height()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy the picture, and to open it where it can be saved under another name."""
        if self._file is None or self._image.isNull():
            return
        file = str(self._file)
        data = self._data  # the file may be another by now
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(gettext("Copy picture"))
        copy.triggered.connect(lambda *_: QGuiApplication.clipboard().setImage(QImage.fromData(data)))
        show = menu.addAction(gettext("Open picture"))
        show.triggered.connect(lambda *_: QDesktopServices.openUrl(QUrl.fromLocalFile(file)))
        menu.popup(event.globalPos())

    def _limit_height(self) -> None:
        aspect = _ASPECT if self._full_size.isEmpty() else self._full_size.width() / self._full_size.height()
        self.setMaximumHeight(max(_LEAST_PX.height(), round(self.width() / aspect)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture and its marks, or the placeholder."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        image = self._loaded()
        if image.isNull():
            painter.setPen(QColor(colours().line))
            painter.setBrush(QColor(colours().ground))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _CORNER_PX, _CORNER_PX)
            painter.setPen(self.palette().placeholderText().color())
            room = self.rect().adjusted(16, 16, -16, -16)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, tr(self._placeholder))
            return
        place = fitted(self._full_size, self.size())
        painter.drawImage(place, image)
        self._draw_mark(painter, place, self._replaced_points, QPen(QColor("#626b78"), _PEN_PX, Qt.PenStyle.DotLine))
        self._draw_mark(painter, place, self._points, QPen(QColor(colours().bad), _PEN_PX), self._box)

    def _loaded(self) -> QImage:
        if self._read is not None:
            picture = self._read()
            self._read = None
            self._data = picture.data
            self._placeholder = picture.reason or self._placeholder
            if not self._data:
                self.setAccessibleDescription(tr(self._placeholder))
            self._full_size = size_of(self._data)
            self._limit_height()
        if not self._data:
            return self._image
        # A full screen would take 8 MB until the next picture.
        size = fitted(self._full_size, self.size() * self.devicePixelRatioF()).size().toSize()
        if self._image.size() != size:
            self._image = scaled(self._data, size)
        return self._image

    def _draw_mark(
        self, painter: QPainter, place: QRectF, points: tuple[ImagePoint, ...], line: QPen, box: Rect | None = None
    ) -> None:
        across = place.width() / self._full_size.width()
        down = place.height() / self._full_size.height()
        spots = [QPointF(place.x() + (at.x + 0.5) * across, place.y() + (at.y + 0.5) * down) for at in points]
        for pen in (QPen(QColor("white"), _PEN_PX + 2), line):
            painter.setPen(pen)
            if box is not None:
                frame = QRectF(box.x * across, box.y * down, box.width * across, box.height * down)
                around = frame.translated(place.topLeft()).adjusted(-_AIR_PX, -_AIR_PX, _AIR_PX, _AIR_PX)
                painter.drawRoundedRect(around, _FRAME_PX, _FRAME_PX)
                if len(spots) == 1:
                    continue
            painter.drawPolyline(spots)
            for spot in (*spots[:1], *spots[1:][-1:]):
                painter.drawPath(ring_and_cross(spot, _RING_PX))


def _content(file: Path) -> ShownPicture:
    try:
        return ShownPicture(file.read_bytes())
    except OSError:
        return ShownPicture()


def size_of(data: bytes) -> QSize:
    """Return a picture's size in pixels; an empty one where it can't be read."""
    buffer = _buffer(data)
    return QImageReader(buffer).size()


def scaled(data: bytes, size: QSize) -> QImage:
    """Return a picture at a size; a null one where it can't be read."""
    buffer = _buffer(data)
    reader = QImageReader(buffer)
    reader.setScaledSize(size)
    return reader.read()


def _buffer(data: bytes) -> QBuffer:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return buffer


def fitted(image: QSize, room: QSize) -> QRectF:
    """Return where to draw a picture: as large as fits, centred, never enlarged."""
    scale = min(1.0, room.width() / max(1, image.width()), room.height() / max(1, image.height()))
    width = image.width() * scale
    height = image.height() * scale
    return QRectF((room.width() - width) / 2, (room.height() - height) / 2, width, height)
