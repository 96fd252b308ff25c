"""`pair`: pair one phone, or another computer of the person's, which may then steer runs; show that, and end it."""

from __future__ import annotations

import os
import queue
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import urlsplit

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.arguments import AsJson
from desktop_agent.core.errors import DesktopAgentError, SettingsError, unwritable
from desktop_agent.core.message import Message

if TYPE_CHECKING:
    from desktop_agent.notify.pairing import Pairing, PairingOffer
    from desktop_agent.notify.topic import Topic

group = typer.Typer(invoke_without_command=True)
_WITHIN_S: Final = 300.0
_TOLD_WITHIN_S: Final = 3.0
_QUIET: Final = 2  # light modules around the code; the standard's four do not fit many terminals, and phones read it so


@group.callback(invoke_without_command=True)
def command(
    context: typer.Context,
    server: Annotated[
        str | None, typer.Option("--server", metavar="URL", help=Message("An ntfy server; else that of notify.ntfy."))
    ] = None,
    page: Annotated[
        str, typer.Option("--page", metavar="URL", help=Message("Where you have put the page of “pair page”."))
    ] = "",
) -> None:
    """Pair your phone: it may stop and pause runs, refuse, answer in words, and approve on desks.

    The code that is shown works once, for five minutes, until a device has used it and you have said yes here. There is
    one pairing at a time: a new one ends the one before it.
    """
    if context.invoked_subcommand is None:
        _pair(server, page)


@group.command("show", short_help=Message("Say which phone is paired."))
def _show(as_json: AsJson = False) -> None:
    """Say which phone is paired, since when, and over which server."""
    from desktop_agent.notify.pairing import read_pairing

    pairing = read_pairing()
    if as_json:
        host = urlsplit(pairing.topic).netloc if pairing else ""
        known = {"name": pairing.name, "server": host, "since": pairing.since} if pairing else None
        terminal.say_json({"paired": known})
    elif pairing is None:
        terminal.say(Message("No phone is paired."))
    else:
        shown = Message(
            "Paired since {since}: the phone that shows {name}, over {host}.",
            since=pairing.since[:10],
            name=pairing.name,
            host=urlsplit(pairing.topic).netloc,
        )
        terminal.say(shown)


@group.command("end", short_help=Message("End the pairing at once, as for a lost phone."))
def _end() -> None:
    """End the pairing at once, as for a lost phone: nothing that it sends counts any more, in runs under way either."""
    from desktop_agent.notify.pairing import end_pairing, pairing_file, read_pairing

    pairing, was_there = read_pairing(), pairing_file().exists()
    try:
        end_pairing()
    except OSError as error:
        raise SettingsError(
            Message("{path} cannot be deleted: {strerror}.", path=pairing_file(), strerror=error.strerror),
            Message("Delete it yourself: until then the phone counts."),
        ) from error
    if pairing:
        _tell(pairing, ended=True)
    terminal.say(Message("The pairing has ended.") if was_there else Message("No phone is paired."))


@group.command("page", short_help=Message("Write the phone's page, to be put on a web server."))
def _page(
    out: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help=Message("Where to write it; the path is printed."))
    ] = Path("pair.html"),
) -> None:
    """Write the phone's page, in your language, to be put on a web server of yours (https).

    It is one file, which holds no secret: the code comes with the part of the address that no browser sends.
    """
    _write_page(out)
    terminal.say_line(str(out))


def _pair(server: str | None, page: str) -> None:
    from desktop_agent.cli.approver import confirmed_at_terminal
    from desktop_agent.cli.prompt.tty import controlling_terminal
    from desktop_agent.host.own_settings import settings_for_run
    from desktop_agent.lib.paths import places
    from desktop_agent.notify.pairing import PairingOffer, keep_pairing, new_topic
    from desktop_agent.notify.topic import Topic

    settings = settings_for_run(os.environ, {})
    root = server or settings.notify.ntfy.rstrip("/").rpartition("/")[0]
    offer = PairingOffer(_checked(new_topic(root), page))
    if (here := controlling_terminal()) is None:
        raise SettingsError(Message("There is no terminal to ask on."), Message("Start it from one."))
    here.close()
    file = places().data / "notify" / "pair.html"
    if not page:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_page(file)
    link = f"{page or file.as_uri()}#{offer.code}"
    # A phone has no such file: it is given the code alone.
    _show_code(link if page else offer.code)
    terminal.say(Message("Open this with your phone, or with a browser on another computer of yours:"))
    terminal.say_line(link)
    if not page:
        terminal.warn(Message("A phone needs the page from a web server (https): desktop-agent guide notifications"))
    topic = Topic(offer.topic)
    try:
        pairing = _answered(offer, topic, page)
        agreed = confirmed_at_terminal(
            Message(
                "A device wants to be paired. Say yes only if it is yours and shows the same: {name}", name=pairing.name
            ),
            settings,
            os.environ,
        )
        if agreed:
            keep_pairing(pairing)
        _tell(pairing, **({"paired": True} if agreed else {"ended": True}))
    finally:
        topic.close()
    if not agreed:
        raise SettingsError(Message("The device isn't paired."), Message("Nothing has changed."))
    terminal.say(Message("Paired. From the next run on this phone counts, until “desktop-agent pair end”."))


def _answered(offer: PairingOffer, topic: Topic, page: str) -> Pairing:
    """Wait for the first device that knows the code, answer it, and return the pairing that comes of that."""
    said: queue.SimpleQueue[str] = queue.SimpleQueue()
    failed: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=topic.listen, args=(said.put, failed.put), name="pair-hears", daemon=True).start()
    ends_at = time.monotonic() + _WITHIN_S
    warned = False
    while time.monotonic() < ends_at:
        if not warned and not failed.empty():
            terminal.warn(failed.get())
            warned = True
        with suppress(queue.Empty):
            answer = offer.answer(said.get(timeout=0.5), datetime.now(UTC).isoformat(timespec="seconds"), page)
            if answer:
                topic.publish(answer[0])
                return answer[1]
    raise DesktopAgentError(Message("No device has used the code within five minutes."), Message("Pair again."))


def _checked(topic: str, page: str) -> str:
    """Return the address of the topic; SettingsError where it, or the page's, is none that is safe."""
    from desktop_agent.settings.sections import check_told_address, check_topic

    try:
        return check_topic(topic) if check_told_address(page) is not None else topic
    except ValueError as error:
        raise SettingsError(
            Message("That is no address for it: {error}.", error=error),
            Message("Name an ntfy server: --server https://ntfy.sh, or one of your own."),
        ) from error


def _tell(pairing: Pairing, **what: bool) -> None:
    """Tell the phone; where that fails, it finds out by itself that nothing of it counts."""
    from desktop_agent.notify.pairing import sealed
    from desktop_agent.notify.topic import Topic, TopicError

    with suppress(TopicError):
        Topic(pairing.topic).publish(sealed(pairing.to_phone, "to phone", dict(what)), _TOLD_WITHIN_S)


def _write_page(file: Path) -> None:
    from desktop_agent.host.language import persons_language
    from desktop_agent.lib.files import replace_file
    from desktop_agent.notify.page import page

    try:
        replace_file(file, [page(persons_language(os.environ)).encode()])
    except OSError as error:
        raise unwritable(file, error) from error


def _show_code(text: str) -> None:
    """Show a text as a QR code, dark on light whatever the terminal's colours: two modules a character."""
    if not terminal.is_shown():
        return
    import cv2
    import numpy as np

    modules = np.pad(np.asarray(cv2.QRCodeEncoder.create().encode(text)) > 0, _QUIET, constant_values=True)
    light = np.vstack((modules, np.zeros((len(modules) % 2, modules.shape[1]), bool)))
    for above, below in zip(light[::2], light[1::2], strict=True):
        row = "".join(" ▄▀█"[2 * bool(one) + bool(other)] for one, other in zip(above, below, strict=True))
        sys.stdout.write(f"\x1b[97;40m{row}\x1b[0m\n")
    sys.stdout.flush()
