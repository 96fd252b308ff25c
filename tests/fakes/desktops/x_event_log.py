"""Another X client that writes down every key, button and pointer event of a display: an oracle for input tests.

The recording runs in a process of its own: XRecord sees device events whoever grabs them, and never sees XSendEvent.
For a line on standard input it sends a request that is recorded, too: “marked” comes after all that was done by then.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.fakes.waiting import line_of, wait_until

_NO_OPERATION = 127  # the request's number (X11 protocol, appendix B)
_KINDS = {2: "key_press", 3: "key_release", 4: "button_press", 5: "button_release", 6: "motion"}


@dataclass(frozen=True, slots=True)
class XEvent:
    """One device event: what, which key or button, where the pointer was, and the server's own time."""

    kind: str
    detail: int  # the keycode or button number; 0 for motion
    name: str  # the name of the key's unshifted symbol ("a", "Return", "Shift_L"); "" where there is none
    x: int
    y: int
    state: int  # modifiers and buttons that were down before it, as X counts them
    time_ms: int


class XEventLog:
    """What happened on a display since the log was opened; a context manager."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.fakes.desktops.x_event_log"],
            env=dict(environment), cwd=Path(__file__).parents[3], stdout=subprocess.PIPE, stdin=subprocess.PIPE,
        )  # fmt: skip
        self._events: list[XEvent] = []
        self._asked = 0
        self._marked = 0
        self._asking = threading.Lock()
        assert line_of(self._process.stdout) == b"ready\n"
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def events(self, *kinds: str) -> tuple[XEvent, ...]:
        if self._process.poll() is None:
            self._catch_up()
        return self._written(*kinds)

    def wait_for(self, count: int, *kinds: str) -> tuple[XEvent, ...]:
        wait_until(lambda: len(self.events(*kinds)) >= count, f"{count} events of {kinds}")
        return self.events(*kinds)

    def close(self) -> None:
        """Stop recording; what was seen stays readable."""
        self._process.terminate()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _catch_up(self) -> None:
        with self._asking:
            self._asked += 1
            number = self._asked
            assert self._process.stdin is not None
            self._process.stdin.write(b"mark\n")
            self._process.stdin.flush()
        wait_until(lambda: self._marked >= number, "the log of what the server has done by now")

    def _written(self, *kinds: str) -> tuple[XEvent, ...]:
        return tuple(event for event in tuple(self._events) if not kinds or event.kind in kinds)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line == b"marked\n":
                self._marked += 1
            else:
                self._events.append(XEvent(**json.loads(line)))


def _record() -> None:
    from Xlib import XK, X, display
    from Xlib.ext import record
    from Xlib.protocol import rq

    names = {value: name[3:] for name, value in reversed(list(vars(XK).items())) if name.startswith("XK_")}
    asking = display.Display()
    recording = display.Display()
    wanted = {
        "core_requests": (_NO_OPERATION, _NO_OPERATION), "core_replies": (0, 0), "ext_requests": (0, 0, 0, 0),
        "ext_replies": (0, 0, 0, 0), "delivered_events": (0, 0), "device_events": (X.KeyPress, X.MotionNotify),
        "errors": (0, 0), "client_started": False, "client_died": False,
    }  # fmt: skip
    # Of the requests, only those of this client; devices are nobody's, and recorded all the same.
    context = recording.record_create_context(0, [asking.display.info.resource_id_base], [wanted])

    def mark() -> None:
        for _ in sys.stdin:
            asking.no_operation()
            asking.sync()  # the server keeps what it has recorded until somebody is answered

    def write(reply: object) -> None:
        if reply.category == record.StartOfData:  # type: ignore[attr-defined]  # python-xlib has no types
            _say("ready")
            threading.Thread(target=mark, daemon=True).start()
        if reply.category == record.FromClient:  # type: ignore[attr-defined]
            _say("marked")
        data = reply.data if reply.category == record.FromServer else b""  # type: ignore[attr-defined]
        while data:
            event, data = rq.EventField(None).parse_binary_value(data, recording.display, None, None)
            is_key = event.type in {X.KeyPress, X.KeyRelease}
            name = names.get(asking.keycode_to_keysym(event.detail, 0), "") if is_key else ""
            _say(json.dumps(_plain(event, name)))

    recording.record_enable_context(context, write)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _plain(event: object, name: str) -> dict[str, object]:
    fields = {"x": "root_x", "y": "root_y", "state": "state", "time_ms": "time", "detail": "detail"}
    plain: dict[str, object] = {mine: getattr(event, theirs) for mine, theirs in fields.items()}
    kind = _KINDS[int(getattr(event, "type", 0))]
    return plain | {"kind": kind, "name": name} | ({"detail": 0} if kind == "motion" else {})


if __name__ == "__main__":
    _record()
