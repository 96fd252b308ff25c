"""What stands in a field whose text consists of objects, such as paragraphs, lists and links."""

import pytest

from desktop_agent.core.controls.role import Role
from desktop_agent.platforms.atspi.field_reader import embedded_object_numbers, text_with_embedded_parts

P = "\N{OBJECT REPLACEMENT CHARACTER}"


@pytest.mark.parametrize(
    ("text", "parts", "whole"),
    [
        ("Ada", [], "Ada"),
        (P, [(Role.PARAGRAPH, "He said “no”")], "He said “no”"),
        (P * 2, [(Role.PARAGRAPH, "Dear Ada,"), (Role.PARAGRAPH, "Bye")], "Dear Ada,\nBye"),
        (f"see {P} now", [(Role.LINK, "example.com")], "see example.com now"),
        (f"Todo{P}done", [(Role.LIST, "• one\n• two")], "Todo\n• one\n• two\ndone"),
        (f"a\n{P}\nb", [(Role.HEADING, "Title")], "a\nTitle\nb"),
    ],
)
def test_the_texts_of_its_parts_stand_in_their_places(text: str, parts: list[tuple[Role, str]], whole: str) -> None:
    assert text_with_embedded_parts(text, parts) == whole


@pytest.mark.parametrize(
    ("text", "inside", "parts"),
    [
        (f"run {P} and {P}", ["run ", "make", " and ", "ls"], [1, 3]),
        (f"{P}{P}", ["a", "a"], [0, 1]),
        (f"make {P}make", ["make ", "make", "make"], [1]),
        (f"run {P}", ["run ", f"a {P}"], [1]),
        (f"run {P}", ["run ", ""], [1]),
    ],
)
def test_pieces_of_a_text_are_told_from_its_parts(text: str, inside: list[str], parts: list[int]) -> None:
    assert embedded_object_numbers(text, inside) == parts
