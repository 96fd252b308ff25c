"""The files that may be attached to a task, and their content for a model; doubtful files are refused with a reason.

A file is read once, before the run begins, and exactly that content is sent. Pictures are re-encoded in the size that
models see, so that no metadata is sent along; the pages of a PDF are drawn by poppler's programs.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import string
import tempfile
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.pictures import Size
from desktop_agent.core.runs.material import AttachedFile, AttachedKind, Attachment, Picture, pictures_in
from desktop_agent.core.texts.message import Message, foreign, plural
from desktop_agent.desk.runs.desks import home_places
from desktop_agent.desk.visible_files import HomePlaces, UnreadableFile, holds_key, read_file
from desktop_agent.lib.child_process import ChildProcess
from desktop_agent.lib.office_text import OFFICE_ENDINGS, office_text
from desktop_agent.record.picture_file import picture_size
from desktop_agent.tasks.expectations.cells import BadSheetError, sheets_of

if TYPE_CHECKING:
    import numpy.typing as npt

MOST_FILES = 10
MOST_BYTES = 32_000_000  # of one file
MOST_CHARACTERS = 100_000  # of all files
MOST_PICTURES = 20  # of all files
_MOST_SENT = 11_000_000  # bytes of all pictures: in base64 15 MB of the 20 MB of a request (`model/caps.py`)
_SHEETS = frozenset({".ods", ".xlsx"})
_ARCHIVE = b"PK\x03\x04"
_LONGEST_NAME = 60
_TOO_MUCH = Message("Attach less content: split the file, or copy the important part to a separate file.")
_KINDS = Message(
    "Attach plain text, an image (PNG, JPEG, WebP, GIF), a PDF, or an office file (docx, xlsx, pptx, odt, ods, odp)."
)
LONGEST_SIDE = 1568  # pixels; Anthropic's guide to vision: what is larger is scaled down there, and costs time
_MOST_PIXELS = 100_000_000
_JPEG = b"\xff\xd8\xff"
_GIF = (b"GIF87a", b"GIF89a")
_QUALITY = 90
_WITH_ALPHA = 4
IS_PDF = b"%PDF-"
_DRAWS = "pdftoppm"
_READS = "pdftotext"
_WITHIN_S = 30.0  # for the text, and for each page
# bytes that a program may print
_MOST_TEXT = 4_000_000
_MOST_PICTURE = 16_000_000
_PAGE_ENDS = "\f"


def read_attachments(paths_text: Sequence[str], environment: Mapping[str, str]) -> tuple[Attachment, ...]:
    """Return the attachments for these paths, each once; SettingsError names a file that can't be attached, and why.

    A path may begin with ~ or be relative to the working directory.
    """
    places = home_places(environment)
    attachments = list[Attachment]()
    paths = dict.fromkeys(map(_path, paths_text))
    if len(paths) > MOST_FILES:
        raise SettingsError(
            Message("More than {most} files are attached.", most=MOST_FILES), Message("Attach fewer files.")
        )
    for path in paths:
        attachments.append(_attachment(path, places, MOST_PICTURES - pictures_in(attachments)))
        _check_total(attachments)
    return tuple(attachments)


def _path(path_text: str) -> Path:
    try:
        return Path.cwd() / Path(path_text).expanduser()
    except RuntimeError as error:
        raise _refusal_error(path_text, Message("that home folder doesn't exist")) from error


def _attachment(path: Path, places: HomePlaces, most_pictures: int) -> Attachment:
    try:
        content = read_file(path, places, MOST_BYTES)
        kind, parts = _attachment_parts(path, content, most_pictures)
    except FileNotFoundError as error:
        raise _refusal_error(path, Message("the file doesn't exist")) from error
    except UnreadableFile as why:
        raise _refusal_error(path, *why.args) from why
    texts = "\n".join(part for part in parts if isinstance(part, str))
    if holds_key(texts.encode()):
        raise _refusal_error(path, Message("it contains a key or a password"))
    return Attachment(AttachedFile(path.as_posix(), kind, len(content), hashlib.sha256(content).hexdigest()), parts)


def _attachment_parts(path: Path, content: bytes, most_pictures: int) -> tuple[AttachedKind, tuple[str | Picture, ...]]:
    if _picture_size(content) is not None:
        return "picture", (scaled(content),)
    if content.startswith(IS_PDF):
        return "pdf", pdf_pages(content, most_pictures)
    if path.suffix.lower() in OFFICE_ENDINGS and content.startswith(_ARCHIVE):
        return "office", (_office_file_text(path, content),)
    return "text", (_decoded_text(content),)


def _decoded_text(content: bytes) -> str:
    """Return the file's text, without a byte order mark."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise UnreadableFile(Message("it's neither UTF-8 text nor another supported type of file"), _KINDS)
    if not text.strip():
        raise UnreadableFile(Message("it's empty"))
    return text


def _office_file_text(path: Path, content: bytes) -> str:
    lines = _sheet_lines(content) if path.suffix.lower() in _SHEETS else office_text(io.BytesIO(content))
    if lines is None:
        raise UnreadableFile(Message("it can't be read as an office file"))
    if not lines:
        raise UnreadableFile(Message("it contains no text"))
    return "\n".join(lines)


def _sheet_lines(content: bytes) -> tuple[str, ...] | None:
    """Return a line for each row of a spreadsheet, with each cell's place and text; None if it can't be read."""
    try:
        sheets = sheets_of(content)
    except BadSheetError:
        return None
    lines = list[str]()
    for sheet, cells in sheets.items():
        lines += [f"[{sheet}]"] if cells else []
        for _, row in groupby(cells.items(), key=lambda cell: cell[0].lstrip(string.ascii_uppercase)):
            lines.append("\t".join(f"{place}: {cell.text}" for place, cell in row))
    return tuple(lines)


def _check_total(attachments: Sequence[Attachment]) -> None:
    """Raise SettingsError where all attachments together exceed a limit."""
    parts = [part for attachment in attachments for part in attachment.parts]
    path = attachments[-1].file.path
    if sum(len(part) for part in parts if isinstance(part, str)) > MOST_CHARACTERS:
        why = Message("more than {most:,} characters would be sent in total", most=MOST_CHARACTERS)
        raise _refusal_error(path, why, _TOO_MUCH)
    pictures = [part for part in parts if isinstance(part, Picture)]
    if len(pictures) > MOST_PICTURES:
        raise _refusal_error(
            path, Message("more than {most} images would be sent in total", most=MOST_PICTURES), _TOO_MUCH
        )
    if sum(len(part.data) for part in pictures) > _MOST_SENT:
        why = Message("more than {megabytes} MB of images would be sent in total", megabytes=_MOST_SENT // 1_000_000)
        raise _refusal_error(path, why, _TOO_MUCH)


def _refusal_error(path: Path | str, why: str, hint: str = "") -> SettingsError:
    file_name = foreign(Path(path).name or str(path), _LONGEST_NAME)
    return SettingsError(
        Message("“{file}” can't be attached: {why}.", file=file_name, why=why),
        hint or Message("Remove it, or attach a different file."),
    )


def scaled(content: bytes) -> Picture:
    """Return a file's (first) picture, scaled down; UnreadableFile where it can't be read, or is too large."""
    size = _picture_size(content)
    if size is None or size.width * size.height > _MOST_PIXELS:
        raise UnreadableFile(Message("the image is too large"))
    pixels = _pixels(content)
    if pixels is None:
        raise UnreadableFile(Message("the image is damaged or in a format that can't be read"))
    return _encoded_picture(pixels, is_photo=content.startswith(_JPEG))


def _picture_size(content: bytes) -> Size | None:
    """Return the size in the header of a PNG, JPEG, WebP or GIF; None for any other file."""
    if content.startswith(_GIF) and len(content) > len(b"GIF89a....."):
        return Size(int.from_bytes(content[6:8], "little"), int.from_bytes(content[8:10], "little"))
    return picture_size(content)


def _pixels(content: bytes) -> npt.NDArray[np.uint8] | None:
    """Return the pixels (blue, green, red), rotated by the picture's metadata, and on white if it is transparent."""
    import cv2

    # Only this way a JPEG is turned; all others may have parts that nothing is in.
    way = cv2.IMREAD_COLOR if content.startswith(_JPEG) else cv2.IMREAD_UNCHANGED
    try:
        read = cv2.imdecode(np.frombuffer(content, np.uint8), way)
    except cv2.error:
        return None
    if read is None or read.size == 0:
        return None
    pixels = (read // 257).astype(np.uint8) if read.dtype == np.uint16 else np.asarray(read, np.uint8)
    if pixels.ndim == 2 or pixels.shape[2] == 1:  # noqa: PLR2004 - rows and columns alone
        return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR), np.uint8)
    if pixels.shape[2] != _WITH_ALPHA:
        return pixels
    alpha = pixels[:, :, 3:].astype(np.uint16)
    return ((pixels[:, :, :3] * alpha + 255 * (255 - alpha)) // 255).astype(np.uint8)


def _encoded_picture(pixels: npt.NDArray[np.uint8], *, is_photo: bool) -> Picture:
    import cv2

    height, width = pixels.shape[:2]
    share = min(1.0, LONGEST_SIDE / max(width, height))
    size = Size(max(1, round(width * share)), max(1, round(height * share)))
    if share < 1:
        pixels = np.asarray(cv2.resize(pixels, (size.width, size.height), interpolation=cv2.INTER_AREA), np.uint8)
    if is_photo:
        _, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
        return Picture(data.tobytes(), "image/jpeg", size)
    _, data = cv2.imencode(".png", pixels)
    return Picture(data.tobytes(), "image/png", size)


def pdf_pages(content: bytes, most: int) -> tuple[str | Picture, ...]:
    """Return each page's text and picture; UnreadableFile for more than `most` pages, or if it can't be read."""
    missing = [name for name in (_DRAWS, _READS) if shutil.which(name) is None]
    if missing:
        raise UnreadableFile(
            Message("PDFs can't be read without {programs}", programs=" and ".join(missing)),
            Message("Install poppler-utils: sudo apt install poppler-utils (macOS: brew install poppler)."),
        )
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        texts = _program_output((_READS, "-q", "-enc", "UTF-8"), "-", file.fileno(), _MOST_TEXT).decode(
            "utf-8", "replace"
        )
        pages = texts.split(_PAGE_ENDS)[:-1]
        if not pages:
            raise UnreadableFile(Message("it has no pages"))
        if len(pages) > most:
            raise UnreadableFile(
                plural(
                    "it has {count} page, and {most} may still be sent along",
                    "it has {count} pages, and {most} may still be sent along",
                    count=len(pages),
                    most=most,
                ),
                Message("Print the relevant pages to a separate file, and attach that file instead."),
            )
        parts = list[str | Picture]()
        for number, text in enumerate(pages, 1):
            parts += [f"Page {number}:\n{text.strip()}", _page_picture(number, file.fileno())]
    return tuple(parts)


def _page_picture(number: int, fd: int) -> Picture:
    of_page = ("-f", str(number), "-l", str(number), "-singlefile")
    data = _program_output((_DRAWS, "-q", "-png", "-scale-to", str(LONGEST_SIDE), *of_page), "", fd, _MOST_PICTURE)
    size = picture_size(data)
    if size is None:
        raise _pdf_error()
    return Picture(data, "image/png", size)


def _program_output(command: tuple[str, ...], output: str, fd: int, most: int) -> bytes:
    """Return a program's output for the PDF; UnreadableFile where it fails, prints too much, or takes too long."""
    os.lseek(fd, 0, os.SEEK_SET)
    words = (*command, f"/dev/fd/{fd}", *filter(None, [output]))
    try:
        # It never reads the pipe; its end is waited for by that, and not forced.
        with ChildProcess(words, requests=True, pass_fds=(fd,)) as child, child.ended_after(_WITHIN_S):
            printed = child.output.read(most + 1)
            if len(printed) > most:
                child.kill()
    except OSError as error:
        raise _pdf_error() from error
    if child.exit_code != 0 or len(printed) > most:
        raise _pdf_error()
    return printed


def _pdf_error() -> UnreadableFile:
    return UnreadableFile(Message("the PDF is damaged, is password-protected, or takes too long to read"))
