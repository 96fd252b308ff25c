"""Reads the text of office files, which are archives of XML, with limits that no hostile one gets past."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Final
from xml.parsers import expat

OFFICE_ENDINGS: Final = frozenset({".odt", ".ott", ".ods", ".odp", ".docx", ".xlsx", ".pptx"})
LARGEST_PART: Final = 32_000_000  # bytes, unpacked, of all parts together
_MOST_PARTS = 200
_MOST_NAMES = 5_000
_TEXT_PARTS = re.compile(
    r"content\.xml|word/(?:document|footnotes|endnotes|header\d*|footer\d*)\.xml"
    r"|xl/(?:sharedStrings|worksheets/sheet\d+)\.xml|ppt/slides/slide\d+\.xml"
)
# What ends a line, and what parts two cells; names without their prefix.
_LINES = frozenset({"p", "h", "tr", "table-row", "row", "si"})
_CELLS = frozenset({"tc", "table-cell", "c", "tab"})
_BREAKS = frozenset({"br", "line-break", "cr"})
# What is no text of the document: deleted or moved away and still kept, comments, formulas, how a word is read.
_LEFT_OUT = frozenset({"delText", "moveFrom", "tracked-changes", "annotation", "instrText", "rPh", "f"})
_CHUNK = 1 << 16


def office_text(file: Path | IO[bytes]) -> tuple[str, ...] | None:
    """Return the lines of text; None for what is no such file, is locked by a password, or unpacks to too much."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.infolist()
            parts = sorted(
                (entry for entry in names if _TEXT_PARTS.fullmatch(entry.filename)), key=lambda entry: entry.filename
            )
            if len(names) > _MOST_NAMES or len(parts) > _MOST_PARTS or not parts:
                return None
            reading = _OfficeXmlReader()
            for part in parts:
                with archive.open(part) as opened:
                    reading.read(opened)
            return reading.lines()
    except (OSError, zipfile.BadZipFile, expat.ExpatError, _TooMuchError, RuntimeError, NotImplementedError, EOFError):
        return None
    except (ValueError, zipfile.LargeZipFile, zlib.error):
        return None


class _TooMuchError(Exception):
    """It unpacks to more than is looked at, or declares what no office file does."""


class _OfficeXmlReader:
    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._left = LARGEST_PART
        self._skipped = 0  # how deep in what is left out

    def read(self, part: IO[bytes]) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        while data := part.read(_CHUNK):
            self._left -= len(data)
            if self._left < 0:
                raise _TooMuchError
            parser.Parse(data)
        parser.Parse(b"", True)  # noqa: FBT003 - the way to say that this is the end
        self._end_line()

    def lines(self) -> tuple[str, ...]:
        return tuple(self._lines)

    def _text(self, data: str) -> None:
        if not self._skipped:
            self._line.append(data)

    def _start(self, name: str, _: Iterable[object]) -> None:
        local = name.rpartition(":")[2]
        self._skipped += local in _LEFT_OUT
        if local in _BREAKS:
            self._end_line()
        elif name == "text:s":  # blanks beyond the first
            self._text(" ")

    def _end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        self._skipped -= local in _LEFT_OUT
        if local in _LINES:
            self._end_line()
        elif local in _CELLS:
            self._line.append("\t")

    def _end_line(self) -> None:
        text = "".join(self._line).strip("\n\r ")
        self._line.clear()
        if text.strip():
            self._lines.append(text.rstrip())


def _refuse(*_: object) -> None:
    raise _TooMuchError
