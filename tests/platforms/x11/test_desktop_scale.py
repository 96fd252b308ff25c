"""How much larger a desktop wants its windows, by the settings that it shares with programs."""

import os
import struct
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from Xlib import X
from Xlib.display import Display

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.platforms.x11.desktop_scale import desktop_scale, scale_in

DOTS = 96 * 1024


def shared(order: str = "<", **numbers: int) -> bytes:
    """Return settings as a desktop shares them: a text and a colour among them, then these numbers."""

    def head(kind: int, name: str) -> bytes:
        raw = name.encode()
        return struct.pack(f"{order}BxH", kind, len(raw)) + raw + bytes(-len(raw) % 4) + struct.pack(f"{order}I", 7)

    text = head(1, "Net/ThemeName") + struct.pack(f"{order}I", 7) + b"Adwaita\0"
    colour = head(2, "Net/Colour") + struct.pack(f"{order}4H", 1, 2, 3, 4)
    others = b"".join(
        head(0, name.replace("_", "/")) + struct.pack(f"{order}i", value) for name, value in numbers.items()
    )
    return struct.pack(f"{order}B3xII", order == ">", 3, 2 + len(numbers)) + text + colour + others


@contextmanager
def told(display: PrivateDisplay, settings: bytes) -> Iterator[None]:
    """Share settings on a display, as a desktop's daemon does."""
    with closing(Display(display.name)) as own:
        window = own.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
        kind = own.get_atom("_XSETTINGS_SETTINGS")
        window.change_property(kind, kind, 8, settings)
        window.set_selection_owner(own.get_atom(f"_XSETTINGS_S{own.get_default_screen()}"), X.CurrentTime)
        own.sync()
        yield


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(
    ("numbers", "scale"),
    [
        ({"Gdk_WindowScalingFactor": 2, "Xft_DPI": DOTS}, 2),
        ({"Gdk_WindowScalingFactor": 2, "Xft_DPI": 2 * DOTS}, 1),  # Qt scales by these
        ({"Gdk_WindowScalingFactor": 1, "Xft_DPI": DOTS}, 1),
        ({"Gdk_WindowScalingFactor": 99}, 8),
        ({}, 1),
    ],
)
def test_a_factor_that_only_gtk_is_told_counts(order: str, numbers: dict[str, int], scale: int) -> None:
    assert scale == scale_in(shared(order, **numbers))


def test_settings_that_are_cut_or_broken_scale_nothing() -> None:
    whole = shared(Gdk_WindowScalingFactor=2)

    assert {1} == {scale_in(whole[:at]) for at in range(len(whole))}


def test_a_display_is_asked_for_them(on_display: PrivateDisplay) -> None:
    before = desktop_scale(os.environ)
    with told(on_display, shared(Gdk_WindowScalingFactor=2, Xft_DPI=DOTS)):
        during = desktop_scale(os.environ)

    assert (1, 2, 1) == (before, during, desktop_scale({}))
