"""Keyboards made for a text: each character has a key of its own that prints, and the rest stays where it is."""

import pytest

from desktop_agent.core.key_spellings import NAMED as NAMES
from desktop_agent.platforms.wayland.input.key_codes import (
    NAMED,
    PRINTING,
    ROOM,
    SPACE,
    assigned,
    has_keys,
    key_code,
    slices,
)

ODD = "".join(map(chr, range(0x20, 0x400)))


@pytest.mark.parametrize("text", ["abc", "Grüße", ODD, "a" * 500, " " * 3, "漢字かな交じり文" * 9])
def test_a_text_is_split_so_that_each_piece_has_room(text: str) -> None:
    pieces = list(slices(text))

    assert text == "".join(pieces)
    assert all(len({*piece} - {" "}) <= ROOM for piece in pieces)


@pytest.mark.parametrize("piece", [*slices(ODD)])
def test_no_two_characters_share_a_key_and_every_key_prints(piece: str) -> None:
    codes = assigned(piece)

    assert len({*piece}) == len({*codes.values()}) == len(codes)
    assert {*codes.values()} <= {*PRINTING, SPACE}


@pytest.mark.parametrize(("text", "can"), [("abc Ωж漢", True), ("\uffff", True), ("😀", False), ("a𝄞", False)])
def test_what_programs_cut_to_16_bits_is_no_key(text: str, *, can: bool) -> None:
    assert can == has_keys(text)


def test_keys_have_the_kernels_codes() -> None:
    assert {*NAMED} <= NAMES
    assert ((28, False), (30, False), (30, True), (13, True), None) == tuple(
        map(key_code, ("enter", "a", "A", "+", "é"))
    )
