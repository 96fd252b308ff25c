"""The loop: takes connections, reads devices while somebody is connected, and tells each client its words.

A client that does not read, says too much, or what is no message, is let go.
"""

from __future__ import annotations

import selectors
import socket
import struct
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial

from desktop_agent.platforms.evdev.devices import InputDevices, OpenDevice
from desktop_agent.platforms.evdev.reports import EvdevEvent
from desktop_agent.platforms.evdev.sense import ClientSense, KeysDown
from desktop_agent.platforms.evdev.words import (
    BUSY,
    LONGEST,
    REFUSED,
    TOLD,
    CardNotice,
    PressQuestion,
    WatchRequest,
    devices_word,
    read_message,
)

MOST_CLIENTS = 16
GREETS_WITHIN_S = 2.0
_LOOK_EVERY_S = 1.0  # for devices that come and go
MESSAGES_PER_S = 20.0
MESSAGES_AT_ONCE = 40.0
UNREAD_BYTES = 32 * 1024  # what a client may leave unread
_CREDENTIALS = struct.Struct("@iII")  # process, user, group


class EvdevServer:
    """Serves the user whom `active` names, until nobody has been connected for `idle_s`."""

    def __init__(
        self, listener: socket.socket, devices: InputDevices, active: Callable[[], int | None], idle_s: float
    ) -> None:
        self._listener = listener
        self._devices = devices
        self._active = active
        self._idle_s = idle_s
        self._clients: list[WatchClient] = []
        self._held = KeysDown()
        self._is_reading = False
        self._looked_s = 0.0
        self._selector = selectors.DefaultSelector()
        listener.settimeout(0)
        self._selector.register(listener, selectors.EVENT_READ, self._take_client)

    def run(self) -> None:
        """Serve; return when nobody is there any more."""
        while True:
            ready = self._selector.select(self._wait_s())
            if not ready and not self._clients:
                return
            for key, _ in ready:
                if self._selector.get_map().get(key.fd) is key:  # another one of this round may have ended it
                    key.data()
            for client in self._clients:
                if client.sense is None and time.monotonic() - client.since_s > GREETS_WITHIN_S:
                    self._end(client)
            if self._is_reading and time.monotonic() - self._looked_s >= _LOOK_EVERY_S:
                self._look()

    def _wait_s(self) -> float:
        if not self._clients:
            return self._idle_s
        if any(client.sense is None for client in self._clients):
            return GREETS_WITHIN_S
        return _LOOK_EVERY_S

    def _take_client(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except OSError:
            return
        client = WatchClient(connection, time.monotonic())
        if client.user != self._active() or len(self._clients) >= MOST_CLIENTS:
            client.refuse()
        else:
            self._clients = [*self._clients, client]
            self._selector.register(connection, selectors.EVENT_READ, lambda: self._hear(client))

    def _hear(self, client: WatchClient) -> None:
        try:
            message = client.hear(time.monotonic())
        except BlockingIOError:
            return
        match message:
            case WatchRequest() if client.process in {watcher.process for watcher in self._clients if watcher.sense}:
                client.refuse(BUSY)
                self._end(client)
            case WatchRequest():
                self._begin()
                client.sense = ClientSense(message)
                self._tell(client, [self._devices_word()])
            case CardNotice() if client.sense is not None:
                self._read_all()  # what came before is not of this card
                client.sense.card(message)
            case PressQuestion() if client.sense is not None:
                self._read_all()  # what has happened by now counts
                if client in self._clients:
                    self._tell(client, [client.sense.answer(message)])
            case _:
                self._end(client)

    def _tell(self, client: WatchClient, words: Iterable[str]) -> None:
        words = list(words)
        if words and client.user != self._active():
            client.refuse()
            self._end(client)
        elif not all(client.tell(word) for word in words):
            self._end(client)

    def _end(self, client: WatchClient) -> None:
        if client not in self._clients:
            return
        self._clients = [other for other in self._clients if other is not client]
        with suppress(KeyError, ValueError):
            self._selector.unregister(client.connection)
        client.close()
        if not any(other.sense for other in self._clients):
            self._rest()

    def _begin(self) -> None:
        """Open the devices, and look for others now and then."""
        if not self._is_reading:
            self._is_reading = True
            self._look()

    def _rest(self) -> None:
        """Read nothing while nobody is there."""
        for device in self._devices:
            self._drop(device)
        self._held = KeysDown()
        self._is_reading = False

    def _look(self) -> None:
        self._looked_s = time.monotonic()
        added, removed = self._devices.look()
        for device in removed:
            self._forget(device)
        for device in added:
            self._selector.register(device.descriptor, selectors.EVENT_READ, partial(self._read, device))
        if added or removed:
            self._tell_devices()

    def _read_all(self) -> None:
        for device in self._devices:
            self._read(device)

    def _read(self, device: OpenDevice) -> None:
        try:
            for event in self._devices.read(device):
                self._take(device, event)
        except OSError:
            self._drop(device)
            self._tell_devices()

    def _take(self, device: OpenDevice, event: EvdevEvent) -> None:
        down = self._held.take(device.number, event)
        now = time.monotonic()
        for client in self._clients:
            if client.sense is not None:
                self._tell(client, client.sense.take(event, down, now))

    def _drop(self, device: OpenDevice) -> None:
        self._devices.drop(device)
        self._forget(device)

    def _forget(self, device: OpenDevice) -> None:
        with suppress(KeyError, ValueError):
            self._selector.unregister(device.descriptor)
        down = self._held.forget(device.number)
        for client in self._clients:
            if client.sense is not None:
                self._tell(client, client.sense.held_is(down))

    def _tell_devices(self) -> None:
        for client in self._clients:
            if client.sense is not None:
                self._tell(client, [self._devices_word()])

    def _devices_word(self) -> str:
        there = tuple(self._devices)
        return devices_word(sum(device.is_keyboard for device in there), sum(device.is_pointer for device in there))


class MessageRate:
    """How often a client may say something."""

    def __init__(self, now_s: float) -> None:
        self._left = MESSAGES_AT_ONCE
        self._at_s = now_s

    def count_message(self, now_s: float) -> bool:
        """Count one message; return whether it was not one too many."""
        self._left = min(MESSAGES_AT_ONCE, self._left + (now_s - self._at_s) * MESSAGES_PER_S) - 1
        self._at_s = now_s
        return self._left >= 0


class WatchClient:
    """A connection from `process` of `user`; `sense` once it has said what it watches for."""

    def __init__(self, connection: socket.socket, now_s: float) -> None:
        connection.settimeout(0)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, UNREAD_BYTES)
        credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        self.process, self.user, _group = _CREDENTIALS.unpack(credentials)
        self.connection = connection
        self.since_s = now_s
        self.sense: ClientSense | None = None
        self._rate = MessageRate(now_s)

    def tell(self, word: str) -> bool:
        """Tell a word of the protocol; False where the client is gone, or has not read for long."""
        if not TOLD.fullmatch(word):
            raise ValueError("That isn't a word of the protocol.")
        try:
            self.connection.send(word.encode("ascii"), socket.MSG_NOSIGNAL)
        except OSError:
            return False
        return True

    def hear(self, now_s: float) -> PressQuestion | WatchRequest | CardNotice | None:
        """Return the next message; None where there is no more to hear from this client.

        BlockingIOError when it has said nothing new.
        """
        try:
            data = self.connection.recv(LONGEST + 1)
        except BlockingIOError:
            raise
        except OSError:
            return None
        if not data or len(data) > LONGEST or not self._rate.count_message(now_s):
            return None
        message = read_message(data)
        if isinstance(message, WatchRequest) == (self.sense is None):
            return message
        return None

    def refuse(self, word: str = REFUSED) -> None:
        """Tell why it is let go, and let it go."""
        self.tell(word)
        self.close()

    def close(self) -> None:
        """End the connection."""
        with suppress(OSError):
            self.connection.close()
