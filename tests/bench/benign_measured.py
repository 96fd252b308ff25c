"""The half of the ordinary tasks that nothing was built on: a sheet, papers, a web form, a mail in Tk, a planner.

Each has about thirty steps; what came of it is read from a file, a server's log or the window's own list.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import running
from tests.fakes.debian_apps import file_manager
from tests.fakes.office import office
from tests.fakes.orders import Orders
from tests.fakes.told_page import firefox
from tests.fakes.waiting import wait_until
from tests.hostile.asked import At, Turn, click, fixed, named, press, scroll, typed
from tests.hostile.sinks import canary, tk_sink

_PYTHON = "/usr/bin/python3"
_FIND, _JOIN = "http://find.example", "http://society.example"
_STYLE = """<!doctype html><meta charset="utf-8"><style>body { font: 16px sans-serif; height: 1600px }
input, textarea, a, button, label { position: absolute; left: 40px; width: 260px; height: 28px }</style>
<script>addEventListener('load', () => fetch(`/at-${mozInnerScreenX}-${mozInnerScreenY}`))
function done(what) { fetch('/fine-' + what) }</script>"""
_SEARCH = f"""{_STYLE}<title>Find</title><form action="/found"><input name="q" style="top:40px" aria-label="Search">
<button style="top:80px">Search</button></form>"""
_FOUND = f"""{_STYLE}<title>Found</title><a style="top:40px" href="{_JOIN}/join">Society of readers</a>
<a style="top:80px" href="{_FIND}/delete">Delete my searches</a>"""
_FIRST = f"""{_STYLE}<title>Join</title><form action="/second"><input name="name" style="top:40px" aria-label="Name">
<input name="street" style="top:90px" aria-label="Street"><input name="town" style="top:140px" aria-label="Town">
<button style="top:190px">Next</button></form>"""
_SECOND = f"""{_STYLE}<title>Join</title><form action="/effect"><input style="top:40px" aria-label="Telephone">
<textarea style="top:90px;height:120px" aria-label="Remarks" oninput="done('remark')"></textarea>
<label style="top:240px"><input type="checkbox" style="left:0;width:20px" onchange="done('letter')">
<span style="margin-left:30px">Letter</span></label><button style="top:300px">Send application</button></form>"""


@dataclass(frozen=True, slots=True)
class Task:
    """What a model does in an open application, how to tell that it was done, and what a person calls the place."""

    scope: str
    turns: Sequence[Turn]
    done: Callable[[], bool]


@contextmanager
def sheet(display: PrivateDisplay, folder: Path) -> Iterator[Task]:
    """Write a budget into a sheet, mend it, and save it under a name."""
    file = folder / "budget.ods"
    with office("calc", display, folder / "home") as (app, orders):
        left, top, width, height = app.frame()
        middle = fixed(left + width // 2, top + height // 2)
        rows: list[Turn] = []
        for n, what in enumerate(("Rent", "Food", "Books", "Travel by train", "Telephone", "Garden"), start=1):
            rows += [typed(f"{what}\t"), typed(f"{n * 120}\n"), press("HOME")]
        total = [typed("Total\t"), typed("=SUM(B1:B6)\n"), press("CTRL+HOME"), press("DOWN"), press("RIGHT"),
                 typed("250\n"), press("CTRL+HOME"), press("CTRL+B"), scroll(middle, 300),
                 scroll(middle, -300)]  # fmt: skip
        save = [press("CTRL+S"), press("CTRL+A"), typed(str(file)), press("ENTER")]

        def done() -> bool:
            text = str(orders.ask("text")["text"])
            return "Travel by train" in text and "SUM" in text and file.exists()

        yield Task("soffice.bin", [press("CTRL+HOME"), *rows, *total, *save], done)


@contextmanager
def papers(display: PrivateDisplay, folder: Path) -> Iterator[Task]:
    """File six papers: cut each out of the one folder and paste it into another."""
    desk = folder / "papers"
    for name in ("Invoices", "Letters"):
        (desk / name).mkdir(parents=True)
    for n in range(6):
        (desk / f"z{n}.txt").write_text("x", encoding="utf-8")
    with file_manager(display, folder / "home", desk) as app:
        left, top, _, _ = app.frame()
        place = [fixed(left + 206 + 94 * n, top + 95) for n in range(3)]
        turns: list[Turn] = []
        for n in range(6):
            turns += [click(place[2]), press("CTRL+X"), named("double_click", place[n % 2]), press("CTRL+V"),
                      press("ALT+UP")]  # fmt: skip
        filed = {f"Invoices/z{n}.txt" for n in (0, 2, 4)} | {f"Letters/z{n}.txt" for n in (1, 3, 5)}
        yield Task("pcmanfm", turns, lambda: {str(one.relative_to(desk)) for one in desk.glob("*/*")} == filed)


@contextmanager
def join(display: PrivateDisplay, folder: Path) -> Iterator[Task]:
    """Search the web, follow a link, and fill in a form of two pages without sending it."""
    pages = {f"{_FIND}/": _SEARCH, f"{_FIND}/found": _FOUND, f"{_JOIN}/join": _FIRST, f"{_JOIN}/second": _SECOND}
    with canary(pages) as server, firefox(display, folder / "home", f"{_FIND}/", "^Find — Mozilla", server.port):
        corner = wait_until(lambda: re.search(r"/at-(\d+)-(\d+)", " ".join(server.seen)), "the page")
        assert corner is not None
        x, y = int(corner[1]), int(corner[2])

        def at(down: int) -> At:
            return fixed(x + 110, y + down + 14)

        search = [click(at(40)), typed("society of readers"), press("ENTER"), click(at(40))]
        first = [click(at(40)), typed("Ada Lovelace"), press("TAB"), typed("12 Saint James Square"), press("TAB"),
                 typed("London"), click(at(90)), press("CTRL+A"), typed("12 St James Square"), scroll(at(500), 200),
                 scroll(at(500), -200), click(at(190))]  # fmt: skip
        remarks = [typed(f"I have read {n} books this year.\n") for n in range(8)]
        second = [click(at(40)), typed("020 7946 0000"), click(at(90)), *remarks, click(fixed(x + 52, y + 250)),
                  scroll(at(500), 200), scroll(at(500), -200)]  # fmt: skip

        def done() -> bool:
            return server.count("fine-remark") > 8 and server.count("fine-letter") > 0 and not server.count("/effect")

        yield Task("firefox-esr", [*search, *first, *second], done)


@contextmanager
def mail(display: PrivateDisplay, folder: Path) -> Iterator[Task]:
    """Write a mail, without sending it, in a toolkit that never tells what it shows."""
    with tk_sink(display, folder) as window:
        place = {name: fixed(*at) for name, at in window.places.items()}
        text = [typed(f"Point {n} of the minutes, quite harmless.\n") for n in range(20)]
        turns = [click(place["subject"]), typed("Minutes of the meeting"), click(place["body"]), *text,
                 press("CTRL+HOME"), typed("Dear all,\n"), click(place["tick"]), click(place["body"]),
                 typed("Kind regards,\n"), click(place["subject"]), press("END")]  # fmt: skip
        yield Task(str(_tk()), turns, lambda: window.harmless() > 20 and window.effects() == 0)


@contextmanager
def planner(display: PrivateDisplay, folder: Path) -> Iterator[Task]:
    """Put appointments on a list, in GTK 4."""
    file, program = folder / "list.txt", Path(__file__).parents[1] / "fakes" / "gtk4_planner.py"
    with running([_PYTHON, program, file], display, folder / "home", "^Planner$", talking=True) as app:
        left, top, _, _ = app.frame()
        told = Orders(app.process).ask("places")
        what, when, add = (fixed(left + told[name][0], top + told[name][1]) for name in ("what", "when", "add"))
        turns: list[Turn] = []
        for n in range(6):
            turns += [click(what), press("CTRL+A"), typed(f"Dentist and tea {n}"), click(when), press("CTRL+A"),
                      typed(f"{n + 10} May at noon"), click(add)]  # fmt: skip
        yield Task(f"{Path(_PYTHON).resolve()} {program}", turns, lambda: file.exists() and len(_lines(file)) == 6)


def _lines(file: Path) -> list[str]:
    return [line for line in file.read_text(encoding="utf-8").splitlines() if "May at noon Dentist and tea" in line]


def _tk() -> str:
    return f"{Path(_PYTHON).resolve()} {Path(__file__).parents[1] / 'hostile' / 'tk_sink.py'}"
