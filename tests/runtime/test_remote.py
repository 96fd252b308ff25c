"""The run's remote session with the desktop: opened where nothing else leads to the screen, and shared."""

import os
from contextlib import nullcontext
from pathlib import Path

import pytest

from desktop_agent.core.decisions.decision import Pasted
from desktop_agent.core.errors import DesktopAgentError, InputDeniedError, ScreenError
from desktop_agent.core.texts.message import Message
from desktop_agent.desk.display.private_sway import PrivateSway
from desktop_agent.input.choose import choose
from desktop_agent.platforms.portal.desktop import open_portal
from desktop_agent.platforms.portal.errors import what_to_choose
from desktop_agent.runtime.desktop.screen_access import ENDED, ENDED_BY_YOU, remote_session, stop_with
from desktop_agent.runtime.protocol.client import RunClient
from desktop_agent.runtime.protocol.messages import Broken, DesktopAsks, Prepared, ToClient, ToHost
from desktop_agent.runtime.spec import ClientServices, RunSpec
from desktop_agent.screen.choose import choose_clipboard, needs_portal
from desktop_agent.settings import Settings
from tests.fakes.desktops.compositor import OfferingCompositor
from tests.fakes.desktops.mutter_session import by_mutter
from tests.fakes.desktops.private_bus import private_bus, say, spoken_with
from tests.fakes.desktops.private_mutter import PrivateMutter
from tests.fakes.desktops.remote_portal import NoTokens
from tests.fakes.waiting import wait_until
from tests.fakes.warm import called, in_text


def test_only_a_desktop_that_lets_nobody_copy_its_screen_is_asked_for_a_session(
    sway: PrivateSway, mutter: PrivateMutter
) -> None:
    assert needs_portal(mutter.environment())
    assert not needs_portal(sway.environment())
    assert not needs_portal({"DISPLAY": ":0"})
    assert not needs_portal({"WAYLAND_DISPLAY": "gone", "XDG_RUNTIME_DIR": "/nonexistent"})
    with remote_session(sway.environment()) as none:
        assert none is None


def test_where_the_desktop_has_no_portal_the_run_is_refused_in_a_sentence(mutter: PrivateMutter) -> None:
    with (
        pytest.raises(InputDeniedError, match="have a portal for sharing its screen"),
        remote_session(mutter.environment()),
    ):
        pass


def test_keys_and_clipboard_share_the_session_and_what_fails_closes_it(
    on_mutter: PrivateMutter, monkeypatch: pytest.MonkeyPatch
) -> None:
    del on_mutter
    by_mutter(monkeypatch)
    with remote_session(os.environ) as remote:
        assert remote is not None
        hands = choose(remote=remote)
        hands.close()
        assert "portal" == hands.name
        assert remote.clipboard is not None
        remote.clipboard.own({"text/plain": b"copied"})
        assert Pasted("copied") == choose_clipboard(remote).offered("clipboard")
        assert choose_clipboard(remote).offered("primary") is None
    assert not remote.is_closed
    remote.close()
    with pytest.raises(ScreenError), remote_session(os.environ) as remote:
        raise ScreenError("whatever comes next")
    assert remote is not None
    assert remote.is_closed


@pytest.mark.program
@pytest.mark.parametrize(
    ("offers", "ends", "by", "why"),
    [
        (("gtk_shell1",), "close", "human", ENDED_BY_YOU),
        (("gtk_shell1",), "", "lost", ENDED),  # the portal has gone
        ((), "close", "lost", ENDED),
    ],
)
def test_a_run_stops_when_the_sharing_ends_by_the_persons_act_where_the_desktop_is_still_there(
    tmp_path: Path, offers: tuple[str, ...], ends: str, by: str, why: str
) -> None:
    stopped = list[tuple[str, str]]()
    session = {"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(tmp_path)}
    with (
        private_bus() as bus,
        spoken_with("tests.fakes.desktops.remote_portal", "{}", environment=bus) as portal,
        OfferingCompositor(tmp_path / "wayland-7", offers) if offers else nullcontext(),
    ):
        remote = open_portal(bus, NoTokens())
        stop_with(remote, lambda by, why: stopped.append((by, why)), session)
        if ends:
            say(portal, ends)
        else:
            portal.kill()

        wait_until(lambda: stopped, "the stop")
        remote.close()
    assert [(by, why)] == stopped


def test_who_starts_a_run_is_told_what_to_choose_in_the_desktops_dialog(mutter: PrivateMutter, tmp_path: Path) -> None:
    environment = mutter.environment() | {"XDG_CURRENT_DESKTOP": "GNOME", "DESKTOP_AGENT_HOME": str(tmp_path)}
    with spoken_with("tests.fakes.desktops.remote_portal", '{"decision": 1}', environment=environment):
        done = in_text(called(("run", "--approver", "none", "1. wait 1 s"), environment, tmp_path))

    asked = done.stderr.index(what_to_choose(environment))
    failed = done.stderr.index("Error: ")
    assert asked < failed


class ScriptedHost:
    """A run's process that says what it is given, and hears nothing."""

    def __init__(self, *messages: ToClient) -> None:
        self._left = list(messages)

    def send(self, message: ToHost) -> None: ...

    def receive(self) -> ToClient:
        return self._left.pop(0)

    def kill(self) -> None: ...

    def end(self) -> None: ...

    def how_it_ended(self) -> Message:
        return Message("has ended")


def test_all_that_the_desktop_asks_is_said_before_the_run_and_at_its_start() -> None:
    text = list[str]()
    prepared = Prepared("Nothing leaves.")
    over = Broken("Over.", "")
    asked = tuple(DesktopAsks(words) for words in ("Choose the screen.", "", "Turn on the switch.", ""))
    host = ScriptedHost(*asked, prepared, DesktopAsks("Add the key."), over)
    with RunClient(host, is_public=False) as client:
        client.prepare(RunSpec("1. wait 1 s", Settings()), ClientServices(asks=text.append))
        with pytest.raises(DesktopAgentError, match="Over"):
            client.run_here()

    assert ["Choose the screen.", "", "Turn on the switch.", "", "Add the key."] == text
