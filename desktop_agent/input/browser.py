"""Opens an address in the default browser: http and https only, and never through a shell."""

from __future__ import annotations

import os
import subprocess
import sys
from urllib.parse import urlsplit

from desktop_agent.core.advice import Advice, for_system
from desktop_agent.core.errors import InputError
from desktop_agent.core.message import Message
from desktop_agent.core.secret_name import without_secrets
from desktop_agent.core.stop import Stopped, StopToken

_OPENERS = {"darwin": ("open",), "win32": ("rundll32", "url.dll,FileProtocolHandler")}
_NO_OPENER: Advice = {"linux": "Install xdg-utils and a web browser.", "": "Install a web browser."}
# A desktop without a browser says so at once; one with a browser may keep the opener running as long as it likes.
SAYS_NO_WITHIN_S = 1.0
_POLL_S = 0.02


def checked(url: str) -> str:
    """Return the address if it may be opened; InputError says why not."""
    if not url.isprintable() or any(char.isspace() or char in '\\"<>^`{|}' for char in url):
        raise _refused("it holds characters that no address has")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as cause:
        raise _refused("it is not a well-formed address") from cause
    if parts.scheme not in {"http", "https"}:
        raise _refused("only http and https may be opened")
    if not host:
        raise _refused("it names no host")
    if "@" in parts.netloc:
        raise _refused("it carries a user name or a password")
    return url


def open_address(url: str, stop: StopToken) -> None:
    """Open the address; InputError when it may not be opened or there is nothing to open it with."""
    command = (*_OPENERS.get(sys.platform, ("xdg-open",)), checked(url))
    try:
        opener = subprocess.Popen(
            command,
            env=without_secrets(os.environ),  # it becomes the browser's, and outlives the run
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as cause:
        raise InputError(
            Message("{command} could not be started.", command=command[0]), for_system(_NO_OPENER, sys.platform)
        ) from cause
    for _ in range(round(SAYS_NO_WITHIN_S / _POLL_S)):
        status = opener.poll()
        if status is not None:
            break
        if stop.wait(_POLL_S):
            opener.returncode = 0  # not ours to wait for
            raise Stopped
    else:
        opener.returncode = 0  # still running, and rightly so: it is the browser's now
        return
    if status:
        raise InputError(
            Message("{command} could not open the address (exit code {status}).", command=command[0], status=status),
            "Install a web browser or set the default one.",
        )


def _refused(why: str) -> InputError:
    return InputError(
        Message("The address was not opened: {why}.", why=why),
        "Give a full address that begins with https:// or http://.",
    )
