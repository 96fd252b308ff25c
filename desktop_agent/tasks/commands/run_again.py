"""`runs again`: does a past run's task once more, as *Run again* does in the windows."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.flags import FLAGS, OneRun, given_settings, settings_from, takes
from desktop_agent.cli.help_pages import AGAIN
from desktop_agent.cli.run_place import carry_out_at
from desktop_agent.core.errors import RecordError, SettingsError
from desktop_agent.core.runs.events import STEPS
from desktop_agent.core.texts.message import Message
from desktop_agent.runtime import slices

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_agent.core.runs.events import RunStarted

HELP = Message("Do a run's task again: a template or saved task with its values, else the same words.")


@takes(*FLAGS)
@takes(*slices.side_desk.DESK_FLAGS, of=slices.side_desk.DESK_FLAGS)
def again(
    run: OneRun,
    values: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=TEXT",
            help=Message("Another text for a variable; repeat for more."),
            rich_help_panel=AGAIN,
        ),
    ] = None,
    **flags: object,
) -> int:
    """Do a run's task again, on the run's terms; flags override them.

    A template or a saved task gets the values that the run had. Scopes and approvals aren't carried over.
    """
    from desktop_agent.lib import paths
    from desktop_agent.record.reader import read_ends
    from desktop_agent.record.store import RunStore, is_foreign
    from desktop_agent.tasks.commands import running
    from desktop_agent.tasks.saved.source import can_repeat

    root = paths.places().runs
    folder = RunStore(root).find(run)
    started, _ = read_ends(folder)
    if started is None or not can_repeat(started):
        raise RecordError(
            Message("This run has no task that could be run again."),
            Message("Choose another one from “desktop-agent runs list”."),
        )
    repetition = running.recorded_task(started, folder)
    if repetition is None and started.provider == STEPS:
        repetition = running.repeated(run)
    if repetition is not None:
        return running.run(repetition, values or (), (), 1, flags, as_list=False, scheduled=False)
    if values:
        raise SettingsError(Message("The task of this run has no variables."), Message("Omit --set."))
    if is_foreign(folder, root):
        raise RecordError(
            Message("This run came from elsewhere, so its task isn't started just like that."),
            Message("Read it with “desktop-agent runs show”, and start what you want with “desktop-agent run”."),
        )
    return _repeat_task_in_words(started, flags)


def _repeat_task_in_words(started: RunStarted, flags: Mapping[str, object]) -> int:
    """Do a task in words again; one that was on a side desk gets a new one, with the same folders."""
    from desktop_agent.cli import run_client
    from desktop_agent.runtime.continuation import terms_of
    from desktop_agent.runtime.retention import clear_out_runs
    from desktop_agent.runtime.spec import RunSpec
    from desktop_agent.settings.confirmed import settings_for_run

    given = {key: value for key, value in given_settings(flags).items() if value is not None}
    terms = terms_of(started, settings_from({}))
    if "provider.name" in given:
        terms = {key: value for key, value in terms.items() if not key.startswith("provider.")}
    settings = settings_for_run(os.environ, {**terms, **given})
    json_lines = bool(flags["json_lines"])
    desk = slices.side_desk.desk_order({**flags, "desk": flags["desk"] or bool(started.desk)})
    if desk is not None:
        desk = slices.resumed_desks.repeated_order(desk, started.desk)
    result = carry_out_at(RunSpec(started.task, settings, desk=desk), json_lines=json_lines)
    code = run_client.print_ending(result, json_lines=json_lines)
    if notice := clear_out_runs():
        terminal.warn(notice)
    return code
