"""The server: on loopback, or by TLS elsewhere; nothing is served before a link's code has been shown."""

from __future__ import annotations

import asyncio
import html
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
from starlette.datastructures import Headers
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.websockets import WebSocket, WebSocketDisconnect
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from desktop_agent.cli import terminal
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message, template, tr
from desktop_agent.lib.paths import asset
from desktop_agent.record.report.page import live_page
from desktop_agent.runtime.protocol.watching import Watcher, watchers_changed
from desktop_agent.web.browser import Browser, close, say_end
from desktop_agent.web.connections import Idle, Listening
from desktop_agent.web.door import COOKIE, Door, May, Pass
from desktop_agent.web.watched import WatchedRun
from desktop_agent.web.wheel import Wheel

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

PORT = 8019
_LOOPBACK = "127.0.0.1"
# Connections of browsers that may do the same: those that only watch take no place from those that may act.
_MOST_BROWSERS = 8
_MOST_OF_A_PASS = 2
_MOST_KEYS = 4
# a receipt's chosen changes are named in one message
_MOST_MESSAGE = 1 << 22
_MOST_ENDED = 20  # runs that have ended, and are still offered
_KEY_WITHIN_S = 5.0
_AT_ONCE = 64  # connections that wait to be accepted
_GUESSES = 10  # wrong codes, before the person is warned
_SEEN_AGAIN_WITHIN_S = 5.0
_POLL_S = 0.2
_FILES = {"/page.css": "page.css", "/page.js": "page.js", "/enter.js": "enter.js"}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_ENDED = Message("The run has ended, and a browser still shows it. Press Ctrl+C to end that.")
_NO_CODE = Message("Open the link that the program has printed. Each link works once.")
_ELSEWHERE = Message("This is another address.")
_GUESSED = template(
    "{count} wrong links to the browser view have been tried, the last one from {address}. None of them let anyone in."
)
_FULL = Message("As many browsers are watching as there is room for. Trying again…")
_MOVED = Message("Another window of this browser shows the run now. To see it here, press anywhere.")
_SHUT_OUT = Message("This browser may no longer watch. A new link from the computer lets it in again.")
_SHUT_OUT_NOTE = template("The browser at {address} may no longer watch.")
_USED = Message("This link has been used already, or was never one. The program has printed another.")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the server listens; not on loopback, by TLS alone. `names` are more host names of this computer."""

    host: str = _LOOPBACK
    port: int = PORT
    exactly: bool = False  # not another port where this one is taken
    certificate: Path | None = None
    key: Path | None = None
    names: tuple[str, ...] = ()

    @property
    def is_loopback(self) -> bool:
        """Return whether only programs of this computer reach it."""
        return self.host in {_LOOPBACK, "localhost", "::1"}


@dataclass(slots=True)
class Watch:
    """The runs that can be watched, and the browsers that do. `announce` gets the links, and later ones."""

    announce: Callable[[May, str], None]
    approves_here: bool = False  # whether a browser may approve what happens on the person's own screen
    shows_links: bool = True  # else they are announced once there is a run to watch
    warn: Callable[[str], None] = terminal.warn
    runs: dict[str, WatchedRun] = field(default_factory=dict)
    wheels: dict[str, Wheel] = field(default_factory=dict)
    address: str = ""
    watchers: tuple[Watcher, ...] = ()
    idle: Idle = field(default_factory=Idle)
    _door: Door | None = None  # while it serves
    _addresses: dict[str, str] = field(default_factory=dict)  # of browsers, by the names that the computer has for them
    _guesses: int = 0
    _loop: asyncio.AbstractEventLoop | None = None  # while it serves
    _browsers: list[Browser] = field(default_factory=list)  # oldest first
    _seen_s: float = 0.0
    _admitted: set[tuple[str, May, str]] = field(default_factory=set)
    _kept: set[asyncio.Future[None]] = field(default_factory=set)
    _telling: threading.Lock = field(default_factory=threading.Lock)
    _links: list[tuple[May, str]] = field(default_factory=list)  # not announced yet

    @contextmanager
    def serving(self, place: Place) -> Iterator[None]:
        """Serve during the context, on a thread of its own; SettingsError where that can't be."""
        if not place.is_loopback and (place.certificate is None or place.key is None):
            raise SettingsError(
                Message("Only this computer can be reached without encryption."),
                Message("Set watch.certificate and watch.key, or use SSH: desktop-agent guide watch"),
            )
        way = "http" if place.certificate is None else "https"
        listening = _listen(place)
        listening.idle = self.idle
        port = listening.getsockname()[1]
        name = place.names[0] if place.names else place.host
        self.address = f"{way}://{f'[{name}]' if ':' in name else name}:{port}"
        # Browsers keep one jar for all ports of a host name: each server has a cookie of its own name.
        door = Door(frozenset({*place.names, place.host}), self._announced, f"{COOKIE}_{port}")
        self._door = door
        config = uvicorn.Config(
            _App(self, door), log_config=None, log_level="error", lifespan="off", http=H11Protocol,
            ws=WebSocketsSansIOProtocol, server_header=False,
            proxy_headers=False,  # who watches is recorded by the address it really has
            backlog=_AT_ONCE, ws_max_size=_MOST_MESSAGE, ws_per_message_deflate=False, timeout_graceful_shutdown=1,
            ssl_certfile=place.certificate, ssl_keyfile=place.key,
        )  # fmt: skip
        server = uvicorn.Server(config)
        try:
            config.load()
        except (OSError, ssl.SSLError) as error:
            listening.close()
            raise SettingsError(
                Message("The certificate or its key can't be used: {why}.", why=error), Message("Check both files.")
            ) from error
        self._loop = asyncio.SelectorEventLoop()  # which asks the listening socket for each connection
        thread = threading.Thread(target=self._run, args=(self._loop, server, listening), name="watch", daemon=True)
        thread.start()
        for may in ("look", "act"):
            self._announced(may, door.open(may))
        try:
            yield
        finally:
            server.should_exit = True
            thread.join(3.0)
            listening.close()

    def add(self, run: WatchedRun) -> WatchedRun:
        """Offer one more run; from any thread."""
        self.post(self._add, run)
        return run

    def new_run(self, task: str, *, on_desk: bool) -> WatchedRun:
        """Return a run of this program's own, which is offered at once."""
        return self.add(WatchedRun(task, self.post, self.changed, on_desk))

    def has(self, run: str) -> bool:
        """Return whether a run of this id is offered already, and the connection to it was not lost."""
        return any(each.name == run and (each.has_end or not each.ended) for each in tuple(self.runs.values()))

    def post(self, call: Callable[..., None], *args: object) -> None:
        """Call a function on the server's loop; nothing once that has ended."""
        if self._loop is not None:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(call, *args)

    def changed(self) -> None:
        """Wake the browsers."""
        for browser in self._browsers:
            browser.wake()

    def keep(self, work: asyncio.Future[None]) -> None:
        """Hold on to work until it is done."""
        self._kept.add(work)
        work.add_done_callback(self._kept.discard)

    def admit(self, run: WatchedRun, given: Pass, words: Message) -> None:
        """Have it recorded, once, that a browser watches a run that has begun."""
        shown = given.browser, given.may, run.id
        if run.name and run.controls is not None and shown not in self._admitted:
            self._admitted.add(shown)
            run.controls.note(words)

    def wait_for_browsers(self) -> None:
        """Return once no browser watches, for a while, or the person at the terminal ends that."""
        if not self._browsers:
            return
        terminal.warn(_ENDED)
        with suppress(KeyboardInterrupt, SystemExit):
            while self._browsers or time.monotonic() - self._seen_s < _SEEN_AGAIN_WITHIN_S:
                time.sleep(_POLL_S)

    def _add(self, run: WatchedRun) -> None:
        self._forget_old()
        self.wheels[run.id] = Wheel(run)
        self.runs[run.id] = run
        for browser in self._browsers:
            browser.follow(run)
        self.changed()

    def _forget_old(self) -> None:
        """Offer no longer what has ended and no browser has open, but for the last few: history has them all."""
        ended = [each for each in self.runs.values() if each.ended]
        for run in ended[:-_MOST_ENDED]:
            if not any(browser.opens(run) for browser in self._browsers):
                del self.runs[run.id]
                del self.wheels[run.id]
                self._admitted = {each for each in self._admitted if each[2] != run.id}

    def show_links(self) -> None:
        """Announce the links so far, and from now on each that follows."""
        with self._telling:
            self.shows_links = True
            links = self._links
            self._links = []
        for may, link in links:
            self.announce(may, link)

    def _announced(self, may: May, code: str) -> None:
        link = f"{self.address}/enter/{code}"
        with self._telling:
            if not self.shows_links:
                self._links.append((may, link))
                return
        self.announce(may, link)

    def _run(self, loop: asyncio.AbstractEventLoop, server: uvicorn.Server, listening: socket.socket) -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(server.serve(sockets=[listening]))
        for wheel in self.wheels.values():
            wheel.drop()
        loop.close()

    def shut_out(self, watcher: str) -> None:
        """End what a browser shows, and let it in no more; from any thread."""
        self.post(self._shut_out, watcher)

    def _shut_out(self, watcher: str) -> None:
        passes = self._door.of(watcher) if self._door is not None else ()
        if not passes:
            return
        address = self._addresses.get(watcher, "?")
        self._drop_passes(passes)
        self._record(Message(_SHUT_OUT_NOTE, address=address))
        self._list_watchers()

    def _drop_passes(self, passes: Sequence[Pass], new: Pass | None = None) -> None:
        """Let passes count no longer; what is shown by them goes on by the browser's new one, or else ends."""
        if self._door is None:
            return
        self._door.drop(passes)
        for browser in self._browsers:
            if browser.given not in passes:
                continue
            if new is not None:
                browser.given = new
            elif self._door.of(browser.given.browser):
                browser.end(_FULL, "soon")  # by another pass of this browser
            else:
                browser.end(_SHUT_OUT, "never")
        self._addresses = {name: each for name, each in self._addresses.items() if self._door.of(name)}

    @property
    def _passes(self) -> Sequence[Pass]:
        return self._door.passes if self._door is not None else ()

    def entered(self, given: Pass, address: str, shown: Sequence[Pass]) -> None:
        """Take a browser that has come in by a link; its new pass stands for those that it had for the same."""
        self._addresses[given.browser] = address
        self._drop_passes([each for each in shown if each.may == given.may], given)
        if self._door is not None:
            self._drop_passes(self._door.surplus_passes(given.may))
        self._list_watchers()

    def note_wrong_code(self, address: str) -> None:
        """Count a wrong code; the person is warned once."""
        self._guesses += 1
        if self._guesses == _GUESSES:
            words = Message(_GUESSED, count=_GUESSES, address=address)
            self.warn(words)
            self._record(words)

    def _record(self, words: Message) -> None:
        for run in self.runs.values():
            if run.name and run.controls is not None and not run.ended:
                run.controls.note(words)

    def _list_watchers(self) -> None:
        shown = {browser.given.browser for browser in self._browsers if not browser.is_ending}
        acting = {each.browser for each in self._passes if each.may == "act"}
        self.watchers = tuple(
            Watcher(name, self._addresses.get(name, "?"), name in acting, name in shown)
            for name in dict.fromkeys(each.browser for each in self._passes)
        )
        watchers_changed()

    async def serve_browser(self, socket_: WebSocket, shown: Sequence[Pass]) -> None:
        """Serve one browser that has shown its cookies, once it has shown a key of theirs as well."""
        proven = [each for each in await _proven(socket_, shown) if each in self._passes]
        if not proven or self._door is None:
            await close(socket_)
            return
        self._door.join(proven)
        given = proven[0]
        why_not = self._make_room(given)
        if why_not:
            await say_end(socket_, why_not, "soon")
            return
        browser = Browser(socket_, given, self)
        host, port = socket_.client or ("?", 0)
        self.idle.admit((host, port))
        self._addresses[given.browser] = host
        self._browsers.append(browser)
        self._list_watchers()
        try:
            await browser.serve()
        finally:
            self._browsers.remove(browser)
            self.idle.leave((host, port))
            self._seen_s = time.monotonic()
            self._list_watchers()

    async def turn_away(self, socket_: WebSocket) -> None:
        """Send a page that no longer has a pass why it shows nothing."""
        await say_end(socket_, _SHUT_OUT, "never")

    def _make_room(self, given: Pass) -> str:
        """End the oldest connection of a pass that has all of its places; return why there is no room for another."""
        alike = [each for each in self._browsers if each.given.may == given.may and not each.is_ending]
        own = [each for each in alike if each.given is given]
        if len(own) >= _MOST_OF_A_PASS:
            free = [each for each in own if not each.has_wheel] or own
            free[0].end(_MOVED, "pressed")
            return ""
        return _FULL if len(alike) >= _MOST_BROWSERS else ""


async def _proven(socket_: WebSocket, shown: Sequence[Pass]) -> Sequence[Pass]:
    """Return the passes whose keys are said and whose cookies have been shown, in the order of the keys."""
    try:
        first = json.loads(await asyncio.wait_for(socket_.receive_text(), _KEY_WITHIN_S))
        keys = first["keys"] if first["do"] == "key" else ()
        said = keys[:_MOST_KEYS] if isinstance(keys, list) else ()
    except (ValueError, TypeError, KeyError, RecursionError, TimeoutError, WebSocketDisconnect):
        return ()
    return [each for key in said for each in shown if isinstance(key, str) and each.is_key(key)]


@dataclass(frozen=True, slots=True)
class _App:
    """The ASGI application."""

    watch: Watch
    door: Door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        is_socket = scope["type"] == "websocket"
        given = self.door.passes_of(headers)
        if is_socket:
            connection = WebSocket(scope, receive, send)
            if scope["path"] != "/ws" or not self.door.is_ours(headers, from_page=True):
                await connection.close(1008)
                return
            with suppress(WebSocketDisconnect):  # it has gone already
                await connection.accept()
                if given:
                    await self.watch.serve_browser(connection, given)
                else:
                    await self.watch.turn_away(connection)
            return
        response = self._response(scope, headers, given)
        response.headers.update(_HEADERS)
        await response(scope, receive, send)

    def _response(self, scope: Scope, headers: Headers, given: Sequence[Pass]) -> Response:
        path = scope["path"]
        method = scope["method"]
        if not self.door.is_ours(headers, from_page=False):
            return PlainTextResponse(f"{tr(_ELSEWHERE)}\n", 421)
        if method == "GET" and path.startswith("/enter/"):
            return self._enter_response(scope, headers, given)
        if not given:
            return PlainTextResponse(f"{tr(_NO_CODE)}\n", 403)
        if method == "GET" and path == "/":
            return HTMLResponse(live_page())
        if method != "GET" or path not in _FILES:
            return PlainTextResponse("Not found\n", 404)
        return FileResponse(asset(f"web/{_FILES[path]}"))

    def _enter_response(self, scope: Scope, headers: Headers, given: Sequence[Pass]) -> Response:
        is_opened = headers.get("sec-fetch-dest", "document") == "document"  # not as a part of some page
        if "prefetch" in headers.get("sec-purpose", headers.get("purpose", "")) or not is_opened:
            return PlainTextResponse(f"{tr(_NO_CODE)}\n", 503)  # it has not been opened yet
        code = scope["path"].removeprefix("/enter/")
        address = scope["client"][0] if scope["client"] else "?"
        entered = self.door.enter(code, given)
        if entered is None:
            if not self.door.was_open(code):
                self.watch.note_wrong_code(address)
            return PlainTextResponse(f"{tr(_USED)}\n", 403)
        self.watch.entered(entered, address, given)
        # The key stands in no address, which a browser keeps in its history: only pages of this origin ever read it.
        page = asset("web/enter.html").read_text("utf-8")
        response = HTMLResponse(page.replace("{may}", entered.may).replace("{key}", html.escape(entered.key)))
        response.set_cookie(
            self.door.cookie_for(entered.may),
            entered.cookie,
            httponly=True,
            samesite="lax",
            path="/",
            secure=scope["scheme"] == "https",
        )
        return response


def _listen(place: Place) -> Listening:
    try:
        return _bind(place, place.port)
    except OSError as error:
        if not place.exactly:
            with suppress(OSError):
                return _bind(place, 0)
        why = Message("Port {port} can't be used: {strerror}.", port=place.port, strerror=error.strerror)
        raise SettingsError(why, Message("Choose another port with --port.")) from error


def _bind(place: Place, port: int) -> Listening:
    listening = Listening(socket.AF_INET6 if ":" in place.host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((place.host, port))
        listening.listen()
    except OSError:
        listening.close()
        raise
    return listening
