"""Shows a part of a picture at the size of the film's card: carefully where it rests, quickly while it moves."""

from __future__ import annotations

from collections import OrderedDict

import cv2
import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from desktop_agent.studio.film.encode import FramePixels
from desktop_agent.studio.film.ground import image_of
from desktop_agent.studio.film.pictures import Bgr, FilmPictures, Missing
from desktop_agent.studio.film.script import Area

_KEPT = 6


class CardView:
    """The pictures of a film, laid on its canvas and scaled to a card of `width` x `height` pixels."""

    def __init__(self, pictures: FilmPictures, canvas: tuple[int, int], width: int, height: int) -> None:
        """Open nothing yet."""
        self._pictures, self._canvas = pictures, canvas
        self._width, self._height = width, height
        self._whole: OrderedDict[int, tuple[FramePixels, QImage]] = OrderedDict()
        self._resting: OrderedDict[tuple[int, Area], tuple[FramePixels, QImage]] = OrderedDict()

    def missing(self, number: int) -> Missing | None:
        """Return why a picture cannot be shown; None where it can."""
        found = self._pictures.get(number)
        return found if isinstance(found, str) else None

    def draw(self, painter: QPainter, number: int, view: Area, *, rests: bool) -> None:
        """Draw a picture's part over the card, whose top left corner is the painter's origin."""
        goal = QRectF(0, 0, self._width, self._height)
        if rests:
            painter.drawImage(goal.topLeft(), self._at_rest(number, view))
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(goal, self._on_canvas(number)[1], QRectF(view.x, view.y, view.width, view.height))

    def _at_rest(self, number: int, view: Area) -> QImage:
        key = (number, view)
        if key not in self._resting:
            pixels = _scaled(self._on_canvas(number)[0], view, self._width, self._height)
            self._resting[key] = (pixels, image_of(pixels))
            while len(self._resting) > _KEPT:
                self._resting.popitem(last=False)
        self._resting.move_to_end(key)
        return self._resting[key][1]

    def _on_canvas(self, number: int) -> tuple[FramePixels, QImage]:
        if number not in self._whole:
            found = self._pictures.get(number)
            width, height = self._canvas
            pixels = np.zeros((height, width, 4), np.uint8) if isinstance(found, str) else _laid(found, width, height)
            self._whole[number] = (pixels, image_of(pixels))
            while len(self._whole) > _KEPT:
                self._whole.popitem(last=False)
        self._whole.move_to_end(number)
        return self._whole[number]


def _laid(picture: Bgr, width: int, height: int) -> FramePixels:
    """Return a picture in the middle of a canvas, scaled to fit into it, with a fourth byte a pixel."""
    if picture.shape[:2] != (height, width):
        scale = min(width / picture.shape[1], height / picture.shape[0])
        size = max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale))
        fitted = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
        whole = np.zeros((height, width, 3), np.uint8)
        left, top = (width - size[0]) // 2, (height - size[1]) // 2
        whole[top : top + size[1], left : left + size[0]] = fitted
        picture = whole
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2BGRA), dtype=np.uint8)


def _scaled(pixels: FramePixels, view: Area, width: int, height: int) -> FramePixels:
    """Return a part of a picture at another size; a view rests at whole pixels."""
    left, top = round(view.x), round(view.y)
    part = pixels[top : top + max(1, round(view.height)), left : left + max(1, round(view.width))]
    how = cv2.INTER_AREA if width < part.shape[1] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(part, (width, height), interpolation=how), dtype=np.uint8)
