"""A session by the desktop's portal: the desktop itself asks the user, who may end it there at any time.

Where the portal can remember the user's yes, it returns a token for the next time; each is valid once.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from desktop_agent.core.errors import DesktopAgentError, InputDeniedError, InputError
from desktop_agent.core.pictures import Rect
from desktop_agent.core.remote_session import SharedMonitor, TokenStore
from desktop_agent.lib.dbus import DAEMON, PROPERTIES, call_of
from desktop_agent.lib.paths import APP_ID
from desktop_agent.platforms.portal.bus import ANSWERS_WITHIN_S, PortalBus
from desktop_agent.platforms.portal.clipboard import SessionClipboard
from desktop_agent.platforms.portal.errors import (
    dismissed,
    no_input,
    no_monitor,
    no_portal,
    refused,
    unanswered,
    what_to_choose,
    what_to_choose_again,
)
from desktop_agent.platforms.portal.layouts import desktop_names
from desktop_agent.platforms.portal.remote_session import OpenSession
from desktop_agent.platforms.portal.wire import (
    CAST,
    CLIPBOARD,
    PORTAL,
    PORTAL_PATH,
    PORTAL_SESSION,
    REGISTRY,
    REMOTE,
    SessionWire,
    owner_change_rule,
)
from desktop_agent.platforms.wayland.connection import Registry, connect_wayland
from desktop_agent.platforms.wayland.protocols import OUTPUT

if TYPE_CHECKING:
    from dbus_fast import Message, Variant

_log = logging.getLogger(__name__)

DECIDES_WITHIN_S = 180.0
_MOST_ASKED = 3  # times, where too little was shared
_TooLittle = Literal["no input", "no monitor"]
_KEYBOARD_AND_POINTER = 1 | 2
_MONITORS = 1
_CURSOR_HIDDEN = 1
_CURSOR_AS_METADATA = 4
_UNTIL_REVOKED = 2
_REMEMBERS_FROM = {REMOTE: 2, CAST: 4}  # the versions
# The parts of the portal that show the desktop's dialogs, and the services that run them.
_BACKENDS = {
    "org.freedesktop.impl.portal.desktop.gnome": "xdg-desktop-portal-gnome",
    "org.freedesktop.impl.portal.desktop.kde": "plasma-xdg-desktop-portal-kde",
}
_SHOWN_AFTER_S = 1.0  # a session without a question has started by then
_REQUEST = "org.freedesktop.portal.Request"
_DONE = 0
_CANCELLED = 1


def why_no_portal(environment: Mapping[str, str]) -> str:
    """Return why the portal cannot be used here, without asking the person anything; empty when it can."""
    try:
        with PortalBus(environment) as bus:
            _check_portal(bus)
    except DesktopAgentError as cause:
        return str(cause)
    return ""


def shares_clipboard(environment: Mapping[str, str]) -> bool:
    """Return whether the portal has a clipboard for remote sessions, without asking the person anything."""
    try:
        with PortalBus(environment) as bus:
            return portal_property(bus, CLIPBOARD, "version") > 0
    except InputDeniedError:
        return False


def open_portal(
    environment: Mapping[str, str],
    tokens: TokenStore,
    *,
    asks: Callable[[str], None] = lambda _: None,
    pictures_only: bool = False,
    within_s: float = DECIDES_WITHIN_S,
) -> OpenSession:
    """Ask the person for screen, pointer and keyboard; InputDeniedError says why there is no session.

    `asks` is called with what to choose in the desktop's dialog, if that is shown, and with an empty text once it is
    closed; again where too little was shared, as the desktop is asked a few times then. `pictures_only`: no pointer and
    no keyboard are asked for.
    """
    sentence: str = what_to_choose(environment, pictures_only=pictures_only)
    lacks: _TooLittle = "no input"
    for _ in range(_MOST_ASKED):
        opened = _open_once(environment, _SessionRequest(pictures_only, tokens, sentence, asks, within_s))
        if isinstance(opened, OpenSession):
            return opened
        lacks = opened
        sentence = what_to_choose_again(environment, has_input=lacks == "no monitor")
    raise no_monitor() if lacks == "no monitor" else no_input()


def _open_once(environment: Mapping[str, str], question: _SessionRequest) -> OpenSession | _TooLittle:
    """Open a session; if the user has left something out, end it and return what."""
    pictures_only = question.pictures_only
    with ExitStack() as unless_opened:
        bus = unless_opened.enter_context(PortalBus(environment))
        try:
            _check_portal(bus, pictures_only=pictures_only)
            opened = _request_session(bus, question, _cursor_mode(bus, environment))
            if isinstance(opened, OpenSession) and not pictures_only:
                opened.connect_input(environment)
        except InputDeniedError:
            raise
        except InputError as cause:
            raise refused() from cause
        if isinstance(opened, OpenSession):
            unless_opened.pop_all()
        return opened


def register(bus: PortalBus) -> None:
    """Register our name, before any other call on a connection, so that the portal's questions name us.

    Portals before 1.20 have no such call, and newer ones refuse a program that is in no menu.
    """
    try:
        bus.call(call_of((PORTAL, PORTAL_PATH, REGISTRY), "Register", "sa{sv}", (APP_ID, {})))
    except InputError as error:
        _log.debug("the portal takes no name of a program: %s", error)


def _check_portal(bus: PortalBus, *, pictures_only: bool = False) -> None:
    """Raise InputDeniedError unless the portal has what a run needs."""
    register(bus)
    devices = portal_property(bus, REMOTE, "AvailableDeviceTypes")
    sources = portal_property(bus, CAST, "AvailableSourceTypes")
    _log.info("portal: devices %d, sources %d", devices, sources)
    if not sources & _MONITORS or not (pictures_only or devices & _KEYBOARD_AND_POINTER == _KEYBOARD_AND_POINTER):
        raise no_portal(next((unit for name, unit in _BACKENDS.items() if _is_on_bus(bus, name)), ""))


def _is_on_bus(bus: PortalBus, name: str) -> bool:
    return bus.call(call_of(DAEMON, "NameHasOwner", "s", (name,))).body == [True]


@dataclass(frozen=True, slots=True)
class _SessionRequest:
    """What the person is asked for, and for how long; `sentence` says what to choose in the desktop's dialog."""

    pictures_only: bool
    tokens: TokenStore
    sentence: str
    asks: Callable[[str], None]
    within_s: float


@dataclass(frozen=True, slots=True)
class Dialog:
    """A dialog of the desktop's: `asks` gets what to do in it while it is open, and an empty text once it is closed."""

    sentence: str
    asks: Callable[[str], None]
    is_certain: bool = False  # else it is shown if there is no answer within a moment


def _request_session(bus: PortalBus, question: _SessionRequest, cursor_mode: int) -> OpenSession | _TooLittle:
    requests = PortalRequests(bus)
    interface = CAST if question.pictures_only else REMOTE
    handle = _create_session(requests, interface)
    wire = SessionWire(handle)
    clipboard = SessionClipboard(bus, wire)
    opened = OpenSession(bus, wire, (), clipboard)
    rules = (f"type='signal',interface='{name}'" for name in (PORTAL_SESSION, CLIPBOARD))
    bus.listen(opened.receive, *rules, owner_change_rule(PORTAL))
    remembers = portal_property(bus, interface, "version") >= _REMEMBERS_FROM[interface]
    token = question.tokens.load() if remembers else ""
    is_known = bool(token)
    _log.info("%s remembers an answer: %s; there is one: %s", interface, remembers, is_known)
    remembered = _restore_options(token) if remembers else {}
    if not question.pictures_only:
        requests.ask(REMOTE, "SelectDevices", "o", (handle,), _device_options() | remembered)
    sources = _source_options(cursor_mode)
    requests.ask(CAST, "SelectSources", "o", (handle,), sources | remembered if question.pictures_only else sources)
    if has_clipboard := not question.pictures_only and portal_property(bus, CLIPBOARD, "version") > 0:
        bus.call(wire.enable_clipboard())
    dialog = Dialog(question.sentence, question.asks, is_certain=not token)
    results = requests.ask(interface, "Start", "os", (handle, ""), {}, within_s=question.within_s, dialog=dialog)
    devices = results.get("devices", 0)
    _log.info("the person's answer gives devices %s, clipboard %s", devices, results.get("clipboard_enabled"))
    has_devices = isinstance(devices, int) and devices & _KEYBOARD_AND_POINTER == _KEYBOARD_AND_POINTER
    if not (question.pictures_only or has_devices):
        question.tokens.store("")  # the desktop would repeat this answer without asking
        return "no input"
    opened.monitors = monitors_of(results.get("streams", ()))
    _log.info("the desktop shares %d monitors: %s", len(opened.monitors), [one.box for one in opened.monitors])
    if not opened.monitors:
        question.tokens.store("")
        return "no monitor"
    if token := str(results.get("restore_token", "")):
        question.tokens.store(token)
    if not (has_clipboard and results.get("clipboard_enabled")):
        opened.clipboard = None
    return opened


def monitors_of(streams: object) -> tuple[SharedMonitor, ...]:
    """Return the monitors that the portal reports; one without a position is at 0,0."""
    return tuple(_monitor(int(node), about) for node, about in streams) if isinstance(streams, Sequence) else ()


def _monitor(node: int, about: Mapping[str, Variant]) -> SharedMonitor:
    values = {name: variant.value for name, variant in about.items()}
    x, y = _pair(values.get("position"))
    width, height = _pair(values.get("size"))
    return SharedMonitor(node, Rect(x, y, width, height), mapping=str(values.get("mapping_id", "")))


def _pair(value: object) -> tuple[int, int]:
    return (int(value[0]), int(value[1])) if isinstance(value, Sequence) and len(value) > 1 else (0, 0)


def _create_session(requests: PortalRequests, interface: str) -> str:
    from dbus_fast import Variant

    token = {"session_handle_token": Variant("s", f"desktop_agent_{secrets.token_hex(8)}")}
    return str(requests.ask(interface, "CreateSession", "", (), token)["session_handle"])


def _device_options() -> dict[str, Variant]:
    from dbus_fast import Variant

    return {"types": Variant("u", _KEYBOARD_AND_POINTER)}


def _restore_options(token: str) -> dict[str, Variant]:
    """Return the options that have the portal remember the answer, and restore the last one."""
    from dbus_fast import Variant

    last = {"restore_token": Variant("s", token)} if token else {}
    return {"persist_mode": Variant("u", _UNTIL_REVOKED)} | last


def _cursor_mode(bus: PortalBus, environment: Mapping[str, str]) -> int:
    """Return how streams are to report the pointer: as metadata of their pictures, if that costs no picture.

    Mutter (48.7) sends such a stream a buffer with the pointer alone each time another monitor is drawn, and no picture
    within a frame after that. If two monitors are drawn in step, as without a graphics card, none ever comes. Older
    ones, whose portal is version 1, send such buffers only when the pointer moves.
    """
    if not portal_property(bus, CAST, "AvailableCursorModes") & _CURSOR_AS_METADATA:
        _log.debug("the portal doesn't report where the pointer is")
        return _CURSOR_HIDDEN
    if "GNOME" in desktop_names(environment) and portal_property(bus, REMOTE, "version") > 1:
        with suppress(DesktopAgentError), connect_wayland(environment) as connection:
            if len(Registry(connection).find(OUTPUT)) > 1:
                _log.debug("the pointer isn't asked for: there are several monitors")
                return _CURSOR_HIDDEN
    return _CURSOR_AS_METADATA


def _source_options(cursor_mode: int) -> dict[str, Variant]:
    from dbus_fast import Variant

    return {
        "types": Variant("u", _MONITORS),
        "multiple": Variant("b", True),  # noqa: FBT003
        "cursor_mode": Variant("u", cursor_mode),
    }


def portal_property(bus: PortalBus, interface: str, name: str) -> int:
    """Return a number among the portal's properties; 0 without it."""
    question = call_of((PORTAL, PORTAL_PATH, PROPERTIES), "Get", "ss", (interface, name))
    try:
        value = bus.call(question).body[0].value
    except InputError as error:
        _log.debug("%s has no %s: %s", interface, name, error)
        return 0
    _log.debug("%s: %s is %s", interface, name, value if isinstance(value, int) else "no number")
    return value if isinstance(value, int) else 0


class PortalRequests:
    """The requests of one connection; they are made one after another."""

    def __init__(self, bus: PortalBus) -> None:
        self._bus = bus
        self._came = threading.Condition()
        self._answers = dict[str, tuple[int, Mapping[str, object]]]()
        self._is_gone = False
        bus.listen(
            self._on_signal, f"type='signal',interface='{_REQUEST}',member='Response'", owner_change_rule(PORTAL)
        )

    def ask(
        self,
        interface: str,
        member: str,
        signature: str,
        body: Sequence[object],
        options: Mapping[str, Variant],
        *,
        within_s: float = ANSWERS_WITHIN_S,
        dialog: Dialog | None = None,
    ) -> Mapping[str, object]:
        """Return the results of a request; InputDeniedError if it is refused, dismissed or not answered."""
        from dbus_fast import Variant

        token = f"desktop_agent_{secrets.token_hex(8)}"
        all_options = {**options, "handle_token": Variant("s", token)}
        call = call_of((PORTAL, PORTAL_PATH, interface), member, f"{signature}a{{sv}}", (*body, all_options))
        with ExitStack() as while_open:
            if dialog is not None and dialog.is_certain:
                _announce_dialog(dialog, while_open)
            path = self._send_request(call)
            if dialog is not None and not dialog.is_certain and not self._await_answer(path, _SHOWN_AFTER_S):
                _announce_dialog(dialog, while_open)
            self._await_answer(path, within_s)
        with self._came:
            code, results = self._answers.pop(path, (None, {}))
        _log.info("%s.%s was answered with %s", interface, member, code)
        if code is None:
            self._close_request(path)
        if code == _DONE:
            return results
        if code == _CANCELLED:
            raise dismissed()
        raise refused() if self._is_gone or code else unanswered()

    def _send_request(self, call: Message) -> str:
        """Make a request; return the path of its answer."""
        try:
            return str(self._bus.call(call).body[0])
        except DesktopAgentError as cause:
            _log.info("%s.%s was refused: %s", call.interface, call.member, cause)
            raise refused() from cause

    def _await_answer(self, path: str, within_s: float) -> bool:
        with self._came:
            return self._came.wait_for(lambda: path in self._answers or self._is_gone, within_s)

    def _close_request(self, path: str) -> None:
        """Take the desktop's dialog away."""
        with suppress(DesktopAgentError):
            self._bus.call(call_of((PORTAL, path, _REQUEST), "Close"))

    def _on_signal(self, message: Message) -> None:
        with self._came:
            if message.member == "Response" and message.interface == _REQUEST:
                code, results = message.body
                self._answers[str(message.path)] = int(code), {name: variant.value for name, variant in results.items()}
            elif message.member == "NameOwnerChanged" and message.body[0] == PORTAL and not message.body[2]:
                self._is_gone = True
                _log.info("the portal has left the bus")
            self._came.notify_all()


def _announce_dialog(dialog: Dialog, while_open: ExitStack) -> None:
    _log.info("the person is being asked by the desktop")
    dialog.asks(dialog.sentence)
    while_open.callback(dialog.asks, "")
