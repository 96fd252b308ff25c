"""A connection to PipeWire, with the thread on which the library calls us; streams use it.

Since PipeWire 1 a stream whose source has gone is paused, just as one that we have paused ourselves: only the list of
all objects (the registry) shows that the source is gone.
"""

from __future__ import annotations

import ctypes
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from desktop_agent.core.errors import NoScreenError
from desktop_agent.core.texts.message import Message
from desktop_agent.platforms.portal.pipewire.library import (
    HOOK_BYTES,
    INSTALL,
    CoreMethods,
    GlobalRemoved,
    Interface,
    RegistryEvents,
    RegistryMethods,
    pipewire,
)

_log = logging.getLogger(__name__)

_REGISTRY_VERSION = 3


class PipewireConnection:
    """One connection: by a descriptor from a portal, or to the session's PipeWire.

    The descriptor stays the caller's.
    """

    def __init__(self, fd: int | None = None) -> None:
        """Raises NoScreenError where PipeWire is not installed, does not run, or hangs up."""
        self._library = pipewire()
        self._loop: int | None = self._library.pw_thread_loop_new(b"desktop-agent", None)
        self._context: int | None = None
        self.core: int | None = None
        self._on_removed = dict[int, Callable[[], None]]()
        self._events = RegistryEvents(removed=GlobalRemoved(self._remove))
        self._hook = ctypes.create_string_buffer(HOOK_BYTES)
        try:
            self._connect(fd)
        except NoScreenError:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep the library from calling us meanwhile."""
        if self._loop is None:
            raise NoScreenError(Message("The connection to PipeWire is closed."), Message("Start the task again."))
        self._library.pw_thread_loop_lock(self._loop)
        try:
            yield
        finally:
            self._library.pw_thread_loop_unlock(self._loop)

    def on_removed(self, node: int, call: Callable[[], None]) -> None:
        """Call `call`, on the library's thread, when a node disappears; the caller has `locked` the library."""
        self._on_removed[node] = call

    def close(self) -> None:
        """Disconnect, and end the thread. Streams are closed before."""
        if self._loop is None:
            return
        self._library.pw_thread_loop_stop(self._loop)
        if self.core is not None:
            self._library.pw_core_disconnect(self.core)
        if self._context is not None:
            self._library.pw_context_destroy(self._context)
        self._library.pw_thread_loop_destroy(self._loop)
        self._loop = None
        self._context = None
        self.core = None

    def _connect(self, fd: int | None) -> None:
        if self._loop is None:
            raise NoScreenError(
                Message("The PipeWire library couldn't be started."), Message("Run: {install}", install=INSTALL)
            )
        self._context = self._library.pw_context_new(self._library.pw_thread_loop_get_loop(self._loop), None, 0)
        if self._context is None:  # its settings are missing
            raise NoScreenError(
                Message("Parts of PipeWire aren't installed."), Message("Run: {install}", install=INSTALL)
            )
        if fd is None:
            self.core = self._library.pw_context_connect(self._context, None, 0)
        else:  # the library closes what it is given
            self.core = self._library.pw_context_connect_fd(self._context, os.dup(fd), None, 0)
        if self.core is None:
            raise NoScreenError(
                Message("Screen capture in this session uses PipeWire, which isn't responding."),
                Message("Run: systemctl --user restart pipewire wireplumber"),
            )
        _log.debug("connected to PipeWire, by the portal's descriptor: %s", fd is not None)
        self._observe_objects(self.core)
        if self._library.pw_thread_loop_start(self._loop) < 0:
            raise NoScreenError(
                Message("A thread for PipeWire couldn't be started."), Message("Close some programs, then try again.")
            )

    def _observe_objects(self, core: int) -> None:
        of_core = Interface.from_address(core)
        registry = CoreMethods.from_address(of_core.methods).get_registry(of_core.data, _REGISTRY_VERSION, 0)
        of_list = Interface.from_address(registry)
        add_listener = RegistryMethods.from_address(of_list.methods).add_listener
        add_listener(of_list.data, ctypes.addressof(self._hook), ctypes.addressof(self._events), None)

    def _remove(self, _data: int, number: int) -> None:
        if call := self._on_removed.pop(number, None):
            call()
