"""The X keyboard extension (XKB), which python-xlib lacks: reads the layout, reads and locks group and modifiers.

Source of all layouts of requests and replies: the XKB protocol specification, appendix D.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from Xlib.protocol import rq

from desktop_agent.core.errors import InputDeniedError
from desktop_agent.core.message import Message
from desktop_agent.platforms.x11.keymap import KeyboardState, KeyFilters, Keymap, KeyType, LayoutKey

if TYPE_CHECKING:
    from Xlib.display import Display

CORE_KEYBOARD = 0x100
_SYMBOLS = 0x02
_TYPES_SYMBOLS_MODIFIERS = 0x01 | 0x02 | 0x04  # the modifier map is a part of its own
_SHAPE = (
    "name", "width", "height", "properties", "colors", "shapes", "sections", "doodads", "aliases", "base_color",
    "label_color",
)  # fmt: skip
_SLOW_KEYS, _BOUNCE_KEYS, _STICKY_KEYS, _MOUSE_KEYS = 0x02, 0x04, 0x08, 0x10  # of the controls that are enabled
_ALL_MODIFIERS = 0xFF
_LEVEL3, _LEVEL5, _SHIFT_L = 0xFE03, 0xFE11, 0xFFE1


class _UseExtension(rq.ReplyRequest):  # type: ignore[misc]  # python-xlib has no types
    _request = rq.Struct(
        rq.Card8("opcode"), rq.Opcode(0), rq.RequestLength(), rq.Card16("major_version"), rq.Card16("minor_version")
    )
    _reply = rq.Struct(
        rq.ReplyCode(), rq.Card8("supported"), rq.Card16("sequence_number"), rq.ReplyLength(), rq.Pad(24)
    )


class _GetState(rq.ReplyRequest):  # type: ignore[misc]  # python-xlib has no types
    _request = rq.Struct(rq.Card8("opcode"), rq.Opcode(4), rq.RequestLength(), rq.Card16("device"), rq.Pad(2))
    _reply = rq.Struct(
        rq.ReplyCode(), rq.Card8("device"), rq.Card16("sequence_number"), rq.ReplyLength(),
        rq.Card8("mods"), rq.Card8("base_mods"), rq.Card8("latched_mods"), rq.Card8("locked_mods"),
        rq.Card8("group"), rq.Card8("locked_group"), rq.Pad(18),
    )  # fmt: skip


class _LatchLockState(rq.Request):  # type: ignore[misc]  # python-xlib has no types
    _request = rq.Struct(
        rq.Card8("opcode"), rq.Opcode(5), rq.RequestLength(), rq.Card16("device"),
        rq.Card8("affect_locks"), rq.Card8("locks"), rq.Card8("lock_group"), rq.Card8("group"),
        rq.Card8("affect_latches"), rq.Card8("latches"), rq.Pad(1), rq.Card8("latch_group"), rq.Card16("group_latch"),
    )  # fmt: skip


class _GetControls(rq.ReplyRequest):  # type: ignore[misc]  # python-xlib has no types
    _request = rq.Struct(rq.Card8("opcode"), rq.Opcode(6), rq.RequestLength(), rq.Card16("device"), rq.Pad(2))
    _reply = rq.Struct(
        rq.ReplyCode(), rq.Card8("device"), rq.Card16("sequence_number"), rq.ReplyLength(), rq.Pad(16),
        rq.Card16("slow_ms"), rq.Card16("bounce_ms"), rq.Pad(28), rq.Card32("enabled"), rq.Pad(32),
    )  # fmt: skip


class _GetMap(rq.ReplyRequest):  # type: ignore[misc]  # python-xlib has no types
    _request = rq.Struct(
        rq.Card8("opcode"), rq.Opcode(8), rq.RequestLength(), rq.Card16("device"), rq.Card16("full"), rq.Pad(20)
    )
    _reply = rq.Struct(
        rq.ReplyCode(), rq.Card8("device"), rq.Card16("sequence_number"), rq.ReplyLength(), rq.Pad(2),
        rq.Card8("min_code"), rq.Card8("max_code"), rq.Card16("present"), rq.Card8("first_type"), rq.Card8("types"),
        rq.Card8("total_types"), rq.Card8("first_symbol"), rq.Card16("total_symbols"), rq.Card8("symbols"),
        rq.Card8("first_action"), rq.Card16("total_actions"), rq.Card8("actions"),
        rq.Card8("first_behavior"), rq.Card8("behaviors"), rq.Card8("total_behaviors"),
        rq.Card8("first_explicit"), rq.Card8("explicits"), rq.Card8("total_explicits"),
        rq.Card8("first_modifier"), rq.Card8("modifiers"), rq.Card8("total_modifiers"),
        rq.Card8("first_virtual"), rq.Card8("virtuals"), rq.Card8("total_virtuals"), rq.Pad(1), rq.Card16("virtual"),
        rq.Binary("body"),
    )  # fmt: skip


class _SetMap(rq.Request):  # type: ignore[misc]  # python-xlib has no types
    _request = rq.Struct(
        rq.Card8("opcode"), rq.Opcode(9), rq.RequestLength(), rq.Card16("device"), rq.Card16("present"),
        rq.Card16("flags"), rq.Card8("min_code"), rq.Card8("max_code"), rq.Pad(2), rq.Card8("first_symbol"),
        rq.Card8("symbols"), rq.Card16("total_symbols"), rq.Pad(18), rq.Binary("body"),
    )  # fmt: skip


class _GetGeometry(rq.ReplyRequest):  # type: ignore[misc]  # python-xlib has no types
    _request = rq.Struct(
        rq.Card8("opcode"), rq.Opcode(19), rq.RequestLength(), rq.Card16("device"), rq.Pad(2), rq.Card32("name")
    )
    _reply = rq.Struct(
        rq.ReplyCode(), rq.Card8("device"), rq.Card16("sequence_number"), rq.ReplyLength(),
        rq.Card32("name"), rq.Card8("found"), rq.Pad(1), rq.Card16("width"), rq.Card16("height"),
        rq.Card16("properties"), rq.Card16("colors"), rq.Card16("shapes"), rq.Card16("sections"),
        rq.Card16("doodads"), rq.Card16("aliases"), rq.Card8("base_color"), rq.Card8("label_color"),
        rq.Binary("body"),
    )  # fmt: skip


class _SetGeometry(rq.Request):  # type: ignore[misc]  # python-xlib has no types
    _request = rq.Struct(
        rq.Card8("opcode"), rq.Opcode(20), rq.RequestLength(), rq.Card16("device"), rq.Card8("shapes"),
        rq.Card8("sections"), rq.Card32("name"), rq.Card16("width"), rq.Card16("height"), rq.Card16("properties"),
        rq.Card16("colors"), rq.Card16("doodads"), rq.Card16("aliases"), rq.Card8("base_color"),
        rq.Card8("label_color"), rq.Pad(2), rq.Binary("body"),
    )  # fmt: skip


class KeyboardExtension:
    """XKB on one connection; InputDeniedError when the display does not have it."""

    def __init__(self, display: Display) -> None:
        self._display = display
        told = display.query_extension("XKEYBOARD")
        if told is None:
            raise InputDeniedError(
                Message("This display has no keyboard extension."), Message("Use an X server with XKEYBOARD.")
            )
        self._opcode = int(told.major_opcode)
        _UseExtension(display=display.display, opcode=self._opcode, major_version=1, minor_version=0)
        self._seen: tuple[bytes, Keymap] | None = None

    def state(self) -> KeyboardState:
        """Return the keyboard's state now."""
        now = _GetState(display=self._display.display, opcode=self._opcode, device=CORE_KEYBOARD)
        return KeyboardState(int(now.base_mods), int(now.locked_mods), int(now.group))

    def filters(self) -> KeyFilters:
        """Return what the server makes of keys before any program gets them."""
        told = _GetControls(display=self._display.display, opcode=self._opcode, device=CORE_KEYBOARD)
        enabled = int(told.enabled)
        return KeyFilters(
            sticky=bool(enabled & _STICKY_KEYS),
            mouse=bool(enabled & _MOUSE_KEYS),
            slow_s=int(told.slow_ms) / 1000 if enabled & _SLOW_KEYS else 0.0,
            bounce_s=int(told.bounce_ms) / 1000 if enabled & _BOUNCE_KEYS else 0.0,
        )

    def unlatch(self) -> None:
        """Let go of modifiers that were pressed before and would count for the next key (StickyKeys)."""
        _LatchLockState(
            display=self._display.display, opcode=self._opcode, device=CORE_KEYBOARD, affect_locks=0, locks=0,
            lock_group=False, group=0, affect_latches=_ALL_MODIFIERS, latches=0, latch_group=0, group_latch=0,
        )  # fmt: skip

    def lock(self, *, group: int | None = None, affect: int = 0, locks: int = 0) -> None:
        """Activate a group, and lock or unlock the modifier bits in `affect`."""
        _LatchLockState(
            display=self._display.display, opcode=self._opcode, device=CORE_KEYBOARD, affect_locks=affect,
            locks=locks, lock_group=group is not None, group=group or 0, affect_latches=0, latches=0,
            latch_group=0, group_latch=0,
        )  # fmt: skip

    def keymap(self) -> Keymap:
        """Return the current layout; the same object until it changes."""
        reply = self._map()
        if self._seen is None or self._seen[0] != reply.body:
            self._seen = bytes(reply.body), _parse(reply)
        return self._seen[1]

    def set_symbols(self, symbols: Mapping[int, tuple[int, ...]]) -> None:
        """Give each keycode its symbols (two levels, all groups; none empties it), all in one request."""
        reply = self._map()
        first, last = min(symbols), max(symbols)
        entries = dict(_entries(reply))
        for code, pair in symbols.items():
            # The first two key types are fixed by the protocol: one level, and two chosen by Shift.
            head = (min(1, max(0, len(pair) - 1)), 0, 0, 0, min(1, len(pair)), len(pair), len(pair))
            entries[code] = struct.pack(f"=BBBBBBH{len(pair)}I", *head, *pair)
        body = b"".join(entries[code] for code in range(first, last + 1))
        total = sum(struct.unpack_from("=6xH", entries[code])[0] for code in range(first, last + 1))
        _SetMap(
            display=self._display.display, opcode=self._opcode, device=CORE_KEYBOARD, present=_SYMBOLS, flags=0,
            min_code=int(reply.min_code), max_code=int(reply.max_code), first_symbol=first, symbols=last - first + 1,
            total_symbols=total, body=body,
        )  # fmt: skip
        self._announce()

    def _announce(self) -> None:
        """Have every program read the layout again, by giving the keyboard the shape that it has.

        Programs are told of changed symbols only where they ask for that; Chromium asks for new keyboards alone, which
        a shape counts as, and would go by the symbols of before.
        """
        shape = _GetGeometry(display=self._display.display, opcode=self._opcode, device=CORE_KEYBOARD, name=0)
        if shape.found:
            _SetGeometry(
                display=self._display.display, opcode=self._opcode, device=CORE_KEYBOARD, body=bytes(shape.body),
                **{name: int(getattr(shape, name)) for name in _SHAPE},
            )  # fmt: skip

    def _map(self) -> _GetMap:
        return _GetMap(
            display=self._display.display, opcode=self._opcode, device=CORE_KEYBOARD, full=_TYPES_SYMBOLS_MODIFIERS
        )


def _parse(reply: _GetMap) -> Keymap:
    types, at = _types(reply.body, int(reply.types))
    keys: list[LayoutKey] = []
    for code, entry in _entries(reply):
        keys.append(_key(entry, code, types))
        at += len(entry)
    held_by = dict(_pairs(reply.body[at:], int(reply.total_modifiers)))
    return Keymap(tuple(keys), _modifier_codes(keys, held_by), max((len(key.groups) for key in keys), default=1))


def _types(body: bytes, count: int) -> tuple[list[KeyType], int]:
    types, at = [], 0
    for _ in range(count):
        mask, _, _, _, entries, preserve = struct.unpack_from("=BBHBBB", body, at)
        at += 8
        found = (struct.unpack_from("=BBB", body, at + 8 * n) for n in range(entries))
        types.append(KeyType(mask, {modifiers: level for active, modifiers, level in found if active}))
        at += entries * (12 if preserve else 8)
    return types, at


def _entries(reply: _GetMap) -> Iterator[tuple[int, bytes]]:
    at = _types(reply.body, int(reply.types))[1]
    for code in range(int(reply.first_symbol), int(reply.first_symbol) + int(reply.symbols)):
        (count,) = struct.unpack_from("=6xH", reply.body, at)
        yield code, bytes(reply.body[at : at + 8 + 4 * count])
        at += 8 + 4 * count


def _key(entry: bytes, code: int, types: list[KeyType]) -> LayoutKey:
    *kinds, info, width, count = struct.unpack_from("=BBBBBBH", entry)
    symbols = struct.unpack_from(f"={count}I", entry, 8)
    groups = tuple((types[kinds[n]], symbols[n * width : (n + 1) * width]) for n in range(info & 0x0F))
    return LayoutKey(code, groups, info & 0xF0)


def _pairs(body: bytes, count: int) -> Iterator[tuple[int, int]]:
    for n in range(count):
        yield body[2 * n], body[2 * n + 1]


def _modifier_codes(keys: list[LayoutKey], held_by: dict[int, int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for wanted in (_SHIFT_L, _LEVEL3, _LEVEL5):
        for key in keys:
            bit = held_by.get(key.code, 0)
            # The symbol at the base of every group: a key that is level 3 on one layout only is no sure hold.
            if bit and key.groups and all(symbols[:1] == (wanted,) for _, symbols in key.groups):
                found.setdefault(bit, key.code)
                break
    return found
