"""The declaration of a setting: words for people, bounds, flag, place in the window, and who may change it.

    max_steps: int = setting(
        200, "Maximum steps", "One step is one answer of the model.",
        least=1, most=100_000, trust=SMALLER, flag=Flag("--max-steps", "End after this many steps.  [200]", "N"),
    )
    \"\"\"Answers of the model.\"\"\"

The file, variables, `config`, flags, the Settings window and the guide are made from it. The text below a setting is
its line in the guide. A setting that says nothing of trust, even one declared without `setting`, counts as one that
needs a yes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass, replace
from types import NoneType, UnionType
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar, Union, get_args, get_origin

Value = TypeVar("Value")
Details = ParamSpec("Details")
Control = Literal["", "long", "chord", "region", "choice", "command"]
Needs = Literal[
    "", "touch", "key", "corner"
]  # the person's input that the system has to report for the setting to work
_DECLARED = "setting"


@dataclass(frozen=True, slots=True)
class Trust:
    """The value of a setting that counts while somebody else's change to the file waits for the person's yes."""

    counts: Callable[[object, object], object]  # of the value in the file and the saved one
    destination: bool = False  # where pictures, words and keys go: no run begins until a person has looked
    harmless: str = ""  # why a change lets nobody do more, and counts at once


NEEDS_YES = Trust(lambda _now, saved: saved)
DESTINATION = Trust(NEEDS_YES.counts, destination=True)


def harmless(reason: str) -> Trust:
    """Return the trust for a setting that may be changed by anybody; the reason says why it lets nobody do more."""
    return Trust(lambda now, _saved: now, harmless=reason)


def strictest_first(*values: object) -> Trust:
    """Return the trust for values in an order: the stricter of two counts."""
    rank = {value: number for number, value in enumerate(values)}
    return Trust(lambda now, saved: min(saved, now, key=lambda value: rank.get(value, len(rank))))


def strictest(value: object) -> Trust:
    """Return the trust for a setting that counts at once when it has this value, stricter than any other."""
    return Trust(lambda now, saved: now if now == value else saved)


def _smaller(now: object, saved: object) -> object:
    return min(saved, now, key=lambda value: math.inf if value is None else float(str(value)))


def _kept_entries(now: object, saved: object) -> object:
    return (
        tuple(entry for entry in now if entry in saved)
        if isinstance(now, tuple) and isinstance(saved, tuple)
        else saved
    )


def _all_entries(now: object, saved: object) -> object:
    both = isinstance(now, tuple) and isinstance(saved, tuple)
    return (*now, *(entry for entry in saved if entry not in now)) if both else saved  # type: ignore[misc,attr-defined,operator]


SMALLER = Trust(_smaller)  # None: without limit
KEPT_ENTRIES = Trust(_kept_entries)  # a new entry allows something
ALL_ENTRIES = Trust(_all_entries)  # an entry that is gone has forbidden something


@dataclass(frozen=True, slots=True)
class Flag:
    """The flag that sets a setting for one run, with its help and the placeholder of its value."""

    written: str
    help: str
    metavar: str | None = None

    @property
    def name(self) -> str:
        """Return the name of the command's parameter."""
        return self.written.partition("/")[0].removeprefix("--").replace("-", "_")


@dataclass(frozen=True, slots=True)
class Setting:
    """The declaration of a setting."""

    title: str = ""  # in the Settings window; empty: it is written in the file alone
    says: str = ""
    least: float | None = None
    above: float | None = None
    most: float | None = None
    longest: int | None = None  # of a text
    names: tuple[str, ...] = ()  # the only texts that it may be
    read: Callable[[object], object] | None = None  # from how it is written; ValueError says how to write it
    check: Callable[[str], str] | None = None  # of a text; ValueError says what is wrong
    trust: Trust = NEEDS_YES
    variable_is_reported: bool = True  # whether a person is told that a variable sets it
    flag: Flag | None = None
    page: str = ""  # of the Settings window, where it is not its section's
    advanced: bool = False  # shown there only among *More settings*
    control: Control = ""  # where its type does not tell; `choice` for one that is filled where it is shown
    choices: Mapping[str, str] = field(default_factory=dict)  # words for values
    unset: str = ""  # words for no value
    example: str = ""
    needs: Needs = ""
    # Known from where it stands.
    key: str = ""
    type: Any = object
    default: object = None

    @property
    def kinds(self) -> tuple[Any, ...]:
        """Return the types of its values, but for None."""
        parts = get_args(self.type) if get_origin(self.type) in {Union, UnionType} else (self.type,)
        return tuple(kind for kind in parts if kind is not NoneType)

    @property
    def words(self) -> Mapping[str, str]:
        """Return the values that can be chosen with a word for each; empty where any can be written."""
        literal = get_args(self.kinds[0]) if get_origin(self.kinds[0]) is Literal else ()
        return self.choices or {name: name for name in (*self.names, *literal)}


def _field_of(declare: Callable[Details, Setting]) -> Callable[Concatenate[Value, Details], Value]:
    def declared(default: Value, /, *words: Details.args, **details: Details.kwargs) -> Value:
        held: Any = field(default_factory=lambda: default, metadata={_DECLARED: declare(*words, **details)})
        return held  # type: ignore[no-any-return]

    return declared


setting = _field_of(Setting)  # a field of a section, with its default before the arguments of `Setting`


def settings_in(whole: type) -> Mapping[str, Setting]:
    """Return the settings of all sections of a class, by `section.key`."""
    return {
        f"{section.name}.{member.name}": _setting_of_field(f"{section.name}.{member.name}", member)
        for section in fields(whole)
        if is_dataclass(section.type)
        for member in fields(section.type)
    }


def _setting_of_field(key: str, member: Field[object]) -> Setting:
    default = member.default_factory() if member.default_factory is not MISSING else member.default
    declared: Setting = member.metadata.get(_DECLARED, Setting())
    return replace(declared, key=key, type=member.type, default=default)


def value_of(whole: object, key: str) -> object:
    """Return the value of a setting by its `section.key`."""
    section, _, name = key.partition(".")
    value: object = getattr(getattr(whole, section), name)
    return value
