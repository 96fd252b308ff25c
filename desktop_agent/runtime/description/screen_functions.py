"""Functions for a model to query the screen and to use the clipboard, in addition to the user's functions.

The queries run and touch nothing, so they need no question. Each answers from the newest picture of the model. The
clipboard's content is the person's, so they are asked, unless the run has copied it itself and the person has not used
the computer since.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.core.actions.action import (
    READ_CLIPBOARD,
    SET_CLIPBOARD,
    CallVerdict,
    Function,
    Invoke,
    Ran,
    StartedProgram,
    record,
)
from desktop_agent.core.controls.screen_contents import Find, Read
from desktop_agent.core.decisions.permit import Permit
from desktop_agent.core.runs.events import ActionDone, ActionProposed, Paused, Stamped
from desktop_agent.core.runs.turn import InvalidAction
from desktop_agent.functions.catalogue import UserFunctions, why_not_fitting
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.tools import FIND, READ, ZOOM
from desktop_agent.run.inquiry import ScreenInquiry, bounded, part_on_screen
from desktop_agent.run.ports import Functions
from desktop_agent.run.stream import Stream
from desktop_agent.runtime.provider.resolve import Provider
from desktop_agent.screen.captures.encode import part_picture

if TYPE_CHECKING:
    from desktop_agent.runtime.prepare import PreparedRun

SCREEN_FUNCTIONS = (
    FIND,
    READ,
    ZOOM,
    Function(READ_CLIPBOARD, "Read the text on the clipboard. The person is asked.", record({})),
    Function(
        SET_CLIPBOARD,
        "Put text on the clipboard, replacing what the person copied.",
        record({"text": {"type": "string"}}),
    ),
)
_COPIES = (("ctrl", "c"), ("ctrl", "x"), ("ctrl", "insert"), ("ctrl", "shift", "c"))
_OURS = "desktop-agent"  # as whatever owns the clipboard for us is called
_UNKNOWN = "The clipboard can't be read: it isn't text, or its program keeps it secret."
_OTHER = "Something else has been copied since, so nothing was read. If you ask again, the person is asked."


def screen_functions(provider: Provider, users: Sequence[Function]) -> tuple[Function, ...]:
    """Return the functions about the screen for a model; a user's function of the same name replaces one."""
    dialect = dialect_named(provider.dialect)
    # Beside a computer tool, models don't call them.
    if not dialect.keeps_items or not dialect.own_functions:
        return ()
    names_in_use = {function.name for function in users} | dialect.own_functions
    return tuple(function for function in SCREEN_FUNCTIONS if function.name not in names_in_use)


def functions_of(
    run: PreparedRun,
    programs: Sequence[Function],
    inquiry: ScreenInquiry,
    stream: Stream,
    redeem: Callable[[Permit], None],
    copies: OwnCopies,
) -> Functions:
    """Return the runner of functions; an agent also calls those for the clipboard, by a tool of its own."""
    settings = run.spec.settings
    environment = run.parts.environment
    key = run.provider.key.value
    # Whatever the variable is called that holds the model's key.
    without_key = {name: value for name, value in environment.items() if not key or key not in value}
    users = UserFunctions((*settings.functions, *programs), redeem, without_key, run.parts.functions)
    offered = SCREEN_FUNCTIONS if run.is_by_agent else screen_functions(run.provider, settings.functions)
    return ScreenFunctions(users, offered, inquiry, stream, redeem, copies) if offered else users


class OwnCopies:
    """The program of the run's last copy; none once the person has used the computer. A listener."""

    def __init__(self) -> None:
        self.program = ""
        self._copy_call: tuple[str, int] | None = None

    def __call__(self, stamped: Stamped) -> None:
        """Receive the next event."""
        match stamped.event:
            case ActionProposed(call_id, index, action) if action is not None:
                keys = action.get("keys")
                is_copy = action.get("kind") == "press" and isinstance(keys, list) and tuple(keys) in _COPIES
                self._copy_call = (call_id, index) if is_copy else None
            case ActionDone(call_id, index) if (call_id, index) == self._copy_call:
                target = stamped.event.target
                self.program = (target.application or "") if target else ""
            case Paused():
                self.program = ""
            case _:
                pass


class ScreenFunctions:
    """The user's functions, and the offered ones about the screen."""

    def __init__(
        self,
        other_functions: Functions,
        offered: Sequence[Function],
        inquiry: ScreenInquiry,
        stream: Stream,
        redeem: Callable[[Permit], None],
        copies: OwnCopies,
    ) -> None:
        self._other_functions = other_functions
        self._ours = {function.name: function for function in offered}
        self._inquiry = inquiry
        self._stream = stream
        self._redeem = redeem
        self._copies = copies

    def ready(self, call: Invoke) -> Invoke | InvalidAction:
        """Return the call, or an invalid action where its arguments don't fit."""
        ours = self._ours.get(call.name)
        if ours is None:
            return self._other_functions.ready(call)
        why = why_not_fitting(call.arguments, ours.parameters)
        return InvalidAction(why) if why else replace(call, reads=call.name != SET_CLIPBOARD)

    def started(self, call: Invoke) -> StartedProgram | None:
        """Return the program that a call starts; None for a call of another kind."""
        return self._other_functions.started(call)

    def verdict(self, name: str) -> CallVerdict:
        """Return the verdict on a function."""
        if name not in self._ours:
            return self._other_functions.verdict(name)
        if name == SET_CLIPBOARD:
            return "sets clipboard"
        return "reads" if name != READ_CLIPBOARD or self._copies.program else "reports clipboard"

    async def run(self, permit: Permit) -> Ran:
        """Return the answer from the newest picture; RunOrderError unless the permit is valid."""
        call = permit.binding.action
        if not isinstance(call, Invoke) or call.name not in self._ours:
            return await self._other_functions.run(permit)
        self._redeem(permit)
        if call.name in {READ_CLIPBOARD, SET_CLIPBOARD}:
            return await self._clipboard(call)
        frame = self._stream.newest
        arguments = json.loads(call.arguments)
        if frame is None:
            return Ran("", "There's no picture yet.")
        part = part_on_screen(frame, arguments["region"]) if "region" in arguments else None
        if isinstance(part, str):
            return Ran("", part)
        match call.name:
            case ZOOM.name if part is not None:
                picture = part_picture(frame, part)
                self._stream.show_part(picture)
                return Ran(
                    "The picture of this region follows. Points still refer to the entire picture.", picture=picture
                )
            case READ.name:
                return Ran(await self._inquiry.read(frame, Read(arguments.get("window", ""), part)))
            case _:
                query = Find(arguments.get("text", ""), arguments.get("kind", ""), arguments.get("window", ""))
                return Ran((await self._inquiry.find(frame, query)).words)

    async def _clipboard(self, call: Invoke) -> Ran:
        surroundings = self._inquiry.surroundings
        if call.name == SET_CLIPBOARD:
            text = json.loads(call.arguments)["text"]
            if not await surroundings.copy(text):
                return Ran("", "The clipboard can't be set on this desktop. Type the text where it belongs.")
            self._copies.program = _OURS
            return Ran("It is on the clipboard.")
        copied = await surroundings.copied()
        by = self._copies.program
        if copied is None or copied.text is None:
            return Ran("", _UNKNOWN)
        if by and Path(copied.program).name != Path(by).name:
            self._copies.program = ""
            return Ran("", _OTHER)
        return Ran(bounded(copied.text) or "The clipboard is empty.")
