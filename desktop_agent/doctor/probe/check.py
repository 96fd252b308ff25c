"""The results of a provider's test: five lines for the user, the findings, and the profile's changes from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from desktop_agent.model.profile import PictureKind
from desktop_agent.model.request_options import spoken_dialect, stated_coordinates
from desktop_agent.model.space import Coordinates
from desktop_agent.runtime.provider.resolve import Provider

# `server` is the only line if the server could not be asked.
CheckName = Literal["picture", "space", "tool call", "chain", "stream", "server"]
CheckState = Literal["works", "failed", "not offered", "unknown"]


@dataclass(frozen=True, slots=True)
class ProbeCheck:
    """One line: its name, state, observation, and a hint."""

    name: CheckName
    state: CheckState
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """The facts found about a server; None if not determined."""

    coordinates: Coordinates | None = None
    stream: bool | None = None
    chain: bool | None = None
    pictures: Mapping[PictureKind, bool] | None = None  # whether the model saw the content of a picture of that kind
    pictures_in_results: bool | None = None  # whether the model saw the content of a picture in a function's result
    requests: int = 0  # that the model answered


# A failed check no longer matters once the profile has the finding.
_MENDED_BY: Mapping[str, str] = {"space": "coordinates", "stream": "stream", "chain": "chain"}


def changes(provider: Provider, findings: Findings) -> Mapping[str, object]:
    """Return the changes to the profile: findings and tested values that differ from its own."""
    profile = provider.profile
    changed: dict[str, object] = {}
    if not provider.embedded:
        tested = {"base_url": provider.base_url, "dialect": provider.dialect, "model": provider.model}
        changed |= {key: value for key, value in tested.items() if value != getattr(profile, key)}
    usual = {"coordinates": _profile_coordinates(provider), "stream": profile.stream, "chain": profile.chain}
    for key, now in usual.items():
        finding = getattr(findings, key)
        if finding is not None and finding != now:
            changed[key] = finding
    if findings.pictures_in_results not in {None, profile.pictures_in_results}:
        changed["pictures_in_results"] = findings.pictures_in_results
    pictures = findings.pictures or {}
    if pictures.get("png") and not pictures.get(profile.picture):
        changed["picture"] = "png"
    # With the dialect, its coordinates change as well.
    if "dialect" in changed and findings.coordinates is not None:
        changed["coordinates"] = findings.coordinates
    return changed


def _profile_coordinates(provider: Provider) -> Coordinates | None:
    """Return the coordinate space stated by the profile, the API or the model's makers; None if none states one."""
    settings = replace(provider.settings, coordinates=None)
    return stated_coordinates(provider.profile, settings, spoken_dialect(provider.profile, settings))


def passed(checks: Sequence[ProbeCheck], written: Mapping[str, object]) -> bool:
    """Return whether a run can start: every failure is corrected by a change written to the profile."""
    return all(check.state != "failed" or _MENDED_BY.get(check.name) in written for check in checks)
