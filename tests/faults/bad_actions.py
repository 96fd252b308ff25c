"""Bad inputs: what goes wrong in an action, and around it."""

import socket
from collections.abc import Sequence
from typing import Any

from tests.fakes.raw_server import stream
from tests.faults.bad_lines import CREATED
from tests.faults.rows import Outcome, Row, call, click, response, said, text, wants

BACKWARDS = [{"x": 1, "y": 1}, {"x": -1, "y": 1}]
CHECK = {"id": "sc_1", "code": "malicious_instructions", "message": "Look out."}
USAGES: Sequence[Any] = (None, {"input_tokens": -1, "output_tokens": "x"})


def _bad(number: int, name: str, outcome: Outcome, words: str, dialect: str = "preview", **action: Any) -> Row:  # noqa: ANN401
    return Row(number, name, wants(action), outcome, words, dialect)


def _a_million_points(connection: socket.socket) -> None:
    """Send them; made where they are sent, for it takes a second."""
    connection.sendall(wants({"type": "drag", "path": BACKWARDS * 500_000}))


def _changed() -> bytes:
    begun = {**call(click()), "status": "in_progress", "pending_safety_checks": [CHECK]}
    final = {**call(click()), "pending_safety_checks": []}
    return stream(
        CREATED,
        {"type": "response.output_item.added", "sequence_number": 1, "output_index": 0, "item": begun},
        {"type": "response.output_item.done", "sequence_number": 2, "output_index": 0, "item": final},
        {"type": "response.completed", "sequence_number": 3, "response": response(final)},
    )


def _checked(name: str, checks: Any, words: str, outcome: Outcome = "asked") -> Row:  # noqa: ANN401
    return Row(46, f"safety checks: {name}", wants(click(), pending_safety_checks=checks), outcome, words)


ACTIONS: Sequence[Row] = (
    Row(31, "a click at x=200", wants(click(x=200)), "refused", "outside the picture"),
    Row(32, "a click at x=10.4", wants(click(x=10.4)), "done"),
    Row(34, "button 99", wants(click(button=99)), "refused", "button"),
    _bad(35, "a drag along nothing", "refused", "two points", type="drag", path=[]),
    _bad(35, "a drag along 20 000 points", "refused", "at most 2000", type="drag", path=BACKWARDS * 10_000),
    Row(35, "a drag along a million points", _a_million_points, "aborted", "too many values"),
    _bad(35, "a drag off the screen", "refused", "outside the picture", type="drag", path=BACKWARDS),
    _bad(36, "a scroll of 10^9", "refused", "10000 pixels", type="scroll", x=1, y=1, scroll_x=0, scroll_y=10**9),
    _bad(37, "a wait of 10^9", "refused", "from 0 to 60 seconds", type="wait", seconds=10**9),
    _bad(38, "10 MiB of text", "refused", "100000", type="type", text="a" * (10 << 20)),
    _bad(40, "an unknown key in a chord", "refused", "nosuch", type="keypress", keys=["ctrl", "nosuch"]),
    _bad(41, "forty keys at once", "refused", "at most 8", type="keypress", keys=["a"] * 40),
    _bad(41, "modifiers only", "refused", "modifiers only", type="keypress", keys=["ctrl", "shift"]),
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
    Row(47, "checks that change on the way", _changed(), "aborted", "changed", streamed=True),
    *(
        Row(48, f"usage {str(usage)[:40]}", said(text("Done."), usage=usage), "heeded")
        for usage in USAGES
    ),
)  # fmt: skip
