"""The files of a proof: a film, a GIF, the last scene as a picture, and the page in Markdown for a pull request.

One scene stays before each of these, and the last one; a picture with their count stands for the steps between.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise
from pathlib import Path
from shlex import quote

from desktop_agent.core.errors import RecordError
from desktop_agent.core.pictures import Size
from desktop_agent.core.runs.events import ExpectationTurned
from desktop_agent.core.texts.message import Message, gettext, plural, tr, visible, without_home
from desktop_agent.films.film.from_run import directed, film_script
from desktop_agent.films.film.make import render_script
from desktop_agent.films.film.script import Area, FilmFormat, FilmOptions, FilmProgress, FilmScript, FilmTheme, Shot
from desktop_agent.films.film.timeline import timeline
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


def proof_command(run: str) -> str:
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
                film = proof_script(both, run.turned, results, earlier.turned)
                film = with_pictures(film, pairs, sides, order.theme, Path(work))
                folder = Path(work)
            else:
                film = proof_script(acts, run.turned, results)
            paths = _write_films(folder, film, results, order.theme, (Path(work), out), progress)
        text = page(_facts(order, run, earlier, film), results, results_of(earlier) if earlier else ())
        (out / "proof.md").write_text(text, encoding="utf-8")
    except OSError as error:
        raise record_error(error, out) from error
    return (out / "proof.md", *paths), all(result.holds for result in results)


def _side(run: RecordedRun, script: FilmScript, label: Message) -> Side:
    ended = Message("{label}: {ended}", label=label, ended=_ending(run))
    return Side(run.summary.dir, script.pictures, script.width, script.height, label=tr(label), ended=tr(ended))


def _write_films(
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
    return "\n".join((*_page_head(facts, results), *_table(results, before), "", *_fact_lines(facts))) + "\n"


def _page_head(facts: Facts, results: Sequence[Result]) -> Iterator[str]:
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


LONGEST_MS = 30_000
_TITLE_MS = 1_500
_LONGEST_MARK = 120


@dataclass(frozen=True, slots=True)
class Result:
    """An expectation with the result of the last check.

    `step` is the one after which it was first seen so; 0 before the first, None where only the end was looked at.
    """

    what: str
    holds: bool
    evidence: str
    step: int | None = None

    @property
    def mark(self) -> str:
        """Return the expectation after a ✓ or ✗."""
        return f"{'✓' if self.holds else '✗'} {visible(without_home(self.what), _LONGEST_MARK)}"


def results_of(run: RecordedRun) -> tuple[Result, ...]:
    """Return the results of a run's expectations, in their order; one that was never checked doesn't hold."""
    checks = {check.what: check for check in run.expectations}
    turned = {turn.what: turn for turn in run.turned}
    expected = run.started.expect if run.started else ()
    results = []
    for what in dict.fromkeys((*expected, *checks)):
        check = checks.get(what)
        turn = turned.get(what)
        holds = check is not None and check.holds
        step = turn.step if turn and turn.holds == holds else None
        results.append(Result(what, holds, check.evidence if check else _unchecked_reason(turn), step))
    return tuple(results)


def _unchecked_reason(turn: ExpectationTurned | None) -> str:
    if turn and turn.holds:
        return Message("it was so after step {step}, but the run ended before the last check", step=turn.step)
    return Message("the run ended before this was checked")


def acts_of(script: FilmScript) -> FilmScript:
    """Return a film of acts alone; what was seen between two of them is the first one's result.

    So it starts at the first picture in which there was something to act on.
    """
    acts = [shot for shot in script.shots if shot.gesture != "none"]
    last = len(script.pictures) - 1
    seen = (*(shot.before for shot in acts[1:]), last)
    shots = [replace(shot, after=max(shot.after, then), idle_ms=0) for shot, then in zip(acts, seen, strict=False)]
    return replace(script, shots=tuple(shots) or (Shot("", last, last),))


def proof_script(
    script: FilmScript,
    turned: Sequence[ExpectationTurned],
    results: Sequence[Result],
    also: Sequence[ExpectationTurned] = (),
) -> FilmScript:
    """Return the script of a proof, from a film of acts; scenes of `also` are kept, but not marked.

    Nothing in a window is zoomed in on: what an expectation is about may be anywhere there.
    """
    heading = script.title.lines[0] if script.title.lines else script.title.heading
    script = replace(
        script,
        title=replace(script.title, heading=heading, lines=(), facts=""),
        end=replace(script.end, facts=""),
        title_ms=_TITLE_MS,
    )
    acts = tuple(replace(shot, zoom=False) for shot in script.shots)
    marks = _results_by_shot(acts, turned, results)
    film = script
    for scenes in _scene_choices(
        acts, [number for number in (*marks, *_results_by_shot(acts, also, ())) if number >= 0]
    ):
        shots = tuple(_shots(acts, scenes, marks))
        film = replace(script, shots=shots)
        if _length_ms(film) <= LONGEST_MS:
            return film
    return film


def _results_by_shot(
    shots: Sequence[Shot], turned: Sequence[ExpectationTurned], results: Sequence[Result]
) -> dict[int, list[Result]]:
    """Return what turned in each shot; -1 for what held before the first, and the last shot for the end's results."""
    marks: dict[int, list[Result]] = {}
    for turn in turned:
        number = max((number for number, shot in enumerate(shots) if shot.step <= turn.step), default=0)
        marks.setdefault(number if turn.step else -1, []).append(Result(turn.what, turn.holds, "", turn.step))
    for result in results:
        if result.step is None:
            marks.setdefault(len(shots) - 1, []).append(result)
    return marks


def _scene_choices(shots: Sequence[Shot], turning: Sequence[int]) -> Iterator[list[int]]:
    """Yield the numbers of the scenes to keep: all, then one fewer each time, those before the turning ones first."""
    last = len(shots) - 1
    needed = sorted({*turning} - {last})
    earlier = sorted({number - 1 for number in (*turning, last) if number} - {*needed, last})
    while True:
        yield sorted((*needed, *earlier, last))
        if not earlier and not needed:
            return
        (earlier or needed).pop(0)


def _shots(shots: Sequence[Shot], scenes: Sequence[int], marks: Mapping[int, Sequence[Result]]) -> Iterator[Shot]:
    """Yield the scenes; one for the steps left out before each; and as chapter what turns next, else turned last."""
    turns = [
        [result for number in range(start + 1, scene + 1) for result in marks.get(number, ())]
        for start, scene in pairwise((-2, *scenes))
    ]
    chapter = next(map(_results_text, filter(None, reversed(turns))), "")
    chapters = [chapter := _results_text(results) or chapter for results in reversed(turns)][::-1]
    previous = -1
    for scene, results, chapter in zip(scenes, turns, chapters, strict=True):
        shot = shots[scene]
        last_step, picture = (shots[previous].step, shots[previous].after) if previous >= 0 else (0, shots[0].before)
        if scene > previous + 1 and (left_out := shot.step - last_step - 1) > 0:
            words = tr(plural("{count:,} step", "{count:,} steps", count=left_out))
            yield Shot(words, picture, shot.before, chapter=chapter, window=shot.window)
        yield replace(_with_results(shot, results) if results else shot, chapter=chapter)
        previous = scene


def still(film: FilmScript, results: Sequence[Result]) -> FilmScript:
    """Return the film of one picture: what the last scene led to, with all results."""
    last = film.shots[-1]
    end = Shot(last.caption, last.after, last.after, last.step, window=last.window)
    return replace(film, shots=(_with_results(end, results),))


def _with_results(shot: Shot, results: Sequence[Result]) -> Shot:
    note = " · ".join(filter(None, (shot.note, _results_text(results))))
    return replace(shot, note=note, tone="ok" if all(result.holds for result in results) else "bad")


def _results_text(results: Sequence[Result]) -> str:
    marks = (Message("{mark} (from the start)", mark=each.mark) if each.step == 0 else each.mark for each in results)
    return " · ".join(map(tr, marks))


def _length_ms(film: FilmScript) -> int:
    """Return the longest that a film can be: its pictures, which aren't read here, may differ anywhere."""
    everywhere = Area(0, 0, film.width, film.height)
    return timeline(film, {(shot.before, shot.after): everywhere for shot in film.shots}).length_ms
