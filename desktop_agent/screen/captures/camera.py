"""Pictures of one part of the desktop, and comparisons of the screen with them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from desktop_agent.core.actions.action import Action, Effect
from desktop_agent.core.errors import ScreenError, SettingsError
from desktop_agent.core.own_windows import FloatingWindows
from desktop_agent.core.pictures import Frame, Pixels, Rect, Scene, ScreenPoint, Size, Viewport, Window
from desktop_agent.core.runs.waiting import Settlement
from desktop_agent.screen.captures import compare
from desktop_agent.screen.captures.capture_region import CaptureRegionTracker, Wish
from desktop_agent.screen.captures.capturer import Capture, Looker
from desktop_agent.screen.captures.encode import AheadEncoder, check_media_type, unlimited, with_cursor_on
from desktop_agent.screen.captures.mask import MaskedSource, Masks, painted
from desktop_agent.screen.captures.private_parts import PrivateParts
from desktop_agent.screen.captures.source import CaptureSource, Monitor, in_capture
from desktop_agent.screen.controls.window import WindowSource
from desktop_agent.screen.rest.settle import SettleTimes
from desktop_agent.screen.rest.signs import NoSigns, WorkSigns
from desktop_agent.screen.rest.watch import ScreenWatch, WatchTools

# Around a point that is about to be pressed: half the side of the square, and how much of it may have changed.
REACH = 32
TOLERATED = 0.02
# Half the side of the area that is compared to see how far it was scrolled.
SCROLLED = 400


class ScreenCamera:
    """Takes pictures of a monitor, of all (0), of a region or of a window; follows when these are moved or resized.

    A frame always carries its own viewport. Frames from before a change of geometry are worthless: `same_near` and
    `same_focus` then raise GeometryChangedError, and the next `grab` shows the desktop as it is.
    The pointer is drawn into what is sent only: comparing captures never sees it.
    """

    def __init__(  # noqa: PLR0913 - each thing that a user can choose is one argument
        self,
        source: CaptureSource,
        windows: WindowSource,
        *,
        monitor: int | Literal["auto"] = 1,
        region: Rect | None = None,
        window: str = "",
        viewport: Size | None = None,
        step: int = 1,
        cursor: bool = False,
        media_type: str = "image/png",
        settle: SettleTimes | None = None,
        masked: Callable[[Window], bool] | None = None,
        hidden: PrivateParts | None = None,
        signs: WorkSigns | None = None,
        most_bytes: Callable[[], float] = unlimited,
    ) -> None:
        """Aim at once, so that a wrong monitor, region or size is reported before anything else happens.

        What `masked` says yes to, and what is `hidden`, is flat grey. A picture over `most_bytes` is made smaller.
        The camera owns its sources from here on: they are closed with it, and when it cannot be made.

        Raises:
            SettingsError: the desktop has no such monitor, region, window or size; the kind of picture is unknown.
            NoScreenError: there is no display.
        """
        self._source = source
        self._windows = windows
        self._cursor = cursor
        self._media_type = media_type
        self._signs = signs or NoSigns()
        self._encoder = AheadEncoder(most_bytes)
        try:
            check_media_type(media_type)
            self._aimer = CaptureRegionTracker(
                source, windows, Wish(monitor, region, viewport, window, step), masked or (lambda _window: False)
            )
        except (ScreenError, SettingsError):
            self.close()
            raise
        self._private = hidden
        self._masks = Masks(windows, self._aimer.masks, self._private) if masked or window or hidden else None
        self._looker = Looker(MaskedSource(source, windows, self._masks), windows, self._aimer)
        self._watching = WatchTools(
            self._looker,
            self._signs,
            settle or SettleTimes(),
            private=hidden,
            encode_ahead=self._encode_ahead,
            make_frame=self._make_frame,
        )

    @property
    def monitor(self) -> Monitor:
        """The monitor that is shown; its number is 0 for several at once."""
        return self._aimer.aim.monitor

    @property
    def viewport(self) -> Viewport:
        """The captured area, and the size of the picture."""
        return self._aimer.aim.viewport

    @property
    def follows(self) -> bool:
        """Return whether the camera follows a window."""
        return self._aimer.bound is not None

    def bring_forward(self) -> None:
        """Raise the window that the camera follows, if it follows one."""
        if self._aimer.bound is not None:
            self._aimer.bound.bring_forward()

    def is_behind(self, frame: Frame, action: Action) -> bool:
        """Return whether an action is refused only because the window that the camera follows isn't in front."""
        return self._aimer.is_behind(frame, action) and not self.hidden_area_reason(frame, action)

    def refusal(self, frame: Frame, action: Action) -> str:
        """Return why an action is not allowed at its place in the frame, whatever is there; empty where it is."""
        return self.hidden_area_reason(frame, action) or self._aimer.refusal(frame, action)

    def hidden_area_reason(self, frame: Frame, action: Action) -> str:
        """Return why the action would touch a hidden area; empty if it doesn't."""
        return "" if self._private is None else self._private.hidden_area_reason(frame, action)

    def kept_back(self, frame: Frame) -> tuple[Rect, ...]:
        """Return the parts of what a frame shows that are painted over in pictures now."""
        return () if self._masks is None else self._masks.kept_back(self._windows.scene(), frame.viewport.screen)

    def keep_back(self, window: int, box: Rect, field: tuple[str, str] | None = None) -> None:
        """Hide a part of the desktop in every later picture; the part follows its window, and the field in it."""
        if self._private is not None:
            self._private.keep_back(window, box, self._windows.scene(), field)

    def leave_out(self, frame: Rect | None) -> None:
        """Leave a frame of ours around a part of the desktop out of account wherever captures are compared."""
        self._looker.leave_out(frame)

    def wait_for_release(self, is_pressing: Callable[[], bool]) -> None:
        """Take the screen for at rest only while nothing of an action is down, as `is_pressing` says."""
        self._watching.is_pressing = is_pressing

    def leave_out_windows(self, boxes: tuple[Rect, ...]) -> None:
        """Leave windows of ours that no list of windows has out of account where larger parts are compared."""
        self._looker.leave_out_windows(boxes)

    def grab(self, taken: Callable[[], None] = lambda: None) -> Frame:
        """Take a picture now; `taken` is called as soon as that is done, or has failed.

        Raises:
            GeometryChangedError: what was to be shown does not exist any more.
            ScreenError: the screen cannot be captured.
        """
        try:
            look = self._looker.look()
            for pause_s in self._private.pauses() if self._private else ():
                time.sleep(pause_s)
                look = self._looker.look()
        finally:
            taken()
        self._signs.now()  # what a program computes from here on up to an action has nothing to do with that
        return self._make_frame(look)

    def grab_unmasked(self, box: Rect) -> Pixels:
        """Capture a part of the desktop with nothing hidden, for us alone; ScreenError when that fails."""
        return self._source.grab(box)

    async def settled(self, since: Frame, effect: Effect, windows: FloatingWindows | None = None) -> Settlement:
        """Wait until the screen has come to rest after an action; return its picture.

        `since` is the picture from before the action. Our floating windows may be seen meanwhile; they are hidden while
        the picture is taken.
        """
        return await ScreenWatch(self._watching, since, effect, windows).settled()

    def windows_now(self, frame: Frame) -> Scene:
        """Return the scene with the windows of now; errors as `same_near`."""
        self._aimer.check(frame)
        return self._windows.scene()

    def same_near(self, frame: Frame, at: ScreenPoint) -> bool:
        """Return whether the screen around a point still looks as in the frame, and the same window is on top.

        Raises GeometryChangedError when the frame shows another part of the desktop than the camera does now.
        """
        if not self.same_window(frame, at):
            return False
        box = frame.viewport.screen.around(at, REACH)
        now = self._looker.capture_as_in(frame, box)
        alike = compare.patch_alike(compare.patch(frame.pixels, in_capture(box, frame)), now, TOLERATED)
        # Once more, as late as can be: what came up meanwhile may look like what was there.
        return alike and self._is_on_top(frame, at)

    def same_window(self, frame: Frame, at: ScreenPoint) -> bool:
        """Return whether the window that was on top at a point in the frame still is; errors as `same_near`."""
        self._aimer.check(frame)
        is_shown = frame.viewport.screen.contains(at)
        return is_shown and self._is_on_top(frame, at)

    def same_shapes(self, frame: Frame, at: ScreenPoint) -> bool:
        """Return whether there are letters or lines at a point, and they are those of the frame, in any colours."""
        box = frame.viewport.screen.around(at, compare.WORDS_X, compare.WORDS_Y)
        before = compare.patch(frame.pixels, in_capture(box, frame))
        return compare.has_shapes(before) and compare.same_shapes(before, self._looker.capture_as_in(frame, box))

    def as_now(self, frame: Frame) -> Frame:
        """Return a frame with the pixels and windows of now, without our floating windows; errors as `same_near`.

        It is for comparisons: nothing of it is sent.
        """
        self._aimer.check(frame)
        look = self._looker.capture_without_own_windows()
        return replace(frame, scene=replace(look.scene, focus=frame.scene.focus), pixels=look.pixels)

    def same_focus(self, frame: Frame) -> bool:
        """Return whether the window that had the keyboard in the frame still has it; errors as `same_near`."""
        self._aimer.check(frame)
        return self._windows.scene().focus == frame.scene.focus

    def shapes_at(self, at: ScreenPoint) -> Callable[[], bool]:
        """Capture the words at a point; return a function that checks, within a few ms, whether they are unchanged."""
        box = self.viewport.screen.around(at, compare.WORDS_X, compare.WORDS_Y)
        before = self._looker.shown(box)
        return lambda: compare.same_shapes(before, self._looker.shown(box))

    def scrolled_at(self, at: ScreenPoint, across: bool) -> Callable[[], int | None]:  # noqa: FBT001 - one question
        """Look at the area around a point; return a function for how far it has scrolled; None if unknown."""
        box = self._aimer.aim.viewport.screen.around(at, SCROLLED)
        before = self._looker.shown(box)
        return lambda: compare.scroll_distance(before, self._looker.shown(box), across=across)

    def same_in(self, box: Rect, frame: Frame) -> bool:
        """Return whether a box of the desktop looks as in a frame, a caret aside."""
        visible = box.intersection(frame.viewport.screen)
        if visible is None or frame.viewport != self.viewport:
            return False
        before = compare.patch(frame.pixels, in_capture(visible, frame))
        return compare.patch_alike(before, self._looker.capture_as_in(frame, visible, beneath=True), 0.0)

    def alike(self, first: Frame, second: Frame, *, exactly: bool) -> bool:
        """Return whether two pictures show the same; a caret and a clock are ignored unless `exactly`."""
        if first.pixels.size != second.pixels.size:
            return False
        return compare.changed_pixels(first.pixels, second.pixels) <= (
            0 if exactly else compare.caret_pixels(first.pixels.size)
        )

    def close(self) -> None:
        """Close the sources."""
        self._encoder.close()
        self._source.close()
        self._signs.close()
        self._windows.close()

    def _is_on_top(self, frame: Frame, at: ScreenPoint) -> bool:
        return self._windows.scene().window_at(at) == frame.scene.window_at(at)

    def _encode_ahead(self, look: Capture) -> None:
        """Start to make the picture of a look."""
        self._encoder.begin(self._with_cursor(look), look.viewport.image, self._media_type)

    def _make_frame(self, look: Capture) -> Frame:
        fields = self._private.fields_now(look.scene) if self._private else ()
        if self._private and self._private.has_left:  # with the page: these fields aren't in a capture from now on
            look = self._looker.capture_without_own_windows(look.scene)
            fields = self._private.fields_now(look.scene)
        if fields:
            look = replace(look, pixels=painted(look.pixels, look.viewport.screen, fields))
        picture = self._encoder.picture(self._with_cursor(look), look.viewport.image, self._media_type)
        frame = Frame(
            picture.data, picture.media_type, look.viewport, picture.digest, look.scene, look.pixels, look.words,
            has_password_field=bool(self._private and self._private.has_password_field()), note=picture.note,
            password_windows=self._private.password_windows(look.scene) if self._private else frozenset(),
        )  # fmt: skip
        self._looker.keep(frame)
        return frame

    def _with_cursor(self, look: Capture) -> Pixels:
        """Return the capture with the pointer drawn, where the settings ask for it."""
        cursor = self._source.cursor() if self._cursor else None
        return look.pixels if cursor is None else with_cursor_on(look.pixels, cursor, look.viewport.screen)
