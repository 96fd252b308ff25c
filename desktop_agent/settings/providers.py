"""Reads `[providers.NAME]` tables: changes to built-in providers, and the user's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationError

from desktop_agent.core.errors import BadSettingError, SettingsError
from desktop_agent.core.texts.message import Message, follow, join
from desktop_agent.model.dialect_names import DIALECT_NAMES
from desktop_agent.model.endpoint import without_login
from desktop_agent.model.families import FAMILY_NAMES
from desktop_agent.model.params import wrong_param
from desktop_agent.model.profile import PictureKind
from desktop_agent.model.profiles import DEFAULT, PROFILES
from desktop_agent.model.space import Coordinates
from desktop_agent.settings.complaint import quoted_value, suggestion, validation_reason
from desktop_agent.settings.file_tables import Table, one_of

MOST_PROVIDERS = 100
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_KEY_WORDS = frozenset({"key", "api_key", "apikey", "token", "secret", "password"})
_AUTHS = sorted({"none", *(profile.auth for profile in PROFILES.values())})
_NEEDED = ("base_url", "dialect", "model")
FieldPlace = Callable[[str, str], str]  # file and line of a key of the provider with this name; of its head for no key
_Usd = Annotated[float, Field(ge=0, le=100_000)]  # for a million tokens


class _ProviderTable(Table):
    """One `[providers.NAME]` table; missing fields come from the profile that it is like."""

    like: Annotated[str, one_of(PROFILES)] | None = None
    base_url: (
        Annotated[str, Field(pattern=r"^https?://[^\s\\]+$", max_length=2_000), AfterValidator(without_login)] | None
    ) = None
    dialect: Annotated[str, one_of(DIALECT_NAMES)] | None = None
    model: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    title: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    key_variable: Annotated[str, Field(pattern=r"^[A-Z_][A-Z0-9_]{0,63}$")] | None = None
    auth: Annotated[str, one_of(_AUTHS)] | None = None
    workspace: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,200}$")] | None = None
    coordinates: Coordinates | None = None
    family: Annotated[str, one_of(FAMILY_NAMES)] | None = None
    pictures_in_results: bool | None = None
    picture: PictureKind | None = None
    chain: bool | None = None
    stream: bool | None = None
    window_tokens: Annotated[int, Field(ge=1_000, le=100_000_000)] | None = None
    price_read: _Usd | None = None
    price_written: _Usd | None = None
    price_cached: _Usd | None = None
    price_caching: _Usd | None = None
    params: dict[str, object] | None = None

    def given(self) -> Mapping[str, object]:
        """Return the fields that the file sets."""
        return {name: getattr(self, name) for name in WORDS if getattr(self, name) is not None}


WORDS = tuple(_ProviderTable.model_fields)


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
    return {name: _checked_table(name, table, where).given() for name, table in tables.items()}


def _checked_table(name: str, table: Mapping[str, object], where: FieldPlace) -> _ProviderTable:
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
    try:
        read = _ProviderTable.model_validate(table)
    except ValidationError as error:
        raise _field_error(error, name, table, where) from None
    if name == DEFAULT and read.base_url is not None:
        raise BadSettingError(
            where(name, "base_url"),
            Message("the built-in model has no address."),
            Message("Give the server a name of its own, such as [providers.mine]."),
        )
    missing = [key for key in _NEEDED if getattr(read, key) is None]
    if missing and name not in PROFILES and read.like is None:
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
    if name in PROFILES and read.like not in {None, name}:
        raise BadSettingError(
            where(name, "like"),
            Message("“{name}” is a built-in provider and can't be based on another one.", name=name),
            Message("Give yours a different name."),
        )
    prices = read.price_read, read.price_written, read.price_cached, read.price_caching
    if None in prices[:2] and any(price is not None for price in prices):
        raise BadSettingError(
            where(name, ""),
            Message("half a price."),
            Message("Specify both price_read and price_written, in USD per million tokens."),
        )
    _check_parameters(read, name, where)
    return read


def _check_parameters(read: _ProviderTable, name: str, where: FieldPlace) -> None:
    for key, value in (read.params or {}).items():
        _reject_wrong(wrong_param(key, value), where(name, f"params.{key}"))


def _reject_wrong(wrong_and_hint: tuple[str, str], where: str) -> None:
    wrong, hint = wrong_and_hint
    if wrong:
        raise BadSettingError(where, follow(wrong, "."), hint)


def _unknown_key_hint(name: str, key: str) -> str:
    if key.lower() in _KEY_WORDS:
        return Message(
            "Keys don't belong in this file. To store one in the keyring, use “desktop-agent providers add {name} "
            "--key”.",
            name=name,
        )
    return suggestion(key, WORDS)


def _field_error(error: ValidationError, name: str, table: Mapping[str, object], where: FieldPlace) -> SettingsError:
    key = str(error.errors()[0]["loc"][0])
    if key == "key_variable":  # somebody may have put the key itself there
        return BadSettingError(
            where(name, key),
            Message("this isn't a valid environment variable name."),
            Message("Specify the variable name, such as MINE_API_KEY; the key itself doesn't belong in this file."),
        )
    hint = Message("It must be an address such as https://host/v1.") if key == "base_url" else validation_reason(error)
    return BadSettingError(
        where(name, key), Message("{name} can't be {value}.", name=key, value=quoted_value(table.get(key))), hint
    )
