"""A server that tells the latest release, as a forge does."""

import json
from dataclasses import dataclass, field

from tests.fakes.servers.loopback_server import LoopbackServer, QuietHandler


class _Handler(QuietHandler):
    def do_GET(self) -> None:
        self.served.asked.append(self.path)
        self.send_response(self.served.status)
        for name, value in self.served.headers.items():
            self.send_header(name, value)
        self.end_headers()
        answer = self.served.answer
        self.wfile.write(answer if isinstance(answer, bytes) else json.dumps(answer).encode())


@dataclass
class ReleasePage(LoopbackServer):
    answer: object
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    handler = _Handler

    @property
    def address(self) -> str:
        return self.url + "/latest"
