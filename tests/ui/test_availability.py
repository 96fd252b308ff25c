"""Which of Qt's plugins shows our windows, and what they prove, by what the session offers."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.presence.reduced import NoPresence
from desktop_agent.ui.proof.guard import proof_here
from desktop_agent.ui.qt.availability import is_through_xwayland, qt_platform, why_no_card
from tests.fakes.desktops.compositor import OfferingCompositor

LAYERS = ("wl_compositor", "zwlr_layer_shell_v1")
GNOME = ("wl_compositor", "gtk_shell1")
NO_X = ":4094"


@contextmanager
def offering(offered: tuple[str, ...], folder: Path) -> Iterator[dict[str, str]]:
    with OfferingCompositor(folder / "wayland-7", offered):
        yield {"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(folder)}


class Devices(NoPresence):
    reports_chords = True

    def __init__(self) -> None:
        super().__init__()
        self.reports_source = True


@pytest.mark.parametrize(("offered", "more", "expected"), [
    (LAYERS, {}, "wayland"),
    (LAYERS, {"DISPLAY": NO_X}, "wayland"),
    (GNOME, {}, "wayland"),
    (GNOME, {"DISPLAY": NO_X}, "wayland"),
    (GNOME, {"QT_QPA_PLATFORM": "offscreen"}, ""),
])  # fmt: skip
def test_the_sessions_own_windows_are_used_where_there_are_layers_or_no_xwayland(
    tmp_path: Path, offered: tuple[str, ...], more: dict[str, str], expected: str
) -> None:
    with offering(offered, tmp_path) as environment:
        assert expected == qt_platform(environment | more)
        assert not is_through_xwayland(environment | more)


@pytest.mark.parametrize(("offered", "expected"), [(LAYERS, "wayland"), (GNOME, "xcb")])
def test_xwayland_is_used_where_a_compositor_lets_no_program_place_a_window(
    tmp_path: Path,
    display: PrivateDisplay,
    monkeypatch: pytest.MonkeyPatch,
    offered: tuple[str, ...],
    expected: str,
) -> None:
    x = display.environment()
    monkeypatch.setenv("XAUTHORITY", x["XAUTHORITY"])  # libxcb looks for it in nothing but the environment
    with offering(offered, tmp_path) as environment:
        there = environment | {"DISPLAY": x["DISPLAY"]}

        assert expected == qt_platform(there)
        assert (expected == "xcb") == is_through_xwayland(there)
        assert not why_no_card(there)


def test_without_xwayland_no_card_is_offered_there(tmp_path: Path) -> None:
    with offering(GNOME, tmp_path) as environment:
        assert "only through Xwayland" in why_no_card(environment)


def test_a_click_in_a_window_of_xwayland_is_no_proof_by_a_device(
    tmp_path: Path, display: PrivateDisplay, monkeypatch: pytest.MonkeyPatch
) -> None:
    with offering(GNOME, tmp_path) as environment:
        for name, value in {**display.environment(), **environment}.items():
            monkeypatch.setenv(name, value)

        assert "chord" == proof_here(Devices(), challenge=False)
