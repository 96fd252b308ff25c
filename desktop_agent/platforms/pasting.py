"""A paste, whoever owns the clipboard: its chord, the wait for the reader, and the return of the person's content."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

from desktop_agent.core.errors import InputError, UntypableTextError
from desktop_agent.core.runs.waiting import Stopped, StopToken
from desktop_agent.core.texts.message import Message
from desktop_agent.input.backend import NotTakenError
from desktop_agent.lib.child_process import OutlivingProcess
from desktop_agent.platforms.child import CHILD, KEPT

PASTE_POLL_S = 0.02
# What a look at the clipboard may take, which nobody waits for.
OFFERED_WITHIN_S = 0.15
MOST_OFFERED_BYTES = 1 << 20
# X11's questions about a selection, which GTK 3 lists on Wayland, too, and never answers there.
NO_CONTENT = frozenset(
    {"TARGETS", "MULTIPLE", "TIMESTAMP", "SAVE_TARGETS", "DELETE", "INSERT_SELECTION", "INSERT_PROPERTY"}
)
_ASKS_WITHIN_S = 2.0
_READS_WITHIN_S = 10.0
_QUIET_S = 0.1
_KEPT_WITHIN_S = 3.0


def check_owned(*, is_ours: bool, stop: StopToken) -> None:
    """Raise UntypableTextError where the clipboard isn't ours before the chord is pressed, and Stopped after a stop."""
    if not is_ours:
        raise UntypableTextError(
            Message("Another program took over the clipboard."), Message("Look at the screen and try again.")
        )
    if stop.is_set():
        raise Stopped


def press_chord(key: Callable[..., None], modifier: str, name: str) -> None:
    """Press a key while a modifier is held; `key` takes a name and `down`."""
    key(modifier, down=True)
    try:
        key(name, down=True)
        key(name, down=False)
    finally:
        key(modifier, down=False)


def await_reading(
    counts: Callable[[], tuple[int, int]],
    before: tuple[int, int],
    *,
    serve: Callable[[float], None],
    disown: Callable[[], None],
    stop: StopToken,
    stands: Callable[[], bool],
) -> None:
    """Return when a program has read the text, and nobody has asked for it for a while.

    `counts` tells how often somebody has asked for it and got all of it, and `before` what that was when the chord was
    pressed. NotTakenError where nobody has asked since, InputError where it was not read to the end.
    """
    asked = before[0]
    last = time.monotonic()
    while time.monotonic() - last < (_READS_WITHIN_S if asked > before[0] else _ASKS_WITHIN_S) and not stop.is_set():
        serve(PASTE_POLL_S)
        now, given = counts()
        if now > asked:
            asked = now
            last = time.monotonic()
        is_given = given - before[1] >= asked - before[0] > 0
        if is_given and (time.monotonic() - last >= _QUIET_S or stands()):
            return
    # The program may still get to the keys: it must not paste the text a second time.
    disown()
    if stop.is_set():
        raise Stopped
    if asked > before[0]:
        raise InputError(
            Message("The application requested the text but didn't read all of it."),
            Message("Look at the screen and try again."),
        )
    raise NotTakenError


class KeeperProcess:
    """The process that holds what the person had copied, after a paste and after the run, until others copy something.

    If it fails, that is lost, never the run.
    """

    def __init__(self, name: str) -> None:
        """Take the name of its file in `platforms/`; nothing is started yet."""
        self._process = OutlivingProcess(CHILD, name)

    def start(self) -> None:
        """Have it get ready, unless it runs: a Python that starts on a busy machine takes longer than a paste."""
        if not self._process.runs:
            with suppress(OSError):
                self._process.start()

    def keep(self, content: bytes) -> bool:
        """Hand it a line of what to hold; return whether it holds that."""
        self.start()
        try:
            self._process.write_line(content)
            return self._process.read_line(_KEPT_WITHIN_S) == KEPT
        except OSError:
            return False

    def close(self) -> None:
        """Let it go on alone, for as long as it is needed; never raises."""
        self._process.let_go()
