"""A call of a function of ours in a process of its own, which takes along at its end whatever it has loaded.

The process gets the function by name and its argument, which may be secret, as a pickle over its standard input. Its
outcome comes back as a pickle over its standard output; what a library prints there goes to standard error. It ends
when its standard input closes, so it doesn't outlive the caller. The cause of an early end is logged by the caller.
"""

from __future__ import annotations

import logging
import os
import pickle
import sys
import threading
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TypeVar, cast

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.child_process import ChildProcess, python_command
from desktop_agent.lib.logs import log_to_file, trace_of

A = TypeVar("A")
T = TypeVar("T")
_log = logging.getLogger(__name__)
_ENDED_EARLY = Message("A part of the program ended before it was done.")


def call_in_process(function: Callable[[A], T], argument: A) -> T:
    """Return what a function of a module of ours returns, called in a fresh interpreter; for any thread.

    Raises:
        DesktopAgentError: the function has raised one, or the process couldn't be started or ended early.
    """
    process = None
    try:
        with ChildProcess(
            python_command(__name__, function.__module__, function.__qualname__), requests=True
        ) as process:
            pickle.dump(argument, process.requests)
            process.requests.flush()
            pickled = process.output.read()
        result, error, trace = pickle.loads(pickled)  # noqa: S301 - made by our own process, and read from its pipe alone
    except (OSError, EOFError, pickle.UnpicklingError) as failure:
        _log_end(function, trace_of(failure), process.exit_code if process is not None else None)
        raise DesktopAgentError(_ENDED_EARLY) from failure
    if trace:
        _log_end(function, trace)
        raise DesktopAgentError(_ENDED_EARLY)
    if error is not None:
        message, hint, in_window = error
        raise DesktopAgentError(message, hint, in_window=in_window)
    return cast("T", result)


def _log_end(function: Callable[..., object], trace: Iterable[str], exit_code: int | None = 0) -> None:
    with log_to_file(adds=True):
        _log.error("%s.%s ended early; exit code: %s", function.__module__, function.__qualname__, exit_code)
        for line in trace:
            _log.error("%s", line)


def main(module: str, name: str) -> None:
    """Call the function and write the outcome: its result, an error of ours, or where a bug has ended it."""
    outcomes = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    requests = os.fdopen(0, "rb", closefd=False)
    argument = pickle.load(requests)  # noqa: S301 - written by the caller alone
    threading.Thread(target=_exit_at_end_of_input, name="desktop-agent-caller", daemon=True).start()
    result = None
    error = None
    trace: tuple[str, ...] = ()
    try:
        result = getattr(import_module(module), name)(argument)
    except DesktopAgentError as raised:
        error = (raised.message, raised.hint, raised.in_window)
    except Exception as bug:  # noqa: BLE001 - the boundary: the caller logs it
        trace = tuple(trace_of(bug))
    with outcomes:
        pickle.dump((result, error, trace), outcomes)


def _exit_at_end_of_input() -> None:
    os.read(0, 1)  # nothing more is sent: it returns once the caller has closed the pipe, or has ended
    os._exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
    os._exit(0)  # a thread that a library has started could abort the interpreter's own end
