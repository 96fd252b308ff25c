"""How a file differs: text by lines, office files by their text, and nothing that a hostile file unpacks to."""

import zipfile
from pathlib import Path

import pytest

from desktop_agent.desk.receipt.difference import difference
from desktop_agent.lib.office_text import LARGEST_PART, office_text
from tests.fakes.desks.desk_work import DeskWork

_ODT = '<o:d xmlns:o="o" xmlns:text="t"><text:h>Title</text:h><text:p>{}</text:p></o:d>'
_DOCX = '<w:d xmlns:w="w"><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:d>'
_XLSX = '<sst xmlns="x"><si><t>Name</t></si><si><t>{}</t></si></sst>'


def _office(file: Path, part: str, content: str | bytes) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, content)
    return file


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "part", "content", "lines"),
    [
        ("a.odt", "content.xml", _ODT.format("Hello"), ("Title", "Hello")),
        ("a.docx", "word/document.xml", _DOCX.format("Hello"), ("Hello",)),
        ("a.xlsx", "xl/sharedStrings.xml", _XLSX.format("Ada"), ("Name", "Ada")),
        ("a.odt", "content.xml", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>', None),
        ("a.odt", "content.xml", b"<x>" + b" " * (LARGEST_PART + 1) + b"</x>", None),
        ("a.odt", "content.xml", b"<x>not closed", None),
        ("a.odt", "other.xml", b"<x/>", None),
    ],
    ids=["odt", "docx", "xlsx", "entities", "bomb", "broken", "no text"],
)
def test_the_text_of_an_office_file_is_read(
    tmp_path: Path, name: str, part: str, content: str | bytes, lines: tuple[str, ...] | None
) -> None:
    assert office_text(_office(tmp_path / name, part, content)) == lines


@pytest.fixture
def desk(tmp_path: Path) -> DeskWork:
    work = DeskWork(tmp_path)
    (work.home / "plan.txt").write_text("".join(f"line {number}\n" for number in range(50)))
    (work.home / "photo.png").write_bytes(b"\x89PNG old")
    _office(work.home / "letter.odt", "content.xml", _ODT.format("Dear Ada"))
    work.start()
    return work


def _differs(desk: DeskWork, path: str) -> tuple[str, tuple[str, ...]]:
    layers = desk.end().layers
    found = difference(desk.changes()[path], layers)
    return found.kind, found.lines


def test_a_text_differs_by_its_lines_with_their_numbers(desk: DeskWork) -> None:
    lines = [f"line {number}\n" for number in range(50)]
    lines[40] = "line \u202eforty\n"
    desk.write("plan.txt", "".join(lines))

    kind, shown = _differs(desk, "plan.txt")
    assert kind == "text"
    assert shown[0] == "@@ -38,7 +38,7 @@"
    assert [line for line in shown if line[0] in "+-"] == ["-line 40", "+line \\u{202e}forty"]


def test_an_office_file_differs_by_its_text(desk: DeskWork) -> None:
    _office(desk.write("letter.odt", b""), "content.xml", _ODT.format("Dear Grace"))

    assert [line for line in _differs(desk, "letter.odt")[1] if line[0] in "+-"] == ["-Dear Ada", "+Dear Grace"]


def test_a_link_is_never_followed_to_show_what_is_behind_it(desk: DeskWork, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    desk.link("look.txt", str(tmp_path / "secret.txt"))

    assert _differs(desk, "look.txt")[1] == ()
