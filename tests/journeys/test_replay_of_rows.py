"""A replay presses what the step was recorded on, or nothing: in lists, among equal names, below what lies over it.

What was pressed is the word of the page's server, or of the program itself.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes import browser
from tests.fakes.apps import running
from tests.fakes.browser import browsing, pages_at
from tests.fakes.waiting import wait_until
from tests.journeys.conftest import Agent

FAKES = Path(__file__).parents[1] / "fakes"
ALLOWED = ("--mode", "auto")
# The page shows what its server has for it at the moment, and tells it what is pressed.
PAGE = """<title>Members</title><style>body{font:20px sans-serif} td,span{padding:6px 20px} div{padding:6px}</style>
<h2>Members</h2><div id=rows></div><script>
let shown = ''
setInterval(async () => {
  const now = await (await fetch('/rows')).text()
  if (now === shown) return
  document.getElementById('rows').innerHTML = now.slice(now.indexOf('|') + 1)
  shown = now
  setTimeout(() => fetch('/shown/' + now.split('|')[0]), 300)
}, 150)
const press = name => fetch('/pressed/' + name)
</script>"""
FIELD = "<p>Remarks<br><textarea aria-label=Remarks rows=8 cols=60 onclick=\"press('remarks')\"></textarea></p>"
LOW = "position:fixed;left:0;width:100%;top:130px;height:500px"
OVER = "position:fixed;left:0;width:100%;top:230px;height:500px"
LATER = "<p><button onclick=\"press('later')\">Later</button></p>"


def table(*names: str) -> str:
    """Return a table with a button in each row."""
    rows = (
        f"<tr><td>{name}<td>{name.lower()}@example.org<td><button onclick=\"press('{name}')\">Archive</button>"
        for name in names
    )
    return f"<table><tr><th>Name<th>Address<th>Action</tr>{''.join(rows)}</table>"


def lines(*names: str) -> str:
    """Return rows that nothing calls rows."""
    return "".join(
        f"<div><span>{name}</span><button onclick=\"press('{name}')\">Renew</button></div>" for name in names
    )


THREE = table("Ada", "Bob", "Cleo")
TOOLBAR = "<button onclick=\"press('all')\">Archive</button>"
# The step that is recorded, where, and what it presses; then what is shown at each replay, and what may be pressed.
IN_PAGES: Sequence[tuple[str, str, str, Sequence[tuple[str, str]]]] = [
    (
        'click "Archive" in the row of "Bob"',
        THREE,
        "Bob",
        [
            (table("Aaron", "Ada", "Bob", "Cleo"), "Bob"),
            (table("Ada", "Cleo", "Bob"), "Bob"),
            (table("Ada", "Cleo"), ""),
            (table("Bob", "Ada", "Bob"), ""),
            (TOOLBAR + THREE, "Bob"),
            (TOOLBAR, ""),
        ],
    ),
    (
        'click "Later"',
        FIELD + LATER,
        "later",
        [
            (FIELD + LATER, "later"),
            (f"<p><button onclick=\"press('no')\">Later</button></p>{FIELD}{LATER}", ""),
            (f"{FIELD}{LATER}<button style='{OVER}' onclick=\"press('no')\">Buy premium</button>", ""),
        ],
    ),
    (
        'click "Renew" in the row of "Bob"',
        lines("Ada", "Bob", "Cleo"),
        "Bob",
        [
            (lines("Zoe", "Ada", "Bob", "Cleo"), "Bob"),
            (lines("Cleo", "Ada", "Bob"), "Bob"),
            (lines("Ada", "Cleo"), ""),
            (lines("Bob", "Ada", "Bob"), ""),
        ],
    ),
    (
        'type "Hello" into "Remarks"',
        FIELD,
        "remarks",
        [
            (f"{FIELD}<button style='{LOW}' onclick=\"press('no')\">Buy premium</button>", ""),
            (f"{FIELD}<div style='{LOW};background:#cde' onclick=\"press('no')\">We use cookies</div>", ""),
        ],
    ),
]
PAGES = ["table", "button", "lines", "field"]


@pytest.mark.skipif(bool(browser.WHY_NOT), reason=browser.WHY_NOT)
@pytest.mark.parametrize(("step", "recorded", "presses", "replays"), IN_PAGES, ids=PAGES)
def test_in_a_page_what_was_recorded_is_pressed_or_nothing(
    display: PrivateDisplay, agent: Agent, tmp_path: Path, step: str, recorded: str, presses: str,
    replays: Sequence[tuple[str, str]],
) -> None:  # fmt: skip
    pages, asked = {"/": PAGE}, list[str]()

    def show(number: int, rows: str) -> None:
        pages["/rows"] = f"{number}|{rows}"
        wait_until(lambda: f"/shown/{number}" in asked, "the rows")
        asked.clear()

    def pressed() -> list[str]:
        return [path.rpartition("/")[2] for path in asked if path.startswith("/pressed/")]

    open_site = pages_at(pages, asked)
    with open_site as site, browsing(display, tmp_path, f"{site}/", "Members", more=("force-renderer-accessibility",)):
        show(0, recorded)
        first = agent("run", step, *ALLOWED, "--json")
        assert pressed() == [presses], first.err
        wrong = list[tuple[str, list[str], str]]()
        for number, (rows, wanted) in enumerate(replays, start=1):
            show(number, rows)
            ran = agent("replay", first.events[0]["run"], *ALLOWED)
            if pressed() != [wanted] * bool(wanted) or (ran.code == 0) is not bool(wanted):
                wrong.append((rows, pressed(), ran.err))

    assert not wrong, "\n\n".join(map(str, wrong))


@contextmanager
def showing(display: PrivateDisplay, home: Path, program: str, names: Sequence[str]) -> Iterator[Path]:
    """Start one of our windows with these names; gives the file in which it says what was pressed."""
    log = home / "pressed.txt"
    log.write_text("")
    python, title = ("/usr/bin/python3", "Members") if program == "rows_gtk" else (sys.executable, "Holiday pictures")
    with running([python, FAKES / f"{program}.py", log, *names], display, home, f"^{title}$"):
        yield log


IMAGES = ("IMG_2022|0901.txt", "IMG_2022|1001.txt", "IMG_2023|0101.txt", "IMG_2023|0201.txt")
IN_WINDOWS: Sequence[tuple[str, str, Sequence[str], str, Sequence[tuple[Sequence[str], str]]]] = [
    (
        "captions_tk",
        'click "IMG_20230101.txt"',
        IMAGES,
        "IMG_20230101.txt",
        [
            (IMAGES, "IMG_20230101.txt"),
            (("IMG_2022|0901.txt", "IMG_2022|1001.txt", "IMG_2022|0101.txt"), ""),
            ((*IMAGES[:2], "IMG_2021|0101.txt", "IMG_2022|0101.txt"), ""),
            ((*IMAGES, "IMG_2023|0101.txt"), ""),
        ],
    ),
    (
        "rows_gtk",
        'click "Remove" in the row of "Bob"',
        ("Ada", "Bob", "Cleo"),
        "Bob",
        [
            (("Zoe", "Ada", "Bob", "Cleo"), "Bob"),
            (("Cleo", "Bob", "Ada", "Zoe"), "Bob"),
            (("Ada", "Zoe", "Cleo"), ""),
            (("Cleo",), ""),
        ],
    ),
]


@pytest.mark.parametrize(("program", "step", "recorded", "presses", "replays"), IN_WINDOWS, ids=["captions", "rows"])
def test_in_a_window_what_was_recorded_is_pressed_or_nothing(
    display: PrivateDisplay, agent: Agent, tmp_path: Path, program: str, step: str, recorded: Sequence[str],
    presses: str, replays: Sequence[tuple[Sequence[str], str]],
) -> None:  # fmt: skip
    with showing(display, tmp_path, program, recorded) as log:
        first = agent("run", step, *ALLOWED, "--json")
        assert 0 == first.code, first.err
        wait_until(log.read_text, "the press in the window")
        assert log.read_text().split() == [presses], first.err
    wrong = list[tuple[Sequence[str], str, str]]()
    for names, wanted in replays:
        with showing(display, tmp_path, program, names) as log:
            ran = agent("replay", first.events[0]["run"], *ALLOWED)
            if wanted and ran.code == 0:
                wait_until(log.read_text, "the press in the window")
            if log.read_text().split() != [wanted] * bool(wanted) or (ran.code == 0) is not bool(wanted):
                wrong.append((names, log.read_text(), ran.err))

    assert not wrong, "\n\n".join(map(str, wrong))
