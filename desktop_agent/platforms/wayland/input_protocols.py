"""The interfaces that keys, pointer and clipboard need, each with its messages in the order of its description."""

from __future__ import annotations

from desktop_agent.platforms.wayland.interfaces import interface

SEAT = interface("wl_seat", 7, "get_pointer(n) get_keyboard(n) get_touch(n) release()", "capabilities(u) name(s)")
KEYBOARD = interface(
    "wl_keyboard", 7, "release()", "keymap(uhu) enter(uoa) leave(uo) key(uuuu) modifiers(uuuuu) repeat_info(ii)"
)

VIRTUAL_POINTER = interface(
    "zwlr_virtual_pointer_v1",
    2,
    "motion(uff) motion_absolute(uuuuu) button(uuu) axis(uuf) frame() axis_source(u) axis_stop(uu) axis_discrete(uufi)"
    " destroy()",
)
VIRTUAL_POINTER_MANAGER = interface(
    "zwlr_virtual_pointer_manager_v1",
    2,
    "create_virtual_pointer(on) destroy() create_virtual_pointer_with_output(oon)",
)
VIRTUAL_KEYBOARD = interface("zwp_virtual_keyboard_v1", 1, "keymap(uhu) key(uuu) modifiers(uuuu) destroy()")
VIRTUAL_KEYBOARD_MANAGER = interface("zwp_virtual_keyboard_manager_v1", 1, "create_virtual_keyboard(on)")

DATA_OFFER = interface("zwlr_data_control_offer_v1", 1, "receive(sh) destroy()", "offer(s)")
DATA_SOURCE = interface("zwlr_data_control_source_v1", 1, "offer(s) destroy()", "send(sh) cancelled()")
DATA_DEVICE = interface(
    "zwlr_data_control_device_v1",
    2,
    "set_selection(o) destroy() set_primary_selection(o)",
    "data_offer(n) selection(o) finished() primary_selection(o)",
    {"data_offer": DATA_OFFER},
)
DATA_CONTROL_MANAGER = interface(
    "zwlr_data_control_manager_v1", 2, "create_data_source(n) get_data_device(no) destroy()"
)
