"""The declaration of a setting: words for people, bounds, flag, place in the window.

    max_steps: int = setting(
        200, "Maximum steps", "One step is one answer of the model.",
        least=1, most=100_000, flag=Flag("--max-steps", "End after this many steps.  [200]", "N"),
    )

The file, variables, `config`, flags, the Settings window and the guide are made from it. Its line in the guide is the
help of its flag, or what the window says, with its choices or an example; a text below the setting takes their place
where a file needs other words.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass, replace
from types import NoneType, UnionType
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar, Union, get_args, get_origin

from desktop_agent.core.texts.message import Message

Value = TypeVar("Value")
Details = ParamSpec("Details")
Control = Literal["", "long", "chord", "region", "choice", "command"]
Needs = Literal[
    "", "touch", "key", "corner"
]  # the person's input that the system has to report for the setting to work
_DECLARED = "setting"
Widens = Callable[[Any, Any], bool]  # of the value before and the one after


@dataclass(frozen=True, slots=True)
class Flag:
    """The flag that sets a setting for one run, and the placeholder of its value."""

    written: str
    help: str = ""  # where it needs other words than the Settings window
    metavar: str | None = None

    @property
    def name(self) -> str:
        """Return the name of the command's parameter."""
        return self.written.partition("/")[0].removeprefix("--").replace("-", "_")


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """The declaration of a setting; each is only itself."""

    title: str = ""  # in the Settings window; empty: it is written in the file alone
    says: str = ""
    least: float | None = None
    above: float | None = None
    most: float | None = None
    longest: int | None = None  # of a text
    names: tuple[str, ...] = ()  # the only texts that it may be
    read: Callable[[object], object] | None = None  # from how it is written; ValueError says how to write it
    check: Callable[[str], str] | None = None  # of a text; ValueError says what is wrong
    widens: Widens | None = None  # whether a change lets runs do, show, send or spend more
    flag: Flag | None = None
    per_run: bool = False  # said with a flag or to `run_task`; no file or variable sets it
    advanced: bool = False  # shown there only among *More settings*
    control: Control = ""  # if the type does not determine it; `choice` for one that the window fills
    choices: Mapping[str, str] = field(default_factory=dict)  # words for values
    unset: str = ""  # words for no value
    example: str = ""
    needs: Needs = ""
    # Set from the place of the declaration.
    key: str = ""
    type: Any = object
    default: object = None

    @property
    def kinds(self) -> tuple[Any, ...]:
        """Return the types of its values, without None."""
        parts = get_args(self.type) if get_origin(self.type) in {Union, UnionType} else (self.type,)
        return tuple(kind for kind in parts if kind is not NoneType)

    @property
    def words(self) -> Mapping[str, str]:
        """Return the values that can be chosen with a word for each; empty where any can be written."""
        literal = get_args(self.kinds[0]) if get_origin(self.kinds[0]) is Literal else ()
        return self.choices or {name: name for name in (*self.names, *literal)}


def _field_of(declare: Callable[Details, Setting]) -> Callable[Concatenate[Value, Details], Value]:
    def declared(default: Value, /, *words: Details.args, **details: Details.kwargs) -> Value:
        declared_field: Any = field(default_factory=lambda: default, metadata={_DECLARED: declare(*words, **details)})
        return declared_field  # type: ignore[no-any-return]

    return declared


setting = _field_of(Setting)  # a field of a section, with its default before the arguments of `Setting`


def plain_text(value: str) -> str:
    """Return a text without blanks around it; ValueError for an empty one, or one with control characters."""
    if not value.strip() or any(ord(char) < ord(" ") and char not in "\n\t\r" for char in value):
        raise ValueError(Message("it must be plain text and can't be empty"))
    return value.strip()


def adds(before: Collection[object], after: Collection[object]) -> bool:
    """Return whether a list has a new entry."""
    return not set(after) <= set(before)


def has_lost_entry(before: Collection[object], after: Collection[object]) -> bool:
    """Return whether a list has lost an entry."""
    return adds(after, before)


def is_limit_changed(before: object, after: object) -> bool:
    """Return whether a limit has been changed or removed."""
    return before not in {None, ""} and after != before


def raises(before: float | None, after: float | None) -> bool:
    """Return whether an upper limit has been raised or removed."""
    return before is not None and (after is None or after > before)


def is_new_text(before: object, after: object) -> bool:
    """Return whether a text has been set or changed."""
    return bool(after) and after != before


def loosens(*strictest_first: object) -> Widens:
    """Return a predicate for whether a choice is less strict than before."""
    return lambda before, after: strictest_first.index(after) > strictest_first.index(before)


def settings_in(settings_class: type) -> Mapping[str, Setting]:
    """Return the settings of all sections of a class, by `section.key`."""
    return {
        f"{section.name}.{member.name}": _setting_of_field(f"{section.name}.{member.name}", member)
        for section in fields(settings_class)
        if is_dataclass(section.type)
        for member in fields(section.type)
    }


def _setting_of_field(key: str, member: Field[object]) -> Setting:
    default = member.default_factory() if member.default_factory is not MISSING else member.default
    declared: Setting = member.metadata.get(_DECLARED, Setting())
    return replace(declared, key=key, type=member.type, default=default)


def value_of(settings: object, key: str) -> object:
    """Return the value of a setting by its `section.key`."""
    section, _, name = key.partition(".")
    value: object = getattr(getattr(settings, section), name)
    return value
