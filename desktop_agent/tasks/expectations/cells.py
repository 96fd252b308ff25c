"""Reads one cell, or all cells, of a spreadsheet: OpenDocument and Office Open XML, by the standard library alone.

Both are archives of XML. The value of a formula is the result that the saving program has stored. Limits are those of
`lib/office_text.py`; XML that declares entities, as no office file does, is refused.

Sources: OpenDocument 1.3 part 3, 9.1 (tables) and 19.385 (values); ECMA-376 part 1, 18.3.1.4 (cells), 18.8.30
(formats of numbers), 18.17.4.1 (dates as numbers).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from desktop_agent.lib.office_text import LARGEST_PART

_MOST_TAGS = 3_000_000  # in one part: what takes 4 bytes in the file takes 100 in memory
_MOST_SHEETS = 500
_MOST_CELLS = 2_000_000
_WIDEST = 16_384  # columns
_MOST_BLANKS = 1_000
_WORKBOOK = "xl/workbook.xml"
# Formats that a file need not declare: those of dates and times.
_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)})
_NO_DATE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')  # what only looks like a part of a date
_DAMAGED = (
    OSError, EOFError, ValueError, LookupError, RuntimeError, NotImplementedError, OverflowError,
    ParseError, zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error,
)  # fmt: skip

# A sheet knows no time zone.
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001
_EPOCH_MAC = datetime(1904, 1, 1)  # noqa: DTZ001


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's content: the displayed text, as far as the file contains it, and its number or date, if it is one."""

    text: str
    number: float | None = None
    date: str = ""  # as ISO 8601
    unreckoned: bool = False  # a formula whose result the file does not hold


_Cells = Iterable[tuple[str, Cell]]


class BadSheetError(Exception):
    """The file cannot be read as a spreadsheet."""


def sheets_of(content: bytes) -> dict[str, dict[str, Cell]]:
    """Return the non-empty cells of each sheet, by their places such as B2.

    BadSheetError where it is no spreadsheet, is locked by a password, or is too large when unpacked.
    """
    with _archive_of(content) as archive:
        sheets = _workbook_sheets(archive) if _WORKBOOK in archive.namelist() else _document_sheets(archive)
        result = dict[str, dict[str, Cell]]()
        for name, cells in sheets:
            result[name] = dict(cells)
            if sum(map(len, result.values())) > _MOST_CELLS:
                raise BadSheetError
        return result


@contextmanager
def _archive_of(content: bytes) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield archive
    except _DAMAGED as error:
        raise BadSheetError from error


class _NoDoctype(TreeBuilder):
    def doctype(self, *_: object) -> NoReturn:
        raise BadSheetError


def _tree(archive: zipfile.ZipFile, part: str) -> Element:
    with archive.open(part) as stream:
        data = stream.read(LARGEST_PART + 1)
    if len(data) > LARGEST_PART or data.count(b"<") > _MOST_TAGS:
        raise BadSheetError
    parser = XMLParser(target=_NoDoctype())  # noqa: S314 - declares no entities, and is bounded
    parser.feed(data)
    return parser.close()


def _local_name(name: str) -> str:
    return name.rpartition("}")[2]


def _elements_named(element: Element, name: str) -> Iterator[Element]:
    """Yield the elements of this name, in any namespace."""
    return (descendant for descendant in element.iter() if _local_name(descendant.tag) == name)


def _attributes(element: Element) -> dict[str, str]:
    """Return the attributes by their names without a namespace; of two with the same name, the first."""
    return {_local_name(name): value for name, value in reversed(list(element.items()))}


def _document_sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, _Cells]]:
    """Yield the sheets of an OpenDocument; rows and cells may be repeated."""
    cells_left = _MOST_CELLS
    for table in _elements_named(_tree(archive, "content.xml"), "table"):
        sheet = list[tuple[str, Cell]]()
        first_row = 1
        for row in _elements_named(table, "table-row"):
            rows = int(_attributes(row).get("number-rows-repeated", "1"))
            cells = list(_row_cells(row))
            cells_left -= rows * len(cells)
            if cells_left < 0:
                raise BadSheetError
            for number in range(first_row, first_row + rows if cells else first_row):
                sheet += ((f"{_column_letters(column)}{number}", cell) for column, cell in cells)
            first_row += rows
        yield _attributes(table).get("name", ""), sheet


def _row_cells(row: Element) -> Iterator[tuple[int, Cell]]:
    """Yield each non-empty cell of a row, with its column, from 0."""
    column = 0
    for element in row:
        attributes = _attributes(element)
        times = int(attributes.get("number-columns-repeated", "1"))
        text = "\n".join(_paragraph(child) for child in element if _local_name(child.tag) == "p")
        cell = (
            _document_cell(text, attributes)
            if _local_name(element.tag) in {"table-cell", "covered-table-cell"}
            else None
        )
        if cell is not None and times <= _WIDEST:
            yield from ((column + n, cell) for n in range(times))
        column += times


def _paragraph(element: Element) -> str:
    """Return the text of a paragraph, without the notes to it."""
    parts = [element.text or ""]
    for child in element:
        match _local_name(child.tag):
            case "annotation":
                pass
            case "s":
                parts.append(" " * min(int(_attributes(child).get("c", "1")), _MOST_BLANKS))
            case "tab":
                parts.append("\t")
            case "line-break":
                parts.append("\n")
            case _:
                parts.append(_paragraph(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _document_cell(text: str, attributes: Mapping[str, str]) -> Cell | None:
    match attributes.get("value-type"):
        case "float" | "currency" | "percentage":
            return Cell(text, float(attributes.get("value", "nan")))
        case "date":
            return Cell(text, date=attributes.get("date-value", ""))
        case "boolean":
            return Cell(text or attributes.get("boolean-value", "").upper())
        case "string":
            return Cell(text or attributes.get("string-value", ""))
        case _:
            has_formula = bool(attributes.get("formula"))
            return Cell(text, unreckoned=has_formula and not text) if text or has_formula else None


def _workbook_sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, _Cells]]:
    """Yield the sheets of an Office Open XML workbook, which share texts and formats."""
    book = _tree(archive, _WORKBOOK)
    counts_from_1904 = any(
        properties.get("date1904") in {"1", "true"} for properties in _elements_named(book, "workbookPr")
    )
    reading = _SheetReading(_shared_texts(archive), _date_formats(archive), _EPOCH_MAC if counts_from_1904 else _EPOCH)
    for name, part in _sheet_parts(archive, book).items():
        yield name, reading.cells(_tree(archive, part))


def _sheet_parts(archive: zipfile.ZipFile, book: Element) -> dict[str, str]:
    """Return each sheet's part of the archive, by the sheet's name."""
    relations = _elements_named(_tree(archive, "xl/_rels/workbook.xml.rels"), "Relationship")
    parts = {
        relation.attrib["Id"]: posixpath.normpath(posixpath.join("/xl", relation.attrib["Target"]))
        for relation in relations
    }
    ids = {entry.attrib["name"]: _attributes(entry).get("id", "") for entry in _elements_named(book, "sheet")}
    if len(ids) > _MOST_SHEETS:
        raise BadSheetError
    return {
        name: parts[relation_id].lstrip("/")
        for name, relation_id in ids.items()
        if "worksheets/" in parts.get(relation_id, "")
    }


def _shared_texts(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    return [_text(item) for item in _elements_named(_tree(archive, "xl/sharedStrings.xml"), "si")]


def _text(element: Element) -> str:
    """Return the text in an element, without phonetic hints."""
    if _local_name(element.tag) == "t":
        return element.text or ""
    return "".join(_text(child) for child in element if _local_name(child.tag) != "rPh")


def _date_formats(archive: zipfile.ZipFile) -> list[bool]:
    """Return for each cell format whether it is a date format."""
    if "xl/styles.xml" not in archive.namelist():
        return []
    styles = _tree(archive, "xl/styles.xml")
    own = {
        int(number_format.attrib["numFmtId"]): _is_date(number_format.get("formatCode", ""))
        for number_format in _elements_named(styles, "numFmt")
    }
    numbers = (
        int(xf.get("numFmtId", "0"))
        for formats in _elements_named(styles, "cellXfs")
        for xf in _elements_named(formats, "xf")
    )
    return [own.get(number, number in _BUILT_IN_DATES) for number in numbers]


@dataclass(frozen=True, slots=True)
class _SheetReading:
    """The shared texts, date formats and epoch of a workbook, which its sheets need."""

    texts: list[str]
    dates: list[bool]  # by the number of a format
    epoch: datetime

    def cells(self, sheet: Element) -> Iterator[tuple[str, Cell]]:
        """Yield each non-empty cell with its place; rows and cells may omit theirs."""
        number = 0
        for row in _elements_named(sheet, "row"):
            number = int(row.get("r", number + 1))
            for column, element in enumerate(_elements_named(row, "c")):
                parts = {_local_name(part.tag): part for part in element}
                value = "".join(_text(part) or (part.text or "") for name, part in parts.items() if name in {"v", "is"})
                if value or "f" in parts:
                    place = element.get("r", "") or f"{_column_letters(column)}{number}"
                    yield place, self._cell(element, value, has_formula="f" in parts)

    def _cell(self, element: Element, value: str, *, has_formula: bool) -> Cell:
        match element.get("t", "n"):
            case "s":
                return Cell(self.texts[int(value)])
            case "b":
                return Cell("TRUE" if value == "1" else "FALSE")
            case "n" if value:
                number = float(value)
                style = int(element.get("s", "0"))
                is_date = style < len(self.dates) and self.dates[style]
                return Cell(value, number, _date_text(number, self.epoch) if is_date else "")
            case "d":
                return Cell(value, date=value)
            case _:
                return Cell(value, unreckoned=has_formula and not value)


def _column_letters(column: int) -> str:
    """Return the letters of a column, from 0."""
    letters = ""
    remaining = column + 1
    while remaining:
        remaining, digit = divmod(remaining - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def _date_text(number: float, epoch: datetime) -> str:
    try:
        moment = epoch + timedelta(days=number)
    except OverflowError:
        return ""
    moment += timedelta(microseconds=500_000)
    moment = moment.replace(microsecond=0)
    return moment.date().isoformat() if float(number).is_integer() else moment.isoformat()


def _is_date(code: str) -> bool:
    return bool(re.search("[dmyhs]", _NO_DATE.sub("", code.partition(";")[0]).lower())) and code.lower() != "general"
