"""What an X server holds of a person's settings, as another client reads and changes it."""

from Xlib.display import Display
from Xlib.protocol import rq

from desktop_agent.platforms.x11.xkb import CORE_KEYBOARD, KeyboardExtension
from tests.fakes.people.hands import Hands

SLOW_KEYS = 0x02
BOUNCE_KEYS = 0x04
STICKY_KEYS = 0x08
MOUSE_KEYS = 0x10
# requests of the XKB protocol, appendix D
_STATE = 4
_CONTROLS = 6
_MAP = 8
_ALL_OF_MAP = 0xFF


class _SetControls(rq.Request):  # type: ignore[misc]  # python-xlib has no types
    _request = rq.Struct(
        rq.Card8("opcode"), rq.Opcode(7), rq.RequestLength(), rq.Card16("device"), rq.Pad(18),
        rq.Card32("affect"), rq.Card32("enabled"), rq.Card32("change"), rq.Pad(4),
        rq.Card16("slow_ms"), rq.Card16("bounce_ms"), rq.Pad(56),
    )  # fmt: skip


class _Read(rq.ReplyRequest):  # type: ignore[misc]  # python-xlib has no types
    _request = rq.Struct(
        rq.Card8("opcode"), rq.Card8("question"), rq.RequestLength(), rq.Card16("device"), rq.Card16("parts"),
    )  # fmt: skip
    _reply = rq.Struct(
        rq.ReplyCode(), rq.Card8("device"), rq.Card16("sequence_number"), rq.ReplyLength(), rq.Binary("body")
    )


class _ReadMap(_Read):
    _request = rq.Struct(
        rq.Card8("opcode"), rq.Card8("question"), rq.RequestLength(), rq.Card16("device"), rq.Card16("parts"),
        rq.Pad(20),
    )  # fmt: skip


def help_keyboard(display: Display, enabled: int, delay_ms: int = 300) -> None:
    KeyboardExtension(display)
    _SetControls(
        display=display.display, opcode=_opcode(display), device=CORE_KEYBOARD, enabled=enabled,
        affect=SLOW_KEYS | BOUNCE_KEYS | STICKY_KEYS | MOUSE_KEYS, change=SLOW_KEYS | BOUNCE_KEYS,
        slow_ms=delay_ms, bounce_ms=delay_ms,
    )  # fmt: skip
    display.sync()


def whole_state(display: Display, hands: Hands) -> dict[str, object]:
    KeyboardExtension(display)
    words = {"display": display.display, "opcode": _opcode(display), "device": CORE_KEYBOARD}
    return {
        "modifiers, latches, locks, group": bytes(_Read(**words, question=_STATE, parts=0).body),
        "controls": bytes(_Read(**words, question=_CONTROLS, parts=0).body),
        "keymap": bytes(_ReadMap(**words, question=_MAP, parts=_ALL_OF_MAP).body),
        "modifier keys": [list(codes) for codes in display.get_modifier_mapping()],
        "keys down": bytes(display.query_keymap()),
        "pointer map": list(display.get_pointer_mapping()),
        "buttons down": display.screen().root.query_pointer().mask,
        "clipboard": hands.selected("clipboard"),
        "primary": hands.selected("primary"),
    }


def _opcode(display: Display) -> int:
    return int(display.query_extension("XKEYBOARD").major_opcode)
