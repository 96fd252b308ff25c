"""A bare window of another X client: a coloured rectangle at an exact place, with or without the window manager."""

from typing import Any, Self

from Xlib import X, display
from Xlib.ext import shape
from Xlib.protocol import event

from desktop_agent.core.pictures import ScreenPoint
from tests.fakes.waiting import wait_until


class XWindow:
    """Maps at once and paints when told; a context manager. Needs DISPLAY and XAUTHORITY in the environment."""

    def __init__(
        self, left: int, top: int, width: int, height: int, colour: int = 0xFFFFFF, *, managed: bool = False
    ) -> None:
        """Show a window of this colour (0xRRGGBB); not managed means that no window manager sees it, as with menus."""
        self._display = display.Display()
        screen = self._display.screen()
        self.window: Any = screen.root.create_window(
            left, top, width, height, 0, screen.root_depth,
            background_pixel=colour, override_redirect=not managed, event_mask=X.StructureNotifyMask,
        )  # fmt: skip
        self._brush = self.window.create_gc()
        self.window.map()
        wait_until(self._is_mapped, "the window")
        self._display.sync()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.destroy()
        self._display.close()

    def _is_mapped(self) -> bool:
        events = [self._display.next_event().type for _ in range(self._display.pending_events())]
        if X.MapNotify in events:
            return True
        self.window.map()  # once more: openbox, as it starts, says that it is in charge and loses what it is asked then
        self._display.flush()
        return False

    @property
    def id(self) -> int:
        return int(self.window.id)

    def corner(self) -> ScreenPoint:
        at = self._display.screen().root.translate_coords(self.window, 0, 0)
        return ScreenPoint(at.x, at.y)

    def paint(self, left: int, top: int, width: int, height: int, colour: int) -> None:
        self._brush.change(foreground=colour)
        self.window.fill_rectangle(self._brush, left, top, width, height)
        self._display.sync()

    def name(self, title: str) -> None:
        if title.isascii():
            self.window.set_wm_name(title)
        else:
            names = [self._display.intern_atom(name) for name in ("_NET_WM_NAME", "UTF8_STRING")]
            self.window.change_property(*names, 8, title.encode())
        self._display.sync()

    def class_(self, name: str) -> None:
        self.window.set_wm_class(name.lower(), name)
        self._display.sync()

    def belongs_to(self, other: Self) -> None:
        self.window.set_wm_transient_for(other.window)
        self._display.sync()

    def become_modal(self) -> None:
        """Ask the window manager to treat it as a modal dialog."""
        state, modal = map(self._display.intern_atom, ("_NET_WM_STATE", "_NET_WM_STATE_MODAL"))
        asks = event.ClientMessage(window=self.window, client_type=state, data=(32, [1, modal, 0, 1, 0]))
        self._display.screen().root.send_event(asks, event_mask=X.SubstructureRedirectMask | X.SubstructureNotifyMask)
        self._display.sync()

    def let_clicks_through(self) -> None:
        self.window.shape_rectangles(shape.SO.Set, shape.SK.Input, 0, 0, 0, [])
        self._display.sync()

    def note_clicks(self) -> None:
        self.window.change_attributes(event_mask=X.StructureNotifyMask | X.ButtonPressMask)
        self._display.sync()

    def clicks(self) -> list[tuple[int, int]]:
        return [(one.event_x, one.event_y) for one in self._events() if one.type == X.ButtonPress]

    def _events(self) -> list[Any]:
        self._display.sync()  # what the server has done until it answers has come by then
        return [self._display.next_event() for _ in range(self._display.pending_events())]

    def freeze_on_click(self) -> None:
        """Freeze the pointer at each press here until it is thawed, as a window manager does that looks first."""
        self.window.grab_button(
            X.AnyButton, X.AnyModifier, True, X.ButtonPressMask, X.GrabModeSync, X.GrabModeAsync, X.NONE, X.NONE
        )  # fmt: skip
        self._display.sync()

    def tell_starting(self, message: str) -> None:
        root = self._display.screen().root
        whole = message.encode() + b"\0"
        for start in range(0, len(whole), 20):
            name = "_NET_STARTUP_INFO" if start else "_NET_STARTUP_INFO_BEGIN"
            data = (8, whole[start : start + 20].ljust(20, b"\0"))
            piece = event.ClientMessage(window=self.window, client_type=self._display.get_atom(name), data=data)
            root.send_event(piece, event_mask=X.PropertyChangeMask)
        self._display.sync()

    def thaw(self) -> None:
        self._display.allow_events(X.ReplayPointer, X.CurrentTime)
        self._display.sync()

    def move(self, left: int, top: int) -> None:
        self.window.configure(x=left, y=top)
        self._display.sync()

    def hide(self) -> None:
        self.window.unmap()
        self._display.sync()

    def lower(self) -> None:
        self.window.configure(stack_mode=X.Below)
        self._display.sync()

    def destroy(self) -> None:
        self.window.destroy(onerror=lambda *_: None)
        self._display.sync()

    def raise_(self) -> None:
        self.window.raise_window()
        self._display.sync()

    def focus(self) -> None:
        self.window.set_input_focus(X.RevertToPointerRoot, X.CurrentTime)
        self._display.sync()
