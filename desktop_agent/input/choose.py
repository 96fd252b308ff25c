"""The choice of the input backend: the first in the table that works here, or the one that a person names."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from desktop_agent.core.actions.key_path import InputMethods, NoInputMethods
from desktop_agent.core.decisions.mode import InputName
from desktop_agent.core.errors import InputDeniedError
from desktop_agent.core.presence import NoOwnInput, OwnInput
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.input.backend import InputBackend
from desktop_agent.installation import Extra, hint_for
from desktop_agent.lib.platform_files import platform_module

if TYPE_CHECKING:
    from desktop_agent.core.remote_session import RemoteSession

_log = logging.getLogger(__name__)

FORCED_BY = "DESKTOP_AGENT_INPUT"
# Name -> file in platforms/. On X11 only XTEST is chosen unless a person names another: pynput sends characters by
# XSendEvent, which xterm ignores, and pyautogui types `<` as `>` (both measured on Debian 12).
BACKENDS: Mapping[str, str] = {
    "xtest": "x11.input.xtest",
    "pynput": "libraries.pynput_backend",
    "pyautogui": "libraries.pyautogui_backend",
    "wlroots": "wayland.input.wlroots",
}
_EXTRAS: Mapping[str, Extra] = {"pynput": "pynput", "pyautogui": "pyautogui"}  # of the library of that name
_BY_PLATFORM = {"win32": ("pynput", "pyautogui"), "darwin": ("pynput", "pyautogui"), "linux": ("xtest",)}
# In a Wayland session, keys sent to its X server reach no program, without an error.
_UNDER_WAYLAND = ("wlroots",)


_SESSION_FILE = "portal.input.remote_input"
_INPUT_METHODS_FILE = "input_methods"


def choose(
    environment: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
    *,
    named: InputName | None = None,
    ledgers: Path | None = None,
    own: OwnInput | None = None,
    remote: RemoteSession | None = None,
) -> InputBackend:
    """Return the backend for this desktop; InputDeniedError says why there is none.

    `named` is the backend that a flag or a setting requests. `ledgers` is the folder where the next start finds the
    keys and buttons that a killed run left pressed. `own` is notified of every press and motion just before it is
    sent. `remote` is this run's remote session with the desktop, if any: then it is the only way to the programs.
    """
    if remote is not None and not named:
        _log.info("input: %s was chosen, as the desktop has opened a session for this run", _SESSION_FILE)
        create_for: Callable[[RemoteSession, OwnInput | None, Mapping[str, str]], InputBackend]
        create_for = platform_module(_SESSION_FILE).create
        return create_for(remote, own, environment)
    create: Callable[[Path | None, OwnInput], InputBackend] = _usable_module(environment, platform, named).create
    return create(ledgers, own or NoOwnInput())


def choose_methods(
    environment: Mapping[str, str] = os.environ, platform: str = sys.platform, *, notes: Path | None = None
) -> InputMethods:
    """Return the input methods of this session; they are connected to when they are first asked.

    `notes` is the folder where the next start finds what a killed run has left off.
    """
    if platform != "linux":
        return NoInputMethods()
    create: Callable[[Mapping[str, str], Path | None], InputMethods] = platform_module(_INPUT_METHODS_FILE).create
    return create(environment, notes)


def check(
    environment: Mapping[str, str] = os.environ, platform: str = sys.platform, *, named: InputName | None = None
) -> None:
    """Raise InputDeniedError when no backend, or not the named one, works on this desktop; nothing is started."""
    _usable_module(environment, platform, named)


def _usable_module(environment: Mapping[str, str], platform: str, named: InputName | None) -> ModuleType:
    forced = named or environment.get(FORCED_BY, "")
    if forced and forced not in BACKENDS:
        raise InputDeniedError(
            Message(
                "{forced_by} is set to “{forced}”, which isn't an input backend.", forced_by=FORCED_BY, forced=forced
            ),
            Message("Use one of {backends}.", backends=", ".join(BACKENDS)),
        )
    names = _BY_PLATFORM.get(platform, _BY_PLATFORM["linux"])
    if platform == "linux" and environment.get("WAYLAND_DISPLAY"):
        names = _UNDER_WAYLAND
    reasons = []
    for name in (forced,) if forced else names:
        reason = _why_not(name)
        if not reason:
            _log.info("input: %s was chosen (asked for: %s)", BACKENDS[name], forced or "none")
            return _module(name)
        _log.info("input: not %s: %s", BACKENDS[name], reason)
        reasons.append(Message("{name}: {reason}", name=name, reason=reason))
    raise InputDeniedError(
        sentences(Message("The keyboard and pointer can't be used in this session."), *reasons), _hint(forced, named)
    )


def _hint(forced: str, named: InputName | None) -> str:
    omit_option = Message("To use the best backend available, omit --input.") if named else ""
    extra = _EXTRAS.get(forced)
    if extra and find_spec(extra) is None:
        install_text = Message("To get the library, install the “{extra}” extra.", extra=extra)
        return sentences(omit_option, install_text, hint_for(extra))
    return omit_option or Message("Run doctor for details.")


def _why_not(name: str) -> str:
    try:
        why_not: Callable[[], str] = _module(name).why_not
        return why_not()
    except ImportError as cause:
        return Message("A library failed to load: {cause}.", cause=cause)


def _module(name: str) -> ModuleType:
    return platform_module(BACKENDS[name])
