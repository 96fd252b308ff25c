"""The providers as data: where they are, what they speak, what they cost and what they keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_agent.core.errors import SettingsError
from desktop_agent.model.space import Coordinates

OWN_KEY = "DESKTOP_AGENT_API_KEY"


@dataclass(frozen=True, slots=True)
class Price:
    """USD for a million tokens."""

    read: float
    written: float

    def of(self, read: int | None, written: int | None) -> float | None:
        """Return the cost in USD; None when tokens are unknown."""
        if read is None or written is None:
            return None
        return (read * self.read + written * self.written) / 1_000_000


@dataclass(frozen=True, slots=True)
class Profile:
    """One provider."""

    name: str
    base_url: str
    key_variable: str  # empty: needs none
    dialect: str
    model: str
    keeps: str  # what the server keeps, in a sentence
    coordinates: Coordinates = "viewport"
    coordinates_in: Mapping[str, Coordinates] = field(default_factory=dict)  # in another dialect than its own
    chain: bool = True
    stream: bool = True
    offers_done: bool = True
    price: Price | None = None  # of `model`

    def coordinates_for(self, dialect: str) -> Coordinates:
        """Return the space that this provider answers in when it is spoken to in a dialect."""
        return self.coordinates_in.get(dialect, self.coordinates)


PROFILES: Mapping[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile(
            name="lightcone",
            base_url="https://api.tzafon.ai",
            key_variable="TZAFON_API_KEY",
            dialect="lightcone",
            model="tzafon.northstar-cua-fast",
            keeps="The server stores each response with its pictures until it is deleted.",
            # The newer API at this host most likely answers in the raw grid; the reference pages disagree.
            coordinates_in={"preview": "grid1000"},
            price=Price(read=1.0, written=5.0),
        ),
        Profile(
            name="openai",
            base_url="https://api.openai.com/v1",
            key_variable="OPENAI_API_KEY",
            dialect="openai",
            model="gpt-5.4",
            keeps="The server stores responses with their pictures for a time; not with --no-chain.",
        ),
        Profile(
            name="vllm",
            base_url="http://127.0.0.1:8000/v1",
            key_variable="",
            dialect="preview",
            model="Tzafon/Northstar-CUA-Fast",
            keeps="Nothing, as vLLM comes: it does not store responses; history is kept here.",
            coordinates="grid1000",
            chain=False,
        ),
        Profile(
            name="local",
            base_url="http://127.0.0.1:8017/v1",
            key_variable="",
            dialect="preview",
            model="local",
            keeps="Nothing leaves this computer; the local model forgets everything when it ends.",
        ),
    )
}
_OF_DIALECT = {"lightcone": "lightcone", "preview": "lightcone", "openai": "openai"}


def profile_named(name: str) -> Profile:
    """Return a profile; SettingsError for a name that nobody knows."""
    try:
        return PROFILES[name]
    except KeyError:
        raise SettingsError(f"There is no provider called “{name}”.", f"Use one of: {', '.join(PROFILES)}.") from None


def profile_of_dialect(dialect: str) -> Profile:
    """Return the profile that is meant when only a dialect is named."""
    try:
        return PROFILES[_OF_DIALECT[dialect]]
    except KeyError:
        raise SettingsError(
            f"There is no dialect called “{dialect}”.", f"Use one of: {', '.join(_OF_DIALECT)}."
        ) from None
