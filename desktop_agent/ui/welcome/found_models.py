"""Looks for models that can be used at once: a key in the environment, a server on this computer."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from desktop_agent.app.keys import keyring_trouble
from desktop_agent.model.profiles import PROFILES

LOCAL, SERVER = "local", "vllm"
OFFERED = (LOCAL, SERVER, "lightcone", "openai", "azure")
_WITHIN_S = 1.0
_MOST_BYTES = 100_000


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
    """Look around; takes up to a second."""
    with_key = {name for name in OFFERED if environment.get(PROFILES[name].key_variable, "").strip()}
    models = (served or models_at)(PROFILES[SERVER].base_url)
    return FoundModels(frozenset(with_key), models, keyring_trouble())


def models_at(base_url: str) -> tuple[str, ...]:
    """Return the models of a server on this computer; none where there is no such server."""
    parts = urlsplit(base_url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=_WITHIN_S)
    try:
        connection.request("GET", f"{parts.path}/models")
        answer = connection.getresponse()
        listed = json.loads(answer.read(_MOST_BYTES))["data"] if answer.status == http.HTTPStatus.OK else []
        return tuple(str(one["id"]) for one in listed)
    except (OSError, http.client.HTTPException, ValueError, TypeError, KeyError):  # another kind of server, or none
        return ()
    finally:
        connection.close()
