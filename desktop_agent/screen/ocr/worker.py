"""The process that reads text on pictures: `python -m desktop_agent.screen.ocr.worker`, talking over its own pipes.

It is a process of its own because the networks take some hundred megabytes, and their threads would slow the program
down. It ends when its standard input closes, so it cannot outlive the process that started it.
"""

from __future__ import annotations

import os
import sys
from typing import IO, TYPE_CHECKING

from desktop_agent.core.controls.screen_contents import TextLine
from desktop_agent.core.errors import ModelError
from desktop_agent.core.texts.message import Message
from desktop_agent.installation import hint_for
from desktop_agent.screen.ocr.picture import Picture, decoded
from desktop_agent.screen.ocr.pipes import PictureRequest, receive_picture, send_lines, send_problem

if TYPE_CHECKING:
    from desktop_agent.screen.ocr.ocr_engine import ScreenMemory


def serve(requests: IO[bytes], answers: IO[bytes]) -> int:
    """Read pictures until the other end goes away."""
    try:
        from desktop_agent.screen.ocr.ocr_engine import OcrEngine, ScreenMemory

        memory = ScreenMemory(OcrEngine())
    except (ImportError, ModelError) as error:
        send_problem(
            answers,
            error if isinstance(error, ModelError) else ModelError(Message("{what}.", what=error), hint_for("offline")),
        )
        return 1
    while (request := receive_picture(requests)) is not None:
        try:
            picture = decoded(request.data)
            send_lines(answers, _lines(memory, picture, request))
        except ModelError as error:
            send_problem(answers, error)
        except BrokenPipeError:
            break  # the program was killed, and no one waits for the answer
    return 0


def _lines(memory: ScreenMemory, picture: Picture, request: PictureRequest) -> tuple[TextLine, ...]:
    if request.row:
        return memory.row(picture, request.row)
    if request.near:
        return memory.near(picture, request.near)
    return memory.small(picture) if request.small else memory.read(picture, fresh=request.fresh)


def _own_stdout() -> IO[bytes]:
    """Keep the answers' pipe for answers: whatever a library prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


if __name__ == "__main__":
    sys.exit(serve(sys.stdin.buffer, _own_stdout()))
