"""The facts about one change of a receipt, read from disk: both versions and their difference."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODeviceBase, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from desktop_agent.core.message import Message, join
from desktop_agent.core.translation import gettext, tr
from desktop_agent.desk.folder import DeskLayer
from desktop_agent.desk.receipt.change import ConflictAnswer, DeskChange, EntryVersion
from desktop_agent.desk.receipt.difference import Difference, difference
from desktop_agent.desk.receipt.overlay import read_whole
from desktop_agent.desk.receipt.wording import change_line
from desktop_agent.record.wording import exact_size, local_time

ANSWER_WORDS: Final[Mapping[ConflictAnswer, str]] = {
    "keep-mine": Message("Keep mine"),
    "take-desk": Message("Take the desk’s"),
    "keep-both": Message("Keep both"),
}
ANSWER_MEANS: Final[Mapping[ConflictAnswer, str]] = {
    "keep-mine": Message("Yours stays unchanged."),
    "take-desk": Message("Yours is kept for 30 days so you can undo this."),
    "keep-both": Message("The desk’s version is saved next to yours, with “(desk)” in its name."),
}
_SAME = Message("The contents are the same.")
MOST_BYTES: Final = 50_000_000
MOST_PIXELS: Final = 40_000_000
_LARGEST_PICTURE = QSize(1600, 1600)  # larger than there is room for
_KINDS = frozenset({b"png", b"jpeg", b"gif", b"bmp", b"webp"})  # no program draws these, as one does SVG


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """The content of the right pane for a change; texts are translated, foreign ones made visible."""

    change: DeskChange
    path: str
    facts: tuple[str, ...]
    difference: Difference
    before: DecodedPicture | None = None
    after: DecodedPicture | None = None


def facts_of(change: DeskChange, layers: tuple[DeskLayer, ...], home: Path) -> ChangeFacts:
    """Read the facts about a change; thread-safe."""
    line = change_line(change, layers, home)
    result = difference(change, layers)
    facts = [tr(join(" · ", (line.what, *line.remarks)))]
    if change.before:
        facts.append(gettext("Before: {before}", before=_version_text(change.before)))
    if change.after:
        facts.append(gettext("On the desk: {after}", after=_version_text(change.after)))
    if result.kind == "text" and result.before and result.after and not result.lines:
        result = replace(result, note=_SAME)
    before = None
    after = None
    if result.kind == "pictures":
        before = decoded(result.before) if result.before else None
        after = decoded(result.after) if result.after else None
    return ChangeFacts(change, line.path, tuple(facts), result, before, after)


def _version_text(version: EntryVersion) -> str:
    when = local_time(datetime.fromtimestamp(version.mtime_ns / 10**9, UTC))
    if version.kind != "file":
        return when
    return Message("{size}, {when}", size=exact_size(version.size), when=when)


@dataclass(frozen=True, slots=True)
class DecodedPicture:
    """A picture scaled for display and its real size, or the reason why there is none."""

    image: QImage
    size: QSize
    why_not: str = ""


def decoded(file: Path) -> DecodedPicture:
    """Return the picture in a file; thread-safe."""
    try:
        if os.lstat(file).st_size > MOST_BYTES:
            return _no_picture(Message("The image is too large to show here."))
        data = read_whole(str(file), MOST_BYTES)
    except OSError:
        return _no_picture(Message("The image can't be read."))
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODeviceBase.OpenModeFlag.ReadOnly)
    kind = QImageReader.imageFormat(buffer)
    if kind.data() not in _KINDS:
        return _no_picture(Message("This kind of image can't be shown here."))
    reader = QImageReader(buffer, kind)
    reader.setAutoDetectImageFormat(False)
    reader.setDecideFormatFromContent(False)
    size = reader.size()
    if size.isEmpty():
        return _no_picture(Message("The image is damaged."))
    if size.width() * size.height() > MOST_PIXELS:
        return _no_picture(Message("The image is too large to show here."))
    if size.width() > _LARGEST_PICTURE.width() or size.height() > _LARGEST_PICTURE.height():
        reader.setScaledSize(size.scaled(_LARGEST_PICTURE, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return _no_picture(Message("The image is damaged.")) if image.isNull() else DecodedPicture(image, size)


def _no_picture(why: str) -> DecodedPicture:
    return DecodedPicture(QImage(), QSize(), why)
