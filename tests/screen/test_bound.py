"""A run that is bound to one window, one that follows the focused window, and monitors that change or are gone."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import partial

import pytest
from Xlib import display

from desktop_agent.core.actions.action import Click, Press, Scroll, Type
from desktop_agent.core.errors import GeometryChangedError, NoScreenError, SettingsError
from desktop_agent.core.pictures import Frame, ImagePoint, Rect, ScreenPoint, Size, Window
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.screen.captures.camera import ScreenCamera
from desktop_agent.screen.captures.capture_region import window_titled
from desktop_agent.screen.captures.mask import GREY
from desktop_agent.screen.choose import choose_capture, choose_windows
from tests.fakes.programs.x_window import XWindow
from tests.fakes.waiting import wait_until

RED = 0xC02020
BLUE = 0x2040C0
LEFT = Rect(0, 0, 500, 800)
RIGHT = Rect(500, 100, 780, 700)
OPEN = (Window(1, "a", "Mail"), Window(2, "b", "Mail — Inbox"), Window(3, "c", "Notes"), Window(4, "c", "Notes"))
ENTER = Press(("enter",))
TEXT = Type("x")


@pytest.mark.parametrize(("title", "number"), [("Mail", 1), ("inBOX", 2), ("0x3", 3)])
def test_a_title_means_the_window_that_has_it_exactly_else_the_only_one_with_that_part(title: str, number: int) -> None:
    assert window_titled(OPEN, title).id == number


def test_a_title_that_means_none_or_several_is_refused_with_a_list() -> None:
    with pytest.raises(SettingsError, match=r"2 windows have “mai” in their titles: “Mail” \(a, 0x1\), “Mail — Inbox”"):
        window_titled(OPEN, "mai")
    with pytest.raises(SettingsError, match="No window has “Order” in its title"):
        window_titled(OPEN, "Order")


@pytest.fixture
def own_display(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateDisplay]:
    """Give a display that this test may change."""
    with PrivateDisplay(1280, 800) as private:
        for name, value in private.environment().items():
            monkeypatch.setenv(name, value)
        yield private


@pytest.mark.screen
def test_before_a_manager_lists_windows_its_own_are_none_of_a_persons(own_display: PrivateDisplay) -> None:
    with XWindow(0, 0, 500, 800, RED, managed=True) as letters, XWindow(500, 0, 90, 90, BLUE) as helper:
        letters.name("Letters")
        helper.name("Helper")
        client = display.Display()
        client.screen().root.delete_property(client.intern_atom("_NET_CLIENT_LIST_STACKING"))
        client.sync()
        with closing(client), closing(choose_windows()) as windows:
            assert ["Letters"] == [window.title for window in windows.titled()]


def split_in_two() -> None:
    """Make two uneven monitors; only once windows are there, as a window manager at work on that maps none."""
    xrandr("--setmonitor", "left", "500/132x800/211+0+0", "screen")
    xrandr("--setmonitor", "right", "780/206x700/185+500+100", "none")


def xrandr(*words: str) -> None:
    subprocess.run(["xrandr", *words], check=True, capture_output=True, timeout=60)


@pytest.fixture
def opened(own_display: PrivateDisplay) -> Iterator[Callable[..., ScreenCamera]]:
    """Give a maker of cameras; closes them all at the end."""
    with ExitStack() as stack:

        def make(**wish: object) -> ScreenCamera:
            made = ScreenCamera(choose_capture(), choose_windows(), **wish)  # type: ignore[arg-type]
            stack.callback(made.close)
            return made

        yield make


_FRAME_PX = 60  # of a window manager: a title, a border


def titled(stack: ExitStack, title: str, colour: int, *place: int) -> XWindow:
    """Show a managed window; it is there, within its frame's width, when this returns."""
    left, top, width, height = place
    window = stack.enter_context(XWindow(600, 150, width, height, colour, managed=True))
    window.name(title)
    window.move(left, top)
    wait_until(lambda: Rect(left, top, _FRAME_PX, _FRAME_PX).contains(window.corner()), "the window in its place")
    return window


def keeps(window: XWindow, camera: ScreenCamera, frame: Frame) -> bool:
    """Give a window the keyboard, and tell whether keys may go there."""
    window.focus()
    return not camera.refusal(frame, ENTER)


def dialog_of(order: XWindow, stack: ExitStack) -> XWindow:
    dialog = titled(stack, "Sure?", BLUE, 20, 20, 100, 90)
    dialog.belongs_to(order)
    return dialog


def by_xdotool(display: PrivateDisplay, *words: object) -> None:
    subprocess.run(["xdotool", *map(str, words)], env=display.environment(), check=True, timeout=60)


def colours(frame: Frame, every: int = 97) -> set[bytes]:
    return {frame.pixels.bgrx[at : at + 3] for at in range(0, len(frame.pixels.bgrx), 4 * every)}


def taken(camera: ScreenCamera, fits: Callable[[Frame], bool]) -> Frame:
    """Return the first picture of which that is true."""
    frames = list[Frame]()

    def fitting() -> bool:
        frames[:] = [camera.grab()]
        return fits(frames[0])

    wait_until(fitting, "a picture")
    return frames[0]


def middle(frame: Frame) -> Click:
    return Click(ImagePoint(frame.viewport.image.width // 2, frame.viewport.image.height // 2))


@pytest.mark.slow
@pytest.mark.screen
def test_one_window_is_shown_wherever_it_goes_and_nothing_else(
    own_display: PrivateDisplay, opened: Callable[..., ScreenCamera]
) -> None:
    with ExitStack() as stack:
        order = titled(stack, "Order - Demo", RED, 600, 200, 300, 200)
        titled(stack, "Secret", BLUE, 700, 250, 100, 100)
        camera = opened(window="order", viewport=Size(150, 100))
        here = taken(camera, lambda frame: bytes([GREY] * 3) in colours(frame))
        order.move(20, 500)
        there = taken(camera, lambda frame: frame.viewport != here.viewport)
        with pytest.raises(GeometryChangedError):
            camera.same_near(here, ScreenPoint(650, 250))
        order.window.configure(width=200, height=250)
        order.move(20, 400)
        grown = taken(camera, lambda frame: frame.viewport.screen.height > there.viewport.screen.height)

    blue = bytes((0xC0, 0x40, 0x20))
    assert blue not in colours(here) | colours(there)
    assert bytes([GREY] * 3) in colours(here)
    assert here.viewport.screen.size == there.viewport.screen.size
    assert (here.viewport.image.width, grown.viewport.image.height) == (132, 100)
    assert grown.viewport.screen.y < there.viewport.screen.y
    assert there.shows == here.shows == "the window “Order - Demo”"


@pytest.mark.slow
@pytest.mark.screen
def test_an_action_goes_nowhere_but_into_the_window_and_what_belongs_to_it(
    own_display: PrivateDisplay, opened: Callable[..., ScreenCamera]
) -> None:
    with ExitStack() as stack, ExitStack() as closing_order:
        order = titled(closing_order, "Order", RED, 600, 200, 300, 200)
        camera = opened(window="Order")
        frame = camera.grab()
        why = partial(camera.refusal, frame)
        wait_until(lambda: not why(ENTER), "the keyboard in the window")
        free = {why(one) for one in (middle(frame), Scroll(ImagePoint(5, 5), 0, 9), Click(ImagePoint(9999, 1)))}
        other = titled(stack, "Other", BLUE, 650, 250, 200, 120)
        wait_until(lambda: "covered" in why(middle(frame)), "the window above")
        covered = [why(ENTER), why(TEXT), why(Click(ImagePoint(5, 5)))]
        behind = [camera.is_behind(frame, one) for one in (ENTER, middle(frame), Click(ImagePoint(5, 5)))]
        camera.bring_forward()
        wait_until(lambda: not why(middle(frame)) + why(ENTER), "the window above all")
        in_front = [camera.is_behind(frame, one) for one in (ENTER, middle(frame), Click(ImagePoint(9999, 1)))]
        other.belongs_to(order)
        other.raise_()
        other.focus()
        dialog = dialog_of(order, stack)
        at = ScreenPoint(60, 60)
        wide = taken(camera, lambda frame: frame.viewport.screen.contains(at))
        dialog.focus()
        in_dialog = [camera.refusal(wide, Click(wide.viewport.to_image(ScreenPoint(60, 60)))), why(ENTER)]
        between = camera.refusal(wide, Click(wide.viewport.to_image(ScreenPoint(300, 150))))
        by_xdotool(own_display, "windowminimize", "--sync", order.id)
        hidden = "is minimized or hidden"
        wait_until(lambda: hidden in why(middle(frame)) and hidden in why(ENTER), "the window away")
        away = [why(middle(frame)), why(ENTER), camera.grab().shows]
        minimized = camera.is_behind(frame, middle(frame))
        closing_order.close()
        closed = wait_until(lambda: not camera.is_behind(frame, ENTER), "its end")
        gone = [wait_until(lambda: why(ENTER) if "closed" in why(ENTER) else "", "its end"), why(middle(frame))]

    assert free == {"", *in_dialog}
    assert (behind, in_front, minimized, closed) == ([True, True, False], [False] * 3, True, True)
    assert ["The focus isn't in “Order”" in each for each in covered] == [True, True, False]
    assert covered[2] == ""
    assert "window, which this run is bound to, is covered at that point or doesn't extend that far" in between
    assert [hidden in each for each in away] == [True, True, False]
    assert away[2] == "the area where the window “Order” was last shown"
    assert all(each == "The “Order” window, which this run is bound to, is closed" for each in gone)


@pytest.mark.screen
def test_the_picture_follows_the_keyboard_and_keys_go_to_no_window_outside_of_it(
    own_display: PrivateDisplay, opened: Callable[..., ScreenCamera]
) -> None:
    with ExitStack() as stack:
        one = titled(stack, "One", RED, 40, 300, 200, 100)
        two = titled(stack, "Two", BLUE, 700, 300, 200, 100)
        split_in_two()
        auto = opened(monitor="auto")
        fixed = opened(monitor=1)
        seen = list[Frame]()
        for window, box in ((one, LEFT), (two, RIGHT), (one, LEFT)):

            def followed(frame: Frame, window: XWindow = window, box: Rect = box) -> bool:
                window.focus()  # until the manager does not take it back for what has just come up
                return frame.viewport.screen == box

            seen.append(taken(auto, followed))
        still = auto.same_window(seen[1], ScreenPoint(700, 350))  # a place on the other monitor is good still
        frame = fixed.grab()
        shown = "" if wait_until(partial(keeps, one, fixed, frame), "the keyboard in the picture") else "refused"

        def refused() -> str:
            two.move(700, 300)  # the manager may have pulled it over the edge when the monitors changed
            two.focus()
            return fixed.refusal(frame, ENTER)

        outside = wait_until(refused, "a refusal")
        by_point = fixed.refusal(frame, Click(ImagePoint(1, 1)))

    assert [f.shows for f in seen] == ["monitor 1 of 2", "monitor 2 of 2", "monitor 1 of 2"]
    assert still
    assert shown == by_point == ""
    assert "outside the screenshot" in outside


@pytest.mark.screen
def test_each_monitor_is_shown_from_its_own_corner_until_it_has_gone(opened: Callable[..., ScreenCamera]) -> None:
    split_in_two()
    with XWindow(510, 120, 40, 30, BLUE):
        left = opened(monitor=1)
        right = opened(monitor=2)
        both = opened(monitor=0, viewport=Size(1280, 800))
        frames = [one.grab() for one in (left, right, both)]
    xrandr("--delmonitor", "right")

    assert [LEFT, RIGHT, Rect(0, 0, 1280, 800)] == [frame.viewport.screen for frame in frames]
    blue = bytes((0xC0, 0x40, 0x20))
    pixels = frames[1].pixels
    assert blue == pixels.bgrx[4 * (20 * 780 + 10) :][:3] == pixels.bgrx[4 * (49 * 780 + 49) :][:3]
    assert blue != pixels.bgrx[4 * (50 * 780 + 50) :][:3]
    with pytest.raises(GeometryChangedError, match="There is no monitor 2"):
        right.grab()
    with pytest.raises(GeometryChangedError, match="viewport of 1280x800 doesn't fit"):
        both.grab()


@pytest.mark.screen
def test_a_display_that_has_gone_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with PrivateDisplay(640, 480) as private:
        for name, value in private.environment().items():
            monkeypatch.setenv(name, value)
        seeing = ScreenCamera(choose_capture(), choose_windows())

    with closing(seeing), pytest.raises(NoScreenError, match="The display is gone"):
        seeing.grab()


@pytest.mark.screen
def test_the_x_side_of_a_wayland_session_is_known_by_its_monitors(own_display: PrivateDisplay) -> None:
    xrandr("--setmonitor", "XWAYLAND0", "1280/339x800/212+0+0", "screen")

    with pytest.raises(NoScreenError, match="where X shows only a black"):
        choose_capture()
