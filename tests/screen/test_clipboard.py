"""What a paste would put in, and which program offers it."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from desktop_agent.core.decisions.decision import Pasted
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.platforms.x11.clipboard import X11Clipboard, create
from desktop_agent.platforms.x11.selections import SelectionReader
from desktop_agent.screen.clipboard import CopyMemory, NoClipboard, Selection, SelectionChange, copied_files
from tests.fakes.desktops.accessible import find
from tests.fakes.people.hands import Hands
from tests.fakes.programs.debian_apps import mousepad
from tests.fakes.programs.odd_bytes import ODD, Odd
from tests.fakes.programs.odd_owner import OddOwner
from tests.fakes.waiting import wait_until

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
        reported = clipboard.offered("clipboard")

    text = reported.text if reported else None
    assert text is None or text.encode().decode() == text
    assert text is None or "\0" not in text
    if odd == ODD["not UTF-8"]:
        assert reported is not None
        assert reported.text == odd.shown


@pytest.mark.slow
def test_the_program_is_the_one_whose_window_the_text_is_from(
    clipboard: X11Clipboard, display: PrivateDisplay, hands: Hands, tmp_path: Path
) -> None:
    (tmp_path / "note.txt").write_text("copied here")
    with mousepad(display, tmp_path, tmp_path / "note.txt"):
        find(display, "mousepad", "menu", "File")
        hands.press("ctrl+a", "ctrl+c")
        wait_until(lambda: (clipboard.offered("clipboard") or Pasted("")).text == "copied here", what="the copy")
        reported = clipboard.offered("clipboard")

    assert Pasted("copied here", "/usr/bin/mousepad") == reported


@pytest.mark.parametrize("rest", [NEVER_ANSWERS, HAS_A_SECRET], ids=["silent", "secret"])
def test_what_cannot_be_known_is_not_waited_for_and_not_made_up(clipboard: X11Clipboard, rest: str) -> None:
    command = [sys.executable, "-c", OWNER.format(rest=rest)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        assert b"owned\n" == owner.stdout.readline()
        reported = clipboard.offered("clipboard")
        owner.kill()

    assert reported is None


@pytest.mark.slow
def test_whoever_takes_a_selection_is_reported_with_the_process(
    clipboard: X11Clipboard, display: PrivateDisplay, hands: Hands, tmp_path: Path
) -> None:
    clipboard.changes()
    assert clipboard.changes() == []

    (tmp_path / "note.txt").write_text("copied here")
    with mousepad(display, tmp_path, tmp_path / "note.txt") as app:
        find(display, "mousepad", "menu", "File")
        hands.press("ctrl+a", "ctrl+c")
        wait_until(lambda: (clipboard.offered("clipboard") or Pasted("")).text == "copied here", what="the copy")
        assert SelectionChange("clipboard", app.process.pid) in (clipboard.changes() or ())
        assert clipboard.holds("clipboard")
    hands.select("of somebody else's", "clipboard")
    changes = clipboard.changes() or ()

    assert changes
    assert app.process.pid not in {change.pid for change in changes if change.pid}


class Copied:
    """Selections that programs fill, by their process ids; None: nobody reports it."""

    def __init__(self, *, reports: bool = True, knows_pids: bool = True) -> None:
        self.content: dict[Selection, str | None] = {}
        self._changes: list[SelectionChange] = []
        self._reports = reports
        self._knows_pids = knows_pids

    def fill(self, text: str | None, pid: int, selection: Selection = "clipboard") -> None:
        self.content[selection] = text
        self._changes.append(SelectionChange(selection, pid if self._knows_pids else None))

    def offered(self, selection: Selection) -> Pasted | None:
        text = self.content.get(selection, "")
        return None if text is None else Pasted(text)

    def holds(self, selection: Selection) -> bool:
        return selection in self.content

    def changes(self) -> Sequence[SelectionChange] | None:
        changes = self._changes
        self._changes = []
        return changes if self._reports else None

    def put(self, text: str) -> bool:
        self.fill(text, OURS)
        return True

    def close(self) -> None:
        """Nothing is open."""


EDITOR = 7
OTHER = 8
MANAGER = 9
OURS = 10
COPIES: frozenset[Selection] = frozenset({"clipboard", "primary"})
SELECTS: frozenset[Selection] = frozenset({"primary"})


GNOME = "x-special/gnome-copied-files"
KDE = "application/x-kde-cutselection"
URIS = "text/uri-list"
FILE = b"file:///papers/a%20b.txt\r\n"


@pytest.mark.parametrize(
    ("offered", "moves", "asked"),
    [
        ({GNOME: b"cut\n" + FILE}, True, {GNOME}),
        ({GNOME: b"copy\n" + FILE, URIS: FILE}, False, {GNOME}),
        ({URIS: FILE}, False, {URIS}),
        ({URIS: FILE, KDE: b"1"}, True, {URIS, KDE}),
        ({URIS: FILE, KDE: b"0"}, False, {URIS, KDE}),
        ({GNOME: b"cut\n" + FILE, URIS: FILE, KDE: b"1"}, True, {URIS, KDE}),
        ({GNOME: b"copy\n" + FILE, URIS: FILE, KDE: b""}, False, {URIS, KDE}),
        ({GNOME: b"cut\n" + FILE, KDE: b"1"}, True, {GNOME}),
    ],
    ids=["Thunar", "Nautilus", "a browser", "Dolphin cuts", "Dolphin copies", "PCManFM cuts", "PCManFM copies", "odd"],
)
def test_what_is_cut_is_known_without_taking_it_from_its_program(
    offered: dict[str, bytes], asked: set[str], *, moves: bool
) -> None:
    read = set[str]()

    def give(kind: str) -> bytes | None:
        read.add(kind)
        return offered.get(kind)

    assert copied_files(offered, give) == (("/papers/a b.txt",), moves)
    assert read == asked  # PCManFM gives up what is cut to whoever reads GNOME's type


def test_what_was_copied_before_the_run_is_the_persons_and_an_empty_clipboard_is_nobodys() -> None:
    source = Copied()
    assert CopyMemory(source).pasted("clipboard") == Pasted("")
    source.fill("a code", OTHER)

    assert CopyMemory(source).pasted("clipboard") == Pasted("a code", yours=True)


def test_what_the_program_of_an_act_copies_is_the_runs_until_the_act_is_over() -> None:
    source = Copied()
    memory = CopyMemory(source)
    memory.begin_act(EDITOR, COPIES)
    source.fill("words", EDITOR)
    during = memory.pasted("clipboard")
    memory.end_act(is_alone=True)
    after = memory.pasted("clipboard")
    source.fill("a code", EDITOR)
    later = memory.pasted("clipboard")

    assert [one.yours for one in (during, after, later)] == [False, False, True]


@pytest.mark.parametrize(
    ("pid", "is_alone", "yours"), [(OTHER, True, True), (EDITOR, False, True), (EDITOR, True, False)]
)
def test_what_another_program_copies_meanwhile_or_a_person_is_not_the_runs(
    pid: int, is_alone: bool, yours: bool
) -> None:
    source = Copied()
    memory = CopyMemory(source)
    memory.begin_act(EDITOR, SELECTS)
    source.fill("a code", pid)
    memory.end_act(is_alone=is_alone)

    assert memory.pasted("clipboard").yours is yours


def test_a_text_of_the_runs_is_known_again_from_a_clipboard_manager_and_other_content_is_not() -> None:
    source = Copied()
    memory = CopyMemory(source)
    memory.begin_act(EDITOR, COPIES)
    source.fill("words", EDITOR)
    memory.end_act(is_alone=True)
    source.fill("words", MANAGER)
    again = memory.pasted("clipboard")
    source.fill(None, MANAGER)

    assert (again.yours, memory.pasted("clipboard").yours) == (False, True)


def test_content_that_is_no_text_is_the_runs_by_who_put_it_there() -> None:
    source = Copied()
    memory = CopyMemory(source)
    memory.begin_act(EDITOR, COPIES)
    source.fill("", EDITOR)
    own = memory.pasted("clipboard")
    memory.end_act(is_alone=True)
    source.fill("", OTHER)

    assert (own.yours, memory.pasted("clipboard").yours) == (False, True)


def test_each_selection_is_known_for_itself() -> None:
    source = Copied()
    source.fill("a code", OTHER)
    memory = CopyMemory(source)
    memory.begin_act(EDITOR, SELECTS)
    source.fill("marked", EDITOR, "primary")
    memory.end_act(is_alone=True)

    assert (memory.pasted("primary").yours, memory.pasted("clipboard").yours) == (False, True)


def test_what_the_run_puts_there_itself_is_its_own() -> None:
    memory = CopyMemory(Copied())

    assert memory.put("words")
    assert not memory.pasted("clipboard").yours
    assert not CopyMemory(NoClipboard()).put("words")


def test_an_act_that_copies_is_waited_for_until_its_program_has() -> None:
    source = Copied()
    memory = CopyMemory(source)
    assert not memory.is_copying()
    memory.begin_act(EDITOR, SELECTS)
    assert not memory.is_copying()
    memory.begin_act(EDITOR, COPIES)
    assert memory.is_copying()
    source.fill("words", EDITOR)

    assert not memory.is_copying()


@pytest.mark.parametrize(("copies", "yours"), [(COPIES, False), (SELECTS, True)])
def test_where_no_process_is_known_only_an_act_that_copies_fills_the_clipboard(
    copies: frozenset[Selection], yours: bool
) -> None:
    source = Copied(knows_pids=False)
    memory = CopyMemory(source)
    memory.begin_act(EDITOR, copies)
    source.fill("words", EDITOR)
    memory.end_act(is_alone=True)

    assert memory.pasted("clipboard").yours is yours


def test_where_nobody_reports_changes_it_is_the_persons_until_the_run_has_copied() -> None:
    memory = CopyMemory(NoClipboard())
    before = memory.pasted("clipboard")
    memory.begin_act(EDITOR, COPIES)
    assert not memory.is_copying()
    memory.end_act(is_alone=True)

    assert before == Pasted(None, yours=True)
    assert memory.pasted("clipboard") == Pasted(None)


@pytest.mark.parametrize(
    ("acts", "is_alone", "have_copied"),
    [
        ([(COPIES, "clipboard")], True, True),
        ([(COPIES, None)], True, False),
        ([(COPIES, "primary")], True, False),
        ([(SELECTS, "clipboard")], True, None),
        ([(COPIES, None), (SELECTS, None)], True, False),
        ([(COPIES, None), (COPIES, "clipboard")], True, False),
        ([(COPIES, None)], False, None),
    ],
)
def test_an_act_that_copies_and_leaves_the_clipboard_as_it_was_is_known(
    acts: list[tuple[frozenset[Selection], Selection | None]], is_alone: bool, have_copied: bool | None
) -> None:
    source = Copied()
    memory = CopyMemory(source)
    for copies, filled in acts:
        memory.begin_act(EDITOR, copies)
        if filled is not None:
            source.fill("words", EDITOR, filled)

    assert memory.end_act(is_alone=is_alone) is have_copied
    assert memory.end_act(is_alone=True) is None


def test_where_nobody_reports_changes_nothing_is_said_of_a_copy() -> None:
    memory = CopyMemory(NoClipboard())
    memory.begin_act(EDITOR, COPIES)

    assert memory.end_act(is_alone=True) is None
