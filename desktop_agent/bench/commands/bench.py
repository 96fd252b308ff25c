"""`bench`: public sets of tasks on side desks, judged by their own judges."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.bench.play import Player
from desktop_agent.cli import terminal
from desktop_agent.cli.flags import takes
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message, plural
from desktop_agent.lib import paths

if TYPE_CHECKING:
    from desktop_agent.bench.one_task import Order, Result
    from desktop_agent.bench.results import BenchRun, Figures, Skipped
    from desktop_agent.bench.sets import TaskSet
    from desktop_agent.bench.task import BenchTask

    Reason = Callable[[BenchTask], str]

_MODEL_FLAGS = (
    "provider", "model", "base_url", "dialect", "family", "coordinates", "instructions", "param", "stream", "viewport",
    "max_steps", "max_minutes", "max_cost",
)  # fmt: skip
_MODEL = ("provider", "model")
_AT_ONCE, _MOST_AT_ONCE, _MOST_TRIES = 2, 100, 100
_HEADS = (
    Message("Program"), Message("Tasks"), Message("Passed"), Message("In any try"), Message("False success"),
    Message("Acts"), Message("Refused"), Message("Seconds"),
)  # fmt: skip


@takes(*_MODEL_FLAGS)
def command(
    name: Annotated[
        str, typer.Argument(metavar="SET", help=Message("A public set, or a folder containing one: see “guide bench”."))
    ] = "",
    source: Annotated[
        Path | None, typer.Option("--from", metavar="PATH", help=Message("Use the set in this folder or zip file."))
    ] = None,
    player: Annotated[
        Player, typer.Option("--player", help=Message("The player: the model, an oracle, or a control."))
    ] = "model",
    oracles: Annotated[
        Path | None,
        typer.Option(
            "--oracles", metavar="DIR", help=Message("The folder containing the oracles, each named TASK.json.")
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", metavar="TEXT", help=Message("Only tasks whose program/name contains this; repeat for more.")
        ),
    ] = None,
    tries: Annotated[
        int,
        typer.Option("--tries", metavar="N", min=1, max=_MOST_TRIES, help=Message("How many times to run each task.")),
    ] = 1,
    at_once: Annotated[
        int,
        typer.Option(
            "--at-once", metavar="N", min=1, max=_MOST_AT_ONCE, help=Message("How many desks to run at a time.")
        ),
    ] = _AT_ONCE,
    budget: Annotated[
        float | None,
        typer.Option(
            "--budget",
            metavar="USD",
            min=0.0,
            help=Message("Don't start any more tasks once the total cost reaches this amount."),
        ),
    ] = None,
    packages: Annotated[
        bool, typer.Option("--packages", help=Message("Install the judges' packages into the cache first."))
    ] = False,
    as_list: Annotated[
        bool,
        typer.Option("--list", help=Message("List the tasks that can run on this computer, without running them.")),
    ] = False,
    compare: Annotated[
        tuple[Path, Path] | None,
        typer.Option("--compare", metavar="A.json B.json", help=Message("Compare two results side by side.")),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=Message("Print a single JSON document."))] = False,
    out: Annotated[
        Path | None, typer.Option("-o", metavar="DIR", help=Message("The folder for results.json and page.html."))
    ] = None,
    **flags: object,
) -> int:
    """Run a public set of tasks, each on its own side desk, scored by the set's own judge.

    The set is downloaded into the cache, or taken from your copy with --from. Without flags, your model plays. An
    oracle's score reflects the harness, not a model.
    """
    if compare is not None:
        return _compare(*compare, as_json=as_json)
    from desktop_agent.bench.many import orders_of
    from desktop_agent.bench.task import read_tasks, why_skipped

    tasks = _set(name, source)
    chosen = [one for one in read_tasks(tasks) if _is_meant(one, only or ())]
    skipped, playable = _parted(chosen, lambda one: why_skipped(one, tasks))
    if as_list:
        _say_list(playable, skipped, as_json=as_json)
        return 0
    place = paths.places().cache / "bench" / "packages"
    if packages:
        from desktop_agent.bench.judge import install_packages

        terminal.warn(Message("Installing the judges' packages…"))
        install_packages(place)
    oracles = oracles or tasks.root / "oracles"
    if player == "oracle":
        without, playable = _parted(playable, lambda one: "" if _oracle(one, oracles) else Message("no oracle"))
        skipped = (*skipped, *without)
    orders = [_order(one, tasks, player, _oracle(one, oracles), place, flags) for one in playable]
    return _play(
        tasks,
        orders_of(orders, tries),
        skipped,
        tries=tries,
        at_once=at_once,
        budget=budget,
        as_json=as_json,
        out=out,
        player=player,
        flags=flags,
    )


def _set(name: str, source: Path | None) -> TaskSet:
    from desktop_agent.bench.sets import SETS, own_set, public_set

    if name in SETS:
        return public_set(name, paths.places().cache, source)
    if not name:
        raise SettingsError(
            Message("No task set was specified."),
            Message("Specify one of {names}, or a folder.", names=", ".join(SETS)),
        )
    return own_set(Path(name).expanduser())


def _is_meant(task: BenchTask, only: Sequence[str]) -> bool:
    return not only or any(text in f"{task.domain}/{task.id}" for text in only)


def _parted(tasks: Sequence[BenchTask], why: Reason) -> tuple[tuple[Skipped, ...], list[BenchTask]]:
    from desktop_agent.bench.results import Skipped

    reasons = {one.id: why(one) for one in tasks}
    skipped = tuple(Skipped(one.id, one.domain, reasons[one.id]) for one in tasks if reasons[one.id])
    return skipped, [one for one in tasks if not reasons[one.id]]


def _oracle(task: BenchTask, folder: Path) -> Path | None:
    file = folder / f"{task.id}.json"
    return file if file.is_file() else None


def _order(
    task: BenchTask, tasks: TaskSet, player: Player, oracle: Path | None, packages: Path, flags: Mapping[str, object]
) -> Order:
    from desktop_agent.bench.one_task import Order

    return Order(
        set_name=tasks.name,
        root=str(tasks.root),
        tasks=str(tasks.tasks),
        judge=str(tasks.judge),
        file=str(task.file),
        player=player,
        attempt=1,
        oracle=str(oracle or ""),
        packages=str(packages) if packages.is_dir() else "",
        flags={name: value for name, value in flags.items() if value is not None},
    )


def _play(
    tasks: TaskSet,
    orders: Sequence[Order],
    skipped: tuple[Skipped, ...],
    *,
    tries: int,
    at_once: int,
    budget: float | None,
    as_json: bool,
    out: Path | None,
    player: Player,
    flags: Mapping[str, object],
) -> int:
    from desktop_agent import __version__
    from desktop_agent.bench.many import played
    from desktop_agent.bench.page import write_failures, write_page
    from desktop_agent.bench.results import BenchRun, write
    from desktop_agent.bench.sets import SETS

    began = datetime.now(UTC)
    results = played(orders, at_once, _say_one, budget=budget)
    run = BenchRun(
        set_name=tasks.name,
        commit=SETS[tasks.name].commit if tasks.name in SETS else "",
        version=__version__,
        began=began.isoformat(timespec="seconds"),
        player=player,
        model=" ".join(str(flags[name]) for name in ("provider", "model") if flags.get(name))
        if player == "model"
        else "",
        tries=tries,
        at_once=at_once,
        results=tuple(results),
        skipped=(*skipped, *_too_dear(orders, results)),
        settings={name: value for name, value in flags.items() if value is not None and name not in _MODEL},
    )
    folder = out or paths.places().data / "bench" / f"{began:%Y%m%d-%H%M%S}-{tasks.name}"
    write(run, folder / "results.json")
    write_page(run, folder / "page.html", write_failures(run.results, folder))
    _say_results(run, folder, as_json=as_json)
    return 0 if all(one.score is not None for one in results) else 1


def _too_dear(orders: Sequence[Order], results: Sequence[Result]) -> Iterator[Skipped]:
    """Yield the tries that the budget had nothing left for."""
    from desktop_agent.bench.results import Skipped

    begun = {(one.domain, one.task, one.attempt) for one in results}
    for order in orders:
        file = Path(order.file)
        if (file.parent.name, file.stem, order.attempt) not in begun:
            yield Skipped(file.stem, file.parent.name, Message("the budget has been spent"))


def _say_one(one: Result) -> None:
    score = one.reason if one.score is None else f"{one.score:.2f}"
    said = plural("the user said more once", "the user said more {count:,} times", count=one.played.said)
    more = f"  {terminal.spoken(said, sys.stderr)}" if one.played.said else ""
    terminal.warn(f"{one.domain}/{one.task}  {score}  {one.played.status}  {one.seconds:.1f} s{more}")


def _say_list(playable: Sequence[BenchTask], skipped: Sequence[Skipped], *, as_json: bool) -> None:
    if as_json:
        told = {
            "tasks": [{"task": one.id, "domain": one.domain, "instruction": one.instruction} for one in playable],
            "skipped": [{"task": one.task, "domain": one.domain, "reason": one.reason} for one in skipped],
        }
        terminal.say_json(told)
        return
    rows = [(one.domain, one.id, "") for one in playable]
    rows += [(one.domain, one.task, one.reason) for one in skipped]
    terminal.say_table((Message("Program"), Message("Task"), Message("Not played because")), sorted(rows))
    _warn_counts(len(playable), skipped)


def _warn_counts(playable: int, skipped: Sequence[Skipped]) -> None:
    terminal.warn(plural("{count:,} task can be played here.", "{count:,} tasks can be played here.", count=playable))
    for reason, count in Counter(one.reason.partition(" ")[0] for one in skipped).most_common():
        terminal.warn(f"{count:>6}  {reason}")


def _say_results(run: BenchRun, folder: Path, *, as_json: bool) -> None:
    from desktop_agent.bench.page import ORACLES_SCORE
    from desktop_agent.bench.results import as_json as told
    from desktop_agent.bench.results import by_domain, figures

    if as_json:
        terminal.say_json({**told(run), "folder": str(folder)})
        return
    rows = [_row(domain, one) for domain, one in by_domain(run)]
    terminal.say_table(_HEADS, [*rows, _row(Message("All"), figures(run.results))])
    if run.player == "oracle":
        terminal.say(ORACLES_SCORE)
    if run.skipped:
        terminal.say(
            plural("{count:,} task was not played.", "{count:,} tasks were not played.", count=len(run.skipped))
        )
    terminal.say(Message("Page: {file}", file=folder / "page.html"))


def _row(name: str, one: Figures) -> tuple[str, ...]:
    return (
        name, str(one.tasks), f"{one.passed_first}/{one.judged}", str(one.passed_ever), str(one.false_success),
        str(one.acts), str(one.refused), f"{one.seconds:.1f}",
    )  # fmt: skip


def _compare(first: Path, second: Path, *, as_json: bool) -> int:
    """Say how two results differ; 1 where a task ended otherwise."""
    from dataclasses import asdict

    from desktop_agent.bench.results import differences, figures, read

    before, after = read(first), read(second)
    changed = differences(before, after)
    if as_json:
        sides = [{"player": one.player_in_words, **asdict(figures(one.results))} for one in (before, after)]
        terminal.say_json({"figures": sides, "differences": [asdict(one) for one in changed]})
    else:
        rows = [
            _row(f"{file.parent.name or file.name}: {run.player_in_words}", figures(run.results))
            for file, run in ((first, before), (second, after))
        ]
        terminal.say_table(_HEADS, rows)
        for one in changed:
            terminal.say(f"{one.task}  {_number(one.before)} → {_number(one.after)}")
        if not changed:
            terminal.say(Message("No outcomes changed."))
    return int(bool(changed))


def _number(score: float | None) -> str:
    return "–" if score is None else f"{score:.2f}"
