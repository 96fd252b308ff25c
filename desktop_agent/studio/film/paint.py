"""Paints the frames of a film from what is seen in them, with QPainter on an image: no window, no display.

From one frame to the next only what differs is painted: a pointer that has moved, the words while they fade, the part
of the screen that an act has changed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise

import cv2
import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPainterPath, QRegion

from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.studio.film.job import FramePart, FramePixels, cut
from desktop_agent.studio.film.layout import THEMES, FilmColours, FilmLayout
from desktop_agent.studio.film.look import FilmLook, PictureChange
from desktop_agent.studio.film.marks import (
    draw_caption,
    draw_card,
    draw_keys,
    draw_plain,
    draw_pointer,
    draw_ripple,
    draw_shortened,
    draw_target,
    draw_trail,
)
from desktop_agent.studio.film.options import FilmTheme
from desktop_agent.studio.film.pictures import Bgr, FilmPictures, Missing
from desktop_agent.studio.film.script import Area, FilmScript, Point

_AROUND_MARK, _AROUND_TARGET = 56.0, 10.0  # units beside a pointer, a ring or a way, and beside a target
_KEYS_UP = 92.0  # units from the card's lower edge
_KEPT = 6
_RADIUS, _SHADOW, _SHADOW_DOWN = 16.0, 34.0, 14.0  # units


class FilmPainter:
    """Paints the frames of one film."""

    def __init__(self, script: FilmScript, pictures: FilmPictures, layout: FilmLayout, theme: FilmTheme) -> None:
        self._script, self._layout, self._colours = script, layout, THEMES[theme]
        card = layout.card
        self._card = QRectF(card.x, card.y, card.width, card.height)
        self._ground = Ground(layout, self._colours)
        self._view = CardView(pictures, (script.width, script.height), int(card.width), int(card.height))
        self._whole = Rect(0, 0, layout.size.width, layout.size.height)
        self._scene, self._shown = self._ground.bare.copy(), self._ground.bare.copy()
        self._last: FilmLook | None = None

    def frame(self, look: FilmLook) -> FramePixels:
        """Return a whole frame: height x width x 4, blue first."""
        scene, shown = np.empty_like(self._scene), np.empty_like(self._shown)
        self._paint(look, scene, shown, (self._whole,), (self._whole,))
        return shown

    def parts(self, look: FilmLook) -> tuple[FramePart, ...]:
        """Return what differs in a frame from the one that was asked for before; the first is whole."""
        last, self._last = self._last, look
        if last is None or last.card_strength > 0 or look.card_strength > 0:
            under: tuple[Rect, ...] = (self._whole,)
            stale = under
        else:
            under = merged(self._stale_scene(last, look), self._whole)
            marks = self._mark_boxes(last).items() ^ self._mark_boxes(look).items()
            stale = merged((*under, *(box for _, box in marks)), self._whole)
        self._paint(look, self._scene, self._shown, under, stale)
        return tuple(FramePart(box.x, box.y, cut(self._shown, box).copy()) for box in stale)

    def _paint(
        self, look: FilmLook, scene: FramePixels, shown: FramePixels, under: Sequence[Rect], stale: Sequence[Rect]
    ) -> None:
        """Paint ground, picture and caption where they are stale (`under`), and then what lies over them."""
        is_card = look.card is not None and look.card_strength >= 1
        if under and not is_card:
            with _painting(scene, self._ground.with_shadow, under) as painter:
                self._draw_picture(painter, look)
                if look.caption:
                    draw_caption(painter, look.caption, self._layout, self._colours, self._script.steps)
        with _painting(shown, self._ground.bare if is_card else scene, stale) as painter:
            if not is_card:
                self._draw_act(painter, look)
            if look.card is not None and look.card_strength > 0:
                painter.setOpacity(look.card_strength)
                painter.drawImage(0, 0, image_of(self._ground.bare))
                draw_card(painter, look.card, self._layout, self._colours)

    def _stale_scene(self, last: FilmLook, look: FilmLook) -> Iterator[Rect]:
        """Yield where the picture or the words under it are others than before."""
        card = _pixels(self._card)
        if last.caption != look.caption:
            top = (card.bottom + int(self._layout.words.y)) // 2
            yield Rect(0, top, self._whole.width, self._whole.height - top)
        pictures = [last.picture, look.picture, *(one.picture for one in (last.change, look.change) if one)]
        if (last.view, last.is_at_rest) != (look.view, look.is_at_rest):
            yield card
        elif (last.picture, last.change) != (look.picture, look.change):
            for one, other in pairwise(dict.fromkeys(pictures)):
                differs = self._view.difference(one, other, look.view) if look.is_at_rest else card
                if differs is not None:
                    yield differs if differs is card else differs.moved(ScreenPoint(card.x, card.y))

    def _mark_boxes(self, look: FilmLook) -> dict[tuple[object, ...], Rect]:
        """Return where each mark is drawn, with some room around it."""
        unit, boxes = max(self._layout.unit, 0.5), dict[tuple[object, ...], QRectF]()
        around = QRectF(-_AROUND_MARK * unit, -_AROUND_MARK * unit, 2 * _AROUND_MARK * unit, 2 * _AROUND_MARK * unit)
        if look.target is not None and look.target_strength > 0:
            box = self._on_frame_box(look, look.target.x, look.target.y, look.target.width, look.target.height)
            out = _AROUND_TARGET * unit
            boxes["target", look.target_strength, look.is_done] = box.adjusted(-out, -out, out, out)
        for number, at in enumerate(look.trail):
            boxes["trail", look.trail, number] = around.translated(self._on_frame(look, at))
        for number, ripple in enumerate(look.ripples):
            boxes["ripple", number, ripple] = around.translated(self._on_frame(look, ripple.at))
        if look.pointer is not None:
            boxes["pointer", look.pointer] = around.translated(self._on_frame(look, look.pointer.at))
        if look.keys and look.keys_strength > 0:
            boxes["keys", look.keys, look.keys_strength] = self._card.adjusted(0, self._card.height() / 2, 0, 0)
        if look.shortened and look.shortened_strength > 0:
            down = 4 * self._layout.note_px - self._card.height()
            boxes["shortened", look.shortened, look.shortened_strength] = self._card.adjusted(0, 0, 0, down)
        return {key: _pixels(box.intersected(self._card)) for key, box in boxes.items()}

    def _draw_picture(self, painter: QPainter, look: FilmLook) -> None:
        painter.save()
        painter.setClipRect(self._card, Qt.ClipOperation.IntersectClip)
        self._draw_one(painter, look.picture, look)
        change = look.change
        if change is not None and change.typed is not None:
            painter.setClipRegion(self._written(look, change, change.typed), Qt.ClipOperation.IntersectClip)
            self._draw_one(painter, change.picture, look)
        elif change is not None:
            painter.setOpacity(change.part)
            self._draw_one(painter, change.picture, look)
        painter.restore()
        self._ground.round_off(painter)

    def _written(self, look: FilmLook, change: PictureChange, typed: Area) -> QRegion:
        """Return where typed text is there by now: whole lines, and then a part of one."""
        lines = self._view.lines(look.picture, change.picture, typed)
        left, region = change.part * sum(line.width for line in lines), QRegion()
        for line in lines:
            width = min(max(left, 0), line.width)
            box = self._on_frame_box(look, line.x, line.y, width, line.height)
            region |= QRegion(box.toAlignedRect()) if width else QRegion()
            left -= line.width
        # What else has changed, such as a title, comes with the end of the text.
        whole = self._on_frame_box(look, typed.x, typed.y, typed.width, typed.height)
        return QRegion(whole.toAlignedRect()) if change.part >= 1 else region

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
        painter.setClipRect(self._card, Qt.ClipOperation.IntersectClip)
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


class CardView:
    """The pictures of a film, laid on its canvas and scaled to a card of `width` x `height` pixels."""

    def __init__(self, pictures: FilmPictures, canvas: tuple[int, int], width: int, height: int) -> None:
        self._pictures, self._canvas = pictures, canvas
        self._width, self._height = width, height
        self._whole: OrderedDict[int, tuple[FramePixels, QImage]] = OrderedDict()
        self._resting: OrderedDict[tuple[int, Area], tuple[FramePixels, QImage]] = OrderedDict()
        self._differences: dict[tuple[int, int, Area], Rect | None] = {}
        self._lines: dict[tuple[int, int, Area], tuple[Area, ...]] = {}

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

    def lines(self, one: int, other: int, within: Area) -> tuple[Area, ...]:
        """Return the lines of text that come with a picture, in pixels of the canvas."""
        key = (one, other, within)
        if key not in self._lines:
            self._lines[key] = self._pictures.lines(one, other, within)
        return self._lines[key]

    def difference(self, one: int, other: int, view: Area) -> Rect | None:
        """Return where two pictures at rest differ on the card; None where they are the same."""
        key = (one, other, view)
        if key not in self._differences:
            missing = self.missing(one) or self.missing(other)
            whole = Rect(0, 0, self._width, self._height)
            self._differences[key] = whole if missing else _difference(*(self._scaled(n, view) for n in (one, other)))
        return self._differences[key]

    def _at_rest(self, number: int, view: Area) -> QImage:
        self._scaled(number, view)
        return self._resting[number, view][1]

    def _scaled(self, number: int, view: Area) -> FramePixels:
        key = (number, view)
        if key not in self._resting:
            pixels = _scaled(self._on_canvas(number)[0], view, self._width, self._height)
            self._resting[key] = (pixels, image_of(pixels))
            while len(self._resting) > _KEPT:
                self._resting.popitem(last=False)
        self._resting.move_to_end(key)
        return self._resting[key][0]

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


@contextmanager
def _painting(pixels: FramePixels, under: FramePixels, boxes: Sequence[Rect]) -> Iterator[QPainter]:
    """Put back what lies under these boxes of an image, and give a painter that paints in them alone."""
    for box in boxes:
        cut(pixels, box)[:] = cut(under, box)
    image = image_of(pixels)  # lives as long as its painter
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    region = QRegion()
    for box in boxes:
        region += QRect(box.x, box.y, box.width, box.height)
    painter.setClipRegion(region)
    yield painter
    painter.end()


def merged(boxes: Iterable[Rect], whole: Rect) -> tuple[Rect, ...]:
    """Return boxes that cover the same part of a whole, and more where some overlap: no two of them do."""
    apart: list[Rect] = []
    for each in boxes:
        box = each.intersection(whole)
        while box is not None and (near := next((one for one in apart if one.intersection(box)), None)):
            apart.remove(near)
            box = box.union(near)
        apart += [box] if box is not None else []
    return tuple(apart)


def _pixels(box: QRectF) -> Rect:
    around = box.toAlignedRect()
    return Rect(around.x(), around.y(), around.width(), around.height())


def _difference(one: FramePixels, other: FramePixels) -> Rect | None:
    differs = one.view(np.uint32)[:, :, 0] != other.view(np.uint32)[:, :, 0]
    rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    if not len(rows):
        return None
    left, top = int(columns[0]), int(rows[0])
    return Rect(left, top, int(columns[-1]) + 1 - left, int(rows[-1]) + 1 - top)


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


class Ground:
    """`bare` is the ground alone; `with_shadow` has the card's shadow on it."""

    def __init__(self, layout: FilmLayout, colours: FilmColours) -> None:
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
