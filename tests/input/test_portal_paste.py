"""Text in a remote session without a clipboard, of a compositor that serves every program; sway's windows tell it."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from desktop_agent.core.actions import TextEntry
from desktop_agent.core.errors import UntypableTextError
from desktop_agent.core.field_text import NoFields
from desktop_agent.core.geometry import Rect
from desktop_agent.core.presence import NobodyWatches
from desktop_agent.core.remote_session import RemoteSession, SharedMonitor
from desktop_agent.desk.display.private_sway import PrivateSway
from desktop_agent.input.held_input import HeldInput
from desktop_agent.input.text import Writer
from desktop_agent.platforms.portal.input import remote_input
from desktop_agent.platforms.portal.input.remote_input import PortalInput, create
from desktop_agent.platforms.wayland.clipboard import create as create_clipboard
from desktop_agent.platforms.wayland.input.clipboard_keeper import to_line
from desktop_agent.platforms.wayland.input.key_codes import NAMED, PLAIN
from desktop_agent.platforms.wayland.input.paste_route import clipboard_keeper
from desktop_agent.platforms.wayland.input.wlroots import Wlroots
from desktop_agent.run.control import ThreadStop
from tests.fakes.sway_windows import SwayWindow, focused, shown_in_sway, told_in_sway
from tests.fakes.waiting import wait_until

TEXT = "é ß ñ € Ελλ Привет 日本 한 😀 “q” –"
THEIRS = "what the person had"


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

    def keymap(self) -> str:
        return ""

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
    return create(cast("RemoteSession", SwaySession(wlroots)), NobodyWatches(), sway.environment())


def write(hands: PortalInput, text: str, entry: TextEntry = "fields") -> None:
    stop = ThreadStop()
    Writer(hands, HeldInput(hands, stop), stop, lambda: 0.0, NoFields()).write(text, secret=False, entry=entry)


def test_what_the_layout_lacks_is_pasted_and_the_persons_clipboard_is_back(
    hands: PortalInput, empty: SwayWindow
) -> None:
    with closing(clipboard_keeper()) as person, closing(create_clipboard()) as clipboard:
        assert person.keep(to_line({"clipboard": {"text/plain;charset=utf-8": THEIRS.encode()}}))

        write(hands, TEXT)

        assert TEXT == wait_until(lambda: len(came := empty.text()) >= len(TEXT) and came, "the text")
        offered = clipboard.offered("clipboard")
        assert offered is not None
        assert offered.text == THEIRS


def test_text_arrives_in_a_terminal_too(hands: PortalInput, sway: PrivateSway, tmp_path: Path) -> None:
    came = tmp_path / "came"
    reads = ["foot", "--title=reader", "sh", "-c", f"exec cat >{came}"]
    with shown_in_sway(reads, sway, tmp_path):
        wait_until(lambda: came.exists() and focused(sway, "reader"), "the terminal")

        write(hands, TEXT, "one place")
        write(hands, "\n", "one place")

        assert f"{TEXT}\n" == wait_until(came.read_text, "the line")


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
