"""Small pictures: read and scaled beside the window, the ones that were asked for last first."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.view.stage import scaled, size_of

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
        self._work.done.connect(self._keep)
        self._work.failed.connect(lambda _: self._keep({}))

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
        self._work.start(lambda: {key: _small(read(), size) for key, read in some})

    def _keep(self, images: dict[Hashable, QImage]) -> None:
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


def _small(data: bytes, most: QSize) -> QImage:
    size = size_of(data)
    return scaled(data, size.scaled(most, Qt.AspectRatioMode.KeepAspectRatio)) if not size.isEmpty() else QImage()
