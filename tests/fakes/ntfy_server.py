"""What a phone and this computer use of an ntfy server, as its documentation has it, and somebody who sits on it.

A text that is posted to a topic goes to everybody who has asked for `/TOPIC/json`, after what was posted since then.
"""

from __future__ import annotations

import json
import queue
import secrets
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

from tests.fakes.loopback_server import LoopbackServer

_UNITS = {"s": 1, "m": 60, "h": 3600}
_KEEPALIVE_S = 1.0


class _Handler(BaseHTTPRequestHandler):
    served: ClassVar[NtfyServer]
    protocol_version = "HTTP/1.1"

    def do_OPTIONS(self) -> None:
        self._head({"Access-Control-Allow-Methods": "GET, PUT, POST", "Access-Control-Allow-Headers": "*"})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        said = json.dumps(self.served.post(self.path.strip("/"), body.decode())).encode()
        self._head({"Content-Type": "application/json"}, said)

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        topic, _, form = address.path.strip("/").rpartition("/")
        if form != "json":
            page = self.served.pages.get(address.path)
            self._head({"Content-Type": "text/html"}, page.read_bytes() if page else b"")
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson; charset=utf-8")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        self._stream(topic, parse_qs(address.query).get("since", ["none"])[0])

    def _stream(self, topic: str, since: str) -> None:
        mine: queue.SimpleQueue[dict[str, object] | None] = queue.SimpleQueue()
        try:
            self._line({"event": "open", "topic": topic})
            for said in self.served.subscribe(topic, since, mine):
                self._line(said)
            while True:
                try:
                    told = mine.get(timeout=_KEEPALIVE_S)
                except queue.Empty:
                    told = {"event": "keepalive", "topic": topic}
                if told is None:
                    return
                self._line(told)
        except OSError:
            return
        finally:
            self.served.listening.discard((topic, mine))

    def _line(self, said: dict[str, object]) -> None:
        self.wfile.write(json.dumps(said).encode() + b"\n")
        self.wfile.flush()

    def _head(self, fields: dict[str, str], body: bytes = b"") -> None:
        self.send_response(200)
        for name, value in ({"Access-Control-Allow-Origin": "*", "Content-Length": str(len(body))} | fields).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


@dataclass(eq=False)
class NtfyServer(LoopbackServer):
    """Keeps all that it was given, as whoever runs such a server can."""

    handler = _Handler
    said: list[dict[str, object]] = field(default_factory=list)
    listening: set[tuple[str, queue.SimpleQueue[dict[str, object] | None]]] = field(default_factory=set)
    pages: dict[str, Path] = field(default_factory=dict)  # files that it shows besides, by their paths

    def __exit__(self, *_: object) -> None:
        self.drop()
        super().__exit__()

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server.server_port}"

    def post(self, topic: str, message: str) -> dict[str, object]:
        """Put a text into a topic."""
        said: dict[str, object] = {"id": secrets.token_hex(6), "time": int(time.time()), "event": "message"}
        said |= {"topic": topic, "message": message}
        self.said.append(said)
        for there, told in tuple(self.listening):
            if there == topic:
                told.put(said)
        return said

    def subscribe(
        self, topic: str, since: str, told: queue.SimpleQueue[dict[str, object] | None]
    ) -> list[dict[str, object]]:
        """Pass on what comes, and return what is kept from since then: a duration, the id of a message, or “all”."""
        kept = [one for one in self.said if one["topic"] == topic]
        self.listening.add((topic, told))
        if since == "all":
            return kept
        if since[:-1].isdigit() and since[-1] in _UNITS:
            return [one for one in kept if float(str(one["time"])) >= time.time() - int(since[:-1]) * _UNITS[since[-1]]]
        ids = [one["id"] for one in kept]
        return kept[ids.index(since) + 1 :] if since in ids else []

    def drop(self) -> None:
        """Break all connections on which somebody listens."""
        for _, told in tuple(self.listening):
            told.put(None)

    def messages(self) -> list[str]:
        """Return all texts, in their order."""
        return [str(one["message"]) for one in self.said]
