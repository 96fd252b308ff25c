"""Makes steps of acts: what a person does in one go is one step.

- Going into a field, selecting what is there, and typing is “Type … into …”, with the picture of the filled field.
- A menu and its entries are “Choose *File › Save*”.
- The same act again is “… (3 times)”, and further scrolling the same way is one step.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from desktop_agent.core.actions import Click, Press, Scroll, Type
from desktop_agent.core.events import NamedTarget
from desktop_agent.policy.roles import FIELDS, MENU_ITEMS
from desktop_agent.studio.howto.from_run import Act
from desktop_agent.studio.howto.instruction import Instruction, StepScene
from desktop_agent.studio.howto.words import chosen, repeated, sentence_of

_MENUS = MENU_ITEMS | {"menu"}
_FIELDS = FIELDS | {"spin button", "combo box"}
_ALL = ("ctrl", "a")
_DELETES = frozenset({"delete", "backspace"})


@dataclass(frozen=True, slots=True)
class _Group:
    """Acts that are one step, and how often the last of them is done."""

    acts: tuple[Act, ...]
    times: int = 1

    @property
    def last(self) -> Act:
        return self.acts[-1]


def instructions(acts: Iterable[Act]) -> tuple[Instruction, ...]:
    """Return the steps of a how-to."""
    groups: list[_Group] = []
    for act in acts:
        joined = _joined(groups[-1], act) if groups else None
        if joined is None:
            groups.append(_Group((act,)))
        else:
            groups[-1] = joined
    told = (_told(group) for group in groups)
    return tuple(one for one in told if one.text)


def _joined(group: _Group, act: Act) -> _Group | None:
    """Return the group with an act that belongs to it; None where it begins another step."""
    last = group.last
    if _goes_in(group) and _same_field(last, act) and (isinstance(act.action, Type) or _prepares(act, last)):
        return _Group((*group.acts, act))
    if _is_menu(last) and _is_menu(act) and last.target != act.target:
        return _Group((*group.acts, act))
    if isinstance(last.action, Scroll) and isinstance(act.action, Scroll) and _text(last) == _text(act):
        return replace(group, acts=(*group.acts, act))
    if not isinstance(act.action, Type) and act.target == last.target and _text(act) == _text(last) and _text(act):
        return _Group((*group.acts[:-1], act) if len(group.acts) > 1 else (group.acts[0],), group.times + 1)
    return None


def _told(group: _Group) -> Instruction:
    first, last = group.acts[0], group.last
    window = last.target.window if last.target and last.target.window else ""
    typing = [act for act in group.acts if isinstance(act.action, Type)]
    if typing:
        return Instruction(first.key, sentence_of(_whole(group.acts), last.target), window, _filled(last))
    if all(map(_is_menu, group.acts)) and len(group.acts) > 1:
        names = tuple(act.target.name for act in group.acts if act.target and act.target.name)
        window = first.target.window if first.target and first.target.window else window
        return Instruction(first.key, repeated(chosen(names), group.times), window, last.before)
    if _goes_in(group) and len(group.acts) > 1 and isinstance(last.action, Press) and set(last.action.keys) & _DELETES:
        return Instruction(first.key, sentence_of(last.action, last.target), window, last.before)
    return Instruction(first.key, repeated(_text(first), group.times), window, first.before)


def _text(act: Act) -> str:
    return sentence_of(act.action, act.target)


def _whole(acts: Sequence[Act]) -> Type:
    """Return the text that is there in the end: what was typed since all in the field was last selected."""
    text, secret, fresh = "", False, True
    for act in acts:
        if isinstance(act.action, Type):
            text = act.action.text if fresh else text + act.action.text
            secret, fresh = secret or act.action.secret, False
        elif isinstance(act.action, Press) and act.action.keys == _ALL:
            fresh = True
    return Type(text, secret=secret)


def _filled(act: Act) -> StepScene | None:
    """Return the field once the text is in it, unless what ends the text may have closed the window."""
    if act.before is None or act.after is None or _ends(act):
        return act.before
    return replace(act.before, frame=act.after)


def _goes_in(group: _Group) -> bool:
    """Tell whether a group goes into a field, and does nothing there but make room and type."""
    pairs = zip(group.acts, (None, *group.acts), strict=False)
    inside = all(_enters(act) or isinstance(act.action, Type) or _prepares(act, before) for act, before in pairs)
    return inside and not _ends(group.last)


def _enters(act: Act) -> bool:
    return isinstance(act.action, Click) and act.action.button == "left" and _role(act.target) in _FIELDS


def _prepares(act: Act, before: Act | None) -> bool:
    """Tell whether an act selects all that is in a field, or takes away what was selected so."""
    if not isinstance(act.action, Press):
        return False
    selected = before is not None and isinstance(before.action, Press) and before.action.keys == _ALL
    return act.action.keys == _ALL or (selected and set(act.action.keys) <= _DELETES)


def _same_field(one: Act, other: Act) -> bool:
    first, second = one.target, other.target
    if first is None or second is None or first.window != second.window:
        return False
    return first.rect == second.rect if first.rect and second.rect else first.name == second.name


def _ends(act: Act) -> bool:
    return isinstance(act.action, Type) and act.action.text.endswith(("\n", "\t"))


def _is_menu(act: Act) -> bool:
    named = act.target is not None and bool(act.target.name)
    return isinstance(act.action, Click) and act.action.button == "left" and named and _role(act.target) in _MENUS


def _role(target: NamedTarget | None) -> str:
    return (target.role if target else None) or ""
