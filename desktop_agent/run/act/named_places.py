"""The places of controls that a model names: each is looked up when the turn of its action has come.

Whatever the answer has done before that may have moved the control. So the screen has come to rest since, and the name
is looked up there, in a new picture; nothing is looked up in advance, except for a card that shows several actions.
Before a question about it, and once more when the pointer is on it and nothing but the press is left to do, the control
has to be at its place still (`obstacle`). Where it isn't, it is looked up again, a few times, and everything about the
action is decided again.

A path of menus (“Edit › Copy”) is a click on each name: what a menu holds is there once it is open.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from desktop_agent.core.actions.action import Action, Click, HoldButton, Type
from desktop_agent.core.actions.describe import TEXT_KIND, kind_of
from desktop_agent.core.controls.locator import LONGEST_NAME, folded, request_of
from desktop_agent.core.controls.role import Role
from desktop_agent.core.controls.screen_contents import LocatedControl, ShownControl
from desktop_agent.core.decisions.decision import HitControl, Target
from desktop_agent.core.errors import GeometryChangedError
from desktop_agent.core.pictures import Frame, ImagePoint
from desktop_agent.core.runs.turn import Call, InvalidAction, NamedPlace, Proposal
from desktop_agent.core.texts.message import foreign
from desktop_agent.run.inquiry import PATH, ScreenInquiry
from desktop_agent.run.pause import PauseSupervisor
from desktop_agent.run.ports import Camera
from desktop_agent.run.stream import Stream

Obstacle = Literal["", "moved", "covered"]
MOST_LOOKS = 3  # for one action: a list that moves without end is no place to press
# Of these there are many side by side, and one may hold others.
_ENTRIES = frozenset({Role.ICON, Role.LIST_ITEM, Role.TREE_ITEM, Role.TABLE_CELL})


class NamedPlaces:
    """Looks up the names of one run; on the run's loop."""

    def __init__(self, inquiry: ScreenInquiry, pauses: PauseSupervisor, camera: Camera, stream: Stream) -> None:
        self._inquiry = inquiry
        self._pauses = pauses
        self._camera = camera
        self._stream = stream

    async def located(self, proposal: Proposal, frame: Frame) -> tuple[Proposal, LocatedControl | None]:
        """Return a proposal with its action at the place of its name in a picture, and the control there.

        Without such a place, or with several, the action is an invalid one that says so.
        """
        named = proposal.named
        if named is None:
            return proposal, None
        form = proposal.form
        presses = _is_press(form)
        place = await self._inquiry.locate(frame, named.name, presses=presses, gets_text=isinstance(form, Type))
        if isinstance(place, str):
            return replace(proposal, action=InvalidAction(place)), None
        at = frame.viewport.to_image(place.control.box.middle)
        return replace(proposal, action=named.action(at)), place

    async def again(self, before: Proposal, seen: Frame) -> tuple[Proposal, Action, LocatedControl | None, Frame] | str:
        """Look a name up again, as its control has moved; a sentence where it has no place by now, or several.

        Return the proposal at its place, its action, the control there, and the picture in which that is. A person may
        have taken over meanwhile: then the picture is one from after that.
        """
        settlement = await self._pauses.settled(self._camera, seen, "any")
        frame = settlement.frame if settlement is not None else await self._pauses.picture(self._camera)
        self._stream.show(frame, "recheck", "nothing")
        proposal, place = await self.located(before, frame)
        if isinstance(proposal.action, InvalidAction):
            return proposal.action.reason
        return proposal, proposal.action, place, frame

    async def obstacle(self, seen: Frame, place: LocatedControl, at: ImagePoint) -> Obstacle:
        """Return why a named control isn't to be pressed at its place: it isn't there, or something else takes it.

        One that was read has to look exactly as it did there; of all others the program is asked. Where that lags
        behind its own list, the picture decides.
        """
        if not place.control.role:
            return "" if self._camera.same_in(place.control.box, seen) else "moved"
        if not await self._inquiry.is_there(seen, place):
            return "moved"
        try:
            if await self._inquiry.shown_instead(self._camera.as_now(seen), place):
                return "moved"
        except GeometryChangedError:
            return "moved"
        hit = await self._inquiry.surroundings.target(seen, Click(at))
        return "covered" if _is_another(hit.control, place.control) else ""


def with_proposal(call: Call, index: int, proposal: Proposal) -> Call:
    """Return a call with another proposal at an index."""
    return replace(call, proposals=(*call.proposals[:index], proposal, *call.proposals[index + 1 :]))


def with_paths(call: Call) -> Call:
    """Return a call with each path of menus as clicks on its names; the last name has the action."""
    return replace(call, proposals=tuple(step for proposal in call.proposals for step in _menu_path_steps(proposal)))


def with_located(target: Target, place: LocatedControl | None) -> Target:
    """Return the target of a named action, with the named control where its program reports none at that point."""
    hit = target.control
    if place is None or not place.control.role or (hit is not None and hit.name and hit.source == "accessibility"):
        return target
    control = place.control
    known = replace(
        hit or HitControl(),
        name=control.name,
        role=control.role,
        source="accessibility",
        box=control.box,
        disabled="disabled" in control.states,
        read_at=None,
    )
    return replace(target, control=known)


def asked_and_kind(asked: str, control: ShownControl) -> str:
    """Return a name that a model gave, with the control that it was: `“Undo” (menu item “Undo Ctrl+Z”)`."""
    printed = request_of(asked)
    name = printed.name if printed is not None and folded(control.name) != folded(asked) else asked
    own = "" if folded(control.name) == folded(name) else f"“{foreign(control.name, LONGEST_NAME)}”"
    kind = " ".join(filter(None, (kind_of(control.role) or TEXT_KIND, own)))
    disabled = ", disabled" if "disabled" in control.states else ""
    return f"“{foreign(name, LONGEST_NAME)}” ({kind}{disabled})"


def _is_press(action: Action | InvalidAction) -> bool:
    """Return whether an action is for a control alone: a double click selects text, a right click opens its menu."""
    if isinstance(action, Click):
        return (action.button, action.count) == ("left", 1)
    return isinstance(action, HoldButton | Type)


def _menu_path_steps(proposal: Proposal) -> tuple[Proposal, ...]:
    """Return the steps of an action on a path of menus; the action alone where it has no path."""
    if proposal.named is None or not isinstance(proposal.named.name, str):
        return (proposal,)
    *menus, last = proposal.named.name.split(PATH)
    clicks = (replace(proposal, named=NamedPlace(menu, Click)) for menu in menus)
    return (*clicks, replace(proposal, named=replace(proposal.named, name=last)))


def _is_another(hit: HitControl | None, control: ShownControl) -> bool:
    """Return whether a program names another control at the place of a named one: it covers that, or has its place.

    What a control holds is called as a part of it, or is no control.
    """
    if hit is None or hit.source != "accessibility" or not hit.name or not kind_of(hit.role):
        return False
    asked = folded(control.name)
    there = folded(hit.name)
    if asked in there or there in asked:
        return False
    is_apart = hit.box is None or hit.box.intersection(control.box) not in {hit.box, control.box}
    return is_apart or hit.role not in _ENTRIES
