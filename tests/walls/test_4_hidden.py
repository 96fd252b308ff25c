"""What is hidden is grey, nameless and out of reach: by the window's number, at the moment of the picture."""

from __future__ import annotations

import asyncio
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from io import BytesIO
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from PIL import Image
from Xlib import X

from desktop_agent.core.actions.action import Action, Click, Drag, Press, Type
from desktop_agent.core.pictures import Frame, ImagePoint, Pixels, Rect, WindowNames
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.run.act.visibility import window_seen
from desktop_agent.screen.captures.camera import ScreenCamera
from desktop_agent.screen.captures.private_parts import HIDDEN, HIDDEN_KEYS, HiddenParts, NamePattern, PrivateParts
from desktop_agent.screen.captures.source import CaptureSource, CursorImage, Monitor
from desktop_agent.screen.choose import choose_capture, choose_windows
from desktop_agent.screen.controls.surroundings import ScreenSurroundings
from desktop_agent.screen.controls.window import NoControls
from desktop_agent.tasks.expectations.check import RunExpectations
from desktop_agent.tasks.expectations.expectation import read_expectation
from tests.fakes.people.mcp_agent import agent, environment
from tests.fakes.programs.x_window import XWindow
from tests.fakes.runs.run_ports import world
from tests.fakes.servers.thinking import frame as thinking_frame
from tests.fakes.waiting import wait_until

CANARY = 0xC81E8B  # no theme and no other test has it
OTHER = 0x20A040
Make = Callable[..., ScreenCamera]


class Interrupted:
    """A source of captures that has something happen right before each."""

    def __init__(self, happens: Callable[[], None]) -> None:
        self._source: CaptureSource = choose_capture()
        self._happens = happens

    def monitors(self) -> tuple[Monitor, ...]:
        return self._source.monitors()

    def grab(self, box: Rect) -> Pixels:
        self._happens()
        return self._source.grab(box)

    def quick_grab(self, box: Rect) -> Pixels:
        self._happens()
        return self._source.quick_grab(box)

    def cursor(self) -> CursorImage | None:
        return self._source.cursor()

    def close(self) -> None:
        self._source.close()


@pytest.fixture
def camera_hiding(on_display: PrivateDisplay) -> Iterator[Make]:
    """Give what makes a camera that hides windows, and regions."""
    with ExitStack() as stack:

        def make(*windows: str, regions: tuple[Rect, ...] = (), source: CaptureSource | None = None) -> ScreenCamera:
            known = choose_windows()
            hidden = PrivateParts(known, HiddenParts(regions, windows))
            camera = ScreenCamera(source or choose_capture(), known, hidden=hidden)
            stack.callback(camera.close)
            return camera

        yield make


def canaries(frame: Frame, colour: int = CANARY, box: Rect | None = None) -> int:
    """Count the pixels in a colour of what would be sent, or of a part of it, decoded by another library."""
    picture = Image.open(BytesIO(frame.data)).convert("RGB")
    part = picture.crop((box.x, box.y, box.right, box.bottom)) if box else picture
    rows = np.asarray(part).astype(np.uint32)
    code = rows[..., 0] << 16 | rows[..., 1] << 8 | rows[..., 2]
    return int(np.count_nonzero(code == colour))


def shown(title: str, left: int = 200, top: int = 100, **how: bool) -> XWindow:
    window = XWindow(left, top, 300, 200, CANARY, **how)
    window.name(title)
    window.class_("Vault")
    return window


@pytest.mark.parametrize(("pattern", "managed"), [("class:VAULT", True), ("MY ACCOUNTS - Vault", False)])
def test_a_window_is_hidden_by_its_class_or_title(camera_hiding: Make, pattern: str, managed: bool) -> None:
    with shown("My accounts - Vault", managed=managed):
        assert canaries(camera_hiding().grab()) == 60_000
        assert canaries(camera_hiding(pattern).grab()) == 0


def test_a_window_that_gets_the_title_later_is_hidden_from_then_on(camera_hiding: Make) -> None:
    camera = camera_hiding("bank")
    with shown("News", managed=True) as window:
        seen = [canaries(camera.grab()) for _ in range(4)]
        window.name("My bank")
        hidden = canaries(camera.grab())
        window.name("News")
        wait_until(lambda: canaries(camera.grab()) == 60_000, "the window by its other title")

    assert (seen, hidden) == ([60_000] * 4, 0)


@pytest.mark.slow
def test_no_picture_of_a_window_that_never_rests_shows_any_of_it(camera_hiding: Make) -> None:
    camera = camera_hiding("vault")
    over = threading.Event()
    with shown("Vault") as window:

        def move() -> None:
            left = 0
            while not over.wait(0.001):  # many times within a capture, and the camera and the server get their turns
                left = (left + 37) % 900
                window.move(left, left // 2)

        mover = threading.Thread(target=move)
        mover.start()
        found = [canaries(camera.grab()) for _ in range(10)]
        over.set()
        mover.join()

    assert found == [0] * 10


def test_the_dialogs_and_menus_of_a_hidden_window_are_hidden(camera_hiding: Make) -> None:
    with shown("Vault", managed=True) as window, XWindow(600, 400, 200, 100, CANARY, managed=True) as dialog:
        dialog.name("Save as")
        dialog.belongs_to(window)
        with XWindow(600, 600, 100, 100, CANARY) as menu:
            menu.belongs_to(dialog)

            assert canaries(camera_hiding("title:vault").grab()) == 0


def test_a_region_is_hidden_whatever_lies_there(camera_hiding: Make) -> None:
    with shown("News", 200, 100):
        frame = camera_hiding(regions=(Rect(200, 100, 150, 200), Rect(350, 100, 900, 100))).grab()

    assert canaries(frame, box=Rect(200, 100, 300, 200)) == 150 * 100


@pytest.mark.parametrize("happens", ["moved", "lowered", "hidden", "covered"])
def test_no_list_names_a_hidden_window_that_the_picture_had_elsewhere(camera_hiding: Make, happens: str) -> None:
    camera = camera_hiding("vault")
    windows = choose_windows()
    with (
        ExitStack() as stack,
        closing(windows),
        XWindow(150, 80, 400, 300, OTHER),
        shown("My accounts - Vault") as window,
    ):
        frame = camera.grab()
        surroundings = ScreenSurroundings(windows, NoControls(), hides=camera.hidden_area_reason)
        match happens:
            case "moved":
                window.move(700, 400)
            case "lowered":
                window.lower()
            case "hidden":
                window.hide()
            case "covered":
                stack.enter_context(XWindow(190, 90, 350, 250, OTHER))
        reported = [window_seen(frame, window.id, surroundings).window for window in frame.scene.windows]

    assert window.id in {window.id for window in frame.scene.windows}
    assert window.id not in {one.id for one in reported if one}


@pytest.mark.parametrize(
    ("action", "why"),
    [
        (Click(ImagePoint(300, 200)), HIDDEN),
        (Click(ImagePoint(1000, 700)), HIDDEN),
        (Click(ImagePoint(600, 400)), ""),
        (Type("x", ImagePoint(300, 200)), HIDDEN),
        (Drag((ImagePoint(300, 200), ImagePoint(9000, 200))), HIDDEN),  # its end is outside of the picture
        (Press(("a",)), HIDDEN_KEYS),
    ],
)
def test_nothing_is_done_or_reported_in_a_hidden_area(camera_hiding: Make, action: Action, why: str) -> None:
    camera = camera_hiding("vault", regions=(Rect(950, 650, 100, 100),))
    with shown("Vault") as window, closing(choose_windows()) as windows:
        window.focus()
        frame = camera.grab()
        surroundings = ScreenSurroundings(windows, NoControls(), hides=camera.hidden_area_reason)

        assert camera.refusal(frame, action) == why
        if why:
            assert surroundings.window(frame, action).window is None


@pytest.mark.parametrize(
    ("pattern", "names", "fits"),
    [
        ("firefox", WindowNames("firefox-esr", ("Navigator", "Firefox-esr"), "News"), False),
        ("firefox*", WindowNames("firefox-esr", (), "News"), True),
        ("class:firefox*", WindowNames("", ("Navigator", "Firefox-esr"), "News"), True),
        ("class:news", WindowNames("", ("x",), "News"), False),
        ("n?ws", WindowNames("", (), "Old news of today"), True),
        ("[n]ews", WindowNames("", (), "News"), True),
        ("title: bank ", WindowNames("bank", (), "Home"), False),
    ],
)
def test_a_hiding_pattern_matches_titles_and_classes(pattern: str, names: WindowNames, fits: bool) -> None:
    assert NamePattern.read(pattern).fits(names) is fits


def _flash(window: XWindow) -> None:
    with shown("Vault", 220, 120):
        window.hide()


GOES: dict[str, Callable[[XWindow], object]] = {
    "moved": lambda window: window.move(700, 500),
    "lowered": XWindow.lower,
    "hidden": XWindow.hide,
    "closed": XWindow.destroy,
    "gone as another came and went": _flash,
}


@pytest.mark.parametrize("known", [True, False], ids=["seen before", "never seen"])
@pytest.mark.parametrize("goes", GOES.values(), ids=GOES)
def test_no_picture_shows_what_a_busy_program_has_not_painted_over_yet(
    camera_hiding: Make, goes: Callable[[XWindow], object], known: bool
) -> None:
    with XWindow(150, 50, 500, 400, OTHER, managed=True) as below:
        below.window.change_attributes(background_pixmap=X.NONE)  # the server leaves there what was there
        below.move(150, 50)
        going = list[XWindow]()

        def happens() -> None:
            if going:
                goes(going.pop())

        camera = camera_hiding("vault", source=Interrupted(happens))
        with shown("Vault") as window:
            before = canaries(camera.grab()) if known else 0
            going.append(window)
            found = [canaries(camera.grab()) for _ in range(3)]
            assert (before, found) == (0, [0] * 3)

            below.paint(0, 0, 500, 400, OTHER)
            wait_until(lambda: canaries(camera.grab(), OTHER) >= 140_000, "what was painted there")


DOOR_CODE = "door code 4711"
UNSEEN = (
    'file:{0}/diary.txt contains "4711"',
    "file:{0}/diary.txt matches ^door code [0-4]",
    "file:{0}/diary.txt",
    "file:{0}/diary.txt equals {0}/open/note.txt",
    "file:{0}/open/note.txt equals {0}/diary.txt",
    'file:{0}/open/link.txt contains "door"',
    "cell:{0}/Budget.ods!March!B2=98765",
    'file:{0}/letter.odt contains "salary"',
    'file:/proc/self/environ contains "HOME"',
    'clipboard:"door code 4711"',
)
LOOKED_AT = 'file:{0}/open/note.txt contains "door"'


def test_files_not_on_the_screen_are_not_named_to_the_model_unasked(display: PrivateDisplay, tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text(DOOR_CODE)
    (tmp_path / "open").mkdir()
    (tmp_path / "open/note.txt").write_text(DOOR_CODE)
    (tmp_path / "open/link.txt").symlink_to("../diary.txt")
    flags = ("--mode", "auto", "--approver", "none", "--allow", f"files:{tmp_path}/open")
    unseen = [what.format(tmp_path) for what in UNSEEN]

    async def work() -> None:
        async with agent(environment(display, tmp_path), *flags) as caller:
            await caller.call("look", show="none")
            at_the_end = await caller.call("stop", summary="Done.", expect=unseen)
            unknown = at_the_end.text.count("the person didn't allow the agent to know this")
            unknown += at_the_end.text.count("its state at the start isn't known")
            assert (unknown, "isn't true yet" in at_the_end.text) == (len(unseen), True), at_the_end.text
            ended = await caller.call("stop", summary="Done.", expect=[LOOKED_AT.format(tmp_path)])
            assert f"{len(unseen)} of {len(unseen) + 1} expectations don't hold" in ended.text
            of_a_task = await caller.call("run_task", task="wait 1 second", expect=unseen[:1])
            assert "Looking into what an agent wants to be checked wasn't allowed" in of_a_task.text
            assert "holds" not in of_a_task.text

    asyncio.run(work())


PASSWORD = "a1b2c3d4-e5f6g7h8"
GIVEN_AWAY = f"password = {PASSWORD}"


def _packed(file: Path) -> None:
    """Write a text or a spreadsheet as an office program packs it."""
    inside = f"<text:p>{GIVEN_AWAY}</text:p>"
    if file.suffix == ".ods":
        row = f"<table:table-row><table:table-cell>{inside}</table:table-cell></table:table-row>"
        inside = f'<table:table table:name="A">{row}</table:table>'
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", f"<x><office:body>{inside}</office:body></x>")


def _hidden(file: Path) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text("a1")


# In a folder that is in scope: what is asked, and how its file is made.
SECRET_FILES: Mapping[str, Callable[[Path], object]] = {
    'file:{0}/plain.txt contains "a1"': lambda file: file.write_text(GIVEN_AWAY),
    "file:{0}/wide.txt matches ^password = [a-b]": lambda file: file.write_text(GIVEN_AWAY, "utf-16"),
    'file:{0}/wide.txt contains "a1"': lambda file: file.write_text(GIVEN_AWAY, "utf-16"),
    'file:{0}/zeros.txt contains "a1"': lambda file: file.write_text(f"\0{GIVEN_AWAY}"),
    'file:{0}/letter.odt contains "a1b2"': _packed,
    "cell:{0}/table.ods!A!A1=a1b2": _packed,
    'file:{0}/.env contains "a1"': _hidden,
    'file:{0}/.ssh/id contains "a1"': _hidden,
    'file:{0}/second.txt contains "a1"': lambda file: file.hardlink_to(file.parents[1] / "diary.txt"),
    'file:{0}/link.txt contains "a1"': lambda file: file.symlink_to(file.parents[1] / "diary.txt"),
}


@pytest.mark.parametrize("asked", SECRET_FILES)
@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_no_more_is_told_of_a_file_in_scope_than_its_window_would_show(tmp_path: Path, asked: str, when: str) -> None:
    folder = tmp_path / "open"
    folder.mkdir()
    (tmp_path / "diary.txt").write_text("a1")
    file = read_expectation(asked.format(folder)).path  # type: ignore[union-attr]
    if when == "before":
        SECRET_FILES[asked](file)
    expected = RunExpectations(
        [asked.format(folder)], cast("ScreenSurroundings", world([]).controls), {"HOME": str(tmp_path)},
        agent_sees=[folder], late_s=(),
    )  # fmt: skip
    unasked = not expected.off_screen()
    if when == "meanwhile":
        SECRET_FILES[asked](file)

    (reported,) = asyncio.run(expected.look(thinking_frame()))

    assert not (unasked and reported.holds)
    assert not (unasked and PASSWORD in reported.evidence)
    assert unasked or file.is_symlink()
