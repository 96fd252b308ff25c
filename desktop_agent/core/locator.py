"""A control, found again: by its name among what a window lists, and told by its name at a point. Pure.

Two names are the same however their signs are typed. One that several controls have is the name of none of them, unless
the words in a row tell them apart; of a field without a name, the words beside it are the name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from desktop_agent.core.describe import kind_of
from desktop_agent.core.display_text import foreign, visible
from desktop_agent.core.events import NamedTarget
from desktop_agent.core.labels import WORDS, is_labelled, label_of, words_in_row
from desktop_agent.core.screen_contents import ShownControl

LONGEST_NAME = 120  # characters of a name that a model is given
_LONGEST_RECORDED = 200  # as events cut names
_NEAREST = 2
_ONE_WAY = {ord(sign): one for signs, one in (('"“”„«»‘’‚`´', "'"), ("‐‑‒–—―−", "-")) for sign in signs}
_BEFORE, _BEHIND = re.compile(r"^[\s✓✔☐☑○●•*]+"), re.compile(r"[\s.:…*>▸▾]+$")
_LOOKALIKE = str.maketrans({"|": "l", "1": "l", "i": "l", "!": "l", "‖": "l", "0": "o"})
_KEY = r"(?:f\d{1,2}|[a-z0-9]|del(?:ete)?|ins(?:ert)?|enter|return|tab|esc(?:ape)?|home|end|page ?(?:up|down))"
_HELD = r"(?:ctrl|control|strg|alt|shift|umschalt|super|meta)"
# What a program adds to a name now and then: the keys for it, a letter that is underlined, how many there are.
_ADDED = re.compile(
    rf"(?:\b{_HELD} ?\+ ?)+{_KEY}$|\b{_HELD}(?: ?\+ ?{_HELD})* ?\+ ?\S$|(?<=\s)(?:f\d{{1,2}}|del(?:ete)?)$"
    r"|\(&?\w\)|\(\d+\)$"
)


FIELD_KINDS = frozenset({"field", "text field", "password field", "document text", "combo box", "spin button"})
# “alike”: the same where nothing else there is called so.
Identity = Literal["same", "alike", "other", "unknown"]


@dataclass(frozen=True, slots=True)
class ControlRequest:
    """Which control is wanted: `kind` in people's words, the words in its `row`, and those `beside` a field."""

    name: str
    kind: str = ""
    row: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The only control that is wanted."""

    control: ShownControl


@dataclass(frozen=True, slots=True)
class Another:
    """Controls of the name that are not known to be the one: several are, or all of them are in other rows."""

    controls: tuple[ShownControl, ...]
    is_in_row: bool = True


@dataclass(frozen=True, slots=True)
class Absent:
    """Nothing has the name."""


Located = Found | Another | Absent


def locate(wanted: ControlRequest, listed: Sequence[ShownControl]) -> Located:
    """Return the control that is wanted among those that a window lists."""
    peers = [control for control in listed if not wanted.kind or kind_name(control.role) == wanted.kind]
    named = _apart(called(wanted.name, peers)) or _nameless(wanted, peers, listed)
    in_row = named
    if wanted.row:
        rows = [(control, visible(words_in_row(listed, control), _LONGEST_RECORDED)) for control in named]
        in_row = [control for control, row in rows if folded(row) == folded(wanted.row)]
    if len(in_row) == 1:
        return Found(in_row[0])
    return Another(tuple(named), bool(in_row)) if named else Absent()


def called(name: str, shown: Sequence[ShownControl]) -> list[ShownControl]:
    """Return the controls of a name: to the letter, else however it is typed or cut, else but for what is added."""
    found = [control for control in shown if name and control.name == name]
    for form in (folded, bare):
        found = found or [control for control in shown if form(name) and form(name) in _forms(control.name, form)]
    return found


def nearest_names(name: str, names: Iterable[str]) -> list[str]:
    """Return the names that are most like one that nothing has."""
    by_form = {folded(each): each for each in names if each}
    return [by_form[form] for form in get_close_matches(folded(name), by_form, _NEAREST)]


def identity(wanted: ControlRequest, now: NamedTarget | None, *, read: bool = False) -> Identity:
    """Return whether what lies at a point is what is wanted; a kind or a name that is not known says nothing.

    `read` says that the name was read off the picture, where letters that look alike are one.
    """
    if now is None:
        return "unknown"
    kind, before, name = kind_name(now.role), folded(wanted.name), folded(now.name or "")
    if wanted.kind and kind and wanted.kind != kind and not read:
        return "other"
    if (wanted.name and wanted.name == now.name) or (before and (before == name or (read and reads_as(before, name)))):
        return "same"
    if before and name:
        return "alike" if bare(before) == bare(name) else "other"
    if name or kind not in FIELD_KINDS or wanted.kind != kind:
        return "unknown"
    # A name that was read beside a field is what stands beside it.
    beside = folded(now.beside or "")
    if folded(wanted.name or wanted.beside) == beside:
        return "same"
    return "other" if wanted.beside and beside else "unknown"


def folded(name: str) -> str:
    """Return a name without what is typed, read or left out in more than one way.

    That is case, the form of quotes and dashes, blanks, a mark before it, dots and a colon behind it.
    """
    plain = unicodedata.normalize("NFKC", name).casefold().translate(_ONE_WAY)
    return " ".join(_BEHIND.sub("", _BEFORE.sub("", plain)).split())


def bare(name: str) -> str:
    """Return a name without what is added to it now and then; said twice it is said once, as GTK 4 does with digits."""
    words = folded(_ADDED.sub("", folded(name))).split()
    half = len(words) // 2
    return " ".join(words[:half] if half and words[:half] == words[half:] else words)


def reads_as(one: str, other: str) -> bool:
    """Tell whether two `folded` names are one but for blanks and letters that look alike."""
    one, other = one.replace(" ", ""), other.replace(" ", "")
    return one == other or (len(one) > 1 and one.translate(_LOOKALIKE) == other.translate(_LOOKALIKE))


def kind_name(role: str | None) -> str:
    """Return what people call a control of this role, else the role."""
    return kind_of(role) or role or ""


def _forms(name: str, form: Callable[[str], str]) -> set[str]:
    """Return a name as it is, and as a list for a model and an event have it."""
    return {form(each) for each in (name, foreign(name, LONGEST_NAME), visible(name, _LONGEST_RECORDED))}


def _apart(shown: Sequence[ShownControl]) -> list[ShownControl]:
    """Return each control once: of two that lie on each other both are the same thing."""
    apart = list[ShownControl]()
    for control in shown:
        box = control.box
        if not any(box.contains(other.box.middle) or other.box.contains(box.middle) for other in apart):
            apart.append(control)
    return apart


def _nameless(
    wanted: ControlRequest, peers: Sequence[ShownControl], listed: Sequence[ShownControl]
) -> list[ShownControl]:
    """Return the fields without a name that are beside these words; without any words, those outside of pages."""
    if wanted.kind not in FIELD_KINDS:
        return []
    words = [(control.name, control.box) for control in listed if control.role in WORDS]
    fields = [control for control in peers if not control.name]
    labels = {field: folded(label_of(words, field.box)) if is_labelled(field.box) else "" for field in fields}
    if beside := folded(wanted.name or wanted.beside):
        return [field for field, label in labels.items() if label == beside]
    # What has neither name nor label in a page may be one of several, the others scrolled away.
    outside = [field for field in labels if not field.in_page]
    return [field for field in outside if not labels[field]] or outside
