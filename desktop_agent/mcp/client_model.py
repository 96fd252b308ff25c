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

from desktop_agent.core.actions.action import READ_CLIPBOARD, SET_CLIPBOARD, Action, Finish, Invoke
from desktop_agent.core.controls.screen_contents import Read
from desktop_agent.core.pictures import Frame, ImagePoint, Rect, Size
from desktop_agent.core.runs.events import Announce, Event, RequestSent, SentPicture
from desktop_agent.core.runs.turn import Call, InvalidAction, ModelInput, NamedPlace, Opening, Proposal, Reply, Turn
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.mcp.orders import (
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
from desktop_agent.mcp.tools import ACT, MARK, NAME, POINTED, WORDS
from desktop_agent.mcp.view import (
    NO_CHANGE,
    NOT_SEEN,
    UNCHANGED,
    answer_of,
    named_picture,
    part_words,
    with_picture,
)
from desktop_agent.model.caps import Caps
from desktop_agent.model.coordinates import Space, Unreadable, space_of
from desktop_agent.model.dialects.functions import DIALECT
from desktop_agent.model.foreign_json import printable, printable_object
from desktop_agent.model.reading.action import read_action
from desktop_agent.model.reading.tool_call import called_action
from desktop_agent.model.reading.values import number_of
from desktop_agent.run.inquiry import part_on_screen
from desktop_agent.runtime.description.screen_view import (
    ScreenChanges,
    ScreenView,
    must_be_seen,
    size_of,
    unreported_picture,
)
from desktop_agent.runtime.description.seen_areas import SeenScreen, shows_as_seen
from desktop_agent.screen.captures.encode import changed_part, marked_picture, part_picture

if TYPE_CHECKING:
    from desktop_agent.mcp.picture_files import PictureFiles
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
        self._seen = SeenScreen()
        self._is_described = False  # the agent has had an answer about the screen

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
            open_order = await self._next_order()
            order = open_order.order
            if (
                isinstance(message, Opening)
                and self._number == 0
                and isinstance(order, LookOrder | InquiryOrder | ActOrder)  # all else needs no picture
                and not await self._recall_picture(order, message.frame)
            ):
                # The run's first picture answers a look; an agent can't act in a picture that it has not seen.
                self._number += 1
                await self._answer(open_order, message)
                continue
            if isinstance(order, ActOrder) and not await self._has_seen(order, message.frame):
                open_order.settle(with_picture((NOT_SEEN,), self._full_picture(message.frame)))
                continue
            if isinstance(order, InquiryOrder):  # of the picture that the agent has: the run does nothing
                try:
                    words, picture = await self._inquiry_answer(order, message.frame)
                    open_order.settle(with_picture((words,), picture))
                except Unreadable as why:
                    open_order.settle(McpAnswer((str(why),), refused=True))
                continue
            self._number += 1
            with self._lock:
                self._open = open_order
            turn = turn_of(order, self._number, message.frame.viewport.image, self._caps)
            return replace(turn, wants=_recorded_part(order))

    async def cancel(self) -> None:
        """Do nothing: the open order is answered when the session ends."""

    async def forget(self) -> None:
        """Do nothing: the agent manages its own memory."""

    async def _answer(self, open_order: OpenOrder, message: ModelInput) -> None:
        order = open_order.order
        frame = message.frame
        changes = await self._description(order, message)
        picture: Frame | None = None
        is_refused = False
        try:
            untold = self._seen.with_unseen(frame, changes.untold, changes.uncovered)
            part_text, picture = await self._picture_for(order, message, untold)
        except Unreadable as why:
            part_text = str(why)
            is_refused = True
        words = [changes.words, part_text]
        goes_on = isinstance(order, ActOrder) and not order.picture and not isinstance(message, Opening)
        is_complete = picture is frame or isinstance(order, InquiryOrder)
        if self._named_pictures < _MOST_NAMED_PICTURES and is_complete and not goes_on:
            words.append(await self._stored_name(frame, is_shown=picture is frame))
        with self._lock:
            self._open = None
        answer = answer_of(order, message, words, picture)
        open_order.settle(replace(answer, refused=answer.refused or is_refused))

    async def _description(self, order: SessionOrder, message: ModelInput) -> ScreenChanges:
        """Return the screen in words, or what has changed there; nothing where the answer holds neither."""
        frame = message.frame
        if isinstance(order, ClipboardOrder):
            return ScreenChanges("")
        self._is_described = True
        if self.view is None:
            return ScreenChanges(size_of(frame))
        if isinstance(order, LookOrder) or isinstance(message, Opening):
            return ScreenChanges(await self.view.overview(frame))
        changes = await self.view.changes(frame)
        is_still = not (changes.words or changes.untold or message.texts)
        return replace(changes, words=NO_CHANGE) if is_still else changes

    async def _stored_name(self, frame: Frame, *, is_shown: bool) -> str:
        """Store a picture for the next connection; return a sentence with its name, empty where it can't be stored."""
        pictures = self._pictures
        name = await asyncio.to_thread(pictures.keep, frame, self.run, is_shown=is_shown) if pictures else ""
        self._named_pictures += bool(name)
        return named_picture(name, again=self._named_pictures > 1) if name else ""

    async def _picture_for(
        self, order: SessionOrder, message: ModelInput, untold: Rect | None
    ) -> tuple[str, Frame | None]:
        """Return a note on the picture that answers an order, and the picture; None for an answer without one.

        `untold` is the part of the screen that has changed and isn't described in words.
        """
        frame = message.frame
        last_seen = self._last_seen
        match order:
            case FindOrder() | ReadOrder() | ZoomOrder():
                return await self._inquiry_answer(order, frame)
            case LookOrder(show="region", region=region) if region is not None:
                return self._part(frame, region)
            case ClipboardOrder():
                return "", None
            case LookOrder(show="none") | ActOrder(show="none") if not _is_first(order, message):
                return "", None
            case LookOrder(show="changed") | ActOrder(show="changed") if last_seen and not _is_first(order, message):
                self._last_seen = frame
                self._seen.add(frame)
                part = changed_part(last_seen, frame)
                return self._send_part(frame, part_picture(frame, part)) if part else (UNCHANGED, None)
            case ActOrder(show="words") | AskOrder() | EndOrder() if not (
                _is_first(order, message) or _needs_picture(order, message)
            ):
                if untold is None:
                    return "", None
                shown = unreported_picture(frame, untold)
                return ("", self._full_picture(frame)) if shown is frame else self._send_part(frame, shown)
            case _:
                is_recorded = not isinstance(message, Opening) and _recorded_part(order) == "whole"
                return "", self._full_picture(frame, is_recorded=is_recorded)

    def _full_picture(self, frame: Frame, *, is_recorded: bool = False) -> Frame:
        """Return a picture that goes to the agent; `is_recorded`: the loop has recorded that."""
        self._last_seen = frame
        self._seen.add(frame)
        if self.stream is not None and not is_recorded:
            self.stream.show(frame, "requested")  # the loop has kept it as one of which nothing is sent
        return frame

    async def _inquiry_answer(self, order: InquiryOrder, frame: Frame) -> tuple[str, Frame | None]:
        """Return the text that answers an inquiry about a picture, and a picture if the inquiry asks for one."""
        inquiry = self.view.inquiry if self.view is not None else None
        match order:
            case ZoomOrder(region):
                return self._part(frame, region)
            case ReadOrder(window, region) if inquiry is not None:
                part = _checked_part(frame, region) if region else None
                return await inquiry.read(frame, Read(window, part)), None
            case FindOrder(wanted) if inquiry is not None:
                matches = await inquiry.find(frame, wanted)
                if not matches.marked:
                    return matches.words, None
                marked = marked_picture(frame, [control.box for control in matches.marked])
                self._stream_part(marked)
                self._seen.add(frame)
                return matches.words, marked
            case _:
                return "", None

    def _part(self, frame: Frame, region: Region) -> tuple[str, Frame | None]:
        return self._send_part(frame, part_picture(frame, _checked_part(frame, region)))

    def _send_part(self, frame: Frame, part: Frame) -> tuple[str, Frame]:
        self._stream_part(part)
        self._seen.add(frame, part.viewport.screen)
        again = self._zoomed
        self._zoomed = True
        return part_words(frame, part, again=again), part

    def _stream_part(self, part: Frame) -> None:
        if self.stream is not None:
            self.stream.show_part(part)

    async def _recall_picture(self, order: SessionOrder, now: Frame) -> bool:
        """Return whether a picture from an earlier connection still shows the screen at the places of the act."""
        if not isinstance(order, ActOrder) or not order.picture or self._pictures is None:
            return False
        stored = await asyncio.to_thread(self._pictures.find, order.picture)
        if stored is None:
            return False
        self._is_described = True
        if stored.is_shown:
            self._seen.add(stored.frame)
        return all(shows_as_seen(stored.frame, now, proposal) for proposal in self._proposals_of(order, now))

    async def _has_seen(self, order: ActOrder, now: Frame) -> bool:
        """Return whether the agent knows the screen, and has seen each point of an act as it is now.

        A control given by its name or its number has no point yet: it is found where its program has it.
        """
        inquiry = self.view.inquiry if self.view is not None else None
        points = [at for proposal in self._proposals_of(order, now) for at in proposal.given_points]
        return self._is_described and await self._seen.covers(now, points, inquiry)

    def _proposals_of(self, order: ActOrder, now: Frame) -> list[Proposal]:
        turn = turn_of(order, 0, now.viewport.image, self._caps)
        return [proposal for call in turn.calls for proposal in call.proposals]

    async def _next_order(self) -> OpenOrder:
        loop = asyncio.get_running_loop()
        arrived = asyncio.Event()
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


def _checked_part(frame: Frame, region: Region) -> Rect:
    """Return a region on the screen; Unreadable, in words, for one that isn't there."""
    part = part_on_screen(frame, region)
    if isinstance(part, str):
        raise Unreadable(part)
    return part


def _recorded_part(order: SessionOrder) -> SentPicture:
    """Return which part of the picture after an order the loop records; parts are recorded when they are sent."""
    return "whole" if isinstance(order, LookOrder | ActOrder) and order.show == "whole" else "nothing"


def _is_first(order: SessionOrder, message: ModelInput) -> bool:
    """Return whether this is an act that comes before the agent has seen any picture."""
    return isinstance(order, ActOrder) and isinstance(message, Opening)


def _needs_picture(order: SessionOrder, message: ModelInput) -> bool:
    has_points = isinstance(order, ActOrder) and any("x" in action for action in order.actions)
    return isinstance(message, Reply) and must_be_seen(message, has_points=has_points)


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
    key = next((name for name in (NAME, MARK) if name in call), "")
    if not key or "x" in call or call.get("action") not in POINTED:
        return _read_proposal(call, space, caps)
    control = number_of(call[key]) if key == MARK else call[key]
    if key == MARK and not isinstance(control, int):
        return Proposal(InvalidAction("mark must be a whole number."), printable_object(call))
    arguments = {name: value for name, value in call.items() if name != key}

    def at(point: ImagePoint) -> Action | InvalidAction:
        return _read_proposal({**arguments, "x": point.x, "y": point.y}, space, caps).action

    name_or_number = control if isinstance(control, int) else str(printable(str(control)))
    named = NamedPlace(name_or_number, at)
    return Proposal(InvalidAction("Its place isn't known yet."), printable_object(call), named=named)


def _read_proposal(call: JsonItem, space: Space, caps: Caps) -> Proposal:
    try:
        action = called_action(WORDS, ACT, call)
    except Unreadable as why:
        return Proposal(InvalidAction(str(printable(str(why)))), printable_object(call))
    return read_action(action, DIALECT.actions, space, caps).proposal
