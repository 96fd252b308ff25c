"""The one place that asks what stands between keys and their control, and that puts it out of the way.

Asked before every text, and before every key that makes a character. Text goes past an input method by a paste. Where
it has to go by keys, the input method is switched off for them and on again, or no key is sent. That another program
has the keyboard to itself is known to the backend, which is asked before each key (`keys_arrive`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from desktop_agent.core.actions.key_path import InputMethods, KeyPath
from desktop_agent.core.actions.keys import MODIFIERS, main_key
from desktop_agent.core.errors import InputError
from desktop_agent.core.runs.waiting import StopToken
from desktop_agent.core.texts.message import Message
from desktop_agent.input.backend import Route

# A program hands each key to its input method, and waits for the answer: keys that it hasn't come to yet would be
# composed after all. Chromium and Firefox take up to 0.1 s for a line on a busy machine.
HANDED_OVER_S = 0.3
_COMMANDS = frozenset({"ctrl", "alt", "super"})


class KeyPaths:
    """What stands between keys and their control, of one session."""

    def __init__(self, methods: InputMethods, pause: Callable[[float], None], keys_arrive: Callable[[], bool]) -> None:
        """`keys_arrive` returns whether the window that keys are for has the keyboard."""
        self._methods = methods
        self._pause = pause
        self._keys_arrive = keys_arrive
        self._is_straight = False
        self._left_off = ""

    def read(self) -> KeyPath:
        """Return what stands between keys and what has the keyboard now."""
        return KeyPath(composer=self._methods.composer())

    def read_for(self, keys: tuple[str, ...], held: tuple[str, ...]) -> KeyPath:
        """Return the same for one chord; nothing stands between where the chord makes no character."""
        names = {main_key(key) for key in (*held, *keys)}
        makes_character = _COMMANDS.isdisjoint(names) and any(
            len(name) == 1 or name == "space" for name in names - {*MODIFIERS}
        )
        return self.read() if makes_character else KeyPath()

    @contextmanager
    def straight(self, path: KeyPath) -> Iterator[None]:
        """Keep what is in the way out of it during the block; InputError where it can't be, and no key may be sent."""
        if not path.composes or self._is_straight:
            yield
            return
        if not self._methods.set_aside():
            raise _composing_error(path)
        self._is_straight = True
        try:
            yield
            self._pause(HANDED_OVER_S)
        finally:
            self._is_straight = False
            if not self._methods.put_back(here=self._is_here()):
                self._left_off = path.composer

    def take_note(self) -> str:
        """Return, once, a note about an input method that couldn't be switched on again; usually empty."""
        name = self._left_off
        self._left_off = ""
        if not name:
            return ""
        return Message(
            "The input method “{name}” is still off in the window that got these keys, because another window has the "
            "keyboard now.",
            name=name,
        )

    def _is_here(self) -> bool:
        try:
            return self._keys_arrive()
        except InputError:
            return False

    def check(self, path: KeyPath) -> None:
        """Raise InputError where something is in the way of keys that are to stay down after the action."""
        if path.composes:
            raise _composing_error(path)

    def along(self, route: Route) -> AbstractContextManager[None]:
        """Keep what is in the way of a route out of it for all that it enters during the block."""
        return self.straight(route.path) if isinstance(route, _UncomposedRoute) else nullcontext()

    def routes(self, routes: tuple[Route, ...], path: KeyPath, *, to_paste: bool) -> tuple[Route, ...]:
        """Return the routes for a text along a path, the first one first: those that paste, where text is to go so."""
        ways: tuple[Route, ...] = tuple(
            route if route.pastes else _UncomposedRoute(route, self, path) for route in routes
        )
        return tuple(sorted(ways, key=lambda route: route.pastes != to_paste))


class _UncomposedRoute:
    """A route by keys, with what stands between them and their control out of the way."""

    pastes = False

    def __init__(self, route: Route, paths: KeyPaths, path: KeyPath) -> None:
        self._route = route
        self._paths = paths
        self.path = path
        self.name = route.name
        self.private = route.private
        self.takes = route.takes
        self.finish = route.finish

    def enter(self, text: str, stop: StopToken, stands: Callable[[], bool]) -> None:
        """Enter the text by the route's keys."""
        with self._paths.straight(self.path):
            self._route.enter(text, stop, stands)


def _composing_error(path: KeyPath) -> InputError:
    return InputError(
        Message(
            "The input method “{name}” would make other characters of these keys, so they weren't pressed.",
            name=path.composer,
        ),
        Message("Enter text with the type action, or switch the input method off first."),
    )
