"""Windows of a Mac, by answers shaped as Apple's pages and other people's printed lists have them."""

import struct

import pytest

from desktop_agent.core.errors import NoScreenError
from desktop_agent.core.frame import Window, WindowBox, WindowNames
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.platforms.macos.quartz_windows import QuartzWindows, program_at, words_in
from desktop_agent.screen.aim import BoundWindow
from desktop_agent.screen.private_parts import HiddenParts, PrivateParts
from tests.fakes.mac_frameworks import Element, Mac, MacProgram, element, listed

ALL, FREE = Rect(0, 0, 1440, 900), Rect(0, 25, 1440, 805)
BAR = Rect(0, 0, 1440, 25)
LETTER, NOTES, MAIL = Rect(100, 100, 600, 400), Rect(300, 200, 500, 500), Rect(50, 60, 400, 300)
TEXTEDIT = MacProgram("/System/Applications/TextEdit.app/Contents/MacOS/TextEdit", "com.apple.TextEdit")
DOCK = MacProgram("/System/Library/CoreServices/Dock.app/Contents/MacOS/Dock", "com.apple.dock")


@pytest.fixture
def mac() -> Mac:
    """A Mac with two documents of TextEdit, a mail program behind, and what the system itself shows."""
    mac = Mac((ALL, FREE))
    mac.programs = {7: TEXTEDIT, 8: MacProgram("/Applications/Post.app/Contents/MacOS/Post", "org.post"), 9: DOCK}
    mac.windows = [
        listed(90, 3, BAR, Layer=24, OwnerName="Window Server", Name="Menubar"),
        listed(91, 9, ALL, Layer=20, OwnerName="Dock", Name="Dock"),
        listed(70, 7, LETTER, OwnerName="TextEdit", Name="letter.txt"),
        listed(71, 7, NOTES, OwnerName="TextEdit", Name="notes.txt"),
        listed(80, 8, MAIL, OwnerName="Post", Name="Inbox"),
        listed(95, 2, ALL, Layer=-2147483603, OwnerName="Finder", Name=""),
        listed(72, 7, Rect(0, 0, 300, 200), OwnerName="TextEdit", Name="old.txt", IsOnscreen=False),
    ]
    mac.takes[91] = (Rect(400, 830, 640, 70),)  # the Dock's row of icons
    return mac


@pytest.fixture
def windows(mac: Mac) -> QuartzWindows:
    return QuartzWindows(mac.frameworks)


def in_front(mac: Mac, pid: int, box: Rect) -> None:
    mac.focused = Element(pid, {"AXFocusedWindow": element(box, pid)})


def test_windows_are_told_from_front_to_back_without_the_desktop_and_the_minimised_ones(windows: QuartzWindows) -> None:
    scene = windows.scene()

    assert [90, 91, 70, 71, 80] == [one.id for one in scene.windows]
    assert 70 == scene.window_at(ScreenPoint(350, 250))
    assert 71 == scene.window_at(ScreenPoint(750, 650))


def test_the_dock_is_where_its_icons_are_and_not_all_over_the_display(windows: QuartzWindows) -> None:
    scene = windows.scene()

    assert [WindowBox(91, Rect(0, 830, 1440, 70))] == [one for one in scene.windows if one.id == 91]
    assert scene.window_at(ScreenPoint(1400, 500)) is None


def test_a_window_over_a_whole_display_that_takes_no_click_is_not_there(mac: Mac, windows: QuartzWindows) -> None:
    mac.windows = [listed(60, 6, ALL, Layer=24, OwnerName="Screenshot"), *(mac.windows or [])]
    mac.takes[60] = ()

    assert 60 not in {one.id for one in windows.scene().windows}


def test_a_window_over_a_whole_display_that_takes_clicks_covers_all_below(mac: Mac, windows: QuartzWindows) -> None:
    mac.windows = [listed(61, 6, ALL, Layer=25, OwnerName="Launcher"), *(mac.windows or [])]

    assert 61 == windows.scene().window_at(ScreenPoint(350, 250))


def test_a_window_over_a_whole_display_is_known_where_only_its_edge_is_left_of_it(
    mac: Mac, windows: QuartzWindows
) -> None:
    mac.windows = [listed(62, 6, Rect(100, 50, 1300, 800), OwnerName="Front"), listed(63, 5, ALL, OwnerName="Film")]

    scene = windows.scene()

    assert 63 == scene.window_at(ScreenPoint(20, 400))
    assert 62 == scene.window_at(ScreenPoint(700, 400))


def test_a_second_display_beside_and_above_the_first_is_asked_where_it_is() -> None:
    beside, free = Rect(1440, -300, 1920, 1080), Rect(1440, -275, 1920, 1055)
    mac = Mac((ALL, FREE), (beside, free))
    editor = listed(2, 5, Rect(1500, -200, 300, 300), OwnerName="Editor")
    mac.windows = [listed(1, 5, beside, OwnerName="Overlay", Layer=3), editor]
    mac.takes[1] = ()

    assert [2] == [one.id for one in QuartzWindows(mac.frameworks).scene().windows]


def test_windows_that_cannot_be_seen_are_left_out(mac: Mac, windows: QuartzWindows) -> None:
    mac.windows = [listed(60, 6, LETTER, Alpha=0.0), listed(61, 6, Rect(5, 5, 0, 0))]

    assert () == windows.scene().windows


def test_the_keyboard_is_in_the_window_that_the_accessibility_interface_names(mac: Mac, windows: QuartzWindows) -> None:
    in_front(mac, 7, NOTES)

    assert 71 == windows.scene().focus


@pytest.mark.parametrize("nobody", [None, Element(7), Element(7, {"AXFocusedWindow": element(Rect(1300, 0, 9, 9))})])
def test_where_it_names_no_window_that_is_shown_nothing_is_said(
    mac: Mac, windows: QuartzWindows, nobody: Element | None
) -> None:
    mac.focused = nobody

    assert windows.scene().focus is None


def test_a_window_is_described_by_its_program_and_known_by_its_bundle_too(windows: QuartzWindows) -> None:
    windows.scene()

    assert Window(70, "TextEdit", "letter.txt", 7, TEXTEDIT.path) == windows.describe(70)
    assert WindowNames("TextEdit", ("com.apple.TextEdit",), "letter.txt") == windows.names(70)
    assert windows.describe(90).fixture
    assert windows.describe(91).fixture
    assert Window(555) == windows.describe(555)
    assert WindowNames() == windows.names(555)


def test_without_the_permission_to_record_the_screen_no_window_has_a_title(mac: Mac, windows: QuartzWindows) -> None:
    mac.windows = [{key: value for key, value in one.items() if key != "kCGWindowName"} for one in mac.windows or []]

    assert () == windows.titled()
    assert 70 == windows.scene().window_at(ScreenPoint(350, 250))
    assert not windows.describe(70).dialog


def test_titles_are_told_of_minimised_windows_too_and_not_of_menu_bar_and_dock(windows: QuartzWindows) -> None:
    told = windows.titled()

    assert ["letter.txt", "notes.txt", "Inbox", "old.txt"] == [one.title for one in told]
    assert WindowBox(70, LETTER) == windows.place(told[0])
    assert windows.place(told[-1]) is None
    assert windows.place(Window(70, pid=8)) is None


def test_a_sheet_and_a_menu_belong_to_the_window_that_they_lie_on(mac: Mac, windows: QuartzWindows) -> None:
    sheet = listed(73, 7, Rect(120, 120, 150, 70), OwnerName="TextEdit", Name="")
    menu = listed(74, 7, Rect(620, 600, 100, 80), OwnerName="TextEdit", Layer=101)
    mac.windows = [menu, sheet, *(mac.windows or [])]

    assert windows.belongs(73, 70)
    assert not windows.belongs(73, 71)
    assert not windows.belongs(73, 80)
    assert windows.belongs(74, 71)
    assert windows.describe(73).dialog
    assert windows.describe(74).menu
    assert not windows.belongs(71, 70)
    assert windows.is_part_of(73, 70)


def test_a_dialog_that_lies_on_two_windows_of_its_program_belongs_to_neither(mac: Mac, windows: QuartzWindows) -> None:
    mac.windows = [listed(75, 7, Rect(320, 220, 200, 100), OwnerName="TextEdit", Layer=8), *(mac.windows or [])]

    assert not windows.belongs(75, 70)
    assert not windows.belongs(75, 71)
    assert windows.is_part_of(75, 70)
    assert windows.is_part_of(75, 71)
    assert not windows.is_part_of(75, 80)


def test_a_run_can_be_bound_to_one_window(mac: Mac, windows: QuartzWindows) -> None:
    program = Element(
        7, {"AXWindows": [element(NOTES, 7, AXTitle="notes.txt"), element(LETTER, 7, AXTitle="letter.txt")]}
    )
    mac.elements[7] = program
    bound = BoundWindow(windows, "letter", own=lambda _window: False)

    bound.bring_forward()

    assert LETTER == bound.box
    assert "" == bound.refusal(windows.scene(), [ScreenPoint(110, 110)], keys=False)
    assert "covered" in bound.refusal(windows.scene(), [ScreenPoint(750, 650)], keys=False)
    notes, letter = program.attributes["AXWindows"]
    assert (["AXRaise"], []) == (letter.done, notes.done)
    assert program.attributes["AXFrontmost"] is True


@pytest.mark.parametrize("pattern", ["class:org.post", "Post", "title:inbox"])
def test_a_window_can_be_hidden_by_program_bundle_and_title(windows: QuartzWindows, pattern: str) -> None:
    parts = PrivateParts(windows, HiddenParts(windows=(pattern,)))

    assert {80} == parts.windows_in(windows.scene())


def test_where_no_window_server_runs_it_is_said(mac: Mac, windows: QuartzWindows) -> None:
    mac.windows = None

    with pytest.raises(NoScreenError):
        windows.scene()


PYTHON = "/Library/Frameworks/Python.framework/Versions/3.13/Resources/Python.app/Contents/MacOS/Python"


def kernel_told(*words: str, environment: str = "HOME=/Volumes/work") -> bytes:
    """Return what KERN_PROCARGS2 gives: the path is filled up with zeros, and the environment follows the words."""
    head = struct.pack("=i", len(words)) + PYTHON.encode()
    return head + b"\0" * 5 + b"\0".join(word.encode() for word in (*words, environment)) + b"\0"


def test_the_words_that_a_process_was_started_with_are_read_without_its_environment() -> None:
    assert ["python3", "-m", "päckage"] == words_in(kernel_told("python3", "-m", "päckage"))
    assert [] == words_in(b"")


@pytest.mark.parametrize(
    ("words", "program"),
    [
        (("python3", "/Volumes/Data/notes.py"), f"{PYTHON} /Volumes/Data/notes.py"),
        (("python3", "-m", "desktop_agent", "tray"), f"{PYTHON} -m desktop_agent"),
        (("python3", "notes.py"), ""),  # from a folder that is not known
        (("python3",), ""),
    ],
)
def test_an_interpreter_is_its_script_and_nobody_where_that_is_not_known(
    monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], program: str
) -> None:
    monkeypatch.setattr("desktop_agent.platforms.macos.quartz_windows._told_of", lambda _pid: kernel_told(*words))

    assert program == program_at(PYTHON, 5)
    assert TEXTEDIT.path == program_at(TEXTEDIT.path, 5)
