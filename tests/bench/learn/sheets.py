"""Tasks in LibreOffice Calc: a table in a window that can be moved, and what is in the files that Calc has saved.

The two old tasks ask the running program; these ask the file. Those marked `build` in the list were looked at while
names and places in Calc were mended, the others were measured only.
"""

from __future__ import annotations

import os
import re
import time
import zipfile
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from xml.etree import ElementTree as ET

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.screen.choose import choose_capture
from tests.bench.learn.person import ShowingPerson
from tests.bench.offline_tasks.apps import HERE
from tests.fakes.apps import running
from tests.fakes.office import OFFICE, SETTINGS
from tests.fakes.waiting import wait_until

_SAME_PICTURES, _EVERY_S = 4, 0.5
_NOT_MAXIMISED = """<item oor:path="/org.openoffice.Setup/Office/Factories/\
org.openoffice.Setup:Factory['com.sun.star.sheet.SpreadsheetDocument']">
<prop oor:name="ooSetupFactoryWindowAttributes" oor:op="fuse"><value>70,60,1040,640;1;,,,;</value></prop></item>
</oor:items>"""
_PARTS = {prefix: f"urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0" for prefix in ("table", "text")}
_XLSX = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@contextmanager
def stock(display: PrivateDisplay, home: Path) -> Iterator[Callable[[], object]]:
    """Open a table of tools; what is held are the sheets of all files in its folder."""
    folder, profile = home / "sheets", home / "office" / "user"
    for one in (folder, profile):
        one.mkdir(parents=True)
    sheet = folder / "stock.fods"
    sheet.write_text((HERE / "stock.fods").read_text())
    (profile / "registrymodifications.xcu").write_text(SETTINGS.replace("</oor:items>", _NOT_MAXIMISED))
    own = f"-env:UserInstallation={profile.parent.as_uri()}"
    command: list[str | Path] = [OFFICE, "--norestore", "--nologo", "--calc", own, sheet]
    with running(command, display, home, "^stock", environment={"SAL_USE_VCLPLUGIN": "gtk3"}):
        _wait_until_drawn()
        # What is saved as something else goes to the home, as Calc proposes it.
        yield lambda: {path.name: _sheets(path) for path in (sheet, *sorted(home.glob("*.xlsx")))}


def correct_cells(person: ShowingPerson) -> None:
    """Write something else into two cells."""
    person.click("Pliers")
    person.type("Tongs")
    person.press("Return")
    person.click("South")
    person.type("East")
    person.press("Return", "ctrl+s")


def save_for_excel(person: ShowingPerson) -> None:
    """Write a cell, and keep the table under another name and in another format."""
    person.click("Chisel")
    person.type("Saw")
    person.press("Return", "ctrl+shift+s")
    person.see("Encrypt with GPG")
    person.press("ctrl+a")
    person.type("tools.xlsx")
    person.press("Return")
    person.click("Use Excel")


def add_together(person: ShowingPerson) -> None:
    """Have the pieces added, beside their word."""
    person.click("Together", dx=90)
    person.type("=SUM(B2:B4)")
    person.press("Return", "ctrl+s")


def name_the_sheet(person: ShowingPerson) -> None:
    """Call the sheet otherwise, by its tab, and empty a cell."""
    person.click("Stock", count=2)
    person.see("Rename Sheet")
    person.press("ctrl+a")
    person.type("Store")
    person.press("Return")
    person.click("Hammer")
    person.press("Delete", "ctrl+s")


def _wait_until_drawn() -> None:
    """Wait until nothing changes any more: Calc shows its toolbars one after the other, and moves the cells down."""
    with closing(choose_capture(os.environ)) as source:
        pictures = deque([source.grab(source.monitors()[0].box)], maxlen=_SAME_PICTURES)

        def is_drawn() -> bool:
            time.sleep(_EVERY_S)
            pictures.append(source.grab(source.monitors()[0].box))
            return len(pictures) == _SAME_PICTURES and all(one == pictures[0] for one in pictures)

        wait_until(is_drawn, "a window that is drawn")


def _sheets(path: Path) -> dict[str, list[list[str]]]:
    """Return the cells of a saved file, by its sheets: formulas as they were written, else what is shown."""
    return _excel(path) if path.suffix == ".xlsx" else _flat(path)


def _flat(path: Path) -> dict[str, list[list[str]]]:
    try:
        root = ET.fromstring(path.read_text())
    except ET.ParseError:
        return {}  # it is being written
    found: dict[str, list[list[str]]] = {}
    for table in root.iterfind(".//table:table", _PARTS):
        rows = [
            [_cell(cell) for cell in row.iterfind("table:table-cell", _PARTS)]
            for row in table.iterfind("table:table-row", _PARTS)
        ]
        filled = [[*row[: max((n + 1 for n, text in enumerate(row) if text), default=0)]] for row in rows]
        found[table.get(f"{{{_PARTS['table']}}}name", "")] = filled[:6]
    return found


def _cell(cell: ET.Element) -> str:
    formula = cell.get(f"{{{_PARTS['table']}}}formula")
    return formula or " ".join("".join(part.itertext()) for part in cell.iterfind("text:p", _PARTS))


def _excel(path: Path) -> dict[str, list[list[str]]]:
    try:
        with zipfile.ZipFile(path) as file:
            shared = ET.fromstring(file.read("xl/sharedStrings.xml"))
            sheet = ET.fromstring(file.read("xl/worksheets/sheet1.xml"))
            name = re.findall(r'<sheet name="([^"]*)"', file.read("xl/workbook.xml").decode())
    except (zipfile.BadZipFile, KeyError):
        return {}
    texts = ["".join(one.itertext()) for one in shared.iterfind(f"{_XLSX}si")]
    rows = [
        [
            texts[int(cell.findtext(f"{_XLSX}v", "0"))] if cell.get("t") == "s" else cell.findtext(f"{_XLSX}v", "")
            for cell in row.iterfind(f"{_XLSX}c")
        ]
        for row in sheet.iter(f"{_XLSX}row")
    ]
    return {name[0] if name else "": rows}
