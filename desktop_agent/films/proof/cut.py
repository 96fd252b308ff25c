"""The cut of a proof: of a run's film, the scenes in which an expectation turned, in 30 s at most. Pure.

One scene stays before each of these, and the last one; a picture with their count stands for the steps between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from desktop_agent.core.runs.events import ExpectationTurned
from desktop_agent.core.texts.message import Message, plural, tr, visible, without_home
from desktop_agent.films.film.script import Area, FilmScript, Shot
from desktop_agent.films.film.timeline import timeline
from desktop_agent.record.recording import RecordedRun

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
        results.append(Result(what, holds, check.evidence if check else _unchecked(turn), step))
    return tuple(results)


def _unchecked(turn: ExpectationTurned | None) -> str:
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


def cut(
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
    marks = _marks(acts, turned, results)
    film = script
    for scenes in _choices(acts, [number for number in (*marks, *_marks(acts, also, ())) if number >= 0]):
        shots = tuple(_shots(acts, scenes, marks))
        film = replace(script, shots=shots)
        if _length_ms(film) <= LONGEST_MS:
            return film
    return film


def _marks(
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


def _choices(shots: Sequence[Shot], turning: Sequence[int]) -> Iterator[list[int]]:
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
    chapter = next(map(_words, filter(None, reversed(turns))), "")
    chapters = [chapter := _words(results) or chapter for results in reversed(turns)][::-1]
    previous = -1
    for scene, results, chapter in zip(scenes, turns, chapters, strict=True):
        shot = shots[scene]
        last_step, picture = (shots[previous].step, shots[previous].after) if previous >= 0 else (0, shots[0].before)
        if scene > previous + 1 and (left_out := shot.step - last_step - 1) > 0:
            words = tr(plural("{count:,} step", "{count:,} steps", count=left_out))
            yield Shot(words, picture, shot.before, chapter=chapter, window=shot.window)
        yield replace(_marked(shot, results) if results else shot, chapter=chapter)
        previous = scene


def still(film: FilmScript, results: Sequence[Result]) -> FilmScript:
    """Return the film of one picture: what the last scene led to, with all results."""
    last = film.shots[-1]
    end = Shot(last.caption, last.after, last.after, last.step, window=last.window)
    return replace(film, shots=(_marked(end, results),))


def _marked(shot: Shot, results: Sequence[Result]) -> Shot:
    note = " · ".join(filter(None, (shot.note, _words(results))))
    return replace(shot, note=note, tone="ok" if all(result.holds for result in results) else "bad")


def _words(results: Sequence[Result]) -> str:
    marks = (Message("{mark} (from the start)", mark=each.mark) if each.step == 0 else each.mark for each in results)
    return " · ".join(map(tr, marks))


def _length_ms(film: FilmScript) -> int:
    """Return the longest that a film can be: its pictures, which aren't read here, may differ anywhere."""
    everywhere = Area(0, 0, film.width, film.height)
    return timeline(film, {(shot.before, shot.after): everywhere for shot in film.shots}).length_ms
