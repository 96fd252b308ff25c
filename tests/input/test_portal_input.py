"""Keys, pointer and text in a remote session of GNOME's compositor; what arrived is told by other people's windows."""

from collections.abc import Iterator
from contextlib import suppress
from functools import partial

import pytest

from desktop_agent.core.pictures import ScreenPoint
from desktop_agent.core.remote_session import RemoteSession
from desktop_agent.core.texts.field_text import NoFields
from desktop_agent.input.held_input import HeldInput
from desktop_agent.input.text import Writer
from desktop_agent.platforms.portal.input.remote_input import PortalInput, create
from desktop_agent.run.control import ThreadStop
from tests.bench.fidelity.corpora import CORPORA
from tests.fakes.desktops.mutter_session import open_mutter
from tests.fakes.desktops.private_mutter import PrivateMutter
from tests.fakes.programs.mutter_windows import MutterWindow, told_in_mutter
from tests.fakes.waiting import text_once, wait_until

TEXT = "\n".join((*CORPORA.values(), "שלום עולם مرحبا بالعالم", "The quick brown fox jumps over the lazy dog. " * 30))


@pytest.fixture(scope="module")
def session(mutter: PrivateMutter) -> Iterator[RemoteSession]:
    opened = open_mutter(mutter.environment())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def hands(session: RemoteSession, mutter: PrivateMutter) -> PortalInput:
    return create(session, environment=mutter.environment())


@pytest.fixture(scope="module")
def window(
    mutter: PrivateMutter, hands: PortalInput, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MutterWindow]:
    home = tmp_path_factory.mktemp("home")
    with told_in_mutter("gtk4", mutter, home, partial(tap, hands)) as made:
        yield made


@pytest.fixture
def empty(window: MutterWindow) -> MutterWindow:
    window.ask("empty")
    window.ask("forget")
    return window


def tap(hands: PortalInput, *names: str) -> None:
    for name in names:
        hands.key(name, down=True)
    for name in reversed(names):
        hands.key(name, down=False)
    hands.sync()


def move(hands: PortalInput, at: ScreenPoint) -> None:
    hands.move(at)
    hands.sync()


def write(hands: PortalInput, text: str, stop: ThreadStop | None = None, *, whole: bool = True) -> None:
    stop = stop or ThreadStop()
    held = HeldInput(hands, stop)
    Writer(hands, held, stop, lambda: 0.0, NoFields()).write(text, secret=False, entry="whole" if whole else "fields")


@pytest.mark.slow
def test_text_arrives_exactly(hands: PortalInput, empty: MutterWindow) -> None:
    write(hands, TEXT)

    assert TEXT == text_once(empty.text, len(TEXT))


def test_a_click_arrives_where_it_was_meant(hands: PortalInput, empty: MutterWindow) -> None:
    corner = empty.corner(lambda at: move(hands, at))
    hands.move(ScreenPoint(corner.x + 7, corner.y + 5))
    hands.button("left", down=True)
    hands.button("left", down=False)
    hands.sync()

    press = wait_until(lambda: empty.seen("press"), "the press")[0]
    assert (7, 5, 1) == (press["x"], press["y"], press["button"])
    assert ScreenPoint(corner.x + 7, corner.y + 5) == hands.pointer()


def test_what_was_copied_before_is_pasted_again_afterwards(
    hands: PortalInput, session: RemoteSession, empty: MutterWindow
) -> None:
    write(hands, "mine")
    wait_until(lambda: empty.text() == "mine", "what is to be copied")

    def copied() -> bool:
        tap(hands, "ctrl", "a")
        tap(hands, "ctrl", "c")
        return session.clipboard is not None and session.clipboard.read_text(5.0, 100) == "mine"

    wait_until(copied, "the copy")
    empty.ask("empty")

    write(hands, CORPORA["Russian"])
    wait_until(lambda: empty.text() == CORPORA["Russian"], "the text")

    def pasted() -> bool:
        # What was pasted leaves the clipboard some time after it was fetched.
        empty.ask("empty")
        tap(hands, "ctrl", "v")
        with suppress(AssertionError):
            return wait_until(lambda: empty.text() == "mine", within_s=10)
        return False

    wait_until(pasted, "clipboard history")
