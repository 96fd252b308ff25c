"""Input by the compositor's own socket: what arrives there, by a strict server's own list, and what is never sent."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest

from desktop_agent.core.errors import InputError
from desktop_agent.core.pictures import Rect
from desktop_agent.core.remote_session import SharedMonitor
from desktop_agent.platforms.portal.eis.sender import EisInput
from desktop_agent.platforms.portal.layouts import LayoutInUse
from tests.fakes.desktops.eis_server import EisServer, ServerDevice, keyboard
from tests.fakes.waiting import wait_until

LEFT = 0x110
MONITOR = SharedMonitor(7, Rect(0, 0, 1024, 640))
# “z” and “y” change places from one layout to the other; Shift, AltGr and both lead to further symbols.
KEYMAP = """xkb_keymap {
xkb_keycodes { minimum=8; maximum=255; <A>=38; <B>=56; <Y>=29; <Z>=52; <L>=50; <R>=108; };
xkb_types { virtual_modifiers LevelThree;
 type "ONE_LEVEL" { modifiers=none; level_name[1]="Any"; };
 type "TWO_LEVEL" { modifiers=Shift; map[Shift]=2; level_name[1]="Base"; level_name[2]="Shift"; };
 type "ALPHABETIC" { modifiers=Shift+Lock; map[Shift]=2; map[Lock]=2; level_name[1]="Base"; level_name[2]="Caps"; };
 type "FOUR_LEVEL" { modifiers=Shift+LevelThree; map[Shift]=2; map[LevelThree]=3; map[Shift+LevelThree]=4;
  level_name[1]="1"; level_name[2]="2"; level_name[3]="3"; level_name[4]="4"; };
};
xkb_compatibility { virtual_modifiers LevelThree; interpret ISO_Level3_Shift+AnyOf(all) { virtualModifier=LevelThree;
 action=SetMods(modifiers=LevelThree); }; };
xkb_symbols {
 key <L> {[Shift_L]}; key <R> {[ISO_Level3_Shift]}; modifier_map Shift {<L>}; modifier_map Mod5 {<R>};
 key <A> { type[1]="FOUR_LEVEL", type[2]="FOUR_LEVEL", [a, A, ae, AE], [a, A, ae, AE] };
 key <B> { [ssharp], [b] };
 key <Y> { type="ALPHABETIC", [y, Y], [z, Z] }; key <Z> { type="ALPHABETIC", [z, Z], [y, Y] }; }; };"""


@contextmanager
def sending(
    server: EisServer, on_end: Callable[[], None] = lambda: None, *, layout: int = 0, is_only: bool = False
) -> Iterator[EisInput]:
    in_use = LayoutInUse(lambda: layout, is_only=is_only)
    with closing(server), closing(EisInput(server.client, in_use, on_end)) as made:
        yield made
    assert [] == server.breaches


@pytest.fixture
def mouse() -> ServerDevice:
    return ServerDevice("mouse")


@pytest.mark.parametrize(("version", "chunk"), [(3, 1 << 16), (2, 7), (1, 1)])
def test_every_kind_of_input_is_taken_by_the_time_of_the_sync(version: int, chunk: int) -> None:
    server = EisServer(ServerDevice("mouse"), keyboard(), version=version, chunk=chunk)
    with sending(server) as hands:
        hands.move(MONITOR, 1023, 639)
        assert [("mouse", "motion_absolute", 1023.0, 639.0)] == server.happened
        hands.button(LEFT, down=True)
        hands.button(LEFT, down=False)
        hands.notch(0, 2)
        hands.notch(1, -1)
        hands.key(42, down=True)
        hands.key(42, down=False)
        hands.sync()

        assert [
            ("mouse", "button", LEFT, 1),
            ("mouse", "button", LEFT, 0),
            ("mouse", "scroll_discrete", 0, 240),
            ("mouse", "scroll_discrete", -120, 0),
            ("keyboard", "key", 42, 1),
            ("keyboard", "key", 42, 0),
        ] == server.happened[1:]


def test_each_place_goes_by_the_device_whose_region_holds_it_and_a_press_by_the_device_of_the_last_motion() -> None:
    # The streams' own names count where both sides tell them: these regions lie elsewhere than the monitors.
    left = SharedMonitor(7, Rect(0, 0, 1024, 640), mapping="l")
    right = SharedMonitor(8, Rect(1024, 0, 800, 600))
    devices = (
        ServerDevice("other", regions=((0, 0, 1024, 640),), mapping="x"),
        ServerDevice("left", regions=((5000, 100, 1024, 640),), mapping="l"),
        ServerDevice("right", regions=((1024, 0, 800, 600),)),
    )
    server = EisServer(*devices, keyboard())
    with sending(server) as hands:
        hands.move(right, 3, 4)
        hands.button(LEFT, down=True)
        hands.move(left, 3, 4)
        hands.button(LEFT, down=False)
        hands.sync()

        assert [
            ("right", "motion_absolute", 1027.0, 4.0),
            ("right", "button", LEFT, 1),
            ("left", "motion_absolute", 5003.0, 104.0),
            ("right", "button", LEFT, 0),
        ] == server.happened


@pytest.mark.parametrize("place", [(1024, 5), (5, 640), (-1, 5)])
def test_a_place_in_no_region_is_refused_and_nothing_is_sent(mouse: ServerDevice, place: tuple[int, int]) -> None:
    server = EisServer(mouse, keyboard())
    with sending(server) as hands:
        with pytest.raises(InputError, match="doesn't let programs move the pointer to this place"):
            hands.move(MONITOR, *place)
        hands.sync()

        assert [] == server.happened


def test_nothing_is_pressed_on_a_paused_device_and_one_that_comes_back_is_used(mouse: ServerDevice) -> None:
    server = EisServer(mouse, keyboard())
    with sending(server) as hands:
        hands.move(MONITOR, 1, 1)
        server.pause(mouse)
        hands.sync()
        with pytest.raises(InputError, match="The desktop has paused the pointer or keyboard"):
            hands.button(LEFT, down=True)
        server.resume(mouse)
        hands.button(LEFT, down=True)
        hands.button(LEFT, down=False)
        hands.sync()
        server.remove(mouse)
        again = ServerDevice("again", regions=((0, 0, 640, 400),))
        server.add(again)
        hands.sync()
        hands.move(MONITOR, 2, 2)
        hands.sync()

        assert again.number
        assert [("mouse", LEFT, 1), ("mouse", LEFT, 0)] == [(one[0], *one[2:]) for one in server.happened[1:3]]
        assert [("again", "motion_absolute", 2.0, 2.0)] == server.happened[3:]


@pytest.mark.long
def test_without_the_device_of_the_last_motion_nothing_is_pressed_or_scrolled_before_the_next_motion(
    mouse: ServerDevice,
) -> None:
    relative = ServerDevice("relative", ("ei_pointer", "ei_scroll", "ei_button"), ())
    server = EisServer(relative, mouse, keyboard())
    with sending(server) as hands:
        hands.move(MONITOR, 1, 1)
        server.remove(mouse)
        hands.sync()
        with pytest.raises(InputError, match="The desktop has paused"):
            hands.button(LEFT, down=True)
        with pytest.raises(InputError, match="The desktop has paused"):
            hands.notch(0, 1)
        server.add(ServerDevice("again"))
        hands.sync()
        hands.move(MONITOR, 1, 1)
        hands.button(LEFT, down=True)
        hands.sync()

        assert [("again", "motion_absolute", 1.0, 1.0), ("again", "button", LEFT, 1)] == server.happened[1:]


def test_what_a_pause_has_released_is_told_and_not_released_again(mouse: ServerDevice) -> None:
    server = EisServer(mouse, keyboard())
    with sending(server) as hands:
        hands.button(LEFT, down=True)
        hands.sync()
        server.pause(mouse)
        server.resume(mouse)
        with pytest.raises(InputError, match="the input may be incomplete"):
            hands.move(MONITOR, 1, 1)
        hands.button(LEFT, down=False)
        hands.sync()

        assert ("mouse", "button", LEFT, 0) not in server.happened


@pytest.mark.parametrize(("event", "asked", "code"), [(None, 0, 21), (None, 1, 44), (0, 1, 21), (1, 0, 44)])
def test_symbols_are_typed_by_the_keys_of_the_layout_in_use(
    mouse: ServerDevice, event: int | None, asked: int, code: int
) -> None:
    keys = keyboard(KEYMAP)
    server = EisServer(mouse, keys)
    with sending(server, layout=asked) as hands:
        if event is not None:
            server.use_layout(keys, event)
            hands.sync()
        for symbol in map(ord, "yYæ"):
            hands.keysym(symbol, down=True)
            hands.keysym(symbol, down=False)
        hands.sync()

        assert [
            *((code, 1), (code, 0)),
            *((42, 1), (code, 1), (code, 0), (42, 0)),
            *((100, 1), (30, 1), (30, 0), (100, 0)),
        ] == [one[2:] for one in server.happened]
        with pytest.raises(InputError, match="no key types this character"):
            hands.keysym(ord("é"), down=True)


def test_a_key_that_a_chord_holds_is_neither_pressed_nor_released_for_a_symbol(mouse: ServerDevice) -> None:
    server = EisServer(mouse, keyboard(KEYMAP))
    with sending(server) as hands:
        hands.key(42, down=True)
        hands.keysym(ord("Y"), down=True)
        hands.keysym(ord("Y"), down=False)
        hands.key(42, down=False)
        hands.sync()

        assert [(42, 1), (21, 1), (21, 0), (42, 0)] == [one[2:] for one in server.happened]


@pytest.mark.parametrize(("is_only", "typed"), [(False, "AYZayzæ"), (True, "AYZayzßæ")])
def test_of_layouts_that_a_person_may_change_between_only_what_all_type_counts(
    mouse: ServerDevice, is_only: bool, typed: str
) -> None:
    with sending(EisServer(mouse, keyboard(KEYMAP)), is_only=is_only) as hands:
        assert typed == "".join(sorted(hands.characters()))


def test_what_is_down_is_released_at_the_close(mouse: ServerDevice) -> None:
    server = EisServer(mouse, keyboard())
    with sending(server) as hands:
        hands.button(LEFT, down=True)
        hands.key(42, down=True)
    wait_until(lambda: len(server.happened) == 4)

    assert {("mouse", "button", LEFT, 0), ("keyboard", "key", 42, 0)} == set(server.happened[2:])


def test_pings_are_answered_and_the_end_of_the_connection_is_told_once(mouse: ServerDevice) -> None:
    ended = threading.Semaphore(0)
    server = EisServer(mouse, keyboard())
    with sending(server, ended.release) as hands:
        server.ping()
        wait_until(lambda: server.pings == 1)
        server.close()

        assert ended.acquire(timeout=5)
        for call in (hands.sync, lambda: hands.button(LEFT, down=True), lambda: hands.move(MONITOR, 1, 1)):
            with pytest.raises(InputError, match="The desktop has stopped sharing"):
                call()
    assert not ended.acquire(blocking=False)
