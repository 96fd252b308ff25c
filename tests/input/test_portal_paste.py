"""Text in a remote session without a clipboard, of a compositor that serves every program; sway's windows tell it."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import cast

import pytest

from desktop_agent.core.actions.action import TextEntry
from desktop_agent.core.errors import UntypableTextError
from desktop_agent.core.pictures import Rect
from desktop_agent.core.presence import NoOwnInput
from desktop_agent.core.remote_session import RemoteSession, SharedMonitor
from desktop_agent.core.texts.field_text import NoFields
from desktop_agent.desk.display.private_sway import PrivateSway
from desktop_agent.input.backend import MOST_KEPT_BYTES
from desktop_agent.input.held_input import HeldInput
from desktop_agent.input.text import Writer
from desktop_agent.platforms.pasting import PASTE_POLL_S
from desktop_agent.platforms.portal.input import remote_input
from desktop_agent.platforms.portal.input.remote_input import PortalInput, create
from desktop_agent.platforms.wayland.clipboard import _HINT, DataControl, _Owned
from desktop_agent.platforms.wayland.clipboard import create as create_clipboard
from desktop_agent.platforms.wayland.connection import Registry, WaylandObject, connect_wayland
from desktop_agent.platforms.wayland.input.devices import main_seat
from desktop_agent.platforms.wayland.input.key_codes import NAMED, PLAIN
from desktop_agent.platforms.wayland.input.paste_route import clipboard_keeper, to_line
from desktop_agent.platforms.wayland.input.wlroots import Wlroots
from desktop_agent.run.control import ThreadStop
from tests.fakes.programs.sway_windows import SwayWindow, focused, shown_in_sway, told_in_sway
from tests.fakes.waiting import PATIENCE_S, text_once, wait_until

TEXT = "é ß ñ € Ελλ Привет 日本 한 😀 “q” –"
THEIRS = "what the person had"
MARKED = {"text/plain;charset=utf-8": THEIRS.encode()}


class SwaySession:
    """As much of a remote session as keys need: it has sway's own devices for its hands, and no clipboard."""

    monitors = (SharedMonitor(0, Rect(0, 0, 1280, 800)),)
    clipboard = None

    def __init__(self, hands: Wlroots) -> None:
        self._hands = hands
        self._names = {code: name for name, code in (*PLAIN.items(), *NAMED.items())}

    def plug_in(self) -> None:
        self._hands.sync()

    def key(self, code: int, *, down: bool) -> None:
        self._hands.key(self._names[code], down=down)

    def keysym(self, symbol: int, *, down: bool) -> None:
        self._hands.key(chr(symbol), down=down)

    def characters(self) -> None:
        return None

    def sync(self) -> float:
        self._hands.sync()
        return 0.0


@pytest.fixture(scope="module")
def window(sway: PrivateSway, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SwayWindow]:
    with told_in_sway("gtk4", sway, tmp_path_factory.mktemp("home")) as made:
        yield made


@pytest.fixture
def empty(window: SwayWindow) -> SwayWindow:
    window.ask("empty")
    return window


@pytest.fixture
def hands(wlroots: Wlroots, sway: PrivateSway) -> Iterator[PortalInput]:
    with closing(portal_input(wlroots, sway)) as made:
        yield made


def portal_input(wlroots: Wlroots, sway: PrivateSway) -> PortalInput:
    return create(cast("RemoteSession", SwaySession(wlroots)), NoOwnInput(), sway.environment())


def write(hands: PortalInput, text: str, entry: TextEntry = "fields") -> None:
    stop = ThreadStop()
    Writer(hands, HeldInput(hands, stop), stop, lambda: 0.0, NoFields()).write(text, secret=False, entry=entry)


def test_what_the_layout_lacks_is_pasted_and_the_persons_clipboard_is_back(
    hands: PortalInput, empty: SwayWindow
) -> None:
    with closing(clipboard_keeper()) as person, closing(create_clipboard()) as clipboard:
        assert person.keep(to_line({"clipboard": MARKED}))

        write(hands, TEXT)

        assert TEXT == text_once(empty.text, len(TEXT))
        offered = clipboard.offered("clipboard")
        assert offered is not None
        assert offered.text == THEIRS


@contextmanager
def served(sway: PrivateSway, own: Callable[[DataControl], None]) -> Iterator[None]:
    """Run a program that owns something, and gives it to whoever asks."""
    ended = threading.Event()
    owns = threading.Event()

    def serve() -> None:
        with connect_wayland(sway.environment()) as connection:
            registry = Registry(connection)
            control = DataControl(registry, main_seat(registry))
            own(control)
            control.serve(0.0)
            owns.set()
            while not ended.is_set():
                control.serve(PASTE_POLL_S)

    thread = threading.Thread(target=serve)
    thread.start()
    assert owns.wait(PATIENCE_S)
    try:
        yield
    finally:
        ended.set()
        thread.join()


def as_manager(control: DataControl) -> None:
    """Own what is marked, as a clipboard manager that gives it to nobody while it asks who has copied something.

    So does Plasma's.
    """

    def ask(offer: WaylandObject | None) -> None:
        if offer is not None:
            control._read_offer(offer, _HINT, time.monotonic() + PATIENCE_S, MOST_KEPT_BYTES)

    control._device.on(selection=ask)
    control.own("primary", MARKED)


def but_its_picture(control: DataControl) -> None:
    """Own a text, and a picture that is never given; GTK 3 lists more than it gives, too."""
    give = control._start_write

    def give_texts(owned: _Owned, media_type: str, file: int) -> None:
        if media_type != "image/png":
            give(owned, media_type, file)

    control._start_write = give_texts  # type: ignore[method-assign]
    control.own("clipboard", {"image/png": b"", **MARKED})


def test_what_was_copied_is_back_though_its_program_never_gives_all_that_it_lists(
    hands: PortalInput, sway: PrivateSway, empty: SwayWindow
) -> None:
    with served(sway, but_its_picture), closing(create_clipboard()) as clipboard:
        write(hands, TEXT)

        assert TEXT == text_once(empty.text, len(TEXT))
        offered = clipboard.offered("clipboard")
        assert offered is not None
        assert offered.text == THEIRS


def test_text_arrives_in_a_terminal_and_what_was_marked_is_back(
    hands: PortalInput, sway: PrivateSway, tmp_path: Path
) -> None:
    came = tmp_path / "came"
    reads = ["foot", "--title=reader", "sh", "-c", f"exec cat >{came}"]
    with served(sway, as_manager), shown_in_sway(reads, sway, tmp_path), closing(create_clipboard()) as clipboard:
        wait_until(lambda: came.exists() and focused(sway, "reader"), "the terminal")

        write(hands, TEXT, "one place")
        write(hands, "\n", "one place")

        assert f"{TEXT}\n" == wait_until(came.read_text, "the line")
        marked = clipboard.offered("primary")
        assert marked is not None
        assert marked.text == THEIRS


def test_without_any_clipboard_what_the_layout_lacks_is_refused(
    wlroots: Wlroots, sway: PrivateSway, empty: SwayWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object) -> object:
        raise UntypableTextError("no protocol", "")

    monkeypatch.setattr(remote_input, "DataControl", none)
    with closing(portal_input(wlroots, sway)) as hands:
        with pytest.raises(UntypableTextError, match="doesn't let programs use its clipboard"):
            write(hands, TEXT)
        assert empty.text() == ""
