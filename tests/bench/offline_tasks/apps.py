"""The twelve applications of `offline_tasks`, none of them used while the built-in model was built.

Four forms are our own (Swing, FLTK, wxWidgets, a page in Firefox): they write what they hold to a file or to a server.
The others are Debian's programs; what they did is read from the files that they save and the settings that they store.
Needs: openjdk-17-jdk libfltk1.3-dev g++ python3-wxgtk4.0 firefox-esr yad zenity featherpad gnome-text-editor
libreoffice-calc libreoffice-gtk3 pcmanfm galculator xfce4-settings python3-gi gir1.2-atspi-2.0
"""

import functools
import json
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import home_of_its_own, running
from tests.fakes.office import SETTINGS

HERE = Path(__file__).parent
Held = Callable[[], Mapping[str, object]]
Start = Callable[[PrivateDisplay, Path], AbstractContextManager[Held]]
_PREFERENCES = {
    "browser.aboutwelcome.enabled": False, "browser.shell.checkDefaultBrowser": False, "app.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False, "browser.preonboarding.enabled": False,
    "termsofuse.bypassNotification": True, "browser.tabs.warnOnClose": False, "signon.rememberSignons": False,
}  # fmt: skip


@contextmanager
def swing(display: PrivateDisplay, home: Path) -> Iterator[Held]:
    """The booking form in Swing."""
    with running(["java", HERE / "RoomForm.java", home / "state"], display, home, "^Room booking$"):
        yield functools.partial(_lines, home / "state")


@contextmanager
def fltk(display: PrivateDisplay, home: Path) -> Iterator[Held]:
    """The parcel form in FLTK, compiled first."""
    built = home / "parcel_form"
    subprocess.run(["g++", "-o", built, HERE / "parcel_form.cxx", "-lfltk"], check=True)
    with running([built, home / "state"], display, home, "^Parcel label$"):
        yield functools.partial(_lines, home / "state")


@contextmanager
def wx(display: PrivateDisplay, home: Path) -> Iterator[Held]:
    """The pet's registration in wxWidgets."""
    with running(["/usr/bin/python3", HERE / "pet_form.py", home / "state"], display, home, "^Pet registration$"):
        yield lambda: json.loads((home / "state").read_text())


@contextmanager
def firefox(display: PrivateDisplay, home: Path) -> Iterator[Held]:
    """The page in Firefox; what it holds is posted to a server."""
    held: dict[str, object] = {}
    profile = home / "profile"
    profile.mkdir(parents=True)
    lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in _PREFERENCES.items())
    (profile / "user.js").write_text("\n".join(lines))
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Page, held)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        command: list[str | Path] = [
            "firefox-esr",
            "--no-remote",
            "--profile",
            profile,
            f"http://127.0.0.1:{server.server_port}/",
        ]
        with running(command, display, home, "^Evening courses"):
            yield lambda: held
        server.shutdown()


def dialog(title: str, *words: str) -> Start:
    """Return a dialog of zenity or yad; what it printed at its end is `said`."""

    @contextmanager
    def start(display: PrivateDisplay, home: Path) -> Iterator[Held]:
        command = [words[0], f"--title={title}", *words[1:]]
        with running(command, display, home, f"^{title}$") as app:
            yield lambda: {"said": _log(home, words[0]), "code": app.process.poll()}

    return start


def editor(command: tuple[str, ...], title: str, texts: Mapping[str, str]) -> Start:
    """Return an editor in a home with these files; the first is open, and all files of the home are held."""

    @contextmanager
    def start(display: PrivateDisplay, home: Path) -> Iterator[Held]:
        for name, text in texts.items():
            (home / name).write_text(text)
        with running([*command, home / next(iter(texts))], display, home, title):
            yield functools.partial(_files, home)

    return start


def desktop(texts: Mapping[str, str]) -> Start:
    """Return an empty desktop in a home with these files: the task itself starts a program."""

    @contextmanager
    def start(_: PrivateDisplay, home: Path) -> Iterator[Held]:
        for name, text in texts.items():
            (home / name).write_text(text)
        yield functools.partial(_files, home)

    return start


@contextmanager
def calc(display: PrivateDisplay, home: Path) -> Iterator[Held]:
    """A sheet in LibreOffice Calc, in the format that is one file of XML; it is held as what it says."""
    sheet, profile = home / "stock.fods", home / "office"
    shutil.copy(HERE / "stock.fods", sheet)
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS)
    own = f"-env:UserInstallation={profile.as_uri()}"
    with running(["soffice", "--norestore", "--nologo", "--calc", own, sheet], display, home, "^stock"):
        yield lambda: {"xml": sheet.read_text()}


@contextmanager
def pcmanfm(display: PrivateDisplay, home: Path) -> Iterator[Held]:
    """A folder in the file manager; held are the names below the home."""
    folder = home / "Papers"
    (folder / "Letters").mkdir(parents=True)
    (folder / "Archive").mkdir()
    for name in ("budget.txt", "minutes.txt", "poem.txt", "recipe.txt"):
        (folder / name).write_text(f"{name}\n")
    with running(["pcmanfm", "--no-desktop", folder], display, home, "^Papers$"):
        yield lambda: {"names": {str(path.relative_to(home)) for path in home.rglob("*")}}


@contextmanager
def galculator(display: PrivateDisplay, home: Path) -> Iterator[Held]:
    """The calculator; held is the text of its controls, as its accessibility tree has it."""
    with running(["galculator"], display, home, "^galculator$"):
        yield lambda: {"tree": _tree(display, home, "galculator")}


def xfce(program: str, title: str) -> Start:
    """Return a settings dialog of Xfce; held are the settings that it stores."""

    @contextmanager
    def start(display: PrivateDisplay, home: Path) -> Iterator[Held]:
        with running([program], display, home, f"^{title}$"):
            yield lambda: {"settings": _settings(display, home)}

    return start


class _Page(BaseHTTPRequestHandler):
    """Gives the page and takes what it holds."""

    def __init__(self, held: dict[str, object], *rest: object) -> None:
        self._held = held
        super().__init__(*rest)  # type: ignore[arg-type]  # what the server passes on to its handler

    def do_GET(self) -> None:
        """Answer with the page."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write((HERE / "course.html").read_bytes())

    def do_POST(self) -> None:
        """Keep what the page holds."""
        self._held.update(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *words: object) -> None:
        """Say nothing."""


def _lines(path: Path) -> Mapping[str, object]:
    return dict(line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)


def _log(home: Path, program: str) -> str:
    path = home / f"{program}.log"
    lines = path.read_text().splitlines() if path.exists() else []
    return "\n".join(line for line in lines if "WARNING" not in line and "CRITICAL" not in line and line)


def _files(home: Path) -> Mapping[str, object]:
    return {path.name: path.read_text(errors="replace") for path in home.iterdir() if path.suffix in {".txt", ".md"}}


def _settings(display: PrivateDisplay, home: Path) -> Mapping[str, str]:
    """Return each setting that is stored, by channel and name."""
    environment = display.environment() | home_of_its_own(home)
    found: dict[str, str] = {}
    for channel in ("xsettings", "keyboards", "keyboard-layout", "xfce4-mime-helper", "accessibility"):
        asked = subprocess.run(
            ["xfconf-query", "-c", channel, "-lv"], env=environment, capture_output=True, text=True, check=False
        )
        for line in asked.stdout.splitlines():
            name, _, value = line.partition(" ")
            found[f"{channel}{name}"] = value.strip()
    return found


def _tree(display: PrivateDisplay, home: Path, program: str) -> str:
    """Return the texts of a program's controls, from its accessibility tree."""
    environment = display.environment() | home_of_its_own(home)
    asked = subprocess.run(
        ["/usr/bin/python3", HERE / "tree.py", program], env=environment, capture_output=True, text=True, check=False
    )
    return asked.stdout
