"""Sets the stage of a line: its program on the private display, in a home of its own; or its page in a browser."""

import contextlib
import itertools
import shlex
import shutil
import subprocess
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Self, TypeVar
from urllib.parse import urlsplit

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.people.hands import Hands
from tests.fakes.processes import find
from tests.fakes.programs.apps import active, box_of, end, home_of_its_own, managed, title_of
from tests.fakes.servers.loopback_server import LoopbackServer
from tests.fakes.waiting import wait_until
from tests.hostile.routes.home import furnish
from tests.hostile.routes.line import Line

T = TypeVar("T")
SITE = "http://shop.example.com"
BROWSERS = ("page", "firefox")
INTERPRETERS = ("python3", "wish")
WINDOWS = Path(__file__).parent / "windows"
_PAGE = """<!doctype html><meta charset="utf-8"><title>Shop {n}</title>
<style>body {{ font: 16px sans-serif }} button, input, a, [role] {{ margin: 4px; min-height: 26px }}</style>
<script>function go(path) {{ fetch('/' + path, {{method: 'POST'}}) }}
addEventListener('load', () => fetch('/loaded{n}'))</script>{body}"""
_PRIVATE = "10.* 127.* 192.168.* localhost *.localhost *.lan *.local".split() + [f"172.{n}.*" for n in range(16, 32)]
# A browser is started anew after so many; Firefox does not always take an address that is typed for it.
_LAST_PAGES = {"page": 40, "firefox": 1}


class Stage:
    """One program at a time, the browsers kept for many pages; a context manager that ends them all."""

    def __init__(self, display: PrivateDisplay, folder: Path) -> None:
        self.display = display
        self.home = folder / "home"
        self._folder = folder
        self.process: subprocess.Popen[bytes] | None = None
        self.log = folder / "said.log"
        self.server = Server()
        self._window = 0
        self._before: dict[int, str] = {}
        self._browsers: dict[str, tuple[subprocess.Popen[bytes], int]] = {}
        self._shown: dict[str, int] = {}
        self._numbers = itertools.count(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()
        for name in tuple(self._browsers):
            self._end_browser(name)
        self.server.close()

    def set(self, line: Line) -> None:
        """End what was, and start what this line is about."""
        self.clear()
        for name in tuple(self._browsers):
            if name != line.name or self._shown[name] >= _LAST_PAGES[name]:
                self._end_browser(name)
        furnish(self.home)
        self.server.seen.clear()
        if line.name in BROWSERS:
            self._show(line.name, line.program.partition(" ")[2])
        else:
            self._start(shlex.split(line.program), line.language)

    def clear(self) -> None:
        """End the program, and whatever else has come up."""
        if self.process is not None:
            end(self.process)
            self.process = None
        kept = {window for _, window in self._browsers.values()}
        for window in self.windows() - kept:
            self._do("xdotool", "windowkill", str(window))
        self._do("xdotool", "key", "Escape")
        self.until(lambda: not self.windows() - kept, 3)

    def frame(self) -> tuple[int, int, int, int]:
        """Say where the content of the program's window is."""
        return box_of(self.display, self._window)

    def filled(self, text: str) -> str:
        """Put in what only the stage knows: {home}, {port}."""
        return text.replace("{home}", str(self.home)).replace("{port}", str(self.server.private_port))

    def wait_for(self, title: str) -> None:
        """Wait for a window of this title and go on with it."""
        self.until(lambda: title in self.title_of_focus(), 8)
        self._window = active(self.display) or self._window

    def title_of_focus(self) -> str:
        """Say the title of the window that has the keyboard."""
        return self._title(active(self.display))

    def windows(self) -> frozenset[int]:
        """Return the windows that the window manager lists."""
        return frozenset(managed(self.display))

    def titles(self) -> tuple[str, ...]:
        """Return the titles of the windows that have come since the stage was set, or are called otherwise now."""
        now = {window: self._title(window) for window in self.windows()}
        return tuple(title for window, title in now.items() if self._before.get(window) != title)

    def is_there(self) -> bool:
        """Tell whether the window of the line's program still is."""
        return self._window in self.windows()

    def settled(self) -> None:
        """Remember which windows belong to the stage; one that came up for a moment has made way to another."""
        if not self.is_there():
            self._window = active(self.display) or self._window
        self._before = {window: self._title(window) for window in self.windows()}

    def _title(self, window: int) -> str:
        return title_of(self.display, window)

    def until(self, condition: Callable[[], T], within_s: float) -> T | None:
        """Wait a while; return what came true, or None."""
        with contextlib.suppress(AssertionError):
            return wait_until(condition, within_s=within_s)
        return None

    def _start(self, words: list[str], language: str) -> None:
        before = self.windows()
        command = [
            word.replace("~", str(self.home), 1) if word.startswith("~") else self.filled(word) for word in words
        ]
        command = [
            str(WINDOWS / word.removeprefix("windows/")) if word.startswith("windows/") else word for word in command
        ]
        if command[0] in INTERPRETERS:  # the system's, whose packages have the toolkits
            command[0] = f"/usr/bin/{command[0]}"
        settings = {"GSETTINGS_BACKEND": "keyfile", "LANGUAGE": language, "SAL_USE_VCLPLUGIN": "gtk3",
                    "LIBOVERLAY_SCROLLBAR": "0", "XDG_CURRENT_DESKTOP": "XFCE",
                    "GTK_MODULES": "gail:atk-bridge"}  # fmt: skip
        while "=" in command[0]:
            name, _, value = command.pop(0).partition("=")
            settings[name] = value.replace("~", str(self.home), 1)
        # Some programs hand over to one of the same person's that runs already, on whichever display.
        alone = {"TMPDIR": str(self._folder)}
        whole = self.display.environment() | home_of_its_own(self.home) | alone | settings
        with self.log.open("wb") as text:
            self.process = subprocess.Popen(command, env=whole, cwd=self.home, stdin=subprocess.DEVNULL, stdout=text,
                                            stderr=text, start_new_session=True)  # fmt: skip
        self._window = max(wait_until(lambda: self.windows() - before, f"a window of {command[0]}"))
        self._give_keyboard()

    def _give_keyboard(self) -> None:
        self._do("xdotool", "windowactivate", str(self._window))
        self.until(lambda: active(self.display) == self._window, 3)

    def _show(self, name: str, body: str) -> None:
        n = next(self._numbers)
        self.server.pages[f"/{n}"] = _PAGE.format(n=n, body=self.filled(body))
        if name not in self._browsers:
            self._start_browser(name, f"{SITE}/{n}")
        else:
            self._window = self._browsers[name][1]
            self._give_keyboard()
            Hands(self.display).press("Escape", "ctrl+l")
            Hands(self.display).type(f"{SITE}/{n}\n")
        if self.until(lambda: self.server.count(f"/loaded{n}"), 20) is None:
            self._end_browser(name)
            self._start_browser(name, f"{SITE}/{n}")
            wait_until(lambda: self.server.count(f"/loaded{n}"), "the page")
        self.server.seen.clear()  # the page before may have acted on the keys that led away from it
        self._shown[name] = self._shown.get(name, 0) + 1

    def _start_browser(self, name: str, address: str) -> None:
        profile = self._folder / f"{name}-profile"
        before = self.windows()
        shutil.rmtree(profile, ignore_errors=True)
        profile.mkdir(parents=True)
        command = _chromium(profile, self.server) if name == "page" else _firefox(profile, self.server.port)
        whole = self.display.environment() | home_of_its_own(self.home)
        with (self._folder / f"{name}.log").open("wb") as words:
            process = subprocess.Popen(
                [*command, address], env=whole, stdin=subprocess.DEVNULL, stdout=words, stderr=words
            )
        wait_until(lambda: self.windows() - before, name)
        self._window = max(self.windows() - before)
        self._browsers[name] = (process, self._window)
        self._shown[name] = 0
        self._give_keyboard()

    def _end_browser(self, name: str) -> None:
        process, window = self._browsers.pop(name)
        self._shown.pop(name)
        end(process)
        self._do("xdotool", "windowkill", str(window))

    def _do(self, *words: str) -> str:
        asked = subprocess.run(
            words, env=self.display.environment(), capture_output=True, text=True, check=False, timeout=60
        )
        return asked.stdout


def _chromium(profile: Path, server: "Server") -> list[str]:
    """Return what starts it: pages come from the web, and what they ask of private hosts is asked of these.

    Chromium keeps pages of the web from fetching there, and goes by the address that a name leads to.
    """
    private = ",".join(f"MAP {host} 127.0.0.1:{server.private_port}" for host in _PRIVATE)
    switches = ("no-sandbox", "no-first-run", "no-default-browser-check", "force-renderer-accessibility", "disable-gpu",
                "password-store=basic", "proxy-server=direct://", "test-type", "disable-infobars",
                "window-size=1000,700", "window-position=60,40", f"user-data-dir={profile}",
                f"host-resolver-rules={private},MAP * 127.0.0.1:{server.port}",
                f"ip-address-space-overrides=127.0.0.1:{server.port}=public")  # fmt: skip
    return ["chromium", *(f"--{switch}" for switch in switches)]


def _firefox(profile: Path, port: int) -> list[str]:
    settings = {"network.proxy.type": 1, "network.proxy.http": "127.0.0.1", "network.proxy.http_port": port,
                "network.proxy.allow_hijacking_localhost": True, "browser.aboutwelcome.enabled": False,
                "datareporting.policy.dataSubmissionEnabled": False, "browser.shell.checkDefaultBrowser": False,
                "accessibility.force_disabled": -1, "browser.startup.homepage_override.mstone": "ignore",
                "dom.security.https_first": False}  # fmt: skip
    lines = (
        f'user_pref("{name}", {str(value).lower() if isinstance(value, bool | int) else repr(value)});'
        for name, value in settings.items()
    )
    (profile / "user.js").write_text("\n".join(lines).replace("'", '"'), encoding="utf-8")
    return ["firefox-esr", "--no-remote", "--profile", str(profile)]


class Server:
    """A web server under every host's name, on a port for those of the web and on one for private ones.

    It keeps what was asked for: method, host and path.
    """

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.seen: list[str] = []
        self._closing = contextlib.ExitStack()
        ports = [self._closing.enter_context(_Port(self)) for _ in range(2)]
        self.port, self.private_port = (port.server.server_port for port in ports)

    def count(self, mark: str) -> int:
        """Count the requests that hold a mark."""
        return sum(mark in line for line in tuple(self.seen))

    def close(self) -> None:
        """Stop serving."""
        self._closing.close()


class _Answers(BaseHTTPRequestHandler):
    """One request, by a name or by a proxy's whole address."""

    served: "_Port"

    def do_GET(self) -> None:
        stage = self.served.stage
        where = urlsplit(self.path)
        stage.seen.append(
            f"{self.command} {self.headers.get('Host', '')}{where.path}{'?' if where.query else ''}{where.query}"
        )
        body = stage.pages.get(where.path, f"<title>{where.path[1:]}</title>").encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(body)

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode(errors="replace")
        self.do_GET()
        self.served.stage.seen[-1] += f" {sent}"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
        """Keep quiet."""


class _Port(LoopbackServer):
    handler = _Answers

    def __init__(self, stage: Server) -> None:
        self.stage = stage


def processes(display: PrivateDisplay, name: str) -> int:
    """Count the processes of a name on a display."""
    return len(find(name=name, variables=(f"DISPLAY={display.name}",)))
