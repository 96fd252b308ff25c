"""Settings: flags win over environment, over the config file, over defaults; all checked, each with its origin."""

from __future__ import annotations

import difflib
import re
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.geometry import Rect, Size

PREFIX = "DESKTOP_AGENT_"
# Read elsewhere, and not settings of a section.
_OTHER_VARIABLES = {"HOME", "API_KEY", "SERVE_TOKEN", "INPUT", "SCREEN"}
_LARGEST_FILE = 1_000_000

Mode = Literal["watch", "ask", "guard", "auto"]
ApproverName = Literal["terminal", "none"]


def _size(value: object) -> object:
    if isinstance(value, str) and (found := re.fullmatch(r"(\d{1,5})[xX](\d{1,5})", value)):
        size = Size(int(found[1]), int(found[2]))
        if size.width and size.height:
            return size
    if value is None or isinstance(value, Size):
        return value
    raise ValueError("write it as WIDTHxHEIGHT, for example 1280x800")


def _rect(value: object) -> object:
    if isinstance(value, str) and (found := re.fullmatch(r"(-?\d{1,6}),(-?\d{1,6}),(\d{1,6}),(\d{1,6})", value)):
        rect = Rect(*(int(part) for part in found.groups()))
        if rect.width and rect.height:
            return rect
    if value is None or isinstance(value, Rect):
        return value
    raise ValueError("write it as X,Y,WIDTH,HEIGHT, for example 0,0,800,600")


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, arbitrary_types_allowed=True)


class ProviderSettings(_Section):
    """Which model, and how it is spoken to; None means: as the profile has it."""

    name: str | None = None
    base_url: str | None = None
    model: str | None = None
    dialect: Literal["lightcone", "preview", "openai"] | None = None
    coordinates: Literal["viewport", "grid1000"] | None = None
    stream: bool | None = None
    chain: bool | None = None
    instructions: str | None = None


class ScreenSettings(_Section):
    """What the model sees."""

    monitor: Annotated[int, Field(ge=0, le=64)] = 1
    viewport: Annotated[Size | None, BeforeValidator(_size)] = None
    region: Annotated[Rect | None, BeforeValidator(_rect)] = None
    cursor: bool = False


class RunSettings(_Section):
    """How far a run may go, and who is asked."""

    mode: Mode = "guard"
    approver: ApproverName | None = None
    answer_within: Annotated[float | None, Field(gt=0, le=86_400)] = None
    max_steps: Annotated[int, Field(ge=1, le=100_000)] = 200
    max_minutes: Annotated[float, Field(gt=0, le=10_080)] = 60.0
    max_cost: Annotated[float | None, Field(gt=0, le=100_000)] = None
    record: bool = True


class CapsSettings(_Section):
    """How much one answer of the model may ask for; past a cap it is refused, and the model told."""

    text: Annotated[int, Field(ge=1, le=10_000_000)] = 100_000  # characters
    batch: Annotated[int, Field(ge=1, le=1_000)] = 32  # actions in one call
    drag: Annotated[int, Field(ge=2, le=100_000)] = 2_000  # points
    scroll: Annotated[int, Field(ge=1, le=1_000_000)] = 10_000  # pixels
    wait: Annotated[float, Field(gt=0, le=3_600)] = 60.0  # seconds


class Settings(_Section):
    """All settings of one run, frozen for its length."""

    provider: ProviderSettings = ProviderSettings()
    screen: ScreenSettings = ScreenSettings()
    run: RunSettings = RunSettings()
    caps: CapsSettings = CapsSettings()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value came from: the default, a flag, a variable, or a line of the file."""

    where: str


@dataclass(frozen=True, slots=True)
class Sourced:
    """The settings, and the origin of each as `section.key`."""

    settings: Settings
    origins: Mapping[str, Origin]


def load(file: Path, environment: Mapping[str, str], flags: Mapping[str, object]) -> Sourced:
    """Return the checked settings; `flags` maps `section.key` to a value, None where the flag was not given.

    Raises SettingsError that names where the bad value stands, and the nearest valid key.
    """
    given: dict[str, tuple[object, Origin]] = {}
    given.update(_from_file(file))
    given.update(_from_environment(environment))
    _reject_standing_auto(given)
    given.update({key: (value, Origin("flag")) for key, value in flags.items() if value is not None})
    for key, (_, origin) in given.items():
        if key not in _known():
            raise SettingsError(f"{origin.where}: there is no setting “{key}”.", _nearest(key))
    sections: dict[str, dict[str, object]] = {}
    for key, (value, _) in given.items():
        section, name = key.split(".")
        sections.setdefault(section, {})[name] = value
    try:
        settings = Settings.model_validate(sections)
    except ValidationError as error:
        raise _explained(error, given) from None
    default = Origin("default")
    return Sourced(settings, {key: given[key][1] if key in given else default for key in _known()})


def _known() -> tuple[str, ...]:
    return tuple(
        f"{name}.{key}"
        for name, section in Settings.model_fields.items()
        for key in getattr(section.annotation, "model_fields", ())
    )


def _nearest(key: str) -> str:
    close = difflib.get_close_matches(key, _known(), n=1, cutoff=0.4)
    return f"Did you mean “{close[0]}”?" if close else f"Known settings: {', '.join(_known())}."


def _from_file(file: Path) -> dict[str, tuple[object, Origin]]:
    text = _read(file)
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file} is not valid TOML: {error}.", "Mend that line, or delete the file.") from error
    found: dict[str, tuple[object, Origin]] = {}
    for section, content in tree.items():
        if not isinstance(content, dict):
            raise SettingsError(
                f"{file}, line {_line(text, '', section)}: “{section}” stands outside a section.",
                "Put it under [provider], [screen], [run] or [caps].",
            )
        for key, value in content.items():
            found[f"{section}.{key}"] = (value, Origin(f"{file}, line {_line(text, section, key)}"))
    return found


def _read(file: Path) -> str:
    try:
        state = file.stat()
        if not stat.S_ISREG(state.st_mode) or state.st_size > _LARGEST_FILE:
            raise SettingsError(f"{file} is not a config file.", "It must be an ordinary file of less than 1 MB.")
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file} cannot be read: {error}.", "It must be a readable UTF-8 text file.") from error


def _line(text: str, section: str, key: str) -> int:
    current = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if head := re.match(r"\s*\[\s*([^\]\s]+)\s*\]", line):
            current = head[1].strip('"')
        elif current == section and re.match(rf"\s*\"?{re.escape(key)}\"?\s*[=.]", line):
            return number
    return 1


def _from_environment(environment: Mapping[str, str]) -> dict[str, tuple[object, Origin]]:
    found: dict[str, tuple[object, Origin]] = {}
    for name, text in environment.items():
        rest = name.removeprefix(PREFIX)
        if rest == name or rest in _OTHER_VARIABLES:
            continue
        section, _, key = rest.lower().partition("__")
        found[f"{section}.{key}"] = (_literal(text), Origin(f"environment variable {name}"))
    return found


def _literal(text: str) -> object:
    """Read a variable as TOML would, so that numbers and booleans are what they look like."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _reject_standing_auto(given: Mapping[str, tuple[object, Origin]]) -> None:
    value, origin = given.get("run.mode", (None, Origin("")))
    if value == "auto":
        raise SettingsError(
            f"{origin.where}: the mode “auto” cannot be a standing setting.",
            "Give --mode auto on the command line, for one run at a time.",
        )


def _explained(error: ValidationError, given: Mapping[str, tuple[object, Origin]]) -> SettingsError:
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"][:2])
    value, origin = given.get(key, (None, Origin("settings")))
    what = first["msg"].removeprefix("Value error, ")
    return SettingsError(f"{origin.where}: {key} cannot be {str(value)[:60]!r}.", what[:1].upper() + what[1:] + ".")
