"""`runs`: lists past runs, shows one step by step, writes its report and its film, and deletes runs."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.flags import AsJson, OneRun
from desktop_agent.core.runs.outcome import is_claimed
from desktop_agent.core.texts.message import Message, join, plural, tr, visible
from desktop_agent.lib import paths
from desktop_agent.record.moments import Moment
from desktop_agent.record.spans import time_of
from desktop_agent.record.status import facts_of
from desktop_agent.record.wording import file_size, local_time, money, run_length, status_wording
from desktop_agent.runtime import registry, slices

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from desktop_agent.core.runs.events import RunStarted
    from desktop_agent.record.check import RunCheck
    from desktop_agent.record.recording import RecordedRun, RecordedTurn, RunSummary
    from desktop_agent.record.store import RunStore


_HANG = len(Message("Started: "))
_INDENT = " " * 6
_LONGEST_TITLE = 36
_SHORTEST_TITLE = 16
_GAP = 2  # between two columns
_TOLD_BEFORE = Message(
    "Its journal contains a password in plain text, recorded before it was typed in a password field "
    "(possibly in the task)."
)
_HEADS = (Message("Run"), Message("Outcome"), Message("Took"), Message("Task"), Message("Cost"))


group = typer.Typer()


@group.command("check", help=Message("Check that a recording is intact, with nothing changed, lost, added or cut off."))
def _check(run: OneRun, as_json: AsJson = False) -> int:
    """Check one run; 0 where it is whole."""
    from desktop_agent.record.check import check_run
    from desktop_agent.record.store import RunStore

    checked = check_run(RunStore(paths.places().runs).find(run))
    if as_json:
        terminal.say_json(_check_as_json(checked))
    else:
        terminal.say(_check_sentence(checked))
    return 0 if checked.is_whole else 1


def _check_as_json(checked: RunCheck) -> dict[str, object]:
    return {
        "run": checked.dir.name,
        "dir": str(checked.dir),
        "whole": checked.is_whole,
        "running": checked.running,
        "ended": checked.ended,
        "lines": checked.lines,
        "pictures": checked.pictures,
        "broken": asdict(checked.broken) if checked.broken else None,
    }


def _check_sentence(checked: RunCheck) -> str:
    if broken := checked.broken:
        return Message("Not intact from line {line} of {file} on.", line=broken.line, file=broken.file)
    if not checked.is_whole:
        return Message("Intact up to line {line}, but the run's end wasn't recorded.", line=checked.lines)
    contents = Message(
        "{lines} and {pictures}",
        lines=plural("{count:,} line", "{count:,} lines", count=checked.lines),
        pictures=plural("{count:,} picture", "{count:,} pictures", count=checked.pictures),
    )
    if checked.running:
        return Message("Intact so far: {what}. The run is still in progress.", what=contents)
    return Message("Intact: {what}.", what=contents)


@group.command("keep", help=Message("Keep runs regardless of their age or size."))
def _keep(
    runs: Annotated[list[str], typer.Argument(metavar="RUN...", help=Message("Ids, id prefixes, or “last”."))],
    unkeep: Annotated[bool, typer.Option("--unkeep", help=Message("Stop keeping them."))] = False,
) -> None:
    """Mark runs."""
    from desktop_agent.record.sessions import chain_of
    from desktop_agent.record.store import RunStore, mark_kept

    store = RunStore(paths.places().runs)
    for folder in dict.fromkeys(folder for run in runs for folder in chain_of(store.find(run))):
        mark_kept(folder, keep=not unkeep)
        terminal.say(
            Message("{part}: {name}", part=Message("May be deleted") if unkeep else Message("Kept"), name=folder.name)
        )
    if not unkeep:
        terminal.say(Message("Kept runs are never deleted automatically; `runs keep --unkeep` undoes this."))


@group.command("export", help=Message("Export a run's journal, screenshots and report as a single zip file."))
def _export(
    run: OneRun,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help=Message("Where to save the file; its path is printed.")),
    ] = None,
) -> None:
    """Export one run."""
    from desktop_agent.core.runs.events import Withheld
    from desktop_agent.record.export_run import export_run
    from desktop_agent.record.reader import read_events
    from desktop_agent.record.store import RunStore

    folder = RunStore(paths.places().runs).find(run)
    terminal.say(str(export_run(folder, output)))
    if any(isinstance(event.event, Withheld) for event in read_events(folder)):
        terminal.warn(_TOLD_BEFORE)


@group.command("report", help=Message("Write a run's report as a web page, and print its path."))
def _report(
    run: OneRun,
    film: Annotated[
        bool, typer.Option("--film", help=Message("Make a video of the run and include it in the page."))
    ] = False,
    title: Annotated[str, typer.Option("--title", help=Message("A title instead of the run's."))] = "",
    out: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="PATH", help=Message("A file or folder."))
    ] = None,
) -> None:
    """Write the report of one run and print where it is."""
    from desktop_agent.record.report.page import write_report
    from desktop_agent.record.store import RunStore
    from desktop_agent.record.work_folder import work_folder
    from desktop_agent.runtime.language import use_language

    use_language()  # the page is for a person, wherever its path goes
    folder = RunStore(paths.places().runs).find(run)
    if not film:
        terminal.say(str(write_report(folder, out, title=title)))
        return
    with work_folder("desktop-agent-film") as place:
        film_made = slices.run_video.film_for_page(folder, place)
        terminal.say(str(write_report(folder, out, film=film_made, title=title)))


for _name, _place in registry.RUNS_COMMANDS.items():
    _module = registry.load(_place)
    group.command(_name, help=_module.HELP)(getattr(_module, _name))


@group.command("list", help=Message("List the runs, newest first."))
def _list(
    status: Annotated[
        list[str] | None,
        typer.Option("--status", metavar="ENDING", help=Message("Only runs that ended this way; repeat for more.")),
    ] = None,
    search: Annotated[
        str, typer.Option("--search", metavar="WORDS", help=Message("Only runs that contain all of these words."))
    ] = "",
    since: Annotated[
        str,
        typer.Option("--since", metavar="DAY", help=Message("Only runs since this date, such as 2026-11-20 or 7d.")),
    ] = "",
    as_json: AsJson = False,
) -> None:
    runs = _chosen_runs(status or (), search, since)
    is_all = not (status or search or since)
    if as_json:
        terminal.say_json([_as_json(run) for run in runs])
    elif not runs and not is_all:
        terminal.warn(Message("No run matches."))
    elif not runs:
        terminal.warn(Message("There are no runs yet. To create one, run “desktop-agent demo”."))
    elif not terminal.is_shown():
        # Programs may count on the columns: what a person reads instead is shown below.
        terminal.say_table(
            (), [(*_id_and_outcome(run), str(run.steps), *_length_title_cost(run, _LONGEST_TITLE)) for run in runs]
        )
    else:
        _print_runs(runs)


def _chosen_runs(status: Sequence[str], search: str, since: str) -> Sequence[RunSummary]:
    from datetime import UTC, datetime

    from desktop_agent.record.search import RunFilter, RunSearch, read_since, read_statuses
    from desktop_agent.record.sessions import SessionChains

    now = datetime.now(UTC).astimezone()
    chosen = RunFilter(
        statuses=read_statuses(status),
        since=read_since(since, now) if since else None,
    )
    return RunSearch().chosen(SessionChains().of(_store().folders()), search, chosen)


def _disk_use(run: RunSummary) -> int:
    from desktop_agent.lib.files import disk_use

    return sum(map(disk_use, (*run.earlier, run.dir)))


def _print_runs(runs: Sequence[RunSummary]) -> None:
    """Print a table of the runs, with as much of each task as fits."""
    narrow = [(*_id_and_outcome(run), *_length_title_cost(run, 0)) for run in runs]
    used = sum(max(len(row[column]) for row in narrow) + _GAP for column in range(len(narrow[0])))
    room = terminal.columns() - used - _GAP
    rows = [(*_id_and_outcome(run), *_length_title_cost(run, min(room, _LONGEST_TITLE))) for run in runs]
    # Without room for the task: the name of a run says what it was about.
    omitted = {"Task"} if room < _SHORTEST_TITLE else set()
    omitted |= set() if any(run.cost is not None for run in runs) else {"Cost"}
    columns = [n for n, head in enumerate(_HEADS) if head not in omitted]
    terminal.say_table([_HEADS[n] for n in columns], [[row[n] for n in columns] for row in rows])


def _id_and_outcome(run: RunSummary) -> tuple[str, str]:
    return run.id, status_wording(run.status, run.message).word


def _length_title_cost(run: RunSummary, title: int) -> tuple[str, str, str]:
    cost = "" if run.cost is None else money(run.cost)
    return f"{run.seconds:.1f} s", _first_line(run.title, title), cost


@group.command("show", help=Message("Show what happened in a run, step by step."))
def _show(
    run: OneRun,
    verbose: Annotated[
        bool,
        typer.Option(
            "--verbose", "-v", help=Message("Also show where each step pointed, and how long each part took.")
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    from desktop_agent.record.sessions import chain_of, read_chain

    recorded = read_chain(chain_of(_store().find(run)))
    if as_json:
        terminal.say_json(_as_json(recorded.summary))
        return
    for line in _lines(recorded, verbose=verbose):
        terminal.say(line, hang=_HANG)


@group.command("delete", help=Message("Permanently delete runs, including their records, screenshots and reports."))
def _delete(
    runs: Annotated[list[str], typer.Argument(metavar="RUN...", help=Message("Ids, id prefixes, or “last”."))],
    yes: Annotated[bool, typer.Option("--yes", "-y", help=Message("Don't ask first."))] = False,
) -> int:
    from desktop_agent.lib.files import disk_use
    from desktop_agent.record.sessions import chain_of
    from desktop_agent.record.store import summary_of

    store = _store()
    folders = list(dict.fromkeys(folder for run in runs for folder in chain_of(store.find(run))))
    size = file_size(sum(map(disk_use, folders)))
    for folder in folders:
        terminal.warn(
            Message("{name}: {task}", name=folder.name, task=_first_line(summary_of(folder).title, _LONGEST_TITLE))
        )
    single = Message("This run, its screenshots and its report")
    several = Message("These runs, with their screenshots and reports")
    consequence = Message(
        "{part} will be deleted from the disk ({size})", part=single if len(folders) == 1 else several, size=size
    )
    if not yes and not terminal.ask_yes_no(Message("{what}. This can't be undone. Delete?", what=consequence)):
        terminal.warn(Message("Nothing was deleted."))
        return 1
    for folder in folders:
        store.delete(folder)
        terminal.say(Message("Deleted: {name}", name=folder.name))
    return 0


def _store() -> RunStore:
    from desktop_agent.record.store import RunStore

    return RunStore(paths.places().runs)


def _as_json(run: RunSummary) -> dict[str, object]:
    from desktop_agent.record.store import is_kept

    return {
        "run": run.id,
        "dir": str(run.dir),
        "task": run.task,
        "started": run.started,
        "status": run.status,
        "claimed": is_claimed(run.status, run.message),
        "steps": run.steps,
        "turns": run.turns,
        "actions": run.actions,
        "seconds": run.seconds,
        "cost": run.cost,
        "message": run.message,
        "resumes": run.resumes,
        "earlier": [folder.name for folder in run.earlier],
        "size": _disk_use(run),
        "kept": is_kept(run.dir),
    }


def _lines(recorded: RecordedRun, *, verbose: bool) -> Iterator[str]:
    from desktop_agent.record.desk_receipt import change_line, receipt_acts
    from desktop_agent.record.wording import attached_files

    run = recorded.summary
    yield Message("Run:     {id}", id=run.id)
    for number, line in enumerate(run.task.strip().splitlines()):
        head = "" if number else tr(Message("Task:"))
        yield f"{head:<{_HANG}}{visible(line, terminal.LONGEST_LINE)}"
    yield from _source_lines(recorded.started)
    if files := attached_files(recorded.started):
        yield Message("Attached: {files}", files=visible(files, terminal.LONGEST_LINE))
    if recorded.started and recorded.started.like:
        yield Message("Like:    {run}", run=visible(recorded.started.like, terminal.LONGEST_LINE))
    yield Message("Status:  {text}", text=visible(status_wording(run.status, run.message).text, terminal.LONGEST_LINE))
    for fact in facts_of(recorded.finished):
        yield f"{'':<{_HANG}}{visible(tr(fact), terminal.LONGEST_LINE)}"
    at = time_of(run.started)
    yield Message("Started: {at}", at=local_time(at)) if at else Message("Started: unknown")
    yield Message("Took:    {seconds}", seconds=run_length(run.seconds, run.cost))
    yield Message("Steps:   {steps}", steps=recorded.steps)
    if changed := change_line(receipt_acts(run.dir)):
        yield Message("Changed: {changed}", changed=visible(tr(changed), terminal.LONGEST_LINE))
    yield Message("Folder:  {dir}", dir=run.dir)
    if run.earlier:
        yield Message("Earlier: {part}", part=", ".join(folder.name for folder in run.earlier))
    if run.resumes:
        yield Message("Resumes: {resumes}", resumes=visible(run.resumes, terminal.LONGEST_LINE))
    if recorded.unreadable_lines:
        yield Message(
            "Damaged: {unreadable_lines} couldn't be read",
            unreadable_lines=plural("{count:,} line", "{count:,} lines", count=recorded.unreadable_lines),
        )
    for turn in recorded.turns:
        yield from _turn_lines(turn, verbose=verbose)


def _source_lines(started: RunStarted | None) -> Iterator[str]:
    """Yield the saved task or the template that a run carried out, and its values."""
    if started is None or started.source is None:
        return
    yield Message("Kept as: {name}", name=visible(started.source.name, terminal.LONGEST_ROW))
    for each in started.source.values:
        yield Message("Value:   {name} = {text}", name=each.name, text=visible(each.text, terminal.LONGEST_ROW))


def _turn_lines(turn: RecordedTurn, *, verbose: bool) -> Iterator[str]:
    """Yield a line for each moment of a turn, the first with the number of the step; `verbose`: with details."""
    number = f"{turn.step:>4}  " if turn.turn else _INDENT
    for row in turn.moments:
        if row.kind == "end":  # the status says it
            continue
        yield number + visible(row.account, terminal.LONGEST_ROW)
        number = _INDENT
        details = _proposal_details(row) if verbose else ""
        if details:
            yield Message("{indent}  {more}", indent=_INDENT, more=details)


def _proposal_details(row: Moment) -> str:
    """Return the place and the times of a proposed action; empty where neither is known."""
    if row.proposal is None:
        return ""
    return join(" · ", filter(None, (row.proposal.place, row.times)))


def _first_line(text: str, longest: int) -> str:
    """Return a text's first line, cut to that many characters, with a sign that there is more."""
    first, more, _ = text.strip().partition("\n")
    line = visible(first, len(first))
    if len(line) > longest:
        return f"{line[: max(0, longest - 1)]}…" if longest else ""
    return Message("{whole} …", whole=line) if more and len(line) + len(" …") <= longest else line
