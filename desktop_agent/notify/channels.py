"""The ways on which a person is told, and the reason why one of them cannot be used here."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from desktop_agent.core.function import Function
from desktop_agent.core.message import Message
from desktop_agent.lib.paths import places

if TYPE_CHECKING:
    from desktop_agent.settings import Settings
    from desktop_agent.settings.own_files import Confirmations

ChannelName = Literal["desktop", "command", "ntfy", "webhook", "mail"]
NAMES: tuple[ChannelName, ...] = get_args(ChannelName)
WORDS: Mapping[ChannelName, Message] = {
    "desktop": Message("The desktop's notifications"),
    "command": Message("Your command"),
    "ntfy": Message("ntfy"),
    "webhook": Message("The webhook"),
    "mail": Message("Mail"),
}
# Where mail programs put it that are on no ordinary user's path.
_MAIL_FOLDERS = ("/usr/sbin", "/usr/lib")
WITHIN_S = 10.0  # until one is ended that does not come to an end


@dataclass(frozen=True, slots=True)
class Channel:
    """One way, and where it leads: an address, or the command and its arguments."""

    name: ChannelName
    to: tuple[str, ...] = ()


def channels(settings: Settings) -> tuple[Channel, ...]:
    """Return the channels that a person has set up."""
    return tuple(_channels(settings))


def _channels(settings: Settings) -> Iterator[Channel]:
    chosen = settings.notify
    if chosen.desktop:
        yield Channel("desktop")
    if chosen.command:
        yield Channel("command", chosen.command)
    addresses: Mapping[ChannelName, str] = {"ntfy": chosen.ntfy, "webhook": chosen.webhook, "mail": chosen.mail}
    for name, address in addresses.items():
        if address:
            yield Channel(name, (address,))


def why_not(channel: Channel, environment: Mapping[str, str]) -> str:
    """Return why a channel cannot be used, before anything is sent; empty where nothing is known against it."""
    look = _LOOKS.get(channel.name)
    return look(channel, environment) if look else ""


def command_function(channel: Channel) -> Function:
    """Return the command as a function of the person's own, by which it is confirmed."""
    return Function("notify", "", {}, command=channel.to, from_file=True)


def confirmations(environment: Mapping[str, str]) -> Confirmations:
    """Return what the person has confirmed until now."""
    from desktop_agent.settings.own_files import Confirmations, SavedSettings

    return Confirmations(SavedSettings(places(environment).config))


def keyring_mark(name: ChannelName, environment: Mapping[str, str]) -> Path:
    """Return the file that says that the keyring has a key of this channel: it takes long to ask, and may be locked."""
    return places(environment).data / "notify" / f"{name}.in-keyring"


def sendmail(environment: Mapping[str, str]) -> str | None:
    """Return the system's program for sending mail; None where there is none."""
    return shutil.which("sendmail", path=":".join((environment.get("PATH", ""), *_MAIL_FOLDERS)))


def _why_no_command(channel: Channel, environment: Mapping[str, str]) -> str:
    from desktop_agent.core.actions import Invoke
    from desktop_agent.functions.catalogue import command_of  # loads what most channels have no use for

    function = command_function(channel)
    if not isinstance(command_of(function, "{}", environment), Invoke):
        return Message("{program} is missing.", program=channel.to[0])
    if not confirmations(environment).covers(function):
        return Message("You haven't confirmed the command, or it has changed. Run: desktop-agent notify test")
    return ""


def _why_no_mail(channel: Channel, environment: Mapping[str, str]) -> str:
    del channel
    return (
        ""
        if sendmail(environment)
        else Message("There is no “sendmail” program on this computer; msmtp and postfix provide one.")
    )


_LOOKS: Mapping[ChannelName, Callable[[Channel, Mapping[str, str]], str]] = {
    "command": _why_no_command,
    "mail": _why_no_mail,
}
