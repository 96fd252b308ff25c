"""Tells one notice on one channel, in a process of its own: `python -m desktop_agent.notify.deliver`.

From stdin it reads an order, one JSON object. It exits with 0 once the notice is told; else it writes the reason, a
message as JSON, to stdout or, for an order that names a file to `keep` it in, into that: the run may have ended. Keys
are looked for here, by this process alone, and go to their address and nowhere else: redirects are not followed.

ntfy takes what its page “Publish as JSON” says. Mail is given to the system's `sendmail`, as all of its makers take it.
"""

from __future__ import annotations

import html
import http.client
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, localtime
from pathlib import Path

from desktop_agent.core.errors import DesktopAgentError, SettingsError
from desktop_agent.core.message import Message, form_of
from desktop_agent.core.secret_text import without_secrets
from desktop_agent.core.translation import tr
from desktop_agent.lib.child_process import finish
from desktop_agent.lib.files import replace_file
from desktop_agent.notify.channels import (
    WITHIN_S,
    Channel,
    ChannelName,
    command_function,
    keyring_mark,
    sendmail,
    why_not,
)
from desktop_agent.notify.notice import Notice, notice_of
from desktop_agent.notify.topic import AGENT, request, why_failed

KEYS: Mapping[ChannelName, str] = {"ntfy": "DESKTOP_AGENT_NTFY_TOKEN", "webhook": "DESKTOP_AGENT_WEBHOOK_TOKEN"}
_NOTIFICATIONS = ("org.freedesktop.Notifications", "/org/freedesktop/Notifications", "org.freedesktop.Notifications")
_NTFY_PRIORITY = {"ask": 4}  # high; 3 is the default
_LONGEST_REASON = 200
_EX_TEMPFAIL = 75  # sysexits.h: sendmail has it in its queue, and tries again


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be told, and by what."""

    channel: Channel
    notice: Notice
    keep: Path | None = None

    def line(self) -> bytes:
        """Return the order as it is given to the process."""
        form = {"channel": self.channel.name, "to": self.channel.to, "notice": self.notice.form()}
        return json.dumps({**form, "keep": str(self.keep or "")}).encode()


def order_of(line: bytes) -> Order:
    """Return the order in a line; ValueError or KeyError where there is none."""
    form = json.loads(line)
    channel = Channel(form["channel"], tuple(form["to"]))
    return Order(channel, notice_of(form["notice"]), Path(form["keep"]) if form["keep"] else None)


class NotToldError(DesktopAgentError):
    """A notice could not be told."""


def tell(channel: Channel, notice: Notice, environment: Mapping[str, str]) -> None:
    """Tell a notice on a channel; NotToldError with the reason where that fails."""
    if why := why_not(channel, environment):
        raise NotToldError(why)
    _WAYS[channel.name](channel, notice, environment)


def main() -> int:
    """Do one order, and end whatever happens once its time is over."""
    order = order_of(sys.stdin.buffer.read())
    threading.Thread(target=_end_late, args=(order,), daemon=True).start()
    from desktop_agent.host.language import use_language

    use_language()
    try:
        tell(order.channel, order.notice, os.environ)
    except DesktopAgentError as error:
        _say(order, error.message)
        return 1
    if order.keep:
        order.keep.unlink(missing_ok=True)
    return 0


def _end_late(order: Order) -> None:
    threading.Event().wait(WITHIN_S)
    _say(order, Message("It took longer than {within_s:g} s.", within_s=WITHIN_S))
    os._exit(1)  # whatever hangs; what a command has started ends with its keeper


def _say(order: Order, why: str) -> None:
    reason = json.dumps(form_of(why) if isinstance(why, Message) else {"id": "{why}", "parts": {"why": why}}).encode()
    if order.keep:
        with suppress(OSError):
            order.keep.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(order.keep, [reason])
        return
    with suppress(OSError):  # nobody listens any more
        sys.stdout.buffer.write(reason)
        sys.stdout.buffer.flush()


def _desktop(channel: Channel, notice: Notice, environment: Mapping[str, str]) -> None:
    del channel
    from desktop_agent.host.desktop_services import ask_bus
    from desktop_agent.host.tray_link import tray_runs

    if notice.reason != "test" and tray_runs(environment):
        return  # it shows the same, unless a window of ours does
    text = "\n".join(map(tr, notice.lines))
    # The text is markup to the service: what another program wrote must stay text.
    plain = html.escape(text, quote=False)
    body = ["Desktop Agent", 0, "", tr(notice.title), plain, [], {}, -1]
    answer = ask_bus("session", _NOTIFICATIONS, "Notify", "susssasa{sv}i", body)
    if not isinstance(answer.value, int):
        raise NotToldError(Message("This desktop has no program that shows notifications."))


def _command(channel: Channel, notice: Notice, environment: Mapping[str, str]) -> None:
    import asyncio

    from desktop_agent.core.actions import Invoke
    from desktop_agent.functions.catalogue import command_of, scrubbed
    from desktop_agent.functions.process import CommandOrder, run

    call = command_of(command_function(channel), "{}", environment)
    if not isinstance(call, Invoke):
        raise NotToldError(Message("{program} is missing.", program=channel.to[0]))
    order = CommandOrder("notify", call.command, json.dumps(notice.as_json()), call.cwd, WITHIN_S)
    ran = asyncio.run(run(order, scrubbed(environment, ())))
    if ran.error:
        raise NotToldError(ran.error[:_LONGEST_REASON])


def _ntfy(channel: Channel, notice: Notice, environment: Mapping[str, str]) -> None:
    """Publish as JSON, which goes to the server's root and names the topic."""
    root, _, topic = channel.to[0].rstrip("/").rpartition("/")
    priority = {"priority": _NTFY_PRIORITY[notice.reason]} if notice.reason in _NTFY_PRIORITY else {}
    message = "\n".join(map(tr, notice.lines)) or tr(notice.title)
    _post(f"{root}/", {"topic": topic, "title": tr(notice.title), "message": message, **priority}, "ntfy", environment)


def _webhook(channel: Channel, notice: Notice, environment: Mapping[str, str]) -> None:
    _post(channel.to[0], notice.as_json(), "webhook", environment)


def _mail(channel: Channel, notice: Notice, environment: Mapping[str, str]) -> None:
    mail = EmailMessage(policy=SMTP.clone(linesep="\n", cte_type="7bit"))
    mail["To"] = channel.to[0]
    mail["Subject"] = tr(notice.title)
    mail["Date"] = format_datetime(localtime())
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence answers it
    mail.set_content("\n".join(map(tr, (notice.title, *notice.lines))) + "\n")
    program = sendmail(environment) or "sendmail"
    try:
        # -i: a line that is one dot does not end the mail. The address is the file's, and no option.
        done = finish(
            [program, "-i", "--", channel.to[0]],
            within_s=WITHIN_S,
            environment=without_secrets(environment),
            given=bytes(mail),
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotToldError(Message("The “sendmail” program didn't accept the message.")) from error
    if done.returncode not in {0, _EX_TEMPFAIL}:
        said = done.stderr.decode("utf-8", "replace").strip()[:_LONGEST_REASON]
        raise NotToldError(Message("“sendmail” exited with code {code}: {said}", code=done.returncode, said=said))


_WAYS: Mapping[ChannelName, Callable[[Channel, Notice, Mapping[str, str]], None]] = {
    "desktop": _desktop,
    "command": _command,
    "ntfy": _ntfy,
    "webhook": _webhook,
    "mail": _mail,
}


def _post(address: str, content: Mapping[str, object], name: ChannelName, environment: Mapping[str, str]) -> None:
    """Post JSON to an address; NotToldError where that fails."""
    headers = {"Content-Type": "application/json", **AGENT}
    if token := _token(name, environment):
        headers["Authorization"] = f"Bearer {token}"
    try:
        with request(address, json.dumps(content).encode(), WITHIN_S, headers):
            return
    except (OSError, http.client.HTTPException) as error:
        raise NotToldError(why_failed(address, error)) from error


def _token(name: ChannelName, environment: Mapping[str, str]) -> str:
    """Return the key of a channel: from its variable, the keyring, or the file of keys; empty where there is none."""
    if token := environment.get(KEYS[name], "").strip():
        return token
    from desktop_agent.host.keys import key_file
    from desktop_agent.settings import api_keys

    with suppress(SettingsError):
        if kept := key_file(environment).key(kept_as(name)):
            return kept
        if keyring_mark(name, environment).exists():
            api_keys.check_open()  # a window of a locked keyring would stand in the run's way
            return api_keys.keyring_key(kept_as(name)).value or ""
    return ""


def kept_as(name: ChannelName) -> str:
    """Return the name of a channel's key in the keyring; no provider can be called so."""
    return f"notify {name}"


if __name__ == "__main__":
    sys.exit(main())
