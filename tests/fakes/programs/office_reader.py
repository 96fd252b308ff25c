"""Reads and empties a running LibreOffice's document through its own interface (UNO); run by the system's Python.

`/usr/bin/python3 tests/fakes/programs/office_reader.py PIPE`. Each line of JSON on stdin is an order (`text`, `cell`,
`empty`, `end`) and is answered on stdout. A sheet's text is its used rows as lines, with tabs between the cells.
"""

import json
import sys
import time
from typing import Protocol

import uno

START_WITHIN_S = 60.0


class Remote(Protocol):
    """An object of the office; what it has is found when it is asked."""

    def __getattr__(self, name: str) -> "Remote": ...
    def __call__(self, *arguments: object) -> "Remote": ...
    def __iter__(self) -> "Remote": ...
    def __next__(self) -> "Remote": ...


def desktop() -> Remote:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    end = time.monotonic() + START_WITHIN_S
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={sys.argv[1]};urp;StarOffice.ComponentContext")
            found: Remote = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return found


def text(sheet: Remote) -> str:
    cursor = sheet.createCursor()
    cursor.gotoStartOfUsedArea(False)
    cursor.gotoEndOfUsedArea(True)
    rows = cursor.FormulaArray
    return "\n".join("\t".join(map(str, row)) for row in rows)


def obey(order: str, office: Remote) -> dict[str, object]:
    document = office.CurrentComponent
    if order == "end":
        document.setModified(False)  # else it would ask whether to save
        office.terminate()
        return {}
    if hasattr(document, "Text"):
        if order == "empty":
            document.Text.setString("")
        return {"text": str(document.Text.getString()).replace("\r\n", "\n"), "ready": True}
    if not hasattr(document, "Sheets"):
        return {"text": "", "ready": False}
    if order == "cell":
        return {"cell": str(document.CurrentSelection.AbsoluteName).partition(".")[2].replace("$", "")}
    sheet = document.Sheets.getByIndex(0)
    if order == "empty":
        sheet.clearContents(1 | 2 | 4 | 16)  # numbers, dates, strings, formulas
        document.CurrentController.select(sheet.getCellByPosition(0, 0))
    return {"text": text(sheet), "ready": True}


office = desktop()
for line in sys.stdin:
    sys.stdout.write(f"{json.dumps(obey(json.loads(line)['order'], office))}\n")
    sys.stdout.flush()
