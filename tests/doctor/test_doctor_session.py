"""`doctor` on sessions: which one it is comes from the compositor itself, and each has the advice that fits it."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from desktop_agent.doctor import Finding, machine, session
from desktop_agent.runtime.provider.keys import portal_token
from desktop_agent.settings import Settings
from tests.fakes.desktops.compositor import OfferingCompositor
from tests.fakes.desktops.gnome_settings import EXTENSION, stored_settings
from tests.fakes.desktops.private_bus import private_bus, spoken_with

WLROOTS = ("wl_compositor", "wl_seat", "org_kde_kwin_idle", "zwlr_screencopy_manager_v1")
GNOME = ("wl_compositor", "wl_seat", "gtk_shell1")
KDE = ("wl_compositor", "wl_seat", "org_kde_kwin_idle", "org_kde_plasma_shell")


def finding_in(environment: Mapping[str, str]) -> Finding:
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
        one = finding_in(environment)

    assert state == one.state
    assert named in one.found
    assert advised in one.mend


def test_a_session_that_is_gone_or_that_no_variable_leads_to_is_told(tmp_path: Path) -> None:
    gone = finding_in({"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(tmp_path)})
    nowhere = finding_in({"WAYLAND_DISPLAY": "wayland-7"})

    assert ["broken", "broken"] == [gone.state, nowhere.state]
    assert gone.found.endswith("wayland-7 can't be reached.")
    assert "XDG_RUNTIME_DIR isn't set" in nowhere.found
    assert () == session.checks({})


@pytest.mark.slow
@pytest.mark.program
def test_a_desktop_that_asks_is_not_asked_by_doctor_and_a_picture_that_it_has_allowed_is_tried(tmp_path: Path) -> None:
    own = {"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(tmp_path), "DESKTOP_AGENT_HOME": str(tmp_path)}
    with private_bus() as bus, OfferingCompositor(tmp_path / "wayland-7", GNOME):
        environment = bus | own
        with spoken_with("tests.fakes.desktops.remote_portal", "{}", environment=environment):
            asks = finding_in(environment)
            names = [check.name for check in machine.checks(Settings(), environment)]
            before = {name: _finding(environment, name) for name in ("capture", "input")}
            portal_token(environment, pictures_only=True).store("one")
            tried = _finding(environment, "capture")
            portal_token(environment, pictures_only=True).forget()
            portal_token(environment).store("two")
            shared = (finding_in(environment), *(_finding(environment, name) for name in ("capture", "input")))
        with spoken_with(
            "tests.fakes.desktops.remote_portal", '{"offered": 0, "backend": "gnome"}', environment=environment
        ):
            early = finding_in(environment)

    assert "its own dialog asks you what to share" in asks.found
    assert "display" not in names
    assert ["limited", "limited"] == [one.state for one in before.values()]
    assert "broken" == tried.state  # this portal gives no pictures
    assert ("so it doesn't ask before a run" in shared[0].found, shared[0].state) == (True, "limited")  # no windows
    assert ["works", "works"] == [one.state for one in shared[1:]]
    assert "systemctl --user restart xdg-desktop-portal-gnome" in early.mend


@pytest.mark.program
def test_the_extension_of_gnome_is_offered_once_and_then_said_to_wait_for_the_next_login(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{stored_settings(tmp_path)}:{os.environ['PATH']}")
    for name, value in {"HOME": str(tmp_path), "XDG_DATA_HOME": "", "DESKTOP_AGENT_HOME": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    own = {**os.environ, "WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(tmp_path)}
    with (
        private_bus() as bus,
        OfferingCompositor(tmp_path / "wayland-7", GNOME),
        spoken_with("tests.fakes.desktops.remote_portal", "{}", environment=own | bus),
    ):
        before = finding_in(own | bus)
        words = before.turn_on() if before.turn_on else ""
        after = finding_in(own | bus)
        next((tmp_path / EXTENSION).glob("*.js")).write_text("of an earlier version", encoding="utf-8")
        outdated = finding_in(own | bus)

    assert "you're asked about keys by themselves" in before.found
    assert "setup --gnome-windows" in before.mend
    assert "Log out and in again." in words
    assert ("active when you log out and in again" in after.mend, after.turn_on) == (True, None)
    assert (before.mend, before.turn_on) == (outdated.mend, outdated.turn_on)


def _finding(environment: Mapping[str, str], name: str) -> Finding:
    return next(check.finding() for check in machine.checks(Settings(), environment) if check.name == name)
