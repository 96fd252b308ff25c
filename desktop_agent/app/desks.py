"""The desks of this person: whose home is seen, where they are kept, and what of this program is hidden from them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from desktop_agent.app.paths import places
from desktop_agent.desk.hidden import HomePlaces
from desktop_agent.desk.sandbox.probe import try_desk
from desktop_agent.desk.sandbox.side_desk import DeskWish


def home_places(environment: Mapping[str, str] = os.environ) -> HomePlaces:
    """Return the home and the folders of this program, which no desk sees."""
    own = places(environment)
    home = Path(environment.get("HOME") or Path.home())
    return HomePlaces(home, (own.config, own.data, own.cache))


def desk_wish(
    task: str, folders: tuple[Path, ...], *, size: tuple[int, int] = (1280, 800), minutes: float | None = None
) -> DeskWish:
    """Return the wish for a desk over this person's home, or over these folders alone."""
    from desktop_agent.desk.sandbox.plan import DeskLimits

    limits = DeskLimits() if minutes is None else DeskLimits(minutes=minutes)
    return DeskWish(places().desks, home_places(), task=task, folders=folders, size=size, limits=limits)


def how_desks_work(environment: Mapping[str, str] = os.environ) -> str:
    """Return what keeps changes apart on this computer, after trying it; DeskError when nothing does."""
    return try_desk(home_places(environment).home, places(environment).desks)
