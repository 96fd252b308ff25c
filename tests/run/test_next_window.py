"""A batch can wait for a window, a control or a text; keys then go there, and what came instead is told."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

import pytest

from desktop_agent.core.actions.action import Action, points_of
from desktop_agent.core.controls.role import Role
from desktop_agent.core.controls.screen_contents import ShownControl, ShownText, WindowContents
from desktop_agent.core.decisions.decision import Target
from desktop_agent.core.errors import InputError
from desktop_agent.core.pictures import Frame, Pixels, Rect, Scene, Window, WindowBox
from desktop_agent.run.act.input_state import InputState
from desktop_agent.run.act.opening_wait import OpeningWait
from desktop_agent.run.ports import Camera
from tests.fakes.runs.cases import target_of
from tests.fakes.runs.named_controls import NamedControls
from tests.fakes.runs.run_ports import VIEWPORT, pauses_of, world

EDITOR, OWN, OTHER, MENU, SECOND, PANEL, SPLASH = range(1, 8)
WINDOWS = {
    EDITOR: Window(EDITOR, "editor", "note.txt", 7),
    OWN: Window(OWN, "editor", "Find", 7, dialog=True),
    OTHER: Window(OTHER, "mail", "New message", 8),
    MENU: Window(MENU, "editor", "note.txt", 7, menu=True),
    SECOND: Window(SECOND, "editor", "Really?", 7, dialog=True),
    PANEL: Window(PANEL, "panel", "panel", 9, fixture=True),
    SPLASH: Window(SPLASH, "mail", "New mail", 8, splash=True),
}
BOXES = {number: WindowBox(number, Rect(20 * number, 0, 20, 100)) for number in WINDOWS}
TIP = WindowBox(OWN, Rect(40, 0, 20, 100), tooltip=True)
OWN_MARK = "“Find” (editor)"
OTHER_MARK = "“New message” (mail)"


@dataclass
class Shown(NamedControls):
    """Windows with contents, as their programs report them, or as they are read."""

    inside: Mapping[int, WindowContents] = field(default_factory=dict)
    drawn: Mapping[int, Sequence[ShownControl]] = field(default_factory=dict)

    def window(self, frame: Frame, action: Action) -> Target:
        scene = frame.scene
        points = points_of(action)
        number = scene.window_at(VIEWPORT.to_screen(points[0])) if points else scene.focus
        known = WINDOWS.get(number or 0)
        return target_of(known) if known else Target()

    async def target(self, frame: Frame, action: Action) -> Target:
        return Target()

    async def contents(self, frame: Frame, window: int) -> WindowContents:
        return self.inside.get(window, WindowContents((ShownControl("OK", "push button", Rect(0, 0, 1, 1)),)))

    async def read(self, frame: Frame, window: int) -> Sequence[ShownControl]:
        return self.drawn.get(window, ())


@dataclass
class Scenes:
    """A screen that shows these scenes one after the other, and stays at the last."""

    left: list[Scene] = field(default_factory=list)

    def windows_now(self, frame: Frame) -> Scene:
        return self.left.pop(0) if len(self.left) > 1 else self.left[0]

    def alike(self, first: Frame, second: Frame, *, exactly: bool) -> bool:
        return False

    def grab(self, taken: Callable[[], None] = lambda: None) -> Frame:
        taken()
        return frame_of(self.left[0])


def frame_of(shown: Scene) -> Frame:
    return Frame(b"", "image/png", VIEWPORT, "", shown, Pixels(VIEWPORT.image, b""))


def scene(*boxes: WindowBox, focus: int = EDITOR) -> Scene:
    return Scene((*boxes, BOXES[EDITOR]), focus)


def waited(
    text: str,
    *scenes: Scene,
    for_keys: bool = True,
    came: Scene | None = None,
    shown: Shown | None = None,
    seconds: float = 0.25,
    kept_for_s: float = 60.0,
) -> int | str | None:
    inputs = InputState()
    if came is not None:
        inputs.note_opened(frame_of(came))
    ports = world([]).ports
    camera = cast("Camera", Scenes([*scenes]))
    wait = OpeningWait(shown or Shown(), camera, ports.pause, pauses_of(ports), kept_for_s)
    try:
        return asyncio.run(wait.come(frame_of(scene()), text, seconds, inputs, for_keys=for_keys)).scene.focus
    except InputError as why:
        return str(why.message)


NONE = "No new window appeared within 0.25 s."
OWN_BEHIND = f"The window {OWN_MARK} has appeared, but it doesn't have the keyboard."
OF_ANOTHER = (
    f"No new window of the program in use has appeared. The window {OTHER_MARK} has the keyboard now. It belongs to "
    "another program, so keys go there only once it has been waited for by a part of its title."
)


@pytest.mark.parametrize(
    ("text", "scenes", "for_keys", "comes"),
    [
        ("", (scene(), scene(BOXES[OWN], focus=OWN)), True, OWN),
        ("", (scene(BOXES[OWN]), scene(BOXES[OWN], focus=OWN)), True, OWN),
        ("", (scene(BOXES[OTHER], focus=OTHER),), False, OTHER),
        ("", (scene(BOXES[OTHER], focus=OTHER),), True, OF_ANOTHER),
        ("", (scene(BOXES[OWN]),), True, OWN_BEHIND),
        ("", (scene(BOXES[MENU]),), True, NONE),
        ("", (scene(TIP),), False, NONE),
        ("", (scene(BOXES[SPLASH]),), False, NONE),
        ("", (scene(BOXES[SPLASH], BOXES[OTHER]),), False, OTHER),
        ("", (scene(BOXES[SPLASH]), scene(BOXES[OTHER], focus=OTHER)), False, OTHER),
        ("", (scene(BOXES[SPLASH], focus=SPLASH),), False, SPLASH),  # a program launcher without a frame
        ("new mail", (scene(BOXES[SPLASH]),), False, "“new mail” didn't appear within 0.25 s."),
        ("find", (scene(BOXES[OWN], focus=OWN),), True, OWN),
        ("new MESSAGE", (scene(BOXES[OTHER], focus=OTHER),), True, OTHER),
        ("keep", (scene(),), True, "“keep” didn't appear within 0.25 s."),
        (
            "keep",
            (scene(BOXES[OWN], focus=OWN),),
            True,
            f"“keep” didn't appear within 0.25 s. The window {OWN_MARK} has the keyboard now.",
        ),
        ("find", (scene(BOXES[OWN]),), True, "“find” appeared, but the focus is in another window."),
    ],
)
def test_what_is_waited_for_is_the_named_or_the_next_window_of_the_program(
    text: str, scenes: tuple[Scene, ...], *, for_keys: bool, comes: int | str
) -> None:
    assert waited(text, *scenes, for_keys=for_keys) == comes


def test_after_one_window_the_next_is_another_one() -> None:
    opened = scene(BOXES[OWN], focus=OWN)

    assert waited("", opened, came=opened) == NONE
    assert waited("", Scene((BOXES[SECOND], *opened.windows), SECOND), came=opened) == SECOND


NOT_YET = "“keep” hasn't appeared."
ENDS_EARLY = [
    ("", scene(BOXES[OTHER], focus=OTHER), OF_ANOTHER),
    ("keep", scene(BOXES[OWN], focus=OWN), f"{NOT_YET} The window {OWN_MARK} has the keyboard now."),
    (
        "keep",
        scene(BOXES[OTHER], focus=OTHER),
        f"{NOT_YET} The window {OTHER_MARK} has the keyboard now.",
    ),
]


@pytest.mark.parametrize(("text", "now", "expected"), ENDS_EARLY)
def test_the_wait_is_over_once_another_window_has_had_the_keyboard_for_a_while(
    text: str, now: Scene, expected: str
) -> None:
    assert waited(text, scene(), now, seconds=60, kept_for_s=0.05) == expected


def test_the_wait_goes_on_in_the_window_that_has_the_keyboard_back_after_a_dialog_has_closed() -> None:
    dialog = scene(BOXES[OWN], focus=OWN)

    assert waited("keep", dialog, scene(), came=dialog, kept_for_s=0.0) == "“keep” didn't appear within 0.25 s."


def test_a_window_that_had_the_keyboard_for_a_moment_only_ends_no_wait() -> None:
    passing = scene(BOXES[OTHER], focus=OTHER)

    assert waited("find", passing, scene(), scene(BOXES[OWN], focus=OWN), kept_for_s=5.0) == OWN


def controls(*controls: ShownControl, texts: Sequence[ShownText] = ()) -> WindowContents:
    return WindowContents(controls, tuple(texts))


PLACE = Rect(25, 10, 10, 10)
BELOW = Rect(25, 40, 10, 10)
ITEM = ShownControl("Compress…", Role.MENU_ITEM, PLACE)
BUTTON = ShownControl("Save", Role.PUSH_BUTTON, BELOW)
ABSENT = "“compress” didn't appear within 0.25 s."


@pytest.mark.parametrize(
    ("contents", "text", "comes"),
    [
        (controls(BUTTON, texts=[ShownText("Saved.", PLACE)]), "Saved", EDITOR),
        (controls(BUTTON, texts=[ShownText("Your order is", PLACE), ShownText("4711", Rect(36, 10, 9, 10))]),
         "order is  4711", EDITOR),
        (controls(ShownControl("“Do not track”", Role.CHECK_BOX, PLACE)), "'do not track'", EDITOR),
        (controls(ITEM, BUTTON), "compress", f"{ABSENT} “compress” is only in a menu, which doesn't count."),
        (controls(ITEM, BUTTON, texts=[ShownText("Compress…", PLACE)]), "compress",
         f"{ABSENT} “compress” is only in a menu, which doesn't count."),
        (controls(ITEM, texts=[ShownText("Compress", BELOW)]), "compress", EDITOR),
        (controls(BUTTON), "compress", ABSENT),
    ],
    ids=["a line", "a row", "other quotes", "an item", "an item's text", "a line beside an item", "nothing"],
)  # fmt: skip
def test_a_text_anywhere_in_the_window_counts_and_menus_do_not(
    contents: WindowContents, text: str, comes: int | str
) -> None:
    assert waited(text, scene(), shown=Shown(inside={EDITOR: contents})) == comes


def test_a_text_in_another_programs_window_counts_once_that_has_the_keyboard() -> None:
    shown = Shown(inside={OTHER: controls(BUTTON)})

    assert waited("save", scene(BOXES[OTHER], focus=OTHER), shown=shown) == OTHER
    assert waited("save", scene(BOXES[OTHER]), shown=shown) == "“save” appeared, but the focus is in another window."
    assert waited("save", scene(BOXES[OTHER]), shown=shown, for_keys=False) == OTHER


def test_a_panel_names_windows_that_are_not_there() -> None:
    shown = Shown(inside={PANEL: controls(BUTTON)})
    with_panel = scene(BOXES[PANEL])

    assert waited("save", with_panel, came=with_panel, shown=shown, for_keys=False) == (
        "“save” didn't appear within 0.25 s."
    )
    assert waited("save", with_panel, shown=shown, for_keys=False) == PANEL  # a new one is a notification


@pytest.mark.parametrize(
    ("drawn", "comes"),
    [
        ([ShownControl("Saved", "", PLACE)], EDITOR),
        ([ShownControl("Saved", "", Rect(85, 10, 10, 10))],
         "“saved” didn't appear within 0.25 s. “saved” is only in a menu, which doesn't count."),
        ([], "“saved” didn't appear within 0.25 s."),
    ],
    ids=["in the window", "in a menu above it", "nowhere"],
)  # fmt: skip
@pytest.mark.parametrize("contents", [WindowContents(), controls(BUTTON)], ids=["tells nothing", "tells of a button"])
def test_what_no_program_reports_is_read_in_a_new_picture(
    contents: WindowContents, drawn: list[ShownControl], comes: int | str
) -> None:
    shown = Shown(inside={EDITOR: contents}, drawn={EDITOR: drawn})

    assert waited("saved", scene(BOXES[MENU]), shown=shown) == comes


def test_a_wait_that_ends_early_reads_no_window_whose_program_reports_what_it_shows() -> None:
    shown = Shown(inside={OTHER: controls(BUTTON)}, drawn={OTHER: [ShownControl("Keep", "", PLACE)]})
    other = scene(BOXES[OTHER], focus=OTHER)

    assert waited("keep", other, shown=shown, seconds=60.0, kept_for_s=0.0) == (
        f"“keep” hasn't appeared. The window {OTHER_MARK} has the keyboard now."
    )
