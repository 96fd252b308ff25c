"""What a paste would put in, and which program offers it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.core.actions import Action, Click, HoldKey, Press, Type
from desktop_agent.core.decision import Pasted
from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.platforms.x11.clipboard import X11Clipboard, create
from desktop_agent.platforms.x11.selection_reader import SelectionReader
from desktop_agent.screen.clipboard import Selection, selection_of
from tests.fakes.accessible import find
from tests.fakes.debian_apps import mousepad
from tests.fakes.hands import Hands
from tests.fakes.odd_bytes import ODD, Odd
from tests.fakes.odd_owner import OddOwner
from tests.fakes.waiting import wait_until

AT = ImagePoint(1, 1)
XTERM, EDITOR = Window(1, "xterm", kinds=frozenset({"TerminalEmulator"})), Window(2, "mousepad")
OWNER = """
import sys
from Xlib import X, Xatom, display
shown = display.Display()
window = shown.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
clipboard = shown.intern_atom("CLIPBOARD")
window.set_selection_owner(clipboard, X.CurrentTime)
shown.sync()
print("owned", flush=True)
{rest}
"""
NEVER_ANSWERS = "sys.stdin.read()"
HAS_A_SECRET = """
from Xlib.protocol import event
while True:
    asked = shown.next_event()
    if asked.type != X.SelectionRequest:
        continue
    hint = shown.intern_atom("x-kde-passwordManagerHint")
    offers = [shown.intern_atom("TARGETS"), shown.intern_atom("UTF8_STRING"), hint]
    asked.requestor.change_property(asked.property, Xatom.ATOM, 32, offers)
    asked.requestor.send_event(event.SelectionNotify(
        time=asked.time, requestor=asked.requestor, selection=asked.selection, target=asked.target,
        property=asked.property))
    shown.flush()
"""


@pytest.fixture
def clipboard(on_display: PrivateDisplay) -> Iterator[X11Clipboard]:
    made = create()
    yield made
    made.close()


@pytest.mark.parametrize(
    ("text", "selection"), [("Grüße, 日本 😀\n", "clipboard"), ("x" * 300_000, "primary")], ids=["Unicode", "long"]
)
def test_the_text_is_what_a_paste_would_give(
    clipboard: X11Clipboard, hands: Hands, text: str, selection: Selection
) -> None:
    hands.select(text, selection)

    wait_until(lambda: (clipboard.offered(selection) or Pasted("")).text == text, what="the text")


ODD_TARGETS: dict[str, Odd | None] = {
    **{name: ODD[name] for name in ("empty", "NUL inside", "16 bits", "no numbers", "numbers as bytes")},
    **{name: ODD[name] for name in ("no such atoms", "no such windows", "huge numbers", "200 000 bytes")},
    "sixty thousand": Odd("ATOM", 32, [*range(1, 61)] * 1_000),
    "none": None,
}


@pytest.mark.parametrize("listed", ODD_TARGETS.values(), ids=ODD_TARGETS)
def test_an_owner_that_lists_oddly_what_it_has_is_one_that_lists_nothing(
    clipboard: X11Clipboard, listed: Odd | None
) -> None:
    with OddOwner({"TARGETS": listed, "UTF8_STRING": None, "STRING": None, "TEXT": None}):
        reader = SelectionReader(clipboard._connection, clipboard._reader._window, 0.5, 1 << 20)
        kept = reader.read("CLIPBOARD")

        assert (clipboard.offered("clipboard") or Pasted("")).text == ""
    assert kept == {}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_copied_bytes_are_a_text_as_far_as_they_are_one(clipboard: X11Clipboard, odd: Odd) -> None:
    has_text = Odd("ATOM", 32, [clipboard._connection.atom("UTF8_STRING")])
    with OddOwner({"TARGETS": has_text, "UTF8_STRING": odd}):
        told = clipboard.offered("clipboard")

    assert told is None or told.text.encode().decode() == told.text
    assert told is None or "\0" not in told.text
    if odd == ODD["not UTF-8"]:
        assert told is not None
        assert told.text == odd.shown


def test_the_program_is_the_one_whose_window_the_text_is_from(
    clipboard: X11Clipboard, display: PrivateDisplay, hands: Hands, tmp_path: Path
) -> None:
    (tmp_path / "note.txt").write_text("copied here")
    with mousepad(display, tmp_path, tmp_path / "note.txt"):
        find(display, "mousepad", "menu", "File")
        hands.press("ctrl+a", "ctrl+c")
        wait_until(lambda: (clipboard.offered("clipboard") or Pasted("")).text == "copied here", what="the copy")
        told = clipboard.offered("clipboard")

    assert Pasted("copied here", "/usr/bin/mousepad") == told


@pytest.mark.parametrize("rest", [NEVER_ANSWERS, HAS_A_SECRET], ids=["silent", "secret"])
def test_what_cannot_be_known_is_not_waited_for_and_not_made_up(clipboard: X11Clipboard, rest: str) -> None:
    command = [sys.executable, "-c", OWNER.format(rest=rest)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        assert b"owned\n" == owner.stdout.readline()
        told = clipboard.offered("clipboard")
        owner.kill()

    assert told is None


@pytest.mark.parametrize(
    ("action", "focus", "selection"),
    [
        (Press(("ctrl", "v")), EDITOR, "clipboard"),
        (Press(("ctrl", "shift", "v")), XTERM, "clipboard"),
        (HoldKey(("shift", "insert")), EDITOR, "clipboard"),
        (Press(("shift", "insert")), XTERM, "primary"),
        (Click(AT, "middle"), EDITOR, "primary"),
        (Click(AT), EDITOR, None),
        (Press(("ctrl", "alt", "v")), EDITOR, None),
        (Type("v"), EDITOR, None),
    ],
)
def test_an_action_pastes_one_of_two_selections_or_nothing(
    action: Action, focus: Window | None, selection: Selection | None
) -> None:
    assert selection == selection_of(action, lambda: focus)
