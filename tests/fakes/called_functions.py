"""Functions to be called in a process of their own."""

import os
import signal
import sys
import time
from pathlib import Path

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.texts.message import Message

PROCESS = Message("process {number}", number=1)


def number_of_process(word: str) -> tuple[int, str, Message]:
    sys.stdout.write("words of a library")  # must not get among the parts of the result
    return os.getpid(), word, PROCESS


def fail(_word: str) -> None:
    raise DesktopAgentError(PROCESS, "Do this.", in_window="Press that.")


def fail_by_a_bug(_word: str) -> None:
    raise KeyError


def end_early(_word: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def wait_for_ever(_word: str) -> None:
    Path(os.environ["STARTED"]).write_text(str(os.getpid()), encoding="utf-8")
    time.sleep(600)
