"""Pure: what an interface of the Wayland protocol is, and those that the program speaks.

Each has its messages in the order of the protocol's description.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_agent.core.texts.message import Message

_MESSAGE = re.compile(r"(\w+)\(([iufsaonhtr]*)\)")
# Requests of these names end the object; no other does.
ENDS = frozenset({"destroy", "release"})


@dataclass(frozen=True, slots=True)
class MessageForm:
    """A request or an event: its number and the kinds of its arguments (`wire.py` explains the letters)."""

    name: str
    opcode: int
    signature: str


@dataclass(frozen=True, slots=True)
class Interface:
    """A kind of object. `version` is the newest that its list covers; `makes` lists what new objects in events are."""

    name: str
    version: int
    requests: Mapping[str, MessageForm]
    events: tuple[MessageForm, ...]
    makes: Mapping[str, Interface] = field(default_factory=dict)


def interface(
    name: str, version: int, requests: str = "", events: str = "", makes: Mapping[str, Interface] | None = None
) -> Interface:
    """Return an interface from its messages as “name(signature) …”, all in the order of the protocol's description."""
    asked = {form.name: form for form in _forms(requests)}
    return Interface(name, version, asked, tuple(_forms(events)), makes or {})


def _forms(text: str) -> list[MessageForm]:
    words = text.split()
    found = [_MESSAGE.fullmatch(word) for word in words]
    if None in found:
        raise ValueError(Message("These aren't valid messages: {text}", text=text))
    return [MessageForm(one[1], opcode, one[2]) for opcode, one in enumerate(found) if one]


CALLBACK = interface("wl_callback", 1, "", "done(u)")
REGISTRY = interface("wl_registry", 1, "bind(usun)", "global(usu) global_remove(u)")
DISPLAY = interface("wl_display", 1, "sync(n) get_registry(n)", "error(ous) delete_id(u)")
OUTPUT = interface(
    "wl_output",
    4,
    "release()",
    "geometry(iiiiissi) mode(uiii) done() scale(i) name(s) description(s)",
)
XDG_OUTPUT = interface(
    "zxdg_output_v1",
    3,
    "destroy()",
    "logical_position(ii) logical_size(ii) done() name(s) description(s)",
)
XDG_OUTPUT_MANAGER = interface("zxdg_output_manager_v1", 3, "destroy() get_xdg_output(no)")
BUFFER = interface("wl_buffer", 1, "destroy()", "release()")
SHM_POOL = interface("wl_shm_pool", 1, "create_buffer(niiiiu) destroy() resize(i)")
SHM = interface("wl_shm", 1, "create_pool(nhi)", "format(u)")
SCREENCOPY_FRAME = interface(
    "zwlr_screencopy_frame_v1",
    3,
    "copy(o) destroy() copy_with_damage(o)",
    "buffer(uuuu) flags(u) ready(uuu) failed() damage(uuuu) linux_dmabuf(uuu) buffer_done()",
)
SCREENCOPY_MANAGER = interface(
    "zwlr_screencopy_manager_v1", 3, "capture_output(nio) capture_output_region(nioiiii) destroy()"
)
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
REGION = interface("wl_region", 1, "destroy() add(iiii) subtract(iiii)")
SURFACE = interface(
    "wl_surface",
    4,
    "destroy() attach(oii) damage(iiii) frame(n) set_opaque_region(o) set_input_region(o) commit()"
    " set_buffer_transform(i) set_buffer_scale(i) damage_buffer(iiii)",
    "enter(o) leave(o)",
)
COMPOSITOR = interface("wl_compositor", 4, "create_surface(n) create_region(n)")
POINTER = interface(
    "wl_pointer",
    7,
    "set_cursor(uoii) release()",
    "enter(uoff) leave(uo) motion(uff) button(uuuu) axis(uuf) frame() axis_source(u) axis_stop(uu) axis_discrete(ui)",
)
LAYER_SURFACE = interface(
    "zwlr_layer_surface_v1",
    3,
    "set_size(uu) set_anchor(u) set_exclusive_zone(i) set_margin(iiii) set_keyboard_interactivity(u) get_popup(o)"
    " ack_configure(u) destroy() set_layer(u)",
    "configure(uuu) closed()",
)
LAYER_SHELL = interface("zwlr_layer_shell_v1", 3, "get_layer_surface(noous) destroy()")
IDLE_NOTIFICATION = interface("ext_idle_notification_v1", 2, "destroy()", "idled() resumed()")
IDLE_NOTIFIER = interface(
    "ext_idle_notifier_v1", 2, "destroy() get_idle_notification(nuo) get_input_idle_notification(nuo)"
)
