"""The files of a proof: a film, a GIF, the last scene as a picture, and the page in Markdown for a pull request."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from shlex import quote

from desktop_agent.core.errors import RecordError
from desktop_agent.core.pictures import Size
from desktop_agent.core.texts.message import Message, gettext, tr, visible, without_home
from desktop_agent.films.film.from_run import directed, film_script
from desktop_agent.films.film.make import render_script
from desktop_agent.films.film.script import FilmFormat, FilmOptions, FilmProgress, FilmScript, FilmTheme
from desktop_agent.films.proof.cut import Result, acts_of, cut, results_of, still
from desktop_agent.films.proof.draw_pairs import Side, beside, with_pictures
from desktop_agent.lib.child_process import finish
from desktop_agent.record.journal import record_error
from desktop_agent.record.reader import read_run
from desktop_agent.record.recording import RecordedRun
from desktop_agent.record.wording import status_wording
from desktop_agent.tasks.task import Task

LARGEST_GIF = 10_000_000  # bytes, which GitHub still shows in a page
_GIF_SIZES = (Size(800, 450), Size(640, 360), Size(480, 270), Size(320, 180))
_POSTER = Size(1280, 720)
_WITHIN_S = 10.0
_COMMITS = ("GITHUB_SHA", "CI_COMMIT_SHA")  # of GitHub and of GitLab


@dataclass(frozen=True, slots=True)
class ProofOrder:
    """What is to be proven: a recorded run, maybe beside an earlier one, and the command that makes the proof again."""

    run: Path
    again: str
    before: Path | None = None
    title: str = ""
    theme: FilmTheme = "light"
    task: Task | None = None  # which has captions for the film


def again_of(run: str) -> str:
    """Return the command that does a run once more and makes the proof again; `run` is as a person wrote it."""
    return f"desktop-agent run {quote(run)} && desktop-agent runs proof last"


def make_proof(order: ProofOrder, out: Path, progress: FilmProgress) -> tuple[tuple[Path, ...], bool]:
    """Write a proof's files into a folder; return their paths, and whether everything expected holds.

    RecordError where there is nothing expected, or where pictures, ffmpeg or space are missing.
    """
    run = read_run(order.run)
    earlier = read_run(order.before) if order.before else None
    results = results_of(run)
    if not results:
        raise RecordError(
            Message("This run has no expectations, so there's nothing to prove."),
            Message("Run it again with --expect. See: desktop-agent guide expectations"),
        )
    acts = acts_of(film_script(run, order.title))
    acts = directed(acts, order.task) if order.task else acts
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".proof-", dir=out) as work:
            folder = order.run
            if earlier and order.before:
                other = acts_of(film_script(earlier))
                both, pairs = beside(other, acts)
                sides = _side(earlier, other, Message("before")), _side(run, acts, Message("after"))
                film = cut(both, run.turned, results, earlier.turned)
                film = with_pictures(film, pairs, sides, order.theme, Path(work))
                folder = Path(work)
            else:
                film = cut(acts, run.turned, results)
            paths = _films(folder, film, results, order.theme, (Path(work), out), progress)
        text = page(_facts(order, run, earlier, film), results, results_of(earlier) if earlier else ())
        (out / "proof.md").write_text(text, encoding="utf-8")
    except OSError as error:
        raise record_error(error, out) from error
    return (out / "proof.md", *paths), all(result.holds for result in results)


def _side(run: RecordedRun, script: FilmScript, label: Message) -> Side:
    ended = Message("{label}: {ended}", label=label, ended=_ending(run))
    return Side(run.summary.dir, script.pictures, script.width, script.height, label=tr(label), ended=tr(ended))


def _films(
    folder: Path, film: FilmScript, results: Sequence[Result], theme: FilmTheme, places: tuple[Path, Path],
    progress: FilmProgress,
) -> tuple[Path, ...]:  # fmt: skip
    """Write the films and the picture, and return their paths; a GIF that is too large is made smaller."""
    work, out = places

    def render(script: FilmScript, kind: FilmFormat, size: Size | None, to: Path) -> Path:
        return render_script(folder, script, FilmOptions((kind,), size, theme), to, progress, lambda: False)[0]

    mp4 = out / "proof.mp4"
    gif = out / "proof.gif"
    render(film, "mp4", None, mp4)
    for size in _GIF_SIZES:
        if render(film, "gif", size, gif).stat().st_size <= LARGEST_GIF:
            break
    stills = render(still(film, results), "stills", _POSTER, work)
    return mp4, gif, (stills / "001.png").replace(out / "proof.png")


def _facts(order: ProofOrder, run: RecordedRun, earlier: RecordedRun | None, film: FilmScript) -> Facts:
    events = [stamped for turn in run.turns for stamped in turn.events]
    return Facts(
        film.title.heading,
        run=run.summary.id,
        commit=_commit(),
        chain=events[-1].chain if events else "",
        again=order.again,
        ended=_ending(run),
        before=earlier.summary.id if earlier else "",
    )


def _ending(run: RecordedRun) -> str:
    """Return how a run ended; what it says of its expectations is in the page's table."""
    summary = run.summary
    return tr(status_wording(summary.status, "" if summary.status == "unproven" else summary.message).text)


def _commit(environment: Mapping[str, str] = os.environ) -> str:
    """Return the commit that a CI names, else that of the current folder; empty without one."""
    commits = (environment.get(name, "") for name in _COMMITS)
    named = next((commit for commit in commits if commit), "")
    if named or not (git := shutil.which("git")):
        return named
    try:
        result = finish((git, "-C", str(Path.cwd()), "rev-parse", "HEAD"), within_s=_WITHIN_S)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return result.stdout.decode(errors="replace").strip() if result.returncode == 0 else ""


_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page says of a proof beside its results."""

    title: str
    run: str  # its id
    commit: str  # empty where there is none
    chain: str  # the head of the chain of the run's journal
    again: str  # the command that makes the proof again
    ended: str  # how the run ended, in words
    before: str = ""  # the id of the other run


def page(facts: Facts, results: Sequence[Result], before: Sequence[Result] = ()) -> str:
    """Return the page; `before` are the results of the other run."""
    return "\n".join((*_head(facts, results), *_table(results, before), "", *_fact_lines(facts))) + "\n"


def _head(facts: Facts, results: Sequence[Result]) -> Iterator[str]:
    holds = all(result.holds for result in results)
    word = gettext("Proven") if holds else gettext("Not proven")
    yield f"## {'✓' if holds else '✗'} {word}: {_text(facts.title)}"
    yield ""
    yield f"[![{gettext('The last scene')}](proof.png)](proof.mp4)"
    yield ""


def _table(results: Sequence[Result], before: Sequence[Result]) -> Iterator[str]:
    earlier = {result.what: result for result in before}
    heads = [gettext("expectation"), gettext("result"), gettext("seen"), gettext("step")]
    if earlier:
        heads.insert(1, gettext("before"))
    yield _row(heads)
    yield _row(["---"] * len(heads))
    for result in results:
        step = gettext("at the end") if result.step is None else result.step or gettext("from the start")
        cells = [_code(without_home(result.what)), _sign(result), _text(tr(result.evidence)), str(step)]
        if earlier:
            cells.insert(1, _sign(earlier[result.what]) if result.what in earlier else "–")
        yield _row(cells)


def _fact_lines(facts: Facts) -> Iterator[str]:
    yield f"- {gettext('How it ended')}: {_text(facts.ended)}"
    yield f"- {gettext('Run')}: {_code(facts.run)}"
    if facts.before:
        yield f"- {gettext('Before')}: {_code(facts.before)}"
    if facts.commit:
        yield f"- {gettext('Commit')}: {_code(facts.commit)}"
    yield f"- {gettext('Head of its chain')}: {_code(facts.chain)} (`desktop-agent runs check`)"
    yield f"- {gettext('Make it again')}: {_code(facts.again)}"
    yield f"- {gettext('Film')}: [proof.mp4](proof.mp4), [proof.gif](proof.gif)"


def _sign(result: Result) -> str:
    return "✓" if result.holds else "✗"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _code(text: str) -> str:
    """Return a text as code; in a table, a bar needs an escape even there, and no text may end the code."""
    return f"<code>{_text(text)}</code>"


def _text(text: str) -> str:
    """Return foreign text so that nothing of it is markup."""
    escaped = escape(visible(text, _LONGEST), quote=False)
    return "".join(f"&#{ord(char)};" if char in "\\`*_[]|~$" else char for char in escaped)
