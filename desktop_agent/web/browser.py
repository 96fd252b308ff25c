"""One browser that watches: what it is sent, and what of its orders is carried out.

It is sent what has changed since the last time, as fast as it takes it: a picture only after the one before.
What is no order of ours ends the connection; what this browser may not do is answered by a note, and does nothing.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal, get_args

from starlette.websockets import WebSocketDisconnect

from desktop_agent.core.decisions.decision import AppAllowed, Approved, Rejected
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.pictures import Size
from desktop_agent.core.texts.message import Message, language, template, tr
from desktop_agent.record.desk_receipt import Settlement
from desktop_agent.record.picture_file import NOT_RECORDED
from desktop_agent.record.report.page import NOT_SHOWN, page_words
from desktop_agent.runtime import slices
from desktop_agent.web.pictures import Part, Picture, View, frame_of, part_within
from desktop_agent.web.questions import HERE_ALONE

if TYPE_CHECKING:
    from starlette.websockets import WebSocket

    from desktop_agent.web.door import Pass
    from desktop_agent.web.server import Watch
    from desktop_agent.web.watched import WatchedRun
    from desktop_agent.web.wheel import Wheel

STOPPED = Message("Stopped from a browser.")
PAUSED = Message("Paused from a browser.")
_WATCHED = template("A browser at {address} is watching.")
_WATCHED_MAY_ACT = template("A browser at {address} is watching, and may act.")
_ANSWERED = Message("Answered in a browser.")
_NOT_OPEN = Message("This question is no longer open.")
_UNDONE_HERE = Message("What changed on your own screen can only be undone at the computer.")
_PRIVATE = Message("While the run is paused, the screen isn't shown.")
_WALL_EVERY_S = 1.0
_LONGEST_TEXT = 4_000
_LONGEST_LIST = 20_000
_MOST_PX = 8_192
_BUTTONS = range(1, 4)
_LAST_WORD_S = 2.0
Order = Mapping[str, object]
Again = Literal["soon", "pressed", "never"]


class _OrderError(Exception):
    """No order of ours."""


@dataclass(slots=True)
class _Shown:
    """What a browser shows of a screen; it has asked for more once `taken`."""

    view: View | None = None
    number: int = 0  # of the view's picture
    picture: Picture | None = None
    frame: int = 0
    taken: bool = True
    due_s: float = 0.0
    veil: str = ""
    mark: object = None
    is_last: bool = False  # of a run that has ended: nothing comes after it


class Browser:
    """A connection that has shown its pass; it lives on the server's loop."""

    def __init__(self, socket: WebSocket, given: Pass, watch: Watch) -> None:
        self.given = given
        self._socket = socket
        self._watch = watch
        self._wake = asyncio.Event()
        self._over = asyncio.Event()
        self._end: tuple[str, Again] | None = None
        self._open = ""
        self._most: Size | None = None  # the room for a picture, once the page has said it
        self._shown: dict[str, _Shown] = {}
        self._said = ""
        self._sends_recorded = False
        # whether there is a question is said in any case
        self._version = 0
        self._question = -1
        self._orders: Mapping[str, Callable[[Order], Awaitable[None]]] = {
            "open": self._show_run, "got": self._confirm_picture, "picture": self._show_recorded,
            "stop": self._stop, "pause": self._pause, "resume": self._resume,
            "say": self._say, "answer": self._answer_question, "take": self._take, "give": self._give,
            "beat": self._note_sign_of_life,
            **dict.fromkeys(("pointer", "button", "wheel", "key", "release"), self._carry_out_input),
            "receipt": self._show_receipt, **{act: partial(self._settle, act) for act in get_args(Settlement)},
        }  # fmt: skip

    def wake(self) -> None:
        """Have it sent what has changed."""
        self._wake.set()

    @property
    def is_ending(self) -> bool:
        """Return whether its connection is about to end."""
        return self._over.is_set()

    @property
    def has_wheel(self) -> bool:
        """Return whether it works a desk."""
        return any(wheel.holder is self for wheel in self._watch.wheels.values())

    def opens(self, run: WatchedRun) -> bool:
        """Return whether it shows this run by itself."""
        return self._open == run.id

    def end(self, why: str, again: Again) -> None:
        """End the connection; what it still sends isn't carried out."""
        self._end = (why, again)
        self._over.set()

    async def serve(self) -> None:
        """Serve it until it is gone."""
        self.wake()
        over = asyncio.create_task(self._over.wait())
        tasks = {asyncio.create_task(self._send_changes()), asyncio.create_task(self._read())}
        is_wrong = False
        try:
            done, _ = await asyncio.wait({*tasks, over}, return_when=asyncio.FIRST_COMPLETED)
            for task in done & tasks:
                with suppress(WebSocketDisconnect, RuntimeError):  # it is gone, in the middle of a message
                    task.result()
        except _OrderError:
            self._over.set()
            is_wrong = True
        finally:
            for task in (*tasks, over):
                task.cancel()
            for run in self._watch.runs.values():
                run.watch(self, on=False)
                if (wheel := self._watch.wheels[run.id]).holder is self:
                    wheel.drop()
            if self._end is not None:
                await say_end(self._socket, *self._end)
            elif is_wrong:
                await close(self._socket)

    async def _send(self, message: Mapping[str, object]) -> None:
        await _send(self._socket, message)

    async def _note(self, text: str) -> None:
        await self._send({"is": "note", "text": tr(text), "tone": "bad"})

    async def _read(self) -> None:
        while True:
            try:
                order = json.loads(await self._socket.receive_text())
                act = self._orders[order["do"]]
            except (ValueError, TypeError, KeyError, RecursionError) as error:
                raise _OrderError from error
            if self.is_ending:
                return
            await act(order)

    async def _send_changes(self) -> None:
        await self._send({"is": "hello", "may": self.given.may, "lang": language(), "words": page_words()})
        while True:
            await self._wake.wait()
            self._wake.clear()
            for each in self._watch.runs.values():  # also of one that has only begun since it came
                self._watch.admit(each, self.given, self._words_for_record())
            runs = [self._run_summary(run) for run in self._watch.runs.values()]
            if (said := json.dumps(runs)) != self._said:
                self._said = said
                await self._send({"is": "runs", "runs": runs})
            if (run := self._watch.runs.get(self._open)) is not None:
                await self._send_run_changes(run)
            for gone in self._shown.keys() - self._watch.runs.keys():
                del self._shown[gone]
            for shown in [run] if run else tuple(self._watch.runs.values()):
                await self._send_picture(shown)

    async def _send_run_changes(self, run: WatchedRun) -> None:
        version, first, steps = run.steps_since(self._version)
        if steps:
            self._version = version
            await self._send({"is": "steps", "run": run.id, "from": first, "steps": steps})
        question = run.question
        if (question.number if question else 0) != self._question:
            self._question = question.number if question else 0
            form = question.shown(may_approve=self._may_approve(run)) if question else None
            await self._send({"is": "question", "run": run.id, "question": form})

    async def _send_picture(self, run: WatchedRun) -> None:
        shown = self._shown.setdefault(run.id, _Shown())
        if self._most is None or not shown.taken or shown.is_last:
            return  # nothing has been asked for
        if run.ended and not run.screen.version:
            await self._show_last(run, shown, self._most)
            return
        veil = _PRIVATE if run.paused and not run.on_desk else ""
        mark = run.mark if run.screen.version else None
        if not (run.screen.version or veil):
            return  # there is nothing to show
        view = run.views.within(self._most)
        has_newest = view is shown.view and view.is_newest and shown.number == view.number
        if (has_newest or bool(veil), veil, mark) == (True, shown.veil, shown.mark):
            if run.ended:
                self._shown[run.id] = _Shown(frame=shown.frame, is_last=True)
                run.watch(self, on=False)
            return
        due_s = max(shown.due_s, view.due_s if view is shown.view and shown.number == view.number else 0.0)
        if (early := due_s - time.monotonic()) > 0:
            asyncio.get_running_loop().call_later(early, self.wake)
            return
        parts: Sequence[Part] = ()
        if not has_newest and not veil:
            if view is not shown.view:
                shown.view = view
                shown.number = 0
                shown.picture = None
            parts = await view.since(shown.number, shown.picture)
            shown.number = view.number
            shown.picture = view.picture
        shown.veil = veil
        shown.mark = mark
        shown.taken = False
        shown.frame = shown.frame + 1
        shown.due_s = 0.0 if self._open else time.monotonic() + _WALL_EVERY_S
        high, wide = shown.picture.shape[:2] if shown.picture is not None else (0, 0)
        head = {"run": run.id, "frame": shown.frame, "size": [wide, high], "mark": mark, "veil": tr(veil)}
        await self._socket.send_bytes(frame_of(head, parts))

    async def _show_last(self, run: WatchedRun, shown: _Shown, most: Size) -> None:
        """Send the last picture that was recorded of a run whose screen no one has seen before it ended."""
        shown.is_last = True
        shown.taken = False
        shown.frame = shown.frame + 1
        picture = await asyncio.to_thread(run.last_recorded)
        parts = await asyncio.to_thread(part_within, picture.data, most)
        size = [[box.width, box.height] for box, _, _ in parts] or [[0, 0]]
        why = picture.reason or (NOT_SHOWN if picture.data else NOT_RECORDED)
        head = {"run": run.id, "frame": shown.frame, "size": size[0], "mark": None, "veil": "" if parts else tr(why)}
        await self._socket.send_bytes(frame_of(head, parts))

    def _run_summary(self, run: WatchedRun) -> dict[str, object]:
        acts = self.given.may == "act"
        wheel = self._watch.wheels[run.id]
        live = not run.ended
        leads = acts and live and run.leads
        holder = ""
        if wheel.holder is not None and wheel.hand is not None:
            holder = "you" if wheel.holder is self else "other"
        return {
            **run.summary(),
            "hears": leads and run.question is None,
            "may_stop": acts and live,
            "may_pause": acts and live and not run.paused,
            "may_resume": leads and bool(run.paused) and wheel.holder is None,
            "may_take": leads and run.desk is not None and wheel.holder is None,
            "wheel": holder,
        }

    def _may_approve(self, run: WatchedRun) -> bool:
        is_harmless = run.question is not None and (run.question.waits or run.question.is_words)
        return self.given.may == "act" and (is_harmless or self._watch.approves_here)

    def _ordered_run(self, order: Order, *, acts: bool = True, leads: bool = True) -> WatchedRun | None:
        """Return the run of an order; None where this browser may not do that with it."""
        run = self._watch.runs.get(_text(order, "run"))
        may = run is not None and (not acts or (self.given.may == "act" and (run.leads or not leads)))
        return run if may else None

    async def _show_run(self, order: Order) -> None:
        wide, high = _numbers(order, "most")
        most = Size(min(max(wide, 1), _MOST_PX), min(max(high, 1), _MOST_PX))
        before = self._open
        self._open = _text(order, "run")
        if most != self._most or before != self._open:
            self._most = most
            self._shown = {name: _Shown(frame=old.frame, due_s=old.due_s) for name, old in self._shown.items()}
        if before != self._open:
            # whether there is a question is said in any case
            self._version = 0
            self._question = -1
        for run in self._watch.runs.values():
            run.watch(self, on=not self._open or run.id == self._open)
        self.wake()

    def _words_for_record(self) -> Message:
        address = self._socket.client.host if self._socket.client else "?"
        words = _WATCHED_MAY_ACT if self.given.may == "act" else _WATCHED
        return Message(words, address=address)

    def follow(self, run: WatchedRun) -> None:
        """Watch a run that has just begun, where all are shown."""
        if not self._open:
            run.watch(self, on=True)

    async def _confirm_picture(self, order: Order) -> None:
        shown = self._shown.get(_text(order, "run"))
        if shown is not None and order.get("frame") == shown.frame:
            shown.taken = True
            self.wake()

    async def _show_recorded(self, order: Order) -> None:
        """Send a picture of the record, one at a time; the page asks for another only after it."""
        run = self._ordered_run(order, acts=False)
        number = _number(order, "n")
        width = min(max(_number(order, "wide"), 1), _MOST_PX)
        if run is not None and not self._sends_recorded:
            self._sends_recorded = True
            self._start_task(self._send_recorded(run, number, width))

    async def _send_recorded(self, run: WatchedRun, number: int, width: int) -> None:
        try:
            picture = await asyncio.to_thread(run.recorded, number)
            parts = await asyncio.to_thread(part_within, picture.data, Size(width, _MOST_PX))
            head = {"run": run.id, "was": number, "why": tr(picture.reason)}
            with suppress(WebSocketDisconnect, RuntimeError):  # it is gone
                await self._socket.send_bytes(frame_of(head, parts))
        finally:
            self._sends_recorded = False

    async def _stop(self, order: Order) -> None:
        if (run := self._ordered_run(order, leads=False)) and run.controls and not run.ended:
            run.controls.stop("human", STOPPED)

    async def _pause(self, order: Order) -> None:
        if (run := self._ordered_run(order, leads=False)) and run.controls and not run.ended:
            run.controls.pause("human", PAUSED)

    async def _resume(self, order: Order) -> None:
        if not (run := self._ordered_run(order)) or not run.controls or run.ended:
            return
        if self._watch.wheels[run.id].holder is None:
            run.controls.resume("human")

    async def _say(self, order: Order) -> None:
        text = _text(order, "text", _LONGEST_TEXT)
        if (run := self._ordered_run(order)) and run.controls and run.question is None and not run.ended:
            run.controls.say(text)

    async def _answer_question(self, order: Order) -> None:
        run = self._ordered_run(order)
        key = _text(order, "key")
        text = _text(order, "text", _LONGEST_TEXT) if "text" in order else None
        if run is None:
            return
        question = run.question
        number = order.get("number")
        digest = order.get("digest")
        if question is None or (number, digest) != (question.number, question.digest):
            await self._note(_NOT_OPEN)
            return
        answer: object = text if question.is_words else question.answers.get(key)
        if answer is None:
            raise _OrderError
        if isinstance(answer, Approved | AppAllowed) and not self._may_approve(run):
            await self._note(HERE_ALONE)
            return
        if key == "r" and not question.is_words:
            answer = Rejected(text or "")
        if run.controls is not None:
            run.controls.note(_ANSWERED)
        run.answer(question.number, question.digest, answer)

    async def _take(self, order: Order) -> None:
        if run := self._ordered_run(order):
            self._start_task(self._take_wheel(self._watch.wheels[run.id]))

    async def _take_wheel(self, wheel: Wheel) -> None:
        if why := await wheel.take(self, lambda words: self._start_task(self._note(words))):
            await self._note(why)

    def _start_task(self, work: Awaitable[None]) -> None:
        """Do what waits for the run beside the reading of orders, a stop among them."""
        self._watch.keep(asyncio.ensure_future(work))

    async def _give(self, order: Order) -> None:
        if wheel := self._held_wheel(order):
            self._start_task(wheel.give_back())

    async def _note_sign_of_life(self, _order: Order) -> None:
        for wheel in self._watch.wheels.values():
            if wheel.holder is self:
                wheel.beat()

    def _held_wheel(self, order: Order) -> Wheel | None:
        run = self._ordered_run(order)
        wheel = self._watch.wheels[run.id] if run else None
        return wheel if wheel is not None and wheel.holder is self else None

    async def _carry_out_input(self, order: Order) -> None:
        wheel = self._held_wheel(order)
        hand = wheel.hand if wheel else None
        if wheel is None or hand is None:
            return
        wheel.beat()
        match order["do"]:
            case "pointer" if (place := self._desk_pixel(order, wheel)) is not None:
                hand.move(*place)
            case "button" if order.get("down") is not True:
                hand.button(_button(order), down=False)
            case "button" if (place := self._desk_pixel(order, wheel)) is not None:
                hand.move(*place)
                hand.button(_button(order), down=True)
            case "pointer" | "button":
                pass
            case "wheel":
                hand.turn(_number(order, "dx"), _number(order, "dy"))
            case "key":
                hand.key(_text(order, "key"), down=order.get("down") is True)
            case _:
                hand.release()

    def _desk_pixel(self, order: Order, wheel: Wheel) -> tuple[int, int] | None:
        """Return a place in the browser's picture as a pixel of the desk; None while it shows none of that."""
        shown = self._shown.get(_text(order, "run"))
        if shown is None or shown.picture is None:
            return None
        high, wide = shown.picture.shape[:2]
        x = _number(order, "x") * wheel.size[0] // wide
        y = _number(order, "y") * wheel.size[1] // high
        return min(max(x, 0), wheel.size[0] - 1), min(max(y, 0), wheel.size[1] - 1)

    async def _show_receipt(self, order: Order) -> None:
        if (run := self._ordered_run(order, acts=False)) and run.changes is not None:
            try:
                form = await asyncio.to_thread(slices.receipt_page.receipt_form, run.changes, run.name)
            except DesktopAgentError as error:
                await self._note(str(error))
                return
            acts = self.given.may == "act" and run.leads
            may = acts and self._may_settle(run)
            await self._send_receipt(run, {**form, "may": may, "why_not": tr(_UNDONE_HERE) if acts and not may else ""})

    def _may_settle(self, run: WatchedRun) -> bool:
        """Return whether changes are a desk's, or a browser may approve what happens on the person's own screen."""
        return bool(run.changes) or self._watch.approves_here

    async def _settle(self, act: Settlement, order: Order) -> None:
        run = self._ordered_run(order)
        digest = _text(order, "digest")
        keys = order.get("keys", [])
        if not isinstance(keys, list) or len(keys) > _LONGEST_LIST:
            raise _OrderError
        if run is None or run.changes is None:
            return
        if not self._may_settle(run):
            await self._note(_UNDONE_HERE)
            return
        chosen = frozenset(map(str, keys))
        done = ""
        # no other thread settles it meanwhile
        desk = run.changes
        run.changes = None
        try:
            done = await asyncio.to_thread(slices.receipt_page.settle, act, desk, run.name, digest, chosen)
        except DesktopAgentError as error:
            await self._note(str(error))
            return
        finally:
            run.changes = None if done and await self._is_settled(desk, run.name) else desk
        self._watch.changed()
        await self._send_receipt(
            run, {"desk": "", "digest": "", "title": "", "sections": [], "may": False, "done": done}
        )

    async def _is_settled(self, desk: str, run: str) -> bool:
        """Return whether nothing is left of a set of changes."""
        try:
            return await asyncio.to_thread(slices.receipt_page.is_settled, desk, run)
        except DesktopAgentError:  # it can't be read any more
            return True

    async def _send_receipt(self, run: WatchedRun, form: Mapping[str, object]) -> None:
        await self._send({"is": "receipt", "run": run.id, "receipt": form})


async def say_end(socket: WebSocket, why: str, again: Again) -> None:
    """Send a page why its connection ends, and when it shall try again, for as long as it listens."""
    with suppress(WebSocketDisconnect, RuntimeError, TimeoutError):
        async with asyncio.timeout(_LAST_WORD_S):
            await _send(socket, {"is": "end", "text": tr(why), "again": again})
            await socket.close()


async def close(socket: WebSocket) -> None:
    """End a connection that doesn't speak as a page of ours does; one that takes nothing isn't waited for."""
    with suppress(WebSocketDisconnect, RuntimeError, TimeoutError):
        async with asyncio.timeout(_LAST_WORD_S):
            await socket.close(1008)


async def _send(socket: WebSocket, message: Mapping[str, object]) -> None:
    await socket.send_text(json.dumps(message))  # in ASCII: half a character of a program's is no UTF-8


def _text(order: Order, name: str, longest: int = 128) -> str:
    value = order.get(name)
    if not isinstance(value, str) or len(value) > longest:
        raise _OrderError
    return value.encode("utf-8", "replace").decode()  # half a character becomes a question mark


def _number(order: Order, name: str) -> int:
    value = order.get(name)
    if not isinstance(value, int | float) or isinstance(value, bool) or not abs(value) < _LONGEST_LIST:
        raise _OrderError
    return round(value)


def _button(order: Order) -> int:
    if (number := _number(order, "n")) not in _BUTTONS:
        raise _OrderError
    return number


def _numbers(order: Order, name: str) -> tuple[int, int]:
    value = order.get(name)
    if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004 - a width and a height
        raise _OrderError
    return _number({"w": value[0]}, "w"), _number({"h": value[1]}, "h")
