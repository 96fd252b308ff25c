"""The places of this person's desks: the home, and the folders of this program that are hidden from desks."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from desktop_agent.desk.sandbox.plan import DeskLimits, DeskWish
from desktop_agent.desk.seen_folders import HomePlaces
from desktop_agent.lib.paths import places
from desktop_agent.run.ports import DeskOrder


def home_places(environment: Mapping[str, str] = os.environ) -> HomePlaces:
    """Return the person's home, and this program's folders, which no desk sees."""
    own = places(environment)
    home = Path(environment.get("HOME") or Path.home())
    return HomePlaces(home, (own.config, own.data, own.cache))


def desk_wish(task: str, order: DeskOrder, *, minutes: float | None = None) -> DeskWish:
    """Return the wish for an ordered desk, which sees only the named folders.

    SettingsError for a host that is none.
    """
    from desktop_agent.desk.network.hosts import host_scope

    host_scope(order.hosts)
    limits = DeskLimits() if minutes is None else DeskLimits(minutes=minutes)
    return DeskWish(
        places().desks, home_places(), task=task, folders=order.folders, hosts=order.hosts, size=order.size,
        limits=limits,
    )  # fmt: skip


def how_desks_work(environment: Mapping[str, str] = os.environ) -> str:
    """Return the kind of layers of a desk on this computer, by starting a test desk; DeskError if it fails."""
    from desktop_agent.desk.sandbox.side_desk import try_desk

    return try_desk(home_places(environment), places(environment).desks)
