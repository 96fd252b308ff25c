"""The tasks: how their program starts, how a person shows them, and what the program holds, by its own word.

They were written down before the first run. Those marked `build` were looked at while the watcher was built; the
others are measured only. A task was played right when the program holds the very same as after it was shown.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.devtools.demo.app_process import DemoProcess
from tests.bench.learn.others import (
    add_line,
    by_buttons,
    calculator,
    editor,
    fill_label,
    fill_page,
    label,
    new_folder,
    parcel_page,
    rename,
    replace_word,
    run_command,
    terminal,
    thunar,
    write_lines,
)
from tests.bench.learn.person import ShowingPerson
from tests.bench.learn.sheets import add_together, correct_cells, name_the_sheet, save_for_excel, stock
from tests.fakes.browser import browsing, pages_at
from tests.fakes.debian_apps import file_manager, mousepad
from tests.fakes.office import office

Held = Callable[[], object]
Start = Callable[[PrivateDisplay, Path], AbstractContextManager[Held]]


@dataclass(frozen=True, slots=True)
class ShownTask:
    """One task; `build` tells that it was looked at while the watcher was built.

    `grows` and `moves` tell how its window differs when it is played.
    """

    name: str
    program: str
    start: Start
    show: Callable[[ShowingPerson], None]
    build: bool = False
    grows: tuple[int, int] = (0, 0)  # by how much the window is larger when it is played
    moves: tuple[int, int] = (37, -24)


@contextmanager
def _order(display: PrivateDisplay, home: Path) -> Iterator[Held]:
    out = home / "order.json"

    with DemoProcess(0, out, display.environment(), here=True):
        yield lambda: json.loads(out.read_text()) if out.exists() else None


def _editor(text: str) -> Start:
    @contextmanager
    def start(display: PrivateDisplay, home: Path) -> Iterator[Held]:
        file = home / "note.txt"
        file.write_text(text)
        with mousepad(display, home, file):
            yield lambda: _files(home, "*.txt")

    return start


@contextmanager
def _folder(display: PrivateDisplay, home: Path) -> Iterator[Held]:
    box = home / "papers"
    (box / "letters").mkdir(parents=True)
    (box / "draft.txt").write_text("draft")
    with file_manager(display, home, box):
        yield lambda: sorted(str(path.relative_to(box)) for path in box.rglob("*"))


_PAGE = """<!doctype html><title>Sign up</title><body style="font:20px sans-serif">
<h1>Sign up</h1><form onsubmit="fetch('/sent?'+new URLSearchParams(new FormData(this)));
document.getElementById('said').textContent='Thank you for signing up';return false">
<p><label>Name <input name=name></label></p><p><label>Town <input name=town></label></p>
<p><label><input type=checkbox name=news value=yes> Weekly news</label></p><button>Register</button></form>
<p id=said></p>"""
_SHOP = """<!doctype html><title>Shop</title><body style="font:20px sans-serif">
<h1>Shop</h1><p><a href=/cart>Open the basket</a></p><p>Nothing else here.</p>"""
_CART = """<!doctype html><title>Basket</title><body style="font:20px sans-serif"><h1>Basket</h1>
<form onsubmit="fetch('/sent?'+new URLSearchParams(new FormData(this)));
document.getElementById('said').textContent='The order was placed';return false">
<p><label>Voucher <input name=voucher></label></p><p><label>Remark <input name=remark></label></p>
<button>Place order</button></form><p id=said></p>"""


def _page(title: str, pages: Mapping[str, str]) -> Start:
    @contextmanager
    def start(display: PrivateDisplay, home: Path) -> Iterator[Held]:
        asked: list[str] = []
        with pages_at(pages, asked) as address, browsing(display, home, address + "/", title):
            yield lambda: [path for path in asked if path.startswith("/sent")]

    return start


@contextmanager
def _sheet(display: PrivateDisplay, home: Path) -> Iterator[Held]:
    with office("calc", display, home) as (_, orders):
        yield lambda: orders.ask("text")["text"]


def _files(folder: Path, pattern: str) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(folder.glob(pattern))}


def _fill_order(person: ShowingPerson) -> None:
    person.click("Name", dy=32)
    person.type("Ada Lovelace")
    person.click("Street", dy=32)
    person.type("Main Street 5")
    person.click("Send")


def _mail_order(person: ShowingPerson) -> None:
    person.click("E-mail", dy=32)
    person.type("ada@example.org")
    person.press("Tab")
    person.click("Name", dy=32)
    person.type("Grace")
    person.click("Send")


def _append(person: ShowingPerson) -> None:
    person.click("first line")
    person.press("ctrl+End")
    person.type("and a last line")
    person.press("Return")
    person.press("ctrl+s")


def _save_as(person: ShowingPerson) -> None:
    person.click("first line", count=3)
    person.type("Another beginning")
    person.press("ctrl+shift+s")
    person.see("Save As")
    person.type("copy.txt")
    person.press("Return")


def _new_folder(person: ShowingPerson) -> None:
    person.click("draft.txt")
    person.press("shift+ctrl+n")
    person.see("Creating")
    person.press("ctrl+a")
    person.type("invoices")
    person.press("Return")


def _rename(person: ShowingPerson) -> None:
    person.click("draft.txt")
    person.press("F2")
    person.press("ctrl+a")
    person.type("final.txt")
    person.press("Return")


def _sign_up(person: ShowingPerson) -> None:
    person.click("Name", dx=120)
    person.type("Ada")
    person.click("Town", dx=120)
    person.type("London")
    person.click("Weekly news")
    person.click("Register")


def _order_page(person: ShowingPerson) -> None:
    person.click("Open the basket")
    person.click("Voucher", dx=160)
    person.type("SPRING24")
    person.press("Tab")
    person.type("Ring twice")
    person.click("Place order")


def _numbers(person: ShowingPerson) -> None:
    person.press("ctrl+Home")
    person.type("12")
    person.press("Return")
    person.type("30")
    person.press("Return")
    person.type("=A1+A2")
    person.press("Return")


def _cells(person: ShowingPerson) -> None:
    person.press("ctrl+Home")
    person.type("Item")
    person.press("Tab")
    person.type("Price")
    person.press("Return")
    person.type("Tea")
    person.press("Tab")
    person.type("3")
    person.press("Return")


TASKS = (
    ShownTask("fill in an order", "demo form", _order, _fill_order, build=True),
    ShownTask("order by mail", "demo form", _order, _mail_order),
    ShownTask("append a line", "mousepad", _editor("first line\n"), _append, build=True),
    ShownTask("save under another name", "mousepad", _editor("first line\n"), _save_as),
    ShownTask("make a folder", "pcmanfm", _folder, _new_folder, build=True),
    ShownTask("rename a file", "pcmanfm", _folder, _rename),
    ShownTask("sign up", "Chromium", _page("Sign up", {"/": _PAGE}), _sign_up, build=True),
    ShownTask("order in a shop", "Chromium", _page("Shop", {"/": _SHOP, "/cart": _CART}), _order_page),
    ShownTask("add two numbers", "Calc", _sheet, _numbers, build=True),
    ShownTask("a small table", "Calc", _sheet, _cells),
    # Written down on 2026-11-22, when cells were mended.
    ShownTask("correct two cells", "Calc", stock, correct_cells, build=True),
    ShownTask("save a table for Excel", "Calc", stock, save_for_excel, build=True),
    ShownTask("add up a column", "Calc", stock, add_together),
    ShownTask("name a sheet", "Calc", stock, name_the_sheet),
)
# Written down on 2026-11-24: programs that nobody looked at while blank places and panes were mended.
_PAPER, _STILL = (100, 80, 700, 500), (0, 0)
_FEATHER, _KATE = ("featherpad", "--standalone"), ("kate", "--new", "--block")
OTHERS = (
    ShownTask("write lines", "FeatherPad", editor(_FEATHER, "note.txt", "", _PAPER), write_lines, grows=(220, 130)),
    ShownTask("add a line", "FeatherPad", editor(_FEATHER, "note.txt", "a start\n", _PAPER), add_line),
    ShownTask("rename a file", "Thunar", thunar, rename, grows=(160, 90)),
    ShownTask("make a folder", "Thunar", thunar, new_folder, moves=_STILL),
    ShownTask("write lines", "Kate", editor(_KATE, "note.txt", "", _PAPER), write_lines, grows=(180, 100)),
    ShownTask("replace a word", "Kate", editor(_KATE, "note.txt", "ten oranges\n", _PAPER), replace_word),
    ShownTask(
        "multiply", "Calculator", calculator("gnome-calculator", "^Calculator$"),
        by_buttons((188, 414), (389, 462), (255, 414), (456, 535)), moves=_STILL,
    ),
    ShownTask(
        "add", "Calculator", calculator("gnome-calculator", "^Calculator$"),
        by_buttons((322, 414), (389, 559), (255, 463), (456, 535)), grows=(120, 90),
    ),
    ShownTask(
        "multiply", "Galculator", calculator("galculator", "^galculator$"),
        by_buttons((176, 317), (241, 317), (371, 357), (241, 397), (436, 417)),
    ),
    ShownTask("run a command", "terminal", terminal, run_command, grows=(140, 120)),
    ShownTask("fill in a page", "Chromium", parcel_page, fill_page, grows=(150, -60)),
    ShownTask("fill in a form", "Qt", label, fill_label, grows=(180, 120)),
)  # fmt: skip
