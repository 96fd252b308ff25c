"""The built-in model as a Responses server on loopback, to develop and test clients against.

It listens on 127.0.0.1 only, each request needs the bearer token, and web pages cannot use it: Host and Origin have to
be loopback names, and no answer allows another origin. Nothing is written to disk: the last few pictures and the
responses stay in memory until there are too many, the server ends, or the client deletes a response.
"""

from __future__ import annotations

import contextlib
import logging
import secrets
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from queue import SimpleQueue

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message
from desktop_agent.installation import hint_for
from desktop_agent.serve.wire.handler import Connection, Responder, ServedModel
from desktop_agent.serve.wire.store import Store

HOST = "127.0.0.1"
_LOOK_FOR_SIGNALS_S = 0.1
_MOST_CONNECTIONS = 128
_log = logging.getLogger(__name__)


@contextlib.contextmanager
def offline_model(store: Store) -> Iterator[ServedModel]:
    """Yield the built-in model; SettingsError if it cannot read pictures."""
    # Imported here, as loading takes half a second, which `--help` does not need.
    from desktop_agent.screen.ocr.reader import OcrReader, why_not
    from desktop_agent.serve.wire.offline_model import ServedOfflineModel

    if reason := why_not():
        raise SettingsError(reason, hint_for("offline"))
    with OcrReader() as reader:
        reader.start()
        yield ServedOfflineModel(store, reader).consider


def serve(
    port: int,
    token: str,
    *,
    announce: Callable[[str], None],
    until: threading.Event | None = None,
    model: Callable[[Store], AbstractContextManager[ServedModel]] = offline_model,
    dialect: str = "",
) -> None:
    """Serve until `until` is set, or a signal handler raises; announce the base URL, then the token.

    `dialect`, if given, is the only accepted one. SettingsError if the model cannot start or the port is in use.
    """
    over = until or threading.Event()
    store = Store()
    with model(store) as answers, _new_server(port, token, Responder(answers, store, dialect)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            announce(f"http://{HOST}:{server.server_address[1]}/v1")
            announce(f"token {token}")
            while not over.wait(_LOOK_FOR_SIGNALS_S):
                pass
        finally:
            over.set()
            server.shutdown()
            thread.join()


@dataclass(frozen=True, slots=True)
class LocalServer:
    """The address and token of a server."""

    base_url: str
    token: str


@contextlib.contextmanager
def local_server() -> Iterator[LocalServer]:
    """Serve the built-in model on a free port, in a thread of this process, during the `with` block.

    SettingsError when it cannot start.
    """
    token = secrets.token_urlsafe(24)
    over = threading.Event()
    first: SimpleQueue[str | Exception] = SimpleQueue()

    def work() -> None:
        try:
            serve(0, token, announce=first.put, until=over)
        except Exception as error:  # noqa: BLE001 - raised where it is waited for
            first.put(error)

    thread = threading.Thread(target=work, name="desktop-agent-serve")
    thread.start()
    try:
        answer = first.get()
        if isinstance(answer, Exception):
            raise answer
        yield LocalServer(answer, token)
    finally:
        over.set()
        thread.join()


class _Server(socketserver.ThreadingTCPServer):
    """Threads that do not keep the process alive, one for each connection."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = _MOST_CONNECTIONS

    def __init__(self, port: int, token: str, responder: Responder) -> None:
        self._token = token
        self._responder = responder
        self._room = threading.BoundedSemaphore(_MOST_CONNECTIONS)
        super().__init__((HOST, port), socketserver.BaseRequestHandler)

    def finish_request(self, request: socket.socket | tuple[bytes, socket.socket], _: object) -> None:
        """Serve a connection to its end."""
        if isinstance(request, socket.socket):
            Connection(request, self._token, self._responder).serve()

    def process_request(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        """Serve a connection in a thread of its own; if there are too many, close it at once."""
        if self._room.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: object
    ) -> None:
        """Serve the connection, and release its slot afterwards."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._room.release()

    def handle_error(self, _: object, client_address: object) -> None:
        """Only log the error: a client that disconnects early is not our fault."""
        _log.debug("connection of %s ended early", client_address, exc_info=True)


def _new_server(port: int, token: str, responder: Responder) -> _Server:
    try:
        return _Server(port, token, responder)
    except OSError as error:
        hint = Message("Choose another port with --port, or let the system choose one with --port 0.")
        raise SettingsError(
            Message("Port {port} can't be used: {reason}.", port=port, reason=error.strerror), hint
        ) from error
