"""The terms of an earlier run, as flags for another one."""

from __future__ import annotations

from desktop_agent.core.events import AGENT, STEPS, RunStarted
from desktop_agent.model.known_profiles import known_profiles
from desktop_agent.settings import Settings

_NO_SERVERS = frozenset({STEPS, AGENT})
_LIMITS = {"steps": int, "minutes": int | float, "cost": int | float}


def terms_of(started: RunStarted, settings: Settings) -> dict[str, object]:
    """Return by which model, in which mode, how far and to which end a run went; what is as usual is left out.

    The mode “auto” is never taken over: whoever wants it says so each time.
    """
    flags: dict[str, object] = {} if started.provider in _NO_SERVERS else {"provider.name": started.provider}
    profile = known_profiles(settings.providers).get(started.provider)
    if profile is not None:
        usual = {"model": profile.model, "dialect": profile.dialect, "base_url": profile.base_url}
        flags |= {f"provider.{name}": was for name, now in usual.items() if (was := getattr(started, name)) != now}
    if started.expect:
        flags["run.expect"] = started.expect
    if started.attached:
        flags["run.attach"] = tuple(file.path for file in started.attached)
    if started.like:
        flags["run.like"] = started.like
    if started.mode != "auto":
        flags["run.mode"] = started.mode
    for name, kind in _LIMITS.items():
        if isinstance(limit := started.limits.get(name), kind):
            flags[f"run.max_{name}"] = limit
    return flags
