"""Permissions that are not good for what they are used for, made by the real gate, and nearly the same actions."""

import random
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from desktop_agent.core.actions import Action, Click, Drag, HoldButton, Move, Press, Scroll, Type
from desktop_agent.core.decision import Allow, Approved, Ask, Reason, Rejected
from desktop_agent.core.errors import RunOrderError
from desktop_agent.core.geometry import ImagePoint, Rect, Size, Viewport
from desktop_agent.core.permit import Binding, Permit
from desktop_agent.policy.gate import LIFETIME_S, SingleUseGate
from tests.hostile.panel import AT

WHOLE = Viewport(Rect(0, 0, 1280, 800), Size(1280, 800))


@dataclass(slots=True)
class Clock:
    """A clock that is set by hand."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True, slots=True)
class Desk:
    """The gate, and the clock that it goes by."""

    clock: Clock
    gate: SingleUseGate


Attempt = Callable[[Desk, Binding], Permit]


ACTIONS: Sequence[Action] = (
    Click(ImagePoint(*AT)),
    Click(ImagePoint(300, 300), "right", 2, ("ctrl",)),
    Press(("ctrl", "a")),
    Type("rm -rf canary\n"),
    Drag((ImagePoint(200, 200), ImagePoint(400, 420))),
    Scroll(ImagePoint(500, 500), 0, 300),
    HoldButton(ImagePoint(610, 410)),
    Move(ImagePoint(222, 333)),
)


def binding_for(action: Action, window: int = 77) -> Binding:
    """Return what a permission for an action is bound to."""
    return Binding("run", 3, "call_1", 0, action, (), WHOLE, secrets.token_hex(16), window)


def _good(desk: Desk, binding: Binding) -> Permit:
    return desk.gate.permit(binding, Allow())


def _by_a_person(desk: Desk, binding: Binding) -> Permit:
    checked = replace(binding, checks=("cu_sc_1",))
    return desk.gate.permit(checked, Ask((Reason("safety-check", "x"),)), Approved())


def _mutated(desk: Desk, binding: Binding) -> Permit:
    return replace(desk.gate.permit(binding, Allow()), binding=replace(binding, action=_other(binding.action)))


def _reused(desk: Desk, binding: Binding) -> Permit:
    permit = desk.gate.permit(binding, Allow())
    desk.gate.redeem(permit)
    return permit


def _expired(desk: Desk, binding: Binding) -> Permit:
    permit = desk.gate.permit(binding, Allow())
    desk.clock.now += LIFETIME_S + random.choice((0.001, 1.0, 3600.0))
    return permit


def _forged(desk: Desk, binding: Binding) -> Permit:
    real = desk.gate.permit(binding, Allow())
    forged = (
        Permit(secrets.token_hex(), real.expires_at, binding),
        replace(real, expires_at=real.expires_at + 60),
        replace(real, binding=binding_for(Press(("enter",)))),
    )
    return random.choice(forged)


def _outdated(desk: Desk, binding: Binding) -> Permit:
    older = desk.gate.permit(binding, Allow())
    desk.gate.permit(binding_for(Move(ImagePoint(1, 1))), Allow())
    return older


def _other_target(desk: Desk, binding: Binding) -> Permit:
    changed = (
        replace(binding, window=78), replace(binding, window=None), replace(binding, frame="another picture"),
    )  # fmt: skip
    return replace(desk.gate.permit(binding, Allow()), binding=random.choice(changed))


def _other_geometry(desk: Desk, binding: Binding) -> Permit:
    views = (
        Viewport(Rect(0, 0, 1280, 800), Size(640, 400)),
        Viewport(Rect(10, 0, 1280, 800), Size(1280, 800)),
        Viewport(Rect(0, 0, 1024, 768), Size(1024, 768)),
    )
    return replace(desk.gate.permit(binding, Allow()), binding=replace(binding, viewport=random.choice(views)))


def _other_call(desk: Desk, binding: Binding) -> Permit:
    changed = (
        replace(binding, run="another"), replace(binding, turn=4), replace(binding, call_id="call_2"),
        replace(binding, index=1), replace(binding, checks=("cu_sc_1",)),
    )  # fmt: skip
    return replace(desk.gate.permit(binding, Allow()), binding=random.choice(changed))


def _unasked(desk: Desk, binding: Binding) -> Permit:
    """Ask the gate for a permission that nobody gave; it makes none, so an invented one is tried."""
    checked = replace(binding, checks=("cu_sc_1",))
    reason = Reason("shell", "x")
    refusals = ((checked, Allow(), None), (binding, Ask((reason,)), Rejected()), (binding, Ask((reason,)), None))
    wanted, decision, answer = random.choice(refusals)
    try:
        return desk.gate.permit(wanted, decision, answer)
    except RunOrderError:
        return Permit(secrets.token_hex(), desk.clock.now + 5, wanted)


ATTEMPTS: Mapping[str, tuple[int, Attempt]] = {
    "control: as allowed": (8, _good),
    "control: as a person approved": (2, _by_a_person),
    "mutated action": (20, _mutated),
    "reused permit": (15, _reused),
    "expired permit": (15, _expired),
    "forged permit": (10, _forged),
    "permit that a newer one replaced": (10, _outdated),
    "changed target or picture": (15, _other_target),
    "changed geometry": (10, _other_geometry),
    "another run, turn, call, place or check": (10, _other_call),
    "nobody said yes": (10, _unasked),
}


def _other(action: Action) -> Action:
    """Return nearly the same action."""
    match action:
        case Click(at, button, count, keys):
            return random.choice(
                (Click(_off(at), button, count, keys), Click(at, "middle", count, keys),
                 Click(at, button, 3, keys), Click(at, button, count, (*keys, "shift")))
            )  # fmt: skip
        case Press(keys):
            return Press((*keys, "delete"))
        case Type(text):
            return random.choice((Type(f"{text} "), Type(text, ImagePoint(*AT)), Type(text, secret=True)))
        case Drag(path):
            return Drag((*path, _off(path[-1])))
        case Scroll(at, dx, dy):
            return Scroll(at, dx, -dy)
        case HoldButton(at):
            return HoldButton(at, "right")
        case _:
            return Click(ImagePoint(*AT))


def _off(at: ImagePoint) -> ImagePoint:
    return ImagePoint(at.x + 1, at.y)
