"""All settings: one class for each section, with defaults and bounds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr

from desktop_agent.core.errors import SettingsError, UnknownKeyError
from desktop_agent.core.function import Function
from desktop_agent.core.geometry import Rect, Size
from desktop_agent.core.keys import chord
from desktop_agent.core.message import Message
from desktop_agent.core.mode import ApproverName, InputName, Mode
from desktop_agent.model.dialect_names import DIALECT_NAMES
from desktop_agent.model.families import FAMILY_NAMES
from desktop_agent.model.space import Coordinates
from desktop_agent.policy.rule import Rule, RuleVerdict
from desktop_agent.policy.scope import ScopeEntry, read_entry
from desktop_agent.settings.complaint import one_of, without_login

FirstTime = Literal["card", "ask", "allow"]
ThemeName = Literal["desktop", "light", "dark"]
_MOST_MONITORS = 64
_LONGEST_ANNOUNCED_MS = 10_000


def size(value: object) -> object:
    """Parse a size; ValueError says how to write it."""
    if isinstance(value, str) and (found := re.fullmatch(r"(\d{1,5})[xX](\d{1,5})", value)):
        read = Size(int(found[1]), int(found[2]))
        if read.width and read.height:
            return read
    if value is None or isinstance(value, Size):
        return value
    raise ValueError("write it as WIDTHxHEIGHT, for example 1280x800")


def rect(value: object) -> object:
    """Parse a rectangle; ValueError says how to write it."""
    if isinstance(value, str) and (found := re.fullmatch(r"(-?\d{1,6}),(-?\d{1,6}),(\d{1,6}),(\d{1,6})", value)):
        read = Rect(*(int(part) for part in found.groups()))
        if read.width and read.height:
            return read
    if value is None or isinstance(value, Rect):
        return value
    raise ValueError("write it as X,Y,WIDTH,HEIGHT, for example 0,0,800,600")


def _monitor(value: object) -> object:
    """Parse a monitor; ValueError says how to write it."""
    number = int(value) if isinstance(value, str) and re.fullmatch(r"\d{1,3}", value) else value
    if value == "auto" or (isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= _MOST_MONITORS):
        return number
    raise ValueError("write it as a number from 1, 0 for all monitors, or auto for the focused window's")


def _names(value: object) -> object:
    """Parse a list of names; a variable or a command may give just one."""
    if isinstance(value, str):
        return tuple(name for name in re.split(r"[\s,]+", value) if name)
    return tuple(value) if isinstance(value, list) else value


def _scope(value: object) -> object:
    """Parse a list of programs, sites and folders; ValueError says how to write one."""
    # A folder's name may have spaces in it.
    entries = [one.strip() for one in value.split(",") if one.strip()] if isinstance(value, str) else _names(value)
    try:
        return tuple(read_entry(one) if isinstance(one, str) else one for one in entries)  # type: ignore[attr-defined]  # else a TypeError
    except (SettingsError, TypeError) as error:
        raise ValueError(str(error)) from error


def _regions(value: object) -> object:
    """Parse a list of rectangles; ValueError says how to write one."""
    parts = [one for one in re.split(r"[;\s]+", value) if one] if isinstance(value, str) else value
    return tuple(map(rect, parts)) if isinstance(parts, list | tuple) else parts


def _patterns(value: object) -> object:
    """Parse a list of names of windows, which may have spaces in them; ValueError says what is wrong with one."""
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list | tuple) or not all(isinstance(one, str) for one in parts):
        return parts
    names = tuple(one.strip() for one in parts if one.strip())
    if bare := next((one for one in names if not re.sub(r"^(class|title):|[*? ]", "", one)), None):
        raise ValueError(Message("“{bare}” stands for every window: give a part of the class or the title", bare=bare))
    return names


def _chord(value: str) -> str:
    try:
        return "+".join(chord(value))
    except UnknownKeyError as error:
        raise ValueError(str(error)) from error


def _shortcut(value: str) -> str:
    return _chord(value) if value else ""


class Section(BaseModel):
    """A table of the file: no unknown keys, and strict types."""

    model_config = ConfigDict(
        defer_build=True,  # only the whole is ever validated: what reads a part alone would be built twice
        frozen=True,
        extra="forbid",
        strict=True,
        arbitrary_types_allowed=True,
        hide_input_in_errors=True,  # a traceback would show what may be a password
    )


class ProviderSettings(Section):
    """Which model to use, and how; None means the profile's default."""

    name: str | None = None
    base_url: Annotated[str, AfterValidator(without_login)] | None = None
    model: str | None = None
    dialect: Annotated[str, one_of(DIALECT_NAMES)] | None = None
    coordinates: Coordinates | None = None
    family: Annotated[str, one_of(FAMILY_NAMES)] | None = None  # of models, in the dialect that has families
    stream: bool | None = None
    chain: bool | None = None
    instructions: str | None = None
    window_tokens: Annotated[int | None, Field(ge=1_000, le=100_000_000)] = None  # what the model can hold
    keep_pictures: Annotated[int, Field(ge=1, le=100)] = 5  # the newest ones, where we keep the history
    forget: bool = False
    # Checked name by name where settings are loaded, against the dialects' schemas.
    params: Mapping[str, object] = Field(default_factory=dict)
    extra_body: Mapping[str, object] = Field(default_factory=dict)


class ScreenSettings(Section):
    """What the model sees."""

    monitor: Annotated[int | Literal["auto"], BeforeValidator(_monitor)] = 1
    viewport: Annotated[Size | None, BeforeValidator(size)] = None
    region: Annotated[Rect | None, BeforeValidator(rect)] = None
    window: Annotated[str, Field(max_length=1_000)] = ""  # its title, or a part of it
    cursor: bool = False


class PrivacySettings(Section):
    """What no picture shows, whoever asks for it."""

    regions: Annotated[tuple[Rect, ...], BeforeValidator(_regions)] = ()
    windows: Annotated[tuple[str, ...], BeforeValidator(_patterns)] = ()  # by class or title, with * and ?


class RunSettings(Section):
    """The limits of a run, and who approves."""

    mode: Mode = "guard"
    approver: ApproverName | None = None
    input: InputName | None = None  # which library presses the keys; without one, what works best here
    answer_within: Annotated[float | None, Field(gt=0, le=86_400)] = None
    max_steps: Annotated[int, Field(ge=1, le=100_000)] = 200
    max_minutes: Annotated[float, Field(gt=0, le=10_080)] = 60.0
    max_cost: Annotated[float | None, Field(gt=0, le=100_000)] = None
    record: bool = True
    allow: Annotated[tuple[ScopeEntry, ...], BeforeValidator(_scope)] = ()  # where it may act, and how far


class RecordSettings(Section):
    """Which runs stay on the disk, none: all; and whether the screen is kept as it moves."""

    video: Literal["off", "live"] = "off"

    keep_days: Annotated[int | None, Field(ge=1, le=36_500)] = None
    keep_gb: Annotated[float | None, Field(gt=0, le=1_000_000)] = None


class CapsSettings(Section):
    """How much one answer of the model may ask for (`model/caps.py`)."""

    text: Annotated[int, Field(ge=1, le=10_000_000)] = 100_000  # characters
    batch: Annotated[int, Field(ge=1, le=1_000)] = 32  # actions in one call
    drag: Annotated[int, Field(ge=2, le=100_000)] = 2_000  # points
    scroll: Annotated[int, Field(ge=1, le=1_000_000)] = 10_000  # pixels
    wait: Annotated[float, Field(gt=0, le=3_600)] = 60.0  # seconds


class NetworkSettings(Section):
    """How long and how often to try a server, and which hosts plain http may be used for."""

    connect: Annotated[float, Field(gt=0, le=600)] = 10.0  # seconds
    tries: Annotated[int, Field(ge=1, le=100)] = 4
    wait: Annotated[float, Field(ge=0, le=3_600)] = 60.0  # seconds, at most, between two tries
    outage: Annotated[float, Field(ge=0, le=10_080)] = 30.0  # minutes that a run waits for a lost network
    allow_http: Annotated[tuple[str, ...], BeforeValidator(_names)] = ()  # hosts that plain http may go to


class PersonSettings(Section):
    """How the user stops a run, and how an approval is proved to be theirs."""

    stop_key: Annotated[str, AfterValidator(_chord)] = "pause"
    stop_key_first: Literal["pause", "stop"] = "pause"  # what its first press does; a second one always stops
    escape_thrice: bool = True
    corner: bool = True
    # A challenge is for those whose devices cannot be told from a program: over VNC, RDP, with a screen reader.
    approve_with: Literal["device", "challenge"] = "device"
    approve_chord: Annotated[str, AfterValidator(_chord)] = "ctrl+alt+y"


class InputSettings(Section):
    """How the program's hands move."""

    smooth: bool = False  # the pointer glides and typing is paced, for whoever watches or films


class UiSettings(Section):
    """How our own windows are."""

    theme: ThemeName = "desktop"  # `desktop`: as the desktop is
    language: Annotated[str, Field(pattern="^(desktop|[a-z]{2,3}(_[A-Z]{2})?)$")] = "desktop"
    shortcut: Annotated[str, AfterValidator(_shortcut)] = ""  # opens the console wherever the keyboard is
    notify: bool = True  # of what no window of ours that is seen says: a run has ended, asks, or has paused
    # How long an action is shown before it is done; none: 300 for a run of the tray program, else 0.
    announce_ms: int | None = Field(default=None, ge=0, le=_LONGEST_ANNOUNCED_MS)


class ApplicationsSettings(Section):
    """What happens when a run first wants to act in an application; `card`: asked if a card would ask."""

    first_time: FirstTime = "card"


class Settings(Section):
    """All settings of one run; they do not change while it lasts."""

    provider: ProviderSettings = ProviderSettings()
    screen: ScreenSettings = ScreenSettings()
    privacy: PrivacySettings = PrivacySettings()
    run: RunSettings = RunSettings()
    record: RecordSettings = RecordSettings()
    caps: CapsSettings = CapsSettings()
    network: NetworkSettings = NetworkSettings()
    person: PersonSettings = PersonSettings()
    input: InputSettings = InputSettings()
    ui: UiSettings = UiSettings()
    applications: ApplicationsSettings = ApplicationsSettings()
    # By name, what each [providers.NAME] table says.
    providers: Mapping[str, Mapping[str, object]] = Field(default_factory=dict)
    # Names of CHANGEABLE rules; those that are not here say what BUILT_IN has them say.
    builtin: Mapping[str, RuleVerdict] = Field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    functions: tuple[Function, ...] = ()
    _notes: tuple[str, ...] = PrivateAttr(())

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what a person is to be told of these settings before anything else."""
        return self._notes

    def noted(self, *notes: str) -> Settings:
        """Return the same settings with something to tell of them."""
        found = self.model_copy()
        found._notes = (*self._notes, *notes)  # noqa: SLF001 - of the same class
        return found
