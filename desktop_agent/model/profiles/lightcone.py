"""Lightcone's own service, by both of its APIs."""

from dataclasses import replace

from desktop_agent.core.texts.message import Message
from desktop_agent.model.profile import Price, Profile

_LIGHTCONE = Profile(
    name="lightcone",
    title="Lightcone",
    keys_at="https://lightcone.ai",
    prices_at="https://docs.lightcone.ai/guides/pricing",
    base_url="https://api.tzafon.ai",
    key_variable="TZAFON_API_KEY",
    dialect="lightcone",
    model="tzafon.northstar-cua-fast-1.6",  # the vendor's advice: pin the version
    aliases=("tzafon.northstar-cua-fast",),
    keeps=Message("The server stores each response and its screenshots until the response is deleted."),
    # Since 2026-04-08 the service scales no points (its changelog; SDK 2.35.0): both APIs answer in the raw grid.
    coordinates="grid1000",
    window_tokens=64_000,
    price=Price(read=0.5, written=1.5, as_of="2026-10-07", source="docs.lightcone.ai/guides/pricing"),
)

PROFILES = (
    _LIGHTCONE,
    replace(
        _LIGHTCONE,
        name="lightcone-preview",
        title="Lightcone (preview)",
        dialect="preview",
        key_kept_as="lightcone",
    ),
)
