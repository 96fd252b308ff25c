"""A run from the command line: what a signal does when."""

import signal
import subprocess
import sys
import threading

import pytest

from desktop_agent.cli.run_client import Signals


class Run:
    """A run that nothing stops."""

    def __init__(self, *, ended: bool) -> None:
        self.ended = threading.Event()
        self.stops: list[str] = []
        if ended:
            self.ended.set()

    def stop(self, by: str, why: str = "") -> None:
        del why
        self.stops.append(by)


@pytest.mark.parametrize(
    ("run", "number", "error"),
    [(None, signal.SIGINT, KeyboardInterrupt), (Run(ended=True), signal.SIGTERM, SystemExit)],
    ids=["before", "after"],
)
def test_a_signal_ends_the_program_where_there_is_no_run_to_stop(
    run: Run | None, number: int, error: type[BaseException]
) -> None:
    signals = Signals()
    signals.run = run

    with pytest.raises(error):
        signals(number, None)


STUCK = """
import os, signal
from desktop_agent.cli.run_client import Signals
from tests.cli.test_run_client import Run
signals = Signals()
signals.run = Run(ended=False)
signals.run.stop = lambda by: os.write(1, f"{by}\\n".encode())  # a print may be under way
signal.signal(signal.SIGTERM, signals)
os.write(1, b"ready\\n")
while True:
    pass
"""


@pytest.mark.program
@pytest.mark.skipif(sys.platform == "win32", reason="no signal ends a process there")
def test_the_second_sigterm_ends_a_program_that_the_first_did_not() -> None:
    with subprocess.Popen([sys.executable, "-c", STUCK], stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        program.terminate()
        assert program.stdout.readline() == "signal\n"
        while program.poll() is None:
            program.terminate()

    assert program.returncode == 3
