"""What stands in a field whose text consists of objects, such as paragraphs, lists and links."""

import pytest

from desktop_agent.core.controls.role import Role
from desktop_agent.platforms.atspi.field_reader import in_place

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
    assert in_place(text, parts) == whole
