"""Keys by their names in a remote session: characters as the person's layout has them, all others by their codes."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_agent.core.errors import UnknownKeyError
from desktop_agent.core.message import Message
from desktop_agent.core.own_input import OwnInput
from desktop_agent.core.remote_session import RemoteSession
from desktop_agent.platforms.wayland.input.key_codes import NAMED, PLAIN


class RemoteKeys:
    """Presses keys of one session."""

    def __init__(self, session: RemoteSession, symbols: Mapping[str, int], own: OwnInput) -> None:
        self._session, self._symbols, self._own = session, symbols, own

    def check(self, keys: tuple[str, ...]) -> None:
        """Raise UnknownKeyError for the first key that this keyboard does not have."""
        for name in keys:
            if name not in NAMED and name not in self._symbols and name not in PLAIN:
                raise UnknownKeyError(
                    Message("The keyboard layout of this desktop has no key “{name}”.", name=name),
                    "Type it as text, or use a menu.",
                )

    def key(self, name: str, *, down: bool) -> None:
        """Press or release one key."""
        self.check((name,))
        # Shortcuts are known by their Latin letters, also where the layout has others on these keys.
        code = NAMED.get(name, 0 if name in self._symbols else PLAIN.get(name, 0))
        if down:
            self._own.expect("key", code)
        if code:
            self._session.key(code, down=down)
        else:
            self._session.keysym(self._symbols[name], down=down)
