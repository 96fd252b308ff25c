"""A line between a client and a server on loopback that keeps every request and its answer, as they went over it."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.loopback_server import LoopbackServer

_OF_ONE_HOP = {"connection", "transfer-encoding", "content-length", "host", "date", "server"}


@dataclass(frozen=True, slots=True)
class OverheardTalk:
    """One request, and what the server said to it."""

    asked: str  # method and path
    body: Mapping[str, Any]
    status: int
    media_type: str
    said: bytes

    @property
    def answer(self) -> Mapping[str, Any]:
        """The answer, where it came whole."""
        whole: Mapping[str, Any] = json.loads(self.said)
        return whole

    @property
    def events(self) -> Iterator[Mapping[str, Any]]:
        """The events of the answer, where it came as a stream."""
        yield from (json.loads(line[6:]) for line in self.said.decode().splitlines() if line.startswith("data: {"))

    @property
    def streamed(self) -> bool:
        """Whether the answer came as a stream."""
        return self.media_type.startswith("text/event-stream")


@dataclass
class OverheardLine(LoopbackServer):
    """A context manager; `behind` is the base URL of the server that answers."""

    behind: str
    talks: list[OverheardTalk] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    served: OverheardLine
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def _pass_on(self) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        to = urlsplit(self.served.behind)
        line = http.client.HTTPConnection(to.hostname or "", to.port or 80)
        headers = {name: value for name, value in self.headers.items() if name.casefold() not in _OF_ONE_HOP}
        line.request(str(self.command), self.path, sent, headers)
        answer = line.getresponse()
        said = answer.read()
        line.close()
        kind = answer.headers.get("Content-Type", "")
        body = json.loads(sent) if sent else {}
        self.served.talks.append(OverheardTalk(f"{self.command} {self.path}", body, answer.status, kind, said))
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            if name.casefold() not in _OF_ONE_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    do_GET = do_POST = do_DELETE = _pass_on  # noqa: N815 - the standard library's names

    def log_message(self, *_: object) -> None:
        """Say nothing."""


OverheardLine.handler = _Handler
