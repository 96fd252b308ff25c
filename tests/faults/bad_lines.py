"""Bad inputs: what goes wrong below the response."""

import gzip
import json
import socket
import time
from collections.abc import Sequence

from tests.fakes.raw_server import Send, endless, http, stream
from tests.faults.rows import Item, Row, call, click, response, said

PLAIN = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
SSE = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
CLICK = call(click())
_WHOLE = json.dumps(response(CLICK))
CREATED: Item = {"type": "response.created", "sequence_number": 0, "response": {**response(), "status": "in_progress"}}
ADDED: Item = {"type": "response.output_item.added", "output_index": 0, "item": {**CLICK, "status": "in_progress"}}
ITEM: Item = {"type": "response.output_item.done", "output_index": 0, "item": CLICK}
COMPLETED: Item = {"type": "response.completed", "response": response(CLICK)}
RATE = b'{"error": {"message": "slow down"}}'


def drip(head: bytes) -> Send:
    """Return what sends a byte now and then."""

    def send(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(b"x")
            time.sleep(0.1)

    return send


def _numbered(*numbers: int) -> bytes:
    events = (CREATED, ADDED, ITEM, ITEM, COMPLETED, COMPLETED)
    return stream(*({**event, "sequence_number": n} for event, n in zip(events, numbers, strict=True)))


def _compressed() -> bytes:
    bomb = gzip.compress(b" " * (1 << 26))
    return http(bomb, fields="Content-Encoding: gzip\r\n")


def _late(after: str) -> bytes:
    return http(RATE, status="429 Too Many Requests", fields=f"Retry-After: {after}\r\n")


LINES: Sequence[Row] = (
    Row(1, "an endless body of spaces", endless(PLAIN, b" " * 65536), "aborted", "larger than 32 MiB"),
    Row(2, "a body that is longer than any", http(b"{}" * 5, length=10**18), "aborted", "larger than 32 MiB"),
    Row(3, "a compressed bomb", _compressed(), "aborted", "larger than 32 MiB"),
    Row(4, "comments for ever", endless(SSE, b": hello\n\n" * 500), "aborted", "comments", again=0, patient=True,
        streamed=True),
    Row(5, "a byte now and then", drip(SSE), "aborted", "send anything for", again=0, streamed=True),
    Row(6, "a line without an end", endless(SSE + b"data: ", b"x" * 65536), "aborted",
        "line in the server's stream is too long", streamed=True),
    Row(7, "a stream without an end", stream(CREATED, ADDED, ITEM, ended=False), "aborted", "stream was cut off",
        again=0, streamed=True),
    Row(8, "numbers out of order", _numbered(5, 3, 9, 1, 2, 0), "done", streamed=True),
    Row(9, "[DONE] first", stream(), "aborted", "empty", streamed=True),
    Row(10, "A login page", http(b"<html>Log in</html>", media_type="text/html"), "aborted", "web page"),
    *(Row(12, f"Retry-After: {after}", _late(after), "heeded") for after in ("-1", "soon")),
    Row(13, "101", http(b"", status="101 Switching Protocols", fields="Upgrade: x\r\n"), "aborted",
        "doesn't follow the HTTP"),
    Row(13, "204", b"HTTP/1.1 204 No Content\r\n\r\n", "aborted", "204"),
    Row(14, "a header of 1 MiB", http(b"{}", fields=f"X-A: {'a' * (1 << 20)}\r\n"), "aborted", "HTTP protocol"),
    Row(15, "no UTF-8", http(_WHOLE.encode().replace(b'"m"', b'"\xff"')), "aborted", "UTF-8", again=0),
    Row(0, "nothing bad", said(CLICK), "done"),
)  # fmt: skip
