"""Bad inputs: what goes wrong in the response."""

import json
from collections.abc import Sequence

from tests.fakes.raw_server import http
from tests.faults.rows import Row, call, click, response, said, text, wants

_WHOLE = json.dumps(response(call(click())))


def _instead(old: str, new: str) -> bytes:
    assert old in _WHOLE
    return http(_WHOLE.replace(old, new).encode())


def _typed(words: str) -> bytes:
    return wants({"type": "type", "text": words})


_TYPED = json.dumps(response(call({"type": "type", "text": "HALF"})))

JSON: Sequence[Row] = (
    Row(16, "nested without end", http(b"[" * 100_000), "aborted", "nested too deeply"),
    Row(
        17,
        "a key twice",
        _instead('{"type": "click"', '{"type": "type", "type": "click"'),
        "aborted",
        "isn't valid JSON",
        again=0,
    ),
    Row(18, "NaN", _instead('"y": 10', '"y": NaN'), "aborted", "isn't valid JSON", again=0),
    Row(20, "1e400", _instead('"y": 10', '"y": 1e400'), "refused", "finite"),
    Row(21, "true as a coordinate", wants(click(x=True)), "refused", "must be a number"),
    Row(23, "half a character", http(_TYPED.replace("HALF", "\\ud800").encode()), "refused", "half a character"),
    Row(24, "a control character in a text", _typed("a\x1bb"), "refused", "control character"),
    Row(25, "a text that reads backwards", _typed("pay \u202e100\u202c \u200beuro"), "done"),
    Row(26, "output is null", said(output=None), "aborted", "empty", again=0),
    Row(26, "output is a million items", said(output=[0] * 10**6), "aborted", "too many values"),
    Row(
        27,
        "no id at all",
        said({**call(click()), "call_id": "", "id": None}),
        "done",
    ),
    Row(27, "the same call twice", said(call(click()), call(click())), "done"),
    Row(27, "one id, two calls", said(call(click()), call(click(x=11))), "done", "2"),
    Row(28, "an unknown item", said({"type": "hologram", "id": "h", "depth": 3}, text("Done.")), "heeded"),
    *(
        Row(number, name, wants({"type": name, "x": 1, "y": 1}), "refused", "no action named")
        for number, name in ((28, "levitate"), (29, "__class__"))
    ),
    Row(30, "10 000 actions", said(call(actions=[{"type": "screenshot"}] * 10_000)), "refused", "32 actions", "openai"),
)
