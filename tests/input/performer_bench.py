"""A performer over a recording backend, what it would send as a list of words; and permissions for the real one."""

from dataclasses import replace

from desktop_agent.core.actions import Action, Click, Type
from desktop_agent.core.geometry import ImagePoint, Rect, Size, Viewport
from desktop_agent.core.permit import Binding, Permit
from desktop_agent.core.stop import StopToken
from desktop_agent.input.perform import ActionExecutor
from tests.input.recording_backend import FakeStop, RecordingBackend

SCREEN = Viewport(Rect(0, 0, 1280, 800), Size(1280, 800))
HALF = Viewport(Rect(100, 50, 200, 200), Size(100, 100))
AT = ImagePoint(10, 20)  # 121, 91 on the screen


def permit_for(action: Action, viewport: Viewport = SCREEN, window: int | None = None) -> Permit:
    """Return a permit for one action, by default on the whole screen."""
    return Permit("s", 0.0, Binding("r", 1, "c1", 0, action, (), viewport, "", window))


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
        self.redeemed: list[Permit] = []
        self.performer = ActionExecutor(
            self.backend, redeem=self._redeem, stop=self.stop, navigate=self._navigate, clock=self.stop.clock
        )

    def do(self, action: Action) -> list[str]:
        """Carry an action out and return the events of it, without the waits for the server."""
        before = len(self.backend.told)
        self.performer.perform(permit_for(action, HALF))
        return [word for word in self.backend.told[before:] if word != "sync"]

    def _redeem(self, permit: Permit) -> None:
        self.redeemed.append(permit)

    def _navigate(self, url: str, _stop: StopToken) -> None:
        self.opened.append(url)
