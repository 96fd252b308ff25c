"""The pane beside the tree: the chosen line in full, its difference, and the question about a conflict."""

from __future__ import annotations

import os
import stat
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QImageReader, QPixmap, QSyntaxHighlighter
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QRadioButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from desktop_agent.core.errors import DeskError
from desktop_agent.core.texts.message import Message, gettext, join, tr
from desktop_agent.desk.folder import DeskLayer
from desktop_agent.desk.receipt.change import RUNS_LATER, ConflictAnswer, DeskChange, EntryVersion
from desktop_agent.desk.receipt.difference import Difference, difference
from desktop_agent.desk.receipt.layers import read_whole
from desktop_agent.desk.receipt.plan import answers_for, copy_entry
from desktop_agent.desk.receipt.wording import DESK_WORDS, SetWords, change_line
from desktop_agent.desk.remove import remove_folder
from desktop_agent.lib.office_text import OFFICE_ENDINGS
from desktop_agent.record.wording import exact_size, local_time
from desktop_agent.ui.qt.image_reader import image_reader
from desktop_agent.ui.qt.layout import Page, Scrolling, WrapRow
from desktop_agent.ui.qt.theme import colours, mono_font
from desktop_agent.ui.qt.widgets import text_button, text_label

_CHOOSE = Message("Choose a line to see its changes.")
_NONE = Message("There is none.")
_NOT_SHOWN = Message("The image can't be shown here.")
_LEAST_LINES = 4
LARGEST: Final = 200_000_000  # bytes
_DOCUMENTS = OFFICE_ENDINGS | {".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff"}
_TEXT = ".txt"
_EXECUTE = 0o111
_KEPT_S = 86_400
_COPY_MODE = 0o400  # of no other file there


class ReceiptDetail(QWidget):
    """Shows one change. Emits `answered` for an answer to its conflict, `open_wanted` to open its new version."""

    answered = Signal(object, object)  # DeskChange, ConflictAnswer
    open_wanted = Signal(object)  # DeskChange

    def __init__(self, words: SetWords) -> None:
        """Start empty."""
        super().__init__()
        self._change: DeskChange | None = None
        self.title = text_label(role="heading", selectable=True)
        self.title.setAccessibleName(gettext("Selected line"))
        self._about = text_label(role="muted", selectable=True)
        self._note = text_label(role="muted")
        self._conflict = ConflictPanel(words, self._answer)
        self.diff = DiffView()
        pictures = QWidget()
        row = QHBoxLayout(pictures)
        row.setContentsMargins(0, 0, 0, 0)
        self._thumbnails = tuple(_thumbnail_box(name, row) for name in (Message("Before"), words.after_title))
        self.open = text_button(Message("Open in my editor"), self._open, name=words.open_name)
        self._content = QStackedLayout()
        for page in (QWidget(), self.diff, pictures):
            self._content.addWidget(page)
        inside = Page()
        around = QVBoxLayout(self)
        around.setContentsMargins(8, 0, 0, 0)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self.title, self._about, self._conflict, self._note):
            column.addWidget(part)
        column.addLayout(self._content, 1)
        around.addWidget(Scrolling(inside, Message("Details of the selected line")).fill())
        around.addLayout(WrapRow(self.open))
        self.clear()

    def clear(self, why: str = _CHOOSE) -> None:
        """Show only a sentence of our own."""
        self._change = None
        self.title.setText("")
        self._about.setText(why)
        self._show_page(0, "")
        self._conflict.hide()
        self.open.hide()

    def show_text(self, text: str, why: str) -> None:
        """Show a line without a change; its text was made visible."""
        self.clear(why)
        self.title.show_foreign(text)

    def show_facts(self, facts: ChangeFacts, answer: ConflictAnswer) -> None:
        """Show the facts about a change."""
        self._change = facts.change
        self.title.show_foreign(facts.path)
        self._about.show_foreign("\n".join(facts.facts))
        self._conflict.ask(facts.change, answer)
        self.open.setVisible(may_be_opened(facts.change))
        result = facts.difference
        for box, image in zip(self._thumbnails, facts.thumbnails, strict=True):
            _show_thumbnail(box, image)
        self.diff.setPlainText("\n".join(result.lines))
        if result.kind == "pictures":
            page = 2
        elif result.lines:
            page = 1
        else:
            page = 0
        self._show_page(page, result.note)

    def follow(self, change: DeskChange, answer: ConflictAnswer) -> None:
        """Update the answer to the displayed conflict after a choice elsewhere."""
        if self._change is not None and self._change.key == change.key:
            self._conflict.ask(change, answer)

    def _show_page(self, page: int, note: str) -> None:
        self._content.setCurrentIndex(page)
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def _answer(self, answer: ConflictAnswer) -> None:
        if self._change is not None:
            self.answered.emit(self._change, answer)

    def _open(self) -> None:
        if self._change is not None:
            self.open_wanted.emit(self._change)


class ConflictPanel(QFrame):
    """Asks for the answer to a conflict."""

    def __init__(self, words: SetWords, answered: Callable[[ConflictAnswer], None]) -> None:
        """Start hidden."""
        super().__init__()
        self._answers = words.answers
        self._answered = answered
        self.setProperty("role", "inset")
        self._buttons = QButtonGroup(self)
        self._choices: dict[ConflictAnswer, QRadioButton] = {}
        self._means = text_label(role="muted")
        row = WrapRow()
        column = QVBoxLayout(self)
        column.addLayout(row)
        column.addWidget(self._means)
        for answer, (name, _) in words.answers.items():
            button = QRadioButton(tr(name))
            self._choices[answer] = button
            self._buttons.addButton(button)
            button.clicked.connect(lambda *_, chosen=answer: self._answered(chosen))
            row.addWidget(button)
        self.hide()

    def ask(self, change: DeskChange, answer: ConflictAnswer) -> None:
        """Ask about a change's conflict; hide if it has none."""
        possible = answers_for(change)
        for each, button in self._choices.items():
            button.setVisible(each in possible)
            button.setChecked(each == answer)
        self._means.setText(self._answers[answer][1])
        self.setVisible(len(possible) > 1)


class DiffView(QPlainTextEdit):
    """Read-only plain text, whose lines begin with “+”, “-”, “ ” or “@@”."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.setProperty("role", "mono")
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setFont(mono_font())
        self.setMinimumHeight(_LEAST_LINES * self.fontMetrics().lineSpacing())
        self.setAccessibleName(gettext("How it differs"))
        self._colours = _DiffColours(self.document())


class _DiffColours(QSyntaxHighlighter):
    def highlightBlock(self, text: str) -> None:
        now = colours()
        colour = {"+": now.ok, "-": now.bad, "@": now.muted}.get(text[:1])
        if colour:
            self.setFormat(0, len(text), QColor(colour))


def _thumbnail_box(name: str, row: QHBoxLayout) -> QLabel:
    """Add a place for a small picture, with its name above, to a row."""
    picture = QLabel()
    picture.setAccessibleName(tr(name))
    picture.setWordWrap(True)
    column = QVBoxLayout()
    column.addWidget(text_label(name, "heading"))
    column.addWidget(picture)
    column.addStretch(1)
    row.addLayout(column, 1)
    return picture


def _show_thumbnail(box: QLabel, image: QImage | None) -> None:
    """Show a small picture, that it can't be shown, or that there is none."""
    if image is None or image.isNull():
        box.setPixmap(QPixmap())
        box.setText(tr(_NONE if image is None else _NOT_SHOWN))
    else:
        box.setPixmap(QPixmap.fromImage(image))


def may_be_opened(change: DeskChange) -> bool:
    """Return whether the desk's version can be opened: it is a plain file that runs nothing."""
    after = change.after
    is_plain = after is not None and after.kind == "file" and not after.mode & _EXECUTE and after.size <= LARGEST
    return is_plain and change.group != RUNS_LATER


def copy_to_view(change: DeskChange, layers: Sequence[DeskLayer], folder: Path, words: SetWords = DESK_WORDS) -> Path:
    """Copy the desk's version below `folder`, read-only, and return the copy's path; DeskError if that fails.

    The version itself is never opened, as an editor's changes to it would be taken over unseen. The copy's name decides
    which program opens it, so only documents are copied: office files, pictures, PDF, and any text as plain text.
    """
    version = layers[change.layer].upper / change.path
    name = _copy_name(change, layers, version)
    if not name or not may_be_opened(change):
        raise DeskError(
            Message("This kind of file can't be opened here."),
            words.open_hint,
        )
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for earlier in folder.iterdir():
            if earlier.lstat().st_mtime < time.time() - _KEPT_S:
                _remove_copy(earlier)
        place = Path(tempfile.mkdtemp(prefix="view-", dir=folder))
        copy = place / name
        try:
            copy_entry(str(version), str(copy))
            copy.chmod(_COPY_MODE)
        except OSError:
            remove_folder(place)
            raise
    except OSError as error:
        raise DeskError(
            Message("Couldn't make a copy of the file to open: {strerror}.", strerror=error.strerror),
            Message("Free some space."),
        ) from error
    return copy


def _remove_copy(place: Path) -> None:
    """Remove an earlier copy, and its folder unless the person has saved something in it."""
    with suppress(OSError):
        for file in place.iterdir():
            if stat.S_IMODE(file.lstat().st_mode) == _COPY_MODE:
                file.unlink()
        place.rmdir()


def _copy_name(change: DeskChange, layers: Sequence[DeskLayer], version: Path) -> str:
    """Return the name of a copy, which decides the program; empty if the file must not be opened."""
    ending = version.suffix.lower()
    name = "".join(char if char.isprintable() and char not in "/\\" else "_" for char in version.name).lstrip(".-")
    if ending in _DOCUMENTS:
        return name or f"file{ending}"
    is_text = difference(change, layers).kind == "text"
    return f"{name.removesuffix(_TEXT) or 'file'}{_TEXT}" if is_text else ""


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
