"""The interfaces that pictures need, each with its messages in the order of the protocol's description."""

from __future__ import annotations

from desktop_agent.platforms.wayland.interfaces import interface

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

TOPLEVEL = interface(
    "zwlr_foreign_toplevel_handle_v1",
    3,
    "set_maximized() unset_maximized() set_minimized() unset_minimized() activate(o) close() set_rectangle(oiiii)"
    " destroy() set_fullscreen(o) unset_fullscreen()",
    "title(s) app_id(s) output_enter(o) output_leave(o) state(a) done() closed() parent(o)",
)
TOPLEVEL_MANAGER = interface(
    "zwlr_foreign_toplevel_manager_v1", 3, "stop()", "toplevel(n) finished()", {"toplevel": TOPLEVEL}
)
