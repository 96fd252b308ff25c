"""`notify`: a test goes to all that is set up, a command waits for a yes, and keys are written nowhere."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from desktop_agent.cli.main import main
from desktop_agent.notify.deliver import IN_KEYRING, WEBHOOK_KEY
from desktop_agent.settings.api_keys import KEY_FILE, SERVICE
from tests.cli.test_command_line import call, config
from tests.fakes import warm
from tests.fakes.people.keyrings import memory_keyring
from tests.fakes.people.typist import at_a_terminal
from tests.fakes.servers.told_server import ToldServer
from tests.fakes.source import ROOT

TOKEN = "tk_canary4711"


@pytest.mark.program
def test_a_test_notice_goes_to_every_channel_and_reports_whether_each_received_it(tmp_path: Path) -> None:
    with ToldServer() as server:
        way = {"WEBHOOK": f"http://{server.host}/hook", "COMMAND": "/no/such/program"}
        set_up = {f"DESKTOP_AGENT_NOTIFY__{name}": value for name, value in way.items()}
        done = call(tmp_path, "notify", "test", "--json", stdin=b"", **set_up)
        got = json.loads(server.got[0].partition(b"\r\n\r\n")[2])

    assert done.returncode == 1
    assert json.loads(done.stdout) == [
        {"channel": "webhook", "told": True, "why": None},
        {"channel": "command", "told": False, "why": "/no/such/program is missing."},
    ]
    assert got == {"event": "test", "title": "Test notification from Desktop Agent"}


@pytest.mark.program
@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("http://127.0.0.1.example.org/hook", b"https address"),
        ("https://me:secret@example.org/hook", b"User name"),
    ],
)
def test_a_notice_setting_that_cannot_work_is_refused_when_it_is_set(tmp_path: Path, address: str, says: bytes) -> None:
    config(tmp_path, f'[notify]\nwebhook = "{address}"\n')
    done = call(tmp_path, "notify", "test")

    assert done.returncode == 2
    assert says in done.stderr


@pytest.mark.parametrize("way", [[], ["--in-file"]])
def test_a_key_is_kept_where_it_should_be_and_deleted_and_never_printed(
    way: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    file = tmp_path / "config" / KEY_FILE
    with memory_keyring() as keyring:
        monkeypatch.setattr(sys, "stdin", StringIO(f"{TOKEN}\n"))
        assert main(["notify", "login", *way]) == 0
        kept = dict(keyring.kept)
        in_file = json.loads(file.read_text()) if file.exists() else {}
        assert main(["notify", "logout"]) == 0

        assert (kept, in_file) == (
            ({}, {WEBHOOK_KEY: TOKEN}) if way else ({(SERVICE, WEBHOOK_KEY): TOKEN}, {WEBHOOK_KEY: IN_KEYRING})
        )
        assert keyring.kept == {}
    assert not file.exists()
    assert TOKEN not in "".join(capfd.readouterr())


@pytest.mark.program
def test_a_command_runs_after_a_yes_at_the_terminal_and_is_not_asked_about_again(tmp_path: Path) -> None:
    file = tmp_path / "told.json"
    (tmp_path / "config").mkdir()
    command = [sys.executable, "-c", f"import sys; open({str(file)!r}, 'w').write(sys.stdin.read())"]
    (tmp_path / "config" / "config.toml").write_text(f"[notify]\ncommand = {json.dumps(command)}\n")
    own = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    own |= {"DESKTOP_AGENT_HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    program = warm.program("notify", "test")
    unconfirmed = subprocess.run(program, env=own, capture_output=True, check=False, timeout=60, start_new_session=True)
    assert (unconfirmed.returncode, file.exists()) == (1, False)
    assert b"confirmed" in unconfirmed.stdout

    with at_a_terminal(program, own, columns=240) as person:
        shown = person.waits_for("[y/N] ")
        person.types("y\n")
        code = person.ends()
    first = json.loads(file.read_text())
    file.unlink()
    again = subprocess.run(program, env=own, capture_output=True, check=False, timeout=60)

    assert "This command will run under your account whenever a run asks a question or ends:" in " ".join(shown.split())
    assert (code, first["event"], again.returncode) == (0, "test", 0)
    assert file.exists()
