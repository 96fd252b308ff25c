"""Looks for models that can be used at once: a key in the environment, a server on this computer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desktop_agent.host.keys import keyring_trouble
from desktop_agent.model.profiles import PROFILES
from desktop_agent.model.wire.local_server import ask_local_server

LOCAL, SERVER = "local", "vllm"
OFFERED = (LOCAL, SERVER, "lightcone", "openai", "azure")


@dataclass(frozen=True, slots=True)
class FoundModels:
    """The providers that have a key, the models of a server on this computer, and what speaks against the keyring."""

    with_key: frozenset[str] = frozenset()
    served: tuple[str, ...] = ()
    keyring_trouble: str = ""

    @property
    def best(self) -> str:
        """Return what to begin with: what is free and sees pictures, then what has a key, then the offline model."""
        if PROFILES[SERVER].model in self.served:
            return SERVER
        return next((name for name in OFFERED if name in self.with_key and PROFILES[name].base_url), LOCAL)


def find_models(environment: Mapping[str, str], served: Callable[[str], tuple[str, ...]] | None = None) -> FoundModels:
    """Look around; takes some seconds at most."""
    with_key = {name for name in OFFERED if environment.get(PROFILES[name].key_variable, "").strip()}
    models = (served or models_at)(PROFILES[SERVER].base_url)
    return FoundModels(frozenset(with_key), models, keyring_trouble())


def models_at(base_url: str) -> tuple[str, ...]:
    """Return the models of a server on this computer; none where there is no such server."""
    server = ask_local_server(base_url)
    return () if server is None else tuple(one.name for one in server.models)
