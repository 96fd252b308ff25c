"""A scripted server for tests, in a thread of this process, and raw bytes to and from it."""

import contextlib
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from typing import Any

import httpx

from desktop_agent.devtools.serve.server import serve

Json = dict[str, Any]

TOKEN = "token-for-tests"
TOOLS: dict[str, Json] = {
    "preview": {"type": "computer_use_preview", "display_width": 640, "display_height": 400, "environment": "linux"},
    "lightcone": {"type": "computer_use", "display_width": 640, "display_height": 400, "environment": "desktop"},
    "openai": {"type": "computer"},
    "functions": {"type": "function", "name": "click", "parameters": {"type": "object", "properties": {}}},
}
SHOT = {"type": "computer_screenshot", "image_url": "data:image/png;base64,AAAA"}


@dataclass(frozen=True, slots=True)
class Serving:
    """A running server, and a client that has its token."""

    base_url: str
    http: httpx.Client

    @property
    def port(self) -> int:
        return int(self.base_url.split(":")[2].split("/")[0])

    def ask(self, dialect: str = "preview", **more: object) -> httpx.Response:
        """Send a request."""
        return self.http.post("/responses", json={"input": "x", "model": "m", "tools": [TOOLS[dialect]], **more})

    def until_cut(self, **more: object) -> bytes:
        """Send a request; return what comes until the connection is cut, which it has to be."""
        headers = {"Idempotency-Key": "turn-1"}
        got = b""
        with self.http.stream("POST", "/responses", json={"input": "x", **more}, headers=headers) as answer:
            try:
                for piece in answer.iter_raw():
                    got += piece
            except httpx.RemoteProtocolError:
                return got
        message = f"not cut: {got!r}"
        raise AssertionError(message)

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
def serving(script: object, folder: Path, dialect: str = "") -> Iterator[Serving]:
    """Serve a script: JSON, or its text; in one dialect alone, if it is named."""
    file = folder / "script.json"
    file.write_text(script if isinstance(script, str) else json.dumps(script), encoding="utf-8")
    lines: Queue[str] = Queue()
    until = threading.Event()
    options = {"announce": lines.put, "until": until, "script": file, "dialect": dialect}
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
