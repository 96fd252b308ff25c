"""What each channel is told: judged by the servers' own bytes, by Python's mail parser, by the program that got it."""

import email
import email.policy
import json
import os
import stat
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from desktop_agent.core.message import Message
from desktop_agent.core.version import __version__
from desktop_agent.notify.channels import Channel, command_function, confirmations, keyring_mark, why_not
from desktop_agent.notify.deliver import NotToldError, kept_as, tell
from desktop_agent.notify.notice import Notice, notice_of
from desktop_agent.settings.api_keys import KEY_FILE, SERVICE
from tests.fakes.keyrings import memory_keyring
from tests.fakes.private_bus import heard, private_bus, spoken_with
from tests.fakes.told_server import ToldServer

ASKS = Notice("ask", "20261125-101500-rent-a1b2c3")
ENDED = Notice("end", "20261125-101500-rent-a1b2c3", "proven", "Überweise die Miete", "All done.\nBalance: 3 €")
TOKEN = "tk_canary4711"
_HEAD = (
    "POST {path} HTTP/1.1\r\n"
    "Accept-Encoding: identity\r\n"
    "Content-Length: {length}\r\n"
    "Host: {host}\r\n"
    "Content-Type: application/json\r\n"
    f"User-Agent: desktop-agent/{__version__}\r\n"
    "{token}Connection: close\r\n\r\n"
)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Give an environment of a person's own, with a keyring that holds nothing."""
    with memory_keyring():
        yield {"DESKTOP_AGENT_HOME": str(tmp_path), "HOME": str(tmp_path), "PATH": os.environ["PATH"]}


def posted(path: str, server: ToldServer, content: Mapping[str, object], token: str = "") -> bytes:
    body = json.dumps(content)
    return _HEAD.format(path=path, host=server.host, length=len(body), token=token).encode() + body.encode()


def put_program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!{sys.executable}\n{text}")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_a_webhook_gets_this_request_and_no_other(home: dict[str, str]) -> None:
    with ToldServer() as server:
        tell(Channel("webhook", (f"http://{server.host}/hook?x=1",)), ASKS, home)

    content = {"event": "ask", "title": "Desktop Agent asks", "run": ASKS.run}
    assert server.got == [posted("/hook?x=1", server, content)]


def test_with_all_details_it_gets_these_fields(home: dict[str, str]) -> None:
    with ToldServer() as server:
        tell(Channel("webhook", (f"http://{server.host}/hook",)), ENDED, home)

    assert json.loads(server.got[0].partition(b"\r\n\r\n")[2]) == {
        "event": "end",
        "title": "A task has ended: Proven",
        "run": ENDED.run,
        "status": "proven",
        "task": "Überweise die Miete",
        "message": "All done.\nBalance: 3 €",
    }


def test_ntfy_gets_its_json_at_the_root_of_its_server(home: dict[str, str]) -> None:
    with ToldServer() as server:
        tell(Channel("ntfy", (f"http://{server.host}/alerts",)), ASKS, home | {"DESKTOP_AGENT_NTFY_TOKEN": TOKEN})

    content = {
        "topic": "alerts",
        "title": "Desktop Agent asks",
        "message": f"Run {ASKS.run}",
        "priority": 4,
    }
    assert server.got == [posted("/", server, content, f"Authorization: Bearer {TOKEN}\r\n")]


def test_ntfy_under_a_path_is_told_there_of_an_end_with_the_details(home: dict[str, str]) -> None:
    with ToldServer() as server:
        tell(Channel("ntfy", (f"http://{server.host}/push/alerts/",)), ENDED, home)

    head, _, body = server.got[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /push/ HTTP/1.1\r\n")
    assert json.loads(body) == {
        "topic": "alerts",
        "title": "A task has ended: Proven",
        "message": f"Run {ENDED.run}\nÜberweise die Miete\nAll done.\nBalance: 3 €",
    }


def test_a_key_is_found_in_the_keyring_or_in_the_file_and_goes_to_its_own_channel(
    home: dict[str, str], tmp_path: Path
) -> None:
    with memory_keyring() as keyring, ToldServer() as server:
        keyring.kept[SERVICE, kept_as("webhook")] = TOKEN
        mark = keyring_mark("webhook", home)
        mark.parent.mkdir(parents=True)
        mark.touch()
        tell(Channel("webhook", (f"http://{server.host}/",)), ASKS, home)
        tell(Channel("ntfy", (f"http://{server.host}/t",)), ASKS, home)
        keyring.kept.clear()
        file = tmp_path / "config" / KEY_FILE
        file.parent.mkdir()
        file.write_text(json.dumps({kept_as("webhook"): "of-file"}))
        file.chmod(0o600)
        tell(Channel("webhook", (f"http://{server.host}/",)), ASKS, home)

    keys = [got.partition(b"Authorization: ")[2].partition(b"\r\n")[0].decode() for got in server.got]
    assert keys == [f"Bearer {TOKEN}", "", "Bearer of-file"]


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_a_redirect_is_not_followed_and_takes_no_key_along(status: str, home: dict[str, str]) -> None:
    environment = home | {"DESKTOP_AGENT_WEBHOOK_TOKEN": TOKEN}
    with (
        ToldServer() as other,
        ToldServer(status, f"Location: http://{other.host}/\r\n") as server,
        pytest.raises(NotToldError, match=rf"^127\.0\.0\.1:\d+ answered {status[:3]}\.$"),
    ):
        tell(Channel("webhook", (f"http://{server.host}/secret-path",)), ASKS, environment)

    assert (len(server.got), other.got) == (1, [])


@pytest.mark.parametrize("status", ["401 Unauthorized", "404 Not Found", "500 Oops", "429 Slow Down"])
def test_what_a_server_refuses_is_told_without_the_address(status: str, home: dict[str, str]) -> None:
    with ToldServer(status) as server, pytest.raises(NotToldError) as raised:
        tell(Channel("webhook", (f"http://{server.host}/secret-path",)), ASKS, home)

    assert str(raised.value) == f"{server.host} answered {status[:3]}."


def test_a_dead_host_is_told_by_its_name(home: dict[str, str]) -> None:
    with ToldServer() as server:
        host = server.host

    with pytest.raises(NotToldError, match="can't be reached") as raised:
        tell(Channel("ntfy", (f"http://{host}/secret-topic",)), ASKS, home)
    assert "secret" not in str(raised.value)


def test_no_proxy_hears_what_is_for_this_computer(home: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    with ToldServer() as proxy, ToldServer() as server:
        monkeypatch.setenv("http_proxy", f"http://{proxy.host}")
        tell(Channel("webhook", (f"http://{server.host}/",)), ASKS, home)

    assert (proxy.got, len(server.got)) == ([], 1)


def test_mail_is_given_to_sendmail_and_reads_as_a_mail(home: dict[str, str], tmp_path: Path) -> None:
    put_program(
        tmp_path / "bin" / "sendmail",
        f"import os, sys; open({str(tmp_path / 'mail')!r}, 'wb').write(sys.stdin.buffer.read());"
        f"open({str(tmp_path / 'variables')!r}, 'w').write(repr(os.environ));"
        f"open({str(tmp_path / 'words')!r}, 'w').write(repr(sys.argv[1:]))",
    )
    secret = {"PATH": str(tmp_path / "bin"), "OPENAI_API_KEY": "sk-canary"}
    tell(Channel("mail", ("me@example.org",)), ENDED, home | secret)

    mail = email.message_from_bytes((tmp_path / "mail").read_bytes(), policy=email.policy.default)
    assert (tmp_path / "words").read_text() == "['-i', '--', 'me@example.org']"
    assert (mail["To"], mail["Subject"], mail["Auto-Submitted"]) == (
        "me@example.org",
        "A task has ended: Proven",
        "auto-generated",
    )
    assert mail.defects == []
    assert mail["Date"].datetime is not None
    assert mail.get_content() == (
        f"A task has ended: Proven\nRun {ENDED.run}\nÜberweise die Miete\nAll done.\nBalance: 3 €\n"
    )
    assert max((tmp_path / "mail").read_bytes()) < 128
    assert "sk-canary" not in (tmp_path / "variables").read_text()


def test_a_task_cannot_put_a_header_into_the_mail(home: dict[str, str], tmp_path: Path) -> None:
    put_program(
        tmp_path / "sendmail", f"import sys; open({str(tmp_path / 'mail')!r}, 'wb').write(sys.stdin.buffer.read())"
    )
    evil = Notice("end", "r", "completed", "x\nBcc: thief@example.org\n\n.\nmore", "y\r\nBcc: thief@example.org")
    tell(Channel("mail", ("me@example.org",)), evil, home | {"PATH": str(tmp_path)})

    mail = email.message_from_bytes((tmp_path / "mail").read_bytes(), policy=email.policy.default)
    assert mail["Bcc"] is None
    assert "\n.\nmore" in mail.get_content()


@pytest.mark.parametrize(("code", "told"), [(75, True), (0, True), (67, False)])
def test_mail_that_waits_in_the_queue_is_told_and_one_that_is_refused_is_not(
    code: int, told: bool, home: dict[str, str], tmp_path: Path
) -> None:
    put_program(
        tmp_path / "sendmail", f"import sys; sys.stdin.read(); print('no such user', file=sys.stderr); exit({code})"
    )
    channel, environment = Channel("mail", ("me@example.org",)), home | {"PATH": str(tmp_path)}

    if told:
        tell(channel, ASKS, environment)
    else:
        with pytest.raises(NotToldError, match="exited with code 67: no such user"):
            tell(channel, ASKS, environment)


def test_a_command_runs_once_it_is_confirmed_and_never_after_it_has_changed(
    home: dict[str, str], tmp_path: Path
) -> None:
    program, out = tmp_path / "bin" / "tell-me", tmp_path / "told.json"
    written = f"[sys.stdin.read(), sys.argv[1:], sorted(os.environ)], open({str(out)!r}, 'w')"
    put_program(program, f"import sys, os, json; json.dump({written})")
    channel = Channel("command", (str(program), "--loud"))
    environment = home | {"DESKTOP_AGENT_NTFY_TOKEN": TOKEN, "ODD": "1"}

    with pytest.raises(NotToldError, match="confirmed"):
        tell(channel, ENDED, environment)
    confirmations(environment).add(command_function(channel))
    tell(channel, ENDED, environment)
    got, words, variables = json.loads(out.read_text())
    put_program(program, "open('/dev/null')")

    assert json.loads(got) == ENDED.as_json()
    assert words == ["--loud"]
    assert {"ODD", "DESKTOP_AGENT_NTFY_TOKEN"} & set(variables) == set()
    assert "confirmed" in why_not(channel, environment)
    assert "confirmed" in why_not(Channel("command", (str(program), "--other")), environment)


def test_a_command_that_fails_is_told_with_what_it_said(home: dict[str, str], tmp_path: Path) -> None:
    put_program(tmp_path / "tell-me", "import sys; sys.exit('no phone')")
    channel = Channel("command", (str(tmp_path / "tell-me"),))
    confirmations(home).add(command_function(channel))

    with pytest.raises(NotToldError, match="no phone"):
        tell(channel, ASKS, home)


@pytest.mark.parametrize("channel", [Channel("command", ("/no/such/program",)), Channel("mail", ("me@example.org",))])
def test_a_program_that_is_missing_is_said_before_anything_is_told(
    channel: Channel, home: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_agent.notify.channels._MAIL_FOLDERS", ())
    assert why_not(channel, home | {"PATH": "/nowhere"})


def test_the_desktop_shows_the_words_as_text_and_says_where_nothing_does(
    home: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = Notice("end", "r1", "failed", "<b>rent</b> & more")
    with private_bus() as environment:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", environment["DBUS_SESSION_BUS_ADDRESS"])
        with pytest.raises(NotToldError, match="This desktop has no program that shows"):
            tell(Channel("desktop"), notice, home)
        with spoken_with("tests.fakes.notification_service", environment=environment) as service:
            tell(Channel("desktop"), notice, home)
            shown = json.loads(heard(service))

    assert shown[2:4] == ["A task has ended: Failed", "Run r1\n&lt;b&gt;rent&lt;/b&gt; &amp; more"]


@pytest.mark.parametrize(
    ("details", "left"), [("none", ("", "")), ("task", ("The task", "")), ("message", ("The task", "What is asked"))]
)
def test_no_more_details_leave_than_were_chosen(details: str, left: tuple[str, str]) -> None:
    cut = Notice("ask", "r", None, "The task", "What is asked").with_details(details)  # type: ignore[arg-type]

    assert (cut.task, cut.message) == left
    assert set(left) - {""} == {one for one in cut.as_json().values() if one in {"The task", "What is asked"}}


def test_a_long_text_is_cut() -> None:
    cut = Notice("ask", "r", None, "x" * 5_000, "y" * 5_000).with_details("message")

    assert (len(cut.task), len(cut.message)) == (1_001, 1_001)


def test_a_notice_stays_itself_on_its_way_to_another_process() -> None:
    notice = Notice("ask", "r", None, "t", Message("Press {name}?", name="Send"))

    again = notice_of(json.loads(json.dumps(notice.form())))

    assert again == notice
    assert isinstance(again.message, Message)
    assert again.message.id == "Press {name}?"


@pytest.mark.parametrize("change", [{"reason": "x"}, {"status": "x"}, {"message": 7}])
def test_what_is_no_notice_is_none(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="reason"):
        notice_of(ASKS.form() | change)
