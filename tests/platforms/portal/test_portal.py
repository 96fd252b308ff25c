"""The portal's dialog accepted, dismissed, refused and left alone; its session ended by the desktop's own sign."""

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_agent.core.errors import InputDeniedError
from desktop_agent.core.pictures import Rect
from desktop_agent.platforms.portal.choose import has_clipboard, why_not
from desktop_agent.platforms.portal.desktop import open_portal
from desktop_agent.platforms.portal.errors import what_to_choose
from tests.fakes.desktops.compositor import OfferingCompositor
from tests.fakes.desktops.private_bus import heard, private_bus, say, spoken_with
from tests.fakes.desktops.remote_portal import NoTokens
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.program


@dataclass
class KeptToken:
    """Keeps a token for a test."""

    token: str = ""

    def load(self) -> str:
        return self.token

    def store(self, token: str) -> None:
        self.token = token


@pytest.fixture(scope="module")
def bus() -> Iterator[dict[str, str]]:
    with private_bus() as environment:
        yield environment | {"WAYLAND_DISPLAY": "wayland-0"}


@contextmanager
def portal(bus: dict[str, str], **how: object) -> Iterator[subprocess.Popen[str]]:
    with spoken_with("tests.fakes.desktops.remote_portal", json.dumps(how), environment=bus) as process:
        yield process


def order(process: subprocess.Popen[str], line: str) -> str:
    say(process, line)
    return heard(process)


def options_of(process: subprocess.Popen[str], member: str) -> dict[str, object]:
    """Return the options of the last call of a method."""
    options: dict[str, object] = next(
        call[-1] for call in reversed(json.loads(order(process, "calls"))) if call[0] == member
    )
    options.pop("handle_token", None)
    return options


def test_what_the_person_has_chosen_is_shared_and_every_kind_of_input_is_sent_in_the_portals_own_words(
    bus: dict[str, str],
) -> None:
    reported = list[str]()
    with portal(bus, monitors=2) as there:
        assert "" == why_not(bus)
        asked_before = len(json.loads(order(there, "calls")))
        session = open_portal(bus, NoTokens())
        assert ["Register", "io.github.desktop_agent", {}] == json.loads(order(there, "calls"))[asked_before]
        session.on_closed(lambda: reported.append("closed"))

        assert [(40, Rect(0, 0, 800, 600)), (41, Rect(800, 0, 800, 600))] == [(m.node, m.box) for m in session.monitors]
        file = session.open_pipewire()
        assert file is not None
        os.close(file)
        assert {"types": 3, "persist_mode": 2} == options_of(there, "SelectDevices")
        assert {"types": 1, "multiple": True, "cursor_mode": 4} == options_of(there, "SelectSources")

        session.plug_in()
        session.move(session.monitors[1], 3, 4)
        session.button(0x110, down=True)
        session.notch(0, -1)
        session.key(42, down=False)
        session.keysym(0x61, down=True)
        session.sync()
        session.close()

        calls = [[name, *rest[2:]] for name, *rest in json.loads(order(there, "calls")) if name.startswith("Notify")]
        assert [
            ["NotifyPointerMotion", 0.0, 0.0],
            ["NotifyKeyboardKeycode", 42, 1],
            ["NotifyKeyboardKeycode", 42, 0],
            ["NotifyPointerMotionAbsolute", 41, 3.0, 4.0],
            ["NotifyPointerButton", 0x110, 1],
            ["NotifyPointerAxisDiscrete", 0, -1],
            ["NotifyKeyboardKeycode", 42, 0],
            ["NotifyKeyboardKeysym", 0x61, 1],
        ] == calls
        assert "Close" == json.loads(order(there, "calls"))[-1][0]
        assert session.is_closed
        assert [] == reported


@pytest.mark.parametrize(("pictures_only", "member"), [(False, "SelectDevices"), (True, "SelectSources")])
def test_a_yes_is_remembered_each_token_is_used_once_and_who_is_asked_is_told_what_to_choose(
    bus: dict[str, str], pictures_only: bool, member: str
) -> None:
    kept = KeptToken()
    reported = list[str]()
    on_gnome = bus | {"XDG_CURRENT_DESKTOP": "ubuntu:GNOME"}
    with portal(bus) as there:
        for _ in range(2):
            open_portal(on_gnome, kept, asks=reported.append, pictures_only=pictures_only).close()
        options = options_of(there, member)
        calls = [call[0] for call in json.loads(order(there, "calls"))]

    assert ("next", 2) == (options["restore_token"], options["persist_mode"])
    assert pictures_only != ("SelectDevices" in calls)
    assert [what_to_choose(on_gnome, pictures_only=pictures_only), ""] == reported


@pytest.mark.parametrize(
    ("desktop", "monitors", "cursor_mode"), [("ubuntu:GNOME", 2, 1), ("ubuntu:GNOME", 1, 4), ("KDE", 2, 4)]
)
def test_on_gnome_with_several_monitors_streams_leave_the_pointer_out_which_would_cost_their_pictures(
    bus: dict[str, str], tmp_path: Path, desktop: str, monitors: int, cursor_mode: int
) -> None:
    there = bus | {"XDG_CURRENT_DESKTOP": desktop, "XDG_RUNTIME_DIR": str(tmp_path)}
    with OfferingCompositor(tmp_path / "wayland-0", ["wl_output"] * monitors), portal(bus) as asked:
        open_portal(there, NoTokens(), pictures_only=True).close()

        assert cursor_mode == options_of(asked, "SelectSources")["cursor_mode"]


def test_a_token_that_is_no_longer_valid_brings_the_dialog_and_the_sentence_with_it(bus: dict[str, str]) -> None:
    reported = list[str]()
    with portal(bus, late_s=1.5):
        open_portal(bus, KeptToken("old"), asks=reported.append).close()

    assert [what_to_choose(bus), ""] == reported


def test_where_the_portal_hands_out_the_input_socket_all_goes_by_it_and_no_call_is_made(bus: dict[str, str]) -> None:
    ended = threading.Event()
    with portal(bus, monitors=2, eis=True) as there, closing(open_portal(bus, NoTokens())) as session:
        session.on_closed(ended.set)
        session.plug_in()
        session.move(session.monitors[1], 3, 4)
        session.button(0x110, down=True)
        session.notch(0, -1)
        session.sync()

        assert [
            ["keyboard", "key", 42, 1],
            ["keyboard", "key", 42, 0],
            ["mouse", "motion_absolute", 803.0, 4.0],
            ["mouse", "button", 0x110, 1],
            ["mouse", "scroll_discrete", 0, -120],
        ] == json.loads(order(there, "input"))
        names = [call[0] for call in json.loads(order(there, "calls"))]
        assert names.index("Start") < names.index("ConnectToEIS")
        assert not any(name.startswith("Notify") for name in names)

        order(there, "unplug")
        assert ended.wait(5)
        assert session.is_closed


def test_a_notch_of_the_wheel_is_ten_steps_to_kdes_portal(bus: dict[str, str]) -> None:
    kde = bus | {"XDG_CURRENT_DESKTOP": "KDE"}
    with portal(bus) as there, closing(open_portal(kde, NoTokens())) as session:
        session.notch(1, -1)
        session.sync()

        name, _, _, *rest = json.loads(order(there, "calls"))[-1]
        assert ["NotifyPointerAxisDiscrete", 1, -10] == [name, *rest]


@pytest.mark.slow(but=["how1-*"])
@pytest.mark.parametrize(
    ("how", "expected", "kept"),
    [
        ({"decision": 1}, "to share this screen. Nothing was done or recorded", "last"),
        ({"devices": 1}, "not the pointer or keyboard", ""),
        ({"decision": None}, "You didn't respond to the desktop's request to share this screen", "last"),
        ({"monitors": 0}, "share a monitor", ""),
    ],
)
def test_without_a_yes_to_everything_there_is_no_session_one_sentence_says_so_and_half_a_yes_is_forgotten(
    bus: dict[str, str], how: dict[str, object], expected: str, kept: str
) -> None:
    tokens = KeptToken("last")

    with portal(bus, **how), pytest.raises(InputDeniedError, match=expected) as raised:
        open_portal(bus, tokens, within_s=5.0 if how.get("decision", 0) is None else 30.0)

    assert raised.value.hint
    assert tokens.token == kept


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({"devices": [1, 0, 3]}, "turn on “Allow Remote Interaction”"),
        ({"monitors": [0, 1]}, "You didn't share a monitor. The desktop is asking you again"),
    ],
)
def test_whoever_shares_too_little_is_asked_again_and_told_what_was_left_out(
    bus: dict[str, str], how: dict[str, list[int]], expected: str
) -> None:
    asked = list[str]()
    (answers,) = how.values()

    with (
        portal(bus, **how),
        closing(open_portal(bus | {"XDG_CURRENT_DESKTOP": "GNOME"}, NoTokens(), asks=asked.append)),
    ):
        pass

    assert 2 * len(answers) == len(asked)
    assert {""} == set(asked[1::2]), "each is over once it is answered"
    assert all(expected in each for each in asked[2::2])


def test_a_program_that_is_in_no_menu_is_asked_about_without_its_name(bus: dict[str, str]) -> None:
    with portal(bus, registry=False):
        open_portal(bus, NoTokens()).close()


@pytest.mark.parametrize(
    ("backend", "hint"),
    [
        ("", "Install xdg-desktop-portal"),
        ("gnome", "systemctl --user restart xdg-desktop-portal-gnome xdg-desktop-portal”"),
        ("kde", "systemctl --user restart plasma-xdg-desktop-portal-kde xdg-desktop-portal”"),
    ],
)
def test_a_portal_that_came_up_before_its_desktop_is_to_be_restarted(
    bus: dict[str, str], backend: str, hint: str
) -> None:
    with portal(bus, offered=0, backend=backend), pytest.raises(InputDeniedError) as raised:
        open_portal(bus, NoTokens())

    assert hint in raised.value.hint


def test_pictures_alone_need_no_devices(bus: dict[str, str]) -> None:
    with portal(bus, offered=0, devices=0):
        session = open_portal(bus, NoTokens(), pictures_only=True)
        assert (1, None) == (len(session.monitors), session.clipboard)
        session.close()


def test_a_portal_that_dies_ends_the_session(bus: dict[str, str]) -> None:
    reported = list[str]()
    with portal(bus):
        session = open_portal(bus, NoTokens())
        session.on_closed(lambda: reported.append("closed"))
    wait_until(lambda: reported, "the end")

    assert session.is_closed
    session.close()


def test_without_a_portal_and_without_a_bus_one_sentence_says_so(bus: dict[str, str]) -> None:
    with pytest.raises(InputDeniedError, match="have a portal for sharing its screen"):
        open_portal(bus, NoTokens())
    assert "have a portal for sharing its screen" in why_not(bus)
    assert "no D-Bus session" in why_not({"WAYLAND_DISPLAY": "wayland-0"})


def test_the_desktops_own_sign_ends_the_session_and_whoever_waits_is_told_once(bus: dict[str, str]) -> None:
    reported = list[str]()
    with portal(bus) as there:
        session = open_portal(bus, NoTokens())
        session.on_closed(lambda: reported.append("closed"))
        order(there, "close")
        wait_until(lambda: reported, "the end")
        order(there, "close")

        assert session.is_closed
        session.on_closed(lambda: reported.append("late"))
        session.close()
        assert ["closed", "late"] == reported


@pytest.mark.parametrize("clipboard", [True, False])
def test_whether_the_clipboard_is_shared_is_told_unasked(bus: dict[str, str], clipboard: bool) -> None:
    with portal(bus, clipboard=clipboard) as process:
        assert clipboard == has_clipboard(bus)
        assert json.loads(order(process, "calls")) == []
