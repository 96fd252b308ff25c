"""The process that reads text on pictures: `python -m desktop_agent.offline.ocr.worker`, talking over its own pipes.

It is a process of its own because the networks take some hundred megabytes, and their threads would slow the program
down. It ends when its standard input closes, so it cannot outlive the process that started it.
"""

from __future__ import annotations

import os
import sys
from typing import IO

from desktop_agent.core.errors import ModelError
from desktop_agent.offline.ocr.picture import decoded
from desktop_agent.offline.ocr.pipes import receive_picture, send_lines, send_problem


def serve(requests: IO[bytes], answers: IO[bytes]) -> int:
    """Read pictures until the other end goes away."""
    try:
        from desktop_agent.offline.ocr.ocr_engine import OcrEngine
        from desktop_agent.offline.ocr.screen_memory import ScreenMemory

        memory = ScreenMemory(OcrEngine())
    except (ImportError, ModelError) as error:
        hint = "Run: pip install 'desktop-agent[offline]'"
        send_problem(answers, error if isinstance(error, ModelError) else ModelError(f"{error}.", hint))
        return 1
    while (request := receive_picture(requests)) is not None:
        data, fresh = request
        try:
            send_lines(answers, memory.read(decoded(data), fresh=fresh))
        except ModelError as error:
            send_problem(answers, error)
    return 0


def _own_stdout() -> IO[bytes]:
    """Keep the answers' pipe for answers: whatever a library prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


if __name__ == "__main__":
    sys.exit(serve(sys.stdin.buffer, _own_stdout()))
