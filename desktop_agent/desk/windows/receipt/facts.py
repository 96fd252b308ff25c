"""The facts about one change, read from disk: both versions, their difference, and small pictures of them."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from desktop_agent.core.texts.message import Message, join, tr
from desktop_agent.desk.folder import DeskLayer
from desktop_agent.desk.receipt.change import DeskChange, EntryVersion
from desktop_agent.desk.receipt.difference import Difference, difference
from desktop_agent.desk.receipt.overlay import read_whole
from desktop_agent.desk.receipt.wording import SetWords, change_line
from desktop_agent.record.wording import exact_size, local_time
from desktop_agent.ui.qt.image_reader import image_reader

_SAME = Message("The contents are the same.")
MOST_BYTES: Final = 50_000_000
MOST_PIXELS: Final = 40_000_000
_THUMBNAIL = QSize(132, 99)
_KINDS = frozenset({b"png", b"jpeg", b"gif", b"bmp", b"webp"})  # no program draws these, as one does SVG


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """The content of the right pane for a change; texts are translated, foreign ones made visible."""

    change: DeskChange
    path: str
    facts: tuple[str, ...]
    difference: Difference
    thumbnails: tuple[QImage | None, QImage | None] = (None, None)  # before and after, of a picture


def facts_of(change: DeskChange, layers: tuple[DeskLayer, ...], home: Path, words: SetWords) -> ChangeFacts:
    """Read the facts about a change; thread-safe."""
    line = change_line(change, layers, home, words.kinds)
    result = difference(change, layers)
    facts = [tr(join(" · ", (line.what, *line.remarks)))]
    versions = ((words.before, change.before), (words.after, change.after))
    facts += [tr(Message(text, version=_version_text(version))) for text, version in versions if version]
    if result.kind == "text" and result.before and result.after and not result.lines:
        result = replace(result, note=_SAME)
    if result.kind != "pictures":
        return ChangeFacts(change, line.path, tuple(facts), result)
    before = thumbnail(result.before) if result.before else None
    after = thumbnail(result.after) if result.after else None
    return ChangeFacts(change, line.path, tuple(facts), result, (before, after))


def _version_text(version: EntryVersion) -> str:
    when = local_time(datetime.fromtimestamp(version.mtime_ns / 10**9, UTC))
    if version.kind != "file":
        return when
    return Message("{size}, {when}", size=exact_size(version.size), when=when)


def thumbnail(file: Path) -> QImage:
    """Return a small picture of a picture's file; a null one where it can't be read, or isn't safe to; thread-safe."""
    try:
        if os.lstat(file).st_size > MOST_BYTES:
            return QImage()
        data = read_whole(str(file), MOST_BYTES)
    except OSError:
        return QImage()
    with image_reader(data) as reader:
        kind = QImageReader.imageFormat(reader.fileName())
        if kind.data() not in _KINDS:  # nothing else is given to a reader at all
            return QImage()
        reader.setFormat(kind)
        reader.setAutoDetectImageFormat(False)
        reader.setDecideFormatFromContent(False)
        size = reader.size()
        if size.isEmpty() or size.width() * size.height() > MOST_PIXELS:
            return QImage()
        if size.width() > _THUMBNAIL.width() or size.height() > _THUMBNAIL.height():
            reader.setScaledSize(size.scaled(_THUMBNAIL, Qt.AspectRatioMode.KeepAspectRatio))
        return reader.read()
