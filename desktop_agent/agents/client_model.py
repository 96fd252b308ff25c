"""The agent in a model's place: a message of the loop answers the open call, and the next call is the next turn.

`put` and `close` may be called from any thread; `think` runs in the run's own loop. One order is open at a time.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from desktop_agent.agents.orders import (
    ActOrder,
    AskOrder,
    ClipboardOrder,
    EndOrder,
    FindOrder,
    InquiryOrder,
    LookOrder,
    McpAnswer,
    ReadOrder,
    Region,
    SessionOrder,
    ZoomOrder,
)
from desktop_agent.agents.tools import ACT, MARK, NAME, POINTED, WORDS
from desktop_agent.agents.view import (
    UNCHANGED,
    ScreenView,
    answer_of,
    named_picture,
    part_words,
    size_of,
    with_picture,
)
from desktop_agent.core.actions import Action, Finish, Invoke, points_of, uses_keyboard
from desktop_agent.core.errors import OffScreenError
from desktop_agent.core.events import Announce, Event, RequestSent, SentPicture
from desktop_agent.core.frame import Frame
from desktop_agent.core.function import READ_CLIPBOARD, SET_CLIPBOARD
from desktop_agent.core.geometry import ImagePoint, Size
from desktop_agent.core.json_text import JsonItem
from desktop_agent.core.screen_contents import Read
from desktop_agent.core.turn import Call, InvalidAction, ModelInput, NamedPlace, Opening, Proposal, Turn
from desktop_agent.model.caps import Caps
from desktop_agent.model.dialects.functions import DIALECT
from desktop_agent.model.reading.action import read_action
from desktop_agent.model.reading.tool_call import called_action
from desktop_agent.model.reading.values import number_of
from desktop_agent.model.space import Space, Unreadable, space_of
from desktop_agent.model.strict_json import printable, printable_object
from desktop_agent.run.inquiry import part_on_screen
from desktop_agent.screen.camera import REACH, TOLERATED
from desktop_agent.screen.capture_units import in_capture
from desktop_agent.screen.compare import patch, patch_alike
from desktop_agent.screen.part import changed_part, marked_picture, part_picture

if TYPE_CHECKING:
    from desktop_agent.agents.picture_files import PictureFiles
    from desktop_agent.run.stream import Stream

# A client that opens a connection for each call, or for a look and an act, takes a name over. One that calls a third
# time stays, and its picture with it.
_MOST_NAMED_PICTURES = 2


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """An order, and the future for its answer."""

    order: SessionOrder
    answer: Future[McpAnswer] = field(default_factory=Future)

    def settle(self, answer: McpAnswer) -> None:
        """Set the answer, unless the call was cancelled."""
        if self.answer.set_running_or_notify_cancel():
            self.answer.set_result(answer)


class ClientModel:
    """The loop's model port for a session of an agent."""

    def __init__(self, caps: Caps, pictures: PictureFiles | None = None) -> None:
        """`caps` limits one call; `pictures` stores pictures beyond the connection (None: they are not stored)."""
        self._pictures = pictures
        self.view: ScreenView | None = None  # describes the screen
        self.announce: Announce = _ignore
        self.stream: Stream | None = None  # records each picture that goes to the agent
        self.run = ""  # its id, once it has begun
        self._caps = caps
        self._lock = threading.Lock()
        self._arrived: deque[OpenOrder] = deque()
        self._open: OpenOrder | None = None  # answered by the loop's next message
        self._wake: Callable[[], object] | None = None
        self._closing_answer: McpAnswer | None = None
        self._number = 0
        self._named_pictures = 0
        self._zoomed = False  # with what points go by
        self._last_seen: Frame | None = None  # the last picture of which the agent has seen all that had changed

    def put(self, order: SessionOrder) -> Future[McpAnswer]:
        """Queue an order; its answer comes with the loop's next message, or with the end of the session."""
        open_order = OpenOrder(order)
        with self._lock:
            closed = self._closing_answer
            if closed is None:
                self._arrived.append(open_order)
            wake = self._wake
        if closed is not None:
            open_order.settle(closed)
        elif wake is not None:
            with suppress(RuntimeError):  # the run has just ended, and its loop is closed
                wake()
        return open_order.answer

    def close(self, answer: McpAnswer) -> None:
        """Answer the open orders, and all later ones, with this final answer."""
        with self._lock:
            self._closing_answer = answer
            unanswered = [*self._arrived, *([self._open] if self._open else [])]
            self._arrived.clear()
            self._open = None
        for open_order in unanswered:
            open_order.settle(answer)

    async def think(self, message: ModelInput) -> Turn:
        """Answer the open order with a message of the loop, and return the next one as a turn."""
        if self._open is not None:
            await self._answer(self._open, message)
        self.announce(RequestSent(1, 1, 0, chained=False, previous_response_id=None))
        while True:
            open_order = await self._next()
            if (
                isinstance(message, Opening)
                and self._number == 0
                and isinstance(open_order.order, LookOrder | InquiryOrder | ActOrder)  # all else needs no picture
                and not await self._was_seen_before(open_order.order, message.frame)
            ):
                # The run's first picture answers a look; an agent can't act in a picture that it has not seen.
                self._number += 1
                await self._answer(open_order, message)
                continue
            if isinstance(open_order.order, InquiryOrder):  # of the picture that the agent has: the run does nothing
                words, picture = await self._answered(open_order.order, message.frame)
                open_order.settle(with_picture((words,), picture))
                continue
            self._number += 1
            with self._lock:
                self._open = open_order
            turn = turn_of(open_order.order, self._number, message.frame.viewport.image, self._caps)
            return replace(turn, wants=_wants(open_order.order))

    async def cancel(self) -> None:
        """Do nothing: the open order is answered when the session ends."""

    async def forget(self) -> None:
        """Do nothing: the agent manages its own memory."""

    async def _answer(self, open_order: OpenOrder, message: ModelInput) -> None:
        order, frame = open_order.order, message.frame
        words = [size_of(frame)]
        if self.view is not None:
            is_complete = isinstance(order, LookOrder) or isinstance(message, Opening)
            words = [await (self.view.overview(frame) if is_complete else self.view.changes(frame))]
        part_text, picture = await self._picture_for(order, message)
        words.append(part_text)
        pictures = self._pictures if self._named_pictures < _MOST_NAMED_PICTURES else None
        name = await asyncio.to_thread(pictures.keep, message.frame, self.run) if pictures else ""
        with self._lock:
            self._open = None
        words.append(named_picture(name, again=self._named_pictures > 0) if name else "")
        self._named_pictures += bool(name)
        open_order.settle(answer_of(order, message, words, picture))

    async def _picture_for(self, order: SessionOrder, message: ModelInput) -> tuple[str, Frame | None]:
        """Return a note on the picture that answers an order, and the picture; None for an answer without one."""
        frame, last_seen = message.frame, self._last_seen
        match order:
            case FindOrder() | ReadOrder() | ZoomOrder():
                return await self._answered(order, frame)
            case LookOrder(show="region", region=region) if region is not None:
                return self._part(frame, region)
            case ClipboardOrder():
                return "", None
            case LookOrder(show="none") | ActOrder(show="none") if not _is_first(order, message):
                return "", None
            case LookOrder(show="changed") | ActOrder(show="changed") if last_seen and not _is_first(order, message):
                self._last_seen = frame
                part = changed_part(last_seen, frame)
                return self._sent(frame, part_picture(frame, part)) if part else (UNCHANGED, None)
            case _:
                self._last_seen = frame
                if self.stream is not None and (isinstance(message, Opening) or _wants(order) != "whole"):
                    self.stream.show(frame, "requested")  # the loop has kept it as one of which nothing is sent
                return "", frame

    async def _answered(self, order: InquiryOrder, frame: Frame) -> tuple[str, Frame | None]:
        """Return the text that answers an inquiry about a picture, and a picture if the inquiry asks for one."""
        inquiry = self.view.inquiry if self.view is not None else None
        match order:
            case ZoomOrder(region):
                return self._part(frame, region)
            case ReadOrder(window, region) if inquiry is not None:
                part = part_on_screen(frame, region) if region else None
                return (part if isinstance(part, str) else await inquiry.read(frame, Read(window, part))), None
            case FindOrder(wanted) if inquiry is not None:
                matches = await inquiry.find(frame, wanted)
                if not matches.marked:
                    return matches.words, None
                marked = marked_picture(frame, [control.box for control in matches.marked])
                self._stream_part(marked)
                return matches.words, marked
            case _:
                return "", None

    def _part(self, frame: Frame, region: Region) -> tuple[str, Frame | None]:
        part = part_on_screen(frame, region)
        return (part, None) if isinstance(part, str) else self._sent(frame, part_picture(frame, part))

    def _sent(self, frame: Frame, part: Frame) -> tuple[str, Frame]:
        self._stream_part(part)
        again, self._zoomed = self._zoomed, True
        return part_words(frame, part, again=again), part

    def _stream_part(self, part: Frame) -> None:
        if self.stream is not None:
            self.stream.show_part(part)

    async def _was_seen_before(self, order: SessionOrder, now: Frame) -> bool:
        """Return whether a picture from an earlier connection still shows the screen at the places of the act."""
        if not isinstance(order, ActOrder) or not order.picture or self._pictures is None:
            return False
        seen_frame = await asyncio.to_thread(self._pictures.find, order.picture)
        if seen_frame is None:
            return False
        turn = turn_of(order, 0, now.viewport.image, self._caps)
        actions = [proposal.action for call in turn.calls for proposal in call.proposals]
        return all(isinstance(action, InvalidAction) or shows_as_seen(seen_frame, now, action) for action in actions)

    async def _next(self) -> OpenOrder:
        loop, arrived = asyncio.get_running_loop(), asyncio.Event()
        with self._lock:
            self._wake = partial(loop.call_soon_threadsafe, arrived.set)
            if self._arrived:
                return self._arrived.popleft()
        while True:
            await arrived.wait()
            with self._lock:
                if self._arrived:
                    return self._arrived.popleft()
            arrived.clear()


def _wants(order: SessionOrder) -> SentPicture:
    """Return which part of the picture after an order the loop records; parts are recorded when they are sent."""
    shows_less = isinstance(order, LookOrder | ActOrder) and order.show != "whole"
    return "nothing" if shows_less or isinstance(order, ClipboardOrder) else "whole"


def _is_first(order: SessionOrder, message: ModelInput) -> bool:
    """Return whether this is an act that comes before the agent has seen any picture."""
    return isinstance(order, ActOrder) and isinstance(message, Opening)


def _ignore(_: Event) -> None:
    pass


def turn_of(order: SessionOrder, number: int, image: Size, caps: Caps) -> Turn:
    """Return the turn of the order of this number; points are in pixels of a picture of the size `image`."""
    name = f"mcp-{number}"
    match order:
        case ActOrder(actions, why):
            space = space_of("viewport", image, None)
            proposals = tuple(_proposal(action, space, caps) for action in actions)
            return Turn(name, messages=(why,) if why else (), calls=(Call(name, proposals),), unchecked=True)
        case ClipboardOrder(text):
            name_of, arguments = (READ_CLIPBOARD, "{}") if text is None else (SET_CLIPBOARD, json.dumps({"text": text}))
            called = Proposal(Invoke(name_of, arguments), {"name": name_of, "arguments": arguments})
            return Turn(name, calls=(Call(name, (called,), called="function"),), wants="nothing", unchecked=True)
        case AskOrder(question):
            return Turn(name, asks=question)
        case EndOrder(summary, expect):
            return Turn(name, finish=Finish("success", summary, expect))
        case _:
            return Turn(name, looks=True)


def _proposal(call: JsonItem, space: Space, caps: Caps) -> Proposal:
    """Return the proposal for an action; a control given by name or number has no point yet."""
    place = next((name for name in (NAME, MARK) if name in call), "")
    if not place or "x" in call or call.get("action") not in POINTED:
        return _read_proposal(call, space, caps)
    name = number_of(call[place]) if place == MARK else call[place]
    if place == MARK and not isinstance(name, int):
        return Proposal(InvalidAction("mark must be a whole number."), printable_object(call))
    arguments = {key: value for key, value in call.items() if key != place}

    def at(point: ImagePoint) -> Action | InvalidAction:
        return _read_proposal({**arguments, "x": point.x, "y": point.y}, space, caps).action

    place_by_name = NamedPlace(name if isinstance(name, int) else str(printable(str(name))), at)
    return Proposal(InvalidAction("Its place isn't known yet."), printable_object(call), named=place_by_name)


def _read_proposal(call: JsonItem, space: Space, caps: Caps) -> Proposal:
    try:
        action = called_action(WORDS, ACT, call)
    except Unreadable as why:
        return Proposal(InvalidAction(str(printable(str(why)))), printable_object(call))
    return read_action(action, DIALECT.actions, space, caps).proposal


def shows_as_seen(before: Frame, now: Frame, action: Action) -> bool:
    """Return whether two pictures are the same where an action would take effect."""
    if before.viewport != now.viewport or before.pixels.size != now.pixels.size:
        return False
    if uses_keyboard(action) and before.scene.focus != now.scene.focus:
        return False
    return all(_same_at(before, now, at) for at in points_of(action))


def _same_at(before: Frame, now: Frame, at: ImagePoint) -> bool:
    try:
        place = now.viewport.to_screen(at)
    except OffScreenError:
        return True  # it is refused for that, in words
    if before.scene.window_at(place) != now.scene.window_at(place):
        return False
    box = in_capture(now.viewport.screen.around(place, REACH), now)
    return patch_alike(patch(before.pixels, box), patch(now.pixels, box), TOLERATED)
