"""Writes the report of each run that its judge did not pass, with its film where one can be made, beside the page."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol, cast

from desktop_agent.bench.one import PASSES, Result
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.host import registry
from desktop_agent.lib.paths import places
from desktop_agent.record.report.page import write_report
from desktop_agent.record.store import RunStore

FAILURES = "failures"
Reports = Mapping[tuple[str, int], Sequence[str]]  # by task and try: the names of files beside the page


class _Films(Protocol):
    def film_for_page(self, run: Path, place: Path, /) -> Path: ...


def write_failures(results: Sequence[Result], folder: Path) -> Reports:
    """Write the reports of all runs of failed tries and return where they are; what cannot be written is left out."""
    failed = [one for one in results if one.played.runs and (one.score is None or one.score < PASSES)]
    if failed:
        (folder / FAILURES).mkdir(parents=True, exist_ok=True)
    return {(one.task, one.attempt): tuple(_reports(one, folder)) for one in failed}


def _reports(one: Result, folder: Path) -> Iterator[str]:
    for number, run in enumerate(one.played.runs, 1):
        name = f"{FAILURES}/{one.task}-{one.attempt}-{number}.html"
        try:
            _write(RunStore(places().runs).find(run), folder / name)
        except DesktopAgentError:
            continue
        yield name


def _write(run: Path, file: Path) -> None:
    films = cast("_Films", registry.offer("film-for-page"))
    with tempfile.TemporaryDirectory(prefix="desktop-agent-film-") as place:
        try:
            film = films.film_for_page(run, Path(place))
        except DesktopAgentError:
            film = None
        write_report(run, file, film=film)
