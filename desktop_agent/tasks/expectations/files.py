"""Checks expectations about files: that they exist, have changed, or contain a text, and the values of cells."""

from __future__ import annotations

import hashlib
import io
import math
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.core.texts.message import Message, foreign
from desktop_agent.desk.visible_files import HomePlaces, UnreadableFile, check_place, check_text, read_file
from desktop_agent.lib.office_text import OFFICE_ENDINGS, office_text
from desktop_agent.record.wording import exact_size
from desktop_agent.runtime.desktop.own_desktop import Staged
from desktop_agent.tasks.expectations.cells import BadSheetError, Cell, sheets_of
from desktop_agent.tasks.expectations.expectation import ExpectedCell, ExpectedFile

_LONGEST_SHOWN = 120  # characters of what a file holds
_NUMBER = re.compile(r"(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(%?)")
_TOLERANCE = 1e-9  # of numbers that are reckoned in binary
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether an expectation holds, and the evidence."""

    holds: bool
    evidence: str


def met(evidence: str) -> Finding:
    """Return the finding that the expectation holds."""
    return Finding(holds=True, evidence=evidence)


def unmet(evidence: str) -> Finding:
    """Return the finding that the expectation does not hold."""
    return Finding(holds=False, evidence=evidence)


class FileCheck:
    """Checks files for one run: the desk's versions, and against their state when the run began."""

    def __init__(self, places: HomePlaces, staged: Staged) -> None:
        """`staged` returns the path of the run's own version of a file; None where the run has deleted it."""
        self._places = places
        self._staged = staged
        self._before = dict[Path, str | None]()  # the digest of what was there at the start; None: nothing was

    def note(self, expected: ExpectedFile) -> None:
        """Record the state of a file before the run; UnreadableFile for one that is hidden from every model."""
        check_place(expected.path, self._places)
        match expected.test:
            case "equals":
                compared = Path(expected.value)
                try:
                    self._before[compared] = _digest(read_file(compared, self._places))
                except FileNotFoundError as error:
                    raise UnreadableFile(Message("there is no {file} to compare with", file=expected.value)) from error
            case "changed":
                content = self._content(expected.path)
                self._before[expected.path] = None if isinstance(content, Finding) else _digest(content)

    def check(self, path: Path) -> None:
        """Raise UnreadableFile for a file that is hidden from every model."""
        check_place(path, self._places)

    def state(self, path: Path) -> tuple[int, int] | None:
        """Return time and size of a file's version, which differ once it is written again; None where it is missing."""
        staged = self._staged(path)
        try:
            stat = staged.stat() if staged else None
        except OSError:
            return None
        return (stat.st_mtime_ns, stat.st_size) if stat else None

    def with_desk_note(self, path: Path, finding: Finding) -> Finding:
        """Return a finding about a file, with the note that it holds for the desk's version if the desk has one."""
        staged = self._staged(path)
        is_own = staged is None or os.path.realpath(staged) == os.path.realpath(path)
        if is_own or not finding.holds:
            return finding
        return met(Message("{evidence}, on the desk", evidence=finding.evidence))

    def file(self, expected: ExpectedFile) -> Finding:
        """Return whether a file is as expected; of a folder only the existence can be checked."""
        if expected.test == "exists" and self._is_folder(expected.path):
            return met(Message("the folder exists"))
        content = self._content(expected.path)
        if isinstance(content, Finding):
            return content
        match expected.test:
            case "exists":
                return met(Message("it exists, {size}", size=exact_size(len(content))))
            case "changed":
                return self._change_finding(expected.path, content)
            case "equals":
                if self._before.get(Path(expected.value)) == _digest(content):
                    return met(Message("its contents are the same"))
                return unmet(Message("its contents are different"))
            case "contains" | "matches":
                is_office = expected.path.suffix.lower() in OFFICE_ENDINGS
                try:
                    text = _office_text(expected.path, content) if is_office else _decoded_text(content)
                    check_text(text)
                except UnreadableFile as why:
                    return unmet(why.args[0])
                if expected.test == "matches":
                    return _matches(text, expected.value)
                return (
                    _contains(_with_single_blanks(text), _with_single_blanks(expected.value))
                    if is_office
                    else _contains(text, expected.value)
                )

    def cell(self, expected: ExpectedCell) -> Finding:
        """Return whether a cell shows or holds a value."""
        content = self._content(expected.path)
        if isinstance(content, Finding):
            return content
        try:
            sheets = sheets_of(content)
            check_text("\n".join(_cell_texts(sheets)))
        except BadSheetError:
            return unmet(Message("it can't be read as a spreadsheet"))
        except UnreadableFile as why:
            return unmet(why.args[0])
        if expected.sheet not in sheets:
            return unmet(Message("it has no sheet named “{sheet}”", sheet=foreign(expected.sheet, _LONGEST_SHOWN)))
        cell = sheets[expected.sheet].get(expected.cell, Cell(""))
        if cell.unreckoned:
            return unmet(Message("the file doesn't contain the formula's result"))
        date_text = cell.date if cell.date and cell.date != cell.text else ""
        value = foreign(cell.text, _LONGEST_SHOWN) + (f" = {date_text}" if date_text else "")
        evidence = Message("the cell contains “{value}”", value=value) if cell.text else Message("the cell is empty")
        return Finding(_is_value(cell, expected), evidence)

    def _is_folder(self, path: Path) -> bool:
        try:
            check_place(path, self._places)
        except UnreadableFile:
            return False
        staged = self._staged(path)
        return staged is not None and staged.is_dir()

    def _content(self, path: Path) -> bytes | Finding:
        staged = self._staged(path)
        try:
            check_place(path, self._places)
            if staged is not None:
                return read_file(staged, self._places, as_lying_at=path)
        except UnreadableFile as why:
            return unmet(why.args[0])
        except FileNotFoundError:
            pass
        return unmet(Message("the file doesn't exist"))

    def _change_finding(self, path: Path, content: bytes) -> Finding:
        if path not in self._before:
            return unmet(Message("its state at the start isn't known"))
        before = self._before[path]
        if before is None:
            return met(Message("it is new"))
        if before == _digest(content):
            return unmet(Message("it hasn't changed since the start"))
        return met(Message("it has changed since the start"))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _office_text(path: Path, content: bytes) -> str:
    try:
        is_workbook = path.suffix.lower() == ".xlsx"
        lines = tuple(_cell_texts(sheets_of(content))) if is_workbook else office_text(io.BytesIO(content))
    except BadSheetError:
        lines = None
    if lines is None:
        raise UnreadableFile(Message("it can't be read as an office file"))
    return "\n".join(lines)


def _decoded_text(content: bytes) -> str:
    """Return decoded text: by its byte order mark, else UTF-8, else Windows-1252; line ends become line feeds."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        text = content.decode("utf-16", "replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", "replace")
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _contains(text: str, part: str) -> Finding:
    at = text.find(unicodedata.normalize("NFC", part.replace("\r\n", "\n")))
    if at < 0:
        return unmet(Message("it doesn't contain the text"))
    line = text.count("\n", 0, at) + 1
    return met(
        Message("it contains the text on line {line}", line=line) if "\n" in text else Message("it contains the text")
    )


def _matches(text: str, pattern: str) -> Finding:
    import re2

    match = re2.search(f"(?m){pattern}", text)
    if match is None:
        return unmet(Message("nothing in it matches"))
    return met(Message("line {line} matches", line=text.count("\n", 0, match.start()) + 1))


def _is_value(cell: Cell, expected: ExpectedCell) -> bool:
    value = unicodedata.normalize("NFC", expected.value)
    if unicodedata.normalize("NFC", cell.text) == value:
        return True
    if expected.quoted:
        return False
    number = _NUMBER.fullmatch(value)
    if number is not None and cell.number is not None and not cell.date:
        expected_number = float(number[1]) / (_HUNDRED if number[2] else 1)
        return math.isclose(cell.number, expected_number, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE)
    return bool(cell.date) and cell.date in {value, f"{value}T00:00:00"}


def _cell_texts(sheets: Mapping[str, Mapping[str, Cell]]) -> Iterator[str]:
    return (cell.text for cells in sheets.values() for cell in cells.values())


def _with_single_blanks(text: str) -> str:
    """Return a text with each run of blanks as one blank."""
    return " ".join(unicodedata.normalize("NFC", text).split())
