"""The providers to choose from in Welcome, Settings and console: which are ready, and what the others need."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from desktop_agent.core.texts.message import Message
from desktop_agent.lib.paths import places
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.endpoint import needs_key, takes_key
from desktop_agent.model.profile import Profile
from desktop_agent.model.profiles import DEFAULT, PROFILES, known_profiles
from desktop_agent.model.wire.local_server import RunningServer
from desktop_agent.runtime.provider.keys import KeyFinder, keyring_trouble
from desktop_agent.runtime.provider.local_servers import running_servers
from desktop_agent.settings import load

Readiness = Literal[
    "built in", "has key", "runs", "loads", "blind", "other model", "stopped", "silent", "not installed",
    "needs key", "needs address", "unknown",
]  # fmt: skip
READY = frozenset[Readiness]({"built in", "has key", "runs"})
_WORDS: Mapping[Readiness, str] = {
    "built in": Message("built in, ready"),
    "has key": Message("key stored, ready"),
    "runs": Message("runs here, ready"),
    "loads": Message("runs here, still loading"),
    "blind": Message("runs here, no vision model"),
    "other model": Message("runs here, with another model"),
    "stopped": Message("installed, not running"),
    "silent": Message("not running"),
    "not installed": Message("not installed"),
    "needs key": Message("needs a key"),
    "needs address": Message("needs an address and a key"),
    "unknown": Message("not tried yet"),
}


# two dialects of the same server, depending on its model
NORTHSTAR = "vllm"
VLLM = "vllm-functions"
HERE = (DEFAULT, "ollama", "lmstudio", "llama-cpp", VLLM)
ELSEWHERE = ("openai", "anthropic", "gemini", "lightcone", "openrouter", "mistral")
CLOUDS = ("azure", "bedrock", "vertex-claude", "vertex-gemini")


@dataclass(frozen=True, slots=True)
class ModelState:
    """The readiness of a provider; `model` is the one to request, empty for the profile's own."""

    readiness: Readiness
    model: str = ""

    @property
    def words(self) -> str:
        """Return the state in a few words."""
        return _WORDS[self.readiness]

    @property
    def ready(self) -> bool:
        """Return whether a task can begin."""
        return self.readiness in READY


@dataclass(frozen=True, slots=True)
class FoundModels:
    """The state of each provider, and the problem of the keyring, if any."""

    states: Mapping[str, ModelState] = field(default_factory=dict)
    keyring_trouble: str = ""

    def provider(self, offered: str) -> str:
        """Return the provider of an offer: for a vLLM with Northstar, the one with Northstar's dialect."""
        return NORTHSTAR if offered == VLLM and self._is_ready(NORTHSTAR) else offered

    def state(self, offered: str) -> ModelState | None:
        """Return the state of an offer; None while it is unknown."""
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


def model_states(profiles: Mapping[str, Profile], environment: Mapping[str, str]) -> Mapping[str, ModelState]:
    """Return the state of each provider; takes seconds: it queries servers on this computer and the keyring."""
    keys = KeyFinder(environment)
    running = running_servers(profiles.values())
    return {name: _state_of_profile(profile, keys, running.get(profile.name)) for name, profile in profiles.items()}


def known_model_states(environment: Mapping[str, str]) -> Mapping[str, ModelState]:
    """Return the states of the providers that the settings know; SettingsError where the settings can't be read."""
    own = load(places(environment).config_file, environment, {}).settings.providers
    return model_states(known_profiles(own), environment)


def _state_of_profile(profile: Profile, keys: KeyFinder, server: RunningServer | None) -> ModelState:
    if profile.name == DEFAULT:
        return ModelState("built in")
    has_key = takes_key(profile) and keys.of(profile).source != "none"
    if profile.base_url and not needs_key(profile.base_url):
        return _state_of_server(profile, server, has_key=has_key)
    if not takes_key(profile):
        return ModelState("unknown")
    if not profile.base_url:
        return ModelState("needs address")
    return ModelState("has key" if has_key else "needs key")


def _state_of_server(profile: Profile, server: RunningServer | None, *, has_key: bool) -> ModelState:
    if server is None:
        command = shlex.split(profile.started_by)[:1]
        if not command:
            return ModelState("silent")
        return ModelState("stopped" if shutil.which(command[0]) else "not installed")
    if server.state == "loading":
        return ModelState("loads")
    if server.wants_key:
        return ModelState("runs" if has_key else "needs key")
    own = server.model(profile.model)
    if own is not None and own.sees is not False:
        return ModelState("runs")
    if not dialect_named(profile.dialect).depends_on_model:  # it speaks to models of one kind alone
        return ModelState("other model")
    unsaid = [model.name for model in server.models if model.sees is None]
    able = [*server.seeing, *unsaid]
    return ModelState("runs", able[0]) if able else ModelState("blind")
