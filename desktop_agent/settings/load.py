"""Loads the settings: each from its strongest source, checked, and with its origin.

`provider.params` has free names, and each name an origin of its own. Pydantic and the readers of tables are imported
for what is given: most runs have no table, and a few keys.
"""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from desktop_agent.core.errors import BadSettingError, SettingsError, unreadable
from desktop_agent.core.message import Message, follow
from desktop_agent.core.mode import ONE_RUN_ONLY
from desktop_agent.model.params import merged, wrong_param
from desktop_agent.policy.scope import FORMER_LEVELS
from desktop_agent.policy.table import CHANGEABLE, FORMER_NAMES, ROWS, VERDICTS, RuleVerdict
from desktop_agent.settings.complaint import quoted_value, suggestion, validation_reason
from desktop_agent.settings.removed import REMOVED, current_key, part_of, what_instead
from desktop_agent.settings.sections import OPTIONS, RUN_OPTIONS, SETTINGS, Settings
from desktop_agent.settings.setting import Setting, value_of

if TYPE_CHECKING:
    from pydantic import TypeAdapter

PREFIX = "DESKTOP_AGENT_"
# Read elsewhere, and not settings of a section.
_OTHER_VARIABLES = {"HOME", "API_KEY", "SERVE_TOKEN", "WEBHOOK_TOKEN", "INPUT", "SCREEN", "PORTAL"}
_LARGEST_FILE = 1_000_000
_RULES = "rules"
_BUILT_IN = "builtin"
_PROVIDERS = "providers"
_FUNCTIONS = "functions"
_LISTS = (_RULES, _FUNCTIONS)
_SECTIONS: Mapping[str, Any] = {
    section.name: section.type for section in fields(Settings) if is_dataclass(section.type)
}
_KNOWN = (*SETTINGS, *(f"{_BUILT_IN}.{name}" for name in CHANGEABLE), *_LISTS)
_FORMER_RULES = tuple(f"{_BUILT_IN}.{name}" for name in FORMER_NAMES)
_ALLOW = "run.allow"
PROVIDER = "provider.name"
OF_PROVIDER = frozenset({"provider.base_url", "provider.model", "provider.dialect", "provider.family"})
_PARAMS = "provider.params"
_FREE = f"{_PARAMS}."  # before each name of the table
GivenBy = TypeVar("GivenBy")
GivenTable = Mapping[str, tuple[object, GivenBy]]


GivenAs = Literal["flag", "keyword"]


@dataclass(frozen=True, slots=True)
class Origin:
    """The source of a value: a variable, a line of a file, a flag, a keyword, or the default."""

    kind: Literal["default", "file", "variable", "flag", "keyword"]
    variable: str = ""
    file: Path | None = None
    line: int = 0

    @property
    def where(self) -> str:
        """Return the source in words."""
        match self.kind:
            case "file":
                return Message("{file}, line {line}", file=self.file, line=self.line)
            case "variable":
                return Message("environment variable {variable}", variable=self.variable)
            case _:
                return self.kind

    def error(self, key: str, what: Callable[[str], str], hint: str) -> SettingsError:
        """Return the error for a bad value from here; `what` makes its sentence from the name of the setting."""
        match self.kind:
            case "flag":
                is_param = key.startswith(_FREE)
                setting = OPTIONS.get(_PARAMS if is_param else key)
                written = setting.flag.written.split("/")[0] if setting and setting.flag else key
                return BadSettingError(written, what(key), hint) if is_param else SettingsError(what(written), hint)
            case "keyword":
                option = next((name for name, setting in RUN_OPTIONS.items() if setting == key), key)
                return SettingsError(what(option), hint)
            case "default":
                return SettingsError(what(key), hint)
            case _:
                return BadSettingError(self.where, what(key), hint)


_DEFAULT = Origin("default")


@dataclass(frozen=True, slots=True)
class Sourced:
    """The settings, and the origin of each by `section.key`; that of the list of rules is `rules`."""

    settings: Settings
    origins: Mapping[str, Origin]

    def rows(self) -> tuple[tuple[str, object, str], ...]:
        """Return each setting's key, value and origin; the list of rules is one, built-in rules are one each."""
        one_each = {key: (value_of(self.settings, key), "") for key in SETTINGS}
        values = {key: value for key, (value, _) in _flatten(one_each).items()}
        changed = self.settings.builtin
        values |= {f"{_BUILT_IN}.{name}": changed.get(name, ROWS[name].verdict) for name in CHANGEABLE}
        own = self.settings.providers
        values |= {f"{_PROVIDERS}.{name}.{key}": value for name, table in own.items() for key, value in table.items()}
        values |= {_RULES: self.settings.rules, _FUNCTIONS: self.settings.functions}
        return tuple((key, value, self.origins[key].where) for key, value in values.items())


def load(
    file: Path,
    environment: Mapping[str, str],
    flags: Mapping[str, object],
    text: str | None = None,
    *,
    given_as: GivenAs = "flag",
) -> Sourced:
    """Return the checked settings; `flags` maps `section.key` to a value, None where it was not given.

    `given_as` tells whether a person gave those as flags, or a program as keywords of `run_task`. A `text` counts in
    place of what is in the file. A setting that is gone is left out, with a note for the person. Raises SettingsError,
    which names the place of a bad value and the nearest valid key.
    """
    written = _WrittenSettings(file, text_of(file) if text is None else text)
    given: dict[str, tuple[object, Origin]] = dict(written.values())
    own_providers = written.providers(given)
    given = _merged_sources(given, _flatten(_from_environment(environment)))
    gone = {key: given.pop(key)[1] for key in REMOVED if key in given}
    former = {key: given.pop(key) for key in _FORMER_RULES if key in given}
    given = {**_rows_of_former(former), **given}
    _reject_standing_auto(given)
    flagged = {key: (value, Origin(given_as)) for key, value in flags.items() if value is not None}
    given = _merged_sources(given, _flatten(flagged))
    for key, (value, origin) in given.items():
        if key.startswith(_FREE):
            _check_free_name(key, value, origin)
        elif key not in {*_KNOWN, *OPTIONS, _PROVIDERS}:
            raise origin.error(
                key, lambda name: Message("there is no setting “{name}”.", name=name), suggestion(key, _KNOWN)
            )
    content: dict[str, object] = {_PROVIDERS: own_providers}
    for section in (*_SECTIONS, _BUILT_IN):
        named = {key.partition(".")[2]: value for key, (value, _) in given.items() if key.startswith(f"{section}.")}
        content |= {section: _section_values(named, section)} if named else {}
    if _RULES in given:
        from desktop_agent.settings import rules

        content[_RULES] = rules.read(*written.tables(given, _RULES))
    if _FUNCTIONS in given:
        from desktop_agent.settings import functions

        content[_FUNCTIONS] = functions.read(*written.tables(given, _FUNCTIONS))
    settings = settings_of(content, {key: origin for key, (_, origin) in given.items()})
    settings = settings.noted(
        *(what_instead(key, origin.where) for key, origin in gone.items()),
        *(part_of(key, origin.where) for key, (_, origin) in former.items()),
        *_former_levels(given),
    )
    origins_by_key = {key: origin for key, (_, origin) in given.items() if key != _PROVIDERS}
    return Sourced(settings, dict.fromkeys(_KNOWN, _DEFAULT) | origins_by_key | written.origins(own_providers))


def settings_of(content: Mapping[str, object], origins: Mapping[str, Origin] = MappingProxyType({})) -> Settings:
    """Return settings from values by section and name; SettingsError says where a value is that cannot be taken."""
    held = dict(content)
    for section, kind in _SECTIONS.items():
        values = content.get(section, {})
        if isinstance(values, Mapping):
            held[section] = kind(
                **{name: _valid_value(f"{section}.{name}", value, origins) for name, value in values.items()}
            )
    verdicts = content.get(_BUILT_IN, {})
    if isinstance(verdicts, Mapping):
        held[_BUILT_IN] = {
            name: _valid_value(f"{_BUILT_IN}.{name}", value, origins) for name, value in verdicts.items()
        }
    return Settings(**held)  # type: ignore[arg-type]


def _valid_value(key: str, value: object, origins: Mapping[str, Origin]) -> object:
    is_empty = value is None or value == ""
    if is_empty and key in OPTIONS and OPTIONS[key].default is None:
        return None
    from pydantic import ValidationError

    try:
        return _adapter(key).validate_python(value)
    except ValidationError as error:
        raise origins.get(key, _DEFAULT).error(
            key,
            lambda name: Message("{name} can't be {value}.", name=name, value=quoted_value(value)),
            validation_reason(error),
        ) from None


@lru_cache(maxsize=1_000)
def _adapter(key: str) -> TypeAdapter[object]:
    """Return the validator of a setting's values."""
    from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, TypeAdapter

    from desktop_agent.settings.file_tables import one_of

    declared = OPTIONS[key] if key in OPTIONS else Setting(type=RuleVerdict)
    bounds = Field(ge=declared.least, gt=declared.above, le=declared.most, max_length=declared.longest)
    kind: Any = declared.type
    if any(bound is not None for bound in (declared.least, declared.above, declared.most, declared.longest)):
        kind = Annotated[kind, bounds]
    if declared.names:
        kind = Annotated[kind, one_of(declared.names)]
    if declared.check is not None:
        kind = Annotated[kind, AfterValidator(declared.check)]
    if declared.read is not None:
        kind = Annotated[kind, BeforeValidator(declared.read)]
    return TypeAdapter(kind, config=ConfigDict(strict=True, arbitrary_types_allowed=True, hide_input_in_errors=True))


def literal(text: str) -> object:
    """Parse a value as TOML would: numbers, booleans and lists are what they look like, all else is text."""
    try:
        found = tomllib.loads(f"value = {text}")
    except tomllib.TOMLDecodeError:
        return text
    return found["value"] if set(found) == {"value"} else text


@dataclass(frozen=True, slots=True)
class _WrittenSettings:
    """The text of a settings file, with the place of each key."""

    file: Path
    text: str

    def values(self) -> dict[str, tuple[object, Origin]]:
        """Return each value with its line."""
        file = self.file
        text = self.text
        try:
            tree = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(
                Message("{file} isn't valid TOML: {error}.", file=file, error=error),
                Message("Fix that line, or delete the file."),
            ) from error
        found: dict[str, tuple[object, Origin]] = {}
        for section, content in tree.items():
            if section in _LISTS:
                found[section] = (
                    content,
                    Origin("file", file=file, line=line_in_list(text, section, 0, "")),
                )
                continue
            if section == _PROVIDERS:
                found[_PROVIDERS] = (content, self._origin(_PROVIDERS))
                continue
            if not isinstance(content, dict):
                raise SettingsError(
                    Message(
                        "{file}, line {text}: “{section}” is outside a section.",
                        file=file,
                        text=line_of(text, section),
                        section=section,
                    ),
                    Message("Put it under a section such as [provider], [screen] or [run]."),
                )
            written = {f"{section}.{key}": (value, None) for key, value in content.items()}
            for name, (value, _) in _flatten(written).items():
                found[name] = (value, self._origin(name))
        return found

    def tables(self, given: Mapping[str, tuple[object, Origin]], name: str) -> tuple[object, Callable[[int, str], str]]:
        """Return the tables of a list in the file, and a function that locates a key of one of them."""
        tables_given = given[name][0] if name in given else []
        return (
            tables_given,
            lambda number, key: Origin("file", file=self.file, line=line_in_list(self.text, name, number, key)).where,
        )

    def providers(self, given: Mapping[str, tuple[object, Origin]]) -> Mapping[str, Mapping[str, object]]:
        """Return the person's own providers."""
        if _PROVIDERS not in given:
            return {}
        from desktop_agent.settings import providers

        return providers.read(given[_PROVIDERS][0], lambda name, key: self._origin(f"{_PROVIDERS}.{name}.{key}").where)

    def origins(self, own: Mapping[str, Mapping[str, object]]) -> dict[str, Origin]:
        """Return the place of each key of the person's own providers."""
        keys = [f"{_PROVIDERS}.{name}.{key}" for name, table in own.items() for key in table]
        return {key: self._origin(key) for key in keys}

    def _origin(self, key: str) -> Origin:
        return Origin("file", file=self.file, line=line_of(self.text, key))


def text_of(file: Path) -> str:
    """Return the text of a settings file; empty without one."""
    try:
        state = file.stat()
        if not stat.S_ISREG(state.st_mode) or state.st_size > _LARGEST_FILE:
            raise SettingsError(
                Message("{file} isn't a config file.", file=file),
                Message("It must be a regular file smaller than 1 MB."),
            )
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(file, error) from error


def line_of(text: str, key: str) -> int:
    """Return the line that matches most of a dotted key; a table may be a section, inline, or dotted names."""
    wanted = _names(key)
    best = 0
    found = 1
    current: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if head := re.match(r"\s*\[\s*([^\]]+?)\s*\]", line):
            current = _names(head[1])
            names = current
        elif assignment := re.match(r"\s*([\w.\s\"'-]+?)\s*=", line):
            names = [*current, *_names(assignment[1])]
        else:
            continue
        if names == wanted[: len(names)] and len(names) > best:
            best = len(names)
            found = number
    return found


def _names(dotted: str) -> list[str]:
    return [name.strip().strip("\"'") for name in dotted.split(".")]


def line_in_list(text: str, name: str, number: int, key: str) -> int:
    """Return the line of a key in one table of a list, else the line where that table or the list begins."""
    heads = -1
    found = 1
    inside = False
    for at, line in enumerate(text.splitlines(), start=1):
        if re.match(r"\s*\[", line):
            inside = bool(re.match(rf"\s*\[\[\s*\"?{name}\"?\s*\]\]", line))
            heads += inside
            found = at if inside and heads == number else found
            if key and heads == number and re.match(rf"\s*\[+\s*{name}\.\"?{re.escape(key)}\b", line):
                return at
        elif inside and heads == number and re.match(rf"\s*\"?{re.escape(key)}\"?\s*[=.]", line):
            return at
        elif re.match(rf"\s*\"?{name}\"?\s*=", line):
            found = at
    return found


def _from_environment(environment: Mapping[str, str]) -> dict[str, tuple[object, Origin]]:
    found: dict[str, tuple[object, Origin]] = {}
    for name, text in environment.items():
        rest = name.removeprefix(PREFIX)
        if rest == name or rest in _OTHER_VARIABLES:
            continue
        section, _, key = rest.lower().partition("__")
        key = key.replace("__", ".")
        # A name without a section is none of a setting: least of all that of the rules.
        found[section if section in REMOVED else f"{section}.{key}"] = (literal(text), Origin("variable", name))
    return found


def _rows_of_former(former: GivenTable[Origin]) -> dict[str, tuple[object, Origin]]:
    """Return the rows that former rules are part of: each says what the strictest of its former rules said.

    A former rule that isn't given counts as the row's default: nothing that was asked about is allowed by this.
    """
    found: dict[str, tuple[object, Origin]] = {}
    for row in dict.fromkeys(FORMER_NAMES.values()):
        keys = [key for key in _FORMER_RULES if current_key(key) == f"{_BUILT_IN}.{row}"]
        said = [former[key] for key in keys if key in former]
        if said:
            unsaid = [(ROWS[row].verdict, _DEFAULT)] if len(said) < len(keys) else []
            found[f"{_BUILT_IN}.{row}"] = max([*said, *unsaid], key=_strictness)
    return found


def _strictness(given: tuple[object, Origin]) -> int:
    """Return the place of a verdict among all; what is none comes first, as it is to be complained about."""
    verdict = given[0]
    return next((at for at, one in enumerate(VERDICTS) if one == verdict), len(VERDICTS))


def _former_levels(given: GivenTable[Origin]) -> tuple[Message, ...]:
    """Return the note about levels that are none any more."""
    value, origin = given.get(_ALLOW, ((), _DEFAULT))
    entries = value.split(",") if isinstance(value, str) else value if isinstance(value, list | tuple) else ()
    levels = {str(entry).rpartition("=")[2].strip() for entry in entries if "=" in str(entry)}
    if not levels & FORMER_LEVELS:
        return ()
    return (
        Message(
            "{where}: there are no levels any more; “=click” and “=everything” change nothing.", where=origin.where
        ),
    )


def _reject_standing_auto(given: Mapping[str, tuple[object, Origin]]) -> None:
    value, origin = given.get("run.mode", (None, _DEFAULT))
    if isinstance(value, str) and value in ONE_RUN_ONLY:
        raise BadSettingError(
            origin.where,
            Message("the mode “{value}” can't be saved as a setting.", value=value),
            Message("Use --mode {value} on the command line for one run at a time.", value=value),
        )


def _flatten(given: GivenTable[GivenBy]) -> dict[str, tuple[object, GivenBy]]:
    """Flatten one source: each name in a table gets a key of its own."""
    found: dict[str, tuple[object, GivenBy]] = {}
    for key, (value, origin) in given.items():
        inner = {key: value}
        if key.startswith(_FREE):
            inner = _nested_table(key, value)
        elif key == _PARAMS and isinstance(value, Mapping) and value:
            inner = {f"{_FREE}{name}": part for name, part in value.items()}
        for name, part in inner.items():
            found[name] = _merged_value(found.get(name), part, origin)
    return found


def _merged_sources(given: GivenTable[GivenBy], stronger: GivenTable[GivenBy]) -> dict[str, tuple[object, GivenBy]]:
    """Merge two sources: the stronger wins; tables inside a parameter are merged.

    Where it names another provider, what was set for the weaker one's goes: an address is its provider's alone.
    """
    found = {key: one for key, one in given.items() if key not in OF_PROVIDER or not _is_another(given, stronger)}
    for key, (value, origin) in stronger.items():
        found[key] = _merged_value(found.get(key) if key.startswith(_FREE) else None, value, origin)
    return found


def _is_another(given: GivenTable[GivenBy], stronger: GivenTable[GivenBy]) -> bool:
    """Return whether the stronger source names another provider than the weaker one does."""
    name, other = given.get(PROVIDER), stronger.get(PROVIDER)
    return name is not None and other is not None and name[0] != other[0]


def _section_values(named: Mapping[str, object], section: str) -> dict[str, object]:
    """Return the values of a section, with the names of each table gathered again."""
    found: dict[str, object] = {}
    for name, value in named.items():
        free_name = f"{section}.{name}".removeprefix(_FREE)
        if free_name != f"{section}.{name}":
            before = found.get("params", {})
            found["params"] = {**before, free_name: value} if isinstance(before, dict) else before
        else:
            found[name] = value
    return found


def _check_free_name(key: str, value: object, origin: Origin) -> None:
    """Raise SettingsError for a name that is the program's own, or a value that JSON can't hold."""
    wrong, hint = wrong_param(key.removeprefix(_FREE), value)
    if wrong:
        raise origin.error(key, lambda _: follow(wrong, "."), hint)


def _nested_table(key: str, value: object) -> dict[str, object]:
    """Turn `provider.params.reasoning.effort` into a table under `provider.params.reasoning`."""
    first, *deeper = key.removeprefix(_FREE).split(".")
    for name in reversed(deeper):
        value = {name: value}
    return {f"{_FREE}{first}": value}


def _merged_value(old: tuple[object, GivenBy] | None, value: object, origin: GivenBy) -> tuple[object, GivenBy]:
    if old is not None and isinstance(old[0], Mapping) and isinstance(value, Mapping):
        return merged(old[0], value), origin
    return value, origin
