"""A stand-in for Ray: actors that are played in this process, and die when the test says so."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace


class RayError(Exception):
    """Ray's own base of errors."""


class RayActorError(RayError):
    """Ray's word for an actor that is gone."""


class PlayedHandle:
    """What Ray gives for an actor: each method is called by `.remote`, and its result comes by `get`."""

    def __init__(self, actor: object) -> None:
        self.actor, self.is_alive = actor, True

    def __getattr__(self, name: str) -> SimpleNamespace:
        return SimpleNamespace(remote=lambda *given: (self, getattr(self.actor, name), given))


class PlayedRay:
    """The part of Ray that `RayWorker` uses."""

    exceptions = SimpleNamespace(RayError=RayError, RayActorError=RayActorError)

    def get(self, ref: tuple[PlayedHandle, Callable[..., object], tuple[object, ...]], timeout: float = 0) -> object:
        handle, method, given = ref
        if not handle.is_alive:
            raise RayActorError("The actor died.")
        return method(*given)

    def dies(self, handle: PlayedHandle) -> None:
        """End an actor in the middle of a call, as its computer goes."""
        handle.is_alive = False
        raise RayActorError("The actor died.")

    def kill(self, handle: PlayedHandle) -> None:
        handle.is_alive = False
