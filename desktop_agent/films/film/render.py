"""The rendering of a film: paints each tick whose look differs, and gives the frames to the encoder."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path

import cv2

from desktop_agent.core.errors import RecordError
from desktop_agent.core.texts.message import Message
from desktop_agent.films.film.encode import RATES, EncodeJob, FilmEncoder, FramePixels
from desktop_agent.films.film.layout import layout
from desktop_agent.films.film.look import FilmLook, look_at
from desktop_agent.films.film.options import FilmFormat, FilmOptions, FilmProgress
from desktop_agent.films.film.paint import FilmPainter
from desktop_agent.films.film.pictures import FilmPictures
from desktop_agent.films.film.script import Area, FilmScript, Shot, TypedLine
from desktop_agent.films.film.timeline import Timeline, chapters, timeline

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
        film, painter = self._prepared(kind)
        rate = RATES[kind]
        ticks = max(1, int(film.length_ms * rate / 1000))
        shown = chain(looks(film, ticks, rate), [(ticks - 1, look_at(film, film.length_ms - 1))])
        job = EncodeJob(
            part, kind, self._options.size_of(kind), self._script.title.heading,
            chapters(film), self._options.narration,
            lambda: (painter.frame(look) for look in _samples(film)),
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
        film, painter = self._prepared("stills")
        folder.mkdir()
        acts = [beat for beat in film.beats if beat.shot.gesture != "none"] or list(film.beats)
        for number, beat in enumerate(acts, 1):
            at = min(beat.end - 1, beat.press + _STILL_MS if beat.shot.gesture == "click" else beat.changed)
            _write_png(folder / f"{number:03d}.png", painter.frame(look_at(film, at)))
            progress(number / len(acts))

    def _prepared(self, kind: FilmFormat) -> tuple[Timeline, FilmPainter]:
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


def _samples(film: Timeline) -> Iterator[FilmLook]:
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
