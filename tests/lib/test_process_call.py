"""A call in a process of its own: its result or its error comes back, and it ends with its caller."""

import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.logs import log_of_last_run, log_to_file
from desktop_agent.lib.process_call import call_in_process
from tests.fakes.called_functions import PROCESS, end_early, fail, fail_by_a_bug, number_of_process
from tests.fakes.processes import is_alive, wait_for_end
from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.program
DEBUGS = """
from desktop_agent.lib.logs import log_to_stderr
from desktop_agent.lib.process_call import call_in_process
from tests.fakes.called_functions import fail_by_a_bug
log_to_stderr()
call_in_process(fail_by_a_bug, "")
"""
CALLS = """
from desktop_agent.lib.process_call import call_in_process
from tests.fakes.called_functions import wait_for_ever
call_in_process(wait_for_ever, "")
"""


@pytest.fixture(autouse=True)
def _functions_of_tests_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    return tmp_path


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


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (fail_by_a_bug, ("  fail_by_a_bug in called_functions.py:", "  KeyError")),
        (end_early, ("exit code: -9", "EOFError")),
    ],
)
def test_an_early_end_is_said_in_a_sentence_and_its_cause_is_in_the_log(
    function: Callable[[str], None], expected: tuple[str, str]
) -> None:
    with log_to_file():
        logging.getLogger("desktop_agent.of_a_run").info("the run")
    with pytest.raises(DesktopAgentError, match=r"^A part of the program ended before it was done\.$"):
        call_in_process(function, "")

    log = log_of_last_run(os.environ)
    assert [True, True, True] == [words in log for words in (*expected, "of_a_run: the run")], log


@pytest.mark.usefixtures("home")
def test_with_debug_the_cause_is_in_the_terminal() -> None:
    done = subprocess.run([sys.executable, "-c", DEBUGS], env=os.environ, capture_output=True, text=True, check=False)

    assert "ERROR lib.process_call:   KeyError" in done.stderr


def test_it_ends_when_its_caller_is_killed(tmp_path: Path) -> None:
    started = tmp_path / "started"
    environment = {**os.environ, "STARTED": str(started)}
    with subprocess.Popen([sys.executable, "-c", CALLS], env=environment) as caller:
        try:
            wait_until(lambda: started.exists() and started.read_text(encoding="utf-8"), "the call")
        finally:
            caller.kill()

    wait_for_end(int(started.read_text(encoding="utf-8")))
