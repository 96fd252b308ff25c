"""The six programs of the replays: each in a look, with its own word on what was done."""

import functools
import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import App, running
from tests.fakes.office import SETTINGS

Done = Callable[[], object]
_GTK2 = """gtk-font-name="Sans {size}"
style "chosen" {{ {colours} }}
class "GtkWidget" style "chosen"
"""
_GTK2_DARK = """
bg[NORMAL]="#2b2b2b" fg[NORMAL]="#eeeeee" base[NORMAL]="#1e1e1e" text[NORMAL]="#eeeeee"
bg[PRELIGHT]="#3a3a3a" fg[PRELIGHT]="#eeeeee" bg[ACTIVE]="#333333" fg[ACTIVE]="#eeeeee"
"""
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Evening courses</title>
<style>body{{font:16px sans-serif;margin:24px;max-width:560px}} label{{display:block;margin:12px 0}}
input[type=text]{{font:inherit;padding:6px;width:300px}} button{{font:inherit;padding:8px 18px;margin:12px 8px 0 0}}
@media (prefers-color-scheme: dark){{body,input,button{{background:#1e1e1e;color:#eee}}}}</style>
<h1>Evening courses</h1><label>Your name<br><input type="text" id="n" aria-label="Your name"></label>
<label><input type="checkbox" id="c"> Bring a friend</label>
<p><button onclick="s('Ask')">Ask</button><button onclick="s('{label}')">{label}</button>
<button onclick="s('Forget')">Forget</button>
<p id="done"></p><script>const a=[];function s(w){{a.push([w,n.value,c.checked]);
fetch('/',{{method:'POST',body:JSON.stringify(a)}});done.textContent='Noted: '+w}}</script>"""


@dataclass(frozen=True, slots=True)
class Looks:
    """How a program looks: its theme, its size, and whether one of its labels is another one."""

    dark: bool = False
    large: bool = False
    changed: bool = False

    def gtk(self) -> dict[str, str]:
        """Return the variables for GTK 3."""
        theme = {"GTK_THEME": "Adwaita:dark"} if self.dark else {"GTK_THEME": "Adwaita"}
        return theme | ({"GDK_DPI_SCALE": "1.25"} if self.large else {})

    def qt(self) -> dict[str, str]:
        """Return the variables for Qt."""
        return {"QT_SCALE_FACTOR": "1.25"} if self.large else {}


@contextmanager
def order(display: PrivateDisplay, home: Path, looks: Looks) -> Iterator[tuple[App, Done]]:
    """Start the demo's order form."""
    out, label = home / "order.json", "Insure it" if looks.changed else "Gift wrap"
    with running(_window("order", out, label, looks), display, home, "Demo order$", environment=looks.qt()) as app:
        yield app, functools.partial(_order_in, out)


@contextmanager
def parcel(display: PrivateDisplay, home: Path, looks: Looks) -> Iterator[tuple[App, Done]]:
    """Start a small form in Qt."""
    out, label = home / "parcel.json", "Delete" if looks.changed else "Send off"
    with running(_window("parcel", out, label, looks), display, home, "^Parcel label$", environment=looks.qt()) as app:
        yield app, lambda: json.loads(out.read_text()) if out.exists() else []


@contextmanager
def mousepad(display: PrivateDisplay, home: Path, looks: Looks) -> Iterator[tuple[App, Done]]:
    """Start the editor on a list."""
    fruit, file = "melons" if looks.changed else "apples", home / "list.txt"
    file.write_text(f"pears\n{fruit}\nplums\n")
    command: list[str | Path] = ["mousepad", "--disable-server", file]
    with running(command, display, home, " - Mousepad$", environment=looks.gtk()) as app:
        yield app, lambda: {path.name: path.read_text() for path in sorted(home.glob("*.txt"))}


@contextmanager
def pcmanfm(display: PrivateDisplay, home: Path, looks: Looks) -> Iterator[tuple[App, Done]]:
    """Start the file manager on a folder."""
    folder, third = home / "Papers", "verses.txt" if looks.changed else "poem.txt"
    folder.mkdir(parents=True)
    for name in ("budget.txt", "minutes.txt", third, "recipe.txt"):
        (folder / name).write_text(f"{name}\n")
    rc = _GTK2.format(size=13 if looks.large else 10, colours=_GTK2_DARK if looks.dark else "")
    (home / ".gtkrc-2.0").write_text(rc)
    environment = {"GTK2_RC_FILES": str(home / ".gtkrc-2.0")}
    with running(["pcmanfm", "--no-desktop", folder], display, home, "^Papers$", environment=environment) as app:
        yield app, lambda: sorted(path.name for path in folder.iterdir())


@contextmanager
def chromium(display: PrivateDisplay, home: Path, looks: Looks) -> Iterator[tuple[App, Done]]:
    """Start the browser on a page."""
    held = list[object]()
    page = _PAGE.format(label="Cancel all" if looks.changed else "Book")
    switches = [f"--{one}" for one in ("no-sandbox", "no-first-run", "disable-gpu", "password-store=basic")]
    switches += [f"--user-data-dir={home}/profile", "--force-renderer-accessibility", "--window-size=760,640"]
    switches += ["--force-dark-mode"] if looks.dark else []
    switches += ["--force-device-scale-factor=1.25"] if looks.large else []
    noted = home.parent / "port"
    port = int(noted.read_text()) if noted.exists() else 0
    with ThreadingHTTPServer(("127.0.0.1", port), functools.partial(_Page, page, held)) as server:
        noted.write_text(str(server.server_port))  # the same each time, as recordings know it by name
        threading.Thread(target=server.serve_forever, daemon=True).start()
        command: list[str | Path] = ["chromium", *switches, f"http://127.0.0.1:{server.server_port}/"]
        with running(command, display, home, "^Evening courses - Chromium$") as app:
            yield app, lambda: held[-1] if held else []
        server.shutdown()


@contextmanager
def calc(display: PrivateDisplay, home: Path, looks: Looks) -> Iterator[tuple[App, Done]]:
    """Start the spreadsheet."""
    sheet, profile = home / "stock.fods", home / "office"
    text = Path(__file__).with_name("stock.fods").read_text()
    sheet.write_text(text.replace(">Pliers<", ">Saws<") if looks.changed else text)
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS)
    own = f"-env:UserInstallation={profile.as_uri()}"
    environment = looks.gtk() | {"SAL_USE_VCLPLUGIN": "gtk3"}
    command: list[str | Path] = ["soffice", "--norestore", "--nologo", "--calc", own, sheet]
    with running(command, display, home, "^stock", environment=environment) as app:
        yield app, sheet.read_text


class _Page(BaseHTTPRequestHandler):
    """Gives the page and takes what was pressed on it."""

    def __init__(self, page: str, held: list[object], *rest: object) -> None:
        self._page, self._held = page, held
        super().__init__(*rest)  # type: ignore[arg-type]  # what the server passes on to its handler

    def do_GET(self) -> None:
        """Answer with the page."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self._page.encode())

    def do_POST(self) -> None:
        """Keep what was done."""
        self._held.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *words: object) -> None:
        """Say nothing."""


def _window(which: str, out: Path, label: str, looks: Looks) -> list[str | Path]:
    return [sys.executable, "-m", "tests.bench.replays.windows", which, out, label, "dark" if looks.dark else "light"]


def _order_in(out: Path) -> object:
    """Return what was pressed, and what is in the order once it was sent."""
    pressed = out.with_suffix(".pressed")
    try:
        order = json.loads(out.read_text())
    except (OSError, ValueError):
        order = {}
    filled = {name: value for name, value in order.items() if value}
    return {"pressed": pressed.read_text().split("\n")[:-1] if pressed.exists() else [], "order": filled}
