"""Reads `[providers.NAME]` tables: changes to built-in providers, and the user's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from pydantic import ValidationError

from desktop_agent.core.errors import BadSettingError, SettingsError
from desktop_agent.core.texts.message import Message, follow, join
from desktop_agent.lib.setting import Setting, plain_text
from desktop_agent.model.endpoint import without_login
from desktop_agent.model.params import wrong_param
from desktop_agent.model.profile import PictureKind
from desktop_agent.model.profiles import DEFAULT, PROFILES
from desktop_agent.settings.complaint import quoted_value, suggestion, validation_reason
from desktop_agent.settings.file_tables import adapter_of
from desktop_agent.settings.sections import OPTIONS

MOST_PROVIDERS = 100
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_KEY_WORDS = frozenset({"key", "api_key", "apikey", "token", "secret", "password"})
_ADDRESS = re.compile(r"https?://[^\s\\]+")
_NEEDED = ("base_url", "dialect", "model")
FieldPlace = Callable[[str, str], str]  # file and line of a key of the provider with this name; of its head for no key
_USD = Setting(type=float, least=0, most=100_000)  # for a million tokens


def _address(value: str) -> str:
    """Return a server's address; ValueError for one with a login, or that isn't http."""
    if not _ADDRESS.fullmatch(without_login(value)):
        raise ValueError(Message("enter an https address"))
    return value


def _pattern_validator(pattern: re.Pattern[str]) -> Callable[[str], str]:
    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            raise ValueError(Message("it has characters that aren't allowed there"))
        return value

    return check


# A table has what `run` has flags for, as it is declared there, and what is of a server alone.
_FIELDS: Mapping[str, Setting] = {
    "like": Setting(type=str, names=tuple(PROFILES)),
    "base_url": replace(OPTIONS["provider.base_url"], type=str, check=_address, longest=2_000),
    "dialect": replace(OPTIONS["provider.dialect"], type=str),
    "model": replace(OPTIONS["provider.model"], type=str, longest=200),
    "title": Setting(type=str, check=plain_text, longest=80),
    "key_variable": Setting(type=str, check=_pattern_validator(re.compile(r"[A-Z_][A-Z0-9_]{0,63}"))),
    "auth": Setting(type=str, names=tuple(sorted({"none", *(profile.auth for profile in PROFILES.values())}))),
    "workspace": Setting(type=str, check=_pattern_validator(re.compile(r"[A-Za-z0-9_-]{1,200}"))),
    **{key: OPTIONS[f"provider.{key}"] for key in ("coordinates", "family")},
    "pictures_in_results": Setting(type=bool),
    "picture": Setting(type=PictureKind),
    **{key: OPTIONS[f"provider.{key}"] for key in ("chain", "stream", "window_tokens")},
    **dict.fromkeys(("price_read", "price_written", "price_cached", "price_caching"), _USD),
    "params": OPTIONS["provider.params"],
}
WORDS = tuple(_FIELDS)


def read(tables: object, where: FieldPlace) -> Mapping[str, Mapping[str, object]]:
    """Return each provider's fields; SettingsError names the line of an invalid one."""
    if not isinstance(tables, Mapping) or not all(isinstance(table, Mapping) for table in tables.values()):
        raise BadSettingError(
            where("", ""),
            Message("“providers” has an entry that isn't a provider."),
            Message("Write each as [providers.NAME]."),
        )
    if len(tables) > MOST_PROVIDERS:
        raise BadSettingError(
            where("", ""),
            Message("there are {tables} providers.", tables=len(tables)),
            Message("At most {most_providers}.", most_providers=MOST_PROVIDERS),
        )
    return {name: _checked_table(name, table, where) for name, table in tables.items()}


def _checked_table(name: str, table: Mapping[str, object], where: FieldPlace) -> Mapping[str, object]:
    """Return the fields of a table, in the order of WORDS."""
    if not _NAME.fullmatch(name):
        raise BadSettingError(
            where(name, ""),
            Message("“{name}” isn't a valid provider name.", name=name[:40]),
            Message("Use up to 40 lowercase letters, digits, “-” and “_”."),
        )
    for key in table:
        if key not in WORDS:
            raise BadSettingError(
                where(name, key),
                Message("“{key}” isn't a provider setting.", key=key[:60]),
                _unknown_key_hint(name, key),
            )
    fields = {key: _checked_value(name, key, table[key], where) for key in WORDS if key in table}
    if name == DEFAULT and "base_url" in fields:
        raise BadSettingError(
            where(name, "base_url"),
            Message("the built-in model has no address."),
            Message("Give the server a name of its own, such as [providers.mine]."),
        )
    missing = [key for key in _NEEDED if key not in fields]
    if missing and name not in PROFILES and "like" not in fields:
        raise BadSettingError(
            where(name, ""),
            Message(
                "the provider “{name}” has no {missing}.",
                name=name,
                missing=join(Message(" and no "), missing),
            ),
            Message(
                "Add the missing parts, or start from a built-in provider: desktop-agent config set "
                "providers.{name}.like openai.",
                name=name,
            ),
        )
    if name in PROFILES and fields.get("like", name) != name:
        raise BadSettingError(
            where(name, "like"),
            Message("“{name}” is a built-in provider and can't be based on another one.", name=name),
            Message("Give yours a different name."),
        )
    prices = {key for key in fields if key.startswith("price_")}
    if prices and not {"price_read", "price_written"} <= prices:
        raise BadSettingError(
            where(name, ""),
            Message("half a price."),
            Message("Specify both price_read and price_written, in USD per million tokens."),
        )
    params = fields.get("params")
    for key, value in params.items() if isinstance(params, Mapping) else ():
        wrong, hint = wrong_param(key, value)
        if wrong:
            raise BadSettingError(where(name, f"params.{key}"), follow(wrong, "."), hint)
    return fields


def _checked_value(name: str, key: str, value: object, where: FieldPlace) -> object:
    try:
        return adapter_of(_FIELDS[key]).validate_python(value)
    except ValidationError as error:
        raise _field_error(error, name, key, value, where) from None


def _unknown_key_hint(name: str, key: str) -> str:
    if key.lower() in _KEY_WORDS:
        return Message(
            "Keys don't belong in this file. To store one in the keyring, use “desktop-agent providers add {name} "
            "--key”.",
            name=name,
        )
    return suggestion(key, WORDS)


def _field_error(error: ValidationError, name: str, key: str, value: object, where: FieldPlace) -> SettingsError:
    if key == "key_variable":  # a person may have put the key itself there
        return BadSettingError(
            where(name, key),
            Message("this isn't a valid environment variable name."),
            Message("Specify the variable name, such as MINE_API_KEY; the key itself doesn't belong in this file."),
        )
    hint = Message("It must be an address such as https://host/v1.") if key == "base_url" else validation_reason(error)
    return BadSettingError(
        where(name, key), Message("{name} can't be {value}.", name=key, value=quoted_value(value)), hint
    )
