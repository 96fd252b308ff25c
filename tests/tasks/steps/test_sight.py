"""A place is found where it looks as it did, and nowhere else."""

import cv2
import numpy as np
import pytest

from desktop_agent.tasks.steps.sight import (
    Box4,
    Gray,
    PlaceSample,
    looks_alike,
    places_seen,
    sightings,
)

AT = (200, 120)
BOX = (160, 106, 80, 28)
WINDOW = (100, 60, 500, 300)


def window(label: str = "Send", ink: int = 20, ground: int = 235, size: tuple[int, int] = (500, 300)) -> Gray:
    """Draw a window with a heading, a button around (200, 120) and another one below."""
    picture = np.full((size[1], size[0]), ground, np.uint8)
    cv2.putText(picture, "Order form", (20, 40), cv2.FONT_HERSHEY_SIMPLEX, 0.8, ink, 2)
    for text, top in ((label, 106), ("Cancel", 186)):
        cv2.rectangle(picture, (160, top), (240, top + 28), (ink + ground) // 2, 1)
        cv2.putText(picture, text, (172, top + 20), cv2.FONT_HERSHEY_SIMPLEX, 0.6, ink, 1)
    cv2.putText(picture, "Name:", (40, 126), cv2.FONT_HERSHEY_SIMPLEX, 0.5, ink, 1)
    return picture


def screen(content: Gray, at: tuple[int, int] = WINDOW[:2]) -> Gray:
    """Put a window on a desktop."""
    desk = np.full((600, 800), 90, np.uint8)
    desk[at[1] : at[1] + content.shape[0], at[0] : at[0] + content.shape[1]] = content
    return desk


def first(picture: Gray, box: Box4 = WINDOW, sample: PlaceSample | None = None) -> tuple[tuple[int, int], str] | None:
    found = next(sightings(sample or PlaceSample(window(), AT, BOX), picture, box), None)
    return (found.at, found.way) if found else None


def test_what_stands_where_it_stood_is_found_there() -> None:
    assert first(screen(window())) == ((300, 180), "as it was")


def test_what_has_moved_inside_of_its_window_is_found_by_what_is_around_it() -> None:
    longer = np.vstack([np.full((90, 500), 235, np.uint8), window()])

    assert first(screen(longer), (100, 60, 500, 390)) == ((300, 270), "as it was")
    assert first(screen(np.vstack([longer, longer[:60]])), (100, 60, 500, 450)) == ((300, 270), "in another spot")


@pytest.mark.parametrize("scale", [1.25, 1.5])
def test_what_has_grown_is_found(scale: float) -> None:
    large = np.asarray(cv2.resize(window(), None, fx=scale, fy=scale), np.uint8)
    desk = np.full((700, 1000), 90, np.uint8)
    desk[20 : 20 + large.shape[0], 30 : 30 + large.shape[1]] = large

    found = first(desk, (30, 20, large.shape[1], large.shape[0]))

    assert found is not None
    assert found[1] == "in another size"
    assert abs(found[0][0] - (30 + AT[0] * scale)) < 4
    assert abs(found[0][1] - (20 + AT[1] * scale)) < 4


@pytest.mark.parametrize(
    "now",
    [
        window("Delete"),
        window(ink=205),  # disabled: the same, with little contrast
        np.full((300, 500), 235, np.uint8),
        np.random.default_rng(1).integers(0, 255, (300, 500), np.uint8),
    ],
    ids=["another label", "faded", "blank", "noise"],
)
def test_what_is_not_there_is_not_found(now: Gray) -> None:
    assert first(screen(now)) is None


def test_a_place_as_flat_as_paper_is_found_nowhere() -> None:
    flat = np.full((300, 500), 235, np.uint8)

    assert first(screen(flat), sample=PlaceSample(flat, AT)) is None
    assert first(screen(window()), sample=PlaceSample(flat, AT)) is None


def test_a_place_is_unknown_where_two_would_do() -> None:
    twice = np.hstack([window()[:, 100:300]] * 3)

    assert first(screen(twice, (100, 60)), (100, 60, 600, 300)) is None


@pytest.mark.parametrize(("other", "times"), [("IMG_20230101", 2), ("IMG_20230201", 1)])
def test_the_same_words_are_seen_twice_and_those_of_one_other_digit_are_not(other: str, times: int) -> None:
    window = np.full((200, 400), 255, np.uint8)
    for words, y in (("IMG_20230101", 50), (other, 150)):
        cv2.putText(window, words, (20, y), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 0, 1)

    assert len(places_seen(window, (15, 30, 170, 30), (0, 0, 400, 200))) == times


def test_what_is_blank_is_seen_nowhere() -> None:
    window = np.full((200, 400), 255, np.uint8)
    cv2.putText(window, "some words", (20, 50), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 0, 1)

    assert places_seen(window, (250, 100, 16, 14), (0, 0, 400, 200)) == []
    assert places_seen(window, (500, 100, 16, 14), (0, 0, 400, 200)) == []


def icon(*corners: tuple[int, int], ground: int = 235) -> Gray:
    """Draw a window with a sign of these corners around (20, 20), on a ground as below a pointer or beside it."""
    picture = np.full((60, 60), ground, np.uint8)
    cv2.fillPoly(picture, [np.asarray(corners, np.int32)], 40)
    return picture


BIN = icon((12, 12), (28, 12), (26, 28), (14, 28))
TRIANGLE = ((20, 10), (30, 28), (10, 28))


def test_an_icon_looks_alike_where_it_has_moved_and_on_another_ground_and_another_one_does_not() -> None:
    box = (10, 10, 20, 20)
    moved = np.roll(icon(*TRIANGLE, ground=200), (3, -4), (0, 1))

    assert looks_alike(icon(*TRIANGLE), box, moved, box)
    assert not looks_alike(icon(*TRIANGLE), box, BIN, box)
    assert not looks_alike(icon(*TRIANGLE), box, np.full((60, 60), 235, np.uint8), box)
    assert not looks_alike(icon(*TRIANGLE), box, BIN, (55, 55, 20, 20))  # it has no room there


def test_what_was_too_flat_for_a_comparison_looks_like_anything() -> None:
    flat = np.full((60, 60), 235, np.uint8)

    assert looks_alike(flat, (10, 10, 20, 20), BIN, (10, 10, 20, 20))
    assert looks_alike(flat, (90, 90, 20, 20), BIN, (10, 10, 20, 20))
