"""Every error that the program raises: what happened, and one sentence on what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_agent.core.message import Message, follow, sentences

_ENDS = ".!?…:。！？"
_READABLE_TEXT = Message("It must be a readable UTF-8 text file.")
_OTHER_PLACE = Message("Choose another location, or make this one writable.")
# By the name of the system, as `sys.platform` gives it; under "" for every system without words of its own.
Advice = Mapping[str, str]


class DesktopAgentError(Exception):
    """What happened (`message`) and what the user can do about it (`hint`)."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        # What a server or another program said may end without a full stop, and the hint would run on from it.
        end = "." if self.hint and self.message and self.message[-1] not in _ENDS else ""
        return sentences(follow(self.message, end), self.hint)


class SettingsError(DesktopAgentError):
    """A flag, an environment variable or the config file says something we cannot take."""


def unwritable(path: object, error: OSError, hint: str = _OTHER_PLACE) -> SettingsError:
    """Return the error for a file or a folder that cannot be written; without a hint one of the person's choice."""
    return SettingsError(Message("{path} can't be written to: {strerror}.", path=path, strerror=error.strerror), hint)


def unreadable(path: object, error: Exception, hint: str = _READABLE_TEXT) -> SettingsError:
    """Return the error for a file that cannot be read."""
    reason = error.strerror if isinstance(error, OSError) else error
    return SettingsError(Message("{path} can't be read: {error}.", path=path, error=reason), hint)


class BadSettingError(SettingsError):
    """A setting says something that we cannot take: `where` it stands, and `what` is wrong with it."""

    def __init__(self, where: str, what: str, hint: str) -> None:
        super().__init__(Message("{where}: {what}", where=where, what=what), hint)
        self.where = where
        self.what = what


class KeyringError(SettingsError):
    """The system's keyring is missing or locked, or cannot be used."""


class StepFileError(SettingsError):
    """A file of steps says something that we cannot take, or what is said of it does not fit."""


class ScreenError(DesktopAgentError):
    """The screen cannot be seen."""


class NoScreenError(ScreenError):
    """There is no display that we could capture."""


class CaptureDeniedError(ScreenError):
    """The system does not let us take a picture."""


class GeometryChangedError(ScreenError):
    """The monitors are no longer where they were when the picture was taken."""


class ModelError(DesktopAgentError):
    """The model's server gave no usable answer; `cost` is what it takes for one that is of no use, in USD."""

    cost: float | None = None


class UnreachableError(ModelError):
    """The server cannot be reached, or went away in the middle."""


class RejectedError(ModelError):
    """The server said no; `status` is the HTTP status."""

    def __init__(self, message: str, hint: str = "", *, status: int) -> None:
        super().__init__(message, hint)
        self.status = status


class DialectError(ModelError):
    """The server said something that we cannot read."""


class MalformedError(DialectError):
    """What arrived is no text or no JSON: often half of an answer, as when the connection is cut."""


class NothingSaidError(DialectError):
    """A run can neither go on with the answer nor end on it; `word` tells the model why it is asked again."""

    def __init__(self, message: str, hint: str = "", word: str = "", *, is_cut_off: bool = False) -> None:
        super().__init__(message, hint)
        self.word = word
        self.is_cut_off = is_cut_off


class InputError(DesktopAgentError):
    """An action could not be carried out."""


class InputDeniedError(InputError):
    """The system does not let us press keys or move the pointer."""


class UnknownKeyError(InputError):
    """A key name that nobody knows, or that this keyboard does not have."""


class OffScreenError(InputError):
    """A point outside the captured part of the desktop."""


class UntypableTextError(InputError):
    """Text that cannot be made to arrive exactly."""


class RecordError(DesktopAgentError):
    """A run's folder cannot be written or read."""


class NotARecordingError(RecordError):
    """The folder holds no run of ours."""


class NewerFormatError(RecordError):
    """The run was recorded by a newer version."""


class DiskFullError(RecordError):
    """No space is left for the recording."""


class FilmStoppedError(RecordError):
    """A film was called off before it was whole."""


class DeskError(DesktopAgentError):
    """A side desk cannot be made, read or ended."""


class RunOrderError(DesktopAgentError):
    """Our own bug: the run's machine was fed something that cannot follow."""


def for_system(advice: Advice, platform: str) -> str:
    """Return what to do on this system; empty where nothing is known that would help."""
    return advice.get(platform, advice.get("", ""))
