"""The desks of this person: their places, the wish for a new one, and the desk of a run that goes on."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from desktop_agent.core.errors import DeskError, SettingsError
from desktop_agent.core.texts.message import Message
from desktop_agent.desk.folder import find_desk, open_desk
from desktop_agent.desk.sandbox.keeper_order import DeskLimits, DeskOptions
from desktop_agent.desk.visible_files import HomePlaces
from desktop_agent.lib.paths import places
from desktop_agent.run.ports import DeskOrder


def home_places(environment: Mapping[str, str] = os.environ) -> HomePlaces:
    """Return the person's home, and this program's folders, which no desk sees."""
    own = places(environment)
    home = Path(environment.get("HOME") or Path.home())
    return HomePlaces(home, (own.config, own.data, own.cache))


def desk_wish(task: str, order: DeskOrder, *, minutes: float | None = None) -> DeskOptions:
    """Return the wish for an ordered desk, which sees only the named folders.

    SettingsError for a host that is none.
    """
    from desktop_agent.desk.network.hosts import host_scope

    host_scope(order.hosts)
    limits = DeskLimits() if minutes is None else DeskLimits(minutes=minutes)
    return DeskOptions(
        places().desks, home_places(), task=task, folders=order.folders, hosts=order.hosts, size=order.size,
        limits=limits,
    )  # fmt: skip


def how_desks_work(environment: Mapping[str, str] = os.environ) -> str:
    """Return the kind of layers of a desk on this computer, by starting a test desk; DeskError if it fails."""
    from desktop_agent.desk.sandbox.side_desk import try_desk

    return try_desk(home_places(environment), places(environment).desks)


_NAME_FOLDERS = Message("Specify its folders with --desk-files.")


def repeated_order(order: DeskOrder, earlier: str) -> DeskOrder:
    """Return the order for a new desk with the folders of a run's earlier one (`earlier` is its name, or empty).

    SettingsError if these are unknown and no folders are named, as a new desk must not see more than the old one.
    Hosts and other permissions are not carried over.
    """
    if not earlier or order.folders:
        return order
    try:
        folders = open_desk(find_desk(places().desks, earlier, running=False)).seen
    except DeskError as error:
        raise SettingsError(
            Message("There's no longer a record of that run's desk folders."),
            _NAME_FOLDERS,
        ) from error
    return replace(order, folders=folders)


def earlier_desk_notice(earlier: str) -> str:
    """Return the notice about a run's earlier desk, before it is resumed on a new one."""
    return Message(
        "That run's desk has ended: its windows have closed, and any changes you haven't applied aren't "
        "on the new desk. See: desktop-agent desk show {earlier}",
        earlier=earlier,
    )
