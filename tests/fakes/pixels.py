"""What colours a piece of the screen has, as the X server gives it: for tests that wait until something is drawn."""

from Xlib import X
from Xlib import display as xlib

from desktop_agent.desk.display.private_display import PrivateDisplay


def one_colour(display: PrivateDisplay, x: int, y: int, width: int, height: int) -> bool:
    """Tell whether a rectangle of the screen has one colour only."""
    screen = xlib.Display(display.name)
    try:
        image = screen.screen().root.get_image(x, y, width, height, X.ZPixmap, 0xFFFFFFFF)
        raw = bytes(image.data)
        return len({raw[n : n + 3] for n in range(0, len(raw), 4)}) == 1
    finally:
        screen.close()
