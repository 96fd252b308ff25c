"""The files of a proof: a film, a GIF for pages that play no film, the last scene as a picture, and the page."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from desktop_agent.core.errors import RecordError
from desktop_agent.core.pictures import Size
from desktop_agent.core.texts.message import Message, tr
from desktop_agent.films.film.from_run import directed, film_script
from desktop_agent.films.film.make import render_script
from desktop_agent.films.film.options import FilmFormat, FilmOptions, FilmProgress, FilmTheme
from desktop_agent.films.film.script import FilmScript
from desktop_agent.films.proof.beside import beside
from desktop_agent.films.proof.cut import Result, acts_of, cut, results_of, still
from desktop_agent.films.proof.draw_pairs import Side, with_pictures
from desktop_agent.films.proof.page import Facts, page
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
