"""Goes over the copy of a recording that is exported: finds what is to be taken out, shows it, and paints it over.

Words are looked for in events and, by reading them, in pictures; windows and parts of the screen where events say that
they were. Nothing is written to the recording itself.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.core.errors import RecordError
from desktop_agent.core.geometry import Rect
from desktop_agent.core.message import Message
from desktop_agent.core.reading import TextReader
from desktop_agent.record.journal import JOURNAL, LIVE, PICTURE, RECEIPT
from desktop_agent.record.redact import (
    OutlinedPicture,
    RedactedText,
    Redaction,
    painted_over,
    places_by_picture,
    places_of_words,
    preview_page,
    with_outlines,
)
from desktop_agent.record.share import FIXED, read_events, resealed

JsonEvent = dict[str, object]


@dataclass(frozen=True, slots=True)
class RedactedExport:
    """What is done with the copy of a run: `agrees` is asked with the preview before anything is changed."""

    redaction: Redaction
    reader: TextReader | None  # None: no words are looked for in pictures
    preview: Path
    agrees: Callable[[Path, int, int], bool]

    def __call__(self, copy: Path) -> bool:
        """Change the copy; False where the person did not agree, and then it is as it was."""
        events = read_events((copy / JOURNAL).read_bytes())
        frames = [event for event in events if event.get("event") == "frame" and _path_of(event)]
        places = {path: boxes for path, boxes in self._places(copy, events, frames).items() if boxes}
        cleaned = [self._cleaned(event) for event in events]
        texts = [*_changes(events, cleaned)]
        self._show(copy, frames, places, texts)
        if not self.agrees(self.preview, len(places), len(texts)):
            return False
        shutil.rmtree(copy / LIVE, ignore_errors=True)  # nobody can look through it
        (copy / RECEIPT).unlink(missing_ok=True)  # it is full of names of files
        painted = {path: _paint(copy, path, _kind_of(frames, path), boxes) for path, boxes in places.items()}
        for event in cleaned:
            if event.get("event") == "frame" and (data := painted.get(_path_of(event))):
                event["sha256"], event["bytes"] = hashlib.sha256(data).hexdigest(), len(data)
        (copy / JOURNAL).write_bytes(resealed(cleaned, "redact"))
        return True

    def _places(
        self, copy: Path, events: Sequence[JsonEvent], frames: Sequence[JsonEvent]
    ) -> Mapping[str, tuple[Rect, ...]]:
        found = dict(places_by_picture(self.redaction, events))
        for path in dict.fromkeys(map(_path_of, frames)):
            if self.reader is not None and self.redaction.words and (copy / path).is_file():
                lines = self.reader.read((copy / path).read_bytes())
                found[path] = (*found.get(path, ()), *places_of_words(self.redaction, lines))
        return {path: boxes for path, boxes in found.items() if (copy / path).is_file()}

    def _cleaned(self, event: JsonEvent) -> JsonEvent:
        return self.redaction.event(event) | {name: value for name, value in event.items() if name in FIXED}

    def _show(
        self,
        copy: Path,
        frames: Sequence[JsonEvent],
        places: Mapping[str, tuple[Rect, ...]],
        texts: Sequence[RedactedText],
    ) -> None:
        pictures = []
        for path, boxes in places.items():
            kind = _kind_of(frames, path)
            pictures.append(
                OutlinedPicture(path, kind, with_outlines((copy / path).read_bytes(), kind, boxes), len(boxes))
            )
        try:
            self.preview.write_text(preview_page(copy.name, pictures, texts), encoding="utf-8", errors="replace")
        except OSError as error:
            raise RecordError(
                Message(
                    "The preview {preview} can't be written: {strerror}.",
                    preview=self.preview,
                    strerror=error.strerror,
                ),
                Message("Choose another file with -o."),
            ) from error


def _paint(copy: Path, path: str, kind: str, boxes: Sequence[Rect]) -> bytes:
    data = painted_over((copy / path).read_bytes(), kind, boxes)
    (copy / path).write_bytes(data)
    return data


def _path_of(event: JsonEvent) -> str:
    path = event.get("path")
    return path if isinstance(path, str) and PICTURE.fullmatch(path) else ""


def _kind_of(frames: Sequence[JsonEvent], path: str) -> str:
    return next((str(one.get("media_type")) for one in frames if _path_of(one) == path), "image/png")


def _changes(before: Sequence[JsonEvent], after: Sequence[JsonEvent]) -> Iterator[RedactedText]:
    for line, (old, new) in enumerate(zip(before, after, strict=True), 1):
        if old != new:
            yield RedactedText(line, *(json.dumps(one, ensure_ascii=False) for one in _differing(old, new)))


def _differing(old: JsonEvent, new: JsonEvent) -> tuple[JsonEvent, JsonEvent]:
    names = [name for name in old if old[name] != new.get(name)]
    return {name: old[name] for name in names}, {name: new.get(name) for name in names}
