"""A bump of the table is no hand; a move is, however slow."""

import random

import pytest

from desktop_agent.presence.classifier import Bumps

Steps = list[tuple[float, int, int]]  # when, and by how much: right, down


def has_moved(steps: Steps) -> bool:
    """Tell whether any of the steps of one device was more than a bump."""
    bumps, at, said = Bumps(), (0.0, 0.0), False
    for when, right, down in steps:
        come_from, at = at, (at[0] + right, at[1] + down)
        said |= bumps.has_moved(come_from, at, when)
    return said


@pytest.mark.parametrize(
    "steps",
    [
        [(0.0, 4, 0)],
        [(0.0, 4, 4)],
        [(0.0, 2, 0), (0.05, 2, 0)],
        [(0.0, 4, 0), (0.01, -4, 0), (0.02, 4, 0), (0.03, -4, 0)],
        [(0.0, 4, 0), (1.5, 4, 0), (3.0, 4, 0)],
        [(float(n) * 1.5, 1, 0) for n in range(100)],
    ],
    ids=["right", "aslant", "in two steps", "to and fro", "three bumps", "a table that drifts"],
)
def test_a_bump_is_no_hand(steps: Steps) -> None:
    assert not has_moved(steps)


@pytest.mark.parametrize(
    "steps",
    [
        [(0.0, 5, 0)],
        [(0.0, 3, 0), (0.1, 2, 0)],
        [(0.0, 4, 0), (0.01, -5, 0)],
        [(0.1 * n, 1, 0) for n in range(6)],
        [(0.9 * n, 0, 1) for n in range(6)],
        [(0.05 * n, (-1) ** n * 2, 0) for n in range(100)] + [(5.0, 5, 0)],
    ],
    ids=["right", "in two steps", "there and back", "slowly", "very slowly", "out of trembling"],
)
def test_a_move_is_a_hand(steps: Steps) -> None:
    assert has_moved(steps)


@pytest.mark.parametrize("seed", range(3))
def test_ten_minutes_of_jitter_by_two_pixels_are_no_hand(seed: int) -> None:
    chance = random.Random(seed)
    when, at, steps = 0.0, (0, 0), list[tuple[float, int, int]]()
    while when < 600:
        to = (chance.randint(-2, 2), chance.randint(-2, 2))
        steps.append((when, to[0] - at[0], to[1] - at[1]))
        at, when = to, when + chance.choice((0.001, 0.01, 0.1, 0.3, 1.1))

    assert not has_moved(steps)
