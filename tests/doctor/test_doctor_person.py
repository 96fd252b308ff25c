"""`doctor` on what a person in charge needs: it finds what is really there, and says how to mend what is not."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_agent.doctor import Finding, person
from desktop_agent.doctor.person import permissions
from desktop_agent.lib.process_call import call_in_process
from desktop_agent.runtime.desktop.desktop_services import names_on
from desktop_agent.runtime.registry import check_computer
from desktop_agent.settings import Settings, settings_of
from tests.fakes.desktops.compositor import OfferingCompositor
from tests.fakes.desktops.private_bus import SESSION, heard, private_bus
from tests.fakes.programs.apps import end

TRAY = "org.kde.StatusNotifierWatcher"
LOCK = "org.freedesktop.ScreenSaver"
LOCKS_BY_PROGRAMS = "ext_session_lock_manager_v1"
NOTICES = "org.freedesktop.Notifications"
# Takes names on the session bus, keeps them and answers what it is asked.
OWNER = """
import asyncio, sys
from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus
ANSWERS = {
    "Get": ("v", Variant("b", True)), "GetActive": ("b", False), "GetSession": ("o", "/session"),
    "GetServerInformation": ("s", "Quiet <b>notes</b>"),
}
def answer(message):
    if message.message_type is MessageType.METHOD_CALL and message.member in ANSWERS:
        signature, value = ANSWERS[message.member]
        return Message.new_method_return(message, signature, [value])
async def main():
    bus = await MessageBus().connect()
    bus.add_message_handler(answer)
    for name in sys.argv[1:]:
        await bus.request_name(name)
    print("there", flush=True)
    await bus.wait_for_disconnect()
asyncio.run(main())
"""


@contextmanager
def bus_with(*names: str) -> Iterator[str]:
    """Give the address of a session bus of our own, on which somebody has these names."""
    with private_bus() as environment:
        words = [sys.executable, "-c", OWNER, *names]
        owner = subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True)
        try:
            assert heard(owner) == "there"
            yield environment[SESSION]
        finally:
            end(owner)
            owner.communicate()


def finding(name: str, settings: Settings | None = None, window: str | None = None) -> Finding:
    """Return one finding about this process's own environment."""
    why_no_window = None if window is None else lambda: window
    checks = person.checks(settings or Settings(), os.environ, why_no_window)
    return next(check for check in checks if check.name == name).finding()


@pytest.mark.program
def test_a_tray_a_lock_and_notifications_are_asked_on_the_session_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "XDG_SESSION_ID"):
        monkeypatch.delenv(name, raising=False)
    asked = ("tray", "lock", "notifications")
    with bus_with(TRAY, LOCK, NOTICES) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)

        assert ["works"] * 3 == [finding(name).state for name in asked]
        assert {TRAY, LOCK, NOTICES} <= names_on("session")
        assert finding("notifications").found == "Quiet <b>notes</b> shows them"
    assert names_on("session") == frozenset()
    assert ["limited"] * 3 == [finding(name).state for name in asked]


@pytest.mark.program
@pytest.mark.parametrize(("offers", "state"), [(("wl_seat",), "works"), ((LOCKS_BY_PROGRAMS,), "limited")])
def test_a_lock_is_told_by_the_login_service_unless_any_program_can_lock(
    offers: tuple[str, ...], state: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "SWAYSOCK"):
        monkeypatch.delenv(name, raising=False)
    own = {"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(tmp_path), "XDG_SESSION_ID": "c1"}
    for name, value in own.items():
        monkeypatch.setenv(name, value)
    with bus_with("org.freedesktop.login1") as address, OfferingCompositor(tmp_path / "wayland-7", offers):
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)

        assert state == finding("lock").state
        assert "login service" in finding("lock").found


def test_a_folder_that_is_in_the_way_of_the_records_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    home: Mapping[str, str] = {"DESKTOP_AGENT_HOME": str(tmp_path)}
    free: Mapping[str, str] = {"DESKTOP_AGENT_HOME": str(tmp_path / "new")}

    assert ("broken", True) == (permissions(home).state, str(tmp_path) in permissions(home).found)
    assert "works" == permissions(free).state


def test_notice_channels_are_checked_where_they_are_set_up_without_sending_anything() -> None:
    reported = settings_of({"notify": {"webhook": "https://hook.invalid/x"}})
    missing = settings_of({"notify": {"webhook": "https://hook.invalid/x", "command": ["/no/such/program"]}})

    assert "away" not in {check.name for check in person.checks(Settings(), os.environ, None)}
    assert finding("away", reported).state == "works"
    assert finding("away", missing).state == "limited"
    assert "/no/such/program is missing" in finding("away", missing).found


@pytest.mark.program
@pytest.mark.parametrize(("keys", "state"), [({}, "broken"), ({"openai": "sk-canary"}, "works")])
def test_a_key_of_this_session_counts_in_the_check_that_a_process_of_its_own_makes(
    keys: Mapping[str, str], state: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("DESKTOP_AGENT_PROVIDER__NAME", "openai")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("DESKTOP_AGENT_HOME", raising=False)

    found = call_in_process(check_computer, keys)

    assert [finding.state for finding in found if finding.name == "key"] == [state]
    assert "canary" not in repr(found)
