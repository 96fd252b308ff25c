"""libpipewire by ctypes, and a connection to PipeWire with the thread on which the library calls us.

Loaded with the first connection, never before: most sessions need none of it.

Since PipeWire 1 a stream whose source has gone is paused, just as one that we have paused ourselves: only the list of
all objects (the registry) shows that the source is gone.
"""

from __future__ import annotations

import ctypes
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import POINTER, c_bool, c_char_p, c_int, c_int32, c_int64, c_size_t, c_uint32, c_uint64, c_void_p
from functools import cache
from types import TracebackType
from typing import Self

from desktop_agent.core.errors import NoScreenError
from desktop_agent.core.texts.message import Message

_log = logging.getLogger(__name__)


INSTALL = "sudo apt-get install -y libpipewire-0.3-0 pipewire-bin"
_LIBRARY = "libpipewire-0.3.so.0"
_QUIET = 0  # the library logs on stderr what we report ourselves
HOOK_BYTES = 64  # of a spa_hook, which the library fills in

StateChanged = ctypes.CFUNCTYPE(None, c_void_p, c_int, c_int, c_char_p)
ParamChanged = ctypes.CFUNCTYPE(None, c_void_p, c_uint32, c_void_p)
BufferChanged = ctypes.CFUNCTYPE(None, c_void_p, c_void_p)
Process = ctypes.CFUNCTYPE(None, c_void_p)
GlobalRemoved = ctypes.CFUNCTYPE(None, c_void_p, c_uint32)
AddListener = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_void_p)
RegistryOf = ctypes.CFUNCTYPE(c_void_p, c_void_p, c_uint32, c_size_t)

_FUNCTIONS: dict[str, tuple[type | None, tuple[type, ...]]] = {
    "pw_init": (None, (c_void_p, c_void_p)),
    "pw_log_set_level": (None, (c_int,)),
    "pw_thread_loop_new": (c_void_p, (c_char_p, c_void_p)),
    "pw_thread_loop_get_loop": (c_void_p, (c_void_p,)),
    "pw_thread_loop_start": (c_int, (c_void_p,)),
    "pw_thread_loop_lock": (None, (c_void_p,)),
    "pw_thread_loop_unlock": (None, (c_void_p,)),
    "pw_thread_loop_stop": (None, (c_void_p,)),
    "pw_thread_loop_destroy": (None, (c_void_p,)),
    "pw_context_new": (c_void_p, (c_void_p, c_void_p, c_size_t)),
    "pw_context_destroy": (None, (c_void_p,)),
    "pw_context_connect": (c_void_p, (c_void_p, c_void_p, c_size_t)),
    "pw_context_connect_fd": (c_void_p, (c_void_p, c_int, c_void_p, c_size_t)),
    "pw_core_disconnect": (c_int, (c_void_p,)),
    "pw_properties_new_string": (c_void_p, (c_char_p,)),
    "pw_stream_new": (c_void_p, (c_void_p, c_char_p, c_void_p)),
    "pw_stream_add_listener": (None, (c_void_p, c_void_p, c_void_p, c_void_p)),
    "pw_stream_connect": (c_int, (c_void_p, c_int, c_uint32, c_int, c_void_p, c_uint32)),
    "pw_stream_update_params": (c_int, (c_void_p, c_void_p, c_uint32)),
    "pw_stream_set_active": (c_int, (c_void_p, c_bool)),
    "pw_stream_dequeue_buffer": (c_void_p, (c_void_p,)),
    "pw_stream_queue_buffer": (c_int, (c_void_p, c_void_p)),
    "pw_stream_destroy": (None, (c_void_p,)),
}


class StreamEvents(ctypes.Structure):
    """`pw_stream_events` of version 0: what a stream calls."""

    _fields_ = (
        ("version", c_uint32), ("destroy", c_void_p), ("state_changed", StateChanged), ("control_info", c_void_p),
        ("io_changed", c_void_p), ("param_changed", ParamChanged), ("add_buffer", c_void_p),
        ("remove_buffer", BufferChanged), ("process", Process), ("drained", c_void_p),
    )  # fmt: skip


class Interface(ctypes.Structure):
    """`spa_interface`, with which each object of the library begins: its methods, and what they take first."""

    _fields_ = (("type", c_char_p), ("version", c_uint32), ("methods", c_void_p), ("data", c_void_p))


class CoreMethods(ctypes.Structure):
    """The beginning of `pw_core_methods`."""

    _fields_ = (
        ("version", c_uint32), ("add_listener", c_void_p), ("hello", c_void_p), ("sync", c_void_p), ("pong", c_void_p),
        ("error", c_void_p), ("get_registry", RegistryOf),
    )  # fmt: skip


class RegistryMethods(ctypes.Structure):
    """The beginning of `pw_registry_methods`."""

    _fields_ = (("version", c_uint32), ("add_listener", AddListener))


class RegistryEvents(ctypes.Structure):
    """`pw_registry_events` of version 0: what the list of all objects calls."""

    _fields_ = (("version", c_uint32), ("added", c_void_p), ("removed", GlobalRemoved))


class SpaChunk(ctypes.Structure):
    """Which part of a memory a picture fills."""

    _fields_ = (("offset", c_uint32), ("size", c_uint32), ("stride", c_int32), ("flags", c_int32))


class SpaData(ctypes.Structure):
    """One memory of a buffer."""

    _fields_ = (
        ("type", c_uint32), ("flags", c_uint32), ("fd", c_int64), ("mapoffset", c_uint32), ("maxsize", c_uint32),
        ("data", c_void_p), ("chunk", POINTER(SpaChunk)),
    )  # fmt: skip


class SpaMeta(ctypes.Structure):
    """Metadata of a picture."""

    _fields_ = (("type", c_uint32), ("size", c_uint32), ("data", c_void_p))


class SpaBuffer(ctypes.Structure):
    """A picture's memory and metadata."""

    _fields_ = (("n_metas", c_uint32), ("n_datas", c_uint32), ("metas", POINTER(SpaMeta)), ("datas", POINTER(SpaData)))


class PwBuffer(ctypes.Structure):
    """A buffer as a stream provides it."""

    _fields_ = (("buffer", POINTER(SpaBuffer)), ("user_data", c_void_p), ("size", c_uint64), ("requested", c_uint64))


@cache
def pipewire() -> ctypes.CDLL:
    """Return the library, ready for use; NoScreenError where it is missing."""
    return load(_LIBRARY)


def load(name: str, open_library: Callable[[str], ctypes.CDLL] = ctypes.CDLL) -> ctypes.CDLL:
    """Load the library of this name; NoScreenError where it is missing, or lacks a function."""
    try:
        library = open_library(name)
        for function, (result, arguments) in _FUNCTIONS.items():
            call = getattr(library, function)
            call.restype = result
            call.argtypes = arguments
    except (OSError, AttributeError) as cause:
        raise NoScreenError(
            Message("Screen capture in this session uses PipeWire, but the libpipewire-0.3 library is missing."),
            Message("Run: {install}", install=INSTALL),
        ) from cause
    library.pw_init(None, None)
    library.pw_log_set_level(_QUIET)
    return library


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
