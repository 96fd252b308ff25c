"""Loads the settings: each from its strongest source, checked, and with its origin."""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message
from desktop_agent.core.mode import ONE_RUN_ONLY
from desktop_agent.policy.rule import BUILT_IN, CHANGEABLE
from desktop_agent.settings import functions, providers, rules, tables
from desktop_agent.settings.complaint import nearest, reason, shown
from desktop_agent.settings.sections import Settings

PREFIX = "DESKTOP_AGENT_"
# Read elsewhere, and not settings of a section.
_OTHER_VARIABLES = {"HOME", "API_KEY", "SERVE_TOKEN", "INPUT", "SCREEN", "PORTAL"}
_LARGEST_FILE = 1_000_000
_RULES, _BUILT_IN, _PROVIDERS, _FUNCTIONS = "rules", "builtin", "providers", "functions"
_LISTS = (_RULES, _FUNCTIONS)
_APART = frozenset({*_LISTS, _BUILT_IN, _PROVIDERS})  # of the form that they have in the file, not of a section's


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value came from: the default, a flag, a variable, or a line of the file."""

    where: str


@dataclass(frozen=True, slots=True)
class Sourced:
    """The settings, and the origin of each by `section.key`; that of the list of rules is `rules`."""

    settings: Settings
    origins: Mapping[str, Origin]

    def rows(self) -> tuple[tuple[str, object, str], ...]:
        """Return each setting's key, value and origin; the list of rules is one, built-in rules are one each."""
        sections = {name: value for name, value in self.settings if name not in _APART}
        one_each = {f"{name}.{key}": (value, "") for name, section in sections.items() for key, value in section}
        values = {key: value for key, (value, _) in tables.spread(one_each).items()}
        changed = self.settings.builtin
        values |= {f"{_BUILT_IN}.{name}": changed.get(name, BUILT_IN[name].verdict) for name in CHANGEABLE}
        own = self.settings.providers
        values |= {f"{_PROVIDERS}.{name}.{key}": value for name, table in own.items() for key, value in table.items()}
        values |= {_RULES: self.settings.rules, _FUNCTIONS: self.settings.functions}
        return tuple((key, value, self.origins[key].where) for key, value in values.items())


def load(file: Path, environment: Mapping[str, str], flags: Mapping[str, object], text: str | None = None) -> Sourced:
    """Return the checked settings; `flags` maps `section.key` to a value, None where the flag was not given.

    A `text` counts in place of what is in the file. Raises SettingsError, which names the place of a bad value and the
    nearest valid key.
    """
    written = _WrittenSettings(file, text_of(file) if text is None else text)
    given: dict[str, tuple[object, Origin]] = {}
    given.update(written.values())
    own_providers = written.providers(given)
    given = tables.laid_over(given, tables.spread(_from_environment(environment)))
    _reject_standing_auto(given)
    flagged = {key: (value, Origin("flag")) for key, value in flags.items() if value is not None}
    given = tables.laid_over(given, tables.spread(flagged))
    for key, (value, origin) in given.items():
        if tables.table_of(key):
            tables.check(key, value, origin.where)
        elif key not in {*_known(), _PROVIDERS}:
            raise SettingsError(
                Message("{where}: there is no setting “{key}”.", where=origin.where, key=key), nearest(key, _known())
            )
    sections: dict[str, object] = {_RULES: rules.read(*written.tables(given, _RULES)), _PROVIDERS: own_providers}
    sections[_FUNCTIONS] = functions.read(*written.tables(given, _FUNCTIONS))
    for section in Settings.model_fields:
        named = {key.partition(".")[2]: value for key, (value, _) in given.items() if key.startswith(f"{section}.")}
        sections.update({section: tables.gathered(named, section)} if named else {})
    try:
        settings = Settings.model_validate(sections)
    except ValidationError as error:
        raise _explained(error, given) from None
    default = Origin("default")
    said = {key: origin for key, (_, origin) in given.items() if key != _PROVIDERS}
    origins = dict.fromkeys(_known(), default) | said
    return Sourced(settings, origins | written.origins(own_providers))


def literal(text: str) -> object:
    """Parse a value as TOML would: numbers, booleans and lists are what they look like, all else is text."""
    try:
        found = tomllib.loads(f"value = {text}")
    except tomllib.TOMLDecodeError:
        return text
    return found["value"] if set(found) == {"value"} else text


def _known() -> tuple[str, ...]:
    return (
        *(
            f"{name}.{key}"
            for name, section in Settings.model_fields.items()
            for key in getattr(section.annotation, "model_fields", ())
        ),
        *(f"{_BUILT_IN}.{name}" for name in CHANGEABLE),
        *_LISTS,
    )


@dataclass(frozen=True, slots=True)
class _WrittenSettings:
    """The text of a settings file, and where in it things are."""

    file: Path
    text: str

    def values(self) -> dict[str, tuple[object, Origin]]:
        """Return each value with its line."""
        file, text = self.file, self.text
        try:
            tree = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(
                Message("{file} is not valid TOML: {error}.", file=file, error=error),
                "Mend that line, or delete the file.",
            ) from error
        found: dict[str, tuple[object, Origin]] = {}
        for section, content in tree.items():
            if section in _LISTS:
                found[section] = (
                    content,
                    Origin(Message("{file}, line {text}", file=file, text=line_in_list(text, section, 0, ""))),
                )
                continue
            if section == _PROVIDERS:
                found[_PROVIDERS] = (content, Origin(self._place(_PROVIDERS)))
                continue
            if not isinstance(content, dict):
                raise SettingsError(
                    Message(
                        "{file}, line {text}: “{section}” stands outside a section.",
                        file=file,
                        text=_line(text, section),
                        section=section,
                    ),
                    "Put it under a section such as [provider], [screen], [run] or [caps].",
                )
            written = {f"{section}.{key}": (value, None) for key, value in content.items()}
            for name, (value, _) in tables.spread(written).items():
                found[name] = (value, Origin(self._place(name)))
        return found

    def tables(self, given: Mapping[str, tuple[object, Origin]], name: str) -> tuple[object, Callable[[int, str], str]]:
        """Return the tables of a list in the file, and a function that locates a key of one of them."""
        tables_given = given[name][0] if name in given else []
        return tables_given, lambda number, key: Message(
            "{file}, line {text}", file=self.file, text=line_in_list(self.text, name, number, key)
        )

    def providers(self, given: Mapping[str, tuple[object, Origin]]) -> Mapping[str, Mapping[str, object]]:
        """Return the person's own providers."""
        if _PROVIDERS not in given:
            return {}
        return providers.read(given[_PROVIDERS][0], lambda name, key: self._place(f"{_PROVIDERS}.{name}.{key}"))

    def origins(self, own: Mapping[str, Mapping[str, object]]) -> dict[str, Origin]:
        """Return where each key of the person's own providers is."""
        keys = [f"{_PROVIDERS}.{name}.{key}" for name, table in own.items() for key in table]
        return {key: Origin(self._place(key)) for key in keys}

    def _place(self, key: str) -> str:
        return Message("{file}, line {text}", file=self.file, text=_line(self.text, key))


def text_of(file: Path) -> str:
    """Return what is in a settings file; empty without one."""
    try:
        state = file.stat()
        if not stat.S_ISREG(state.st_mode) or state.st_size > _LARGEST_FILE:
            raise SettingsError(
                Message("{file} is not a config file.", file=file), "It must be an ordinary file of less than 1 MB."
            )
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            Message("{file} cannot be read: {error}.", file=file, error=error), "It must be a readable UTF-8 text file."
        ) from error


def _line(text: str, key: str) -> int:
    """Return the line that matches most of a dotted key; a table may be a section, inline, or dotted names."""
    wanted, best, found = _names(key), 0, 1
    current: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if head := re.match(r"\s*\[\s*([^\]]+?)\s*\]", line):
            said = current = _names(head[1])
        elif named := re.match(r"\s*([\w.\s\"'-]+?)\s*=", line):
            said = [*current, *_names(named[1])]
        else:
            continue
        if said == wanted[: len(said)] and len(said) > best:
            best, found = len(said), number
    return found


def _names(dotted: str) -> list[str]:
    return [name.strip().strip("\"'") for name in dotted.split(".")]


def line_in_list(text: str, name: str, number: int, key: str) -> int:
    """Return the line of a key in one table of a list, else the line where that table or the list begins."""
    heads, found, inside = -1, 1, False
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
        found[f"{section}.{key}"] = (literal(text), Origin(Message("environment variable {name}", name=name)))
    return found


def _reject_standing_auto(given: Mapping[str, tuple[object, Origin]]) -> None:
    value, origin = given.get("run.mode", (None, Origin("")))
    if value in ONE_RUN_ONLY:
        raise SettingsError(
            Message("{where}: the mode “{value}” cannot be a standing setting.", where=origin.where, value=value),
            Message("Give --mode {value} on the command line, for one run at a time.", value=value),
        )


def _explained(error: ValidationError, given: Mapping[str, tuple[object, Origin]]) -> SettingsError:
    key = ".".join(str(part) for part in error.errors()[0]["loc"][:2])
    value, origin = given.get(key, (None, Origin("settings")))
    return SettingsError(
        Message("{where}: {key} cannot be {value}.", where=origin.where, key=key, value=shown(value)), reason(error)
    )
