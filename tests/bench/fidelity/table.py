"""The figures as Markdown, with date, machine and versions, and each failing cell with the command that repeats it."""

import os
import platform
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import TypeVar

from tests.bench.fidelity.apps import applications
from tests.bench.fidelity.cells import Outcome
from tests.bench.fidelity.corpora import CORPORA

Key = TypeVar("Key")
HEAD = """| {} | exact | told | silently wrong | late | exact with a note | copies lost or shown | median ms |
|---|---|---|---|---|---|---|---|"""


def heading(outcomes: Sequence[Outcome]) -> str:
    """Return when, where and with what it was measured."""
    names = {outcome.application.partition(" ")[0] for outcome in outcomes}
    versions = [f"{one.title}: {one.version_here()}" for name, one in applications().items() if name in names]
    load = median(one.load for one in outcomes)
    dates = " to ".join(sorted({one.date for one in outcomes}))
    return (
        f"{dates}, {os.cpu_count()} cores, {_system()}, Python {platform.python_version()}, load {load:.0f} (median). "
        f"{'; '.join(versions)}."
    )


def tables(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield a table for each part and way: applications by what came of their cells."""
    for (part, way), group in _by(outcomes, lambda one: (one.part, one.way)):
        if way != "agent":
            continue
        yield f"\n**{part}**\n"
        yield HEAD.format("application")
        yield from _rows(group, lambda one: one.application)
        yield ""
        yield HEAD.format({"text": "text", "pointer": "gesture", "keys": "layout"}[part]).replace("| |", "|")
        yield from _rows(group, (lambda one: one.layout) if part == "keys" else (lambda one: one.name))
        yield from _code(group)
    yield from rival_table(outcomes)


def rival_table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield the usual loops beside this program, in the cells that both did."""
    if all(one.way == "agent" for one in outcomes):
        return
    yield "\n**The usual loops in the same cells**\n"
    yield "| part and way | exact | of | copies lost or shown | median ms |\n|---|---|---|---|---|"
    for (part, way), theirs in _by([one for one in outcomes if one.way != "agent"], lambda one: (one.part, one.way)):
        cells = {_cell(one) for one in theirs}
        ours = [one for one in outcomes if one.part == part and one.way == "agent" and _cell(one) in cells]
        for name, group in ((f"{part}: {way}, sleep 0.5 s", theirs), (f"{part}: this program", ours)):
            if group:
                right, leaks = (sum(map(test, group)) for test in (_is_exact, lambda one: bool(one.leak)))
                yield f"| {name} | {right} | {len(group)} | {leaks} | {median(one.ms for one in group):.0f} |"


def _code(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Yield how long it takes to enter the code, until the application has it."""
    code = [one for one in outcomes if one.part == "text" and one.name == "code" and _is_exact(one)]
    if code:
        length = len(CORPORA["code"])
        yield f"\nTime until {length} characters of code with tabs have been entered in the application:\n"
        yield "| application | median ms | longest |\n|---|---|---|"
    for name, group in _by(code, lambda one: one.application):
        took = [one.acting_ms for one in group]
        yield f"| {name} | {median(took):.0f} | {max(took)} |"


def failures(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Yield each failing cell with what came and how to do it again."""
    for one in outcomes:
        if one.is_failure and one.way == "agent":
            what = "; ".join(filter(None, (one.what, one.leak)))
            yield f"- {one.application}, {one.name}, {one.layout}{', locks' if one.locks else ''}: {what}"
            yield f"  `{one.repeat()}`"


def summary(outcomes: Sequence[Outcome]) -> str:
    """Return the counts in a sentence."""
    exact, told = sum(map(_is_exact, outcomes)), sum(one.verdict == "told" for one in outcomes)
    leaks = sum(bool(one.leak) for one in outcomes)
    return (
        f"{exact} of {len(outcomes)} exact, {told} told, {len(outcomes) - exact - told} silently wrong, "
        f"{leaks} with the person's copies lost or shown."
    )


def _rows(outcomes: Sequence[Outcome], key: Callable[[Outcome], str]) -> Iterator[str]:
    for name, group in _by(outcomes, key):
        yield _row(name, group)
    yield _row("all", outcomes)


def _row(name: str, group: Sequence[Outcome]) -> str:
    exact, told = sum(map(_is_exact, group)), sum(one.verdict == "told" for one in group)
    late, leaks = sum(one.late for one in group), sum(bool(one.leak) for one in group)
    ms = median(one.ms for one in group)
    noted = sum(bool(one.notes) for one in group if _is_exact(one))
    counts = (told, len(group) - exact - told, late, noted, leaks)
    return f"| {name} | {exact}/{len(group)} | {' | '.join(map(str, counts))} | {ms:.0f} |"


def _by(outcomes: Iterable[Outcome], key: Callable[[Outcome], Key]) -> Iterator[tuple[Key, list[Outcome]]]:
    """Yield groups in the order of their first members."""
    order: dict[Key, list[Outcome]] = {}
    for one in outcomes:
        order.setdefault(key(one), []).append(one)
    yield from order.items()


def _cell(one: Outcome) -> tuple[object, ...]:
    return one.application, one.name, one.layout, one.locks


def _is_exact(one: Outcome) -> bool:
    return one.verdict == "exact"


def _system() -> str:
    release = Path("/etc/os-release")
    name = re.search(r'PRETTY_NAME="([^"]+)"', release.read_text()) if release.exists() else None
    return name[1] if name else platform.platform()
