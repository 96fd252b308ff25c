"""The private Wayland session starts ready to use, as a plain account, and leaves nothing behind."""

from pathlib import Path

import pytest

from desktop_agent.core.errors import NoScreenError
from desktop_agent.desk.display.private_sway import PrivateSway
from tests.fakes.desktops.sway_commands import grim, outputs
from tests.fakes.killed_owner import words_of_a_killed_owner
from tests.fakes.processes import status, wait_for_end
from tests.fakes.waiting import wait_until


@pytest.mark.screen
def test_the_session_can_be_seen_at_once_and_has_the_size_that_was_asked_for() -> None:
    with PrivateSway(1000, 700, hertz=120) as own:
        (output,) = outputs(own).values()

        assert (1000, 700) == grim(own)[:2]
        assert 120_000 == output["current_mode"]["refresh"]


def test_sway_is_never_root(sway: PrivateSway) -> None:
    users = status(sway.pid, "sway")["Uid"].split()

    assert "0" not in users


def test_the_environment_keeps_programs_off_every_other_screen(sway: PrivateSway) -> None:
    other = {"DISPLAY": ":0", "XAUTHORITY": "/x", "WAYLAND_DISPLAY": "wayland-9", "SWAYSOCK": "/s", "PATH": "/bin"}

    environment = sway.environment(other)

    assert {"DISPLAY", "XAUTHORITY"}.isdisjoint(environment)
    assert (sway.name, str(sway.ipc)) == (environment["WAYLAND_DISPLAY"], environment["SWAYSOCK"])
    assert "/bin" == environment["PATH"]


@pytest.mark.screen
def test_where_sway_is_missing_the_line_that_installs_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(NoScreenError, match="needs sway") as raised:
        PrivateSway(640, 480)

    assert "apt-get install -y sway" in raised.value.hint


@pytest.mark.screen
def test_closing_leaves_no_process_and_no_folder_behind() -> None:
    own = PrivateSway(640, 480)
    folder = own.socket.parent

    own.close()
    own.close()

    assert not folder.exists()
    wait_for_end(own.pid)


@pytest.mark.program
def test_the_session_goes_away_with_a_process_that_is_killed_outright() -> None:
    pid, folder = words_of_a_killed_owner(
        "from desktop_agent.desk.display.private_sway import PrivateSway as P; s = P(640, 480)",
        "s.pid, s.socket.parent",
    )

    wait_until(lambda: not Path(folder).exists(), what="the folder's end")
    wait_for_end(int(pid))
