"""Loads the settings: each from its strongest source, checked, and with its origin.

`provider.params` has free names, and each name has an origin of its own. Pydantic and the readers of tables are
imported on demand: most runs have no table, and few keys.
"""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeVar

from desktop_agent.core.decisions.mode import ONE_RUN_ONLY
from desktop_agent.core.errors import BadSettingError, SettingsError, unreadable
from desktop_agent.core.texts.message import Message, follow
from desktop_agent.lib.setting import Setting, value_of
from desktop_agent.model.params import merged, wrong_param
from desktop_agent.policy.table import CHANGEABLE, ROWS, RuleVerdict
from desktop_agent.settings.complaint import quoted_value, suggestion, validation_reason
from desktop_agent.settings.sections import OPTIONS, RUN_OPTIONS, SETTINGS, Settings

PREFIX = "DESKTOP_AGENT_"
# Read elsewhere, and not settings of a section.
_NO_SETTINGS = {"HOME", "API_KEY", "MCP_TOKEN", "SERVE_TOKEN", "WEBHOOK_TOKEN", "INPUT", "SCREEN", "PORTAL"}
_LARGEST_FILE = 1_000_000
_RULES = "rules"
_BUILT_IN = "builtin"
_PROVIDERS = "providers"
_VERDICT = Setting(type=RuleVerdict)  # of each row of the built-in rules
_SECTIONS: Mapping[str, Any] = {
    section.name: section.type for section in fields(Settings) if is_dataclass(section.type)
}
_KNOWN = (*SETTINGS, *(f"{_BUILT_IN}.{name}" for name in CHANGEABLE), _RULES)
PROVIDER = "provider.name"
OF_PROVIDER = ("provider.base_url", "provider.model", "provider.dialect", "provider.family")
_BASE_URL = OF_PROVIDER[0]
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

    def error(self, key: str, sentence_about: Callable[[str], str], hint: str) -> SettingsError:
        """Return the error for a bad value from this origin; `sentence_about` maps the setting's name to a sentence."""
        match self.kind:
            case "flag":
                is_param = key.startswith(_FREE)
                setting = OPTIONS.get(_PARAMS if is_param else key)
                flag_name = setting.flag.written.split("/")[0] if setting and setting.flag else key
                return (
                    BadSettingError(flag_name, sentence_about(key), hint)
                    if is_param
                    else SettingsError(sentence_about(flag_name), hint)
                )
            case "keyword":
                option = next((name for name, setting in RUN_OPTIONS.items() if setting == key), key)
                return SettingsError(sentence_about(option), hint)
            case "default":
                return SettingsError(sentence_about(key), hint)
            case _:
                return BadSettingError(self.where, sentence_about(key), hint)


_DEFAULT = Origin("default")


@dataclass(frozen=True, slots=True)
class Sourced:
    """The settings, and the origin of each by `section.key`; that of the list of rules is `rules`."""

    settings: Settings
    origins: Mapping[str, Origin]

    def rows(self) -> tuple[tuple[str, object, str], ...]:
        """Return each setting's key, value and origin; a list of tables is one row, each built-in rule a row."""
        one_each = {
            key: (value_of(self.settings, key), "") for key in OPTIONS if key in SETTINGS or key in self.origins
        }
        values = {key: value for key, (value, _) in _flatten(one_each).items()}
        changed = self.settings.builtin
        values |= {f"{_BUILT_IN}.{name}": changed.get(name, ROWS[name].verdict) for name in CHANGEABLE}
        own = self.settings.providers
        values |= {f"{_PROVIDERS}.{name}.{key}": value for name, table in own.items() for key, value in table.items()}
        values[_RULES] = self.settings.rules
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

    `given_as` says whether these are a person's flags, or keywords of `run_task`. `text` replaces the file's content.
    Raises SettingsError, which names the place of a bad value and the nearest valid key.
    """
    file_settings = _SettingsText(file, text_of(file) if text is None else text)
    in_file = file_settings.values()
    in_variables = _flatten(_from_environment(environment))
    flagged = _flatten({key: (value, Origin(given_as)) for key, value in flags.items() if value is not None})
    own_providers = file_settings.providers(in_file)
    for source in (in_file, in_variables, flagged):
        _check_keys(source)
    values = _merged_sources(in_file, in_variables)
    _reject_standing_auto(values)
    values = _merged_sources(values, flagged)
    content: dict[str, object] = {_PROVIDERS: own_providers}
    for section in (*_SECTIONS, _BUILT_IN):
        section_values = {
            key.partition(".")[2]: value for key, (value, _) in values.items() if key.startswith(f"{section}.")
        }
        content |= {section: _section_values(section_values, section)} if section_values else {}
    if _RULES in values:
        from desktop_agent.settings import rules

        content[_RULES] = rules.read(*file_settings.tables(values, _RULES))
    settings = settings_of(content, {key: origin for key, (_, origin) in values.items()})
    origins_by_key = {key: origin for key, (_, origin) in values.items() if key != _PROVIDERS}
    of_providers = file_settings.origins(own_providers)
    return Sourced(settings, dict.fromkeys(_KNOWN, _DEFAULT) | origins_by_key | of_providers)


def settings_of(content: Mapping[str, object], origins: Mapping[str, Origin] = MappingProxyType({})) -> Settings:
    """Return settings from values by section and name; SettingsError names the place of an invalid value."""
    sections = dict(content)
    for section, kind in _SECTIONS.items():
        values = content.get(section, {})
        if isinstance(values, Mapping):
            sections[section] = kind(
                **{name: _valid_value(f"{section}.{name}", value, origins) for name, value in values.items()}
            )
    verdicts = content.get(_BUILT_IN, {})
    if isinstance(verdicts, Mapping):
        sections[_BUILT_IN] = {
            name: _valid_value(f"{_BUILT_IN}.{name}", value, origins) for name, value in verdicts.items()
        }
    return Settings(**sections)  # type: ignore[arg-type]


def _valid_value(key: str, value: object, origins: Mapping[str, Origin]) -> object:
    is_empty = value is None or value == ""
    if is_empty and key in OPTIONS and OPTIONS[key].default is None:
        return None
    from pydantic import ValidationError

    from desktop_agent.settings.file_tables import adapter_of

    try:
        return adapter_of(OPTIONS.get(key, _VERDICT)).validate_python(value)
    except ValidationError as error:
        raise origins.get(key, _DEFAULT).error(
            key,
            lambda name: Message("{name} can't be {value}.", name=name, value=quoted_value(value)),
            validation_reason(error),
        ) from None


def literal(text: str) -> object:
    """Parse a value as TOML: numbers, booleans and lists; anything else is text."""
    try:
        table = tomllib.loads(f"value = {text}")
    except tomllib.TOMLDecodeError:
        return text
    return table["value"] if set(table) == {"value"} else text


@dataclass(frozen=True, slots=True)
class _SettingsText:
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
        values: dict[str, tuple[object, Origin]] = {}
        for section, content in tree.items():
            if section == _RULES:
                values[section] = (
                    content,
                    Origin("file", file=file, line=line_in_list(text, section, 0, "")),
                )
                continue
            if section == _PROVIDERS:
                values[_PROVIDERS] = (content, self._origin(_PROVIDERS))
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
            section_values = {f"{section}.{key}": (value, None) for key, value in content.items()}
            for name, (value, _) in _flatten(section_values).items():
                values[name] = (value, self._origin(name))
        return values

    def tables(
        self, values: Mapping[str, tuple[object, Origin]], name: str
    ) -> tuple[object, Callable[[int, str], str]]:
        """Return the tables of a list in the file, and a function that locates a key of one of them."""
        tables = values[name][0] if name in values else []
        return (
            tables,
            lambda number, key: Origin("file", file=self.file, line=line_in_list(self.text, name, number, key)).where,
        )

    def providers(self, values: Mapping[str, tuple[object, Origin]]) -> Mapping[str, Mapping[str, object]]:
        """Return the person's own providers."""
        if _PROVIDERS not in values:
            return {}
        from desktop_agent.settings import providers

        return providers.read(values[_PROVIDERS][0], lambda name, key: self._origin(f"{_PROVIDERS}.{name}.{key}").where)

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
    """Return the number of the line that matches most of a dotted key; tables may be sections, inline, or dotted."""
    key_names = _names(key)
    best = 0
    best_line = 1
    current: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if head := re.match(r"\s*\[\s*([^\]]+?)\s*\]", line):
            current = _names(head[1])
            names = current
        elif assignment := re.match(r"\s*([\w.\s\"'-]+?)\s*=", line):
            names = [*current, *_names(assignment[1])]
        else:
            continue
        if names == key_names[: len(names)] and len(names) > best:
            best = len(names)
            best_line = number
    return best_line


def _names(dotted: str) -> list[str]:
    return [name.strip().strip("\"'") for name in dotted.split(".")]


def line_in_list(text: str, name: str, number: int, key: str) -> int:
    """Return the line of a key in one table of a list, else the line where that table or the list begins."""
    heads = -1
    found_line = 1
    inside = False
    for at, line in enumerate(text.splitlines(), start=1):
        if re.match(r"\s*\[", line):
            inside = bool(re.match(rf"\s*\[\[\s*\"?{name}\"?\s*\]\]", line))
            heads += inside
            found_line = at if inside and heads == number else found_line
            if key and heads == number and re.match(rf"\s*\[+\s*{name}\.\"?{re.escape(key)}\b", line):
                return at
        elif inside and heads == number and re.match(rf"\s*\"?{re.escape(key)}\"?\s*[=.]", line):
            return at
        elif re.match(rf"\s*\"?{name}\"?\s*=", line):
            found_line = at
    return found_line


def _from_environment(environment: Mapping[str, str]) -> dict[str, tuple[object, Origin]]:
    values: dict[str, tuple[object, Origin]] = {}
    for name, text in environment.items():
        name_without_prefix = name.removeprefix(PREFIX)
        if name_without_prefix == name or name_without_prefix in _NO_SETTINGS:
            continue
        section, _, key = name_without_prefix.lower().partition("__")
        key = key.replace("__", ".")
        # A name without a section is no setting, and in particular not the list of rules.
        values[f"{section}.{key}"] = (literal(text), Origin("variable", name))
    return values


def _reject_standing_auto(values: Mapping[str, tuple[object, Origin]]) -> None:
    value, origin = values.get("run.mode", (None, _DEFAULT))
    if isinstance(value, str) and value in ONE_RUN_ONLY:
        raise BadSettingError(
            origin.where,
            Message("the mode “{value}” can't be saved as a setting.", value=value),
            Message("Use --mode {value} on the command line for one run at a time.", value=value),
        )


def _flatten(table: GivenTable[GivenBy]) -> dict[str, tuple[object, GivenBy]]:
    """Flatten one source: each name in a free table gets a key of its own."""
    flat: dict[str, tuple[object, GivenBy]] = {}
    for key, (value, origin) in table.items():
        inner = {key: value}
        if key.startswith(_FREE):
            inner = _nested_table(key, value)
        elif key == _PARAMS and isinstance(value, Mapping) and value:
            inner = {f"{_FREE}{name}": part for name, part in value.items()}
        for name, part in inner.items():
            flat[name] = _merged_value(flat.get(name), part, origin)
    return flat


def _merged_sources(weaker: GivenTable[GivenBy], stronger: GivenTable[GivenBy]) -> dict[str, tuple[object, GivenBy]]:
    """Merge two sources: the stronger wins; tables inside a parameter are merged.

    If it names another provider, the weaker source's settings of a provider are dropped: an address belongs to one. An
    address alone is that of a server without a name, and not of the provider that the file names.
    """
    combined = {
        key: entry
        for key, entry in weaker.items()
        if key not in OF_PROVIDER or not _names_other_provider(weaker, stronger)
    }
    if stronger.get(_BASE_URL, ("",))[0] and getattr(combined.get(PROVIDER, ("", None))[1], "kind", "") == "file":
        del combined[PROVIDER]
    for key, (value, origin) in stronger.items():
        combined[key] = _merged_value(combined.get(key) if key.startswith(_FREE) else None, value, origin)
    return combined


def _names_other_provider(weaker: GivenTable[GivenBy], stronger: GivenTable[GivenBy]) -> bool:
    """Return whether the stronger source names another provider than the weaker one does."""
    name = weaker.get(PROVIDER)
    stronger_name = stronger.get(PROVIDER)
    return name is not None and stronger_name is not None and name[0] != stronger_name[0]


def _section_values(values: Mapping[str, object], section: str) -> dict[str, object]:
    """Return the values of a section, with the flattened names of `params` in one table again."""
    section_table: dict[str, object] = {}
    for name, value in values.items():
        full_name = f"{section}.{name}"
        if not full_name.startswith(_FREE):
            section_table[name] = value
            continue
        params = section_table.get("params", {})
        if isinstance(params, dict):  # else it is reported as it is
            section_table["params"] = {**params, full_name.removeprefix(_FREE): value}
    return section_table


def _check_keys(source: GivenTable[Origin]) -> None:
    """Raise SettingsError for an unknown key, and for one that neither a file nor a variable sets."""
    for key, (value, origin) in source.items():
        if key.startswith(_FREE):
            _check_free_name(key, value, origin)
        elif key not in {*_KNOWN, *OPTIONS, _PROVIDERS}:
            raise origin.error(
                key, lambda name: Message("there is no setting “{name}”.", name=name), suggestion(key, _KNOWN)
            )
        elif key in OPTIONS and OPTIONS[key].per_run and not _is_for_one_run(key, origin):
            raise _saved_error(key, origin)


def _is_for_one_run(key: str, origin: Origin) -> bool:
    return origin.kind in {"flag", "keyword"} or (origin.kind == "variable" and key in OF_PROVIDER)


def _saved_error(key: str, origin: Origin) -> SettingsError:
    """Return the error about an option of one run that is set as a setting."""
    section, _, name = key.partition(".")
    if section == "provider":
        return origin.error(
            key,
            lambda key: Message("“{key}” can't be set for every provider: it belongs to one.", key=key),
            Message("Set it for a provider: desktop-agent config set providers.NAME.{name} VALUE.", name=name),
        )
    flag = OPTIONS[key].flag
    return origin.error(
        key,
        lambda key: Message("“{key}” can't be saved as a setting.", key=key),
        Message("Use {flag} for one run at a time.", flag=flag.written)
        if flag
        else Message("In Python, pass it to run_task."),
    )


def _check_free_name(key: str, value: object, origin: Origin) -> None:
    """Raise SettingsError for a reserved name, or a value that JSON can't hold."""
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
