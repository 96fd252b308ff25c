"""Flags of the bench, and which cells they choose: `python -m tests.bench.fidelity --help`."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.fidelity import table
from tests.bench.fidelity.apps import Application, applications
from tests.bench.fidelity.cells import Cell, Outcome, load, save
from tests.bench.fidelity.drive import CellDriver
from tests.bench.fidelity.ibus import ibus
from tests.bench.fidelity.keyboard import Keyboard
from tests.bench.fidelity.keys import key_cells
from tests.bench.fidelity.pointer import pointer_cells
from tests.bench.fidelity.spellings import BUILD, MEASURE
from tests.bench.fidelity.text import text_cells
from tests.fakes.copied import Copied, copied
from tests.fakes.fields import Field

PARTS = ("text", "pointer", "keys")
LAYOUTS = {"build": ("us", "de", "ru"), "measure": ("fr", "gr", "jp")}
LOCKS = {"build": (False,), "measure": (True,)}
SPELLINGS = {"build": BUILD, "measure": MEASURE}
KEY_LOG = "gtk4"


def main() -> int:
    """Run the cells and print the tables; 1 when one was silently wrong."""
    flags = _flags()
    if flags.tables:
        for file in flags.tables:
            _print(load(file), f"## {file.stem.capitalize()}")
        return 0
    outcomes = _run(flags)
    _print(outcomes)
    return int(any(one.is_failure for one in _ours(outcomes)))


def _print(outcomes: Sequence[Outcome], title: str = "") -> None:
    if title:
        print(f"\n{title}\n")
    for line in (table.heading(outcomes), *table.tables(outcomes), "", table.summary(_ours(outcomes)), ""):
        print(line)
    print("\n".join(table.failures(outcomes)))


def _ours(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [one for one in outcomes if one.way == "agent"]


def _flags() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.fidelity", description=__doc__)
    add = parser.add_argument
    add("--part", action="append", choices=PARTS, help="what to try (repeatable; default: all)")
    add("--half", choices=("build", "measure"), default="build")
    add("--apps", action="append", help="an application, or one of its fields (default: those of the half)")
    add("--cells", action="append", help="names of texts, gestures or spellings (default: all)")
    add("--layouts", help="separated by commas (default: those of the half)")
    add("--locks", action="store_true", help="with CapsLock and NumLock on")
    add("--ibus", action="store_true", help="with an input method running")
    add("--rounds", type=int, default=1)
    add("--save", type=Path, help="add the outcomes to this file")
    add("--tables", type=Path, action="append", help="print the tables of such files instead of running anything")
    flags = parser.parse_args()
    flags.part = flags.part or list(PARTS)
    return flags


def _run(flags: argparse.Namespace) -> list[Outcome]:
    outcomes: list[Outcome] = []

    def hear(one: Outcome) -> None:
        _say(one)
        outcomes.append(one)
        if flags.save:
            save([one], flags.save)

    for application in _applications(flags):
        if reason := application.why_not():
            print(reason, file=sys.stderr)
            continue
        with ExitStack() as stack:
            try:
                _work(flags, application, stack, hear)
            except (AssertionError, subprocess.TimeoutExpired) as error:
                print(f"{application.title} cannot be worked: {error}", file=sys.stderr)
    return outcomes


def _work(
    flags: argparse.Namespace, application: Application, stack: ExitStack, hear: Callable[[Outcome], None]
) -> None:
    """Do the cells of one application on a display of its own."""
    display = stack.enter_context(PrivateDisplay(1280, 800))
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
    for name in set(os.environ) - set(display.environment()):
        del os.environ[name]
    os.environ.update(display.environment() | {"DESKTOP_AGENT_HOME": str(folder / "agent")})
    if flags.ibus:
        stack.enter_context(ibus(display))
    copies = stack.enter_context(copied(display))
    fields = stack.enter_context(application.opens(display, folder / application.name))
    chosen = [field for field in fields if _is_chosen(flags, field.name)]
    cells = [cell for cell in _cells(flags, chosen, Keyboard(display), copies) if _wanted(flags, cell)]
    CellDriver(cells, hear).run()


def _applications(flags: argparse.Namespace) -> Iterator[Application]:
    named = {name.partition(" ")[0] for name in flags.apps or ()}
    for one in applications().values():
        # The window that notes keys is the same for both halves; their spellings and layouts are not.
        if (one.name in named) if named else (one.half == flags.half or (one.name == KEY_LOG and "keys" in flags.part)):
            yield one


def _is_chosen(flags: argparse.Namespace, name: str) -> bool:
    return not flags.apps or any(name == one or name.startswith(f"{one} ") for one in flags.apps)


def _cells(flags: argparse.Namespace, fields: list[Field], keyboard: Keyboard, copies: Copied) -> Iterator[Cell]:
    layouts = flags.layouts.split(",") if flags.layouts else LAYOUTS[flags.half]
    locks = (True,) if flags.locks else LOCKS[flags.half]
    of_the_half = bool(flags.apps) or all(_half(one) == flags.half for one in fields)
    if "text" in flags.part and of_the_half:
        for _ in range(flags.rounds):
            yield from text_cells(fields, layouts, locks, keyboard, copies)
    if "pointer" in flags.part and of_the_half and fields and fields[0].corner is not None:
        yield from pointer_cells(fields[0], flags.rounds)
    if "keys" in flags.part and fields and fields[0].name == KEY_LOG:
        spellings = {**BUILD, **MEASURE} if flags.cells else SPELLINGS[flags.half]
        yield from key_cells(fields[0], spellings, ("us", *(one for one in layouts if one != "us")), keyboard,
                             locks=flags.locks)  # fmt: skip


def _half(field: Field) -> str:
    return applications()[field.name.partition(" ")[0]].half


def _wanted(flags: argparse.Namespace, cell: Cell) -> bool:
    return not flags.cells or cell.name in flags.cells


def _say(one: Outcome) -> None:
    words = (one.way, one.part, one.application, one.name, one.layout, "locks" if one.locks else "", f"{one.ms:.0f} ms")
    said = [*words, one.verdict, "late" if one.late else "", one.what, one.leak, *one.notes]
    print(" · ".join(filter(None, said)), file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
