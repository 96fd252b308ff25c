"""Keys, pointer and text in a remote session of GNOME's compositor; what arrived is told by other people's windows."""

import signal
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from desktop_agent.core.errors import InputError, UnknownKeyError, UntypableTextError
from desktop_agent.core.field_text import NoFields
from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.core.remote_session import RemoteSession
from desktop_agent.input.held_input import HeldInput
from desktop_agent.input.text import Writer
from desktop_agent.platforms.portal.input.remote_input import PortalInput, create
from desktop_agent.run.control import ThreadStop
from tests.bench.fidelity.corpora import CORPORA
from tests.fakes.mutter_session import open_mutter
from tests.fakes.mutter_windows import FootWindow, MutterWindow, foot_in_mutter, told_in_mutter
from tests.fakes.private_mutter import PrivateMutter
from tests.fakes.processes import suspend
from tests.fakes.waiting import wait_until

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


@pytest.fixture
def terminal(mutter: PrivateMutter, hands: PortalInput, tmp_path: Path) -> Iterator[FootWindow]:
    del hands  # there is a keyboard
    with foot_in_mutter(mutter, tmp_path) as made:
        yield made


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
    """Enter a text as the program does."""
    stop, clock = stop or ThreadStop(), lambda: 0.0
    held = HeldInput(hands, stop)
    Writer(hands, held, stop, clock, NoFields()).write(text, secret=False, entry="whole" if whole else "fields")


def test_text_arrives_exactly(hands: PortalInput, empty: MutterWindow) -> None:
    write(hands, TEXT)

    assert TEXT == wait_until(lambda: len(text := empty.text()) >= len(TEXT) and text, "the text")


def test_a_terminal_gets_it_exactly_or_the_person_is_told(hands: PortalInput, terminal: FootWindow) -> None:
    text = CORPORA["punctuation"]
    with pytest.raises(UntypableTextError, match="Your keyboard layout doesn't include"):
        write(hands, CORPORA["CJK and emoji"], whole=False)
    write(hands, text, whole=False)

    # A terminal takes Ctrl+V for a character.
    wait_until(lambda: text == terminal.text().removeprefix("\x16"), "the text")


def test_a_click_arrives_where_it_was_meant(hands: PortalInput, empty: MutterWindow) -> None:
    corner = empty.corner(lambda at: move(hands, at))
    hands.move(ScreenPoint(corner.x + 7, corner.y + 5))
    hands.button("left", down=True)
    hands.button("left", down=False)
    hands.sync()

    press = wait_until(lambda: empty.seen("press"), "the press")[0]
    assert (7, 5, 1) == (press["x"], press["y"], press["button"])
    assert ScreenPoint(corner.x + 7, corner.y + 5) == hands.pointer()


def test_the_wheel_turns_by_a_notch_in_each_direction(hands: PortalInput, empty: MutterWindow) -> None:
    corner = empty.corner(lambda at: move(hands, at))
    hands.move(ScreenPoint(corner.x + 7, corner.y + 5))
    signs = list[tuple[bool, bool, bool, bool]]()
    for right, down in ((0, 1), (0, -1), (1, 0), (-1, 0)):
        empty.ask("forget")
        hands.notch(right, down)
        hands.sync()
        (turn,) = wait_until(lambda: empty.seen("wheel"), "the turn")
        signs.append((turn["dx"] > 0, turn["dx"] < 0, turn["dy"] > 0, turn["dy"] < 0))

    down_first = [(0, 0, 1, 0), (0, 0, 0, 1), (1, 0, 0, 0), (0, 1, 0, 0)]
    assert down_first == [tuple(map(int, one)) for one in signs]


def test_a_chord_is_that_chord_and_a_key_that_is_not_there_is_named(hands: PortalInput, empty: MutterWindow) -> None:
    write(hands, "abc")
    tap(hands, "ctrl", "a")
    tap(hands, "delete")
    write(hands, "d")

    wait_until(lambda: empty.text() == "d", "what replaced all of it")
    with pytest.raises(UnknownKeyError, match="é"):
        hands.key("é", down=True)


def test_what_was_copied_before_is_pasted_again_afterwards(
    hands: PortalInput, session: RemoteSession, empty: MutterWindow
) -> None:
    assert session.clipboard is not None
    write(hands, "mine")
    tap(hands, "ctrl", "a")
    tap(hands, "ctrl", "c")
    wait_until(lambda: session.clipboard and session.clipboard.read_text(5.0, 100) == "mine", "the copy")
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


def test_a_program_that_reads_nothing_is_not_flooded(hands: PortalInput, empty: MutterWindow) -> None:
    write(hands, "before ")
    wait_until(lambda: empty.text() == "before ", "what was typed before")
    suspend(empty.process.pid)

    with pytest.raises(InputError, match="isn't reading keyboard input"):
        hands.routes()[-2].enter("x" * 2000, ThreadStop(), lambda: False)

    empty.process.send_signal(signal.SIGCONT)
    write(hands, "!")
    wait_until(lambda: empty.text().endswith("!"), "what had left, and one more")
    typed = empty.text()
    assert {"x"} == {*typed.removeprefix("before ").removesuffix("!")}
    assert len(typed) <= 110
