"""One run from the command line: who is asked, what is shown, and what a signal does."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from desktop_agent.cli import approver, progress, signals, terminal
from desktop_agent.core.describe import visible
from desktop_agent.core.errors import RecordError
from desktop_agent.record.wording import run_length, status_wording

if TYPE_CHECKING:
    from desktop_agent.app.prepare import RunResult, Session
    from desktop_agent.cli.card import OnScreen
    from desktop_agent.core.events import Stamped
    from desktop_agent.settings import Settings


def carry_out(
    task: str, settings: Settings, *, json_lines: bool, private: bool = False, admitted: Sequence[str] = ()
) -> RunResult:
    """Do a task in front of the person; DesktopAgentError when it cannot even begin.

    On a `private` display nobody sits: who is asked is asked at the terminal. `admitted` programs need no leave.
    """
    from desktop_agent.app.prepare import prepare

    watching = progress.watching(json_lines=json_lines)
    with (
        signals.caught() as caught,
        approver.desk(settings, os.environ, watching.paused, in_words=not json_lines, private=private) as desk,
    ):
        listeners = (watching, JsonLines(lambda: caught.session)) if json_lines else (watching,)
        session = prepare(
            task,
            settings,
            approver=desk.approver,
            listeners=listeners,
            pass_on=watching.pass_on,
            environment=os.environ,
            presence=desk.presence,
            admitted=admitted,
            overlays=desk.windows.overlays if desk.windows is not None else None,
        )
        terminal.warn(session.privacy)
        caught.session = session
        if desk.windows is not None:
            desk.windows.host.on_question = watching.asks
        with watching:
            result = session.run() if desk.windows is None else _beside_windows(session, desk.windows)
    if result.status == "failed":
        terminal.warn(f"Error: {visible(result.message, terminal.LONGEST_LINE)}")
    return result


def _beside_windows(session: Session, windows: OnScreen) -> RunResult:
    """Run while the main thread belongs to windows; signals are caught, so nothing but the run's end ends this."""
    windows.card.on_stop = lambda: session.stop("human")
    session.start()
    windows.host.run_until(session.ended)
    return session.result()


def report_of(result: RunResult) -> str:
    """Write the run's report and return where it is; empty, with a warning, when it cannot be written."""
    from desktop_agent.record.export.report import write_report

    try:
        return str(write_report(result.dir))
    except RecordError as error:
        if str(error) != result.message:  # it was said already: the same full disk ended the run
            terminal.warn(f"Warning: {error}")
        return ""


def ending(result: RunResult) -> list[str]:
    """Return the lines that say how a run ended; what made it fail was said as an error."""
    ended = visible(status_wording(result.status, result.message).text, terminal.LONGEST_LINE)
    took = run_length(result.turns, result.actions, result.seconds, result.cost)
    return [took] if result.status == "failed" else [ended, took]


class JsonLines:
    """A listener that prints each event as it stands in the journal; a reader that goes away stops the run."""

    def __init__(self, session: Callable[[], signals.Stoppable | None]) -> None:
        self._session = session
        self._gone = False

    def __call__(self, stamped: Stamped) -> None:
        """Print one event."""
        if self._gone:
            return
        try:
            terminal.say_line(stamped.line())
        except OSError:
            # Nobody is left to see what is done: when in doubt, do not act.
            self._gone = True
            terminal.silence_stdout()
            session = self._session()
            if session is not None:
                session.stop("signal")
