"""One attempt to pair a phone, for terminal and window: what is shown, the wait for a device, and the person's yes."""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop_agent.core.errors import DesktopAgentError, SettingsError, unwritable
from desktop_agent.core.message import Message
from desktop_agent.lib.paths import places
from desktop_agent.notify.pairing import (
    Pairing,
    PairingOffer,
    end_pairing,
    keep_pairing,
    new_topic,
    pairing_file,
    read_pairing,
    sealed,
)
from desktop_agent.notify.topic import Topic, TopicError
from desktop_agent.settings import Settings

if TYPE_CHECKING:
    import numpy as np

WITHIN_S: Final = 300.0
QUIET: Final = 2  # light modules around the code; the standard's four do not fit many terminals, and phones read it so
_TOLD_WITHIN_S: Final = 3.0


class PairingAttempt:
    """The code works once, for five minutes; `wait` may be in a thread of its own."""

    def __init__(self, settings: Settings, server: str, page: str) -> None:
        """Take a server, else that of `notify.ntfy`, and the address of the page, else it is a file of ours.

        SettingsError for an address that is none, or not safe, and where the page cannot be written.
        """
        root = server or settings.notify.ntfy.rstrip("/").rpartition("/")[0]
        self._offer, self._page = PairingOffer(_checked(new_topic(root), page)), page
        self._topic, self._closed = Topic(self._offer.topic), threading.Event()
        file = places().data / "notify" / "pair.html"
        if not page:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_page(file)
        self.link = f"{page or file.as_uri()}#{self._offer.code}"

    @property
    def code(self) -> str:
        """Return what the QR code says: a phone has no file of ours, so it is given the code alone."""
        return self.link if self._page else self._offer.code

    def wait(self, failed: Callable[[str], None] = lambda _: None) -> Pairing | None:
        """Wait for the first device that knows the code, answer it, and return the pairing; None once it is closed.

        `failed` is told once that the server cannot be reached. DesktopAgentError after five minutes.
        """
        said: queue.SimpleQueue[str] = queue.SimpleQueue()
        broken: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._topic.listen, args=(said.put, broken.put), name="pair-hears", daemon=True).start()
        ends_at, warned = time.monotonic() + WITHIN_S, False
        while time.monotonic() < ends_at and not self._closed.is_set():
            if not warned and not broken.empty():
                failed(broken.get())
                warned = True
            with suppress(queue.Empty):
                now = datetime.now(UTC).isoformat(timespec="seconds")
                if answer := self._offer.answer(said.get(timeout=0.5), now, self._page):
                    self._topic.publish(answer[0])
                    return answer[1]
        if self._closed.is_set():
            return None
        raise DesktopAgentError(Message("No device used the code within five minutes."), Message("Pair again."))

    def close(self) -> None:
        """Have `wait` return, and listen no more."""
        self._closed.set()
        self._topic.close()


def agree(pairing: Pairing) -> None:
    """Keep a pairing that the person has said yes to, and tell the phone; SettingsError where that fails."""
    keep_pairing(pairing)
    tell(pairing, paired=True)


def tell(pairing: Pairing, **what: bool) -> None:
    """Tell the phone; where that fails, it finds out by itself that nothing of it counts."""
    with suppress(TopicError):
        Topic(pairing.topic).publish(sealed(pairing.to_phone, "to phone", dict(what)), _TOLD_WITHIN_S)


def end() -> bool:
    """End the pairing at once and tell the phone; return whether there was one. SettingsError where it stays."""
    pairing, was_there = read_pairing(), pairing_file().exists()
    try:
        end_pairing()
    except OSError as error:
        raise SettingsError(
            Message("{path} can't be deleted: {strerror}.", path=pairing_file(), strerror=error.strerror),
            Message("Delete it yourself. Until you do, the phone will still work."),
        ) from error
    if pairing:
        tell(pairing, ended=True)
    return was_there


def compared(pairing: Pairing) -> Message:
    """Return what the person is asked."""
    return Message(
        "A device is trying to pair. Confirm only if it's yours and shows the same characters: {name}",
        name=pairing.name,
    )


def shown(pairing: Pairing) -> Message:
    """Return which phone is paired, in a sentence."""
    return Message(
        "The phone showing {name} has been paired since {since}, through {host}.",
        since=pairing.since[:10],
        name=pairing.name,
        host=pairing.host,
    )


def write_page(file: Path) -> None:
    """Write the phone's page, in the person's language; SettingsError where that fails."""
    from desktop_agent.host.language import persons_language
    from desktop_agent.lib.files import replace_file
    from desktop_agent.notify.page import page

    try:
        replace_file(file, [page(persons_language(os.environ)).encode()])
    except OSError as error:
        raise unwritable(file, error) from error


def light_modules(text: str) -> np.ndarray:
    """Return the QR code of a text with its margin: rows of booleans, True where it is light."""
    import cv2
    import numpy as np

    return np.pad(np.asarray(cv2.QRCodeEncoder.create().encode(text)) > 0, QUIET, constant_values=True)


def _checked(topic: str, page: str) -> str:
    """Return the address of the topic; SettingsError where it, or the page's, is none that is safe."""
    from desktop_agent.settings.sections import check_told_address, check_topic

    try:
        return check_topic(topic) if check_told_address(page) is not None else topic
    except ValueError as error:
        raise SettingsError(
            Message("That address can't be used: {error}.", error=error),
            Message("Specify an ntfy server: --server https://ntfy.sh, or your own."),
        ) from error
