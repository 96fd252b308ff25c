"""A connection against a compositor that says what it is told to: order, pieces, numbers, files, and bad ends."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.core.errors import NoScreenError, ScreenError
from desktop_agent.platforms.wayland.protocols import CALLBACK, interface
from desktop_agent.platforms.wayland.transport import socket_path
from tests.fakes.desktops.compositor import ToldCompositor, text, word
from tests.fakes.open_files import open_files

_GIVER = interface("giver", 1, "ask(n) destroy()", "file(h) made(n) named(s)", {"made": CALLBACK})


@pytest.fixture
def compositor(tmp_path: Path) -> Iterator[ToldCompositor]:
    reported = ToldCompositor(tmp_path / "socket")
    yield reported
    reported.close()


@pytest.mark.parametrize("piece", [1, 3, 4, 7, 1000])
def test_events_that_come_in_pieces_are_heard_whole(compositor: ToldCompositor, piece: int) -> None:
    received: list[str] = []
    giver = compositor.client.display.create("sync", _GIVER).on(named=received.append)
    message = word(giver.number, 20 << 16 | 2) + text("left") + word(giver.number, 20 << 16 | 2) + text("right")

    for start in range(0, len(message), piece):
        compositor.say(message[start : start + piece])
        compositor.client.dispatch(1)

    assert ["left", "right"] == received


def test_a_file_comes_to_who_listens_and_is_closed_where_nobody_does(compositor: ToldCompositor) -> None:
    files: list[int] = []
    received, unheard = (compositor.client.display.create("sync", _GIVER) for _ in "ab")
    received.on(file=files.append)
    before = open_files()
    with Path("/dev/zero").open("rb") as zeros:
        for giver in (received, unheard):
            compositor.say(word(giver.number, 8 << 16), [zeros.fileno()])

    compositor.client.wait_for(lambda: bool(files))
    compositor.client.dispatch()

    assert bytes(4) == os.read(files[0], 4)
    assert before + 1 == open_files()
    os.close(files[0])


def test_a_mistake_ends_the_connection_and_every_later_call_says_the_same(compositor: ToldCompositor) -> None:
    client = compositor.client
    compositor.tell(1, 0, word(1, 7) + text("you may not\ndo that."))

    for _ in range(2):
        with pytest.raises(ScreenError, match=r"refused a request \(wl_display 7: you may not do that\)\. Try again"):
            client.dispatch(1)
    with pytest.raises(ScreenError, match="you may not do that"):
        client.round_trip()


def test_a_compositor_that_has_gone_is_told(compositor: ToldCompositor) -> None:
    compositor.leave()

    for _ in range(2):
        with pytest.raises(NoScreenError, match="The display is gone"):
            compositor.client.round_trip()


def test_a_compositor_that_says_nothing_is_not_waited_for_for_ever(compositor: ToldCompositor) -> None:
    with pytest.raises(ScreenError, match="The Wayland session isn't responding"):
        compositor.client.round_trip(within_s=0.05)


@pytest.mark.parametrize(
    ("environment", "path"),
    [
        ({}, ""),
        ({"WAYLAND_DISPLAY": "wayland-0"}, ""),
        ({"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": "/run/user/1"}, "/run/user/1/wayland-0"),
        ({"WAYLAND_DISPLAY": "/elsewhere/w", "XDG_RUNTIME_DIR": "/run/user/1"}, "/elsewhere/w"),
    ],
)
def test_the_socket_is_where_libwayland_looks_for_it(environment: dict[str, str], path: str) -> None:
    assert path == socket_path(environment)
