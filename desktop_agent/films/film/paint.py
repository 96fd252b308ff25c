"""Frames of a film, painted with QPainter on an image whenever their look differs, and given to the encoder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from functools import lru_cache
from itertools import chain
from pathlib import Path

import cv2
import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPainterPath

from desktop_agent.core.errors import RecordError
from desktop_agent.core.texts.message import Message
from desktop_agent.films.film.encode import RATES, EncodeJob, FilmEncoder, FramePixels
from desktop_agent.films.film.look import THEMES, FilmColours, FilmLayout, FilmLook, layout, look_at
from desktop_agent.films.film.marks import (
    Bgr,
    FilmPictures,
    Missing,
    draw_caption,
    draw_card,
    draw_keys,
    draw_missing_text,
    draw_pointer,
    draw_ripple,
    draw_target,
)
from desktop_agent.films.film.script import (
    Area,
    FilmFormat,
    FilmOptions,
    FilmProgress,
    FilmScript,
    FilmTheme,
    Point,
    Shot,
    TypedLine,
)
from desktop_agent.films.film.timeline import Timeline, chapters, timeline

_KEYS_UP = 92.0  # units from the card's lower edge
_CACHE_SIZE = 6
# units
_RADIUS = 16.0
_SHADOW = 34.0
_SHADOW_DOWN = 14.0
_SOFTER = 4  # times smaller, in which the shadow is blurred


class FilmPainter:
    """Paints the frames of one film."""

    def __init__(self, script: FilmScript, pictures: FilmPictures, layout: FilmLayout, theme: FilmTheme) -> None:
        self._script = script
        self._layout = layout
        self._colours = THEMES[theme]
        card = layout.card
        self._card = QRectF(card.x, card.y, card.width, card.height)
        self._ground = Ground(layout, self._colours)
        self._view = CardView(pictures, (script.width, script.height), int(card.width), int(card.height))
        self._scene = self._ground.with_shadow
        self._scene_of = FilmLook(-1, Area(0, 0, 1, 1))

    def frame(self, look: FilmLook) -> FramePixels:
        """Return a frame: height x width x 4, blue first."""
        is_card = look.card is not None and look.card_strength >= 1
        pixels = (self._ground.bare if is_card else self._painted_scene(look)).copy()
        with _pixel_painter(pixels) as painter:
            if not is_card:
                self._draw_act(painter, look)
            if look.card is not None and look.card_strength > 0:
                painter.setOpacity(look.card_strength)
                painter.drawImage(0, 0, image_of(self._ground.bare))
                draw_card(painter, look.card, self._layout, self._colours)
        return pixels

    def _painted_scene(self, look: FilmLook) -> FramePixels:
        """Return background, picture and caption, which stay while the pointer moves."""
        scene_of = FilmLook(look.picture, look.view, look.is_at_rest, look.change, caption=look.caption)
        if scene_of != self._scene_of:
            self._scene = self._ground.with_shadow.copy()
            self._scene_of = scene_of
            with _pixel_painter(self._scene) as painter:
                self._draw_picture(painter, look)
                if look.caption:
                    draw_caption(painter, look.caption, self._layout, self._colours, self._script.steps)
        return self._scene

    def _draw_picture(self, painter: QPainter, look: FilmLook) -> None:
        painter.save()
        painter.setClipRect(self._card, Qt.ClipOperation.IntersectClip)
        self._draw_screenshot(painter, look.picture, look)
        change = look.change
        if change is not None and change.typed:
            # Other changes, such as a title and what a shell prints, appear at the end of the text.
            lines, part = divmod(change.part * len(change.typed), 1)
            for number, line in enumerate(change.typed[: int(lines) + 1]):
                self._draw_line(painter, look, change.picture, line, 1.0 if number < lines else part)
        elif change is not None:
            painter.setOpacity(change.part)
            self._draw_screenshot(painter, change.picture, look)
        painter.restore()
        self._ground.round_off(painter)

    def _draw_line(self, painter: QPainter, look: FilmLook, picture: int, line: TypedLine, part: float) -> None:
        """Draw a line that is typed up to a part of it, and behind it what stands there meanwhile."""
        area = line.area
        if part >= 1:
            self._draw_part(painter, look, picture, area)
            return
        caret = area.x + (line.end - area.x) * part
        painter.fillRect(self._frame_box(look, area.x, area.y, area.width, area.height), QColor(*line.colour))
        self._draw_part(painter, look, picture, Area(area.x, area.y, caret - area.x, area.height))
        if line.tail is not None:
            self._draw_part(painter, look, picture, line.tail, moved=caret - line.tail.x)

    def _draw_part(self, painter: QPainter, look: FilmLook, picture: int, part: Area, moved: float = 0.0) -> None:
        """Draw a part of a picture, which may be moved to the right by pixels of the canvas."""
        scale = self._card.width() / look.view.width
        clip = QPainterPath()
        clip.addRect(self._frame_box(look, part.x + moved, part.y, part.width, part.height))
        painter.save()
        painter.setClipPath(clip, Qt.ClipOperation.IntersectClip)
        painter.translate(moved * scale, 0)
        self._draw_screenshot(painter, picture, look)
        painter.restore()

    def _draw_screenshot(self, painter: QPainter, number: int, look: FilmLook) -> None:
        missing = self._view.missing(number)
        if missing is not None:
            draw_missing_text(painter, self._script.words[missing], self._card, self._layout, self._colours)
            return
        painter.translate(self._card.topLeft())
        self._view.draw(painter, number, look.view, is_at_rest=look.is_at_rest)
        painter.translate(-self._card.topLeft())

    def _draw_act(self, painter: QPainter, look: FilmLook) -> None:
        unit = self._layout.unit
        colours = self._colours
        painter.save()
        painter.setClipRect(self._card, Qt.ClipOperation.IntersectClip)
        if look.target is not None and look.target_strength > 0:
            box = self._frame_box(look, look.target.x, look.target.y, look.target.width, look.target.height)
            draw_target(painter, box, look.target_strength, unit, colours, done=look.is_done)
        for ripple in look.ripples:
            draw_ripple(painter, self._frame_point(look, ripple.at), ripple, colours, unit)
        if look.pointer is not None:
            draw_pointer(painter, self._frame_point(look, look.pointer.at), look.pointer, unit)
        painter.setOpacity(look.keys_strength)
        if look.keys and look.keys_strength > 0:
            rise = (1 - look.keys_strength) * 14 * unit
            middle = QPointF(self._card.center().x(), self._card.bottom() - _KEYS_UP * max(unit, 0.5) + rise)
            draw_keys(painter, look.keys, middle, unit, colours)
        painter.restore()

    def _frame_point(self, look: FilmLook, at: Point) -> QPointF:
        scale = self._card.width() / look.view.width
        return QPointF(self._card.x() + (at[0] - look.view.x) * scale, self._card.y() + (at[1] - look.view.y) * scale)

    def _frame_box(self, look: FilmLook, x: float, y: float, width: float, height: float) -> QRectF:
        corner = self._frame_point(look, (x, y))
        far = self._frame_point(look, (x + width, y + height))
        return QRectF(corner, far)


class CardView:
    """The pictures of a film, fitted to its canvas and scaled to a card of `width` x `height` pixels."""

    def __init__(self, pictures: FilmPictures, canvas: tuple[int, int], width: int, height: int) -> None:
        self._pictures = pictures
        self._canvas = canvas
        self._width = width
        self._height = height
        self._on_canvas = lru_cache(_CACHE_SIZE)(self._fit_to_canvas)
        self._scaled_cache = lru_cache(_CACHE_SIZE)(self._scaled)

    def missing(self, number: int) -> Missing | None:
        """Return why a picture can't be shown; None where it can."""
        picture = self._pictures.get(number)
        return picture if isinstance(picture, str) else None

    def draw(self, painter: QPainter, number: int, view: Area, *, is_at_rest: bool) -> None:
        """Draw a view of a picture over the card, whose top left corner is the painter's origin."""
        goal = QRectF(0, 0, self._width, self._height)
        if is_at_rest:
            painter.drawImage(goal.topLeft(), self._scaled_cache(number, view)[1])
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(goal, self._on_canvas(number)[1], QRectF(view.x, view.y, view.width, view.height))

    def _scaled(self, number: int, view: Area) -> tuple[FramePixels, QImage]:
        pixels = _scaled(self._on_canvas(number)[0], view, self._width, self._height)
        return pixels, image_of(pixels)

    def _fit_to_canvas(self, number: int) -> tuple[FramePixels, QImage]:
        picture = self._pictures.get(number)
        width, height = self._canvas
        pixels = np.zeros((height, width, 4), np.uint8) if isinstance(picture, str) else _fitted(picture, width, height)
        return pixels, image_of(pixels)


@contextmanager
def _pixel_painter(pixels: FramePixels) -> Iterator[QPainter]:
    """Yield a painter for these pixels."""
    image = image_of(pixels)  # lives as long as its painter
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    yield painter
    painter.end()


def _fitted(picture: Bgr, width: int, height: int) -> FramePixels:
    """Return a picture scaled to fit a canvas, in its centre, with four bytes a pixel."""
    if picture.shape[:2] != (height, width):
        scale = min(width / picture.shape[1], height / picture.shape[0])
        size = max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale))
        fitted = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
        canvas = np.zeros((height, width, 3), np.uint8)
        left = (width - size[0]) // 2
        top = (height - size[1]) // 2
        canvas[top : top + size[1], left : left + size[0]] = fitted
        picture = canvas
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2BGRA), dtype=np.uint8)


def _scaled(pixels: FramePixels, view: Area, width: int, height: int) -> FramePixels:
    """Return a part of a picture at another size; the view is rounded to whole pixels."""
    left = round(view.x)
    top = round(view.y)
    part = pixels[top : top + max(1, round(view.height)), left : left + max(1, round(view.width))]
    how = cv2.INTER_AREA if width < part.shape[1] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(part, (width, height), interpolation=how), dtype=np.uint8)


class Ground:
    """The background: `bare` without, `with_shadow` with the card's shadow."""

    def __init__(self, layout: FilmLayout, colours: FilmColours) -> None:
        self._card = QRectF(layout.card.x, layout.card.y, layout.card.width, layout.card.height)
        self.radius = _RADIUS * max(layout.unit, 0.4)
        self._border = QColor(colours.border)
        self.bare = _gradient(layout, colours)
        self.with_shadow = _with_card_shadow(self.bare, self._card, self.radius, layout.unit, colours.shadow)
        self._corners = _corner_cover(self.with_shadow, self._card, self.radius)

    def round_off(self, painter: QPainter) -> None:
        """Cover the card's corners with the background, and draw its edge."""
        painter.drawImage(self._card.topLeft(), self._corners)
        painter.setPen(self._border)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self._card.adjusted(0.5, 0.5, -0.5, -0.5), self.radius, self.radius)


def image_of(pixels: FramePixels) -> QImage:
    """Return an image that shares these pixels' memory; the pixels must live as long as the image."""
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


def _with_card_shadow(ground: FramePixels, card: QRectF, radius: float, unit: float, dark: int) -> FramePixels:
    mask = QImage(ground.shape[1], ground.shape[0], QImage.Format.Format_Grayscale8)
    mask.fill(0)
    painter = QPainter(mask)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(dark, dark, dark))
    painter.drawRoundedRect(card.translated(0, _SHADOW_DOWN * unit), radius, radius)
    painter.end()
    rows = np.frombuffer(mask.constBits(), np.uint8).reshape(mask.height(), mask.bytesPerLine())[:, : mask.width()]
    # What is that soft looks the same blurred in a smaller size, for a tenth of the time.
    small = cv2.resize(rows, None, fx=1 / _SOFTER, fy=1 / _SOFTER, interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(small, (0, 0), max(1.0, _SHADOW * unit / _SOFTER))
    soft = np.asarray(cv2.resize(blurred, rows.shape[::-1], interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
    darker = np.asarray(ground * (1 - soft[:, :, None].astype(np.float32) / 255), dtype=np.uint8)
    darker[:, :, 3] = 255  # Qt ignores this byte in an image without alpha, but copies it to one with alpha
    return darker


def _corner_cover(ground: FramePixels, card: QRectF, radius: float) -> QImage:
    """Return the background below the card, transparent except outside of the round corners."""
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


_SAMPLES = 40
_STILL_MS = 120  # after a press, when the ring is spreading


class FilmRenderer:
    """Renders the files of one film; the differences of its pictures are computed once."""

    def __init__(self, folder: Path, script: FilmScript, options: FilmOptions) -> None:
        self._script = script
        self._options = options
        self._pictures = FilmPictures(folder, script.pictures)
        self._changed = self._changed_areas()
        self._typed = self._typed_lines()

    def film(self, kind: FilmFormat, part: Path, progress: FilmProgress) -> None:
        """Write one file; RecordError or OSError where that fails, and `part` is incomplete then."""
        film, painter = self._timeline_and_painter(kind)
        rate = RATES[kind]
        ticks = max(1, int(film.length_ms * rate / 1000))
        shown = chain(looks(film, ticks, rate), [(ticks - 1, look_at(film, film.length_ms - 1))])
        job = EncodeJob(
            part, kind, self._options.size_of(kind), self._script.title.heading,
            chapters(film), self._options.narration,
            lambda: (painter.frame(look) for look in _sample_looks(film)),
        )  # fmt: skip
        out = FilmEncoder(job)
        try:
            for tick, look in shown:
                out.add(tick, painter.frame(look))
                progress(tick / ticks)
            out.finish()
        except BaseException:
            out.discard()
            raise
        if not part.is_file() or not part.stat().st_size:
            raise RecordError(Message("The video couldn't be saved for an unknown reason."))

    def stills(self, folder: Path, progress: FilmProgress) -> None:
        """Write a PNG of each act into a folder; OSError where that fails."""
        film, painter = self._timeline_and_painter("stills")
        folder.mkdir()
        acts = [beat for beat in film.beats if beat.shot.gesture != "none"] or list(film.beats)
        for number, beat in enumerate(acts, 1):
            at = min(beat.end - 1, beat.press + _STILL_MS if beat.shot.gesture == "click" else beat.changed)
            _write_png(folder / f"{number:03d}.png", painter.frame(look_at(film, at)))
            progress(number / len(acts))

    def _timeline_and_painter(self, kind: FilmFormat) -> tuple[Timeline, FilmPainter]:
        frame = layout(self._options.size_of(kind), *self._script.shape)
        film = timeline(self._script, self._changed, frame.card.width / frame.card.height, self._typed)
        return film, FilmPainter(self._script, self._pictures, frame, self._options.theme)

    def _changed_areas(self) -> dict[tuple[int, int], Area]:
        # What is typed stands in one place; a press may change all of a page.
        pairs = {(shot.before, shot.after): shot.gesture != "type" for shot in self._script.shots}
        areas = {
            pair: self._pictures.changed(*pair, everywhere=everywhere)
            for pair, everywhere in pairs.items()
            if pair[0] != pair[1]
        }
        return {pair: area for pair, area in areas.items() if area is not None}

    def _typed_lines(self) -> dict[Shot, tuple[TypedLine, ...]]:
        """Return the lines of typed text that the shots show; their pictures have the size of the canvas."""
        typing = [shot for shot in self._script.shots if shot.gesture == "type"]
        areas = {shot: self._changed.get((shot.before, shot.after)) for shot in typing}
        return {
            shot: self._pictures.typed((shot.before, shot.after), area, shot.rows, entered=shot.entered)
            for shot, area in areas.items()
            if area is not None
        }


def looks(film: Timeline, ticks: int, rate: Fraction) -> Iterator[tuple[int, FilmLook]]:
    """Yield each tick but the last one at which the look changes, with that look."""
    last: FilmLook | None = None
    for tick in range(ticks - 1):
        look = look_at(film, int(tick * 1000 / rate))
        if look != last:
            yield tick, look
            last = look


def _sample_looks(film: Timeline) -> Iterator[FilmLook]:
    """Yield looks from all over a film, at moments with much to see."""
    every = max(1, len(film.beats) // _SAMPLES)
    yield look_at(film, 0)
    for beat in film.beats[::every]:
        yield look_at(film, min(beat.changed + 20, beat.end - 1))
    yield look_at(film, film.length_ms - 1)


def _write_png(path: Path, pixels: FramePixels) -> None:
    is_encoded, data = cv2.imencode(".png", pixels[:, :, :3])
    if not is_encoded:
        raise RecordError(Message("OpenCV couldn't write an image."))
    path.write_bytes(data.tobytes())
