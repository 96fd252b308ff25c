"""Has the pages of a PDF drawn, and their text taken out, by poppler's programs, which are no part of this one."""

from __future__ import annotations

import os
import shutil
import tempfile

from desktop_agent.core.attachment import Picture
from desktop_agent.core.message import Message, plural
from desktop_agent.desk.readable import UnreadableFile
from desktop_agent.lib.child_process import ChildProcess
from desktop_agent.record.picture_file import picture_size
from desktop_agent.tasks.attachments.pictures import LONGEST_SIDE

IS_PDF = b"%PDF-"
_DRAWS, _READS = "pdftoppm", "pdftotext"
_WITHIN_S = 30.0  # for the text, and for each page
_MOST_TEXT, _MOST_PICTURE = 4_000_000, 16_000_000  # bytes that a program may print
_PAGE_ENDS = "\f"


def pdf_pages(content: bytes, most: int) -> tuple[str | Picture, ...]:
    """Return for each page its text and its picture; UnreadableFile where it has more pages, or can't be read."""
    missing = [name for name in (_DRAWS, _READS) if shutil.which(name) is None]
    if missing:
        raise UnreadableFile(
            Message("PDFs are read by {programs}, which isn't installed", programs=" and ".join(missing)),
            Message("Install poppler-utils: sudo apt install poppler-utils (macOS: brew install poppler)."),
        )
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        texts = _printed((_READS, "-q", "-enc", "UTF-8"), "-", file.fileno(), _MOST_TEXT).decode("utf-8", "replace")
        pages = texts.split(_PAGE_ENDS)[:-1]
        if not pages:
            raise UnreadableFile(Message("there is no page in it"))
        if len(pages) > most:
            raise UnreadableFile(
                plural(
                    "it has {count} page, and {most} may still be sent along",
                    "it has {count} pages, and {most} may still be sent along",
                    count=len(pages),
                    most=most,
                ),
                Message("Print the pages that matter into a file of their own, and attach that."),
            )
        parts = list[str | Picture]()
        for number, text in enumerate(pages, 1):
            parts += [f"Page {number}:\n{text.strip()}", _drawn(number, file.fileno())]
    return tuple(parts)


def _drawn(number: int, fd: int) -> Picture:
    of_page = ("-f", str(number), "-l", str(number), "-singlefile")
    data = _printed((_DRAWS, "-q", "-png", "-scale-to", str(LONGEST_SIDE), *of_page), "", fd, _MOST_PICTURE)
    size = picture_size(data)
    if size is None:
        raise _unreadable()
    return Picture(data, "image/png", size)


def _printed(command: tuple[str, ...], output: str, fd: int, most: int) -> bytes:
    """Return what a program prints of the PDF; UnreadableFile where it fails, prints too much, or takes too long."""
    os.lseek(fd, 0, os.SEEK_SET)
    whole = (*command, f"/dev/fd/{fd}", *filter(None, [output]))
    try:
        # It never reads the pipe; its end is waited for by that, and not forced.
        with ChildProcess(whole, requests=True, pass_fds=(fd,)) as child, child.ended_after(_WITHIN_S):
            printed = child.output.read(most + 1)
            if len(printed) > most:
                child.kill()
    except OSError as error:
        raise _unreadable() from error
    if child.exit_code != 0 or len(printed) > most:
        raise _unreadable()
    return printed


def _unreadable() -> UnreadableFile:
    return UnreadableFile(Message("the PDF is damaged, locked by a password, or takes too long to read"))
