"""Writes the page of a bench: what came of it, of each program and of each task, with the last picture of each.

Beside it lies the report of each run that its judge did not pass, with its film where one can be made.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Protocol, cast
from urllib.parse import quote

from desktop_agent.bench.one_task import PASSES, Result
from desktop_agent.bench.results import BenchRun, Figures, by_domain, figures
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.message import Message, plural
from desktop_agent.core.translation import language, tr
from desktop_agent.host import registry
from desktop_agent.lib.files import replace_file
from desktop_agent.lib.paths import places
from desktop_agent.record.report.markup import Html, join, tag, void
from desktop_agent.record.report.page import write_report
from desktop_agent.record.store import RunStore

ORACLES_SCORE = Message("An oracle's score rates the harness, not a model: it shows that a perfect player can pass.")
_STYLE = Html(
    ":root{color-scheme:light dark}"
    "body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3rem .7rem;border-bottom:1px solid #8884}"
    "td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}details{border:1px solid #8884;border-radius:8px;"
    "padding:.5rem 1rem;margin:.6rem 0}summary{cursor:pointer;overflow-wrap:anywhere}"
    "img{max-width:100%;border:1px solid #8886}"
    ".ok{color:#1a7f37}.bad{color:#cf222e}.none{color:#888}pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:13px}"
)
_HEADS = (
    Message("Program"), Message("Tasks"), Message("Passed"), Message("In any try"), Message("False success"),
    Message("Acts"), Message("Refused"), Message("Seconds"), Message("Memory, MB"),
)  # fmt: skip
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


def write_page(run: BenchRun, file: Path, reports: Reports) -> None:
    """Write one file that loads nothing, with links to reports of what failed; OSError where that cannot be done."""
    title = tr(Message("Tasks of {name}", name=run.set_name))
    head = join(
        void("meta", charset="utf-8"),
        void("meta", name="viewport", content="width=device-width"),
        tag("title", title),
        tag("style", _STYLE),
    )
    parts = chain(_facts(run), [_table(run)], _tasks(run, reports), _skipped(run))
    body = tag("body", tag("h1", title), *parts)
    page = join(Html("<!doctype html>"), tag("html", tag("head", head), body, lang=language()))
    file.parent.mkdir(parents=True, exist_ok=True)
    replace_file(file, [page.encode()])


def _facts(run: BenchRun) -> Iterator[Html]:
    told = [run.began, f"desktop-agent {run.version}", run.player_in_words]
    if run.commit:
        told.append(f"{run.set_name} {run.commit[:12]}")
    yield tag("p", " · ".join(told))
    if run.player == "oracle":
        yield tag("p", tr(ORACLES_SCORE))


def _table(run: BenchRun) -> Html:
    rows = [_row(domain, one) for domain, one in by_domain(run)]
    rows.append(_row(tr(Message("All")), figures(run.results)))
    heads = tag("tr", *(tag("th", tr(head), class_="n" if n else None) for n, head in enumerate(_HEADS)))
    return tag("table", heads, *rows)


def _row(name: str, one: Figures) -> Html:
    numbers = (
        str(one.tasks), f"{one.passed_first} / {one.judged}", str(one.passed_ever), str(one.false_success),
        str(one.acts), str(one.refused), f"{one.seconds:.1f}", str(one.memory_mb),
    )  # fmt: skip
    return tag("tr", tag("td", name), *(tag("td", number, class_="n") for number in numbers))


def _tasks(run: BenchRun, reports: Reports) -> Iterator[Html]:
    for one in sorted(run.results, key=lambda result: (result.score is None, result.score, result.task)):
        links = reports.get((one.task, one.attempt), ())
        yield tag(
            "details", tag("summary", _score(one), f" {one.task} · {one.played.status}"), *_told(one), *_films(links)
        )


def _score(one: Result) -> Html:
    if one.score is None:
        return tag("b", "–", class_="none")
    return tag("b", f"{one.score:.2f}", class_="ok" if one.score >= PASSES else "bad")


def _told(one: Result) -> Iterator[Html]:
    played = one.played
    yield tag("p", one.instruction)
    facts = [
        plural("{count:,} act", "{count:,} acts", count=played.acts),
        Message("exit code {code}", code=played.exit_code),
        Message("{seconds:.1f} s", seconds=one.seconds),
        *played.runs,
    ]
    yield tag("p", " · ".join(map(tr, facts)))
    for line in (one.reason, played.message, *played.refused, *played.questions, *one.notes):
        if line:
            yield tag("p", line)
    if one.judge_words:
        yield tag("pre", one.judge_words)
    if one.picture:
        yield void("img", src=Html(f"data:image/jpeg;base64,{one.picture}"), alt="", loading="lazy")


def _films(links: Sequence[str]) -> Iterator[Html]:
    for number, link in enumerate(links, 1):
        yield tag("p", tag("a", tr(Message("Video and report for run {number}", number=number)), href=quote(link)))


def _skipped(run: BenchRun) -> Iterator[Html]:
    if run.skipped:
        yield tag("h2", tr(Message("Not played here")))
        rows = (tag("tr", tag("td", one.reason), tag("td", one.task)) for one in run.skipped)
        yield tag("table", *rows)
