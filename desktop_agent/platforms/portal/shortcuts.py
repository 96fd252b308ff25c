"""The stop key by the desktop's portal for global shortcuts: bound during a run, and reported by a signal.

GNOME asks the user once, KDE doesn't ask. The device that pressed the key isn't reported, and keys that programs send
count as well: so a press is a stop at most, never the proof of a yes, and keys that we have just sent are left out.
Some desktops bind a key and never report it (GNOME 49): it counts as working only once it has been reported.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.core.actions.keys import chord_text
from desktop_agent.core.errors import DesktopAgentError, InputDeniedError
from desktop_agent.core.presence import InputKind, OnLost, OnStop, OnUserInput, UserInput, ignore_loss
from desktop_agent.core.texts.message import Message, sentences, template
from desktop_agent.lib.dbus import PROPERTIES, call_of
from desktop_agent.lib.files import replace_file
from desktop_agent.lib.paths import places
from desktop_agent.lib.traces import Trace, named_in
from desktop_agent.platforms.portal.bus import PortalBus
from desktop_agent.platforms.portal.desktop import Dialog, PortalRequests, portal_property, register
from desktop_agent.platforms.portal.errors import no_bus
from desktop_agent.platforms.portal.wire import PORTAL, PORTAL_SESSION, owner_change_rule
from desktop_agent.platforms.wayland.input.key_codes import NAMED
from desktop_agent.presence.choose import BY_PORTAL, KEY_GONE, SHORTCUT_LACKS, SHORTCUT_UNTRIED
from desktop_agent.presence.lock import LockWatch
from desktop_agent.presence.reduced import NoPresence
from desktop_agent.presence.stop_keys import StopKeys, StopSense
from desktop_agent.presence.watchers import InputWatchers, watch_with_lock

if TYPE_CHECKING:
    from dbus_fast import Message as BusMessage

_log = logging.getLogger(__name__)

SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
_ID = "stop"
_DESCRIPTION = Message("Pause or stop Desktop Agent")
_PAUSES = template("This key pauses a run, and stops it when pressed twice: {key}.")
_STOPS = template("This key stops a run: {key}.")
_ASKED = template("The desktop asks about a key that pauses or stops the run ({key}); the run waits for your answer.")
_AGREES_WITHIN_S = 180.0
_OURS_WITHIN_S = 1.0  # so long after we have sent the chord it may be reported
_REPEATS_WITHIN_S = 1.5  # no key waits so long for its first repeat: its release wasn't reported
_CODE = 1  # stands for the stop key, whatever it is
_MODIFIERS = {"ctrl": "CTRL", "alt": "ALT", "shift": "SHIFT", "super": "LOGO"}
# XKB's names of keys, where they are not ours with a capital letter.
_SYMBOLS = {
    "enter": "Return", "pageup": "Page_Up", "pagedown": "Page_Down", "printscreen": "Print", "backspace": "BackSpace",
    "scrolllock": "Scroll_Lock", "numlock": "Num_Lock", "capslock": "Caps_Lock", "space": "space",
}  # fmt: skip
_SEEN = "stop-key.json"
# Where a desktop has its version: service, object, interface and property.
_VERSIONS = {
    "GNOME": ("org.gnome.Shell", "/org/gnome/Shell", "org.gnome.Shell", "ShellVersion"),
    "KDE": ("org.kde.plasmashell", "/MainApplication", "org.qtproject.Qt.QCoreApplication", "applicationVersion"),
}


def why_not(environment: Mapping[str, str] = os.environ) -> str:
    """Return why no key can be bound this way; empty if one can, once the person agrees."""
    try:
        with PortalBus(environment) as bus:
            register(bus)
            return "" if portal_property(bus, SHORTCUTS, "version") else BY_PORTAL
    except DesktopAgentError as cause:
        return str(cause)


def create(
    keys: StopKeys,
    environment: Mapping[str, str] = os.environ,
    lock: LockWatch | None = None,
    asks: Callable[[str], None] = lambda _: None,
) -> ShortcutPresence:
    """Connect, and bind nothing yet; InputDeniedError without a portal, or for a key that it has no name for.

    `asks` is called with what the desktop asks the person, while its dialog is shown.
    """
    if not trigger(keys.names()):
        raise no_bus()
    return ShortcutPresence(PortalBus(environment), keys, environment, lock, asks)


def trigger(names: tuple[str, ...]) -> str:
    """Return a chord as the portal wants it (“CTRL+ALT+p”, by the XDG shortcuts specification); empty if it can't be.

    It takes modifiers and one key, by XKB's name.
    """
    held = names[:-1]
    keys = names[-1:]
    if not keys or keys[0] in _MODIFIERS or not set(held) <= _MODIFIERS.keys():
        return ""
    (key,) = keys
    symbol = _SYMBOLS.get(key, "")
    if not symbol and key in NAMED:
        symbol = key.capitalize()
    elif not symbol and key.isascii() and key.isalnum():
        symbol = key
    return "+".join((*(_MODIFIERS[name] for name in held), symbol)) if symbol else ""


def has_fired(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether this desktop, in this version, has ever reported the key."""
    try:
        with PortalBus(environment) as bus:
            return _desktop(bus, environment) in _desktops_seen(environment)
    except DesktopAgentError:
        return False


class SentChord:
    """Whether the stop key was sent by us just now; implements `core.presence.OwnInput`.

    A key that types a character may be announced without a code.
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        self._codes = [NAMED.get(name, 0) for name in names]
        self._sent: deque[tuple[int, float]] = deque(maxlen=len(names))

    def expect(self, kind: InputKind, code: int) -> None:
        """Note a key."""
        if kind != "key":
            return
        is_known = not code or code in self._codes
        self._sent.append((code if is_known else -1, time.monotonic()))

    def retract(self, kind: InputKind, code: int) -> None:
        """Forget the last key."""
        del code
        with suppress(IndexError):
            if kind == "key":
                self._sent.pop()

    def let_go(self, kind: InputKind, code: int) -> None:
        """Do nothing: the desktop reports no releases."""

    def arrived(self) -> None:
        """Do nothing: what was sent is known by its time."""

    def is_rest_due(self) -> bool:
        """Return False: the key is noticed at any time."""
        return False

    def rest(self) -> None:
        """Do nothing."""

    def rest_unless(self, is_stopped: Callable[[], bool]) -> None:
        """Do nothing: there is no rest."""

    def count_while(self, is_ours: Callable[[], bool]) -> None:
        """Do nothing: the desktop itself releases what we hold."""

    def is_sent(self) -> bool:
        """Return whether the last keys sent were this chord, a moment ago."""
        sent = list(self._sent)
        since = time.monotonic() - _OURS_WITHIN_S
        return [code for code, _ in sent] == self._codes and all(at_s > since for _, at_s in sent)


class ShortcutPresence:
    """The stop key of one session; implements `core.presence.Presence`."""

    def __init__(
        self,
        bus: PortalBus,
        keys: StopKeys,
        environment: Mapping[str, str],
        lock: LockWatch | None,
        asks: Callable[[str], None],
    ) -> None:
        nothing = NoPresence()  # is known of keys and clicks in general
        self.reports_source = False
        self.reports_touch = False
        self.unnoticed = ""
        self.reports_chords = False
        self.quiet_for = nothing.quiet_for
        self.was_physical = nothing.was_physical
        self.expects_press = nothing.expects_press
        self.key_presses = nothing.key_presses
        self.held_for = nothing.held_for
        self.own = SentChord(keys.names())
        self._keys = keys
        self._bus = bus
        self._environment = environment
        self._asks = asks
        self._lock = lock
        self._sense = StopSense(keys, lambda name: frozenset({_CODE} if name in keys.names() else ()))
        self._watchers = InputWatchers()
        # the session's object; the bound key, as the desktop calls it
        self._session = ""
        self._key = ""
        self._is_down = False
        self._last_s = 0.0
        self._desktop = _desktop(bus, environment)

    @property
    def lacks(self) -> str:
        """The key that is bound, whether that is known to work, and what isn't reported here."""
        return sentences(self.keys_say, SHORTCUT_LACKS) if self._key else BY_PORTAL

    @property
    def keys_say(self) -> str:
        """The key that is bound, and whether that is known to work; empty before the desktop has bound one."""
        if not self._key:
            return ""
        does = _PAUSES if self._keys.pauses_first else _STOPS
        untried = "" if self._desktop in _desktops_seen(self._environment) else SHORTCUT_UNTRIED
        return sentences(Message(does, key=self._key), untried)

    def watch(self, on_user_input: OnUserInput, on_stop: OnStop, on_lost: OnLost = ignore_loss) -> Callable[[], None]:
        """Bind the key, and call back on the bus's thread; the person may be asked first."""
        if not self._session:
            with suppress(DesktopAgentError):
                self._bind()
        return watch_with_lock(self._watchers, self._lock, on_user_input, on_stop, on_lost)

    def close(self) -> None:
        """Give the key back; never raises."""
        session = self._session
        self._session = ""
        if session:
            with suppress(DesktopAgentError):
                self._bus.call(call_of((PORTAL, session, PORTAL_SESSION), "Close"))
        self._bus.close()
        if self._lock is not None:
            self._lock.close()

    def _bind(self) -> None:
        from dbus_fast import Variant

        register(self._bus)
        requests = PortalRequests(self._bus)
        token = {"session_handle_token": Variant("s", f"desktop_agent_{secrets.token_hex(8)}")}
        self._session = str(requests.ask(SHORTCUTS, "CreateSession", "", (), token)["session_handle"])
        rules = (f"type='signal',interface='{name}'" for name in (SHORTCUTS, PORTAL_SESSION))
        self._bus.listen(self._on_signal, *rules, owner_change_rule(PORTAL))
        names = self._keys.names()
        about = {"description": Variant("s", str(_DESCRIPTION)), "preferred_trigger": Variant("s", trigger(names))}
        wanted = (self._session, [[_ID, about]], "")
        # GNOME 48 answers a yes with “failed”, and has bound the key all the same: the list shows it.
        dialog = Dialog(Message(_ASKED, key=chord_text(names)), self._asks)
        with suppress(InputDeniedError):
            _log.debug("the desktop is asked to bind the stop key")
            requests.ask(
                SHORTCUTS, "BindShortcuts", "oa(sa{sv})s", wanted, {}, within_s=_AGREES_WITHIN_S, dialog=dialog
            )
        listed = requests.ask(SHORTCUTS, "ListShortcuts", "o", (self._session,), {})
        self._note_bound_key(listed.get("shortcuts"))

    def _note_bound_key(self, shortcuts: object) -> None:
        """Note the key that the desktop has bound: the user may have chosen another."""
        bound = dict(shortcuts) if isinstance(shortcuts, list) else {}
        description = bound[_ID]["trigger_description"].value if "trigger_description" in bound.get(_ID, ()) else ""
        _log.info("the desktop has bound the stop key: %s", _ID in bound)
        # GNOME's text is “Press Pause”, and our sentence names the key.
        self._key = str(description).removeprefix("Press ") or (chord_text(self._keys.names()) if _ID in bound else "")

    def _on_signal(self, message: BusMessage) -> None:
        """Take a signal; on the bus's thread."""
        body = list(message.body)
        if message.member == "NameOwnerChanged":
            is_over = body[0] == PORTAL and not body[2]
        else:
            is_over = message.member == "Closed" and message.path == self._session
        if is_over and self._session:
            self._session = ""
            self._watchers.report_loss(KEY_GONE)
        if message.interface != SHORTCUTS or body[0] != self._session:
            return
        if message.member == "ShortcutsChanged":
            self._note_bound_key(body[1])
        elif message.member == "Activated" and body[1] == _ID:
            self._on_activated()
        elif message.member == "Deactivated" and body[1] == _ID:
            self._is_down = False

    def _on_activated(self) -> None:
        now = time.monotonic()
        is_repeat = self._is_down and now - self._last_s < _REPEATS_WITHIN_S
        self._is_down = True
        self._last_s = now
        if is_repeat or self.own.is_sent():
            return
        self._remember_fired()
        event = self._sense.pressed(_CODE, frozenset({_CODE}), now)
        self._watchers.report(event, UserInput("pause") if self._sense.pauses else UserInput("key"))

    def _remember_fired(self) -> None:
        """Remember that this desktop reports the key."""
        seen = _desktops_seen(self._environment)
        if self._desktop not in seen:
            file = _seen_file(self._environment)
            with suppress(OSError):
                file.parent.mkdir(parents=True, exist_ok=True)
                replace_file(file, [json.dumps([*seen, self._desktop]).encode()])


def _desktop(bus: PortalBus, environment: Mapping[str, str]) -> str:
    """Return the desktop's name and version, as far as they are known."""
    names = environment.get("XDG_CURRENT_DESKTOP", "")
    version = ""
    for service, path, interface, name in (_VERSIONS[part] for part in names.split(":") if part in _VERSIONS):
        with suppress(DesktopAgentError):
            asked = call_of((service, path, PROPERTIES), "Get", "ss", (interface, name))
            version = str(bus.call(asked).body[0].value)
    return f"{names} {version}"


def _seen_file(environment: Mapping[str, str]) -> Path:
    return places(environment).data / _SEEN


def _desktops_seen(environment: Mapping[str, str]) -> list[str]:
    try:
        desktops = json.loads(_seen_file(environment).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [str(name) for name in desktops] if isinstance(desktops, list) else []


def traces(environment: Mapping[str, str]) -> Iterator[Trace]:
    """Yield the desktops that were seen to report the stop key."""
    yield from named_in(Message("Desktops that report the stop key"), places(environment).data, _SEEN)
