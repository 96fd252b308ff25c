"""Which files may be attached to a task, and what a model gets of each; what is doubtful is refused in a sentence."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

from desktop_agent.core.attachment import AttachedFile, AttachedKind, Attachment, Picture, pictures_in
from desktop_agent.core.display_text import foreign
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message
from desktop_agent.desk.hidden import HomePlaces
from desktop_agent.desk.readable import UnreadableFile, read_settled
from desktop_agent.desk.runs.desks import home_places
from desktop_agent.desk.secret_content import FoundIn, is_secret
from desktop_agent.lib.office_text import OFFICE_ENDINGS, text_in
from desktop_agent.tasks.attachments.pdf import IS_PDF, pdf_pages
from desktop_agent.tasks.attachments.pictures import is_picture, scaled
from desktop_agent.tasks.expectations.cells import BadSheetError, cells_of

MOST_FILES = 10
MOST_BYTES = 32_000_000  # of one file
MOST_CHARACTERS = 100_000  # of all files
MOST_PICTURES = 20  # of all files
_MOST_SENT = 24_000_000  # bytes of all pictures: vendors take requests of 32 MB
_SHEETS = frozenset({".ods", ".xlsx"})
_ARCHIVE = b"PK\x03\x04"
_SHOWN = 60
_AS_TEXT = FoundIn(is_settings=False, is_private=False, is_small=True)
_TOO_MUCH = Message("Attach less: split the file, or copy the important part into a file of its own.")
_KINDS = Message(
    "Attach plain text, a picture (PNG, JPEG, WebP, GIF), a PDF, or an office file (docx, xlsx, pptx, odt, ods, odp)."
)


def read_attachments(written: Sequence[str], environment: Mapping[str, str]) -> tuple[Attachment, ...]:
    """Read the files that are to be attached, each once; SettingsError says which of them can't be, and why.

    A path may begin with ~ or be relative to the working directory.
    """
    places, read = home_places(environment), list[Attachment]()
    paths = dict.fromkeys(map(_path, written))
    if len(paths) > MOST_FILES:
        raise SettingsError(
            Message("More than {most} files are attached.", most=MOST_FILES), Message("Attach fewer of them.")
        )
    for path in paths:
        read.append(_attachment(path, places, MOST_PICTURES - pictures_in(read)))
        _check_sum(read)
    return tuple(read)


def _path(written: str) -> Path:
    try:
        return Path.cwd() / Path(written).expanduser()
    except RuntimeError as error:
        raise _refused(written, Message("there is no such home")) from error


def _attachment(path: Path, places: HomePlaces, most_pictures: int) -> Attachment:
    try:
        content = read_settled(path, places, MOST_BYTES)
        kind, parts = _parts(path, content, most_pictures)
    except FileNotFoundError as error:
        raise _refused(path, Message("there is no such file")) from error
    except UnreadableFile as why:
        raise _refused(path, *why.args) from why
    texts = "\n".join(part for part in parts if isinstance(part, str))
    if is_secret(texts.encode(), _AS_TEXT):
        raise _refused(path, Message("it contains a key or a password"))
    return Attachment(AttachedFile(path.as_posix(), kind, len(content), hashlib.sha256(content).hexdigest()), parts)


def _parts(path: Path, content: bytes, most_pictures: int) -> tuple[AttachedKind, tuple[str | Picture, ...]]:
    if is_picture(content):
        return "picture", (scaled(content),)
    if content.startswith(IS_PDF):
        return "pdf", pdf_pages(content, most_pictures)
    if path.suffix.lower() in OFFICE_ENDINGS and content.startswith(_ARCHIVE):
        return "office", (_office(path, content),)
    return "text", (_text(content),)


def _text(content: bytes) -> str:
    """Return the text as it stands in the file, without the mark that says that it is UTF-8."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            Message("it is neither UTF-8 text nor of another kind that can be read"), _KINDS
        ) from error
    if "\0" in text:
        raise UnreadableFile(Message("it is neither UTF-8 text nor of another kind that can be read"), _KINDS)
    if not text.strip():
        raise UnreadableFile(Message("there is nothing in it"))
    return text


def _office(path: Path, content: bytes) -> str:
    lines = _rows(content) if path.suffix.lower() in _SHEETS else text_in(content)
    if lines is None:
        raise UnreadableFile(Message("it cannot be read as an office file"))
    if not lines:
        raise UnreadableFile(Message("there is no text in it"))
    return "\n".join(lines)


def _rows(content: bytes) -> tuple[str, ...] | None:
    """Return a line for each row of a spreadsheet, with the place of each cell before what it shows."""
    try:
        cells = cells_of(content)
    except BadSheetError:
        return None
    lines = list[str]()
    for sheet, in_sheet in groupby(cells, key=lambda one: one[0]):
        lines.append(f"[{sheet}]")
        for _, row in groupby(in_sheet, key=lambda one: one[1].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")):
            lines.append("\t".join(f"{place}: {cell.text}" for _, place, cell in row))
    return tuple(lines)


def _check_sum(read: Sequence[Attachment]) -> None:
    """Raise SettingsError where the files are more than is sent along, all of them together."""
    parts = [part for one in read for part in one.parts]
    path = read[-1].file.path
    if sum(len(part) for part in parts if isinstance(part, str)) > MOST_CHARACTERS:
        why = Message("with it, more than {most:,} characters would be sent along", most=MOST_CHARACTERS)
        raise _refused(path, why, _TOO_MUCH)
    pictures = [part for part in parts if isinstance(part, Picture)]
    if len(pictures) > MOST_PICTURES:
        raise _refused(
            path, Message("with it, more than {most} pictures would be sent along", most=MOST_PICTURES), _TOO_MUCH
        )
    if sum(len(part.data) for part in pictures) > _MOST_SENT:
        why = Message(
            "with it, more than {megabytes} MB of pictures would be sent along", megabytes=_MOST_SENT // 1_000_000
        )
        raise _refused(path, why, _TOO_MUCH)


def _refused(path: Path | str, why: str, hint: str = "") -> SettingsError:
    named = foreign(Path(path).name or str(path), _SHOWN)
    return SettingsError(
        Message("“{file}” can't be attached: {why}.", file=named, why=why),
        hint or Message("Leave it out, or attach another file."),
    )
