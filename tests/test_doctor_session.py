"""`doctor` on sessions: which one it is comes from the compositor itself, and each has the advice that fits it."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from desktop_agent.devtools.doctor import Finding, session
from tests.fakes.compositor import OfferingCompositor

WLROOTS = ("wl_compositor", "wl_seat", "org_kde_kwin_idle", "zwlr_screencopy_manager_v1")
GNOME = ("wl_compositor", "wl_seat", "gtk_shell1")
KDE = ("wl_compositor", "wl_seat", "org_kde_kwin_idle", "org_kde_plasma_shell")


def found(environment: Mapping[str, str]) -> Finding:
    (check,) = session.checks(environment)
    return check.finding()


@pytest.mark.parametrize(
    ("offers", "state", "named", "advised"),
    [
        (GNOME, "broken", "GNOME", "GNOME on Xorg"),
        (KDE, "broken", "KDE Plasma", "Plasma (X11)"),
        (("wl_compositor",), "broken", "wayland-7", "built on wlroots"),
        (WLROOTS, "limited", "built on wlroots", "SWAYSOCK"),
    ],
)
def test_a_session_is_known_by_what_it_offers(
    tmp_path: Path, offers: tuple[str, ...], state: str, named: str, advised: str
) -> None:
    environment = {"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(tmp_path), "XDG_CURRENT_DESKTOP": "sway"}
    with OfferingCompositor(tmp_path / "wayland-7", offers):
        one = found(environment)

    assert state == one.state
    assert named in one.found
    assert advised in one.mend


def test_a_session_that_is_gone_or_that_no_variable_leads_to_is_told(tmp_path: Path) -> None:
    gone = found({"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(tmp_path)})
    nowhere = found({"WAYLAND_DISPLAY": "wayland-7"})

    assert ["broken", "broken"] == [gone.state, nowhere.state]
    assert gone.found.endswith("wayland-7 can't be reached.")
    assert "XDG_RUNTIME_DIR isn't set" in nowhere.found
    assert () == session.checks({})
