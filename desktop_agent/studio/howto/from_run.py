"""The steps of a how-to from a recording: the acts that were carried out, in order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from desktop_agent.core.actions import (
    Action,
    Click,
    Drag,
    Finish,
    HoldButton,
    HoldKey,
    Invoke,
    Look,
    Move,
    Navigate,
    Press,
    ReleaseButton,
    ReleaseKey,
    Scroll,
    Type,
    Wait,
    points_of,
)
from desktop_agent.core.display_text import visible, without_home
from desktop_agent.core.events import FrameTaken, NamedTarget
from desktop_agent.core.message import Message, plural, template
from desktop_agent.core.passwords import HIDDEN, HIDDEN_KEY
from desktop_agent.core.role import Role
from desktop_agent.core.translation import gettext, tr
from desktop_agent.policy.roles import FIELDS, MENU_ITEMS
from desktop_agent.record.proposal import RecordedProposal
from desktop_agent.record.recording import RecordedRun
from desktop_agent.studio.howto.instruction import Instruction, StepScene, emphasised

_TITLE_LENGTH = 120
_NUMBERED = re.compile(r"1[.)] ")
_MENUS = MENU_ITEMS | {Role.MENU}
_FIELDS = FIELDS | {Role.SPIN_BUTTON, Role.COMBO_BOX}
_ALL = ("ctrl", "a")
_DELETES = frozenset({"delete", "backspace"})
_LONGEST_NAME, _LONGEST_TEXT = 80, 400
_SECRET = re.compile(r"\{\{secret:([^{}]{1,80})\}\}")
_HIDDEN = re.compile("•+")
_CLICKS = {
    ("left", 1): template("Click {name}."),
    ("left", 2): template("Double-click {name}."),
    ("left", 3): template("Click {name} three times."),
    ("right", 1): template("Right-click {name}."),
    ("middle", 1): template("Click {name} with the middle mouse button."),
}
_SELECTABLE_ROLES = frozenset(
    {Role.LIST_ITEM, "option", Role.RADIO_BUTTON, Role.RADIO_MENU_ITEM, "combo box item", Role.TABLE_CELL}
)
_CHECKABLE_ROLES = frozenset({Role.CHECK_BOX, Role.CHECK_MENU_ITEM, Role.TOGGLE_BUTTON, Role.SWITCH})
_BY_RING = Message("where the red ring is")
# The end of a sentence that needs no further full stop.
_EXTRA_FULL_STOP = re.compile(r"([.!?…]\*?)\.$")
_KEYS = {
    "ctrl": Message("Ctrl"),
    "altgr": "AltGr",
    "pageup": Message("Page up"),
    "pagedown": Message("Page down"),
    "escape": Message("Esc"),
}


@dataclass(frozen=True, slots=True)
class Act:
    """One act that was carried out: its action, its target, and the screen before and after."""

    key: str
    action: Action
    target: NamedTarget | None
    before: StepScene | None
    after: FrameTaken | None


def acts_of(run: RecordedRun) -> Iterator[Act]:
    """Yield the acts of a run, without waits, looks, and refused or failed acts."""
    numbers = Counter[int]()  # of acts, by turn
    for moment in run.moments:
        proposal = moment.proposal
        if proposal is None:
            continue
        key = f"{moment.turn}.{numbers[moment.turn]}"
        numbers[moment.turn] += 1
        action = proposal.action
        if action is None or not proposal.was_done:
            continue
        if isinstance(action, Wait | Look | Finish | HoldButton | ReleaseButton):
            continue
        scene = _scene(moment.before, proposal, action) if moment.before else None
        if isinstance(action, Press | HoldKey | ReleaseKey) and HIDDEN_KEY in action.keys:
            if isinstance(action, ReleaseKey):
                continue
            action = Type(HIDDEN, secret=True)  # single letters make up one text
        yield Act(key, action, proposal.aim, scene, moment.after)


def _scene(frame: FrameTaken, proposal: RecordedProposal, action: Action) -> StepScene:
    points = points_of(action)
    end = points[-1] if isinstance(action, Drag) else None
    return StepScene(frame, proposal.window_box, proposal.target_box, points[0] if points else None, end)


def title_of(run: RecordedRun) -> str:
    """Return a title for the how-to: the first line of the task, or the window of numbered steps."""
    lines = [line.strip() for line in run.summary.task.splitlines() if line.strip()]
    windows = (proposal.aim.window for proposal in run.proposals if proposal.aim and proposal.aim.window)
    # The first of numbered steps is no title.
    if len(lines) > 1 and _NUMBERED.match(lines[0]) and (window := next(windows, "")):
        return gettext("How to do it in “{window}”", window=window)
    return visible(without_home(lines[0]), _TITLE_LENGTH) if lines else run.summary.id


@dataclass(frozen=True, slots=True)
class _Group:
    """Acts that form one step, and how often the last of them is repeated."""

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
    steps = (_instruction(group) for group in groups)
    return tuple(step for step in steps if step.text)


def _joined(group: _Group, act: Act) -> _Group | None:
    """Return the group with an act added; None where the act begins a new step."""
    last = group.last
    if _fills_field(group) and _is_same_field(last, act) and (isinstance(act.action, Type) or _clears_field(act, last)):
        return _Group((*group.acts, act))
    if _is_menu(last) and _is_menu(act) and last.target != act.target:
        return _Group((*group.acts, act))
    if isinstance(last.action, Scroll) and isinstance(act.action, Scroll) and _text(last) == _text(act):
        return replace(group, acts=(*group.acts, act))
    if not isinstance(act.action, Type) and act.target == last.target and _text(act) == _text(last) and _text(act):
        return _Group((*group.acts[:-1], act) if len(group.acts) > 1 else (group.acts[0],), group.times + 1)
    return None


def _instruction(group: _Group) -> Instruction:
    first, last = group.acts[0], group.last
    window = last.target.window if last.target and last.target.window else ""
    typing = [act for act in group.acts if isinstance(act.action, Type)]
    if typing:
        return Instruction(first.key, sentence_of(_final_text(group.acts), last.target), window, _filled(last))
    if all(map(_is_menu, group.acts)) and len(group.acts) > 1:
        names = tuple(act.target.name for act in group.acts if act.target and act.target.name)
        window = first.target.window if first.target and first.target.window else window
        return Instruction(first.key, repeated(chosen(names), group.times), window, last.before)
    if (
        _fills_field(group)
        and len(group.acts) > 1
        and isinstance(last.action, Press)
        and set(last.action.keys) & _DELETES
    ):
        return Instruction(first.key, sentence_of(last.action, last.target), window, last.before)
    return Instruction(first.key, repeated(_text(first), group.times), window, first.before)


def _text(act: Act) -> str:
    return sentence_of(act.action, act.target)


def _final_text(acts: Sequence[Act]) -> Type:
    """Return the final text of the field: everything typed since its contents were last selected."""
    text, secret, fresh = "", False, True
    for act in acts:
        if isinstance(act.action, Type):
            text = act.action.text if fresh else text + act.action.text
            secret, fresh = secret or act.action.secret, False
        elif isinstance(act.action, Press) and act.action.keys == _ALL:
            fresh = True
    return Type(text, secret=secret)


def _filled(act: Act) -> StepScene | None:
    """Return the scene with the text in its field, unless Enter or Tab may have closed the window."""
    if act.before is None or act.after is None or _ends_text(act):
        return act.before
    return replace(act.before, frame=act.after)


def _fills_field(group: _Group) -> bool:
    """Return whether all acts of a group focus, clear or fill a field."""
    pairs = zip(group.acts, (None, *group.acts), strict=False)
    inside = all(
        _clicks_field(act) or isinstance(act.action, Type) or _clears_field(act, before) for act, before in pairs
    )
    return inside and not _ends_text(group.last)


def _clicks_field(act: Act) -> bool:
    return isinstance(act.action, Click) and act.action.button == "left" and _role(act.target) in _FIELDS


def _clears_field(act: Act, before: Act | None) -> bool:
    """Return whether an act selects all contents of a field, or deletes that selection."""
    if not isinstance(act.action, Press):
        return False
    selected = before is not None and isinstance(before.action, Press) and before.action.keys == _ALL
    return act.action.keys == _ALL or (selected and set(act.action.keys) <= _DELETES)


def _is_same_field(before: Act, act: Act) -> bool:
    first, second = before.target, act.target
    if first is None or second is None or first.window != second.window:
        return False
    return first.rect == second.rect if first.rect and second.rect else first.name == second.name


def _ends_text(act: Act) -> bool:
    return isinstance(act.action, Type) and act.action.text.endswith(("\n", "\t"))


def _is_menu(act: Act) -> bool:
    named = act.target is not None and bool(act.target.name)
    return isinstance(act.action, Click) and act.action.button == "left" and named and _role(act.target) in _MENUS


def _role(target: NamedTarget | None) -> str:
    return (target.role if target else None) or ""


def sentence_of(action: Action, target: NamedTarget | None) -> str:
    """Return the instruction in the person's language; empty for an action that needs none."""
    name = named(target)
    match action:
        case Click(button="left", count=1, keys=()) if name_is_known(target) and _role(target) in _SELECTABLE_ROLES:
            return _with(template("Select {name}."), name)
        case Click(button="left", count=1, keys=()) if name_is_known(target) and _role(target) in _CHECKABLE_ROLES:
            on = target is not None and target.checked
            return _with(template("Untick {name}.") if on else template("Tick {name}."), name)
        case Click(button=button, count=count, keys=keys):
            sentence = _with(_CLICKS.get((button, count), _CLICKS["left", 1]), name)
            return _with_held_keys(sentence, keys)
        case Move():
            return _with(template("Point at {name}."), name) if target and target.name else ""
        case Drag():
            if target and target.end:
                return _with(template("Drag {name} to {text}."), name, emphasised(label(target.end)))
            if not name_is_known(target):
                return gettext("Drag along the arrow.")
            return _with(template("Drag {name} to the end of the arrow."), name)
        case Scroll(dx=dx, dy=dy):
            way = (
                (Message("down") if dy > 0 else Message("up"))
                if abs(dy) >= abs(dx)
                else (Message("right") if dx > 0 else Message("left"))
            )
            return gettext("Scroll {way}.", way=way)
        case Type(text=text, secret=secret):
            return typed_into(text, target, secret=secret)
        case Press(keys=keys):
            return _with(template("Press {name}."), chord(keys))
        case HoldKey(keys=keys):
            return _with(template("Hold {name}."), chord(keys))
        case ReleaseKey(keys=keys):
            return _with(template("Release {name}."), chord(keys))
        case Navigate(url=url):
            return _with(template("Open {name} in the browser."), emphasised(visible(url, _LONGEST_TEXT)))
        case Invoke(started=(program, *_)):
            return _with(template("Start {name}."), emphasised(visible(program, _LONGEST_NAME)))
        case HoldButton() | ReleaseButton() | Wait() | Look() | Finish() | Invoke():
            return ""
        case _:
            assert_never(action)


def typed_into(text: str, target: NamedTarget | None, *, secret: bool = False) -> str:
    """Return the sentence for typing a text; a secret is never shown, and a line break at the end is Enter."""
    body, enter = (text[:-1], True) if text.endswith("\n") else (text, False)
    if not body:
        return _with(template("Press {name}."), chord(("enter",)))
    field = named(target) if name_is_known(target) else ""
    secret_match = _SECRET.fullmatch(body)
    if secret or secret_match or _HIDDEN.fullmatch(body):
        what = (
            _with(template("the secret {name}"), emphasised(secret_match[1]))
            if secret_match
            else gettext("your secret text")
        )
    else:
        what = emphasised(visible(_SECRET.sub("•••", body), _LONGEST_TEXT))
    into, enters = template("In {name}, type {text}."), template("In {name}, type {text} and press Enter.")
    bare, bare_enters = template("Type {text}."), template("Type {text} and press Enter.")
    sentence = (enters if enter else into) if field else (bare_enters if enter else bare)
    return _with(sentence, field, what)


def chosen(names: tuple[str, ...]) -> str:
    """Return the sentence for a path through menus to an entry."""
    return _with(template("Choose {name}."), " › ".join(emphasised(label(name)) for name in names))


def repeated(sentence: str, count: int) -> str:
    """Return a sentence with a count if the act is repeated."""
    times = tr(plural("({count:,} time)", "({count:,} times)", count=count))
    return f"{sentence.removesuffix('.')} {times}." if count > 1 else sentence


def named(target: NamedTarget | None) -> str:
    """Return a control's name, or the text next to a field; without either, a reference to the picture's ring."""
    name = label(target.name or target.beside or "") if target else ""
    return emphasised(name) if name else tr(_BY_RING)


def name_is_known(target: NamedTarget | None) -> bool:
    """Return whether a control has a name, or text next to it."""
    return target is not None and bool(label(target.name or target.beside or ""))


def label(name: str) -> str:
    """Return a control's name for display, without dots and colons at its end."""
    short_name = visible(name, _LONGEST_NAME).strip()
    return short_name.rstrip(" .…:") or short_name


def chord(keys: tuple[str, ...]) -> str:
    """Return keys with the labels of a keyboard."""
    labels = (tr(_KEYS.get(key, key.upper() if len(key) == 1 else key.capitalize())) for key in keys)
    return emphasised("+".join(labels))


def _with(sentence: str, name: str = "", text: str = "") -> str:
    return without_home(_EXTRA_FULL_STOP.sub(r"\1", gettext(sentence, name=name, text=text)))


def _with_held_keys(sentence: str, keys: tuple[str, ...]) -> str:
    return _with(template("Hold {name}: "), chord(keys)) + sentence if keys else sentence
