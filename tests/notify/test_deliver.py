"""What each channel is told: judged by the server's own bytes, by the desktop's service, by the program that got it."""

import json
import os
import stat
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from desktop_agent.notify.deliver import (
    IN_KEYRING,
    WEBHOOK_KEY,
    ChannelName,
    DeliveryError,
    Notice,
    channels,
    command_digest,
    confirmed_command,
)
from desktop_agent.settings import settings_of
from desktop_agent.settings.api_keys import KEY_FILE, SERVICE, KeyFile
from desktop_agent.settings.confirmed import SavedSettings
from tests.fakes.desktops.private_bus import heard, private_bus, spoken_with
from tests.fakes.people.keyrings import memory_keyring
from tests.fakes.servers.told_server import ToldServer

ASKS = Notice("ask", "20261125-101500")
ENDED = Notice("end", "20261125-101500", "proven", waits=True)
TOKEN = "tk_canary4711"
KEY = "DESKTOP_AGENT_WEBHOOK_TOKEN"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Give an environment of a person's own, with a keyring that holds nothing."""
    with memory_keyring():
        yield {"DESKTOP_AGENT_HOME": str(tmp_path), "HOME": str(tmp_path), "PATH": os.environ["PATH"]}


def tell(name: ChannelName, to: object, notice: Notice, environment: Mapping[str, str]) -> None:
    """Send a notice on one channel, as it is set up by that setting."""
    ((only, send),) = channels(settings_of({"notify": {name: to}}).notify, environment).items()
    assert only == name
    send(notice)


def put_program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!{sys.executable}\n{text}")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_a_webhook_gets_this_request_and_no_other(home: dict[str, str]) -> None:
    with ToldServer() as server:
        tell("webhook", f"http://{server.host}/hook?x=1", ASKS, home)

    (got,) = server.got
    head, _, body = got.partition(b"\r\n\r\n")
    names = {line.partition(b":")[0] for line in head.split(b"\r\n")[1:]}
    assert head.startswith(b"POST /hook?x=1 HTTP/1.1\r\n")
    assert names == {b"Accept-Encoding", b"Content-Length", b"Host", b"Content-Type", b"User-Agent", b"Connection"}
    assert json.loads(body) == {"event": "ask", "title": "Desktop Agent asks", "run": ASKS.run}


def test_the_webhook_key_is_found_in_the_variable_the_file_or_the_keyring(home: dict[str, str], tmp_path: Path) -> None:
    with memory_keyring() as keyring, ToldServer() as server:
        keyring.kept[SERVICE, WEBHOOK_KEY] = "of-keyring"
        file = KeyFile(tmp_path / "config" / KEY_FILE)
        for kept in (IN_KEYRING, "of-file"):
            file.store(WEBHOOK_KEY, kept)
            tell("webhook", f"http://{server.host}/", ASKS, home)
        tell("webhook", f"http://{server.host}/", ASKS, home | {KEY: TOKEN})
        file.delete(WEBHOOK_KEY)
        tell("webhook", f"http://{server.host}/", ASKS, home)

    keys = [got.partition(b"Authorization: ")[2].partition(b"\r\n")[0].decode() for got in server.got]
    assert keys == ["Bearer of-keyring", "Bearer of-file", f"Bearer {TOKEN}", ""]


@pytest.mark.parametrize("key", [f"{TOKEN}\r\nHost: evil", f"{TOKEN}☃"])
def test_a_key_that_fits_in_no_header_is_sent_nowhere_and_not_told(key: str, home: dict[str, str]) -> None:
    with ToldServer() as server, pytest.raises(DeliveryError) as raised:
        tell("webhook", f"http://{server.host}/", ASKS, home | {KEY: key})

    assert (server.got, TOKEN in str(raised.value)) == ([], False)


def test_a_redirect_is_not_followed_and_what_is_told_of_it_has_no_address(home: dict[str, str]) -> None:
    with (
        ToldServer() as other,
        ToldServer("302 Found", f"Location: http://{other.host}/\r\n") as server,
        pytest.raises(DeliveryError, match=r"^127\.0\.0\.1:\d+ answered 302\.$"),
    ):
        tell("webhook", f"http://{server.host}/secret-path", ASKS, home | {KEY: TOKEN})

    assert (len(server.got), other.got) == (1, [])


@pytest.mark.program
def test_a_command_runs_once_it_is_confirmed_and_never_after_it_has_changed(
    home: dict[str, str], tmp_path: Path
) -> None:
    program = tmp_path / "bin" / "tell-me"
    out = tmp_path / "told.json"
    written = f"[sys.stdin.read(), sys.argv[1:], sorted(os.environ)], open({str(out)!r}, 'w')"
    put_program(program, f"import sys, os, json; json.dump({written})")
    words = [str(program), "--loud"]
    environment = home | {KEY: TOKEN, "ODD": "1"}

    with pytest.raises(DeliveryError, match="confirmed"):
        tell("command", words, ENDED, environment)
    SavedSettings(tmp_path / "config").confirm("command", command_digest(words))
    tell("command", words, ENDED, environment)
    got, arguments, variables = json.loads(out.read_text())
    put_program(program, "open('/dev/null')")

    assert json.loads(got) == json.loads(ENDED.as_json())
    assert arguments == ["--loud"]
    assert {"ODD", KEY} & set(variables) == set()
    for changed in (words, [str(program), "--other"]):
        with pytest.raises(DeliveryError, match="confirmed"):
            confirmed_command(changed, environment)


def test_a_file_that_a_command_names_is_part_of_what_was_confirmed(tmp_path: Path) -> None:
    script = tmp_path / "tell.sh"
    script.write_text("true")
    before = command_digest(["sh", str(script)])

    assert before == command_digest(["sh", str(script)])
    assert before != command_digest(["sh", "-x", str(script)])
    script.write_text("rm -rf ~")
    assert before != command_digest(["sh", str(script)])


@pytest.mark.program
def test_the_desktop_shows_the_words_and_says_where_nothing_does(
    home: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with private_bus() as environment:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", environment["DBUS_SESSION_BUS_ADDRESS"])
        with pytest.raises(DeliveryError, match="This desktop has no program that shows"):
            tell("desktop", True, ASKS, home)
        with spoken_with("tests.fakes.desktops.notification_service", environment=environment) as service:
            tell("desktop", True, Notice("end", ASKS.run, "failed"), home)
            shown = json.loads(heard(service))

    assert shown[2:4] == ["A task has ended: Failed", f"Run {ASKS.run}"]
