"""What a layout types and a made keymap holds, and what is said of text that neither does: nothing is lost unsaid."""

import threading
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from desktop_agent.core.actions.keys import NAMED as NAMES
from desktop_agent.core.errors import InputError, UntypableTextError
from desktop_agent.core.presence import NoOwnInput
from desktop_agent.core.remote_session import RemoteSession
from desktop_agent.core.runs.waiting import Stopped
from desktop_agent.platforms.portal.input.remote_typing import (
    AnnouncedInput,
    RemoteTyping,
    UnreadKeys,
    UntypableTextRoute,
    caps_lock_is_on,
)
from desktop_agent.platforms.portal.layouts import characters
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

_PARTS = (
    "xkb_keymap {{ xkb_keycodes {{ minimum=8; maximum=255; <A>=38; <B>=39; <L>=50; }}; {} {} xkb_symbols {{ {} }}; }};"
)
_TYPES = (
    'xkb_types { type "ONE_LEVEL" { modifiers=none; level_name[1]="Any"; };'
    + "".join(
        f'type "{name}" {{ modifiers=Shift; map[Shift]=2; level_name[1]="Base"; level_name[2]="Shift"; }};'
        for name in ("TWO_LEVEL", "ALPHABETIC", "KEYPAD")
    )
    + "};"
)
_COMPAT = "xkb_compatibility { interpret.useModMapMods=anylevel; };"


def keymap(symbols: str) -> str:
    return _PARTS.format(_TYPES, _COMPAT, symbols)


@pytest.mark.parametrize(
    ("read", "types"),
    [
        (
            keymap("key <A> {[a, A]}; key <B> {[Cyrillic_a, U1F600]};"),
            {"a": 0x61, "A": 0x41, "а": 0x6C1, "😀": 0x101F600},
        ),
        # Of several layouts only what all of them type; no dead keys and nothing of the keypad.
        (keymap("key <A> {[a, A], [a, Greek_ALPHA]}; key <B> {[b, B], [eacute, B]};"), {"a": 0x61, "B": 0x42}),
        (keymap("key <A> {[dead_acute, KP_1]}; key <B> {[a, Return]};"), {"a": 0x61}),
        ("no keymap", {}),
        ("", {}),
    ],
)
def test_the_characters_that_a_layout_surely_types_come_with_their_symbols(read: str, types: dict[str, int]) -> None:
    assert types == characters(read)


@pytest.mark.parametrize(("lights", "on"), [({}, False), ({"a": "0"}, False), ({"a": "0", "b": "1"}, True)])
def test_caps_lock_is_known_by_the_lights_of_keyboards(tmp_path: Path, lights: dict[str, str], on: bool) -> None:
    for name, value in lights.items():
        (tmp_path / f"{name}::capslock").mkdir()
        (tmp_path / f"{name}::capslock" / "brightness").write_text(f"{value}\n")

    assert on == caps_lock_is_on(tmp_path)


@pytest.mark.parametrize(
    ("has_clipboard", "expected"),
    [(False, "“éï”, and this desktop doesn't let programs"), (True, "“éï”, and it couldn't be pasted")],
)
def test_what_is_missing_is_named_once(has_clipboard: bool, expected: str) -> None:
    lacks = UntypableTextRoute({"a": 0x61, "b": 0x62}, has_clipboard=has_clipboard)

    with pytest.raises(UntypableTextError, match=expected):
        lacks.takes("aébïé")
    assert not lacks.private, "a secret's characters are told to nobody"


def test_who_reads_is_found_by_whose_unread_bytes_grow() -> None:
    waiting = {1: 9_000, 2: 0}  # the first hangs since before us
    programs = UnreadKeys(lambda: waiting)
    programs.begin()
    stop = threading.Event()

    programs.await_room(stop)
    waiting[2] = 2_001
    threading.Timer(0.05, lambda: waiting.update({2: 0})).start()
    programs.await_room(stop)

    assert 0 == waiting[2]


@pytest.mark.long
def test_a_program_that_reads_nothing_is_told_and_a_stop_is_heard_while_it_is_waited_for() -> None:
    waiting = {1: 0}
    programs = UnreadKeys(lambda: waiting)
    programs.begin()
    waiting[1] = 5_000

    with pytest.raises(InputError, match="isn't reading keyboard input"):
        programs.await_room(threading.Event())
    stop = threading.Event()
    stop.set()
    with pytest.raises(Stopped):
        programs.await_room(stop)


@dataclass
class SlowSession:
    takes_s: float
    typed: int = 0

    def sync(self) -> float:
        return self.takes_s if self.typed else 0.0

    def keysym(self, symbol: int, *, down: bool) -> None:
        self.typed += down


@pytest.mark.parametrize(("takes_s", "typed"), [(0.3, 20), (0.5, 8)])
def test_text_is_called_uncertain_where_the_desktop_held_a_key_so_long_that_it_repeats(
    takes_s: float, typed: int
) -> None:
    session = SlowSession(takes_s)
    typing = RemoteTyping(AnnouncedInput(cast("RemoteSession", session), NoOwnInput()), {"a": 0x61}, UnreadKeys(dict))

    with nullcontext() if typed == 20 else pytest.raises(InputError, match="typed several times"):
        typing.enter("a" * 20, threading.Event(), lambda: True)

    assert typed == session.typed


ODD = "".join(map(chr, range(0x20, 0x400)))


@pytest.mark.parametrize("text", ["Grüße", ODD, "a" * 500, " " * 3, "漢字かな交じり文" * 9])
def test_a_text_is_split_so_that_each_character_of_a_piece_has_a_key_of_its_own_that_prints(text: str) -> None:
    pieces = list(slices(text))

    assert text == "".join(pieces)
    for piece in pieces:
        codes = assigned(piece)
        assert len({*piece} - {" "}) <= ROOM
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
