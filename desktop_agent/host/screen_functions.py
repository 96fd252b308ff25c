"""Functions by which a model asks what the screen shows, beside those of the user's: find, read and zoom.

They run nothing and touch nothing, so that nobody is asked about them. Each answers of the newest picture that the
model was given, by what is in it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

from desktop_agent.core.actions import Invoke
from desktop_agent.core.function import CallVerdict, Function, Ran
from desktop_agent.core.permit import Permit
from desktop_agent.core.turn import InvalidAction
from desktop_agent.functions.catalogue import why_not_fitting
from desktop_agent.model import parameter_schemas as schemas
from desktop_agent.run.inquiry import Find, Read, ScreenInquiry, part_on_screen
from desktop_agent.run.ports import Functions
from desktop_agent.run.stream import Stream
from desktop_agent.screen.part import part_picture

_REGION = {
    "type": "array",
    "items": {"type": "number"},
    "minItems": 4,
    "maxItems": 4,
    "description": "left, top, right, bottom in pixels of the picture.",
}
_WINDOW = {"type": "string", "description": "Part of its title; without one, the window with the keyboard."}
SCREEN_FUNCTIONS = (
    Function(
        "find",
        "List what a window of the newest picture shows: kind, name, place and state of each control.",
        schemas.record(
            {},
            {
                "text": {"type": "string", "description": "Part of a name or kind."},
                "kind": {"type": "string", "description": "Such as button or field."},
                "window": _WINDOW,
            },
        ),
    ),
    Function(
        "read",
        "Read the text that a window or a region of the newest picture shows.",
        schemas.record({}, {"window": _WINDOW, "region": _REGION}),
    ),
    Function(
        "zoom",
        "See a region of the newest picture in full size. Points stay those of the whole picture.",
        schemas.record({"region": _REGION}),
    ),
)


class ScreenFunctions:
    """The user's functions, and those about the screen that are offered."""

    def __init__(
        self,
        others: Functions,
        offered: Sequence[Function],
        inquiry: ScreenInquiry,
        stream: Stream,
        redeem: Callable[[Permit], None],
    ) -> None:
        self._others, self._ours = others, {function.name: function for function in offered}
        self._inquiry, self._stream, self._redeem = inquiry, stream, redeem

    def ready(self, call: Invoke) -> Invoke | InvalidAction:
        """Return the call, if it fits."""
        ours = self._ours.get(call.name)
        if ours is None:
            return self._others.ready(call)
        why = why_not_fitting(call.arguments, ours.parameters)
        return InvalidAction(why) if why else replace(call, reads=True)

    def verdict(self, name: str) -> CallVerdict:
        """Return what is said of a function."""
        return "reads" if name in self._ours else self._others.verdict(name)

    def confirm(self, name: str) -> bool:
        """Keep a person's yes to one of the user's."""
        return name not in self._ours and self._others.confirm(name)

    async def run(self, permit: Permit) -> Ran:
        """Answer of the newest picture; RunOrderError unless the permit is good."""
        call = permit.binding.action
        if not isinstance(call, Invoke) or call.name not in self._ours:
            return await self._others.run(permit)
        self._redeem(permit)
        frame, given = self._stream.newest, json.loads(call.arguments)
        if frame is None:
            return Ran("There is no picture yet.")
        part = part_on_screen(frame, given["region"]) if "region" in given else None
        if isinstance(part, str):
            return Ran(part)
        match call.name:
            case "zoom" if part is not None:
                picture = part_picture(frame, part)
                self._stream.show_part(picture)
                return Ran("The picture of this region follows.", picture=picture)
            case "read":
                return Ran(await self._inquiry.read(frame, Read(given.get("window", ""), part)))
            case _:
                wanted = Find(given.get("text", ""), given.get("kind", ""), given.get("window", ""))
                return Ran((await self._inquiry.find(frame, wanted)).words)
