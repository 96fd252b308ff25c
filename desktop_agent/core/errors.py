"""Every error that the program raises: what happened, and one sentence on what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from desktop_agent.core.texts.message import Message, follow, sentences

_ENDS = ".!?…:。！？"
_READABLE_TEXT = Message("It must be a readable UTF-8 text file.")
_OTHER_PLACE = Message("Choose another location, or make this one writable.")
TO_LEARN_MORE = Message("To learn more, start it in a terminal: desktop-agent --debug")
# By the name of the system, as `sys.platform` gives it; under "" for every system without words of its own.
Advice = Mapping[str, str]


E = TypeVar("E", bound="DesktopAgentError")


class DesktopAgentError(Exception):
    """What happened (`message`) and what the user can do about it (`hint`).

    `in_window` is the hint for a person at a window, where `hint` names what only the command line has; empty where
    `hint` fits there, too.
    """

    def __init__(self, message: str, hint: str = "", *, in_window: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.in_window = in_window

    def __str__(self) -> str:
        return self._with(self.hint)

    @property
    def window_text(self) -> str:
        """Return what happened and what to do, for a person at a window."""
        return self._with(self.in_window or self.hint)

    def _with(self, hint: str) -> str:
        # A message from a server or another program may lack a full stop before the hint.
        end = "." if hint and self.message and self.message[-1] not in _ENDS else ""
        return sentences(follow(self.message, end), hint)


class SettingsError(DesktopAgentError):
    """A flag, an environment variable or the config file has an invalid value."""


def unwritable(
    path: object, error: OSError, hint: str = _OTHER_PLACE, *, if_denied: str | None = None
) -> SettingsError:
    """Return the error for a file or a folder that cannot be written; the default hint is for a path chosen by hand.

    `if_denied` is the only hint where it's given, and helps where a permission is missing.
    """
    if if_denied is not None:
        hint = if_denied if isinstance(error, PermissionError) else ""
    return SettingsError(Message("{path} can't be written to: {strerror}.", path=path, strerror=error.strerror), hint)


def unreadable(path: object, error: Exception, hint: str = _READABLE_TEXT) -> SettingsError:
    """Return the error for a file that cannot be read."""
    reason = error.strerror if isinstance(error, OSError) else error
    return SettingsError(Message("{path} can't be read: {error}.", path=path, error=reason), hint)


class BadSettingError(SettingsError):
    """An invalid setting: `where` it is written, and `what` is wrong with it."""

    def __init__(self, where: str, what: str, hint: str) -> None:
        super().__init__(Message("{where}: {what}", where=where, what=what), hint)
        self.where = where
        self.what = what


class KeyringError(SettingsError):
    """The system's keyring is missing or locked, or cannot be used."""


class StepFileError(SettingsError):
    """A file of steps is invalid, or the values given for it don't fit."""


class ScreenError(DesktopAgentError):
    """The screen cannot be seen."""


class NoScreenError(ScreenError):
    """There is no display that we could capture."""


class WindowsAwayError(NoScreenError):
    """What lists the windows has stopped, and may come back: the run waits for the person."""


def display_gone(kind: type[E]) -> E:
    """Return the error for a connection to a display, or to a compositor, that has broken."""
    return kind(Message("The display is gone."), Message("Once it's back, start the task again."))


class CaptureDeniedError(ScreenError):
    """The system does not let us take a picture."""


class GeometryChangedError(ScreenError):
    """The monitors are no longer where they were when the picture was taken."""


class ModelError(DesktopAgentError):
    """The model's server gave no usable answer; `cost` is its price in USD, if known."""

    cost: float | None = None


class UnreachableError(ModelError):
    """The server cannot be reached, or the connection was lost."""


class RejectedError(ModelError):
    """The server refused the request; `status` is the HTTP status."""

    def __init__(self, message: str, hint: str = "", *, status: int) -> None:
        super().__init__(message, hint)
        self.status = status


class DialectError(ModelError):
    """The server's answer cannot be read."""


class MalformedError(DialectError):
    """The received data is no text or no JSON: often an incomplete answer, as after a lost connection."""


class NothingSaidError(DialectError):
    """The answer has nothing to continue or end the run with; `word` is for the model: why it is asked again."""

    def __init__(self, message: str, hint: str = "", word: str = "", *, is_cut_off: bool = False) -> None:
        super().__init__(message, hint)
        self.word = word
        self.is_cut_off = is_cut_off


class InputError(DesktopAgentError):
    """An action could not be carried out."""


class InputDeniedError(InputError):
    """The system does not let us press keys or move the pointer."""


class UnknownKeyError(InputError):
    """A key name is unknown, or this keyboard does not have the key."""


class OffScreenError(InputError):
    """A point is outside the captured part of the desktop."""


class UntypableTextError(InputError):
    """A text cannot be entered exactly."""


class RecordError(DesktopAgentError):
    """A run's folder cannot be written or read."""


class NotARecordingError(RecordError):
    """The folder contains no run of this program."""


class NewerFormatError(RecordError):
    """The run was recorded by a newer version."""


class DiskFullError(RecordError):
    """No space is left for the recording."""


class FilmStoppedError(RecordError):
    """The making of a film was cancelled."""


class DeskError(DesktopAgentError):
    """A side desk cannot be made, read or ended."""


class BusyError(DesktopAgentError):
    """Something is in progress that only one run at a time can do: work on this screen, or a saved task."""


class RunOrderError(DesktopAgentError):
    """A bug of ours: the run's state machine got an event that is invalid in its state."""


def for_system(advice: Advice, platform: str) -> str:
    """Return the advice for a system; empty if there is none."""
    return advice.get(platform, advice.get("", ""))
