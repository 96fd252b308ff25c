"""The table of bad inputs: what a server may send, and what is to come of it."""

from __future__ import annotations

import gzip
import json
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tests.fakes.servers.raw_server import Send, Sent, endless, http, stream

Item = dict[str, Any]
# refused: the model is told and the run goes on; aborted: the run ends with a sentence; asked: a person, who says no;
# done: it is harmless, and is done once; heeded: nothing is to be done, and the run goes on.
Outcome = Literal["refused", "denied", "aborted", "asked", "done", "heeded"]  # denied: by a rule


@dataclass(frozen=True, slots=True)
class Row:
    """One bad input: its number, what the server sends, what is to come of it, and a piece of the words."""

    number: int
    name: str
    sends: Sent
    outcome: Outcome
    words: str = ""
    dialect: str = "preview"
    streamed: bool = False
    again: int = 1  # so many times, before the server comes to its senses; 0: always
    patient: bool = False  # the time is not what ends it

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


def response(*output: object, **more: object) -> Item:
    head = {"id": "resp_1", "object": "response", "created_at": 1_795_169_730, "model": "m", "status": "completed"}
    usage = {"input_tokens": 10, "output_tokens": 1, "total_tokens": 11}
    return {**head, "output": list(output), "usage": usage, **more}


def call(action: object = None, **more: object) -> Item:
    one = {} if action is None else {"action": action}
    return {"type": "computer_call", "id": "cu_1", "call_id": "c1", "status": "completed", **one, **more}


def click(**more: object) -> Item:
    return {"type": "click", "x": 10, "y": 10, "button": "left", **more}


def said(*output: object, **more: object) -> bytes:
    """Return a whole answer with this output."""
    return http(json.dumps(response(*output, **more)).encode())


def wants(action: object, **more: object) -> bytes:
    return said(call(action, **more))


def text(words: str) -> Item:
    return {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": words}]}


GOOD = said(call(click(x=50, y=50), call_id="c8"), id="resp_8")
DONE = said(text("Done."), id="resp_9")
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
SSE = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
CLICK = call(click())
_WHOLE = json.dumps(response(CLICK))
_TYPED = json.dumps(response(call({"type": "type", "text": "HALF"})))
CREATED: Item = {"type": "response.created", "sequence_number": 0, "response": {**response(), "status": "in_progress"}}
_ADDED: Item = {"type": "response.output_item.added", "output_index": 0, "item": {**CLICK, "status": "in_progress"}}
_ITEM: Item = {"type": "response.output_item.done", "output_index": 0, "item": CLICK}
_COMPLETED: Item = {"type": "response.completed", "response": response(CLICK)}
_BACKWARDS = [{"x": 1, "y": 1}, {"x": -1, "y": 1}]
_CHECK = {"id": "sc_1", "code": "malicious_instructions", "message": "Look out."}
_USAGES: Sequence[object] = (None, {"input_tokens": -1, "output_tokens": "x"})


def _drip(head: bytes) -> Send:
    """Return what sends a byte now and then."""

    def send(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(b"x")
            time.sleep(0.1)

    return send


def _numbered(*numbers: int) -> bytes:
    events = (CREATED, _ADDED, _ITEM, _ITEM, _COMPLETED, _COMPLETED)
    return stream(*({**event, "sequence_number": n} for event, n in zip(events, numbers, strict=True)))


def _late(after: str) -> bytes:
    body = b'{"error": {"message": "slow down"}}'
    return http(body, status="429 Too Many Requests", fields=f"Retry-After: {after}\r\n")


def _instead(old: str, new: str) -> bytes:
    assert old in _WHOLE
    return http(_WHOLE.replace(old, new).encode())


def _a_million_points(connection: socket.socket) -> None:
    """Send them; made where they are sent, for it takes a second."""
    connection.sendall(wants({"type": "drag", "path": _BACKWARDS * 500_000}))


def _changed() -> bytes:
    item = {**call(click()), "status": "in_progress", "pending_safety_checks": [_CHECK]}
    last = {**call(click()), "pending_safety_checks": []}
    return stream(
        CREATED,
        {"type": "response.output_item.added", "sequence_number": 1, "output_index": 0, "item": item},
        {"type": "response.output_item.done", "sequence_number": 2, "output_index": 0, "item": last},
        {"type": "response.completed", "sequence_number": 3, "response": response(last)},
    )


def _bad(number: int, name: str, outcome: Outcome, words: str, dialect: str = "preview", **action: object) -> Row:
    return Row(number, name, wants(action), outcome, words, dialect)


def _checked(name: str, checks: object, words: str, outcome: Outcome = "asked") -> Row:
    sends = wants(click(), pending_safety_checks=checks)
    return Row(46, f"safety checks: {name}", sends, outcome, words, again=0 if outcome == "aborted" else 1)


TABLE: Sequence[Row] = (
    # below the response
    Row(1, "an endless body of spaces", endless(PLAIN, b" " * 65536), "aborted", "larger than 32 MiB"),
    Row(2, "a body that is longer than any", http(b"{}" * 5, length=10**18), "aborted", "larger than 32 MiB"),
    Row(3, "a compressed bomb", http(gzip.compress(b" " * (1 << 26)), fields="Content-Encoding: gzip\r\n"), "aborted",
        "larger than 32 MiB"),
    Row(4, "comments for ever", endless(SSE, b": hello\n\n" * 500), "aborted", "larger than 32 MiB", again=0,
        patient=True, streamed=True),
    Row(5, "a byte now and then", _drip(SSE), "aborted", "sent nothing of its response for", again=0, streamed=True),
    Row(6, "a line without an end", endless(SSE + b"data: ", b"x" * 65536), "aborted",
        "larger than 32 MiB", streamed=True),
    Row(7, "a stream without an end", stream(CREATED, _ADDED, _ITEM, ended=False), "aborted", "stream was cut off",
        again=0, streamed=True),
    Row(8, "numbers out of order", _numbered(5, 3, 9, 1, 2, 0), "done", streamed=True),
    Row(9, "[DONE] first", stream(), "aborted", "empty", again=0, streamed=True),
    Row(10, "A login page", http(b"<html>Log in</html>", media_type="text/html"), "aborted", "web page"),
    *(Row(12, f"Retry-After: {after}", _late(after), "heeded") for after in ("-1", "soon")),
    Row(13, "101", http(b"", status="101 Switching Protocols", fields="Upgrade: x\r\n"), "aborted",
        "doesn't follow the HTTP"),
    Row(13, "204", b"HTTP/1.1 204 No Content\r\n\r\n", "aborted", "204"),
    Row(14, "a header of 1 MiB", http(b"{}", fields=f"X-A: {'a' * (1 << 20)}\r\n"), "aborted", "HTTP protocol"),
    Row(15, "no UTF-8", http(_WHOLE.encode().replace(b'"m"', b'"\xff"')), "done"),
    Row(0, "nothing bad", said(CLICK), "done"),
    # in the response
    Row(16, "nested without end", http(b"[" * 100_000), "aborted", "nested too deeply"),
    Row(17, "a key twice", _instead('{"type": "click"', '{"type": "type", "type": "click"'), "aborted",
        "isn't valid JSON", again=0),
    Row(18, "NaN", _instead('"y": 10', '"y": NaN'), "refused", "y is missing"),
    Row(23, "half a character", http(_TYPED.replace("HALF", "\\ud800").encode()), "refused", "half a character"),
    Row(25, "a text that reads backwards", wants({"type": "type", "text": "pay \u202e100\u202c \u200beuro"}), "done"),
    Row(26, "output is null", said(output=None), "aborted", "empty", again=0),
    Row(26, "output is a million items", said(output=[0] * 10**6), "aborted", "too many values"),
    Row(27, "no id at all", said({**CLICK, "call_id": "", "id": None}), "done"),
    Row(27, "the same call twice", said(call(click()), call(click())), "done"),
    Row(27, "one id, two calls", said(call(click()), call(click(x=11))), "done", "2"),
    Row(28, "an unknown item", said({"type": "hologram", "id": "h", "depth": 3}, text("Done.")), "heeded"),
    Row(30, "10 000 actions", said(call(actions=[{"type": "screenshot"}] * 10_000)), "refused", "32 actions", "openai"),
    # in an action, and around it
    Row(31, "a click at x=200", wants(click(x=200)), "refused", "outside the picture"),
    Row(32, "a click at x=10.4", wants(click(x=10.4)), "done"),
    Row(35, "a drag along a million points", _a_million_points, "aborted", "too many values"),
    _bad(38, "10 MiB of text", "refused", "100000", type="type", text="a" * (10 << 20)),
    *(
        _bad(42, "+".join(keys), "asked", "end or lock the session", type="keypress", keys=keys)
        for keys in (["ctrl", "alt", "f2"], ["super", "l"])
    ),
    *(
        _bad(43, url[:30], "denied", "A rule forbids this", "lightcone", type="navigate", url=url)
        for url in ("file:///etc/passwd", "javascript:alert(1)", "http://user:pw@host", "--flag")
    ),
    *(
        _bad(44, url, "asked", "", "lightcone", type="navigate", url=url)
        for url in ("http://169.254.169.254", "http://0x7f.1")
    ),
    _bad(45, "a line break", "refused", "not done", "lightcone", type="navigate", url="https://host/\n--x"),
    _checked("null", None, "", "done"),
    _checked("a text", "a warning alone", "a warning alone"),
    _checked("100 000", [{"id": "x"}] * 100_000, "more than a person can read", "aborted"),
    _checked("without an id", [{"code": "odd_code"}], "odd_code"),
    _checked("a long message", [{"id": "a", "code": "c", "message": "<b>x</b>" * (1 << 17)}], "<b>"),
    Row(47, "checks that change on the way", _changed(), "aborted", "changed", again=0, streamed=True),
    *(Row(48, f"usage {str(usage)[:40]}", said(text("Done."), usage=usage), "heeded") for usage in _USAGES),
)  # fmt: skip
