"""The stage: one picture of a run, as large as fits, with the place of an action marked; of a desk, as it is now.

A desk's picture is drawn again ten times a second while it is seen. If it cannot be read, the last one stays.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDesktopServices,
    QGuiApplication,
    QHideEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from desktop_agent.core.actions.action import points_of
from desktop_agent.core.errors import DeskError
from desktop_agent.core.pictures import ImagePoint, Rect
from desktop_agent.core.runs.events import FrameTaken
from desktop_agent.core.texts.message import Message, gettext, tr
from desktop_agent.record.moments import Moment
from desktop_agent.record.picture_file import ShownPicture, shown_picture
from desktop_agent.runtime import slices
from desktop_agent.runtime.protocol.messages import DeskOpened
from desktop_agent.ui.approval.crop import ring_and_cross
from desktop_agent.ui.qt.image_reader import image_reader
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
DESK_OPENING = Message("The side desk is opening.")
_DESK_WATCHED = Message("You're viewing the side desk.")
_DESK_TAKEN = Message("You're controlling the side desk.")
_REFRESH_MS = 100
_EDGE_PX = 3  # around a desk that the person has


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
        self._marked: FrameTaken | None = None  # the picture to whose pixels the marks belong
        self._placeholder: str = _NO_PICTURE
        self._desk: slices.desk_picture.DeskPicture | None = None  # that is shown as it is now
        self._is_taken = False
        self._timer = QTimer(self, interval=_REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        self.setAccessibleName(gettext("Screen"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(_LEAST_PX)

    def show_file(self, file: Path | None) -> None:
        """Show the picture in a file of this run, without marks; None: pictures aren't recorded."""
        self._show(file, None if file is None else lambda: _picture_in(file), _UNREADABLE if file else _NOT_RECORDED)

    def show_recorded(self, folder: Path, frame: FrameTaken) -> None:
        """Show a picture of a record, wherever that came from, without marks; or why it can't be shown."""
        file = folder / frame.path if frame.path else None
        self._show(file, lambda: shown_picture(folder, frame), _UNREADABLE)

    def show_desk(self, desk: DeskOpened) -> None:
        """Show what a desk's display shows now and from now on; or why that can't be read."""
        self.clear(DESK_OPENING)
        try:
            picture = slices.desk_picture.DeskPicture(desk.picture, desk.size)
        except DeskError as error:
            self.clear(error.message)
            return
        self._desk = picture
        self._image = QImage(
            picture.pixels, picture.width, picture.height, picture.row_bytes, QImage.Format.Format_RGB32
        )
        self._full_size = self._image.size()
        self.setAccessibleName(gettext("The side desk"))
        self.setAccessibleDescription(tr(_DESK_WATCHED))
        self._limit_height()
        self._refresh_if_seen()

    def freeze_desk(self) -> None:
        """Keep the last picture of a desk that is over, or is no longer shown as it is now."""
        if self._desk is not None:
            self._timer.stop()
            self._image = self._image.copy()  # its buffer goes with the desk
            self._desk.close()
            self._desk = None

    @property
    def shows_desk(self) -> bool:
        """Return whether a desk is shown as it is now."""
        return self._desk is not None

    def show_control(self, *, is_taken: bool) -> None:
        """Show whether the person has the desk."""
        self._is_taken = is_taken
        self.setAccessibleDescription(tr(_DESK_TAKEN if is_taken else _DESK_WATCHED))
        self.update()

    def refresh(self) -> None:
        """Redraw the changed parts of a desk's picture."""
        if self._desk is None or self.visibleRegion().isEmpty():
            return
        try:
            spans = self._desk.look()
        except DeskError as error:
            self.freeze_desk()
            self.setAccessibleDescription(tr(error.message))
            return
        place = fitted(self._full_size, self.size())
        scale = place.height() / self._full_size.height()
        for top, bottom in spans:
            part = QRectF(place.x(), place.y() + top * scale, place.width(), (bottom - top) * scale)
            self.update(part.toAlignedRect().adjusted(-1, -1, 1, 1))

    def has_picture_at(self, at: QPointF) -> bool:
        """Return whether the picture is drawn at a position in the widget."""
        return fitted(self._full_size, self.size()).contains(at)

    def picture_point(self, at: QPointF) -> tuple[int, int]:
        """Return the picture's pixel at a position in the widget, or the nearest one."""
        place = fitted(self._full_size, self.size())
        full = self._full_size
        x = int((at.x() - place.x()) * full.width() / max(1.0, place.width()))
        y = int((at.y() - place.y()) * full.height() / max(1.0, place.height()))
        return max(0, min(full.width() - 1, x)), max(0, min(full.height() - 1, y))

    def _refresh_if_seen(self) -> None:
        if self._desk is not None and self.isVisible():
            self._timer.start()
            self.refresh()
        else:
            self._timer.stop()

    def clear(self, placeholder: str = _NO_PICTURE) -> None:
        """Show no picture, but a sentence."""
        self._show(None, None, placeholder)

    def _show(self, file: Path | None, read: Callable[[], ShownPicture] | None, placeholder: str) -> None:
        self.freeze_desk()
        self._file = file
        self._read = read
        self._data = b""
        self._image = QImage()
        self._full_size = QSize()
        self._placeholder = placeholder
        self.unmark()
        self.setAccessibleName(gettext("Screen"))
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
        self._marked = moment.before
        before = points_of(act.given_up) if act.given_up else ()
        self._replaced_points = before if before != self._points else ()
        self.setAccessibleDescription(tr(moment.text))
        self.update()

    def unmark(self) -> None:
        """Mark nothing."""
        self._points = ()
        self._box = None
        self._replaced_points = ()
        self._marked = None
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

    def showEvent(self, event: QShowEvent) -> None:
        """Refresh a desk's picture from now on."""
        super().showEvent(event)
        self._refresh_if_seen()

    def hideEvent(self, event: QHideEvent) -> None:
        """Refresh nothing unseen."""
        super().hideEvent(event)
        self._timer.stop()

    def _limit_height(self) -> None:
        aspect = _ASPECT if self._full_size.isEmpty() else self._full_size.width() / self._full_size.height()
        self.setMaximumHeight(max(_LEAST_PX.height(), round(self.width() / aspect)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture and its marks, or the placeholder."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        image = self._current_image()
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
        if self._is_taken:
            painter.setPen(QPen(QColor(colours().accent), _EDGE_PX))
            painter.drawRect(place.adjusted(1, 1, -1, -1))

    def _current_image(self) -> QImage:
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
        area, size = self._marked_area(place)
        across = area.width() / size.width()
        down = area.height() / size.height()
        spots = [QPointF(area.x() + (at.x + 0.5) * across, area.y() + (at.y + 0.5) * down) for at in points]
        for pen in (QPen(QColor("white"), _PEN_PX + 2), line):
            painter.setPen(pen)
            if box is not None:
                frame = QRectF(box.x * across, box.y * down, box.width * across, box.height * down)
                around = frame.translated(area.topLeft()).adjusted(-_AIR_PX, -_AIR_PX, _AIR_PX, _AIR_PX)
                painter.drawRoundedRect(around, _FRAME_PX, _FRAME_PX)
                if len(spots) == 1:
                    continue
            painter.drawPolyline(spots)
            for spot in (*spots[:1], *spots[1:][-1:]):
                painter.drawPath(ring_and_cross(spot, _RING_PX))

    def _marked_area(self, place: QRectF) -> tuple[QRectF, QSize]:
        """Return where the picture is drawn to whose pixels the marks belong, and its size in pixels.

        That is the whole picture that is shown; of a desk as it is now, the part of it that the model saw.
        """
        seen = self._marked
        if self._desk is None or seen is None or seen.screen is None:
            return place, self._full_size
        scale = place.width() / self._full_size.width()
        part = seen.screen
        area = QRectF(part.x * scale, part.y * scale, part.width * scale, part.height * scale)
        return area.translated(place.topLeft()), QSize(seen.width, seen.height)


def _picture_in(file: Path) -> ShownPicture:
    try:
        return ShownPicture(file.read_bytes())
    except OSError:
        return ShownPicture()


def size_of(data: bytes) -> QSize:
    """Return a picture's size in pixels; an empty one where it can't be read."""
    with image_reader(data) as reader:
        return reader.size()


def scaled(data: bytes, size: QSize) -> QImage:
    """Return a picture at a size; a null one where it can't be read."""
    with image_reader(data) as reader:
        reader.setScaledSize(size)
        return reader.read()


def fitted(image: QSize, room: QSize) -> QRectF:
    """Return where to draw a picture: as large as fits, centred, never enlarged."""
    scale = min(1.0, room.width() / max(1, image.width()), room.height() / max(1, image.height()))
    width = image.width() * scale
    height = image.height() * scale
    return QRectF((room.width() - width) / 2, (room.height() - height) / 2, width, height)
