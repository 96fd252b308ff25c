"""The interfaces that windows of our own need, each with its messages in the order of the protocol's description."""

from __future__ import annotations

from desktop_agent.platforms.wayland.interfaces import interface

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
