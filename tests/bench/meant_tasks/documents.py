"""Files that tasks begin with, and what stands in the files that they end with."""

from __future__ import annotations

import re
import wave
from array import array
from collections.abc import Iterable, Sequence
from math import pi, sin
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{place}:1.0"'
    for name, place in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
        ("style", "style"), ("fo", "xsl-fo-compatible"), ("presentation", "presentation"), ("svg", "svg-compatible"),
    )
)  # fmt: skip
_TYPE = "application/vnd.oasis.opendocument"


def spreadsheet(path: Path, **sheets: Sequence[Sequence[object]]) -> None:
    """Write sheets of cells as a spreadsheet."""
    tables = (
        f'<table:table table:name="{escape(name)}">{"".join(_row(cells) for cells in rows)}</table:table>'
        for name, rows in sheets.items()
    )
    _document(path, "spreadsheet", "".join(tables))


def document(path: Path, *paragraphs: str) -> None:
    """Write paragraphs as a text; one that begins with # is a heading."""
    lines = (
        f'<text:h text:outline-level="1">{escape(one[1:].strip())}</text:h>'
        if one.startswith("#")
        else f"<text:p>{escape(one)}</text:p>"
        for one in paragraphs
    )
    _document(path, "text", "".join(lines))


def slides(path: Path, *pages: tuple[str, str]) -> None:
    """Write pages of a title and a text as a presentation."""
    _document(path, "presentation", "".join(_page(number, *page) for number, page in enumerate(pages, 1)))


def _page(number: int, title: str, body: str) -> str:
    def frame(kind: str, top: int, height: int, words: str) -> str:
        empty = "" if words else ' presentation:placeholder="true"'
        box = f"<draw:text-box><text:p>{escape(words)}</text:p></draw:text-box>" if words else "<draw:text-box/>"
        return (
            f'<draw:frame presentation:class="{kind}"{empty} svg:x="2cm" svg:y="{top}cm" svg:width="24cm" '
            f'svg:height="{height}cm">{box}</draw:frame>'
        )

    return (
        f'<draw:page draw:name="page{number}">{frame("title", 1, 3, title)}{frame("outline", 5, 9, body)}</draw:page>'
    )


def _row(cells: Sequence[object]) -> str:
    def cell(value: object) -> str:
        if value == "":
            return "<table:table-cell/>"
        if isinstance(value, int | float):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        words = escape(str(value))
        return f'<table:table-cell office:value-type="string"><text:p>{words}</text:p></table:table-cell>'

    return f"<table:table-row>{''.join(map(cell, cells))}</table:table-row>"


def _document(path: Path, kind: str, body: str) -> None:
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} office:version="1.2">'
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        f'm:version="1.2"><m:file-entry m:full-path="/" m:media-type="{_TYPE}.{kind}"/>'
        '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
    )
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", f"{_TYPE}.{kind}", ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)


def part(path: Path, name: str = "content.xml") -> str:
    """Return a part of a zipped document; empty where it has none."""
    with ZipFile(path) as archive:
        return archive.read(name).decode() if name in archive.namelist() else ""


def sheet_names(path: Path) -> list[str]:
    """Return the names of a spreadsheet's sheets, in order."""
    return re.findall(r'<table:table table:name="([^"]*)"', part(path))


def cells(path: Path, sheet: int = 0) -> list[list[str]]:
    """Return the texts in the cells of a sheet, without the empty ends."""
    table = re.findall(r"<table:table .*?</table:table>", part(path), re.DOTALL)[sheet]
    rows = re.findall(r"<table:table-row[ >].*?</table:table-row>", table, re.DOTALL)
    return [row for row in map(_texts, rows) if row]


def _texts(row: str) -> list[str]:
    found = re.findall(
        r"<table:(?:covered-)?table-cell([^>]*?)(?:/>|>(.*?)</table:(?:covered-)?table-cell>)", row, re.DOTALL
    )
    texts: list[str] = []
    for attributes, inner in found:
        times = int((re.findall(r'number-columns-repeated="(\d+)"', attributes) or ["1"])[0])
        words = re.sub(r"<[^>]+>", "", inner)
        texts += [words] * (times if times < 100 else 1)
    while texts and not texts[-1]:
        texts.pop()
    return texts


def style_of(path: Path, words: str) -> str:
    """Return the automatic style of the innermost element that holds just these words; empty for none."""
    content = part(path)
    named = re.findall(rf'text:style-name="([^"]+)"[^>]*>{re.escape(words)}<', content)
    return style(path, named[0]) if named else ""


def style(path: Path, name: str) -> str:
    """Return the definition of an automatic style."""
    defined = re.findall(rf'<style:style style:name="{re.escape(name)}".*?(?:</style:style>)', part(path), re.DOTALL)
    return defined[0] if defined else ""


def tone(path: Path, seconds: float, rate: int = 44100, hertz: float = 440.0, peak: float = 0.3) -> None:
    """Write a sine as a sound file."""
    samples = (int(32767 * peak * sin(2 * pi * hertz * at / rate)) for at in range(int(seconds * rate)))
    with wave.open(str(path), "wb") as sound:
        sound.setparams((1, 2, rate, 0, "NONE", ""))
        sound.writeframes(array("h", samples).tobytes())


def sound_length(path: Path) -> float:
    """Return the seconds of a sound file."""
    with wave.open(str(path)) as sound:
        frames: int = sound.getnframes()
        rate: int = sound.getframerate()
    return frames / rate


def lines(path: Path, words: Iterable[str]) -> None:
    """Write lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{one}\n" for one in words))
