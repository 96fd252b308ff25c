"""Advice that fits the system it is read on: what one system alone has is named on that system alone."""

from __future__ import annotations

from collections.abc import Mapping

# By the name of the system, as `sys.platform` gives it; under "" for every system without words of its own.
Advice = Mapping[str, str]


def for_system(advice: Advice, platform: str) -> str:
    """Return what to do on this system; empty where nothing is known that would help."""
    return advice.get(platform, advice.get("", ""))
