"""Files that are odd, hidden or hostile: what cannot be told does not hold, and nothing hangs."""

import asyncio
import os
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

import pytest

from desktop_agent.desk.runs.desks import home_places
from desktop_agent.desk.visible_files import UnreadableFile
from desktop_agent.screen.controls.surroundings import ScreenSurroundings
from desktop_agent.tasks.expectations.check import RunExpectations
from desktop_agent.tasks.expectations.expectation import ExpectedCell, ExpectedFile, read_expectation
from desktop_agent.tasks.expectations.files import FileCheck, Finding
from tests.fakes.runs.run_ports import world
from tests.fakes.servers.thinking import frame

KEY = (
    "-----BEGIN OPENSSH PRIVATE KEY-----\n"
    + "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gt\n" * 3
)
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><office:body>&b;</office:body>'


MAIN = "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'"
BILLS_AND_A_CHART = {
    "xl/workbook.xml": f"<workbook {MAIN} xmlns:r='r'><workbookPr date1904='0'/><sheets><sheet name='Bills' r:id='a'/>"
    "<sheet name='Chart' r:id='b'/></sheets></workbook>",
    "xl/_rels/workbook.xml.rels": "<Relationships><Relationship Id='a' Target='worksheets/sheet1.xml'/>"
    "<Relationship Id='b' Target='chartsheets/sheet1.xml'/></Relationships>",
    "xl/sharedStrings.xml": f"<sst {MAIN}><si><t>Rent</t></si>"
    "<si><r><t>In </t></r><r><t>all</t></r><rPh><t>x</t></rPh></si></sst>",
    "xl/styles.xml": f"<styleSheet {MAIN}><numFmts><numFmt numFmtId='165' formatCode='dd/mm/yy'/></numFmts>"
    "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
    "<cellXfs><xf numFmtId='0'/><xf numFmtId='165'/></cellXfs></styleSheet>",
    "xl/worksheets/sheet1.xml": f"<worksheet {MAIN}><sheetData><row r='2'><c r='A2' t='s'><v>0</v></c>"
    "<c r='B2'><v>12.5</v></c><c t='inlineStr'><is><t>paid</t></is></c></row>"
    "<row><c t='s'><v>1</v></c><c s='1'><v>46354</v></c>"
    "<c t='b'><v>1</v></c><c><f>B2*2</f></c><c/></row></sheetData></worksheet>",
}


def verdict(what: str, home: Path) -> Finding:
    look = FileCheck(home_places({"HOME": str(home), "DESKTOP_AGENT_HOME": str(home / "own")}), lambda path: path)
    match read_expectation(what):
        case ExpectedFile() as expected:
            look.note(expected)
            return look.file(expected)
        case ExpectedCell() as expected:
            return look.cell(expected)
        case other:
            raise TypeError(other)


@pytest.mark.parametrize("place", [".ssh/id_rsa", "own/data/runs/x", "Projects/.env"])
def test_hidden_places_are_refused_be_they_there_or_not(tmp_path: Path, place: str) -> None:
    with pytest.raises(UnreadableFile, match="hidden from all models"):
        verdict(f"file:{tmp_path}/{place}", tmp_path)


def test_a_link_to_a_hidden_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".ssh").mkdir()
    (tmp_path / ".ssh" / "id").write_text("x")
    (tmp_path / "plain.txt").symlink_to(tmp_path / ".ssh" / "id")

    with pytest.raises(UnreadableFile):
        verdict(f'file:{tmp_path}/plain.txt contains "x"', tmp_path)


def test_a_key_in_a_plain_place_is_not_looked_into(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(KEY)

    found = verdict(f'file:{tmp_path}/note.txt contains "BEGIN"', tmp_path)

    assert (found.holds, found.evidence) == (False, "it contains a key or a password")


def test_a_pipe_a_folder_and_a_device_hang_nothing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    for place in (tmp_path / "pipe", tmp_path, Path("/dev/zero")):
        assert verdict(f'file:{place} contains "x"', tmp_path).holds is False
    assert verdict(f"file:{tmp_path}", tmp_path).holds
    assert not verdict(f"file:{tmp_path}/pipe", tmp_path).holds


def test_the_text_of_an_office_file_counts_whatever_parts_its_words(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.odt", "w") as archive:
        archive.writestr("content.xml", "<x><p>Dear Ms</p><p>Weber, 12</p><annotation>no</annotation></x>")

    held = {what: verdict(f"file:{tmp_path}/a.odt {what}", tmp_path).holds for what in (
        'contains "Dear  Ms Weber"', 'contains "no"', 'contains "PK"', r"matches ^Weber, \d+$", "matches Ms Weber",
    )}  # fmt: skip
    assert list(held.values()) == [True, False, False, True, False], held


@pytest.mark.parametrize("content", [BOMB, "<a"])
def test_a_hostile_office_file_holds_nothing(tmp_path: Path, content: str) -> None:
    for name in ("a.ods", "a.odt"):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("content.xml", content)

    assert not verdict(f"cell:{tmp_path}/a.ods!Sheet1!A1=aaaaaaaaaa", tmp_path).holds
    assert not verdict(f'file:{tmp_path}/a.odt contains "aaaaaaaaaa"', tmp_path).holds


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('file:"/a contains b.txt"', ExpectedFile(Path("/a contains b.txt"), "exists")),
        ("file:/a b.txt changed", ExpectedFile(Path("/a b.txt"), "changed")),
        ('file:/a.txt contains "x\\n“y”"', ExpectedFile(Path("/a.txt"), "contains", "x\n“y”")),
        ("cell:/a.ods!My Sheet!b2=-1.5", ExpectedCell(Path("/a.ods"), "My Sheet", "B2", "-1.5", quoted=False)),
        ("cell:/a!b.xlsx!'S=1'!AA10=\"007\"", ExpectedCell(Path("/a!b.xlsx"), "S=1", "AA10", "007", quoted=True)),
    ],
)
def test_what_is_written_is_read_as_it_is_meant(written: str, read: object) -> None:
    assert read_expectation(written) == read


def test_a_file_that_appears_between_two_looks_holds_and_after_the_last_one_no_more(tmp_path: Path) -> None:
    late = tmp_path / "late.txt"
    later = tmp_path / "later.txt"

    def waits() -> Iterator[float]:
        late.touch()  # once all has been looked at
        yield 0.0
        later.touch()  # once that was looked at again

    expected = RunExpectations(
        [f"file:{late}", f"file:{later}"],
        cast("ScreenSurroundings", world([]).controls),
        {"HOME": str(tmp_path)},
        late_s=cast("Sequence[float]", waits()),
    )
    looked = asyncio.run(expected.look(frame()))

    assert later.exists()
    assert [one.holds for one in looked] == [True, False]


def test_what_holds_for_the_desks_version_of_a_file_alone_says_so(tmp_path: Path) -> None:
    scan = tmp_path / "scan.txt"
    letter = tmp_path / "letter.txt"
    upper = tmp_path / "upper"
    for file in (upper, letter):
        file.write_text("x")
    expected = RunExpectations(
        [f"file:{scan}", f"file:{letter}"],
        cast("ScreenSurroundings", world([]).controls),
        {"HOME": str(tmp_path)},
        lambda path: upper if path == scan else path,
    )

    looked = asyncio.run(expected.look(frame()))

    assert [one.evidence for one in looked] == ["it exists, 1 byte, on the desk", "it exists, 1 byte"]


@pytest.mark.parametrize(
    ("cell", "holds", "evidence"),
    [
        ("A2=Rent", True, "the cell contains “Rent”"),
        ("B2=12.50", True, "the cell contains “12.5”"),
        ("C2=paid", True, "the cell contains “paid”"),
        ("A3=In all", True, "the cell contains “In all”"),
        ("B3=2026-11-28", True, "the cell contains “46354 = 2026-11-28”"),
        ("C3=TRUE", True, "the cell contains “TRUE”"),
        ("D3=25", False, "the file doesn't contain the formula's result"),
        ("E3=1", False, "the cell is empty"),
    ],
)
def test_an_expected_cell_is_compared_with_its_stored_value(
    tmp_path: Path, cell: str, *, holds: bool, evidence: str
) -> None:
    write_workbook(tmp_path / "a.xlsx")

    found = verdict(f"cell:{tmp_path}/a.xlsx!Bills!{cell}", tmp_path)

    assert (found.holds, found.evidence) == (holds, evidence)


def test_a_sheet_that_is_a_chart_has_no_cell(tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx")

    assert not verdict(f"cell:{tmp_path}/a.xlsx!Chart!A1=1", tmp_path).holds


def write_workbook(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in BILLS_AND_A_CHART.items():
            archive.writestr(name, content)
