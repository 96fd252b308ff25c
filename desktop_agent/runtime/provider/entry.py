"""A provider as a person has it: entered, tried, tested, saved and removed alike by windows and commands. No Qt."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from desktop_agent.core.errors import DialectError, KeyringError, ModelError, SettingsError
from desktop_agent.core.texts.message import Message
from desktop_agent.model.caps import USUAL, Timeouts
from desktop_agent.model.endpoint import checked_key, endpoint, is_own_host, needs_key, origin, takes_key
from desktop_agent.model.foreign_json import load_object
from desktop_agent.model.profile import OWN_KEY, Profile
from desktop_agent.model.profiles import DEFAULT, OWN, PROFILES, known_profiles
from desktop_agent.model.provider_settings import ProviderSettings
from desktop_agent.model.request_options import spoken_dialect
from desktop_agent.runtime.provider.keys import KeyPlace, find_key, forget_key, keep_key
from desktop_agent.settings import edit, load
from desktop_agent.settings.api_keys import KEY_FILE, KeyFile
from desktop_agent.settings.edit import AskWidening

OWN_URL = "http://127.0.0.1:8080/v1"
# What a server of one's own understands: dialects, with words for people.
KINDS: Mapping[str, str] = {
    "functions": Message("Any model that can see"),
    "openai": Message("The computer tool, as at OpenAI"),
    "anthropic": Message("The computer toolset, as at Anthropic"),
    "gemini": Message("The computer functions, as at Google"),
    "preview": Message("The computer tool, as at Lightcone (preview)"),
    "lightcone": Message("The computer tool, as at Lightcone"),
}
_USUAL_KIND = "functions"
_NO_NAME = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME = 40
_MOST_NAMED = 5
_WITHIN_S = 8.0


@dataclass(frozen=True, slots=True)
class ModelTrial:
    """The result: "works"; "refused" for the key, or without one; "untried" where neither shows, with the reason."""

    state: Literal["works", "refused", "untried"]
    why: str = ""
    models: tuple[str, ...] = ()  # that the server lists


def try_model(profile: Profile, base_url: str, key: str | None) -> ModelTrial:
    """Query the server at this address, and no other, with the key for it; takes eight seconds at most.

    A server that refuses its list to the key (403) may take it for work: OpenAI's keys can be limited like this.
    """
    try:
        return asyncio.run(_trial_result(profile, base_url, key))
    except ModelError as error:
        return ModelTrial("untried", error.message)


async def _trial_result(profile: Profile, base_url: str, key: str | None) -> ModelTrial:
    from desktop_agent.model.wire.client import Client
    from desktop_agent.model.wire.refusal import refuses_key

    patience = Timeouts(connect_s=_WITHIN_S, idle_s=_WITHIN_S, total_s=_WITHIN_S)
    api = spoken_dialect(profile, ProviderSettings(base_url=base_url)).api
    where = endpoint(base_url, api=api)
    client = Client(where, {**api.headers, **profile.credentials(key)}, patience)
    try:
        async with client.models() as answer:
            if not answer.good:
                limited = answer.status == HTTPStatus.FORBIDDEN
                if not limited and refuses_key(await answer.refusal()):
                    return ModelTrial("refused")
                return ModelTrial(
                    "untried",
                    Message("The server returned {status} when asked for its list of models.", status=answer.status),
                )
            reply = load_object(await answer.read(), USUAL)
            listed = reply.get("data", reply.get("models"))
    except DialectError:
        listed = None
    finally:
        await client.close()
    if not isinstance(listed, list):
        return ModelTrial("untried", Message("The server's response isn't a list of models."))
    names = [entry.get("id", entry.get("name")) for entry in listed if isinstance(entry, dict)]
    return ModelTrial("works", models=tuple(name for name in names if isinstance(name, str)))


TryModel = Callable[[Profile, str, str | None], ModelTrial]


@dataclass(frozen=True, slots=True)
class ProviderEntry:
    """A provider: its name, kind, address and model, and where its key is stored; empty texts mean the usual value."""

    name: str = ""  # of its table; empty for a new server
    title: str = ""  # for people; of a server of one's own
    kind: str = ""  # the dialect; of a server of one's own
    address: str = ""
    model: str = ""
    key: str = field(default="", repr=False)  # as entered
    place: KeyPlace = "keyring"

    @property
    def is_own(self) -> bool:
        """Return whether it is a server of one's own."""
        return self.name not in PROFILES

    @property
    def shown_name(self) -> str:
        """Return the provider's name for people."""
        if self.is_own:
            return self.title or (self.name if self.name not in {"", OWN} else Message("Another server"))
        return PROFILES[self.name].shown_name

    @property
    def example(self) -> str:
        """Return an example of the address that the user has to enter; empty where it is known."""
        return OWN_URL if self.is_own else PROFILES[self.name].address_form

    def profile(self, file: Path) -> Profile:
        """Return the provider's profile with these values; SettingsError for an invalid address."""
        name = self.name or OWN
        former = self._stored_values(file)
        return known_profiles({name: {**former, **self.table(file)}})[name]

    def check(self, file: Path) -> None:
        """Raise SettingsError if something is missing or cannot be right; may wait for the keyring."""
        looks = Message("It looks like {example}.", example=self.example)
        if self.example and not self.address:
            raise SettingsError(Message("The address is missing."), looks)
        if self.address:
            endpoint(self.address, load(file, {}, {}).settings.network.allow_http)
            if self.example and not self.is_own and not is_own_host(PROFILES[self.name], self.address):
                raise SettingsError(Message("This address doesn't belong to {title}.", title=self.shown_name), looks)
        profile = self.profile(file)
        if takes_key(profile) and not self._key(profile, file):
            raise SettingsError(
                Message("There is no key for {where} yet.", where=urlsplit(profile.base_url).netloc),
                Message("Enter one, or choose another model."),
            )

    def tried(self, file: Path, try_it: TryModel = try_model) -> ModelTrial:
        """Return the result of a trial; SettingsError where its key is refused. The built-in model needs no trial."""
        if self.name == DEFAULT:
            return ModelTrial("works")
        profile = self.profile(file)
        key = self._key(profile, file)
        trial = try_it(profile, profile.base_url, key)
        if trial.state == "refused":
            where = urlsplit(profile.base_url).netloc
            raise SettingsError(
                Message("The server at {where} rejected this key.", where=where)
                if key
                else Message("The server at {where} asks for a key, and none is stored for it.", where=where),
                Message("Enter the key exactly as the provider shows it, or choose another model."),
            )
        if self.is_own and self.model and trial.models and self.model not in trial.models:
            names = ", ".join(trial.models[:_MOST_NAMED])
            why = Message("The server doesn't list the model “{model}”. It has {names}.", model=self.model, names=names)
            return replace(trial, state="untried", why=why)
        return trial

    def save(self, file: Path, ask: AskWidening = lambda _: None, *, choose: bool = True) -> str:
        """Store the key at its place and the entry in the file, and return its name; SettingsError if either fails."""
        if self.is_own and not self.model:
            raise SettingsError(
                Message("The model name is missing."),
                Message("Enter it as the server lists it, such as qwen3-vl:8b."),
            )
        entry = self if self.name else replace(self, name=_free_name(self.title, file))
        kept_as = entry.profile(file).kept_as if self.key else ""

        def agree(widened: Mapping[str, tuple[object, object]]) -> None:
            ask(widened)
            if self.key:
                keep_key(kept_as, self.key, self.place, KeyFile(file.parent / KEY_FILE))

        table = {f"providers.{entry.name}.{name}": value for name, value in entry.table(file).items()}
        edit.set_values(file, {**({"provider.name": entry.name} if choose else {}), **table}, agree)
        emptied = [name for name in ("base_url", "model", "title") if f"providers.{entry.name}.{name}" not in table]
        if self.key and edit.value_in(file, f"providers.{entry.name}.auth") == "none":
            emptied.append("auth")
        for name in emptied:
            edit.unset(file, f"providers.{entry.name}.{name}")
        return entry.name

    def table(self, file: Path) -> Mapping[str, object]:
        """Return the provider's settings: all for a server of one's own, only differences for a known one."""
        entered = {"title": self.title, "base_url": self.address, "model": self.model}
        table: dict[str, object] = {name: value for name, value in entered.items() if value}
        is_remote = not (address := self.address or self._usual_address) or needs_key(address)
        if self.is_own and (self.kind or not self._stored_values(file)):
            table |= {"dialect": self.kind or _USUAL_KIND, "chain": False}
        if self.key and (self.is_own or not is_remote):  # such as Ollama behind a proxy; by default it needs no key
            table["key_variable"] = OWN_KEY
        elif self.is_own and is_remote and not self._stored_values(file):
            table["auth"] = "none"
        return table

    @property
    def _usual_address(self) -> str:
        return "" if self.is_own else PROFILES[self.name].base_url

    def _stored_values(self, file: Path) -> Mapping[str, object]:
        """Return the values in the file, which are others' if they are about another server: then none."""
        former = load(file, {}, {}).settings.providers.get(self.name, {})
        address = str(former.get("base_url", self._usual_address))
        return former if not self.address or (address and origin(address) == origin(self.address)) else {}

    def _key(self, profile: Profile, file: Path) -> str | None:
        """Return the key that a run would send: the entered one, else the stored one; None for no key."""
        if not takes_key(profile):
            return None
        return checked_key(self.key or os.environ.get(profile.variable, "") or _stored_key(profile, file))


def entry_of(name: str, file: Path) -> ProviderEntry:
    """Return a provider as the settings have it."""
    table = load(file, {}, {}).settings.providers.get(name, {})
    title, kind, address, model = (str(table.get(key, "")) for key in ("title", "dialect", "base_url", "model"))
    own = name not in PROFILES
    return ProviderEntry(name, title, kind if own else "", address, model)


def remove(name: str, file: Path) -> bool:
    """Remove a server, or what was changed of a known provider, with its key; False where there was nothing.

    If it was chosen, the built-in model is. SettingsError where the file or the keyring cannot be changed.
    """
    settings = load(file, {}, {}).settings
    table = settings.providers.get(name)
    profile = known_profiles(settings.providers).get(name)
    if profile is None or name == DEFAULT:
        raise SettingsError(Message("“{name}” can't be removed.", name=name), Message("Name a server that you added."))
    if table is not None and settings.provider.name == name and name not in PROFILES:
        edit.unset(file, "provider.name")
    was_there = table is not None and edit.unset(file, f"providers.{name}")
    try:
        return forget_key(profile.kept_as, KeyFile(file.parent / KEY_FILE)) or was_there
    except KeyringError:
        return was_there


def _free_name(title: str, file: Path) -> str:
    """Return a name for the table of a new server, like its title."""
    wanted = _NO_NAME.sub("-", title.lower()).strip("-")[: _LONGEST_NAME - 3] or OWN
    taken = {*PROFILES, *load(file, {}, {}).settings.providers}
    return next(name for name in (wanted, *(f"{wanted}-{n}" for n in range(2, 200))) if name not in taken)


def _stored_key(profile: Profile, file: Path) -> str | None:
    try:
        return find_key(profile.kept_as, KeyFile(file.parent / KEY_FILE)).value
    except KeyringError:
        return None
