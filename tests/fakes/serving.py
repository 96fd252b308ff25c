"""`serve` with a scripted model, in a thread of this process, and raw bytes to and from it.

`python -m tests.fakes.serving SCRIPT` serves a script until it is killed, where the test is another process.
"""

import contextlib
import json
import socket
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from typing import Any

import httpx

from desktop_agent.devtools.serve.server import serve
from tests.fakes.scripted_model import scripted

Json = dict[str, Any]

TOKEN = "token-for-tests"
TOOLS: dict[str, Json] = {
    "preview": {"type": "computer_use_preview", "display_width": 640, "display_height": 400, "environment": "linux"},
    "lightcone": {"type": "computer_use", "display_width": 640, "display_height": 400, "environment": "desktop"},
    "openai": {"type": "computer"},
}
SHOT = {"type": "computer_screenshot", "image_url": "data:image/png;base64,AAAA"}


@dataclass(frozen=True, slots=True)
class Serving:
    """A running server, and a client that has its token."""

    base_url: str
    http: httpx.Client
    token: str = TOKEN

    @property
    def origin(self) -> str:
        """The base URL without its path, as `tzafon` wants it."""
        return self.base_url.removesuffix("/v1")

    @property
    def port(self) -> int:
        return int(self.base_url.split(":")[2].split("/")[0])

    def ask(self, dialect: str = "preview", **more: object) -> httpx.Response:
        """Send a request."""
        return self.http.post("/responses", json={"input": "x", "model": "m", "tools": [TOOLS[dialect]], **more})

    def again(self, **more: object) -> httpx.Response:
        """Try that request again."""
        return self.http.post("/responses", json={"input": "x", **more}, headers={"Idempotency-Key": "turn-1"})

    def raw(self, sent: bytes, *, most: int = 1 << 20) -> bytes:
        """Send bytes as they are; return all that comes until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as plain:
            plain.sendall(sent)
            got = b""
            while len(got) < most and (some := plain.recv(65536)):
                got += some
            return got


@contextlib.contextmanager
def serving(script: Mapping[str, Any], dialect: str = "") -> Iterator[Serving]:
    """Serve a script; in one dialect alone, if it is named."""
    lines: Queue[str] = Queue()
    until = threading.Event()
    options = {"announce": lines.put, "until": until, "model": scripted(script), "dialect": dialect}
    thread = threading.Thread(target=serve, args=(0, TOKEN), kwargs=options)
    thread.start()
    base_url = lines.get(timeout=60)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    try:
        with httpx.Client(base_url=base_url, headers=headers, timeout=60, verify=False) as http:
            yield Serving(base_url, http)
    finally:
        until.set()
        thread.join(60)


def answers(*entries: Json, **more: object) -> Json:
    """Return a script of these answers."""
    return {"answers": list(entries), **more}


def events(text: str) -> list[Json]:
    """Return the events of a stream."""
    return [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: {")]


def result(call: Json, **more: object) -> Json:
    """Return the answer to a computer call."""
    return {"type": "computer_call_output", "call_id": call["call_id"], "output": SHOT, **more}


if __name__ == "__main__":
    told = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    serve(0, TOKEN, announce=lambda line: print(line, flush=True), model=scripted(told))  # noqa: T201
