"""What is done in the six programs: a task on which replaying was built, and another one that it is measured on.

The tasks of the measuring half were written after the code, and replayed for the first time when it was measured.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.replays.programs import Done, Looks, calc, chromium, mousepad, order, parcel, pcmanfm
from tests.fakes.apps import App

Start = Callable[[PrivateDisplay, Path, Looks], AbstractContextManager[tuple[App, Done]]]


@dataclass(frozen=True, slots=True)
class Task:
    """A task in plain steps; `right` tells by the program's own word whether it was done, and nothing else."""

    words: str
    right: Callable[[object], bool]
    # Where not all was done: that nothing else was.
    only_begun: Callable[[object], bool]


@dataclass(frozen=True, slots=True)
class Program:
    """A program and its tasks: the one of the building half, and the one of the measuring half."""

    name: str
    start: Start
    build: Task
    measure: Task


def _pressed(held: object, of: Sequence[str], sent: Mapping[str, object] | None = None) -> bool:
    """Tell whether nothing else was pressed and, where something was sent, that."""
    assert isinstance(held, dict)
    return set(held["pressed"]) <= set(of) and (sent is None or held["order"] == sent)


def _is(held: object, *one_of: object) -> bool:
    return held in one_of


def _sheet(held: object, there: Sequence[str], gone: Sequence[str]) -> bool:
    return all(f">{one}<" in str(held) for one in there) and not any(f">{one}<" in str(held) for one in gone)


def _filed(*names: str) -> list[str]:
    return sorted(("budget.txt", "minutes.txt", "recipe.txt", *names))


def _listed(fruit: str) -> dict[str, str]:
    return {"list.txt": f"pears\n{fruit}\nplums\n"}


_SENT = {"shipping": "Overnight", "gift_wrap": True, "sent": True}
_ORDERED = _SENT | {"name": "Ada Lovelace", "newsletter": True}
_ORDERED_QUIETLY = _SENT | {"street": "Baker Street"}
_NAMED = ("Name", "Gift wrap")
_SET = ("Newsletter", "Street", "Gift wrap")
_PAPERS = (_filed("poem.txt"), _filed("verses.txt"))

PROGRAMS = (
    Program(
        "demo", order,
        Task(
            'fill "Name" with "Ada Lovelace"; tick "Gift wrap"; click "Send"',
            lambda held: _pressed(held, (*_NAMED, "Send"), _ORDERED),
            partial(_pressed, of=_NAMED),
        ),
        Task(
            'untick "Newsletter"; fill "Street" with "Baker Street"; tick "Gift wrap"; click "Send"',
            lambda held: _pressed(held, (*_SET, "Send"), _ORDERED_QUIETLY),
            partial(_pressed, of=_SET),
        ),
    ),
    Program(
        "mousepad", mousepad,
        Task(
            'double click "apples"; type "grapes"; click "File"; click "Save"',
            lambda held: _is(held, _listed("grapes")),
            lambda held: _is(held, _listed("apples"), _listed("melons")),
        ),
        Task(
            'double click "apples"; press delete; type "figs"; press ctrl+s; wait 1 s',
            lambda held: _is(held, _listed("figs")),
            lambda held: _is(held, _listed("apples"), _listed("melons")),
        ),
    ),
    Program(
        "pcmanfm", pcmanfm,
        Task(
            'right click "poem.txt"; click "Rename..."; wait for "Enter a new name"; press ctrl+a; '
            'type "sonnet.txt"; press enter; wait for "sonnet.txt"',
            lambda held: _is(held, _filed("sonnet.txt")),
            lambda held: _is(held, *_PAPERS),
        ),
        Task(
            'click "poem.txt"; press f2; wait for "Enter a new name"; press ctrl+a; type "ode.txt"; press enter; '
            'wait for "ode.txt"',
            lambda held: _is(held, _filed("ode.txt")),
            lambda held: _is(held, *_PAPERS),
        ),
    ),
    Program(
        "chromium", chromium,
        Task(
            'fill "Your name" with "Ada"; tick "Bring a friend"; click "Book"',
            lambda held: _is(held, [["Book", "Ada", True]]),
            lambda held: _is(held, []),
        ),
        Task(
            'tick "Bring a friend"; click "Ask"; fill "Your name" with "Grace"; click "Book"',
            lambda held: _is(held, [["Ask", "", True], ["Book", "Grace", True]]),
            lambda held: _is(held, [], [["Ask", "", True]]),
        ),
    ),
    Program(
        "calc", calc,
        Task(
            'click "Pliers"; type "Tongs"; press enter; click "South"; type "East"; press enter; press ctrl+s; '
            "wait 1 s",
            lambda held: _sheet(held, ("Hammer", "Tongs", "Chisel", "North", "East"), ("Pliers", "South")),
            lambda held: _sheet(held, ("Hammer", "Chisel", "North", "South"), ("Tongs", "East")),
        ),
        Task(
            'click "Pliers"; press delete; type "Wrench"; press enter; press ctrl+s; wait 1 s',
            lambda held: _sheet(held, ("Hammer", "Wrench", "Chisel", "North", "South"), ("Pliers",)),
            lambda held: _sheet(held, ("Hammer", "Chisel", "North", "South"), ("Wrench",)),
        ),
    ),
    Program(
        "qt", parcel,
        Task(
            'fill "Receiver" with "Grace"; select "Small parcel" from "Kind"; tick "Express"; click "Send off"',
            lambda held: _is(held, ["Express True", "Send off: Grace, Small parcel"]),
            lambda held: _is(held, [], ["Express True"]),
        ),
        Task(
            'select "Pallet" from "Kind"; fill "Receiver" with "Alan"; click "Print"; click "Send off"',
            lambda held: _is(held, ["Print: Alan, Pallet", "Send off: Alan, Pallet"]),
            lambda held: _is(held, [], ["Print: Alan, Pallet"]),
        ),
    ),
)  # fmt: skip
