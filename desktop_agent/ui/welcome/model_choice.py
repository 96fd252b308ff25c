"""The choice of a provider in Welcome: what it needs, how it is tried and saved. No Qt."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desktop_agent.core.errors import KeyringError, SettingsError
from desktop_agent.core.message import Message
from desktop_agent.host.keys import KeyPlace, find_key, keep_key, keyring_trouble
from desktop_agent.host.model_choices import ModelState, model_states
from desktop_agent.host.model_trial import ModelTrial
from desktop_agent.model.endpoint import checked_key, endpoint, is_own_host, needs_key, takes_key
from desktop_agent.model.known_profiles import known_profiles
from desktop_agent.model.profile import OWN_KEY, Profile
from desktop_agent.model.profiles import DEFAULT, PROFILES
from desktop_agent.settings.api_keys import KEY_FILE, KeyFile
from desktop_agent.settings.edit import set_values

OWN = "own-server"  # the name of a server whose address the user enters
NORTHSTAR, VLLM = "vllm", "vllm-functions"  # two dialects of the same server, depending on its model
HERE = (DEFAULT, "ollama", "lmstudio", "llama-cpp", VLLM, OWN)
CLOUDS = ("azure", "bedrock", "vertex-claude", "vertex-gemini")
ELSEWHERE = ("openai", "anthropic", "gemini", "lightcone", "openrouter", "mistral")
OWN_URL = "http://127.0.0.1:8080/v1"
OWN_TITLE = Message("Another server")
TryModel = Callable[[Profile, str, str | None], ModelTrial]


@dataclass(frozen=True, slots=True)
class FoundModels:
    """The state of each provider, and the problem of the keyring, if any."""

    states: Mapping[str, ModelState] = field(default_factory=dict)
    keyring_trouble: str = ""

    def provider(self, offered: str) -> str:
        """Return the provider of an offer: for a vLLM with Northstar, the one with Northstar's dialect."""
        return NORTHSTAR if offered == VLLM and self._is_ready(NORTHSTAR) else offered

    def state(self, offered: str) -> ModelState | None:
        """Return the state of an offer; None while it is unknown, and for the user's own server."""
        return self.states.get(self.provider(offered))

    @property
    def best(self) -> str:
        """Return the default offer: a ready model on this computer, one with a key, or the built-in one."""
        ready = [name for name in (*HERE[1:], *ELSEWHERE, *CLOUDS) if self._is_ready(self.provider(name))]
        return next(iter(ready), DEFAULT)

    def _is_ready(self, provider: str) -> bool:
        return provider in self.states and self.states[provider].ready


def find_models(environment: Mapping[str, str]) -> FoundModels:
    """Return the models found on this computer and by keys; takes a few seconds at most."""
    return FoundModels(model_states(PROFILES, environment), keyring_trouble())


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """A provider, and the texts entered for it, which may be empty.

    `place` is where the key is stored, and `model` the model, where that isn't the provider's default.
    """

    name: str
    key: str = field(default="", repr=False)
    address: str = ""
    place: KeyPlace = "keyring"
    model: str = ""

    @property
    def title(self) -> str:
        """Return the provider's name for people."""
        return OWN_TITLE if self.name == OWN else PROFILES[self.name].shown_name

    @property
    def example(self) -> str:
        """Return an example of the address that the user has to enter; empty where it is known."""
        return OWN_URL if self.name == OWN else PROFILES[self.name].address_form

    @property
    def profile(self) -> Profile:
        """Return the provider's profile with this choice; SettingsError for an invalid address."""
        return known_profiles({self.name: self._table()})[self.name]

    def check(self, config_file: Path) -> None:
        """Raise SettingsError if something is missing or cannot be right; may wait for the keyring."""
        looks = Message("It looks like {example}.", example=self.example)
        if self.example and not self.address:
            raise SettingsError(Message("The address is missing."), looks)
        if self.address:
            endpoint(self.address)
            if self.name != OWN and not is_own_host(PROFILES[self.name], self.address):
                raise SettingsError(Message("This address doesn't belong to {title}.", title=self.title), looks)
        if self.name == OWN and not self.model:
            raise SettingsError(
                Message("The model name is missing."),
                Message("Enter it as the server lists it, such as qwen3-vl:8b."),
            )
        if takes_key(self.profile) and not self._key(config_file):
            raise SettingsError(
                Message("{title} needs a key.", title=self.title), Message("Enter it, or choose another model.")
            )

    def tried(self, config_file: Path, try_model: TryModel) -> ModelTrial:
        """Return the result of a trial; SettingsError where its key is refused. The built-in model needs no trial."""
        if self.name == DEFAULT:
            return ModelTrial("works")
        profile = self.profile
        trial = try_model(profile, profile.base_url, self._key(config_file))
        if trial.state == "refused":
            hint = Message("Enter it again exactly as the provider shows it, or choose another model.")
            raise SettingsError(Message("{title} rejected this key.", title=self.title), hint)
        return trial

    def save(self, config_file: Path) -> None:
        """Store the key at its place and the choice in the file; SettingsError where either fails."""
        if self.key:
            keep_key(self.profile.kept_as, self.key, self.place, KeyFile(config_file.parent / KEY_FILE))
        table = {f"providers.{self.name}.{name}": value for name, value in self._table().items()}
        set_values(config_file, {"provider.name": self.name, **table})

    def _table(self) -> Mapping[str, object]:
        """Return the provider's settings: all for the user's own server, only differences for a known one."""
        table: dict[str, object] = {}
        if self.address:
            table["base_url"] = self.address
        if self.model:
            table["model"] = self.model
        if self.name == OWN:
            table |= {"dialect": "functions", "chain": False}
            table |= {"key_variable": OWN_KEY} if self.key else {"auth": "none"} if self._is_remote() else {}
        elif self.key and not self._is_remote():  # such as Ollama behind a proxy; by default it needs no key
            table["key_variable"] = OWN_KEY
        return table

    def _is_remote(self) -> bool:
        address = self.address or ("" if self.name == OWN else PROFILES[self.name].base_url)
        return not address or needs_key(address)

    def _key(self, config_file: Path) -> str | None:
        """Return the key that a run would send: the entered one, else the stored one; None for no key."""
        profile = self.profile
        if not takes_key(profile):
            return None
        key = self.key or os.environ.get(profile.variable, "") or _stored(profile, config_file)
        return checked_key(key)


def _stored(profile: Profile, config_file: Path) -> str | None:
    try:
        return find_key(profile.kept_as, KeyFile(config_file.parent / KEY_FILE)).value
    except KeyringError:
        return None
