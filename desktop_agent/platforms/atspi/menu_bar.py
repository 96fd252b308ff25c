"""A program's menu bar: which item has a chord, as GTK 3 and Qt tell whether it shows or not; in which menu one lies.

A menu bar is read once for each window. What is found there is asked again each time: an item can get other keys.
"""

from __future__ import annotations

import asyncio
import re

from desktop_agent.core.commands import Keys
from desktop_agent.core.errors import UnknownKeyError
from desktop_agent.core.keys import chord, main_key
from desktop_agent.core.role import Role
from desktop_agent.platforms.atspi.look import Reference
from desktop_agent.platforms.atspi.tree import Tree

_BAR = Role.MENU_BAR
_AROUND = frozenset(
    {Role.FRAME, Role.WINDOW, Role.FILLER, Role.PANEL, Role.LAYERED_PANE, Role.SPLIT_PANE}
)  # what may hold a menu bar
_DEEPEST, _MOST_AROUND, _MOST_ITEMS = 5, 80, 3_000
_GTK_KEY = re.compile(r"((?:<\w+>)*)(\w+)")
_GTK_NAMES = {"primary": "ctrl", "control": "ctrl"}
_GTK_SIGNS = {
    "plus": "+", "minus": "-", "equal": "=", "slash": "/", "backslash": "\\", "comma": ",", "period": ".",
    "semicolon": ";", "apostrophe": "'", "grave": "`", "bracketleft": "[", "bracketright": "]",
}  # fmt: skip


async def item_with(tree: Tree, window: Reference, keys: Keys) -> Reference | None:
    """Return the one item of a window's menu bar that tells these keys; None where none does, or several do."""
    bar = await _menu_bar(tree, window)
    if bar is None:
        return None
    known = tree.memory.shortcuts.get(bar)
    if known is None:
        known = await _shortcuts(tree, bar)
        tree.memory.shortcuts[bar] = known
    found = known.get(keys, ())
    return found[0] if len(found) == 1 and told_keys(await tree.keys(found[0])) == keys else None


async def menu_of(tree: Tree, item: Reference) -> str:
    """Return the name of the menu in the menu bar that an item lies in, however deep; empty where it lies in none."""
    name, of = "", await tree.holder(item)
    for _ in range(_DEEPEST):
        if of is None:
            return ""
        role = await tree.role(of)
        if role == _BAR:
            return name.strip()
        name, of = await tree.name(of) or name, await tree.holder(of)
    return ""


def told_keys(told: str) -> Keys:
    """Return the chord that a key binding of AT-SPI names; empty where there is none, or several in a row.

    GTK writes the letter in its menu, the way there and the chord, as `n;<Alt>f:n;<Primary>n`. Qt writes the chord
    alone, and where an item has none the letter in its menu as if it were a chord with Alt, so that none of these is.
    """
    parts = told.split(";")
    gtk = _GTK_KEY.fullmatch(parts[-1])
    try:
        if len(parts) > 1 and gtk:
            held, key = (name.casefold() for name in gtk.groups())
            names = [_GTK_NAMES.get(name, name) for name in re.findall(r"\w+", held)]
            return _plain([*names, _GTK_SIGNS.get(key, key)])
        keys = _plain(told) if told and len(parts) == 1 else frozenset()
    except UnknownKeyError:
        return frozenset()
    is_letter = "alt" in keys and len(keys) == 2 and all(len(key) == 1 for key in keys - {"alt"})  # noqa: PLR2004 - Alt and one more
    return frozenset() if is_letter else keys


def _plain(spelled: str | list[str]) -> Keys:
    return frozenset(map(main_key, chord(spelled)))


async def _menu_bar(tree: Tree, window: Reference) -> Reference | None:
    level, seen = [window], 0
    for _ in range(_DEEPEST):
        roles = await asyncio.gather(*map(tree.role, level))
        if _BAR in roles:
            return level[roles.index(_BAR)]
        holders = [one for one, role in zip(level, roles, strict=True) if role in _AROUND]
        inside = await asyncio.gather(*(tree.inside(one, None) for one in holders))
        level = [one for some in inside for one in some]
        seen += len(level)
        if seen > _MOST_AROUND:
            return None
    return None


async def _shortcuts(tree: Tree, bar: Reference) -> dict[Keys, tuple[Reference, ...]]:
    """Return all items of a menu bar by their keys."""
    found, level, seen = dict[Keys, tuple[Reference, ...]](), [bar], 0
    while level and seen < _MOST_ITEMS:
        told = await asyncio.gather(*map(tree.keys, level))
        for one, keys in zip(level, map(told_keys, told), strict=True):
            if keys:
                found[keys] = (*found.get(keys, ()), one)
        inside = await asyncio.gather(*(tree.inside(one, None) for one in level))
        level = [one for some in inside for one in some]
        seen += len(level)
    return found
