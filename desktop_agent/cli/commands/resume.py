"""`resume`: takes up a run that was cut off, stopped or failed, or that has reached a limit."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.flags import FLAGS, OneRun, continued_from, takes
from desktop_agent.cli.run_place import carry_out_at
from desktop_agent.core.texts.message import Message, visible
from desktop_agent.runtime import slices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_agent.runtime.continuation import Resumption

_MOST_LISTED = 5
_UNKNOWN = Message("No answer was given, so the model will be told to check for itself.")


@takes(*FLAGS)
@takes(*slices.side_desk.DESK_FLAGS, of=slices.side_desk.DESK_FLAGS)
def command(
    run: OneRun,
    was_done: Annotated[
        bool | None,
        typer.Option(
            "--was-done/--was-not-done",
            help=Message("Whether the interrupted step happened."),
            show_default=False,
        ),
    ] = None,
    **flags: object,
) -> int:
    """Resume an interrupted run.

    No step is done twice. If the record doesn't show whether a step was finished, the program tells you, takes a new
    screenshot, and has the model check. The resumed run is a separate run that names the earlier one; it uses that
    run's provider, model, mode, window and limits unless you specify otherwise with a flag. The mode “auto” and
    scopes aren't carried over. With --desk, a run that was on a side desk resumes on a new one.
    """
    from desktop_agent.cli import run_client
    from desktop_agent.lib import paths
    from desktop_agent.record.store import RunStore
    from desktop_agent.runtime.continuation import permissions_note, resumption
    from desktop_agent.runtime.spec import RunSpec

    store = RunStore(paths.places().runs)
    order = slices.side_desk.desk_order(flags)
    resumed = resumption(store, store.find(run), was_done=was_done, on_desk=order is not None)
    if order is not None:
        order = slices.resumed_desks.repeated_order(order, resumed.started.desk)
    settings, continues = continued_from(flags, resumed)
    note = permissions_note(resumed.started, settings, f"resume {resumed.summary.id}")
    for line in filter(None, (*_lines(resumed), visible(note, terminal.LONGEST_LINE))):
        terminal.warn(line)
    if was_done is None and resumed.uncertain is not None:
        continues = resumed.answered(_answer_about_step(resumed)).continued(continues)
    json_lines = bool(flags["json_lines"])
    started = resumed.started
    spec = RunSpec(started.task, settings, continues=continues, desk=order, source=started.source)
    result = carry_out_at(spec, json_lines=json_lines)
    return run_client.print_ending(result, json_lines=json_lines)


def _lines(resumed: Resumption) -> Iterator[str]:
    yield Message(
        "Resumes {id}: {ended}", id=resumed.summary.id, ended=visible(resumed.earlier.ended, terminal.LONGEST_LINE)
    )
    done = resumed.earlier.done
    for act in done[-_MOST_LISTED:]:
        yield Message("  Done: {words}", words=visible(act.words, terminal.LONGEST_ROW))
    if (half := resumed.uncertain) is not None:
        yield Message(
            "Step {step} may or may not have happened: {words}",
            step=half.step,
            words=visible(half.words, terminal.LONGEST_ROW),
        )
    if resumed.started.desk:
        yield slices.resumed_desks.earlier_desk_notice(resumed.started.desk)
    if resumed.picture is not None:
        yield Message("Last screenshot: {picture}", picture=resumed.picture)


def _answer_about_step(resumed: Resumption) -> bool | None:
    """Return the person's answer about the uncertain step, None for unknown; raises where the run needs an answer."""
    if not sys.stdin.isatty():
        answer = ""
    else:
        answer = terminal.typed_answer(Message("Did it happen? Check the screen. [y/n, Enter: unknown]")).lower()
    if answer in {"y", "yes"}:
        return True
    if answer in {"n", "no"}:
        return False
    if resumed.needs_answer:
        raise resumed.answer_needed_error()
    terminal.warn(_UNKNOWN)
    return None
