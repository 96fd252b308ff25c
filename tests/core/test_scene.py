"""Which window lies at a point of a scene."""

from desktop_agent.core.pictures import LAYER, Rect, Scene, ScreenPoint, WindowBox

WINDOWS = (WindowBox(7, Rect(0, 0, 100, 100)), WindowBox(8, Rect(50, 50, 100, 100)))


def test_the_topmost_window_is_hit_and_nothing_on_the_bare_desktop() -> None:
    scene = Scene(WINDOWS)

    assert [scene.window_at(ScreenPoint(*at)) for at in ((60, 60), (120, 120), (300, 300))] == [7, 8, None]


def test_below_a_layer_that_has_the_keyboard_the_hit_window_is_unknown() -> None:
    scene = Scene(WINDOWS, under_layer=True)

    assert [scene.window_at(ScreenPoint(*at)) for at in ((60, 60), (300, 300))] == [LAYER, LAYER]
