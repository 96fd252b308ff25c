"""`doctor`: it really tries, and what does not work is named with a way to mend it."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from desktop_agent.core.version import __version__
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.installation import this_installation
from tests.fakes.desktops.accessible import is_on, ordinary_desktop
from tests.fakes.desktops.x_event_log import XEventLog
from tests.fakes.servers.release_page import ReleasePage
from tests.fakes.source import ROOT
from tests.fakes.warm import program

SECRET = "sk-very-secret-0123456789"


def examined(
    environment: Mapping[str, str], home: Path, *words: str
) -> tuple[int, dict[str, dict[str, str]], subprocess.CompletedProcess[str]]:
    own = {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "DESKTOP_AGENT_HOME": str(home)}
    done = subprocess.run(
        program("doctor", "--json", *words),
        env={**environment, **own}, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    return done.returncode, {one["name"]: one for one in json.loads(done.stdout)}, done


@pytest.mark.promise("README, Install it: doctor")
def test_everything_that_is_needed_works_on_the_private_display(display: PrivateDisplay, tmp_path: Path) -> None:
    with XEventLog(display.environment()) as log:
        code, findings, _ = examined(display.environment(), tmp_path)
        pressed = [event.name for event in log.wait_for(1, "key_press")]
        released = [event.name for event in log.wait_for(len(pressed), "key_release")]

    assert ["Shift_L"] == pressed == released  # the probe of the input
    assert 0 == code
    assert [] == [one for one in findings.values() if one["state"] == "broken"]
    assert "1280x800" in findings["display"]["found"]
    assert {"display", "capture", "input", "fonts", "key", "provider", "names"} <= set(findings)


@pytest.mark.slow
@pytest.mark.screen
def test_accessibility_that_is_off_is_a_warning_with_the_line_that_turns_it_on(tmp_path: Path) -> None:
    with ordinary_desktop() as (_, environment):
        code, findings, _ = examined(environment, tmp_path)
        line = findings["names"]["mend"].partition(": ")[2]
        subprocess.run(line.split(), env=environment, check=True, capture_output=True)
        turned_on = is_on(environment)
        _, later, _ = examined(environment, tmp_path)

    assert (0, "limited") == (code, findings["names"]["state"])
    assert "accessibility is turned off" in findings["names"]["found"]
    assert turned_on
    assert ("works", "") == (later["names"]["state"], later["names"]["mend"])


@pytest.mark.screen
def test_the_switch_turns_accessibility_on_and_tells_for_how_long(tmp_path: Path) -> None:
    home = "desktop_agent.runtime.desktop.desktop_services"
    code = f"from {home} import turn_accessibility_on; print(turn_accessibility_on())"
    with ordinary_desktop() as (_, environment):
        here = environment | {"GSETTINGS_BACKEND": "keyfile", "XDG_CONFIG_HOME": str(tmp_path)}
        before = is_on(environment)
        output = subprocess.check_output([sys.executable, "-c", code], env=here, cwd=ROOT, text=True)
        after = is_on(environment)

    assert (before, after) == (False, True)
    assert "Accessibility is on and will stay on." in output
    assert "toolkit-accessibility=true" in "".join(file.read_text("utf-8") for file in tmp_path.rglob("keyfile"))


@pytest.mark.program
@pytest.mark.parametrize(
    ("told", "state", "found", "mend"),
    [
        ({"tag_name": "v99.1"}, "works", "Version 99.1 is available.", this_installation().update()),
        ({"tag_name": f"v{__version__}"}, "works", f"{__version__} is the latest version.", ""),
        ({"message": "Not Found"}, "limited", "doesn't list a release.", "Use the address of the JSON"),
    ],
)
def test_with_an_address_it_says_whether_there_is_a_newer_version(
    tmp_path: Path, told: object, state: str, found: str, mend: str
) -> None:
    with ReleasePage(told) as page:
        here = {"PATH": os.environ["PATH"], "DESKTOP_AGENT_UPDATE__ADDRESS": page.address}
        _, findings, _ = examined(here, tmp_path)

    assert findings["update"]["state"] == state
    assert findings["update"]["found"].endswith(found)
    assert findings["update"]["mend"].startswith(mend)


@pytest.mark.program
def test_without_an_address_nothing_is_said_of_versions(tmp_path: Path) -> None:
    _, findings, _ = examined({"PATH": os.environ["PATH"]}, tmp_path)

    assert "update" not in findings


@pytest.mark.program
def test_without_a_display_each_finding_says_what_to_do(tmp_path: Path) -> None:
    code, findings, _ = examined({"PATH": os.environ["PATH"]}, tmp_path)

    assert 1 == code
    assert ["broken", "broken", "broken"] == [findings[name]["state"] for name in ("display", "capture", "input")]
    assert all(findings[name]["mend"] for name in ("display", "capture", "input"))


def test_the_keys_variable_is_named_and_its_value_is_not(display: PrivateDisplay, tmp_path: Path) -> None:
    environment = {**display.environment(), "OPENAI_API_KEY": SECRET}

    _, findings, done = examined(environment, tmp_path, "--provider", "openai", "--base-url", "https://127.0.0.1:1/v1")
    _, own, shown = examined(
        {**environment, "DESKTOP_AGENT_API_KEY": SECRET}, tmp_path, "--base-url", "https://127.0.0.1:1/v1"
    )

    assert "none" in findings["key"]["found"]
    assert "DESKTOP_AGENT_API_KEY" in own["key"]["found"]
    assert SECRET not in done.stdout + done.stderr + shown.stdout + shown.stderr


@pytest.mark.slow
def test_a_server_is_reached_without_sending_it_anything(display: PrivateDisplay, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        words = ("--base-url", f"http://127.0.0.1:{server.getsockname()[1]}/v1", "--dialect", "preview")
        _, findings, _ = examined(display.environment(), tmp_path, *words)
        caller, _ = server.accept()
        with caller:
            caller.settimeout(10)

            assert b"" == caller.recv(100)
    code, later, _ = examined(display.environment(), tmp_path, *words)

    assert (findings["provider"]["state"], later["provider"]["state"], code) == ("works", "broken", 1)
