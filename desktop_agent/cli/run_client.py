"""One run from the command line: a client of a host (`runtime/protocol/client.py`), with its approver and its display.

The host is a thread of this process: a model's stand-in and the display that a command has moved to belong to this
process, and a second interpreter would only take memory and time. Ctrl+C, SIGTERM and SIGHUP reach it as stops, so that
no action is left half done.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, replace
from types import FrameType
from typing import TYPE_CHECKING, Literal, Protocol

from desktop_agent.cli import progress, terminal
from desktop_agent.cli.approver import ChosenApprover, RunWindows, chosen_approver
from desktop_agent.core.errors import RecordError
from desktop_agent.core.runs.events import RequestSent
from desktop_agent.core.runs.waiting import OnUpdate, to_both
from desktop_agent.core.texts.message import Message, sentences, visible
from desktop_agent.lib.logs import log_to_file
from desktop_agent.presence.reduced import NoPresence
from desktop_agent.record.journal import BEFORE
from desktop_agent.record.status import facts
from desktop_agent.record.wording import run_length, status_wording
from desktop_agent.runtime.desktop.own_process import use_one_heap
from desktop_agent.runtime.protocol.watching import watching

if TYPE_CHECKING:
    from desktop_agent.cli.progress import Quiet, TerminalProgress
    from desktop_agent.core.runs.events import Stamped
    from desktop_agent.desk.runs.run_desk import RunDesk
    from desktop_agent.run.end.result import RunResult
    from desktop_agent.run.stream import Listener
    from desktop_agent.runtime.protocol.client import RunClient, RunHost
    from desktop_agent.runtime.provider.run_model import StandIn
    from desktop_agent.runtime.spec import RunSpec
    from desktop_agent.screen.ocr.reader import OcrReader
    from desktop_agent.settings import Settings

INTERRUPTED = 130
STOPPED = 3
_READER_LEFT = Message("The program that was reading the run's events has gone.")
# Ctrl+C held down repeats faster than a run can end; only a new press, a while later, means "now".
_PATIENCE_S = 1.0
# Windows has no SIGHUP.
SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


@dataclass(frozen=True, slots=True)
class RunForAgent:
    """A run for an agent: its listener, and the function that gets the run right before it begins."""

    watching: Quiet
    begun: Callable[[RunClient], None]


def carry_out(
    spec: RunSpec,
    *,
    json_lines: bool,
    private: bool = False,  # the display is unattended: questions go to the terminal
    lasting: bool = True,  # the record stays where it is written
    stand_in: StandIn | None = None,  # takes the model's place
    desk: RunDesk | None = None,  # the place of the run; this process is on its display already
    agent: RunForAgent | None = None,  # the agent that ordered the run, in place of the person at the terminal
    host: RunHost | None = None,  # in another program, which opens the desk
) -> RunResult:
    """Do a task, or continue one, while the person watches; DesktopAgentError when it cannot even begin.

    The spec's desk is opened after the approver has been set up on the person's own display.
    """
    use_one_heap()
    shows = agent.watching if agent else progress.watching(json_lines=json_lines)
    elsewhere = spec.desk is not None
    at = {"in_words": shows.in_words, "private": private, "at_terminal": agent is None, "elsewhere": elsewhere}
    at["by_hand_only"] = host is not None
    caught = Signals()
    with (
        nullcontext() if host else log_to_file(),
        caught_signals(caught),
        defer_garbage_collection() as collecting,
        nullcontext() if host else _load_reader(spec.settings) as reader,
        chosen_approver(spec.settings, dict(os.environ), shows.paused, **at) as approver,
        nullcontext((None, spec)) if host else _move_to_desk(spec, approver, desk) as (place, there),
        watching(spec.settings) as show_links,
    ):
        from desktop_agent.runtime.desktop.suspend import Suspension
        from desktop_agent.runtime.protocol.client import RunClient
        from desktop_agent.runtime.protocol.thread import HostThread
        from desktop_agent.runtime.spec import ClientServices, HostParts

        suspension = Suspension()
        lines = (JsonLines(lambda: caught.run),) if json_lines else ()
        window_listeners, pass_on = _listeners_for(shows, approver.windows)
        services = ClientServices(
            approver=approver.approver,
            overlays=approver.overlays,
            listeners=(shows, *lines, collecting, *window_listeners, suspension.hear),
            pass_on=pass_on,
            shared=approver.windows.share if approver.windows else lambda _: None,
            asks=terminal.warn,
        )
        parts = HostParts(reader, approver.presence or NoPresence(), stand_in, place)
        with RunClient(host or HostThread(parts)) as run:
            run.prepare(there, services, desk=place)
            show_links()
            caught.run = run
            if not private:
                run.call_tray()
            if agent is not None:
                agent.begun(run)
            with suspension.caught(run):
                result = _run_with_progress(
                    run, approver, shows, json_lines=json_lines or agent is not None, lasting=lasting
                )
        if spec.settings.watch.on and agent is None:  # before the program waits for browsers that still show it
            print_ending(result, json_lines=json_lines)
            result = replace(result, is_announced=True)
        return result


@contextmanager
def _move_to_desk(
    spec: RunSpec, approver: ChosenApprover, desk: RunDesk | None
) -> Iterator[tuple[RunDesk | None, RunSpec]]:
    """Move this process to a desk; the person's windows stay on the display where Qt has been started."""
    if spec.desk is None:
        yield desk, spec
        return
    from desktop_agent.runtime.desktop.own_desktop import on_desk

    if approver.windows is not None:
        approver.windows.host.begin()
    with on_desk(spec) as there:
        yield there


def _listeners_for(
    watching: TerminalProgress | Quiet, windows: RunWindows | None
) -> tuple[tuple[Listener, ...], OnUpdate]:
    """Return the windows' listeners, which join the terminal's, and the receiver of the model's streamed words."""
    if windows is None:
        return (), watching.pass_on
    return (windows.badge.hear,), to_both(watching.pass_on, windows.badge.pass_on)


def _run_with_progress(
    run: RunClient,
    approver: ChosenApprover,
    watching: TerminalProgress | Quiet,
    *,
    json_lines: bool,
    lasting: bool,
) -> RunResult:
    if lasting:
        terminal.warn(run.privacy)
    watching.asks_on_screen = approver.name == "overlay"
    windows = approver.windows
    with ExitStack() as shown:
        shown.enter_context(watching)

        def leave() -> int:
            shown.close()
            return print_ending(_result(run), json_lines=json_lines)

        if windows is None:
            run.run()
        else:
            _run_beside_windows(run, windows, watching.asks, leave)
    return _result(run)


def _result(run: RunClient) -> RunResult:
    result = run.result()
    if result.status == "failed":
        terminal.warn(Message("Error: {error}", error=visible(result.message, terminal.LONGEST_LINE)))
    return result


def _run_beside_windows(
    run: RunClient, windows: RunWindows, asks: Callable[[str | None], None], leave: Callable[[], int]
) -> None:
    """Run while the main thread serves windows; signals are caught, so this returns only after the run's end."""
    windows.run = run
    windows.host.question_listeners.append(asks)
    run.start()
    windows.host.run_until(run.ended, leave)


def write_run_report(result: RunResult) -> str:
    """Write the run's report and return its path; empty, with a warning, when it cannot be written."""
    from desktop_agent.record.report.page import write_report

    try:
        return str(write_report(result.dir))
    except RecordError as error:
        if str(error) != result.message:  # shown already: the same full disk ended the run
            terminal.warn(Message("Warning: {error}", error=error))
        return ""


def print_ending(result: RunResult, *, json_lines: bool) -> int:
    """Write the report, print the run's end unless that was done, and return the exit code.

    Four lines at most: the outcome, the facts, where the report is, and how to undo what changed.
    """
    if result.is_announced:
        return result.exit_code
    report = write_run_report(result)
    if not json_lines:
        terminal.say(_outcome_text(result))
        if known := facts(result.outcome, result.files):
            terminal.say(sentences(*known))
        if report:
            terminal.say(Message("Report: {report}", report=report))
        if (result.dir / BEFORE).is_dir():
            terminal.say(Message("Undo: desktop-agent runs undo last"))
    return result.exit_code


def _outcome_text(result: RunResult) -> str:
    """Return the outcome and what it took; a failure has already been printed as an error."""
    took = run_length(result.seconds, result.cost)
    if result.status == "failed":
        return Message("Failed after {took}.", took=took)
    return Message("{outcome} ({took})", outcome=ending(result)[0], took=took)


def ending(result: RunResult) -> list[str]:
    """Return the lines about the end of a run; a failure has already been printed as an error."""
    ended = visible(status_wording(result.status, result.message).text, terminal.LONGEST_LINE)
    took = run_length(result.seconds, result.cost)
    return [took] if result.status == "failed" else [ended, took]


class JsonLines:
    """A listener that prints each event as in the journal; the run stops when the reader closes the pipe."""

    def __init__(self, run: Callable[[], StoppableRun | None]) -> None:
        self._run = run
        self._reader_left = False

    def __call__(self, stamped: Stamped) -> None:
        """Print one event."""
        if self._reader_left:
            return
        try:
            terminal.say_line(stamped.line())
        except OSError:
            # The run is no longer observed: when in doubt, do not act.
            self._reader_left = True
            terminal.silence_stdout()
            if (run := self._run()) is not None:
                run.stop("signal", _READER_LEFT)


class StoppableRun(Protocol):
    """A run that can be stopped, from a signal handler too, and reports its end."""

    @property
    def ended(self) -> threading.Event:
        """An event that is set once the run has ended and its record is closed."""

    def stop(self, by: Literal["human", "interrupt", "signal"], why: str = "") -> None:
        """Ask the run to stop."""


class EndedBySignal(SystemExit):
    """A signal that arrived when there was no run to stop."""


class Signals:
    """Turns signals into stops of `run`; before and after it they end the program cleanly.

    A second signal, a while later, ends the program at once: the first had no effect.
    """

    def __init__(self) -> None:
        self.run: StoppableRun | None = None
        self._stopped_at: float | None = None

    def __call__(self, number: int, _frame: FrameType | None) -> None:
        """Handle one signal; called by Python on the main thread."""
        interrupt = number == signal.SIGINT
        if self._stopped_at is not None and time.monotonic() - self._stopped_at > _PATIENCE_S:
            os._exit(INTERRUPTED if interrupt else STOPPED)
        if self.run is None or self.run.ended.is_set():
            raise KeyboardInterrupt if interrupt else EndedBySignal(STOPPED)
        if self._stopped_at is None:
            self._stopped_at = time.monotonic()
            self.run.stop("interrupt" if interrupt else "signal")


@contextmanager
def _load_reader(settings: Settings) -> Iterator[OcrReader | None]:
    """Yield the OCR reader if the model is sure to need it; it loads in parallel with the rest."""
    from desktop_agent.runtime.provider.resolve import provider_of
    from desktop_agent.screen.ocr.reader import OcrReader, why_not

    if why_not() or not provider_of(settings, os.environ).embedded:
        yield None
        return
    with OcrReader() as reader:
        reader.start()
        yield reader


@contextmanager
def defer_garbage_collection() -> Iterator[Listener]:
    """Defer garbage collection to the first request: before it there is no garbage, and a pass takes up to 0.1 s."""

    def begin(stamped: Stamped) -> None:
        if not gc.isenabled() and isinstance(stamped.event, RequestSent):
            gc.freeze()
            gc.enable()

    gc.disable()
    try:
        yield begin
    finally:
        gc.enable()


@contextmanager
def caught_signals(on_signal: Callable[[int, FrameType | None], object]) -> Iterator[None]:
    """Pass the signals that end a program to `on_signal`; the handlers are restored at the end."""
    before = {number: signal.signal(number, on_signal) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
