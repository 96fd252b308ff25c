"""Tasks in LibreOffice."""

import re
from pathlib import Path

from tests.bench.meant_tasks.documents import cells, document, part, sheet_names, slides, spreadsheet, style, style_of
from tests.bench.meant_tasks.task import OSWORLD, Task

_SCOPE = ("soffice=everything", "files:~/Desktop")
_BOOK, _TEXT, _DECK = "Desktop/book.ods", "Desktop/notes.odt", "Desktop/talk.odp"
_COSTS = (("Item", "Week", "Amount"), *((f"Item {n}", n, 1000 - 37 * ((n * 7) % 11)) for n in range(1, 16)))


_WATER = ("# Water", "The formula of water is H2O and it is known to many.", "It boils at 100 degrees.")
_PAGES = (("Talk", "What it is about"), ("Untitled", "What is to be said"), ("End", "Thanks"))


def _book(home: Path) -> None:
    spreadsheet(home / _BOOK, Sheet1=_COSTS, Sheet2=(("Spare",),))


def _frozen(home: Path) -> bool:
    kept = part(home / _BOOK, "settings.xml")
    return 'config:name="VerticalSplitMode" config:type="short">2<' in kept and (
        'config:name="VerticalSplitPosition" config:type="int">1<' in kept
    )


def _renamed(home: Path) -> bool:
    return sheet_names(home / _BOOK) == ["LARS Resources", "LARS Resources (Backup)", "Sheet2 (Offline)"]


def _water(home: Path) -> None:
    document(
        home / _TEXT, "# Water", "The formula of water is H2O and it is known to many.", "It boils at 100 degrees."
    )


def _lowered(home: Path) -> bool:
    return 'text-position="sub' in style_of(home / _TEXT, "2")


def _table_of_35(home: Path) -> bool:
    content = part(home / _TEXT)
    return content.count("<table:table-cell") == 35 and content.count("<table:table-row") == 5


def _sorted(home: Path) -> bool:
    rows = cells(home / _BOOK)
    amounts = [int(row[2]) for row in rows[1:]]
    return rows[0] == list(map(str, _COSTS[0])) and len(rows) == len(_COSTS) and amounts == sorted(amounts)


def _talk(home: Path) -> None:
    slides(home / _DECK, *_PAGES)


def _titled(home: Path) -> bool:
    content = part(home / _DECK)
    page = re.findall(r"<draw:page .*?</draw:page>", content, re.DOTALL)[1]
    named = re.findall(r'<text:p text:style-name="([^"]+)">(?:<text:span[^>]*>)?Note<', page)
    return bool(named) and 'fo:text-align="end"' in style(home / _DECK, named[0])


def _struck(home: Path) -> bool:
    return 'text-line-through-style="solid"' in style_of(home / _TEXT, _WATER[-1])


def _plain_serif(home: Path) -> bool:
    content = part(home / _TEXT)
    return content.count('style:font-name="Liberation Serif"') >= 2


TASKS = (
    Task(
        1, "calc_freeze", OSWORLD, "libreoffice_calc/4188d3a4-077d-46b7-9c86-23e1a036f6c1",
        "Keep the header row of a sheet in view", ("soffice", "--calc", f"~/{_BOOK}"), "book.ods", _SCOPE,
        _frozen, _book,
    ),
    Task(
        2, "calc_sheets", OSWORLD, "libreoffice_calc/0cecd4f3-74de-457b-ba94-29ad6b5dafb6",
        "Rename a sheet, copy it before the second, rename copy and second", ("soffice", "--calc", f"~/{_BOOK}"),
        "book.ods", _SCOPE, _renamed, _book,
    ),
    Task(
        3, "writer_subscript", OSWORLD, "libreoffice_writer/0b17a146-2934-46c7-8727-73ff6b6483e8",
        "Lower one figure of a formula", ("soffice", "--writer", f"~/{_TEXT}"), "notes.odt", _SCOPE,
        _lowered, _water,
    ),
    Task(
        4, "writer_table", OSWORLD, "libreoffice_writer/66399b0d-8fda-4618-95c4-bfc6191617e9",
        "Insert an empty table of 7 columns and 5 rows", ("soffice", "--writer", f"~/{_TEXT}"), "notes.odt", _SCOPE,
        _table_of_35, _water,
    ),
    Task(
        11, "calc_sort", OSWORLD, "libreoffice_calc/51b11269-2ca8-4b2a-9163-f21758420e78",
        "Sort records by their amounts", ("soffice", "--calc", f"~/{_BOOK}"), "book.ods", _SCOPE, _sorted, _book,
    ),
    Task(
        13, "impress_title", OSWORLD, "libreoffice_impress/08aced46-45a2-48d7-993b-ed3fb5b32302",
        "Give the second slide a title at the right", ("soffice", "--impress", f"~/{_DECK}"), "talk.odp", _SCOPE,
        _titled, _talk,
    ),
    Task(
        16, "writer_strike", OSWORLD, "libreoffice_writer/72b810ef-4156-4d09-8f08-a0cf57e7cefe",
        "Strike the last paragraph through", ("soffice", "--writer", f"~/{_TEXT}"), "notes.odt", _SCOPE,
        _struck, _water,
    ),
    Task(
        39, "writer_font", OSWORLD, "libreoffice_writer/0e763496-b6bb-4508-a427-fad0b6c3e195",
        "Set the whole text in another font", ("soffice", "--writer", f"~/{_TEXT}"), "notes.odt", _SCOPE,
        _plain_serif, _water,
    ),
)  # fmt: skip
