"""Keys have one name each, however they are spelled."""

import pytest

from desktop_agent.core.errors import UnknownKeyError
from desktop_agent.core.keys import chord, key_name


@pytest.mark.parametrize(
    ("spelled", "expected"),
    [
        (["ctrl", "a"], ("ctrl", "a")),
        (["ctrl+a"], ("ctrl", "a")),
        ("ctrl+a", ("ctrl", "a")),
        (['["ctrl", "a"]'], ("ctrl", "a")),
        (["CTRL", "ARROWLEFT"], ("ctrl", "left")),
        (["CMD", "PAGEDOWN"], ("super", "pagedown")),
        (["Control", "Return"], ("ctrl", "enter")),
        (["Meta"], ("super",)),
        (["Option", "Escape"], ("alt", "escape")),
        (["+"], ("+",)),
        (["ctrl", "+"], ("ctrl", "+")),
        (["ctrl++"], ("ctrl", "+")),
        (["ctrl+"], ("ctrl", "+")),
        (["ctrl", "Control"], ("ctrl",)),
        (["["], ("[",)),
        ([" "], ("space",)),
        (["ctrl", "plus"], ("ctrl", "+")),
        (["A"], ("a",)),
        (["é"], ("é",)),
    ],
)
def test_every_spelling_seen_on_the_wire_is_read(spelled: str | list[str], expected: tuple[str, ...]) -> None:
    assert chord(spelled) == expected


@pytest.mark.parametrize(
    "spelled",
    [["ctrl", "nosuch"], [], "", ["[1, 2]"], ['["ctrl'], ["\x00"], ["ctrl", ""], ["__class__"], ["f25"]],
)
def test_a_chord_with_an_unknown_key_is_refused_whole(spelled: str | list[str]) -> None:
    with pytest.raises(UnknownKeyError):
        chord(spelled)


def test_the_refusal_of_a_key_says_what_to_use_instead() -> None:
    with pytest.raises(UnknownKeyError) as caught:
        key_name("nosuch")

    assert "nosuch" in caught.value.message
    assert "enter" in caught.value.hint
