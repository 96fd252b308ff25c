"""Whether words on the screen are the same, in whatever colour."""

import cv2
import numpy as np
import pytest

from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Size
from desktop_agent.screen.compare import same_shapes

WHITE, BLACK, BLUE = (255, 255, 255), (0, 0, 0), (200, 120, 40)


def drawn(words: str, ink: tuple[int, int, int] = BLACK, paper: tuple[int, int, int] = WHITE) -> Pixels:
    rows = np.full((17, 121, 4), (*paper, 0), np.uint8)
    cv2.putText(rows, words, (20, 13), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (*ink, 0), 1, cv2.LINE_AA)
    return Pixels(Size(121, 17), rows.tobytes())


@pytest.mark.parametrize("words", ["Options", "quarterly report", "a", ""])
def test_words_are_the_same_in_other_colours(words: str) -> None:
    assert same_shapes(drawn(words), drawn(words, WHITE, BLUE))
    assert same_shapes(drawn(words), drawn(words, (60, 60, 60), (240, 240, 240)))


@pytest.mark.parametrize("words", ["Delete all", "Send", "Options?!", ""])
def test_other_words_are_not_the_same(words: str) -> None:
    assert same_shapes(drawn("Next page"), drawn(words)) is False


def test_words_that_come_up_where_nothing_was_are_something_else_and_a_caret_is_nothing() -> None:
    assert same_shapes(drawn(""), drawn("Delete all")) is False
    assert same_shapes(drawn(""), drawn("l"))
