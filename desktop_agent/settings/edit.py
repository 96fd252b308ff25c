"""Edits `config.toml`: comments and order stay, and nothing is written that would not load again.

The new text is written to a file beside the old one, checked by the loader that runs use, and then replaces the old
file in one step. So a mistake is reported in the loader's words, and the file stays unchanged. Only the edit itself
counts as confirmed by the person: other programs' changes in the file still need a confirmation.
"""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Callable, Mapping, MutableMapping
from pathlib import Path
from urllib.parse import urlsplit

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Table

from desktop_agent.core.errors import BadSettingError, SettingsError, unreadable, unwritable
from desktop_agent.core.texts.message import Message, as_sentence
from desktop_agent.lib.files import replace_file
from desktop_agent.settings.confirmed import SavedSettings, differences, widened
from desktop_agent.settings.load import load
from desktop_agent.settings.sections import Settings

_SECRET_NAME = re.compile(r"\.key$|(?:^|[._-])(?:api_?key|token|secret|password)$", re.IGNORECASE)
_SECRET_VALUE = re.compile(r"(?:bearer\s+\S+|(?:sk|rk|tz)[-_][\w-]{16,})", re.IGNORECASE)
_BY_HAND = Message("Edit that line manually in a text editor.")

_Edit = Callable[[tomlkit.TOMLDocument], None]
# Gets the changes that let runs do more than before; raises without a person's yes. Our own windows ask nothing: no run
# can operate them.
AskWidening = Callable[[Mapping[str, tuple[object, object]]], None]


def value_in(file: Path, key: str) -> object | None:
    """Return a setting's value in the file itself; None when it is not there."""
    value: object = tomllib.loads(_text(file))
    for name in key.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def set_value(file: Path, key: str, value: object, ask: AskWidening = lambda _: None) -> None:
    """Write one setting, `section.key`; SettingsError, and an unchanged file, for what the loader refuses."""
    set_values(file, {key: value}, ask)


def set_values(file: Path, values: Mapping[str, object], ask: AskWidening = lambda _: None) -> None:
    """Write several settings in one step, all or none; raises as `set_value` does."""
    for key, value in values.items():
        _refuse_secret(key, value)
        if "." not in key or not all(key.split(".")):
            raise SettingsError(
                Message("“{key}” isn't a setting.", key=key),
                Message("Enter it as SECTION.KEY, for example run.max_steps."),
            )

    def edit(document: tomlkit.TOMLDocument) -> None:
        for key, value in values.items():
            *tables, name = key.split(".")
            inner: MutableMapping[str, object] = document
            for table in tables:
                if table not in inner:
                    inner[table] = tomlkit.table(is_super_table=table != tables[-1])
                inner = _mapping(inner[table])
            inner[name] = value

    _edit_file(file, edit, ask)


def unset(file: Path, key: str, ask: AskWidening = lambda _: None) -> bool:
    """Remove one setting from the file, so that its default applies; return False when it was not there."""
    if value_in(file, key) is None:
        return False
    *tables, name = key.split(".")

    def edit(document: tomlkit.TOMLDocument) -> None:
        inner: MutableMapping[str, object] = document
        for table in tables:
            inner = _mapping(inner[table])
        del inner[name]
        if not inner and isinstance(inner, Table) and inner.is_super_table():  # it has no line of its own
            del document[tables[0]]

    _edit_file(file, edit, ask)
    return True


def _mapping(item: object) -> MutableMapping[str, object]:
    if not isinstance(item, MutableMapping):
        raise SettingsError(Message("That isn't a section."), _BY_HAND)
    return item


def _edit_file(file: Path, edit: _Edit, ask: AskWidening) -> None:
    """Edit the file, and the confirmed text in the same way."""
    text = _text(file)
    try:
        changed = _edited_text(text, edit)
    except (TOMLKitError, TypeError, IndexError, KeyError) as error:
        raise SettingsError(Message("{file} wasn't changed: {error}.", file=file, error=error), _BY_HAND) from error
    # A file may be written in ways that the library knows only half: what it wrote must mean what it says.
    if changed is None:
        raise SettingsError(
            Message("{file} wasn't changed because it's written in a way that can be edited only by hand.", file=file),
            _BY_HAND,
        )
    saved = SavedSettings(file.parent)
    before = saved.record().texts.get(file.name, "")
    unchanged = not differences(text, before)
    after = changed if unchanged else _edited_saved(before, edit)

    def agree() -> None:
        ask(widened(_saved_settings(file, before), _saved_settings(file, after)))
        saved.save({file.name: after})

    _replace_checked(file, changed, agree)


def _saved_settings(file: Path, text: str) -> Settings:
    try:
        return load(file, {}, {}, text).settings
    except SettingsError:
        return Settings()


def _edited_text(text: str, edit: _Edit) -> str | None:
    """Return the edited text; None if that would change the meaning of other parts."""
    document = tomlkit.parse(text)
    edit(document)
    changed = tomlkit.dumps(document)
    if "\r\n" in text:
        changed = changed.replace("\r\n", "\n").replace("\n", "\r\n")
    return changed if tomllib.loads(changed) == document.unwrap() else None


def _edited_saved(saved: str, edit: _Edit) -> str:
    """Return the confirmed text after the same edit; unchanged where the edit does not apply."""
    try:
        return _edited_text(saved, edit) or saved
    except (TOMLKitError, SettingsError, TypeError, IndexError, KeyError):
        return saved


def _replace_checked(file: Path, text: str, agree: Callable[[], None]) -> None:
    """Replace the file after the loader has accepted the text; a link stays a link to the changed file.

    `agree` confirms the change before it is there, for those who watch the file during a run.
    """

    def check(new: Path) -> None:
        _check(new, file)
        agree()

    place = file.resolve()
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        mode = stat.S_IMODE(place.stat().st_mode) if place.exists() else 0o600
        replace_file(place, [text.encode()], mode=mode, check=check)
    except OSError as error:
        raise unwritable(file, error, if_denied=Message("Make its folder writable.")) from error


def _check(new: Path, target: Path) -> None:
    try:
        load(target, {}, {}, new.read_text("utf-8"))
    except BadSettingError as error:
        if not _is_loadable(target):
            raise
        # The error is in the new value, which is on no line of the file.
        raise SettingsError(as_sentence(error.what), error.hint) from error


def _is_loadable(file: Path) -> bool:
    try:
        load(file, {}, {})
    except SettingsError:
        return False
    return True


def _refuse_secret(key: str, value: object) -> None:
    if _SECRET_NAME.search(key) or (isinstance(value, str) and _is_secret(value)):
        raise SettingsError(
            Message("“{key}” wasn't saved: keys and passwords don't belong in the settings file.", key=key),
            Message("To store a key in the keyring, use “desktop-agent providers add NAME --key” or Settings."),
        )


def _is_secret(value: str) -> bool:
    if _SECRET_VALUE.fullmatch(value.strip()):
        return True
    try:
        return urlsplit(value).password is not None
    except ValueError:
        return False


def _text(file: Path) -> str:
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            text = stream.read()
        tomllib.loads(text)
        return text
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        # The loader has the error messages for bad files, text and TOML.
        load(file, {}, {})
        raise unreadable(file, error) from error
