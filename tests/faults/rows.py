"""What a row of the table of bad inputs is, and the words in which the rows are written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

from tests.fakes.raw_server import Sent, http

Item = dict[str, Any]
# refused: the model is told and the run goes on; aborted: the run ends with a sentence; asked: a person, who says no;
# done: it is harmless, and is done once; heeded: nothing is to be done, and the run goes on.
Outcome = Literal["refused", "denied", "aborted", "asked", "done", "heeded"]  # denied: by a rule


@dataclass(frozen=True, slots=True)
class Row:
    """One bad input: its number in the list, what the server sends, what is to come of it, and a piece of the words."""

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


def response(*output: Any, **more: Any) -> Item:  # noqa: ANN401 - whatever a server may send
    """Return a response with this output."""
    head = {"id": "resp_1", "object": "response", "created_at": 1_795_169_730, "model": "m", "status": "completed"}
    usage = {"input_tokens": 10, "output_tokens": 1, "total_tokens": 11}
    return {**head, "output": list(output), "usage": usage, **more}


def call(action: Any = None, **more: Any) -> Item:  # noqa: ANN401 - whatever a server may send
    """Return a call for an action."""
    one = {} if action is None else {"action": action}
    return {"type": "computer_call", "id": "cu_1", "call_id": "c1", "status": "completed", **one, **more}


def click(**more: Any) -> Item:  # noqa: ANN401 - whatever a server may send
    """Return a click that is fine but for what is given."""
    return {"type": "click", "x": 10, "y": 10, "button": "left", **more}


def said(*output: Any, **more: Any) -> bytes:  # noqa: ANN401 - whatever a server may send
    """Return a whole answer with this output."""
    return http(json.dumps(response(*output, **more)).encode())


def wants(action: Any, **more: Any) -> bytes:  # noqa: ANN401 - whatever a server may send
    """Return a whole answer that calls for one action."""
    return said(call(action, **more))


def text(words: str) -> Item:
    """Return a message."""
    return {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": words}]}


GOOD = said(call(click(x=50, y=50), call_id="c8"), id="resp_8")
DONE = said(text("Done."), id="resp_9")
