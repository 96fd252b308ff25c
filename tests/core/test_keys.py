"""Keys have one name each, however they are spelled."""

import pytest

from desktop_agent.core.errors import UnknownKeyError
from desktop_agent.core.key_spellings import NAMED
from desktop_agent.core.keys import chord, chord_text, key_name, main_key
from tests.fakes.key_spellings import MADE_WITH, REFUSED, TRIED_ON


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


@pytest.mark.parametrize(("spelled", "meant"), [*MADE_WITH.items(), *TRIED_ON.items()])
def test_a_key_is_known_however_a_model_spells_it(spelled: str, meant: str) -> None:
    assert " ".join(chord([spelled])) == meant


@pytest.mark.parametrize("spelled", [*REFUSED, "alt l " * 30])
def test_what_is_no_key_or_more_than_one_chord_is_refused(spelled: str) -> None:
    with pytest.raises(UnknownKeyError):
        chord([spelled])


def test_every_key_can_be_called_by_its_own_name() -> None:
    assert [name for name in NAMED if chord(name) != (name,) or key_name(name) != name] == []


def test_a_key_of_the_keypad_is_known_by_the_key_that_does_the_same() -> None:
    assert ["enter", "7", ".", "a"] == [main_key(name) for name in ("kpenter", "kp7", "kpdecimal", "a")]


def test_a_chord_is_written_as_people_write_it() -> None:
    assert "Ctrl+Shift+A, F8" == ", ".join((chord_text(("ctrl", "shift", "a")), chord_text(("f8",))))


def test_the_refusal_of_a_key_says_what_to_use_instead() -> None:
    with pytest.raises(UnknownKeyError) as caught:
        key_name("nosuch")

    assert "nosuch" in caught.value.message
    assert "enter" in caught.value.hint
