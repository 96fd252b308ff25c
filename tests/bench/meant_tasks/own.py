"""Tasks of this bench's own, in programs that no other half uses; every second one is kept apart."""

import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from zlib import MAX_WBITS, decompress

from PIL import Image, ImageDraw

from tests.bench.meant_tasks.documents import lines
from tests.bench.meant_tasks.pictures import PHOTO
from tests.bench.meant_tasks.task import OWN, Task

_IN_DESKTOP = "files:~/Desktop"
_LEFT, _RIGHT, _DATA, _PACKED = "Desktop/old.txt", "Desktop/new.txt", "Desktop/books.db", "Desktop/letters.zip"
_DRAWING, _NOTES, _TEXT, _HTML = "Desktop/plan.dia", "Desktop/notes.xopp", "Desktop/list.txt", "Desktop/page.html"
_SUN = (230, 200, 40)


def _unpacked(path: Path) -> str:
    kept = path.read_bytes()
    return (decompress(kept, MAX_WBITS | 16) if kept.startswith(b"\x1f\x8b") else kept).decode()


def _box_drawn(home: Path) -> bool:
    return _unpacked(home / _DRAWING).count('type="Standard - Box"') == 1


def _books(home: Path) -> None:
    with closing(sqlite3.connect(home / _DATA)) as data, data:
        data.execute("create table books (title text, price integer)")
        data.executemany("insert into books values (?, ?)", [("Optics", 12), ("Sound", 20), ("Light", 7)])


def _price_changed(home: Path) -> bool:
    with closing(sqlite3.connect(f"file:{home / _DATA}?mode=ro", uri=True)) as data:
        found = data.execute("select title, price from books order by rowid").fetchall()
    return found == [("Optics", 12), ("Sound", 25), ("Light", 7)]


def _two_texts(home: Path) -> None:
    lines(home / _LEFT, ("one", "two", "three", "four"))
    lines(home / _RIGHT, ("one", "zwei", "three", "four"))


def _merged(home: Path) -> bool:
    return (home / _RIGHT).read_text().split() == ["one", "two", "three", "four"]


def _letters(home: Path) -> None:
    with zipfile.ZipFile(home / _PACKED, "w") as packed:
        packed.writestr("ada.txt", "Dear Ada")
        packed.writestr("bob.txt", "Dear Bob")


def _one_extracted(home: Path) -> bool:
    return (home / "Desktop/bob.txt").exists() and not (home / "Desktop/ada.txt").exists()


def _list(home: Path) -> None:
    lines(home / _TEXT, ("bread", "milk", "apples"))


def _milk_gone(home: Path) -> bool:
    return (home / _TEXT).read_text().split() == ["bread", "apples"]


def _line_added(home: Path) -> bool:
    return (home / _TEXT).read_text().split() == ["bread", "milk", "apples", "tea"]


def _papers(home: Path) -> None:
    lines(home / "Desktop/paper.txt", ["x"])
    (home / "Desktop/kept").mkdir()


def _copied(home: Path) -> bool:
    return (home / "Desktop/kept/paper.txt").exists() and (home / "Desktop/paper.txt").exists()


def _renamed(home: Path) -> bool:
    return (home / "Desktop/letter.txt").exists() and not (home / "Desktop/paper.txt").exists()


def _photo(home: Path) -> None:
    picture = Image.new("RGB", (800, 600), (90, 130, 180))
    ImageDraw.Draw(picture).ellipse((60, 80, 260, 280), fill=_SUN)
    picture.save(home / PHOTO)


def _turned(home: Path) -> bool:
    with Image.open(home / PHOTO) as picture:
        return picture.convert("RGB").size == (600, 800)


def _html(home: Path) -> None:
    lines(home / _HTML, ("<!doctype html>", "<h1>Shop</h1>", "<p>Shop of bread</p>"))


def _headed(home: Path) -> bool:
    return (home / _HTML).read_text().count("Store") == 2 and "Shop" not in (home / _HTML).read_text()


def _folders(home: Path) -> None:
    lines(home / "from/a.txt", ["a"])
    lines(home / "from/b.txt", ["b"])
    (home / "to").mkdir()


def _synchronised(home: Path) -> bool:
    return {one.name for one in (home / "to").rglob("*.txt")} == {"a.txt", "b.txt"}


def _stroke(home: Path) -> bool:
    return len(re.findall("<stroke ", _unpacked(home / _NOTES))) == 1


TASKS = (
    Task(
        63, "featherpad_line", OWN, "", "Add a line to a list, in FeatherPad (Qt)", ("featherpad", f"~/{_TEXT}"),
        "list.txt", ("featherpad=everything", _IN_DESKTOP), _line_added, _list,
    ),
    Task(
        65, "dia_box", OWN, "", "Draw a box and save the diagram, in Dia (GTK 2)", ("dia", "--nosplash"), "Dia|Diagram",
        ("dia=everything", _IN_DESKTOP), _box_drawn,
    ),
    Task(
        67, "sqlite_price", OWN, "", "Change a price in a table, in DB Browser (Qt)", ("sqlitebrowser", f"~/{_DATA}"),
        "books", ("sqlitebrowser=everything", _IN_DESKTOP), _price_changed, _books,
    ),
    Task(
        69, "meld_push", OWN, "", "Take one change over, in Meld", ("meld", f"~/{_LEFT}", f"~/{_RIGHT}"), "old|Meld",
        ("meld=everything", "python3.11=everything", _IN_DESKTOP), _merged, _two_texts,
    ),
    Task(
        71, "engrampa_one", OWN, "", "Extract one file of an archive, in Engrampa", ("engrampa", f"~/{_PACKED}"),
        "letters", ("engrampa=everything", _IN_DESKTOP), _one_extracted, _letters,
    ),
    Task(
        73, "gnome_line", OWN, "", "Delete a line, in GNOME's text editor (GTK 4)", ("gnome-text-editor", f"~/{_TEXT}"),
        "list.txt", ("gnome-text-editor=everything", _IN_DESKTOP), _milk_gone, _list, maximized=False,
    ),
    Task(
        62, "rox_rename", OWN, "", "Rename a file, in ROX-Filer (GTK 2)", ("rox", "-n", "~/Desktop"), "Desktop",
        ("ROX-Filer=everything", "rox=everything", _IN_DESKTOP), _renamed, _papers,
    ),
    Task(
        64, "mc_copy", OWN, "", "Copy a file into a folder, in Midnight Commander",
        ("xterm", "-fa", "DejaVu Sans Mono", "-fs", "12", "-T", "commander", "-e", "mc", "~/Desktop", "~/Desktop/kept"),
        "commander|mc", ("xterm=everything", "mc=everything", _IN_DESKTOP), _copied, _papers,
    ),
    Task(
        66, "lximage_turn", OWN, "", "Turn a picture and save it, in LXImage-Qt", ("lximage-qt", f"~/{PHOTO}"), "photo",
        ("lximage-qt=everything", _IN_DESKTOP), _turned, _photo,
    ),
    Task(
        68, "bluefish_replace", OWN, "", "Change a word throughout a page, in Bluefish", ("bluefish", f"~/{_HTML}"),
        "page.html", ("bluefish=everything", _IN_DESKTOP), _headed, _html,
    ),
    Task(
        70, "grsync_run", OWN, "", "Copy a folder's files into another, in Grsync", ("grsync",), "Grsync|grsync",
        ("grsync=everything", "files:~/to", "files:~/from"), _synchronised, _folders,
    ),
    Task(
        72, "xournal_stroke", OWN, "", "Draw a stroke and save the notes, in Xournal++", ("xournalpp",), "Xournal",
        ("xournalpp=everything", _IN_DESKTOP), _stroke,
    ),
)  # fmt: skip
