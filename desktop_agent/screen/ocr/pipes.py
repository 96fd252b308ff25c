"""The messages between the reader and its child: a JSON head on one line, then as many bytes as the head says."""

from __future__ import annotations

import json
from dataclasses import asdict, astuple, dataclass
from functools import cache
from typing import IO, TYPE_CHECKING

from desktop_agent.core.controls.boxes import Box
from desktop_agent.core.controls.screen_contents import TextLine
from desktop_agent.core.errors import ModelError
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.core.texts.message import Message

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_AGAIN = Message("Restart the program; if it happens again, reinstall the offline extra.")


@dataclass(frozen=True, slots=True)
class PictureRequest:
    """An encoded picture to be read: all of it again if `fresh`, or a `row`, `small` signs, what is `near` a point."""

    data: bytes
    fresh: bool = False
    row: Box | None = None
    small: bool = False
    near: ImagePoint | None = None


def send_picture(pipe: IO[bytes], request: PictureRequest) -> None:
    """Ask for the lines of a picture."""
    row = astuple(request.row) if request.row else None
    near = astuple(request.near) if request.near else None
    head = {"size": len(request.data), "fresh": request.fresh, "row": row, "small": request.small, "near": near}
    pipe.write(json.dumps(head).encode() + b"\n" + request.data)
    pipe.flush()


def receive_picture(pipe: IO[bytes]) -> PictureRequest | None:
    """Return what is to be read next; None when the other end is gone."""
    line = pipe.readline()
    if not line.endswith(b"\n"):
        return None
    head = json.loads(line)
    data = pipe.read(head["size"])
    row = Box(*head["row"]) if head["row"] else None
    near = ImagePoint(*head["near"]) if head["near"] else None
    return PictureRequest(data, head["fresh"], row, head["small"], near) if len(data) == head["size"] else None


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
        raise reading_ended()
    answer = json.loads(line)
    if "problem" in answer:
        raise ModelError(answer["problem"], answer["hint"])
    from pydantic import ValidationError

    try:
        return _lines_type().validate_python(tuple(answer["lines"]))
    except ValidationError as error:
        raise ModelError(Message("The process that reads the screen sent an unreadable response."), _AGAIN) from error


def reading_ended() -> ModelError:
    """Return the error for when the process that reads the screen has ended."""
    return ModelError(Message("The process that reads the screen ended unexpectedly."), _AGAIN)


@cache
def _lines_type() -> TypeAdapter[tuple[TextLine, ...]]:
    from pydantic import TypeAdapter  # which the child does without: it starts a fifth sooner

    return TypeAdapter(tuple[TextLine, ...])
