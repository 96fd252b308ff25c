"""The desk of a resumed run: a new one that sees the same folders as the earlier one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_agent.core.errors import DeskError, SettingsError
from desktop_agent.core.texts.message import Message
from desktop_agent.desk.folder import find_desk, open_desk
from desktop_agent.lib.paths import places

if TYPE_CHECKING:
    from desktop_agent.run.ports import DeskOrder

_NAME_FOLDERS = Message("Specify its folders with --desk-files.")


def ordered_again(order: DeskOrder, earlier: str) -> DeskOrder:
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


def not_there(earlier: str) -> str:
    """Return the notice about a run's earlier desk, before it is resumed on a new one."""
    return Message(
        "That run's desk has ended: its windows have closed, and any changes you haven't applied aren't "
        "on the new desk. See: desktop-agent desk show {earlier}",
        earlier=earlier,
    )
