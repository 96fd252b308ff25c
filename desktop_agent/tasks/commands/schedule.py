"""`schedule`: a saved task at set times, started by systemd's timers."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.flags import AsJson
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message, tr, visible
from desktop_agent.lib.paths import places
from desktop_agent.record.spans import time_of
from desktop_agent.record.wording import local_time
from desktop_agent.tasks.commands.confirming import check_confirmed

if TYPE_CHECKING:
    from desktop_agent.tasks.saved.store import TaskFile
    from desktop_agent.tasks.schedule import Scheduled, ScheduledEnding, SystemdTimers

_HOME = "DESKTOP_AGENT_HOME"
_FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")

group = typer.Typer()
Task = Annotated[str, typer.Argument(metavar="TASK", help=Message("The name of a saved task."))]


@group.command("add", short_help=Message("Run a task at set times."))
def _add(
    task: Task,
    when: Annotated[
        str,
        typer.Argument(
            metavar="WHEN",
            help=Message("The times, such as “Mondays 9:00” or “every 2 hours”; separate multiple times with “;”."),
        ),
    ],
    values: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help=Message("The value of a variable; repeat for more.")),
    ] = None,
    here: Annotated[
        bool, typer.Option("--here", help=Message("Work on your own screen, unless it's locked.  [on a desk]"))
    ] = False,
) -> None:
    """Run a saved task at set times: systemd's timers start it, and run it once to make up for missed times.

    It works on a desk, and its changes wait for you. You aren't asked any questions; anything that would need an
    answer is refused.
    """
    from desktop_agent.tasks.saved.store import TaskStore
    from desktop_agent.tasks.schedule import ScheduleOrder, calendar_events, written_times

    timers = _timers()
    events = calendar_events(when, datetime.now().astimezone())
    store = TaskStore(places().config)
    file = store.read(task)
    if timers.is_there(task):
        raise SettingsError(
            Message("The “{name}” task is already scheduled.", name=task),
            Message("Remove its schedule first: desktop-agent schedule remove {name}", name=task),
        )
    in_words = "; ".join(written_times(when))
    order = ScheduleOrder(task, in_words, events, _timer_command(file, values or (), here=here), _folder_variables())
    timers.check_answers()
    check_confirmed(file, task)
    timers.add(order)
    added = next((scheduled for scheduled in timers.all() if scheduled.task == task), None)
    terminal.say(
        Message("The “{name}” task will run next at {time}.", name=task, time=_time_text(added.next))
        if added and added.next
        else Message("The “{name}” task is scheduled.", name=task)
    )


@group.command(
    "list", help=Message("List the tasks that run at set times, with the next run and last outcome of each.")
)
def _list(as_json: AsJson = False) -> None:
    from desktop_agent.tasks.schedule import last_ending

    schedules = [(scheduled, last_ending(places().data, scheduled.task)) for scheduled in _timers().all()]
    if as_json:
        terminal.say_json([_facts(*schedule) for schedule in schedules])
    elif not schedules:
        terminal.say(Message("No tasks are scheduled. Schedule one with “desktop-agent schedule add”."))
    else:
        heads = (Message("Task"), Message("When"), Message("Next time"), Message("Last run"))
        rows = [
            (scheduled.task, scheduled.when, _next_time_text(scheduled), _last_ending_text(ending))
            for scheduled, ending in schedules
        ]
        terminal.say_table(heads, [tuple(map(tr, row)) for row in rows])


@group.command("remove", help=Message("Remove a task's schedule; the task itself is kept."))
def _remove(task: Task) -> None:
    from desktop_agent.tasks.saved.store import TaskStore

    TaskStore(places().config).path(task)
    timers = _timers()
    if not timers.is_there(task):
        raise SettingsError(
            Message("The “{name}” task isn't scheduled.", name=task),
            Message("See all scheduled tasks: desktop-agent schedule list"),
        )
    timers.remove(task)
    terminal.say(Message("The “{name}” task is no longer scheduled.", name=task))


def _timers() -> SystemdTimers:
    """Return this person's timers; SettingsError where there is no systemd."""
    from desktop_agent.tasks.schedule import SystemdTimers

    if not shutil.which("systemctl"):
        raise SettingsError(Message("Scheduling requires systemd, which isn't available on this computer."))
    return SystemdTimers()


def _timer_command(file: TaskFile, values: Sequence[str], *, here: bool) -> tuple[str, ...]:
    """Return the timer's command; SettingsError for missing or invalid values."""
    from desktop_agent.installation import program_words
    from desktop_agent.tasks.commands.running import parse_values
    from desktop_agent.tasks.saved.variables import here_and_today, values_for

    values_for(file.task, parse_values(values), here_and_today())
    desk = () if here or file.task.flags.get("desk") else ("--desk",)
    set_flags = (word for value in values for word in ("--set", value))
    return (*program_words(), "run", file.name, "--scheduled", *desk, *set_flags)


def _folder_variables() -> tuple[tuple[str, str], ...]:
    """Return the environment variables for this program's folders, which the timer's process needs."""
    home = os.environ.get(_HOME, "")
    own = ((_HOME, str(Path(home).expanduser().absolute())),) if home else ()
    return (*own, *((name, os.environ[name]) for name in _FOLDERS if os.environ.get(name)))


def _facts(scheduled: Scheduled, ending: ScheduledEnding | None) -> Mapping[str, object]:
    last = None
    if ending is not None:
        last = {"at": ending.at, "exit_code": ending.exit_code, "message": ending.message, "run": ending.run or None}
    return {
        "task": scheduled.task,
        "when": scheduled.when,
        "next": scheduled.next.isoformat() if scheduled.next else None,
        "last": last,
    }


def _next_time_text(scheduled: Scheduled) -> str:
    return _time_text(scheduled.next) if scheduled.next else Message("unknown")


def _last_ending_text(ending: ScheduledEnding | None) -> str:
    if ending is None:
        return Message("none yet")
    time = _time_text(time_of(ending.at))
    message = visible(ending.message, terminal.LONGEST_ROW)
    if ending.exit_code is None:
        return Message("{time}: {message}", time=time, message=message)
    return Message("{time}: {message} (exit {code})", time=time, message=message, code=ending.exit_code)


def _time_text(at: datetime | None) -> str:
    return local_time(at) if at else ""
