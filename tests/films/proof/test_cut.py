"""Which scenes a proof keeps, and what its chapters say: tables of steps, with nothing painted or read."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from desktop_agent.core.runs.events import ExpectationTurned, FrameTaken
from desktop_agent.films.film.script import FilmCard, FilmScript, Shot
from desktop_agent.films.film.timeline import timeline
from desktop_agent.films.proof.draw_pairs import Pair, beside
from desktop_agent.films.proof.make import LONGEST_MS, Result, acts_of, proof_script

Turn = tuple[str, bool, int]
FRAME = FrameTaken("frames/000001.png", 1280, 800, 1, "image/png", "", "requested")


def film_of(*steps: int) -> FilmScript:
    """Return a film with an act a step, each of which leads to the next picture."""
    shots = tuple(Shot(f"act {step}", number, number + 1, step, gesture="keys") for number, step in enumerate(steps))
    title = FilmCard("The task", ("Write a note", "Save it"))
    end = FilmCard("Proven")
    return FilmScript(1280, 800, (FRAME,) * (len(steps) + 1), title, shots, end, max(steps), {})


def turned(*turns: Turn) -> list[ExpectationTurned]:
    return [ExpectationTurned(*turn) for turn in turns]


def seen(script: FilmScript) -> list[tuple[str, str, str]]:
    return [(shot.caption, shot.chapter, shot.note) for shot in script.shots]


@pytest.mark.parametrize(
    ("turns", "results", "scenes"),
    [
        pytest.param(
            [("a", True, 5)],
            [Result("a", True, "", 5)],
            [
                ("3 steps", "✓ a", ""),
                ("act 4", "✓ a", ""),
                ("act 5", "✓ a", "✓ a"),
                ("3 steps", "✓ a", ""),
                ("act 9", "✓ a", ""),
                ("act 10", "✓ a", ""),
            ],
            id="one scene before, the last, and the rest as a count",
        ),
        pytest.param(
            [("a", True, 0), ("b", True, 1), ("b", False, 10)],
            [Result("a", True, "", 0), Result("b", False, "", 10), Result("c", False, "")],
            [
                ("act 1", "✓ a (from the start) · ✓ b", "✓ a (from the start) · ✓ b"),
                ("7 steps", "✗ b · ✗ c", ""),
                ("act 9", "✗ b · ✗ c", ""),
                ("act 10", "✗ b · ✗ c", "✗ b · ✗ c"),
            ],
            id="from the start, there and back, and never",
        ),
    ],
)
def test_the_scenes_in_which_an_expectation_turned_are_kept(
    turns: Sequence[Turn], results: Sequence[Result], scenes: list[tuple[str, str, str]]
) -> None:
    assert seen(proof_script(film_of(*range(1, 11)), turned(*turns), results)) == scenes


def test_a_fade_goes_from_the_last_picture_shown_to_the_next_scene() -> None:
    fades = [
        shot
        for shot in proof_script(film_of(*range(1, 11)), turned(("a", True, 5)), ()).shots
        if shot.gesture == "none"
    ]

    assert [(fade.before, fade.after) for fade in fades] == [(0, 3), (5, 8)]


@pytest.mark.long
@pytest.mark.parametrize("every", [1, 2, 7])
def test_a_proof_is_never_longer_than_30_s_and_its_last_scene_stays(every: int) -> None:
    turns = turned(*((f"file:{step}", True, step) for step in range(1, 200, every)))
    typed = film_of(*range(1, 201))
    typed = replace(typed, shots=tuple(replace(shot, gesture="type", letters=90) for shot in typed.shots))

    film = proof_script(typed, turns, ())

    assert LONGEST_MS / 2 < timeline(film).length_ms <= LONGEST_MS
    assert film.shots[-1].caption == "act 200"
    assert (film.title_ms, film.title.heading) == (1_500, "Write a note")


def test_what_is_seen_while_a_result_is_awaited_belongs_to_the_act_before() -> None:
    script = film_of(1, 2, 3)
    waits = replace(script.shots[1], gesture="none")
    acts = acts_of(replace(script, shots=(script.shots[0], waits, script.shots[2])))

    assert [(shot.caption, shot.before, shot.after) for shot in acts.shots] == [("act 1", 0, 2), ("act 3", 2, 3)]
    assert acts_of(replace(script, shots=())).shots == (Shot("", 3, 3),)


def test_two_runs_are_matched_by_their_steps_and_the_one_that_stopped_keeps_its_last_picture() -> None:
    both, pairs = beside(film_of(1, 2), film_of(1, 3, 3, 4))

    assert [(shot.caption, pairs[shot.before], pairs[shot.after]) for shot in both.shots] == [
        ("act 1", Pair((0, 0)), Pair((1, 1))),
        ("act 2", Pair((1, 1)), Pair((2, 1))),
        ("act 3", Pair((2, 1), (True, False)), Pair((2, 3), (True, False))),
        ("act 4", Pair((2, 3), (True, False)), Pair((2, 4), (True, False))),
    ]
    assert (both.steps, both.width) == (4, 1280 + 24 + 1280)


def test_a_text_appears_on_both_sides_at_once() -> None:
    script = film_of(1)
    typing = replace(script, shots=(replace(script.shots[0], gesture="type", letters=9),))

    both, _ = beside(typing, typing)

    assert both.shots[0].gesture != "type"
