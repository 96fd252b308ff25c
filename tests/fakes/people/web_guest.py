"""Browsers for tests of the web server: they come in by a link, and speak as the page does, or as no page would."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import cv2
import httpx
import numpy as np
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from desktop_agent.core.decisions.decision import Answer, Question
from desktop_agent.core.pictures import Size
from desktop_agent.core.runs.events import Event, Paused, Resumed, Stamped
from desktop_agent.run.null_objects import AbsentApprover
from desktop_agent.run.ports import Approver
from desktop_agent.runtime.protocol.messages import Seen
from desktop_agent.web.door import May
from desktop_agent.web.server import Place, Watch
from desktop_agent.web.watched import BrowserApprover, WatchedRun
from tests.fakes.runs.recorded import run_started
from tests.fakes.waiting import PATIENCE_S, wait_until

Message = Mapping[str, Any]
AT = "2026-11-22T12:00:00.000Z"


class Led:
    """What leads a run: it keeps what it is told, and pauses and goes on at once where a run is given."""

    def __init__(self, run: WatchedRun | None = None) -> None:
        self.told: list[tuple[object, ...]] = []
        self._run = run

    def stop(self, by: str, why: str = "") -> None:
        self.told.append(("stop", by, str(why)))

    def pause(self, by: str, reason: str) -> None:
        self.told.append(("pause", by, str(reason)))
        self._hear(Paused(by, reason))

    def resume(self, by: str = "human") -> None:
        self.told.append(("resume", by))
        self._hear(Resumed(by))

    def say(self, text: str) -> None:
        self.told.append(("say", text))

    def note(self, text: str) -> None:
        self.told.append(("note", str(text)))

    def look(self, *, on: bool) -> None:
        self.told.append(("look", on))

    def orders(self) -> list[tuple[object, ...]]:
        """Return what changes a run."""
        return [each for each in self.told if each[0] not in {"note", "look"}]

    def _hear(self, event: Event) -> None:
        if self._run is not None:
            self._run.hear(Stamped(9, AT, 1, event))


@dataclass
class Served:
    """The server on a port of its own; `links` are those that were printed, oldest first."""

    approves_here: bool = False
    links: list[tuple[May, str]] = field(default_factory=list)
    _stack: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        self.watch = Watch(lambda may, link: self.links.append((may, link)), self.approves_here)
        self._stack.enter_context(self.watch.serving(Place(port=0)))
        self.port = int(self.watch.address.rpartition(":")[2])
        wait_until(lambda: len(self.links) > 1, "the links")
        return self

    def __exit__(self, *about: object) -> None:
        self._stack.close()

    def code(self, may: May) -> str:
        """Return the code that is open now."""
        return next(link for kind, link in reversed(self.links) if kind == may).rpartition("/")[2]

    def enter(self, may: May, *before: Guest) -> Guest:
        """Come in by a link; with a browser that has come in by others `before`."""
        headers = {"Cookie": "; ".join(each.cookie for each in before)} if before else {}
        answer = httpx.get(f"{self.watch.address}/enter/{self.code(may)}", headers=headers, follow_redirects=False)
        assert answer.status_code == 200, answer.text
        name, _, cookie = answer.headers["set-cookie"].partition(";")[0].partition("=")
        return Guest(self.port, f"{name}={cookie}", answer.text.partition('name="key" content="')[2].partition('"')[0])

    def run(
        self, task: str = "Save a note", *, on_desk: bool = False, leads: bool = True, folder: str = "/nowhere"
    ) -> tuple[WatchedRun, Led]:
        """Offer a run that is under way; `folder` has its record."""
        run = WatchedRun(task, self.watch.post, self.watch.changed, on_desk, leads)
        led = Led(run)
        self.watch.add(run)
        run.begin(led)
        run.hear(Stamped(1, AT, 0, run_started("20261122-120000-test-0a1b2c", folder, task)))
        self.settled()
        return run, led

    def settled(self) -> None:
        """Return once the server's loop has done what was posted to it."""
        done = threading.Event()
        self.watch.post(done.set)
        assert done.wait(PATIENCE_S)


@dataclass(frozen=True)
class Guest:
    """A browser that has come in."""

    port: int
    cookie: str
    key: str

    def get(self, path: str = "/", **headers: str) -> httpx.Response:
        return httpx.get(f"http://127.0.0.1:{self.port}{path}", headers={"Cookie": self.cookie, **headers})

    def page(self) -> Page:
        page = Page(self.port, self.cookie)
        page.order(do="key", keys=[self.key])
        return page

    @contextmanager
    def opened(self, run: str = "", most: tuple[int, int] = (640, 400)) -> Iterator[Page]:
        with self.page() as page:
            page.open(run, most)
            yield page


class Page:
    """A WebSocket; all that came over it, in order."""

    def __init__(self, port: int, cookie: str = "", *, takes: bool = True, **more: Any) -> None:  # noqa: ANN401 - as the library has it
        """Connect; the page asks for the next picture by itself if it `takes` them."""
        self.heard: list[Message] = []
        self.frames: list[Message] = []
        self.recorded: list[tuple[Message, bytes]] = []
        self.pictures: dict[str, np.ndarray[Any, np.dtype[np.uint8]]] = {}  # as they are shown, by run
        self.bytes = 0
        self.see: Callable[[np.ndarray[Any, np.dtype[np.uint8]]], object] = lambda _: None  # gets every picture
        self.closed: int | None = None
        self._takes = takes
        more.setdefault("max_queue", None if takes else 4)
        self.hold = threading.Event()  # cleared, nothing is read any more
        self.hold.set()
        more.setdefault("origin", f"http://127.0.0.1:{port}")
        headers = {"Cookie": cookie} if cookie else {}
        self._stack = ExitStack()
        self.socket: ClientConnection = self._stack.enter_context(
            connect(
                f"ws://127.0.0.1:{port}/ws",
                additional_headers=headers, compression=None, proxy=None, max_size=None, close_timeout=2, **more,
            )
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._stack.close()
        self._reader.join(PATIENCE_S)

    def drop(self) -> None:
        """Break the connection without a word."""
        with suppress(OSError):
            self.socket.socket.shutdown(socket.SHUT_RDWR)
        self._reader.join(PATIENCE_S)

    def order(self, **order: object) -> None:
        self.send(json.dumps(order))

    def send(self, message: str | bytes) -> None:
        with suppress(ConnectionClosed):
            self.socket.send(message)

    def open(self, run: str = "", most: tuple[int, int] = (640, 400)) -> None:
        self.order(do="open", run=run, most=list(most))

    def hear(self, kind: str, fits: Callable[[Any], object] = lambda _: True) -> Message:
        """Return the newest message of a kind that fits, once there is one."""
        found = wait_until(
            lambda: next((each for each in reversed(self.heard) if each["is"] == kind and fits(each)), None),
            f"{kind}: {[*self.heard[-3:], self.closed]}",
        )
        return found or {}

    def question(self) -> Message:
        asked = self.hear("question", lambda each: each["question"] and each is self._last("question"))
        question: Message = asked["question"]
        return question

    def summary(self, run: str, fits: Callable[[Any], object] = lambda _: True) -> Message:
        """Return the run in the newest list of runs, once it fits."""
        found = self.hear(
            "runs",
            lambda each: any(one["id"] == run and fits(one) for one in each["runs"]) and each is self._last("runs"),
        )
        line: Message = next(one for one in found["runs"] if one["id"] == run)
        return line

    def close_code(self) -> int:
        return int(wait_until(lambda: self.closed, "the end of the connection") or 0)

    def is_alive(self) -> bool:
        """Say whether the server has read all orders so far, and still listens."""
        # The first answer says that all has come, and the further ones that the server's loop went round since.
        return all(self.socket.ping().wait(PATIENCE_S) for _ in range(10)) and self.closed is None

    def _last(self, kind: str) -> Message | None:
        return next((each for each in reversed(self.heard) if each["is"] == kind), None)

    def _read(self) -> None:
        try:
            for message in self.socket:
                self.hold.wait()
                self.bytes += len(message)
                if isinstance(message, str):
                    self.heard.append(json.loads(message))
                    continue
                if (was := self._recorded(message)) is not None:
                    self.recorded.append(was)
                    continue
                head = self._painted(message)
                self.frames.append(head)
                if self._takes:
                    self.order(do="got", run=head["run"], frame=head["frame"])
            self.closed = self.socket.close_code or 1005
        except ConnectionClosed:
            self.closed = self.socket.close_code or 1006

    def _recorded(self, message: bytes) -> tuple[Message, bytes] | None:
        """Return an earlier picture of the run's record, if a message is one, and its data."""
        end = 4 + struct.unpack(">I", message[:4])[0]
        head: Message = json.loads(message[4:end])
        return (head, message[end:]) if "was" in head else None

    def _painted(self, message: bytes) -> Mapping[str, Any]:
        length = struct.unpack(">I", message[:4])[0]
        head: dict[str, Any] = json.loads(message[4 : 4 + length])
        at = 4 + length
        (wide, high) = head["size"]
        shown = self.pictures.get(head["run"])
        if shown is None or shown.shape != (high, wide, 3):
            shown = np.zeros((high, wide, 3), np.uint8)
        shown = shown.copy()
        for part in head["parts"]:
            image = cv2.imdecode(np.frombuffer(message[at : at + part["bytes"]], np.uint8), cv2.IMREAD_COLOR)
            at += part["bytes"]
            assert image is not None
            assert image.shape[:2] == (part["h"], part["w"])
            shown[part["y"] : part["y"] + part["h"], part["x"] : part["x"] + part["w"]] = image
        assert at == len(message)
        self.pictures[head["run"]] = shown
        if shown.size:
            self.see(shown)
        return head


def seen(colour: int, size: tuple[int, int] = (64, 40)) -> Seen:
    """Return a screen of one colour, 0xRRGGBB."""
    return Seen(Size(*size), 0, colour.to_bytes(4, "little") * (size[0] * size[1]))


def raw(port: int, request: str | bytes, within_s: float = 5.0) -> bytes:
    """Return all that the server says to these bytes until it closes, or is silent."""
    with socket.create_connection(("127.0.0.1", port), timeout=within_s) as client:
        with suppress(ConnectionError):
            client.sendall(request if isinstance(request, bytes) else request.encode("latin-1"))
        words = b""
        with suppress(TimeoutError, ConnectionError):
            while piece := client.recv(65536):
                words += piece
        return words


def statuses(said: bytes) -> list[int]:
    """Return the status of each answer."""
    return [int(part[:3]) for part in said.split(b"HTTP/1.1 ")[1:]]


def asked(port: int, line: str = "GET / HTTP/1.1", *headers: str, host: str | None = "") -> bytes:
    """Return what the server says to a request line and headers; `host` None: without that header."""
    named = () if host is None else (f"Host: {host or f'127.0.0.1:{port}'}",)
    return raw(port, "\r\n".join((line, *named, *headers, "Connection: close", "", "")))


def request_for_socket(port: int, *headers: str, path: str = "/ws", host: str = "") -> bytes:
    """Return the request for a WebSocket."""
    proper = ("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13")
    nonce = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    lines = (f"GET {path} HTTP/1.1", f"Host: {host or f'127.0.0.1:{port}'}", *proper, nonce, *headers, "", "")
    return "\r\n".join(lines).encode("latin-1")


def framed(order: Message) -> bytes:
    """Return an order of up to 125 bytes as it goes over a WebSocket."""
    text = json.dumps(order).encode()
    assert len(text) < 126
    return bytes((0x81, 0x80 | len(text), 0, 0, 0, 0)) + text


def upgraded(port: int, *headers: str, path: str = "/ws", host: str = "") -> bytes:
    """Return the first answer to the request for a WebSocket."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as client:
        client.sendall(request_for_socket(port, *headers, path=path, host=host))
        return client.recv(65536)


class Here:
    """The approver at the computer, whose person answers when the test does."""

    answers_words = True

    def __init__(self) -> None:
        self.given: Future[object] = Future()
        self.was_asked = threading.Event()
        self.was_withdrawn = threading.Event()

    async def decide(self, question: Question) -> Answer:
        answer = await self._asked()
        assert isinstance(answer, Answer)
        return answer

    async def reply(self, question: str) -> str | None:
        answer = await self._asked()
        assert isinstance(answer, str)
        return answer

    async def hand_back(self, reason: str) -> str | None:
        raise NotImplementedError

    async def _asked(self) -> object:
        self.was_asked.set()
        try:
            return await asyncio.wrap_future(self.given)
        except asyncio.CancelledError:
            self.was_withdrawn.set()
            raise


class Asked:
    """A question of a run, on a thread of its own as the run's client asks it."""

    def __init__(self, run: WatchedRun, about: Question | str, here: Approver | None = None) -> None:
        self._loop = asyncio.new_event_loop()
        approver = BrowserApprover(here or AbsentApprover(), run, 60.0)
        self._task = self._loop.create_task(approver.reply(about) if isinstance(about, str) else approver.decide(about))
        self._thread = threading.Thread(target=self._set_question, daemon=True)
        self._thread.start()

    @property
    def is_open(self) -> bool:
        return self._thread.is_alive()

    def answer(self) -> object:
        """Return the answer, once there is one."""
        self._thread.join(PATIENCE_S)
        assert not self.is_open
        return self._task.result()

    def withdraw(self) -> None:
        self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(PATIENCE_S)

    def _set_question(self) -> None:
        with suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._task)
        self._loop.close()
