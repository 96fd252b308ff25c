"""Which settings are trusted: what gives a run more freedom counts only once a person has confirmed it here.

The file is compared with what was last saved (`own_files.py`). Each setting declares its `Trust` (`setting.py`), and
one that declares none needs a yes. A rule that forbids stays although its entry is gone. Where pictures, words and keys
go is not guessed: a run does not begin until a person has looked.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from desktop_agent.core.errors import SettingsError, unwritable
from desktop_agent.core.message import Message, join, sentences
from desktop_agent.policy.rule import BUILT_IN, RuleVerdict
from desktop_agent.settings.load import GivenAs, Origin, load, text_of
from desktop_agent.settings.own_files import CONFIG, FILES, SavedSettings
from desktop_agent.settings.sections import Settings
from desktop_agent.settings.setting import settings_in, value_of

HOW = Message("Review the changes and confirm them in Settings, or with “desktop-agent config confirm”.")
# Each has a way of its own: `changed_destinations`, `restrict_to`, and for functions `Confirmations`.
_TABLES = frozenset({"providers", "builtin", "rules", "functions", "notes"})
_ENTRY_NAMES = ("name", "program")  # keys that tell the tables of a list apart
_VERDICTS: tuple[RuleVerdict, ...] = ("deny", "ask", "allow")


def effective_settings(
    file: Path, environment: Mapping[str, str], flags: Mapping[str, object], *, given_as: GivenAs = "flag"
) -> Settings:
    """Return the settings for a run, with notes for the person; the files that the first run finds count as theirs.

    SettingsError as `load` raises it, and where a destination was changed.
    """
    sourced = load(file, environment, flags, given_as=given_as)
    now = sourced.settings
    record = SavedSettings(file.parent)
    trust_initial(file.parent)
    trusted = record.text(CONFIG)
    last = record.last_texts().get(CONFIG, "")
    saved = _settings(file, trusted)
    by_variables = _freer_by_variables(now, saved, sourced.origins)
    changes = changed_keys(file.parent)
    if not changes:
        return now.noted(*by_variables)
    # What a flag or a variable says is not the file's.
    own = {key for key, one in sourced.origins.items() if one.kind in {"flag", "keyword", "variable"}}
    told = Message("Changed since you last saved them here: {changes}.", changes=", ".join(changes))
    destinations = changed_destinations(now, saved, own)
    if destinations:
        raise SettingsError(
            sentences(
                told,
                Message(
                    "Until you confirm this, runs can't start with the new {destinations}.",
                    destinations=_and(destinations),
                ),
            ),
            HOW,
        )
    settings, held_back = restrict_to(saved, now, own)
    if last != trusted:  # from elsewhere: it makes nothing freer, and still forbids
        settings, also = restrict_to(_settings(file, last), settings, own)
        held_back = (*held_back, *also)
    keys = _and(dict.fromkeys(held_back))
    counts = Message("Until you confirm this, the saved values are used for {keys}.", keys=keys) if keys else ""
    return settings.noted(sentences(told, counts, HOW), *by_variables)


def restrict_to(saved: Settings, now: Settings, own: AbstractSet[str]) -> tuple[Settings, tuple[str, ...]]:
    """Return the settings as far as they are trusted beside the saved ones, and the keys that were held back.

    The `own` keys were set by the person, by a flag or a variable.
    """
    held_back: list[str] = []
    sections: dict[str, Any] = {one.name: getattr(now, one.name) for one in fields(now) if is_dataclass(one.type)}
    for key, declared in settings_in(type(now)).items():
        section, _, name = key.partition(".")
        value = value_of(now, key)
        if key in own or declared.trust.destination:
            continue
        trusted = declared.trust.counts(value, value_of(saved, key))
        if trusted != value:
            held_back.append(key)
            sections[section] = replace(sections[section], **{name: trusted})
    # A table that nobody has thought of here is as it was saved.
    others = [one.name for one in fields(now) if one.name not in {*sections, *_TABLES}]
    unknown: dict[str, Any] = {name: getattr(saved, name) for name in others}
    held_back += [name for name in others if unknown[name] != getattr(now, name)]
    verdicts = _restricted_verdicts(saved, now, own)
    held_back += [f"builtin.{name}" for name, verdict in verdicts.items() if verdict != _verdict(now, name)]
    freer = [rule for rule in now.rules if rule.verdict == "allow" and rule not in saved.rules]
    gone = [rule for rule in saved.rules if rule.verdict != "allow" and rule not in now.rules]
    held_back += [f"rules.{rule.name}" for rule in (*freer, *gone)]
    rules = (*(rule for rule in now.rules if rule not in freer), *gone)
    return replace(now, **sections, **unknown, builtin=verdicts, rules=rules), tuple(held_back)


def _restricted_verdicts(saved: Settings, now: Settings, own: AbstractSet[str]) -> Mapping[str, RuleVerdict]:
    return {
        name: _verdict(now, name)
        if f"builtin.{name}" in own
        else min(_verdict(now, name), _verdict(saved, name), key=_VERDICTS.index)
        for name in dict.fromkeys((*now.builtin, *saved.builtin))
    }


def _verdict(settings: Settings, name: str) -> RuleVerdict:
    return settings.builtin.get(name, BUILT_IN[name].verdict)


def changed_destinations(now: Settings, saved: Settings, own: AbstractSet[str]) -> tuple[str, ...]:
    """Return the unconfirmed settings that would send pictures, words or a key elsewhere."""
    keys = [
        key
        for key, declared in settings_in(type(now)).items()
        if declared.trust.destination and key not in own and value_of(now, key) != value_of(saved, key)
    ]
    name = now.provider.name
    names = now.providers.keys() | saved.providers.keys() if name is None else {name}
    tables = [f"providers.{one}" for one in sorted(names) if now.providers.get(one) != saved.providers.get(one)]
    return (*keys, *tables)


def _freer_by_variables(now: Settings, saved: Settings, origins: Mapping[str, Origin]) -> tuple[str, ...]:
    """Return, in a sentence, the variables of the environment that allow a run more than was saved."""
    variables = {key: one.variable for key, one in origins.items() if one.kind == "variable"}
    freer = []
    for key, declared in settings_in(type(now)).items():
        value = value_of(now, key)
        if (
            key in variables
            and declared.variable_is_reported
            and declared.trust.counts(value, value_of(saved, key)) != value
        ):
            freer.append(key)
    rank = _VERDICTS.index
    freer += [
        f"builtin.{name}"
        for name in now.builtin
        if f"builtin.{name}" in variables and rank(_verdict(now, name)) > rank(_verdict(saved, name))
    ]
    if not freer:
        return ()
    named = ", ".join(f"{key} ({variables[key]})" for key in freer)
    return (Message("Environment variables override your saved settings: {freer}.", freer=named),)


def changed_keys(folder: Path, texts: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return the keys of the settings and entries of the other files that differ from those last saved here."""
    saved = SavedSettings(folder).record().texts
    now = texts_in(folder) if texts is None else texts
    return tuple(key for name, text in now.items() for key in _differences(text, saved.get(name, "")))


def texts_in(folder: Path) -> Mapping[str, str]:
    """Return the present texts of the files; SettingsError for one that cannot be read."""
    return {name: text_of(folder / name) for name in FILES}


def changed_lines(folder: Path, texts: Mapping[str, str]) -> tuple[str, ...]:
    """Return the differences of these texts from those last saved here, as lines with + and -."""
    saved = SavedSettings(folder).record().texts
    lines: list[str] = []
    for name, text in texts.items():
        before = saved.get(name, "").splitlines()
        lines += [*difflib.unified_diff(before, text.splitlines(), name, name, n=1, lineterm="")]
    return tuple(lines)


def trust_initial(folder: Path) -> None:
    """Confirm the present files where nothing was ever saved; nothing happens where that cannot be written."""
    if not SavedSettings(folder).begun():
        with suppress(SettingsError):
            confirm(folder)


def confirm(folder: Path, texts: Mapping[str, str] | None = None) -> None:
    """Save these texts, else the present ones, as confirmed by the person; SettingsError if that cannot be written."""
    saved = SavedSettings(folder)
    try:
        saved.save(texts_in(folder) if texts is None else texts)
    except OSError as error:
        raise unwritable(folder, error, Message("Make that folder writable.")) from error


def _settings(file: Path, text: str) -> Settings:
    """Return the settings of a saved text; the defaults where it cannot be read any more."""
    try:
        return load(file, {}, {}, text).settings
    except SettingsError:
        return Settings()


def _differences(now: str, saved: str) -> Iterator[str]:
    """Yield the keys that differ, and whether they are new or gone."""
    if now == saved:
        return
    before = _values_by_key(saved)
    after = _values_by_key(now)
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) != after.get(key):
            yield key + ("" if key in before and key in after else " (new)" if key in after else " (gone)")


def _values_by_key(text: str) -> Mapping[str, object]:
    """Return the values in a file by their keys; the tables of a list by their names."""
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {"a file that cannot be read": text}
    return {f"{section}.{key}": value for section, content in tree.items() for key, value in _inside(content)}


def _inside(content: object) -> Iterator[tuple[str, object]]:
    match content:
        case dict():
            yield from content.items()
        case list():
            for number, one in enumerate(content, start=1):
                named = one if isinstance(one, dict) else {}
                yield " ".join(str(named[by]) for by in _ENTRY_NAMES if named.get(by)) or str(number), one
        case _:
            yield "", content


def _and(words: Iterable[str]) -> str:
    *first, last = (*words, "")[:-1] or ("",)
    return Message("{first} and {last}", first=join(", ", first), last=last) if first else last
