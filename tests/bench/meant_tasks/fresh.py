"""Tasks of the third half: in programs that the other two hardly use, a third of them without accessibility.

Where the benchmark has another program for it, `about` says so.
"""

import gzip
import json
import os
import re
import subprocess
from pathlib import Path

from PIL import Image, ImageDraw

from tests.bench.meant_tasks.documents import cells, lines, sheet_names, spreadsheet
from tests.bench.meant_tasks.pictures import PHOTO, halved, mirrored
from tests.bench.meant_tasks.task import DESKCRAFT, OSWORLD, Task

_BOOK, _POLICY, _SAMPLE, _PAGE = "Desktop/book.ods", "Desktop/policy.abw", "Desktop/sample.txt", "Desktop/index.html"
_FIGURE, _REPO = "Desktop/star.fig", "Desktop/project"
_RGB = dict[str, tuple[int, int, int]](sky=(90, 130, 180), sun=(230, 200, 40), green=(0, 255, 0))
_WEEKS = tuple((n, 700 + 13 * n, 300 + 7 * n) for n in range(1, 6))
_IN_DESKTOP = "files:~/Desktop"


def _assessment(home: Path) -> None:
    spreadsheet(home / _BOOK, Sheet1=(("Item", "Score"), ("Optics", 4), ("Sound", 7)), Sheet2=(("Spare",),))


def _sheet_renamed(home: Path) -> bool:
    return sheet_names(home / _BOOK) == ["LARS_Science_Assessment", "Sheet2"]


def _sales(home: Path) -> None:
    spreadsheet(home / _BOOK, Sheet1=(("Week", "Sales", "COGS", "Profit"), *_WEEKS))


def _profits(home: Path) -> bool:
    wanted = [str(sales - costs) for _, sales, costs in _WEEKS]
    return [row[3:] for row in cells(home / _BOOK)[1:]] == [[one] for one in wanted]


def _policy(home: Path) -> None:
    paragraphs = (
        "Remote Work Policy", "All staff may ask for remote work after three months.",
        "Whoever does remote work is reached by telephone.", "A day of remote work is a day of work.",
    )  # fmt: skip
    body = "".join(f'<p style="Normal">{one}</p>\n' for one in paragraphs)
    (home / _POLICY).write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<abiword xmlns="http://www.abisource.com/awml.dtd">\n'
        f"<section>\n{body}</section>\n</abiword>\n"
    )


def _policy_text(home: Path) -> str:
    kept = (home / _POLICY).read_bytes()
    return (gzip.decompress(kept) if kept.startswith(b"\x1f\x8b") else kept).decode()


def _hybrid(home: Path) -> bool:
    text = re.sub(r"<[^>]+>", "", _policy_text(home))
    return text.count("hybrid work") == 3 and "remote work" not in text


def _centred(home: Path) -> bool:
    found = re.findall(r'<p[^>]*props="[^"]*text-align:center[^"]*"[^>]*>(.*?)</p>', _policy_text(home))
    return [re.sub(r"<[^>]+>", "", one) for one in found] == ["Remote Work Policy"]


def _sample(home: Path) -> None:
    lines(home / _SAMPLE, (f"Line {n}: this text is a text to try the texts." for n in range(1, 13)))


def _replaced(home: Path) -> bool:
    kept = (home / _SAMPLE).read_text()
    return "text" not in kept and kept.count("test") == 36


def _page(home: Path) -> None:
    lines(home / _PAGE, (
        "<!doctype html>", "<html>", "<body>", "<header>Shop</header>", "<h1>Hello World</h1>",
        "<p>A page that waits for words.</p>", "<button>Click</button>", "<footer>2024</footer>", "</body>", "</html>",
    ))  # fmt: skip


def _page_edited(home: Path) -> bool:
    kept = (home / _PAGE).read_text().splitlines()
    return kept[3:8] == [
        "<header>Shop</header>", "<h1>Build Faster</h1>", "<p>Ship simple interfaces with confidence.</p>",
        "<button>Start Now</button>", "<footer>2024</footer>",
    ]  # fmt: skip


def _shouting(home: Path) -> None:
    lines(home / _SAMPLE, ("THE FIRST LINE OF ALL.", "ANOTHER LINE, WITH A COMMA.", "The Third Line."))


def _lowered(home: Path) -> bool:
    kept = (home / _SAMPLE).read_text().splitlines()
    return kept == ["the first line of all.", "another line, with a comma.", "the third line."]


def _todo(home: Path) -> None:
    lines(home / "Desktop/todo.txt", ["buy bread"])
    lines(home / "Desktop/readme.txt", ["nothing"])
    (home / "Desktop/done").mkdir()
    lines(home / ".config/xfe/xferc", ("[OPTIONS]", "root_warn=0"))


def _moved(home: Path) -> bool:
    return (home / "Desktop/done/todo.txt").exists() and not (home / "Desktop/todo.txt").exists()


def _test_folder(home: Path) -> bool:
    return (home / "Desktop/test").is_dir()


def _photo(home: Path) -> None:
    picture = Image.new("RGB", (800, 600), _RGB["sky"])
    ImageDraw.Draw(picture).ellipse((60, 80, 260, 280), fill=_RGB["sun"])
    picture.save(home / PHOTO)


def _quarter_turned(home: Path) -> bool:
    with Image.open(home / PHOTO) as picture:
        seen = picture.convert("RGB")
        return seen.size == (600, 800) and seen.getpixel((420, 160)) == _RGB["sun"]


def _green_behind(home: Path) -> bool:
    with Image.open(home / PHOTO) as picture:
        seen = picture.convert("RGB")
        return (seen.getpixel((160, 180)), seen.getpixel((700, 500))) == (_RGB["sun"], _RGB["green"])


def _star(home: Path) -> None:
    lines(home / _FIGURE, (
        "#FIG 3.2  Produced by xfig version 3.2.8b", "Landscape", "Center", "Metric", "A4", "100.00", "Single", "-2",
        "1200 2", "2 3 0 2 0 7 50 -1 20 0.000 0 0 -1 0 0 4", "\t 2000 1500 4000 2500 2000 3500 2000 1500",
    ))  # fmt: skip


def _flipped(home: Path) -> bool:
    """Tell whether the triangle, whose upright side was its left one, has it at the right."""
    kept = (home / _FIGURE).read_text().splitlines()
    numbers = next(line for n, line in enumerate(kept) if n and kept[n - 1].startswith("2 3 ")).split()
    across = list(map(int, numbers[:6:2]))
    return across.count(max(across)) == 2 and across.count(min(across)) == 1


def _project(home: Path) -> None:
    own = os.environ | {"HOME": str(home)}
    lines(home / ".gitconfig", ("[user]", "name = A", "email = a@example.org", "[init]", "defaultBranch = main"))
    lines(home / _REPO / "notes.txt", ["one"])
    for words in (
        ("init", "-q", "--bare", str(home / "origin.git")), ("init", "-q", str(home / _REPO)),
        ("-C", str(home / _REPO), "remote", "add", "origin", str(home / "origin.git")),
        ("-C", str(home / _REPO), "add", "."), ("-C", str(home / _REPO), "commit", "-q", "-m", "begin"),
        ("-C", str(home / _REPO), "push", "-q", "-u", "origin", "main"),
    ):  # fmt: skip
        subprocess.run(["git", *words], env=own, check=True)
    lines(home / _REPO / "notes.txt", ["one", "two"])
    lines(home / _REPO / "list.txt", ["bread"])


def _pushed(home: Path) -> bool:
    asked = ["git", "-C", str(home / "origin.git"), "log", "-1", "--name-only", "--format=%s", "main"]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split("\n")
    return [one for one in told if one] == ["daily update", "list.txt", "notes.txt"]


def _test_file(home: Path) -> None:
    for name in ("letter.txt", "notes.txt", "test", "test.txt"):
        lines(home / "Desktop" / name, ["x"])


def _only_test_gone(home: Path) -> bool:
    return {one.name for one in (home / "Desktop").iterdir()} == {"letter.txt", "notes.txt", "test.txt"}


def _untracked(home: Path) -> bool:
    kept = home / ".chromium/Default/Preferences"
    return kept.exists() and json.loads(kept.read_text()).get("enable_do_not_track") is True


def _test_py(home: Path) -> bool:
    return (home / "Desktop/test.py").read_text().strip() == 'print("hello")'


def _photos(home: Path) -> None:
    for name in ("a.jpg", "b.png", "trip/c.jpg", "trip/more/d.jpg"):
        lines(home / "photos" / name, ["x"])
    (home / "cpjpg").mkdir()


def _jpgs(home: Path) -> bool:
    return {one.name for one in (home / "cpjpg").iterdir()} == {"a.jpg", "c.jpg", "d.jpg"}


def _three(home: Path) -> None:
    lines(home / "Desktop/output.txt", "123")


def _broken_lines(home: Path) -> bool:
    return (home / "Desktop/output.txt").read_text().split() == ["1<br/>", "2<br/>", "3<br/>"]


_CHROMIUM = ("chromium", "--no-sandbox", "--no-first-run", "--password-store=basic", "--user-data-dir=~/.chromium",
             "about:blank")  # fmt: skip
TASKS = (
    Task(
        41, "gnumeric_rename", OSWORLD, "libreoffice_calc/39aa4e37-dc91-482e-99af-132a612d40f3",
        "Rename a sheet, in Gnumeric instead of Calc", ("gnumeric", f"~/{_BOOK}"), "book.ods",
        ("gnumeric=everything", _IN_DESKTOP), _sheet_renamed, _assessment,
    ),
    Task(
        42, "gnumeric_profit", OSWORLD, "libreoffice_calc/1e8df695-bd1b-45b3-b557-e7d599cf7597",
        "Fill a column with differences, in Gnumeric instead of Calc", ("gnumeric", f"~/{_BOOK}"), "book.ods",
        ("gnumeric=everything", _IN_DESKTOP), _profits, _sales,
    ),
    Task(
        43, "abiword_replace", DESKCRAFT, "writ/L2_writ_0dfb76bb-277e-46a8-9dfe-30c6370f6a08",
        "Change two words throughout, in AbiWord instead of Writer", ("abiword", f"~/{_POLICY}"), "policy",
        ("abiword=everything", _IN_DESKTOP), _hybrid, _policy,
    ),
    Task(
        44, "abiword_centre", OSWORLD, "libreoffice_writer/3ef2b351-8a84-4ff2-8724-d86eae9b842e",
        "Centre the heading, in AbiWord instead of Writer", ("abiword", f"~/{_POLICY}"), "policy",
        ("abiword=everything", _IN_DESKTOP), _centred, _policy,
    ),
    Task(
        45, "l3afpad_replace", OSWORLD, "vs_code/0ed39f63-6049-43d4-ba4d-5fa2fe04a951",
        "Change a word throughout a text, in L3afpad instead of VS Code", ("l3afpad", f"~/{_SAMPLE}"), "sample.txt",
        ("l3afpad=everything", _IN_DESKTOP), _replaced, _sample,
    ),
    Task(
        46, "geany_page", DESKCRAFT, "vscode/L2_vscode_7b23d8e5-5c42-4a8b-b2c0-9f3e2d4c8a51",
        "Change title, subtitle and button of a page, in Geany instead of VS Code", ("geany", f"~/{_PAGE}"),
        "index.html", ("geany=everything", _IN_DESKTOP), _page_edited, _page,
    ),
    Task(
        47, "nedit_lower", OSWORLD, "libreoffice_writer/d53ff5ee-3b1a-431e-b2be-30ed2673079b",
        "Set a text in small letters, in NEdit (Motif) instead of Writer", ("nedit", f"~/{_SAMPLE}"), "sample.txt",
        ("nedit=everything", _IN_DESKTOP), _lowered, _shouting,
    ),
    Task(
        48, "xfe_move", OSWORLD, "os/7688b85f-87a4-4e4a-b2f8-f3d6c3f29b82",
        "Move a file into a folder beside it, in Xfe (FOX)", ("xfe", "~/Desktop"), "Xfe",
        ("xfe=everything", _IN_DESKTOP), _moved, _todo,
    ),
    Task(
        49, "xfe_folder", OSWORLD, "os/43c2d64c-bab5-4dcb-a30c-b888321c319a",
        "Make a folder “test”, on the desktop instead of in the root, in Xfe (FOX)", ("xfe", "~/Desktop"), "Xfe",
        ("xfe=everything", _IN_DESKTOP), _test_folder, _todo,
    ),
    Task(
        50, "mtpaint_mirror", OSWORLD, "gimp/72f83cdc-bf76-4531-9a1b-eb893a13f8aa",
        "Mirror a picture, in mtPaint instead of GIMP", ("mtpaint", f"~/{PHOTO}"), "photo",
        ("mtpaint=everything", _IN_DESKTOP), mirrored, _photo,
    ),
    Task(
        51, "mtpaint_half", DESKCRAFT, "gimp/L1_gimp_a1b00004-0004-4000-8000-000000000004-L1",
        "Scale a picture to half its size, in mtPaint instead of GIMP", ("mtpaint", f"~/{PHOTO}"), "photo",
        ("mtpaint=everything", _IN_DESKTOP), halved, _photo,
    ),
    Task(
        52, "xpaint_green", OSWORLD, "gimp/734d6579-c07d-47a8-9ae2-13339795476b",
        "Fill the background with green, in XPaint (Xaw) instead of GIMP", ("xpaint", f"~/{PHOTO}"), "photo",
        ("xpaint=everything", _IN_DESKTOP), _green_behind, _photo, maximized=False,
    ),
    Task(
        53, "xfig_flip", DESKCRAFT, "inkscape/L1_inkscape_5435c1c7-d096-4140-8c48-90cd4bfac173",
        "Flip a shape horizontally, in Xfig (Xaw) instead of Inkscape", ("xfig", f"~/{_FIGURE}"), "star.fig",
        ("xfig=everything", _IN_DESKTOP), _flipped, _star,
    ),
    Task(
        54, "git_push", OSWORLD, "multi_apps/2c9fc0de-3ee7-45e1-a5df-c86206ad78b5",
        "Commit the changes and push them, in Git GUI (Tk) instead of a terminal",
        ("git", "-C", f"~/{_REPO}", "gui"), "Git Gui",
        ("wish8.6=everything", "git-gui=everything", _IN_DESKTOP), _pushed, _project,
    ),
    Task(
        55, "idle_replace", OSWORLD, "vs_code/0ed39f63-6049-43d4-ba4d-5fa2fe04a951",
        "Change a word throughout a text, in IDLE (Tk) instead of VS Code", ("idle-python3.11", "-e", f"~/{_SAMPLE}"),
        "sample.txt", ("python3.11=everything", _IN_DESKTOP), _replaced, _sample,
    ),
    Task(
        56, "caja_delete", OSWORLD, "os/765d2b74-88a7-4d50-bf51-34e4106fd24a",
        "Delete one file, in Caja", ("caja", "--no-desktop", "--browser", "~/Desktop"), "Desktop",
        ("caja=everything", _IN_DESKTOP), _only_test_gone, _test_file,
    ),
    Task(
        57, "chromium_track", OSWORLD, "chrome/030eeff7-b492-4218-b312-701ec99ee0cc",
        "Ask pages not to track", _CHROMIUM, "Chromium", ("chromium=everything",), _untracked,
    ),
    Task(
        58, "pluma_new", OSWORLD, "vs_code/57242fad-77ca-454f-b71b-f187181a9f23",
        "Write a Python file into a folder, in Pluma instead of VS Code", ("pluma",), "Pluma|pluma",
        ("pluma=everything", _IN_DESKTOP), _test_py,
    ),
    Task(
        59, "eom_turn", OSWORLD, "vlc/aa4b5023-aef6-4ed9-bdc9-705f59ab9ad6",
        "Turn a picture instead of a film, in Eye of MATE", ("eom", f"~/{PHOTO}"), "photo.png",
        ("eom=everything", _IN_DESKTOP), _quarter_turned, _photo,
    ),
    Task(
        60, "terminal_photos", OSWORLD, "os/23393935-50c7-4a86-aeea-2b78fd089c5c",
        "Copy the photos of a tree into one folder, in Xfce's terminal", ("xfce4-terminal", "--disable-server"),
        "Terminal", ("xfce4-terminal=everything",), _jpgs, _photos,
    ),
    Task(
        61, "scite_lines", OSWORLD, "os/5ced85fc-fa1a-4217-95fd-0fb530545ce2",
        "End three lines with a mark, in SciTE", ("scite", "~/Desktop/output.txt"), "output.txt",
        ("scite=everything", "SciTE=everything", _IN_DESKTOP),
        _broken_lines, _three,
    ),
)  # fmt: skip
