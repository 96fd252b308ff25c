"""A bus with one program of a few objects, that answers when it is told to; counts what it is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from dbus_fast import Message, Variant

from desktop_agent.core.controls.role import Role
from desktop_agent.core.pictures import Rect
from desktop_agent.platforms.atspi.tree import ROLES
from desktop_agent.screen.controls.accessible_nodes import SHOWING

PROGRAM = ":1.7"
PID = 7
ROOT = "/org/a11y/atspi/accessible/root"
_NOTHING = "/org/a11y/atspi/null"
_LABELLED_BY = 2
_LOOP_TURNS = 60  # more than a walk takes from one answer to its next question
T = TypeVar("T")


@dataclass
class BusObject:
    name: str
    role: str
    box: Rect
    inside: tuple[str, ...] = ()
    states: int = 1 << SHOWING
    focusable: tuple[str, ...] = ()  # what it finds in itself
    address: str = ""  # of a page
    tip: str = ""
    keys: str = ""  # that press it, as its toolkit spells them
    labels: tuple[str, ...] = ()
    at_point: tuple[str, ...] = ()  # what it tells to be at a point, one answer after the other; the last one stays
    cells: dict[tuple[int, int], str] = field(default_factory=dict)  # of a table, by row and column
    text: str = ""


@dataclass
class ObjectBus:
    """Holds every question back until `answered` lets all of them be answered; `rounds` says how often that was."""

    objects: dict[str, BusObject]
    rounds: int = 0
    pid: int = PID
    asked: list[str] = field(default_factory=list)
    odd: dict[tuple[str, str], tuple[str, list[Any]]] = field(default_factory=dict)  # answers by path and member
    _waiting: list[tuple[Message, asyncio.Future[Message]]] = field(default_factory=list)

    async def call(self, question: Message) -> Message:
        question.serial = len(self.asked) + 1
        self.asked.append(f"{question.destination} {question.path} {question.member} {question.body}")
        answer: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, answer))
        return await answer

    async def answered(self, looks: Awaitable[T]) -> T:
        look = asyncio.ensure_future(looks)
        while not look.done():
            for _ in range(_LOOP_TURNS):
                await _loop_turn()
            waiting = self._waiting
            self._waiting = []
            self.rounds += bool(waiting)
            for question, answer in waiting:
                if not answer.done():
                    answer.set_result(Message.new_method_return(question, *self._answer(question)))
        return look.result()

    def _answer(self, question: Message) -> tuple[str, list[Any]]:
        if question.destination == "org.a11y.atspi.Registry":
            return "a(so)", [[(PROGRAM, ROOT)]]
        if question.destination == "org.freedesktop.DBus":
            return "u", [self.pid]
        if (odd := self.odd.get((str(question.path), str(question.member)))) is not None:
            return odd
        one = self.objects.get(str(question.path), BusObject("", "", Rect(0, 0, 0, 0)))
        match question.member:
            case "GetChildren":
                return "a(so)", [[(PROGRAM, path) for path in one.inside]]
            case "GetRoleName":
                return "s", [one.role]
            case "GetRole":
                return "u", [ROLES.index(Role(one.role))]
            case "GetState":
                return "au", [[one.states & 0xFFFFFFFF, one.states >> 32]]
            case "GetExtents":
                return "(iiii)", [(one.box.x, one.box.y, one.box.width, one.box.height)]
            case "GetMatches":
                return "a(so)", [[(PROGRAM, path) for path in one.focusable]]
            case "GetAccessibleAtPoint":
                found = (*one.at_point, _NOTHING)[0]
                one.at_point = one.at_point[1:] or one.at_point
                return "(so)", [(PROGRAM, found)]
            case "GetAccessibleAt":
                row, column = question.body
                return "(so)", [(PROGRAM, one.cells.get((row, column), _NOTHING))]
            case "GetAttributes":
                return "a{ss}", [{"URI": one.address}]
            case "GetKeyBinding":
                return "s", [one.keys]
            case "GetRelationSet":
                return "a(ua(so))", [[(_LABELLED_BY, [(PROGRAM, path) for path in one.labels])]]
            case "Get":
                return "v", [self._property(str(question.path), one, question.body[1])]
            case _:
                return "s", [one.text]

    def _property(self, path: str, one: BusObject, name: str) -> Variant:
        match name:
            case "Description":
                return Variant("s", one.tip)
            case "ChildCount":
                return Variant("i", len(one.inside))
            case "Parent":
                return Variant("(so)", [PROGRAM, self._holder(path)])
            case _:
                return Variant("s", one.name)

    def _holder(self, path: str) -> str:
        return next((name for name, one in self.objects.items() if path in one.inside), _NOTHING)


async def _loop_turn() -> None:
    loop = asyncio.get_running_loop()
    turned = loop.create_future()
    loop.call_soon(turned.set_result, None)
    await turned
