"""The messages between the reader and its child: a JSON head on one line, then as many bytes as the head says."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from typing import IO, TYPE_CHECKING

from desktop_agent.core.errors import ModelError
from desktop_agent.core.reading import TextLine

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_AGAIN = "Start the program again; if it happens again, reinstall the offline extra."


def send_picture(pipe: IO[bytes], data: bytes, *, fresh: bool) -> None:
    """Ask for the lines of an encoded picture."""
    pipe.write(json.dumps({"size": len(data), "fresh": fresh}).encode() + b"\n" + data)
    pipe.flush()


def receive_picture(pipe: IO[bytes]) -> tuple[bytes, bool] | None:
    """Return the next picture and whether to read all of it anew; None when the other end is gone."""
    line = pipe.readline()
    if not line.endswith(b"\n"):
        return None
    head = json.loads(line)
    data = pipe.read(head["size"])
    return (data, head["fresh"]) if len(data) == head["size"] else None


def send_lines(pipe: IO[bytes], lines: tuple[TextLine, ...]) -> None:
    """Answer with the lines."""
    pipe.write(json.dumps({"lines": [asdict(line) for line in lines]}).encode() + b"\n")
    pipe.flush()


def send_problem(pipe: IO[bytes], problem: ModelError) -> None:
    """Answer with what went wrong."""
    pipe.write(json.dumps({"problem": problem.message, "hint": problem.hint}).encode() + b"\n")
    pipe.flush()


def receive_lines(pipe: IO[bytes]) -> tuple[TextLine, ...]:
    """Return the lines; ModelError when the child is gone, or says why it could not read."""
    line = pipe.readline()
    if not line.endswith(b"\n"):
        raise ModelError("The process that reads the screen ended unexpectedly.", _AGAIN)
    answer = json.loads(line)
    if "problem" in answer:
        raise ModelError(answer["problem"], answer["hint"])
    from pydantic import ValidationError

    try:
        return _lines_type().validate_python(tuple(answer["lines"]))
    except ValidationError as error:
        raise ModelError("The process that reads the screen sent an answer that cannot be read.", _AGAIN) from error


@cache
def _lines_type() -> TypeAdapter[tuple[TextLine, ...]]:
    from pydantic import TypeAdapter  # which the child does without: it starts a fifth sooner

    return TypeAdapter(tuple[TextLine, ...])
