"""Paints what does not move in a film: the ground, the card's shadow, and the corners that round the card."""

from __future__ import annotations

import cv2
import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPainterPath

from desktop_agent.studio.film.colours import FilmColours
from desktop_agent.studio.film.encode import FramePixels
from desktop_agent.studio.film.layout import FilmLayout

_RADIUS, _SHADOW, _SHADOW_DOWN = 16.0, 34.0, 14.0  # units


class Ground:
    """`bare` is the ground alone; `with_shadow` has the card's shadow on it."""

    def __init__(self, layout: FilmLayout, colours: FilmColours) -> None:
        """Paint it once."""
        self._card = QRectF(layout.card.x, layout.card.y, layout.card.width, layout.card.height)
        self.radius = _RADIUS * max(layout.unit, 0.4)
        self._border = QColor(colours.border)
        self.bare = _gradient(layout, colours)
        self.with_shadow = _shadowed(self.bare, self._card, self.radius, layout.unit, colours.shadow)
        self._corners = _outside(self.with_shadow, self._card, self.radius)

    def round_off(self, painter: QPainter) -> None:
        """Cover the card's corners with the ground, and draw its edge."""
        painter.drawImage(self._card.topLeft(), self._corners)
        painter.setPen(self._border)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self._card.adjusted(0.5, 0.5, -0.5, -0.5), self.radius, self.radius)


def image_of(pixels: FramePixels) -> QImage:
    """Return an image that looks at these pixels, and paints on them; they must live as long as it does."""
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, width * 4, QImage.Format.Format_RGB32)


def _gradient(layout: FilmLayout, colours: FilmColours) -> FramePixels:
    pixels = np.zeros((layout.size.height, layout.size.width, 4), np.uint8)
    image = image_of(pixels)
    gradient = QLinearGradient(QPointF(0, 0), QPointF(layout.size.width, layout.size.height))
    gradient.setColorAt(0, QColor(colours.ground[0]))
    gradient.setColorAt(1, QColor(colours.ground[1]))
    painter = QPainter(image)
    painter.fillRect(image.rect(), gradient)
    painter.end()
    return pixels


def _shadowed(ground: FramePixels, card: QRectF, radius: float, unit: float, dark: int) -> FramePixels:
    mask = QImage(ground.shape[1], ground.shape[0], QImage.Format.Format_Grayscale8)
    mask.fill(0)
    painter = QPainter(mask)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(dark, dark, dark))
    painter.drawRoundedRect(card.translated(0, _SHADOW_DOWN * unit), radius, radius)
    painter.end()
    rows = np.frombuffer(mask.constBits(), np.uint8).reshape(mask.height(), mask.bytesPerLine())[:, : mask.width()]
    soft = cv2.GaussianBlur(rows, (0, 0), max(1.0, _SHADOW * unit))
    darker = np.asarray(ground * (1 - soft[:, :, None].astype(np.float32) / 255), dtype=np.uint8)
    darker[:, :, 3] = 255  # what Qt does not look at in an image without alpha, it copies into one that has it
    return darker


def _outside(ground: FramePixels, card: QRectF, radius: float) -> QImage:
    """Return the ground where the card lies, clear but for what is outside of its round corners."""
    image = QImage(card.size().toSize(), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawImage(QPointF(0, 0), image_of(ground), card)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOut)
    path = QPainterPath()
    path.addRoundedRect(QRectF(0, 0, card.width(), card.height()), radius, radius)
    painter.fillPath(path, QColor(0, 0, 0))
    painter.end()
    return image
