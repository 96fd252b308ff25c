"""A performer over a recording backend, what it would send as a list of words; and permissions for the real one."""

from dataclasses import replace

from desktop_agent.core.actions import Action, Click, Type
from desktop_agent.core.geometry import ImagePoint, Rect, Size, Viewport
from desktop_agent.core.grant import Binding, Grant
from desktop_agent.core.stop import StopToken
from desktop_agent.input.perform import ActionExecutor
from tests.input.recording_backend import FakeStop, RecordingBackend

SCREEN = Viewport(Rect(0, 0, 1280, 800), Size(1280, 800))
HALF = Viewport(Rect(100, 50, 200, 200), Size(100, 100))
AT = ImagePoint(10, 20)  # 121, 91 on the screen
GRANT = Grant("s", "d", 0.0)


def binding(action: Action, viewport: Viewport = SCREEN) -> Binding:
    """Return a permission's object for one action on the whole screen."""
    return Binding("r", 1, "c1", 0, action, (), viewport, "", None)


def parts(action: Action) -> tuple[Action, ...]:
    """Return what a run makes of one action."""
    match action:
        case Type(at=at) if at is not None:
            return Click(at), replace(action, at=None)
        case _:
            return (action,)


class Bench:
    """A performer over a recording backend."""

    def __init__(self) -> None:
        self.backend = RecordingBackend()
        self.stop = FakeStop()
        self.opened: list[str] = []
        self.redeemed: list[tuple[Grant, Binding]] = []
        self.performer = ActionExecutor(
            self.backend, redeem=self._redeem, stop=self.stop, navigate=self._navigate, clock=self.stop.clock
        )

    def do(self, action: Action) -> list[str]:
        """Carry an action out and return the events of it, without the waits for the server."""
        before = len(self.backend.told)
        self.performer.perform(GRANT, Binding("r", 1, "c", 0, action, (), HALF, "", None))
        return [word for word in self.backend.told[before:] if word != "sync"]

    def _redeem(self, grant: Grant, binding: Binding) -> None:
        self.redeemed.append((grant, binding))

    def _navigate(self, url: str, _stop: StopToken) -> None:
        self.opened.append(url)
