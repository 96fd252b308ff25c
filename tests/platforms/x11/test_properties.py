"""Whatever another program puts into the properties of its windows is read as something, and ends nothing."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest
from Xlib import Xatom
from Xlib.protocol.event import ClientMessage

from desktop_agent.core.errors import NoScreenError
from desktop_agent.core.pictures import Window, WindowNames
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.platforms.x11.capture import _DamageReports
from desktop_agent.platforms.x11.clients import Clients
from desktop_agent.platforms.x11.connection import connect
from desktop_agent.platforms.x11.input.selection_text import PasteSupport
from desktop_agent.platforms.x11.properties import Properties
from desktop_agent.platforms.x11.screen_lock import X11Lock
from desktop_agent.platforms.x11.signs import X11Signs
from desktop_agent.platforms.x11.windows import X11Windows
from tests.fakes.programs.odd_bytes import ODD, PROPERTIES, Odd, send_odd_events, set_property
from tests.fakes.programs.x_window import XWindow

pytestmark = pytest.mark.screen

TITLE = "Plain title"
TITLES = {name: odd for name, odd in ODD.items() if odd.shown is not None}


@pytest.fixture
def windows(on_display: PrivateDisplay) -> Iterator[X11Windows]:
    del on_display
    with closing(X11Windows(connect())) as source:
        yield source


@pytest.fixture
def shown(on_display: PrivateDisplay) -> Iterator[XWindow]:
    del on_display
    with XWindow(100, 100, 300, 200, managed=True) as window:
        window.name(TITLE)
        yield window


@pytest.fixture
def loose(on_display: PrivateDisplay) -> Iterator[XWindow]:
    """Give a window that no window manager sees, as a menu is."""
    del on_display
    with XWindow(500, 100, 300, 200) as window:
        window.name(TITLE)
        yield window


def top_of(windows: X11Windows, window: XWindow) -> int:
    return int(windows._clients.top_level(windows._display.create_resource_object("window", window.id)).id)


def texts_of(described: Window, names: WindowNames) -> tuple[str, ...]:
    return (described.app, described.title, described.program, names.app, *names.classes, names.title)


def is_plain(text: str) -> bool:
    return "\0" not in text and json.loads(json.dumps(text).encode().decode()) == text.encode().decode()


@pytest.mark.parametrize("name", PROPERTIES)
def test_no_property_of_any_content_keeps_a_window_from_being_described(
    windows: X11Windows, shown: XWindow, loose: XWindow, name: str
) -> None:
    with closing(X11Signs(connect())) as signs, closing(connect()) as connection:
        clients = Clients(connection)
        places = PasteSupport(connection)
        for odd in ODD.values():
            for window in (shown, loose):
                set_property(window.window, name, odd)
                top = top_of(windows, window)
                described = windows.describe(top)
                known = windows.names(top)
                listed = windows.titled()
                window.focus()

                assert all(map(is_plain, texts_of(described, known))), odd
                assert described.pid is not None, odd
                assert described.program, odd
                assert windows.scene().has(top), odd
                if name not in {"_NET_WM_NAME", "WM_NAME", "WM_TRANSIENT_FOR"}:
                    assert described.title == TITLE, odd
                assert isinstance(windows.belongs(top, shown.id), bool)
                assert isinstance(windows.is_part_of(top, shown.id), bool)
                assert isinstance(clients.is_dialog(window.window), bool)
                assert places.pasting() is not None
                signs.now()
                for each in listed:
                    windows.place(each)


@pytest.mark.parametrize("odd", TITLES.values(), ids=TITLES)
def test_an_odd_title_is_shown_as_far_as_it_can_be_read(windows: X11Windows, shown: XWindow, odd: Odd) -> None:
    set_property(shown.window, "_NET_WM_NAME", odd)

    assert windows.describe(top_of(windows, shown)).title == (odd.shown or TITLE)


def test_what_is_no_title_at_all_leaves_the_older_one(windows: X11Windows, shown: XWindow) -> None:
    for name in ("16 bits", "32 bits", "huge numbers", "no such atoms", "empty"):
        set_property(shown.window, "_NET_WM_NAME", ODD[name])

        assert windows.describe(top_of(windows, shown)).title == TITLE, name


def test_the_classes_of_a_window_are_two_names_at_most(windows: X11Windows, shown: XWindow) -> None:
    set_property(shown.window, "WM_CLASS", Odd("STRING", 8, b"caf\xe9\0Caf\xe9\0more\0" + b"x\0" * 9_000))

    assert windows.names(top_of(windows, shown)).classes == ("café", "Café")


def test_events_that_a_program_makes_up_end_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    # On a display of its own: window managers believe some of them.
    with PrivateDisplay() as private, ExitStack() as open_things:
        for name, value in private.environment().items():
            monkeypatch.setenv(name, value)
        windows = open_things.enter_context(closing(X11Windows(connect())))
        signs = open_things.enter_context(closing(X11Signs(connect())))
        lock = open_things.enter_context(closing(X11Lock()))
        painting = _DamageReports(open_things.enter_context(closing(connect())).display)
        loose = open_things.enter_context(XWindow(100, 100, 300, 200))
        loose.name(TITLE)
        windows.scene()
        signs.now()

        send_odd_events(loose)

        assert windows.scene().has(loose.id)
        assert windows.describe(loose.id).title == TITLE
        assert isinstance(signs.now(), frozenset)
        assert not lock.is_locked()
        assert isinstance(painting.take_damage(), bool)


def test_a_request_that_the_server_refuses_is_our_error_and_the_connection_goes_on(shown: XWindow) -> None:
    with closing(connect()) as connection:
        window = connection.display.create_resource_object("window", shown.id)
        refused = ClientMessage(window=window, client_type=1, data=(8, b"x" * 20))
        refused._binary = refused._binary[:1] + bytes([200]) + refused._binary[2:]  # as wide as no message is

        window.send_event(refused)

        with pytest.raises(NoScreenError, match="BadValue"):
            connection.sync()
        assert connection.atom("WM_NAME") == Xatom.WM_NAME


def test_a_property_that_goes_while_it_is_read_is_absent(shown: XWindow) -> None:
    with closing(connect()) as connection:
        properties = Properties(connection)
        window = connection.display.create_resource_object("window", shown.id)

        assert properties.text(window, "_NEVER_SET") == ""
        assert properties.numbers(window, "_NEVER_SET") == ()
        assert properties.data(window, "_NEVER_SET", 8) == b""
        assert not properties.has(window, "_NEVER_SET")
