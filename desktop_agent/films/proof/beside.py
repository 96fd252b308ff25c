"""Two runs of the same steps next to each other: one film of acts, whose pictures are pairs of theirs. Pure.

Acts are matched by the number of their step. A run that ended sooner keeps its last picture, and its ending is written
above it. `draw_pairs.py` draws the pictures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from desktop_agent.films.film.script import Area, FilmScript, Shot

# pixels: between the two pictures, and above them for their labels
GAP = 24
BAND = 64


@dataclass(frozen=True, slots=True)
class Pair:
    """A picture of each run, by its number in that run's film, and whether that run has ended by then."""

    pictures: tuple[int, int]
    ended: tuple[bool, bool] = (False, False)


def beside(first: FilmScript, second: FilmScript) -> tuple[FilmScript, tuple[Pair, ...]]:
    """Return the film of both, and its pictures; it shows the second run's acts, else the first one's."""
    numbers: dict[Pair, int] = {}
    shots = tuple(_shots(first, second, numbers))
    width = first.width + GAP + second.width
    return replace(
        second, width=width, height=max(first.height, second.height) + BAND, shots=shots, pictures=(),
        steps=max(first.steps, second.steps),
    ), tuple(numbers)  # fmt: skip


def _shots(first: FilmScript, second: FilmScript, numbers: dict[Pair, int]) -> Iterator[Shot]:
    sides = [_by_step(first), _by_step(second)]
    last = [max(side) for side in sides]
    now = [film.shots[0].before for film in (first, second)]
    for step in sorted({*sides[0], *sides[1]}):
        ended = (step > last[0], step > last[1])
        begins = [side[step][0].before if step in side else picture for side, picture in zip(sides, now, strict=True)]
        now = [side[step][-1].after if step in side else picture for side, picture in zip(sides, begins, strict=True)]
        before = numbers.setdefault(Pair((begins[0], begins[1]), ended), len(numbers))
        after = numbers.setdefault(Pair((now[0], now[1]), ended), len(numbers))
        is_second = step in sides[1]
        shot = sides[is_second][step][-1]
        yield _moved(shot, first.width + GAP if is_second else 0, before, after)


def _by_step(script: FilmScript) -> dict[int, Sequence[Shot]]:
    steps = dict.fromkeys(shot.step for shot in script.shots)
    return {step: [shot for shot in script.shots if shot.step == step] for step in steps}


def _moved(shot: Shot, right: int, before: int, after: int) -> Shot:
    path = tuple((x + right, y + BAND) for x, y in shot.path)
    box = shot.target
    target = Area(box.x + right, box.y + BAND, box.width, box.height) if box else None
    gesture = "click" if shot.gesture == "type" else shot.gesture  # both sides change at once, not from left to right
    return replace(shot, before=before, after=after, gesture=gesture, path=path, target=target, zoom=False, window=None)
