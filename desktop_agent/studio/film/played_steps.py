"""The film of played steps: what the file says of captions, waits and coming close, and no time that a clock has told.

Two runs of one program take other times, and their films are to be the same to the byte: so a film of steps has the
waits of its file, and none of the run's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from desktop_agent.studio.film.script import FilmScript, Shot
from desktop_agent.studio.steps.step import Step, StepFile

_GESTURES = frozenset({"click", "drag", "scroll", "move", "keys", "type"})
_TAKES_MS = 1_000


def directed(script: FilmScript, file: StepFile) -> FilmScript:
    """Return a film's script as a file of steps wants it: its acts alone, in the file's words."""
    steps = dict(enumerate(file.steps, start=1))
    acts = [shot for shot in script.shots if shot.gesture in _GESTURES]
    shots = tuple(_directed(shot, number, steps) for number, shot in enumerate(acts))
    heading = file.title or script.title.heading
    return replace(
        script,
        title=replace(script.title, heading=heading, lines=(), facts=""),
        shots=shots,
        end=replace(script.end, facts=""),
    )


def _directed(shot: Shot, number: int, steps: Mapping[int, Step]) -> Shot:
    step = steps.get(shot.step)
    began = number * _TAKES_MS
    timed = replace(shot, started_ms=began, ended_ms=began + _TAKES_MS, idle_ms=0)
    if step is None:
        return timed
    return replace(
        timed,
        caption=step.caption or shot.caption,
        chapter=step.name or shot.chapter,
        zoom=step.zoom,
        idle_ms=round(step.wait_s * 1000),
    )
