"""Reads one cell, or all cells, of a spreadsheet: OpenDocument and Office Open XML, by the standard library alone.

Both are archives of XML. Of a cell that a formula fills counts what the program that saved the file had reckoned.
Limits are those of `lib/office_text.py`; what declares entities, as no office file does, is not read.

Sources: OpenDocument 1.3 part 3, 9.1 (tables) and 19.385 (values); ECMA-376 part 1, 18.3.1.4 (cells), 18.8.30
(formats of numbers), 18.17.4.1 (dates as numbers).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from xml.parsers import expat

from desktop_agent.lib.office_text import LARGEST_PART

_CHUNK = 1 << 16
_MOST_SHEETS = 500
_MOST_CELLS = 2_000_000
_WIDEST = 16_384  # columns
# Formats that a file need not declare: those of dates and times.
_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)})
_NO_DATE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')  # what only looks like a part of a date
_DAMAGED = (
    OSError, EOFError, ValueError, LookupError, RuntimeError, NotImplementedError, OverflowError,
    expat.ExpatError, zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error,
)  # fmt: skip
_EPOCH, _EPOCH_MAC = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - a sheet knows no zone


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds: the text that it shows, as far as the file tells, and its number or date where it is one."""

    text: str
    number: float | None = None
    date: str = ""  # as ISO 8601
    unreckoned: bool = False  # a formula whose result the file does not hold


class BadSheetError(Exception):
    """The file cannot be read as a spreadsheet."""


def cells_of(content: bytes, sheet: str | None = None) -> tuple[tuple[str, str, Cell], ...]:
    """Return the sheet, the place such as B2, and the cell, of all cells that hold anything, or those of one sheet.

    BadSheetError where it is no spreadsheet, is locked by a password, or unpacks to too much.
    """
    with _opened(content) as archive:
        if "xl/workbook.xml" in archive.namelist():
            return tuple(_Workbook(archive).cells(sheet))
        return tuple(_open_document(archive, sheet))


def sheet_names(content: bytes) -> tuple[str, ...]:
    """Return the names of the sheets; BadSheetError as above."""
    names = list[str]()

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "table:table":
            names.append(attributes.get("table:name", ""))

    with _opened(content) as archive:
        if "xl/workbook.xml" in archive.namelist():
            return tuple(_Workbook(archive).sheets)
        _parse(archive, "content.xml", start)
    return tuple(names)


@contextmanager
def _opened(content: bytes) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield archive
    except _DAMAGED as error:
        raise BadSheetError from error


def _parse(
    archive: zipfile.ZipFile,
    part: str,
    start: Callable[[str, Mapping[str, str]], None],
    end: Callable[[str], None] = lambda _: None,
    text: Callable[[str], None] = lambda _: None,
) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    left = LARGEST_PART
    with archive.open(part) as opened:
        while data := opened.read(_CHUNK):
            left -= len(data)
            if left < 0:
                raise BadSheetError
            parser.Parse(data)
    parser.Parse(b"", True)  # noqa: FBT003 - the way to say that this is the end


def _refuse(*_: object) -> None:
    raise BadSheetError


def _column(number: int) -> str:
    """Return the letters of a column, from 0."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(slots=True)
class _OpenDocument:
    """One reading of `content.xml`."""

    wanted: str | None
    found: list[tuple[str, str, Cell]] = field(default_factory=list)
    sheet: str = ""
    row: int = 0
    column: int = 0
    rows: int = 1  # how often the row is repeated
    row_cells: list[tuple[int, int, Cell]] = field(default_factory=list)
    attributes: Mapping[str, str] = field(default_factory=dict)
    paragraphs: list[str] | None = None
    skipped: int = 0  # how deep in a note

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        match tag:
            case "table:table":
                self.sheet, self.row = attributes.get("table:name", ""), 0
            case "table:table-row":
                self.column, self.row_cells = 0, []
                self.rows = int(attributes.get("table:number-rows-repeated", "1"))
            case "table:table-cell" | "table:covered-table-cell":
                self.attributes, self.paragraphs = dict(attributes), []
            case "office:annotation":
                self.skipped += 1
            case "text:p" if self.paragraphs is not None and not self.skipped:
                self.paragraphs.append("")
            case "text:s":
                self.text(" " * min(int(attributes.get("text:c", "1")), 1_000))
            case "text:tab":
                self.text("\t")
            case "text:line-break":
                self.text("\n")

    def text(self, data: str) -> None:
        if self.paragraphs and not self.skipped:
            self.paragraphs[-1] += data

    def end(self, tag: str) -> None:
        match tag:
            case "office:annotation":
                self.skipped -= 1
            case "table:table-cell" | "table:covered-table-cell":
                times = int(self.attributes.get("table:number-columns-repeated", "1"))
                cell = self._cell("\n".join(self.paragraphs or []))
                if cell is not None and times <= _WIDEST:
                    self.row_cells.append((self.column, times, cell))
                self.column, self.paragraphs = self.column + times, None
            case "table:table-row":
                self._end_row()

    def _end_row(self) -> None:
        if self.row_cells and self.wanted in {None, self.sheet}:
            if len(self.found) + self.rows * sum(times for _, times, _ in self.row_cells) > _MOST_CELLS:
                raise BadSheetError
            for row in range(self.row, self.row + self.rows):
                for column, times, cell in self.row_cells:
                    self.found += [(self.sheet, f"{_column(column + n)}{row + 1}", cell) for n in range(times)]
        self.row += self.rows

    def _cell(self, text: str) -> Cell | None:
        told = self.attributes.get
        match told("office:value-type") or told("calcext:value-type"):
            case "float" | "currency" | "percentage":
                return Cell(text, float(told("office:value", "nan")))
            case "date":
                return Cell(text, date=told("office:date-value", ""))
            case "boolean":
                return Cell(text or told("office:boolean-value", "").upper())
            case "string":
                return Cell(text or told("office:string-value", ""))
            case _:
                has_formula = bool(told("table:formula"))
                return Cell(text, unreckoned=has_formula and not text) if text or has_formula else None


def _open_document(archive: zipfile.ZipFile, sheet: str | None) -> Iterator[tuple[str, str, Cell]]:
    reading = _OpenDocument(sheet)
    _parse(archive, "content.xml", reading.start, reading.end, reading.text)
    yield from reading.found


class _Workbook:
    """The parts of an Office Open XML workbook: sheets, texts that cells share, and which formats are dates."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._epoch = _EPOCH
        self._dates = list[bool]()  # by the number of a format
        self.sheets = dict[str, str]()  # the part of each by its name
        self._load_sheets()

    def cells(self, wanted: str | None) -> Iterator[tuple[str, str, Cell]]:
        """Yield the cells."""
        texts = self._shared_texts()
        self._load_formats()
        for name, part in self.sheets.items():
            if wanted in {None, name}:
                reading = _SheetReading(texts, self._dates, self._epoch)
                _parse(self._archive, part, reading.start, reading.end, reading.text)
                yield from ((name, place, cell) for place, cell in reading.found)

    def _load_sheets(self) -> None:
        parts, ids = dict[str, str](), dict[str, str]()

        def relation(tag: str, attributes: Mapping[str, str]) -> None:
            if _local(tag) == "Relationship":
                parts[attributes["Id"]] = posixpath.normpath(posixpath.join("/xl", attributes["Target"])).lstrip("/")

        def sheet(tag: str, attributes: Mapping[str, str]) -> None:
            if _local(tag) == "sheet":
                number = next((value for name, value in attributes.items() if _local(name) == "id"), "")
                ids[attributes["name"]] = number
            elif _local(tag) == "workbookPr" and attributes.get("date1904") in {"1", "true"}:
                self._epoch = _EPOCH_MAC

        _parse(self._archive, "xl/_rels/workbook.xml.rels", relation)
        _parse(self._archive, "xl/workbook.xml", sheet)
        if len(ids) > _MOST_SHEETS:
            raise BadSheetError
        self.sheets = {name: parts[number] for name, number in ids.items() if "worksheets/" in parts.get(number, "")}

    def _shared_texts(self) -> list[str]:
        texts = list[str]()
        inside = {"t": False, "skip": False}

        def start(tag: str, _: Mapping[str, str]) -> None:
            match _local(tag):
                case "si":
                    texts.append("")
                case "rPh":
                    inside["skip"] = True
                case "t":
                    inside["t"] = not inside["skip"]

        def end(tag: str) -> None:
            match _local(tag):
                case "rPh":
                    inside["skip"] = False
                case "t":
                    inside["t"] = False

        def text(data: str) -> None:
            if inside["t"] and texts:
                texts[-1] += data

        if "xl/sharedStrings.xml" in self._archive.namelist():
            _parse(self._archive, "xl/sharedStrings.xml", start, end, text)
        return texts

    def _load_formats(self) -> None:
        own = dict[int, bool]()
        in_cells = [False]

        def start(tag: str, attributes: Mapping[str, str]) -> None:
            match _local(tag):
                case "numFmt":
                    own[int(attributes["numFmtId"])] = _is_date(attributes.get("formatCode", ""))
                case "cellXfs":
                    in_cells[0] = True
                case "xf" if in_cells[0]:
                    number = int(attributes.get("numFmtId", "0"))
                    self._dates.append(own.get(number, number in _BUILT_IN_DATES))

        def end(tag: str) -> None:
            in_cells[0] = in_cells[0] and _local(tag) != "cellXfs"

        if "xl/styles.xml" in self._archive.namelist():
            _parse(self._archive, "xl/styles.xml", start, end)


class _SheetReading:
    """One reading of a worksheet."""

    def __init__(self, texts: list[str], dates: list[bool], epoch: datetime) -> None:
        self.found = list[tuple[str, Cell]]()
        self._texts, self._dates, self._epoch = texts, dates, epoch
        self._place, self._row, self._column = "", 0, 0
        self._kind, self._style, self._value = "n", 0, ""
        self._in_value = self._has_formula = self._skips = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        match _local(tag):
            case "row":
                self._row, self._column = int(attributes.get("r", self._row + 1)), 0
            case "c":
                self._column += 1
                place = attributes.get("r", "")
                self._place = place or f"{_column(self._column - 1)}{self._row}"
                self._kind, self._style = attributes.get("t", "n"), int(attributes.get("s", "0"))
                self._value, self._has_formula = "", False
            case "f":
                self._has_formula = True
            case "rPh":
                self._skips = True
            case "v" | "t":
                self._in_value = not self._skips

    def text(self, data: str) -> None:
        if self._in_value:
            self._value += data

    def end(self, tag: str) -> None:
        match _local(tag):
            case "v" | "t":
                self._in_value = False
            case "rPh":
                self._skips = False
            case "c" if self._value or self._has_formula:
                if len(self.found) >= _MOST_CELLS:
                    raise BadSheetError
                self.found.append((self._place, self._cell()))

    def _cell(self) -> Cell:
        match self._kind:
            case "s":
                return Cell(self._texts[int(self._value)])
            case "b":
                return Cell("TRUE" if self._value == "1" else "FALSE")
            case "n" if self._value:
                number = float(self._value)
                is_date = self._style < len(self._dates) and self._dates[self._style]
                return Cell(self._value, number, _date(number, self._epoch) if is_date else "")
            case "d":
                return Cell(self._value, date=self._value)
            case _:
                return Cell(self._value, unreckoned=self._has_formula and not self._value)


def _date(number: float, epoch: datetime) -> str:
    try:
        moment = epoch + timedelta(days=number)
    except OverflowError:
        return ""
    moment += timedelta(microseconds=500_000)
    moment = moment.replace(microsecond=0)
    return moment.date().isoformat() if float(number).is_integer() else moment.isoformat()


def _is_date(code: str) -> bool:
    return bool(re.search("[dmyhs]", _NO_DATE.sub("", code.partition(";")[0]).lower())) and code.lower() != "general"


def _local(name: str) -> str:
    return name.rpartition(":")[2]
