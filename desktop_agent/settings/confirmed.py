"""The settings that a person has confirmed, and the check before a run that the files still agree with them.

The record is `saved.json` beside the settings: the texts of the files as this program last wrote or a person last
confirmed them, and the digests of a confirmed `notify.command` and of saved tasks. Settings are read once, before a
run, and a run begins only if the files have the record's values; else a person has to confirm the complete difference.
So a model that changes a file through an editor gains nothing in this run, and nothing in the next.

The record contains a digest of itself, which can't be computed in an editor. It's no signature: a program that runs as
this user can write anything.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import threading
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from desktop_agent.core.errors import SettingsError, unwritable
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.files import content_of, replace_file
from desktop_agent.lib.paths import places
from desktop_agent.lib.setting import Widens, is_new_text, value_of
from desktop_agent.lib.traces import Trace, named_in
from desktop_agent.model.endpoint import needs_key, origin
from desktop_agent.model.profiles import known_profiles, selected_profile
from desktop_agent.policy.table import CHANGEABLE, ROWS, VERDICTS
from desktop_agent.settings.load import GivenAs, load, text_of
from desktop_agent.settings.sections import SETTINGS, Settings, leads_elsewhere

NAME = "saved.json"
CONFIG = "config.toml"
FILES = (CONFIG, "applications.toml", "remembered.toml", "secrets.toml")
_HOW = Message("Review the changes and confirm them in Settings, or with “desktop-agent config confirm”.")
_ENTRY_NAMES = ("name", "program")  # keys that distinguish the tables of a list
_LARGEST = 10_000_000
_OF_PROVIDERS: Mapping[str, Widens] = {"base_url": leads_elsewhere, "key_variable": is_new_text}
_LEADING = ("provider.name", "provider.base_url")
_WRITING = threading.Lock()


@dataclass(frozen=True, slots=True)
class SavedRecord:
    """The texts by the names of their files, and the digests of commands and saved tasks that a person confirmed."""

    texts: Mapping[str, str] = field(default_factory=dict)
    functions: frozenset[str] = frozenset()  # by their name in the file; of commands
    tasks: frozenset[str] = frozenset()


class SavedSettings:
    """The record in one settings folder. Thread-safe."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of `config.toml`, which need not exist."""
        self.folder = folder
        self._last: SavedRecord | None = None

    def exists(self) -> bool:
        """Return whether there is a record; before the first, files count as they are, but commands do not."""
        return os.path.lexists(self.folder / NAME)

    def record(self) -> SavedRecord:
        """Return the record; if it was damaged or deleted since it was last read, the last version."""
        read = _record_in(content_of(self.folder / NAME, _LARGEST) or b"")
        self._last = read or self._last or (SavedRecord() if self.exists() else SavedRecord(self._present()))
        return self._last

    def save(self, texts: Mapping[str, str]) -> None:
        """Record the confirmed texts of files, by their names; OSError when that cannot be written."""
        with _WRITING:
            record = self.record()
            self._write(replace(record, texts={**record.texts, **texts}))

    def confirm(self, kind: Literal["command", "task"], digest: str) -> None:
        """Record that a command may run unasked, or a saved task as it is; OSError when that cannot be written."""
        with _WRITING:
            record = self.record()
            if kind == "command":
                self._write(replace(record, functions=record.functions | {digest}))
            else:
                self._write(replace(record, tasks=record.tasks | {digest}))

    def _write(self, record: SavedRecord) -> None:
        content = {
            "texts": dict(record.texts),
            "functions": sorted(record.functions),
            "tasks": sorted(record.tasks),
        }
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(self.folder / NAME, [json.dumps({**content, "digest": _digest(content)}).encode()])

    def _present(self) -> Mapping[str, str]:
        texts: dict[str, str] = {}
        for name in FILES:
            with suppress(SettingsError):  # reported where it is loaded
                texts[name] = text_of(self.folder / name)
        return texts


def _record_in(raw: bytes) -> SavedRecord | None:
    """Return the record in a file's bytes; None if this program did not write it."""
    try:
        read = json.loads(raw)
        if read.pop("digest") != _digest(read):
            return None
        return SavedRecord(dict(read["texts"]), frozenset(read["functions"]), frozenset(read["tasks"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _digest(content: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def settings_for_run(
    environment: Mapping[str, str], flags: Mapping[str, object], *, given_as: GivenAs = "flag"
) -> Settings:
    """Return the settings for a run; the files at the first run count as confirmed.

    SettingsError as from `load`, and where the files differ from the confirmed ones.
    """
    file = places(environment).config_file
    settings = load(file, environment, flags, given_as=given_as).settings
    trust_initial(file.parent)
    if changes := changed_keys(file.parent):
        raise SettingsError(
            Message("Changed since you last saved them here: {changes}.", changes=", ".join(changes)), _HOW
        )
    return settings


def confirmed_settings(environment: Mapping[str, str]) -> Settings:
    """Return the last confirmed settings, independent of the present files; SettingsError as from `load`."""
    file = places(environment).config_file
    return load(file, environment, {}, SavedSettings(file.parent).record().texts.get(CONFIG, "")).settings


def changed_keys(folder: Path, texts: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return the keys of settings, and the entries of other files, that differ from the record."""
    saved = SavedSettings(folder).record().texts
    now = texts_in(folder) if texts is None else texts
    return tuple(key for name, text in now.items() for key in differences(text, saved.get(name, "")))


def changed_lines(folder: Path, texts: Mapping[str, str]) -> tuple[str, ...]:
    """Return the differences between the record and these texts, as lines with + and -."""
    saved = SavedSettings(folder).record().texts
    lines: list[str] = []
    for name, text in texts.items():
        before = saved.get(name, "")
        if differences(text, before):
            lines += difflib.unified_diff(before.splitlines(), text.splitlines(), name, name, n=1, lineterm="")
    return tuple(lines)


def texts_in(folder: Path) -> Mapping[str, str]:
    """Return the present texts of the files by name; SettingsError for one that cannot be read."""
    return {name: text_of(folder / name) for name in FILES}


def trust_initial(folder: Path) -> None:
    """Confirm the present files if there is no record yet; does nothing where that cannot be written."""
    if not SavedSettings(folder).exists():
        with suppress(SettingsError):
            confirm(folder)


def confirm(folder: Path, texts: Mapping[str, str] | None = None) -> None:
    """Save these texts, else the present ones, as confirmed by the person; SettingsError if that cannot be written."""
    saved = SavedSettings(folder)
    try:
        saved.save(texts_in(folder) if texts is None else texts)
    except OSError as error:
        raise unwritable(folder, error, if_denied=Message("Make that folder writable.")) from error


def differences(now: str, saved: str) -> tuple[str, ...]:
    """Return the keys whose values differ, marked if new or removed; comments and blank lines don't matter."""
    before = _sections(saved)
    after = _sections(now)
    return tuple(
        key
        for section in sorted(before.keys() | after.keys())
        for key in _differences_in(section, before.get(section, {}), after.get(section, {}))
    )


def widened(before: Settings, after: Settings) -> Mapping[str, tuple[object, object]]:
    """Return the changes that let runs do, show, send or spend more: by key, the old and the new value.

    A person's own rules aren't compared: no command changes them.
    """
    changes = {key: (value_of(before, key), value_of(after, key)) for key in SETTINGS}
    changes_by_key = {
        key: change for key, change in changes.items() if (widens := SETTINGS[key].widens) and widens(*change)
    }
    for name in CHANGEABLE:
        was, now = (settings.builtin.get(name, ROWS[name].verdict) for settings in (before, after))
        if VERDICTS.index(now) < VERDICTS.index(was):
            changes_by_key[f"builtin.{name}"] = (was, now)
    for provider, table in after.providers.items():
        former = before.providers.get(provider, {})
        for key, widens in _OF_PROVIDERS.items():
            if widens(former.get(key), table.get(key)):
                changes_by_key[f"providers.{provider}.{key}"] = (former.get(key), table.get(key))
    return {**changes_by_key, **_redirecting_changes(before, after)}


def _redirecting_changes(before: Settings, after: Settings) -> Mapping[str, tuple[object, object]]:
    """Return the changes that send pictures to another server than before.

    A first choice on this computer is not a change: no picture leaves it before or after.
    """
    was = _server(before)
    now = _server(after)
    if now in {"", was} or (not was and not needs_key(now)):
        return {}
    name = after.provider.name or ""
    changes = {key: (value_of(before, key), value_of(after, key)) for key in _LEADING}
    table = after.providers.get(name, {})
    earlier = before.providers.get(name, {})
    changes |= {f"providers.{name}.{key}": (earlier.get(key), table.get(key)) for key in ("base_url", "like")}
    return {key: both for key, both in changes.items() if both[0] != both[1]}


def _server(settings: Settings) -> str:
    """Return the address of the server that gets the pictures; empty without one, or if it is unknown."""
    try:
        profile = selected_profile(settings.provider.name, None, known_profiles(settings.providers))
        base_url = settings.provider.base_url or profile.base_url  # an address for one run comes first
        return origin(base_url) if base_url else ""
    except SettingsError:
        return ""


def _sections(text: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {"a file that cannot be read": {"": text}}


def _differences_in(section: str, before: object, after: object) -> Iterator[str]:
    if before == after:
        return
    old = dict(_named_values(before))
    new = dict(_named_values(after))
    changed = [name for name in sorted(old.keys() | new.keys()) if old.get(name) != new.get(name)]
    for name in changed:
        if name in old and name in new:
            suffix = ""
        elif name in new:
            suffix = " (new)"
        else:
            suffix = " (gone)"
        yield f"{section}.{name}".rstrip(".") + suffix
    if not changed:  # the order of a list, or one of two entries with the same name
        yield section


def _named_values(content: object) -> Iterator[tuple[str, object]]:
    """Yield the values of a section by their keys; the tables of a list by their names."""
    match content:
        case dict():
            yield from content.items()
        case list():
            for number, entry in enumerate(content, start=1):
                fields_by_name = entry if isinstance(entry, dict) else {}
                yield (
                    " ".join(str(fields_by_name[by]) for by in _ENTRY_NAMES if fields_by_name.get(by)) or str(number),
                    entry,
                )
        case _:
            yield "", content


def traces(environment: Mapping[str, str]) -> Iterator[Trace]:
    """Yield the settings, and the answers that are kept for always."""
    folder = places(environment).config
    yield from named_in(Message("Settings and remembered answers"), folder, *FILES, NAME)
