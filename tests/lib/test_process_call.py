"""A call in a process of its own: its result or its error comes back, and it ends with its caller."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.process_call import call_in_process
from tests.fakes.called_functions import PROCESS, end_early, fail, fail_by_a_bug, number_of_process
from tests.fakes.processes import is_alive, wait_for_end
from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.program
CALLS = """
from desktop_agent.lib.process_call import call_in_process
from tests.fakes.called_functions import wait_for_ever
call_in_process(wait_for_ever, "")
"""


@pytest.fixture(autouse=True)
def _functions_of_tests_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


def test_what_comes_back_is_the_value_with_its_messages_still_messages() -> None:
    number, word, message = call_in_process(number_of_process, "a secret")

    assert number != os.getpid()
    assert word == "a secret"
    assert not is_alive(number)
    assert isinstance(message, Message)
    assert (message.id, message.parts) == (PROCESS.id, PROCESS.parts)


def test_an_error_of_ours_comes_back_with_all_that_it_says() -> None:
    with pytest.raises(DesktopAgentError) as raised:
        call_in_process(fail, "")

    error = raised.value
    assert (error.message, error.hint, error.in_window) == (PROCESS, "Do this.", "Press that.")


@pytest.mark.parametrize("function", [fail_by_a_bug, end_early])
def test_an_early_end_is_said_in_a_sentence(function: Callable[[str], None]) -> None:
    with pytest.raises(DesktopAgentError, match=r"^A part of the program ended before it was done\.$"):
        call_in_process(function, "")


def test_it_ends_when_its_caller_is_killed(tmp_path: Path) -> None:
    started = tmp_path / "started"
    environment = {**os.environ, "STARTED": str(started)}
    with subprocess.Popen([sys.executable, "-c", CALLS], env=environment) as caller:
        try:
            wait_until(lambda: started.exists() and started.read_text(encoding="utf-8"), "the call")
        finally:
            caller.kill()

    wait_for_end(int(started.read_text(encoding="utf-8")))
