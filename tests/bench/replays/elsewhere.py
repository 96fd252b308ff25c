"""Runs of 24 steps in three programs, replayed in twenty-four other circumstances.

`python -m tests.bench.replays.elsewhere [build|measure|fresh] [CIRCUMSTANCE …] --keep DIR`. Three runs are recorded
once, by a model that gives points; each is replayed in eight circumstances in a fresh desktop. The run of the building
half (mousepad, a page, pcmanfm) was looked at while replaying was mended; that of the measuring half (FeatherPad,
another page, Thunar) was only measured until 2026-11-25, and has been looked at since; that of the fresh half (Pluma, a
third page, Caja) was written by somebody who had not seen how replaying decides. What counts is the files on the disk,
and what the page's server was told.
"""

import argparse
import functools
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from desktop_agent.core.actions import Action, Click, Press, Scroll, Type
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.replays.__main__ import alone, told_by
from tests.bench.replays.scripted import Order
from tests.fakes.apps import App, running
from tests.fakes.waiting import wait_until

Box = tuple[int, int, int, int]  # left, top, width, height of a window's content
_PAGES = {
    "build": """<!doctype html><html lang="en"><meta charset="utf-8"><title>Box office</title><style>
body{{font:{size}px sans-serif;margin:24px;min-height:1500px;{dark}}} label{{display:block;margin:10px 0}}
</style><h1>Box office</h1>{more}<label>Your name <input id="name"></label><label>Town <input id="town"></label>
<label><input type="checkbox" id="gift"> Gift wrap</label>
<label><input type="radio" name="r" id="slow"> Standard</label>
<label><input type="radio" name="r" id="fast"> Express</label><p>Remarks<br><textarea id="remarks"></textarea></p>
<button id="send">Send order</button> <button id="drop">Forget it</button>{script}""",
    "measure": """<!doctype html><html lang="en"><meta charset="utf-8"><title>Sports club</title><style>
body{{font:{size}px serif;margin:30px;min-height:1700px;{dark}}} td{{padding:8px}}
</style><h2>Join the club</h2>{more}<table><tr><td>Member<td><input id="name" aria-label="Member"><tr><td>Phone<td>
<input id="town" aria-label="Phone"></table><p><button id="drop">Clear</button> <button id="send">Join now</button></p>
<label><input type="checkbox" id="gift"> I can swim</label><p><select id="fast" aria-label="Team"><option>Blue
<option>Red</select></p><p>About you<br><textarea id="remarks" rows="4"></textarea></p>{script}""",
    "fresh": """<!doctype html><html lang="en"><meta charset="utf-8"><title>Night train</title><style>
body{{font:{size}px monospace;margin:0;min-height:1400px;background:#fff;{dark}}}
header{{position:sticky;top:0;background:inherit;padding:14px;border-bottom:2px solid}}
main{{display:grid;grid-template-columns:1fr 1fr;gap:18px;padding:20px}} input.wide,textarea{{width:90%;font:inherit}}
</style><header>{more}<button id="drop">Start over</button> <button id="send">Book berth</button></header><main>
<section><h3>Traveller</h3><input class="wide" id="name" aria-label="Passenger"><p><textarea id="remarks" rows="5"
aria-label="Wishes"></textarea></section><section><h3>Trip</h3><input class="wide" id="town" aria-label="Going to">
<p><label><input type="checkbox" id="gift"> Bicycle</label><p><label><input type="radio" name="r" id="slow"> Seat
</label><label><input type="radio" name="r" id="fast"> Bed</label></section></main>{script}""",
}
_SCRIPT = """<script>const said=[];for(const kind of ['click','input'])document.addEventListener(kind,e=>{
if(!e.target.id)return;said.push(kind+' '+e.target.id);
const all=[name_.value,town.value,gift.checked,fast.checked||fast.value,remarks.value];
const sent=e.target.id=='send'&&kind=='click'?all:null;
fetch('/',{method:'POST',body:JSON.stringify({said,sent})})});const name_=document.getElementById('name')</script>"""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is otherwise than when it was recorded."""

    boxes: Sequence[Box] = ((20, 40, 560, 380), (640, 40, 760, 800), (20, 500, 560, 380))  # editor, browser, files
    screen: tuple[int, int] = (1600, 1000)
    dark: bool = False
    gtk_scale: float = 1.0  # of fonts
    browser_scale: float = 1.0
    page_px: int = 16
    row: bool = False  # one more, in the list of files and above the form
    order: Sequence[int] = (0, 1, 2)  # in which the programs start: the last one is in front
    first: bool = False  # another program's window lies in front, beside the others
    over: str = ""  # geometry of another program's window that lies over them at the start
    language: str = ""  # of the programs
    keyboard: str = ""  # layout


_BESIDE = "30x4+20+880"
_OTHER = ((90, 110, 560, 380), (800, 150, 760, 800), (130, 590, 560, 380))
_LARGE = ((10, 30, 760, 440), (800, 30, 780, 920), (10, 530, 740, 420))
_SMALL = ((20, 40, 480, 300), (640, 40, 660, 700), (20, 400, 480, 330))
CIRCUMSTANCES: Mapping[str, Mapping[str, Circumstances]] = {
    "build": {
        "moved": Circumstances(_OTHER),
        "larger windows": Circumstances(_LARGE),
        "smaller screen": Circumstances(_SMALL, screen=(1366, 768)),
        "larger font": Circumstances(gtk_scale=1.25, page_px=20),
        "dark": Circumstances(dark=True),
        "one row more": Circumstances(row=True),
        "another window first": Circumstances(order=(2, 1, 0), first=True),
        "browser at 125 %": Circumstances(browser_scale=1.25),
    },
    "measure": {
        "moved and larger": Circumstances(((60, 60, 700, 420), (800, 60, 790, 880), (80, 540, 690, 400))),
        "smaller windows": Circumstances(_SMALL),
        "larger screen": Circumstances(_OTHER, screen=(1920, 1080)),
        "larger font": Circumstances(gtk_scale=1.3, page_px=19),
        "dark and moved": Circumstances(_OTHER, dark=True),
        "one row more": Circumstances(row=True),
        "other order": Circumstances(_LARGE, order=(1, 2, 0), first=True),
        "browser at 80 %, dark": Circumstances(browser_scale=0.8, dark=True),
    },
    "fresh": {
        "places changed": Circumstances(((60, 470, 560, 400), (800, 20, 760, 800), (60, 30, 580, 380))),
        "narrow, small screen": Circumstances(
            ((10, 30, 500, 360), (560, 30, 620, 760), (10, 450, 520, 340)), screen=(1280, 820)
        ),
        "larger font": Circumstances(_LARGE, gtk_scale=1.2, page_px=19),
        "dark, larger screen": Circumstances(_OTHER, screen=(1920, 1200), dark=True),
        "one row more": Circumstances(row=True),
        "another window over it": Circumstances(order=(2, 0, 1), over="60x14+60+90"),
        "German": Circumstances(language="de", keyboard="de"),
        "page 120 %, moved": Circumstances(((40, 70, 600, 420), (690, 60, 880, 880), (40, 560, 600, 390)), page_px=19),
    },
}


@dataclass(frozen=True, slots=True)
class Held:
    """What was done, by the file on the disk, the page's server, and the folder."""

    text: str
    sent: object
    said: frozenset[str]
    names: frozenset[str]


@dataclass(slots=True)
class _Log:
    said: list[str] = field(default_factory=list)
    sent: object = None


def _click(at: ImagePoint) -> Action:
    return Click(at)


def _types(text: str) -> Callable[[ImagePoint], Action]:
    return lambda _: Type(text)


def _presses(*keys: str) -> Callable[[ImagePoint], Action]:
    return lambda _: Press(keys)


def _scrolls(pixels: int) -> Callable[[ImagePoint], Action]:
    return lambda at: Scroll(at, 0, pixels)


_ORDERS: Mapping[str, Sequence[Order]] = {
    "build": (
        Order("list.txt", _click, (0.5, 0.6)), Order("list.txt", _types("Two boxes")),
        Order("list.txt", _presses("enter")), Order("list.txt", _types("One crate")),
        Order("list.txt", _presses("ctrl", "s")),
        Order("Box office", _click, "Your name"), Order("Box office", _types("Carla Weber")),
        Order("Box office", _click, "Town"), Order("Box office", _types("Bergen")),
        Order("Box office", _click, "Gift wrap"), Order("Box office", _scrolls(60), (0.8, 0.7)),
        Order("Box office", _click, "Express"), Order("Box office", _click, "Remarks", 30),
        Order("Box office", _types("Ring twice")), Order("Box office", _click, "Send order"),
        Order("papers", _click, "draft.txt"), Order("papers", _presses("f2")),
        Order("Rename", _presses("ctrl", "a")), Order("Rename", _types("final.txt")),
        Order("Rename", _presses("enter")),
        Order("list.txt", _click, (0.6, 0.8)), Order("list.txt", _presses("enter")), Order("list.txt", _types("Sent.")),
        Order("list.txt", _presses("ctrl", "s")),
    ),
    "measure": (
        Order("papers", _click, (0.717, 0.521)), Order("papers", _presses("f2")),
        Order("Rename", _presses("ctrl", "a")), Order("Rename", _types("protocol.txt")),
        Order("Rename", _presses("enter")),
        Order("log.txt", _click, (0.4, 0.7)), Order("log.txt", _types("Monday")), Order("log.txt", _presses("enter")),
        Order("log.txt", _types("Protocol renamed")), Order("log.txt", _presses("ctrl", "s")),
        Order("Sports club", _click, "Member"), Order("Sports club", _types("Ole Berg")),
        Order("Sports club", _click, "Phone"), Order("Sports club", _types("0123 456")),
        Order("Sports club", _click, "I can swim"), Order("Sports club", _scrolls(40), (0.85, 0.5)),
        Order("Sports club", _click, "About you", 40), Order("Sports club", _types("I like water")),
        Order("Sports club", _click, "Join now"),
        Order("log.txt", _click, (0.5, 0.85)), Order("log.txt", _presses("enter")),
        Order("log.txt", _types("Joined")), Order("log.txt", _presses("ctrl", "s")),
        Order("papers", _click, (0.392, 0.521)),
    ),
    "fresh": (
        Order("Night train", _click, "Passenger"), Order("Night train", _types("Ida Holm")),
        Order("Night train", _click, "Going to"), Order("Night train", _types("Oslo")),
        Order("Night train", _click, "Bicycle"), Order("Night train", _scrolls(30), (0.5, 0.8)),
        Order("Night train", _click, "Bed"), Order("Night train", _click, "Wishes"),
        Order("Night train", _types("Lower berth")), Order("Night train", _click, "Book berth"),
        Order("papers", _click, (0.46, 0.6)), Order("papers", _presses("f2")), Order("papers", _presses("ctrl", "a")),
        Order("papers", _types("ticket.txt")), Order("papers", _presses("enter")),
        Order("diary.txt", _click, (0.5, 0.6)), Order("diary.txt", _types("Berth booked")),
        Order("diary.txt", _presses("enter")), Order("diary.txt", _types("Ticket filed")),
        Order("diary.txt", _presses("ctrl", "s")),
        Order("papers", _click, (0.82, 0.6)),
        Order("diary.txt", _click, (0.4, 0.8)), Order("diary.txt", _types("!")),
        Order("diary.txt", _presses("ctrl", "s")),
    ),
}  # fmt: skip
_FILES = {"build": "list.txt", "measure": "log.txt", "fresh": "diary.txt"}
_TEXTS = {
    "build": "Two boxes\nOne crate\nSent.",
    "measure": "Monday\nProtocol renamed\nJoined",
    "fresh": "Berth booked\nTicket filed!",
}
_SENT = {
    "build": ["Carla Weber", "Bergen", True, True, "Ring twice"],
    "measure": ["Ole Berg", "0123 456", True, "Blue", "I like water"],
    "fresh": ["Ida Holm", "Oslo", True, True, "Lower berth"],
}
_RENAMED = {
    "build": ("draft.txt", "final.txt"),
    "measure": ("minutes.txt", "protocol.txt"),
    "fresh": ("minutes.txt", "ticket.txt"),
}
_PAPERS = frozenset({"budget.txt", "draft.txt", "minutes.txt", "recipe.txt"})
_FORBIDDEN = frozenset({"click drop", "click slow"})


def is_right(half: str, held: Held, *, row: bool) -> bool:
    """Tell whether all was done, and nothing else."""
    return (_lines(held), held.sent, held.names) == (_TEXTS[half], _SENT[half], _names(half, row=row, to=True))


def is_wrong(half: str, held: Held, *, row: bool) -> bool:
    """Tell whether something was done that the run never did: where it stopped before its end, too."""
    begun, sent = _TEXTS[half].startswith(_lines(held)), held.sent in (None, _SENT[half])
    names = held.names in (_names(half, row=row, to=True), _names(half, row=row, to=False))
    return not (begun and sent and names) or bool(held.said & _FORBIDDEN)


def _lines(held: Held) -> str:
    """Return the text without blank lines: an editor may end a file with one whenever it saves it."""
    return "\n".join(filter(None, held.text.splitlines()))


def _names(half: str, *, row: bool, to: bool) -> frozenset[str]:
    old, new = _RENAMED[half]
    names = _PAPERS | ({"agenda.txt"} if row else set())
    return names - {old} | {new} if to else names


@contextmanager
def desktop(half: str, there: Circumstances, keep: Path) -> Iterator[tuple[PrivateDisplay, Path, Callable[[], Held]]]:
    """Start the three programs in their places."""
    home = keep.resolve() / "home"  # the same each time: programs have it in their titles
    shutil.rmtree(home, ignore_errors=True)
    folder = home / "papers"
    folder.mkdir(parents=True)
    for name in _names(half, row=there.row, to=False):
        (folder / name).write_text(f"{name}\n")
    file = home / _FILES[half]
    file.write_text("")
    log = _Log()
    with PrivateDisplay(*there.screen) as display, ExitStack() as stack:
        if there.keyboard:
            subprocess.run(["setxkbmap", there.keyboard], env=display.environment(), check=True, timeout=30)
        address = stack.enter_context(_served(_page(half, there), log, keep))
        commands = _commands(half, there, home, file, folder, address)
        started = dict[int, int]()
        for which in there.order:
            command, title, environment = commands[which]
            app = stack.enter_context(running(command, display, home, title, environment=environment))
            started[which] = app.window
            _place(display, app.window, there.boxes[which])
        geometry = there.over or (_BESIDE if there.first else "")
        other: App | None = None
        if geometry:
            cover = ["xterm", "-T", "something else", "-geometry", geometry, "-e", "sleep", "900"]
            other = stack.enter_context(running(cover, display, home / "cover", "^something else$"))
        time.sleep(2.0)  # programs that have just come up still draw; there is nothing of their own to wait for
        for which in there.order:
            _place(display, started[which], there.boxes[which])
        if other and there.over:
            _told(display, "xdotool", "windowactivate", other.window)
        time.sleep(1.0)
        yield display, home, lambda: _held(file, folder, log)


def _held(file: Path, folder: Path, log: _Log) -> Held:
    return Held(file.read_text(), log.sent, frozenset(log.said), frozenset(path.name for path in folder.iterdir()))


def _commands(
    half: str, there: Circumstances, home: Path, file: Path, folder: Path, address: str
) -> Sequence[tuple[list[str | Path], str, Mapping[str, str]]]:
    spoken = {"LANGUAGE": there.language} if there.language else {}
    gtk = spoken | {"GTK_THEME": "Adwaita:dark" if there.dark else "Adwaita", "GDK_DPI_SCALE": str(there.gtk_scale)}
    (home / ".gtkrc-2.0").write_text(f'gtk-font-name="Sans {round(10 * there.gtk_scale)}"\n')
    gtk |= {"GTK2_RC_FILES": str(home / ".gtkrc-2.0")}
    qt = {"QT_FONT_DPI": str(round(96 * there.gtk_scale)), "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    switches = ("no-sandbox", "no-first-run", "disable-gpu", "password-store=basic", f"user-data-dir={home}/profile")
    browser: list[str | Path] = ["chromium", *(f"--{one}" for one in switches), "--force-renderer-accessibility"]
    browser += [f"--force-device-scale-factor={there.browser_scale}", *(["--force-dark-mode"] if there.dark else [])]
    browser += [*([f"--lang={there.language}"] if there.language else []), address]
    if half == "build":
        editor: list[str | Path] = ["mousepad", "--disable-server", file]
        files: list[str | Path] = ["pcmanfm", "--no-desktop", folder]
        return (editor, " - Mousepad$", gtk), (browser, "^Box office - Chromium$", {}), (files, "^papers$", gtk)
    if half == "fresh":
        caja: list[str | Path] = ["caja", "--no-desktop", "--browser", folder]
        return (
            (["pluma", file], "diary.txt", gtk),
            (browser, "^Night train - Chromium$", spoken),
            (caja, "^papers$", gtk),
        )
    return (
        (["featherpad", "--standalone", file], "log.txt", qt),
        (browser, "^Sports club - Chromium$", {}),
        (["thunar", folder], "papers", gtk),
    )


def _place(display: PrivateDisplay, window: int, box: Box) -> None:
    orders: Sequence[Sequence[str | int]] = (
        ("wmctrl", "-i", "-r", window, "-b", "remove,maximized_vert,maximized_horz"),  # as Thunar starts
        ("xdotool", "windowmove", window, *box[:2]),
        ("xdotool", "windowsize", window, *box[2:]),
        ("xdotool", "windowactivate", window),
    )
    for order in orders:
        _told(display, *order)


def _told(display: PrivateDisplay, *words: str | int) -> None:
    subprocess.run([*map(str, words)], env=display.environment(), check=False, timeout=30, stderr=subprocess.DEVNULL)


def _page(half: str, there: Circumstances) -> str:
    more = "<p>We are closed on the first of May.</p>" if there.row else ""
    dark = "background:#1e1e1e;color:#eee" if there.dark else ""
    return _PAGES[half].format(size=there.page_px, dark=dark, more=more, script=_SCRIPT)


@contextmanager
def _served(page: str, log: _Log, keep: Path) -> Iterator[str]:
    noted = keep / "port"
    port = int(noted.read_text()) if noted.exists() else 0
    with ThreadingHTTPServer(("127.0.0.1", port), functools.partial(_Form, page, log)) as server:
        noted.write_text(str(server.server_port))  # the same each time: scope and rules know it by name
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class _Form(BaseHTTPRequestHandler):
    """Gives the page, and takes what is done on it."""

    def __init__(self, page: str, log: _Log, *rest: object) -> None:
        self._page, self._log = page, log
        super().__init__(*rest)  # type: ignore[arg-type]  # what the server passes on to its handler

    def do_GET(self) -> None:
        """Answer with the page."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self._page.encode())

    def do_POST(self) -> None:
        """Keep what was done."""
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._log.said = [*self._log.said, *told["said"]]
        self._log.sent = told["sent"] or self._log.sent
        self.send_response(204)
        self.end_headers()

    def log_message(self, *words: object) -> None:
        """Say nothing."""


def record(half: str, keep: Path) -> Path:
    """Record the run of a half once, and return its folder."""
    noted = keep / f"elsewhere-{half}.run"
    if not noted.exists():
        there = Circumstances()
        with desktop(half, there, keep) as (display, home, held):
            told = told_by("tests.bench.replays.one_replay", [str(keep / "runs"), half, _size(there)], display, home)
            if told["status"] != "completed" or not is_right(half, held(), row=False):
                raise SystemExit(f"{half} was not recorded: {told} {held()}")
        noted.write_text(told["dir"])
    return Path(noted.read_text())


def orders(half: str) -> Sequence[Order]:
    """Return what is done in the run of a half."""
    return _ORDERS[half]


def replay(half: str, name: str, run: Path, keep: Path) -> str:
    """Replay it once, print how that went, and return “right”, “stopped”, or “WRONG”."""
    there = CIRCUMSTANCES[half][name]
    with desktop(half, there, keep) as (display, home, held):
        began = time.monotonic()
        words = [str(keep / "replays"), str(run), _size(there)]
        told = told_by("tests.bench.replays.one_replay", words, display, home)
        took_s = time.monotonic() - began
        if told["status"] == "completed":
            with suppress(AssertionError):
                wait_until(lambda: is_right(half, held(), row=there.row), within_s=4.0)
        now = held()
    right = told["status"] == "completed" and is_right(half, now, row=there.row)
    wrong = is_wrong(half, now, row=there.row) or (told["status"] == "completed" and not right)
    outcome = "right" if right else "WRONG" if wrong else "stopped"
    print(f"{half:8} {name:22} {outcome:8} {took_s:5.1f} s {told['message']}", flush=True)
    if wrong:
        print(f"         {now}", flush=True)
    return outcome


def _size(there: Circumstances) -> str:
    return "x".join(map(str, there.screen))


def main() -> int:
    """Record, replay, and print a line for each case and the sums."""
    parser = argparse.ArgumentParser()
    parser.add_argument("half", nargs="?", choices=tuple(CIRCUMSTANCES), default="build")
    parser.add_argument("names", nargs="*", metavar="CIRCUMSTANCE")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.mkdtemp(prefix="elsewhere-")))
    chosen = parser.parse_args()
    with alone(chosen.keep):
        run = record(chosen.half, chosen.keep)
        names = chosen.names or CIRCUMSTANCES[chosen.half]
        came = [replay(chosen.half, name, run, chosen.keep) for name in names]
    print(f"{chosen.half}: right {came.count('right')} of {len(came)}, wrong {came.count('WRONG')}")
    return 1 if "WRONG" in came else 0


if __name__ == "__main__":
    sys.exit(main())
