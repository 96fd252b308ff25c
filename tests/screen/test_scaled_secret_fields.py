"""A field that a secret went into is followed in pixels, though its program tells its place in units."""

from dataclasses import dataclass

import pytest

from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Rect, Size
from desktop_agent.screen.secret_fields import FieldObject, FollowedField, KeptField, WindowView

OBJECT = (":1.5", "/field")
VIEW = WindowView(Pixels(Size(8, 6), bytes(8 * 6 * 4)), Rect(0, 0, 8, 6), Rect(0, 0, 8, 6))


@dataclass(frozen=True)
class Scrolled:
    """Tells where a field is now."""

    to: Rect

    def place(self, of: FieldObject) -> Rect:
        assert of == OBJECT
        return self.to


@pytest.mark.parametrize(
    ("field", "first", "scrolled", "at"),
    [
        # 125 %: 24 by 23 units are drawn as 30 by 29 pixels, and 400 units as 500.
        (Rect(40, 480, 24, 23), Rect(50, 600, 30, 29), Rect(40, 80, 24, 23), Rect(50, 100, 30, 29)),
        (Rect(40, 480, 60, 20), Rect(80, 960, 120, 40), Rect(40, 80, 60, 20), Rect(80, 160, 120, 40)),
        # A page that is told in pixels, and what is no scale of a screen.
        (Rect(40, 480, 60, 20), Rect(48, 500, 60, 20), Rect(40, 80, 60, 20), Rect(48, 100, 60, 20)),
        (Rect(40, 480, 100, 100), Rect(44, 528, 110, 110), Rect(40, 80, 100, 100), Rect(44, 88, 110, 110)),
    ],
)
def test_it_is_followed_in_pixels_though_it_is_told_in_units(
    field: Rect, first: Rect, scrolled: Rect, at: Rect
) -> None:
    followed = FollowedField(KeptField(OBJECT, field), first, Scrolled(scrolled))
    followed.look(VIEW, 0.0)

    assert followed.at == at
