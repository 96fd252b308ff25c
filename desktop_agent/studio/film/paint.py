"""Paints one frame of a film from what is seen in it, with QPainter on an image: no window, no display."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from desktop_agent.studio.film.card_view import CardView
from desktop_agent.studio.film.colours import THEMES
from desktop_agent.studio.film.encode import FramePixels
from desktop_agent.studio.film.ground import Ground, image_of
from desktop_agent.studio.film.layout import FilmLayout
from desktop_agent.studio.film.look import CaptionLook, FilmLook, PictureChange
from desktop_agent.studio.film.marks import draw_keys, draw_pointer, draw_ripple, draw_target, draw_trail
from desktop_agent.studio.film.options import FilmTheme
from desktop_agent.studio.film.pictures import FilmPictures
from desktop_agent.studio.film.script import Area, FilmScript, Point
from desktop_agent.studio.film.words import draw_caption, draw_card, draw_plain, draw_shortened

_KEYS_UP = 92.0  # units from the card's lower edge


class FilmPainter:
    """Paints the frames of one film."""

    def __init__(self, script: FilmScript, pictures: FilmPictures, layout: FilmLayout, theme: FilmTheme) -> None:
        """Paint what does not move."""
        self._script, self._layout, self._colours = script, layout, THEMES[theme]
        card = layout.card
        self._card = QRectF(card.x, card.y, card.width, card.height)
        self._ground = Ground(layout, self._colours)
        self._seen: tuple[int, Area, PictureChange | None, CaptionLook | None] | None = None
        self._last = self._ground.with_shadow
        self._view = CardView(pictures, (script.width, script.height), int(card.width), int(card.height))

    def frame(self, look: FilmLook) -> FramePixels:
        """Return a frame: height x width x 4, blue first."""
        is_card = look.card is not None and look.card_strength >= 1
        pixels = self._ground.bare.copy() if is_card else self._scene(look)
        image = image_of(pixels)  # lives as long as its painter
        painter = QPainter(image)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        if not is_card:
            self._draw_act(painter, look)
        if look.card is not None and look.card_strength > 0:
            painter.setOpacity(look.card_strength)
            painter.drawImage(0, 0, image_of(self._ground.bare))
            draw_card(painter, look.card, self._layout, self._colours)
        painter.end()
        return pixels

    def _scene(self, look: FilmLook) -> FramePixels:
        """Return ground, picture and caption; the last are kept, as most frames differ in what is over the picture."""
        key = (look.picture, look.view, look.change, look.caption)
        if key != self._seen:
            pixels = self._ground.with_shadow.copy()
            image = image_of(pixels)
            painter = QPainter(image)
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            self._draw_picture(painter, look)
            if look.caption:
                draw_caption(painter, look.caption, self._layout, self._colours, self._script.steps)
            painter.end()
            self._seen, self._last = key, pixels
        return self._last.copy()

    def _draw_picture(self, painter: QPainter, look: FilmLook) -> None:
        painter.save()
        painter.setClipRect(self._card)
        self._draw_one(painter, look.picture, look)
        change = look.change
        if change is not None and change.typed is not None:
            box = self._on_frame_box(look, change.typed.x, change.typed.y, change.typed.width, change.typed.height)
            painter.setClipRect(QRectF(box.x(), box.y(), box.width() * change.part, box.height()))
            self._draw_one(painter, change.picture, look)
        elif change is not None:
            painter.setOpacity(change.part)
            self._draw_one(painter, change.picture, look)
        painter.restore()
        self._ground.round_off(painter)

    def _draw_one(self, painter: QPainter, number: int, look: FilmLook) -> None:
        missing = self._view.missing(number)
        if missing is not None:
            draw_plain(painter, self._script.words[missing], self._card, self._layout, self._colours)
            return
        painter.translate(self._card.topLeft())
        self._view.draw(painter, number, look.view, rests=look.is_at_rest)
        painter.translate(-self._card.topLeft())

    def _draw_act(self, painter: QPainter, look: FilmLook) -> None:
        unit, colours = self._layout.unit, self._colours
        painter.save()
        painter.setClipRect(self._card)
        if look.target is not None and look.target_strength > 0:
            box = self._on_frame_box(look, look.target.x, look.target.y, look.target.width, look.target.height)
            draw_target(painter, box, look.target_strength, unit, colours, done=look.is_done)
        if look.trail:
            draw_trail(painter, [self._on_frame(look, at) for at in look.trail], unit, colours)
        for ripple in look.ripples:
            draw_ripple(painter, self._on_frame(look, ripple.at), ripple, colours, unit)
        if look.pointer is not None:
            draw_pointer(painter, self._on_frame(look, look.pointer.at), look.pointer, unit)
        painter.setOpacity(look.keys_strength)
        if look.keys and look.keys_strength > 0:
            rise = (1 - look.keys_strength) * 14 * unit
            middle = QPointF(self._card.center().x(), self._card.bottom() - _KEYS_UP * max(unit, 0.5) + rise)
            draw_keys(painter, look.keys, middle, unit, colours)
        painter.setOpacity(look.shortened_strength)
        if look.shortened and look.shortened_strength > 0:
            draw_shortened(painter, look.shortened, self._card.topRight(), self._layout)
        painter.restore()

    def _on_frame(self, look: FilmLook, at: Point) -> QPointF:
        scale = self._card.width() / look.view.width
        return QPointF(self._card.x() + (at[0] - look.view.x) * scale, self._card.y() + (at[1] - look.view.y) * scale)

    def _on_frame_box(self, look: FilmLook, x: float, y: float, width: float, height: float) -> QRectF:
        corner, far = self._on_frame(look, (x, y)), self._on_frame(look, (x + width, y + height))
        return QRectF(corner, far)
