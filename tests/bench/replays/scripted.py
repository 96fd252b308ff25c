"""A model that follows a script of points: as one that looks at a picture, it says where, and knows no names.

A place is a control by its name, or a share of a window's sides. What it hits is told by the run alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop_agent.core.actions import Action, Finish, Wait
from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import ImagePoint, Rect
from desktop_agent.core.turn import Call, ModelInput, Proposal, Turn
from desktop_agent.host.stand_in import RealModels, Sight

_MOST_WAITS = 40
NOWHERE = ImagePoint(0, 0)


@dataclass(frozen=True, slots=True)
class Order:
    """One act in a window with this in its title; `at` is a control's name, or shares of the window's sides."""

    window: str
    act: Callable[[ImagePoint], Action]
    at: str | tuple[float, float] | None = None
    below: int = 0  # pixels, of the control with that name


@dataclass(frozen=True, slots=True)
class Script:
    """What stands in for a model while a run is recorded."""

    orders: Sequence[Order]

    name = "scripted"
    provider = None
    chooses_pictures = False

    @property
    def sends(self) -> str | None:
        """Return that nothing leaves this computer."""
        return "Nothing leaves this computer."

    @property
    def words(self) -> str:
        """Return nothing: nobody asks beforehand."""
        return ""

    def model(self, sight: Sight, models: RealModels) -> "ScriptedModel":
        """Return what the loop asks."""
        return ScriptedModel(self.orders, sight)


class ScriptedModel:
    """Gives one order after the other."""

    def __init__(self, orders: Sequence[Order], sight: Sight) -> None:
        self._orders, self._sight, self._next, self._waits, self._turns = orders, sight, 0, 0, 0

    async def think(self, message: ModelInput) -> Turn:
        """Return the next act, a wait where its place is not there yet, or the end."""
        self._turns += 1
        if self._next == len(self._orders):
            return Turn(finish=Finish("success", "Done."), exact=True)
        order = self._orders[self._next]
        at = await self._place(order, message.frame)
        if at is None:
            self._waits += 1
            if self._waits > _MOST_WAITS:
                return Turn(finish=Finish("failed", f"no place for order {self._next}: {order.window} {order.at}"))
            return self._asks(Wait(0.3 + self._waits / 100))
        self._next, self._waits = self._next + 1, 0
        return self._asks(order.act(at))

    async def cancel(self) -> None:
        """Do nothing: no answer is in flight."""

    async def forget(self) -> None:
        """Do nothing: nothing is stored."""

    def _asks(self, action: Action) -> Turn:
        return Turn(calls=(Call(f"order_{self._turns}", (Proposal(action, {"type": "order"}),)),))

    async def _place(self, order: Order, frame: Frame) -> ImagePoint | None:
        titles = {one.id: self._sight.windows.describe(one.id).title for one in frame.scene.windows}
        window = next((number for number, title in titles.items() if order.window in title), None)
        if window is None or (order.at is None and frame.scene.focus != window):
            return None
        if order.at is None:
            return NOWHERE
        if isinstance(order.at, str):
            shown = await self._sight.surroundings.controls(frame, window)
            found = [one.box for one in shown if one.name == order.at]
            if not found:
                return None
            at = frame.viewport.to_image(found[-1].middle)
            return ImagePoint(at.x, at.y + order.below)
        box = Rect.union(*(one.box for one in frame.scene.windows if one.id == window))
        across, down = order.at
        middle = Rect(box.x + round(box.width * across), box.y + round(box.height * down), 1, 1).middle
        return frame.viewport.to_image(middle)
