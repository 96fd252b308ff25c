"""Two runs of the same steps in one film: pairs of acts, drawn side by side in a process of its own.

Acts are matched by the number of their step. A run that ended sooner keeps its last picture, and its ending is written
above it. `draw_pairs.py` draws the pictures.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from pydantic import TypeAdapter
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from desktop_agent.core.errors import RecordError
from desktop_agent.core.runs.events import FrameTaken
from desktop_agent.core.texts.message import Message
from desktop_agent.films.film.look import THEMES
from desktop_agent.films.film.marks import FilmPictures, font
from desktop_agent.films.film.paint import image_of
from desktop_agent.films.film.script import Area, FilmScript, FilmTheme, Shot
from desktop_agent.lib.child_process import finish, python_command, screenless_environment

_WITHIN_S = 120.0
_TEXT_PX = 34


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two runs: its folder, its film's pictures and canvas, its label, and the label once it has ended."""

    folder: Path
    pictures: tuple[FrameTaken, ...]
    width: int
    height: int
    label: str
    ended: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A picture of each run, by its number in that run's film, and whether that run has ended by then."""

    pictures: tuple[int, int]
    ended: tuple[bool, bool] = (False, False)


@dataclass(frozen=True, slots=True)
class Drawing:
    """The pictures to draw into a folder; each gets the number of its pair."""

    sides: tuple[Side, Side]
    pairs: dict[int, Pair]
    theme: FilmTheme
    folder: Path


_DRAWING: TypeAdapter[Drawing] = TypeAdapter(Drawing)


def with_pictures(
    script: FilmScript, pairs: Sequence[Pair], sides: tuple[Side, Side], theme: FilmTheme, folder: Path
) -> FilmScript:
    """Draw the pictures of a film into a folder, as a run's folder has them; RecordError where that fails."""
    numbers = sorted({number for shot in script.shots for number in (shot.before, shot.after)})
    drawing = Drawing(sides, {new: pairs[old] for new, old in enumerate(numbers)}, theme, folder.resolve())
    (folder / "frames").mkdir()
    command = python_command("desktop_agent.films.proof.draw_pairs")
    try:
        result = finish(
            command, within_s=_WITHIN_S, environment=screenless_environment(), given=_DRAWING.dump_json(drawing)
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RecordError(Message("The screenshots couldn't be drawn side by side.")) from error
    if result.returncode:
        raise RecordError(
            Message("The screenshots couldn't be drawn side by side."), result.stderr.decode(errors="replace")[-300:]
        )
    frames = [_frame(folder, number, script) for number in range(len(numbers))]
    new = {old: number for number, old in enumerate(numbers)}
    shots = tuple(replace(shot, before=new[shot.before], after=new[shot.after]) for shot in script.shots)
    return replace(script, pictures=tuple(frames), shots=shots)


def _frame(folder: Path, number: int, script: FilmScript) -> FrameTaken:
    data = (folder / _picture_name(number)).read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    return FrameTaken(_picture_name(number), script.width, script.height, len(data), "image/png", digest, "requested")


def _picture_name(number: int) -> str:
    return f"frames/{number + 1:06d}.png"


def main() -> int:
    """Draw what standard input asks for."""
    drawing = _DRAWING.validate_json(sys.stdin.buffer.read())
    application = QGuiApplication([])
    sources = [FilmPictures(side.folder, side.pictures) for side in drawing.sides]
    for number, pair in drawing.pairs.items():
        if not _pair_image(drawing, pair, sources).save(str(drawing.folder / _picture_name(number))):
            return 1
    application.quit()
    return 0


def _pair_image(drawing: Drawing, pair: Pair, sources: Sequence[FilmPictures]) -> QImage:
    first, second = drawing.sides
    colours = THEMES[drawing.theme]
    image = QImage(
        first.width + GAP + second.width, max(first.height, second.height) + BAND, QImage.Format.Format_RGB32
    )
    image.fill(QColor(colours.pill))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.TextAntialiasing)
    for number, side in enumerate(drawing.sides):
        left = number * (first.width + GAP)
        label = side.ended if pair.ended[number] else side.label
        painter.setFont(font(_TEXT_PX, bold=True))
        painter.setPen(QColor(colours.pill_text))
        room = QRectF(left + GAP, 0, side.width - 2 * GAP, BAND)
        text = painter.fontMetrics().elidedText(label, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        pixels = sources[number].get(pair.pictures[number])
        if not isinstance(pixels, str):
            picture = image_of(np.ascontiguousarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2BGRA), dtype=np.uint8))
            scale = min(side.width / picture.width(), side.height / picture.height())
            size = picture.width() * scale, picture.height() * scale
            corner = QPointF(left + (side.width - size[0]) / 2, BAND + (side.height - size[1]) / 2)
            painter.drawImage(QRectF(corner.x(), corner.y(), *size), picture)
    painter.end()
    return image


# pixels: between the two pictures, and above them for their labels
GAP = 24
BAND = 64


def beside(first: FilmScript, second: FilmScript) -> tuple[FilmScript, tuple[Pair, ...]]:
    """Return the film of both, and its pictures; it shows the second run's acts, else the first one's."""
    numbers: dict[Pair, int] = {}
    shots = tuple(_shots(first, second, numbers))
    width = first.width + GAP + second.width
    return replace(
        second, width=width, height=max(first.height, second.height) + BAND, shots=shots, pictures=(),
        steps=max(first.steps, second.steps),
    ), tuple(numbers)  # fmt: skip


def _shots(first: FilmScript, second: FilmScript, numbers: dict[Pair, int]) -> Iterator[Shot]:
    sides = [_by_step(first), _by_step(second)]
    last = [max(side) for side in sides]
    now = [film.shots[0].before for film in (first, second)]
    for step in sorted({*sides[0], *sides[1]}):
        ended = (step > last[0], step > last[1])
        begins = [side[step][0].before if step in side else picture for side, picture in zip(sides, now, strict=True)]
        now = [side[step][-1].after if step in side else picture for side, picture in zip(sides, begins, strict=True)]
        before = numbers.setdefault(Pair((begins[0], begins[1]), ended), len(numbers))
        after = numbers.setdefault(Pair((now[0], now[1]), ended), len(numbers))
        is_second = step in sides[1]
        shot = sides[is_second][step][-1]
        yield _moved_shot(shot, first.width + GAP if is_second else 0, before, after)


def _by_step(script: FilmScript) -> dict[int, Sequence[Shot]]:
    steps = dict.fromkeys(shot.step for shot in script.shots)
    return {step: [shot for shot in script.shots if shot.step == step] for step in steps}


def _moved_shot(shot: Shot, right: int, before: int, after: int) -> Shot:
    path = tuple((x + right, y + BAND) for x, y in shot.path)
    box = shot.target
    target = Area(box.x + right, box.y + BAND, box.width, box.height) if box else None
    gesture = "click" if shot.gesture == "type" else shot.gesture  # both sides change at once, not from left to right
    return replace(shot, before=before, after=after, gesture=gesture, path=path, target=target, zoom=False, window=None)


if __name__ == "__main__":
    sys.exit(main())
