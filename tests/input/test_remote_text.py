"""What a layout types, and what is said of text that it does not: nothing is lost without a word."""

import threading
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from desktop_agent.core.errors import InputError, UntypableTextError
from desktop_agent.core.presence import NobodyWatches
from desktop_agent.core.remote_session import RemoteSession
from desktop_agent.core.stop import Stopped
from desktop_agent.platforms.portal.input.remote_typing import (
    LayoutLacks,
    RemoteTyping,
    UnreadKeys,
    caps_lock_is_on,
    characters,
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


def test_the_characters_of_a_layout_come_with_their_symbols() -> None:
    read = characters(keymap("key <A> {[a, A]}; key <B> {[Cyrillic_a, U1F600]};"))

    assert {"a": 0x61, "A": 0x41, "а": 0x6C1, "😀": 0x101F600} == read


def test_of_several_layouts_only_what_all_of_them_type_counts() -> None:
    both = "key <A> {[a, A], [a, Greek_ALPHA]}; key <B> {[b, B], [eacute, B]};"

    assert {"a", "B"} == set(characters(keymap(both)))


def test_dead_keys_and_the_keypad_and_broken_keymaps_type_nothing() -> None:
    assert {"a": 0x61} == characters(keymap("key <A> {[dead_acute, KP_1]}; key <B> {[a, Return]};"))
    assert {} == characters("no keymap")
    assert {} == characters("")


@pytest.mark.parametrize(("lights", "on"), [({}, False), ({"a": "0"}, False), ({"a": "0", "b": "1"}, True)])
def test_caps_lock_is_known_by_the_lights_of_keyboards(tmp_path: Path, lights: dict[str, str], on: bool) -> None:
    for name, value in lights.items():
        (tmp_path / f"{name}::capslock").mkdir()
        (tmp_path / f"{name}::capslock" / "brightness").write_text(f"{value}\n")

    assert on == caps_lock_is_on(tmp_path)


@pytest.mark.parametrize(
    ("has_clipboard", "said"),
    [(False, "“éï”, and this desktop doesn't let programs"), (True, "“éï”, and it couldn't be pasted")],
)
def test_what_is_missing_is_named_once(has_clipboard: bool, said: str) -> None:
    lacks = LayoutLacks({"a": 0x61, "b": 0x62}, has_clipboard=has_clipboard)

    with pytest.raises(UntypableTextError, match=said):
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
    """A session that tells how long the desktop took for what was typed."""

    takes_s: float
    typed: int = 0

    def sync(self) -> float:
        return self.takes_s if self.typed else 0.0

    def keysym(self, symbol: int, *, down: bool) -> None:
        del symbol
        self.typed += down


@pytest.mark.parametrize(("takes_s", "typed"), [(0.3, 20), (0.5, 8)])
def test_text_is_called_uncertain_where_the_desktop_held_a_key_so_long_that_it_repeats(
    takes_s: float, typed: int
) -> None:
    session = SlowSession(takes_s)
    typing = RemoteTyping(cast("RemoteSession", session), {"a": 0x61}, UnreadKeys(dict), NobodyWatches())

    with nullcontext() if typed == 20 else pytest.raises(InputError, match="typed several times"):
        typing.enter("a" * 20, threading.Event(), lambda: True)

    assert typed == session.typed
