"""One connection to the X server: opened with a clear word when that fails, errors collected instead of printed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from Xlib import error
from Xlib.display import Display

from desktop_agent.core.errors import InputDeniedError, InputError

_GONE = (error.ConnectionClosedError, BrokenPipeError, ConnectionError)


class Connection:
    """A display and the errors it has sent since somebody looked."""

    def __init__(self, name: str) -> None:
        """Connect to the display called `name` (":0"); InputDeniedError when that cannot be done."""
        try:
            self.display = Display(name)
        except (error.DisplayError, OSError) as cause:
            raise InputDeniedError(
                f"The display {name or '(none)'} cannot be reached.", "Check DISPLAY and XAUTHORITY."
            ) from cause
        self.display.set_error_handler(self._collect)
        self._errors: list[str] = []

    def flush(self) -> None:
        """Send what is waiting."""
        with x_errors():
            self.display.flush()

    def sync(self) -> None:
        """Wait until the server has done everything; InputError when it refused something."""
        with x_errors():
            self.display.sync()
        if self._errors:
            refused, self._errors = self._errors, []
            raise InputError(f"The X server refused an event ({refused[0]}).", "Look at the screen and try again.")

    def drop_events(self) -> None:
        """Throw away what the server tells everybody, such as changes of the keyboard's layout."""
        with x_errors():
            while self.display.pending_events():
                self.display.next_event()

    def forgive(self) -> None:
        """Forget errors about other programs' windows, which may be gone at any time."""
        self._errors = []

    def close(self) -> None:
        """Disconnect; never raises."""
        with contextlib.suppress(*_GONE, error.XError, OSError):
            self.display.close()

    def _collect(self, failed: error.XError, _request: object) -> None:
        self._errors.append(type(failed).__name__)


@contextlib.contextmanager
def x_errors() -> Iterator[None]:
    """Turn what python-xlib raises into our own words."""
    try:
        yield
    except _GONE as cause:
        raise InputDeniedError(
            "The display has gone away.", "Start the run again on a display that is there."
        ) from cause
    except (error.XError, OSError) as cause:
        raise InputError(f"The X server refused an event ({type(cause).__name__}).") from cause
