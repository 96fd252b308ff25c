"""One notice and its three channels: the desktop's notifications, a webhook, and a command of the person's.

A notice contains nothing of the task, the screen or typed text: only the run, and that it asks, or how it has ended.
The webhook's key goes to its address and nowhere else, as redirects aren't followed.

`python -m desktop_agent.notify.deliver` sends the notice on its stdin, and writes the failed channels with the reasons
to stdout. It is a separate process, so that a hanging channel delays no run, and the run's end can still be sent.
"""

from __future__ import annotations

import asyncio
import hashlib
import http.client
import json
import os
import shutil
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from desktop_agent.core.actions.action import Function, Invoke
from desktop_agent.core.errors import DesktopAgentError, SettingsError
from desktop_agent.core.runs.events import Status
from desktop_agent.core.texts.message import Message, form_of
from desktop_agent.core.version import __version__
from desktop_agent.functions.catalogue import allowed_variables, command_of
from desktop_agent.functions.process import CommandOrder, run
from desktop_agent.lib.files import content_of
from desktop_agent.lib.paths import places
from desktop_agent.model.endpoint import needs_key
from desktop_agent.record.wording import status_word
from desktop_agent.runtime.desktop.desktop_services import ask_bus
from desktop_agent.runtime.language import persons_language
from desktop_agent.runtime.protocol.local_sockets import tray_runs
from desktop_agent.runtime.provider.keys import key_file
from desktop_agent.settings import api_keys
from desktop_agent.settings.confirmed import SavedSettings
from desktop_agent.settings.sections import NotifySettings

ChannelName = Literal["desktop", "webhook", "command"]
WORDS: Mapping[ChannelName, Message] = {
    "desktop": Message("The desktop's notifications"),
    "webhook": Message("The webhook"),
    "command": Message("Your command"),
}
WEBHOOK_KEY: Final = api_keys.WEBHOOK
IN_KEYRING: Final = ""  # in the file of keys, instead of the key, as a query of the keyring takes seconds
WITHIN_S = 10.0
_LARGEST_PROGRAM = 512_000_000
_TITLES = {"ask": Message("Desktop Agent asks"), "test": Message("Test notification from Desktop Agent")}
_NOTIFICATIONS = ("org.freedesktop.Notifications", "/org/freedesktop/Notifications", "org.freedesktop.Notifications")


class DeliveryError(DesktopAgentError):
    """A notice could not be delivered; names no more of an address than its host, as its path may be secret."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice about a run: that it asks, or how it ended, and whether its desk's changes wait for the person."""

    event: Literal["ask", "end", "test"]
    run: str = ""  # the time in its id, by which commands find it: the rest of the id has words of the task
    status: Status | None = None
    claimed: bool = False  # it is only the model that calls it done
    waits: bool = False

    @property
    def title(self) -> Message:
        """Return the notice in one line."""
        if self.status is None:
            return _TITLES[self.event]
        word = status_word(self.status, claimed=self.claimed)
        if self.waits:
            return Message("A task has ended: {status}. Its changes are waiting for your review", status=word)
        return Message("A task has ended: {status}", status=word)

    def as_json(self) -> str:
        """Return the notice as JSON for a program, in English, without empty fields."""
        known = {
            "event": self.event,
            "title": str(self.title),
            "run": self.run,
            "status": self.status,
            "claimed": self.claimed,
            "waits": self.waits,
        }
        return json.dumps({name: value for name, value in known.items() if value})


Send = Callable[[Notice], None]


def channels(chosen: NotifySettings, environment: Mapping[str, str]) -> Mapping[ChannelName, Send]:
    """Return the sender of each channel that a person has set up; it raises DeliveryError on failure."""
    senders: Mapping[ChannelName, tuple[object, Send]] = {
        "desktop": (chosen.desktop, partial(_show_notification, environment)),
        "webhook": (chosen.webhook, partial(_post_webhook, chosen.webhook, environment)),
        "command": (chosen.command, partial(_run_command, chosen.command, environment)),
    }
    return {name: send for name, (is_chosen, send) in senders.items() if is_chosen}


def command_digest(words: Sequence[str]) -> str:
    """Return what a person's confirmation of the command covers: its words, its program, and the files in it."""
    home = Path.home()
    program = shutil.which(str(home / words[0]) if os.sep in words[0] else words[0])
    named = (home / word for word in words[1:] if os.sep in word or "." in word)
    files = (*((Path(program),) if program else ()), *(path for path in named if path.is_file()))
    runs = {str(path): hashlib.sha256(content_of(path, _LARGEST_PROGRAM) or b"").hexdigest() for path in files}
    return hashlib.sha256(json.dumps([list(words), runs], sort_keys=True).encode()).hexdigest()


def confirmed_command(words: Sequence[str], environment: Mapping[str, str]) -> Invoke:
    """Return the command as it is run; DeliveryError if its program is missing, or it isn't confirmed."""
    call = command_of(Function("notify", "", {}, command=tuple(words)), environment)
    if not isinstance(call, Invoke):
        raise DeliveryError(Message("{program} is missing.", program=words[0]))
    if command_digest(words) not in SavedSettings(places(environment).config).record().functions:
        raise DeliveryError(
            Message("You haven't confirmed the command, or it has changed. Run: desktop-agent notify test")
        )
    return call


def send_notice(notice: Notice, chosen: NotifySettings, environment: Mapping[str, str]) -> dict[ChannelName, Message]:
    """Send a notice on all channels at once; return the reason for each channel that failed."""
    pool = ThreadPoolExecutor()
    sent = {name: pool.submit(send, notice) for name, send in channels(chosen, environment).items()}
    wait(sent.values(), WITHIN_S)
    late = DeliveryError(Message("It took longer than {within_s:g} s.", within_s=WITHIN_S))
    errors = {name: future.exception() if future.done() else late for name, future in sent.items()}
    return {name: _reason(error) for name, error in errors.items() if error}


def _reason(error: BaseException) -> Message:
    message = error.message if isinstance(error, DesktopAgentError) else type(error).__name__
    return message if isinstance(message, Message) else Message("{why}", why=message)


def main() -> None:
    """Send the notice on stdin."""
    notice, chosen = json.load(sys.stdin)
    why = send_notice(Notice(**notice), NotifySettings(**chosen), os.environ)
    with suppress(OSError):  # the run has ended, and the pipe has no reader
        os.write(1, json.dumps({name: form_of(reason) for name, reason in why.items()}).encode())
    os._exit(0)  # even if a channel hangs


def _show_notification(environment: Mapping[str, str], notice: Notice) -> None:
    if notice.event != "test" and tray_runs(environment):
        return  # the tray displays the same, unless a window of ours does
    of = persons_language(environment).of
    text = of(Message("Run {run}", run=notice.run)) if notice.run else ""
    body = ["Desktop Agent", 0, "", of(notice.title), text, [], {}, -1]
    answer = ask_bus("session", _NOTIFICATIONS, "Notify", "susssasa{sv}i", body)
    if not isinstance(answer.value, int):
        raise DeliveryError(Message("This desktop has no program that shows notifications."))


def _run_command(words: Sequence[str], environment: Mapping[str, str], notice: Notice) -> None:
    call = confirmed_command(words, environment)
    order = CommandOrder("notify", call.command, notice.as_json(), call.cwd, WITHIN_S)
    ran = asyncio.run(run(order, allowed_variables(environment, ())))
    if ran.error:
        raise DeliveryError(ran.error[:200])


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def _post_webhook(address: str, environment: Mapping[str, str], notice: Notice) -> None:
    headers = {"Content-Type": "application/json", "User-Agent": f"desktop-agent/{__version__}"}
    if key := _webhook_key(environment):
        headers["Authorization"] = f"Bearer {key}"
    parts = urlsplit(address)
    # Plain http is only for this computer, which needs no proxy.
    is_direct = parts.scheme == "http" or not needs_key(address)
    direct = (urllib.request.ProxyHandler({}),) if is_direct else ()
    request = urllib.request.Request(address, notice.as_json().encode(), headers)  # noqa: S310 - checked when it's set
    try:
        with urllib.request.build_opener(_NoRedirect, *direct).open(request, timeout=WITHIN_S):
            return
    except urllib.error.HTTPError as error:
        error.close()
        raise DeliveryError(Message("{host} answered {code}.", host=parts.netloc, code=error.code)) from error
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise DeliveryError(Message("{host} can't be reached.", host=parts.netloc)) from error


def _webhook_key(environment: Mapping[str, str]) -> str:
    """Return the webhook's key: from its variable, the file of keys, or an open keyring; empty without one."""
    if key := environment.get("DESKTOP_AGENT_WEBHOOK_TOKEN", "").strip():
        return key
    with suppress(SettingsError):
        stored = key_file(environment).key(WEBHOOK_KEY)
        if stored == IN_KEYRING:
            api_keys.check_open()  # a window that asks to unlock it would disturb the run
            return api_keys.keyring_key(WEBHOOK_KEY).value or ""
        return stored or ""
    return ""


if __name__ == "__main__":
    main()
