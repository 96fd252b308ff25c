"""The words between the reader and its child: a JSON head on one line, then as many bytes as the head says."""

import json
from dataclasses import asdict
from typing import IO

from pydantic import TypeAdapter, ValidationError

from desktop_agent.core.errors import ModelError
from desktop_agent.core.reading import TextLine

_LINES = TypeAdapter(tuple[TextLine, ...])
_AGAIN = "Start the program again; if it happens again, install the offline extra anew."


def send_picture(pipe: IO[bytes], picture: bytes, *, fresh: bool) -> None:
    """Ask for the lines of an encoded picture."""
    pipe.write(json.dumps({"size": len(picture), "fresh": fresh}).encode() + b"\n" + picture)
    pipe.flush()


def receive_picture(pipe: IO[bytes]) -> tuple[bytes, bool] | None:
    """Return the next picture and whether all of it is to be read anew; None when the other end is gone."""
    head = pipe.readline()
    if not head.endswith(b"\n"):
        return None
    asked = json.loads(head)
    picture = pipe.read(asked["size"])
    return (picture, asked["fresh"]) if len(picture) == asked["size"] else None


def send_lines(pipe: IO[bytes], lines: tuple[TextLine, ...]) -> None:
    """Answer with what was read."""
    pipe.write(json.dumps({"lines": [asdict(line) for line in lines]}).encode() + b"\n")
    pipe.flush()


def send_problem(pipe: IO[bytes], problem: ModelError) -> None:
    """Answer with what went wrong."""
    pipe.write(json.dumps({"problem": problem.message, "hint": problem.hint}).encode() + b"\n")
    pipe.flush()


def receive_lines(pipe: IO[bytes]) -> tuple[TextLine, ...]:
    """Return what was read.

    Raises:
        ModelError: the child is gone, or says why it could not read.
    """
    answer = pipe.readline()
    if not answer.endswith(b"\n"):
        raise ModelError("The process that reads the screen ended unexpectedly.", _AGAIN)
    told = json.loads(answer)
    if "problem" in told:
        raise ModelError(told["problem"], told["hint"])
    try:
        return _LINES.validate_python(tuple(told["lines"]))
    except ValidationError as error:
        raise ModelError("The process that reads the screen gave an answer that cannot be read.", _AGAIN) from error
