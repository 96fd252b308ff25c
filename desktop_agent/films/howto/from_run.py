"""The instructions of a how-to, from the acts of a run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from desktop_agent.core.actions.action import (
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
from desktop_agent.core.actions.keys import chord_text
from desktop_agent.core.controls.labels import CHANGED
from desktop_agent.core.controls.role import Role
from desktop_agent.core.pictures import ImagePoint, Rect
from desktop_agent.core.runs.events import FrameTaken, NamedTarget
from desktop_agent.core.texts.message import Message, gettext, plural, template, tr, visible, without_home
from desktop_agent.core.texts.passwords import HIDDEN, HIDDEN_KEY
from desktop_agent.policy.roles import FIELDS, MENU_ITEMS
from desktop_agent.record.moments import Moment
from desktop_agent.record.proposal import RecordedProposal
from desktop_agent.record.recording import RecordedRun

_MENUS = MENU_ITEMS | {Role.MENU}
_FIELDS = FIELDS | {Role.SPIN_BUTTON, Role.COMBO_BOX, Role.LABEL, Role.STATIC}  # a label focuses its field
_ALL = ("ctrl", "a")
_ENTER = ("enter",)
_DELETES = frozenset({"delete", "backspace"})
_LONGEST_NAME = 80
_LONGEST_TEXT = 400
_WORDS_OF_ROW = 4
_SECRET = re.compile(r"\{\{secret:([^{}]{1,80})\}\}")
_HIDDEN = re.compile("•+")
_QUOTED = re.compile(r"\s*[\"“](.*)[\"”]\s*")
_CLICKS = {
    ("left", 1): template("Click {name}."),
    ("left", 2): template("Double-click {name}."),
    ("left", 3): template("Click {name} three times."),
    ("right", 1): template("Right-click {name}."),
    ("middle", 1): template("Click {name} with the middle mouse button."),
}
_SELECTABLE_ROLES = frozenset({Role.LIST_ITEM, "option", "combo box item", Role.TABLE_CELL})
_ONE_OF_SEVERAL = frozenset({Role.RADIO_BUTTON, Role.RADIO_MENU_ITEM})
_CHOSEN_ROLES = _ONE_OF_SEVERAL | {Role.MENU_ITEM, Role.PAGE_TAB, "tab"}
_WHOLE_SHEETS = frozenset({Role.TABLE, Role.TREE_TABLE, Role.DOCUMENT_SPREADSHEET})  # no fields: a cell has the caret
_TICKED_ROLES = frozenset({Role.CHECK_BOX, Role.CHECK_MENU_ITEM})
_BY_RING = Message("where the red ring is")
# The end of a sentence that needs no further full stop.
_EXTRA_FULL_STOP = re.compile(r"([.!?…]\*?)\.$")


@dataclass(frozen=True, slots=True)
class Act:
    """One act that was carried out: its action, its target, and the screen before and after."""

    action: Action
    target: NamedTarget | None
    before: StepScene | None
    moment: Moment


def acts_of(run: RecordedRun) -> Iterator[Act]:
    """Yield the acts of a run, without waits, looks, and refused or failed acts."""
    for moment in run.moments:
        proposal = moment.proposal
        if proposal is None:
            continue
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
        yield Act(action, proposal.aim, scene, moment)


def _scene(frame: FrameTaken, proposal: RecordedProposal, action: Action) -> StepScene:
    points = points_of(action)
    end = points[-1] if isinstance(action, Drag) else None
    return StepScene(frame, proposal.window_box, proposal.target_box, points[0] if points else None, end)


@dataclass(frozen=True, slots=True)
class Group:
    """Acts that are one step to a person, and how often the last of them is repeated."""

    acts: tuple[Act, ...]
    times: int = 1

    @property
    def typing(self) -> tuple[Act, ...]:
        """Return the acts that type."""
        return tuple(act for act in self.acts if isinstance(act.action, Type))

    def sentence(self, unnamed: str = _BY_RING) -> str:
        """Return the instruction, with names between asterisks; empty for acts that need none.

        `unnamed` is said of a control without a name.
        """
        first = self.acts[0]
        last = self.acts[-1]
        if typing := self.typing:
            named = (act.target for act in (*reversed(typing), first) if name_is_known(act.target))
            return sentence_of(_final_text(self.acts), next(named, None))
        if len(self.acts) > 1 and _opens_list(first) and last is not first:
            return _filled_template(
                template("Choose {name} in {text}."), named_target(last.target), named_target(first.target)
            )
        if len(self.acts) > 1 and all(map(_is_menu, self.acts)):
            names = dict.fromkeys(act.target.name for act in self.acts if act.target and act.target.name)
            return repeated(menu_path_sentence(tuple(names)), self.times)
        if len(self.acts) > 1 and _clicks_field(first) and isinstance(last.action, Press):
            return sentence_of(last.action, last.target)
        return repeated(sentence_of(first.action, first.target, unnamed), self.times)

    @property
    def takes(self) -> Iterator[tuple[Act, ...]]:
        """Yield the acts in parts that a film shows in one: the way into a field and what is typed there."""
        part: tuple[Act, ...] = ()
        for act in self.acts:
            part = (*part, act)
            if isinstance(act.action, Type) or not self.typing or act is self.acts[-1]:
                yield part
                part = ()


def groups_of(acts: Iterable[Act]) -> list[Group]:
    """Return the acts as the steps that a person sees in them."""
    groups: list[Group] = []
    for act in acts:
        joined = _extended_group(groups[-1], act) if groups else None
        if joined is None:
            groups.append(Group((act,)))
        else:
            groups[-1] = joined
    return groups


def instructions(acts: Iterable[Act]) -> tuple[Instruction, ...]:
    """Return the steps of a how-to."""
    return tuple(_instruction(group) for group in groups_of(acts) if group.sentence())


def result_of(run: RecordedRun) -> tuple[Instruction, ...]:
    """Return the last step, which says what a person should see; none where nothing visible was expected."""
    seen = [expected_text(each.what) for each in run.expectations if each.holds]
    names = ", ".join(emphasised(text) for text in seen if text)
    shown = StepScene(run.last_frame) if run.last_frame else None
    return (Instruction(_filled_template(template("You should now see {name}."), names), "", shown),) if names else ()


def expected_text(what: str) -> str:
    """Return what an expectation wants to be seen, without its kind; empty for a command."""
    kind, _, body = what.strip().partition(":")
    quoted = _QUOTED.fullmatch(body)
    text = quoted[1] if quoted else re.sub(r'"([^"]*)"=?', r"“\1” ", body).strip()
    return "" if kind == "command" else visible(without_home(text), _LONGEST_NAME)


def _extended_group(group: Group, act: Act) -> Group | None:
    """Return the group with an act added; None where the act begins a new step."""
    last = group.acts[-1]
    more = (*group.acts, act)
    if _fills_field(group, act):
        return Group(more)
    if last.target != act.target and _is_choice(act) and ((_is_menu(last) and _is_menu(act)) or _opens_list(last)):
        return Group(more)
    if isinstance(last.action, Scroll) and isinstance(act.action, Scroll) and _act_sentence(last) == _act_sentence(act):
        return replace(group, acts=more)
    is_same = act.target == last.target and (name_is_known(act.target) or act.action == last.action)
    if (
        not isinstance(act.action, Type)
        and is_same
        and _act_sentence(act) == _act_sentence(last)
        and _act_sentence(act)
    ):
        return Group(more, group.times + 1)
    return None


def _instruction(group: Group) -> Instruction:
    first = group.acts[0]
    last = group.acts[-1]
    is_clear = len(group.acts) > group.times and (_is_choice(last) or isinstance(last.action, Press))
    shown = (last if is_clear else first).before
    if group.typing:
        shown = _filled_scene(group.typing[-1])
    window = next((act.target.window for act in group.acts if act.target and act.target.window), "")
    return Instruction(group.sentence(), window.removeprefix("*"), shown)


def _act_sentence(act: Act) -> str:
    return sentence_of(act.action, act.target)


def _final_text(acts: Sequence[Act]) -> Type:
    """Return the final text of the field: everything typed since its contents were last selected."""
    text = ""
    secret = False
    for act in acts:
        if isinstance(act.action, Type):
            text += act.action.text
            secret = secret or act.action.secret
        elif isinstance(act.action, Press):
            text = f"{text}\n" if act.action.keys == _ENTER else ""
    return Type(text, secret=secret)


def _filled_scene(act: Act) -> StepScene | None:
    """Return the scene with the text in its field, unless Enter or Tab may have closed the window."""
    if act.before is None or act.moment.after is None or _ends_text(act):
        return act.before
    return replace(act.before, frame=act.moment.after)


def _fills_field(group: Group, act: Act) -> bool:
    """Return whether an act goes on filling the field that all acts of a group focus, clear or fill."""
    first = group.acts[0]
    last = group.acts[-1]
    keys = _keys(act)
    is_begun = _clicks_field(first) or isinstance(first.action, Type) or _keys(first) == _ALL
    if not is_begun or group.times > 1 or _ends_text(last) or _keys(last) == _ENTER:
        return False
    if keys == _ENTER:
        return isinstance(last.action, Type) and _window_title(last) == _window_title(act)
    clears = keys == _ALL or (_keys(last) == _ALL and bool(keys) and set(keys) <= _DELETES)
    return (isinstance(act.action, Type) or clears) and _is_same_field(last, act)


def _keys(act: Act) -> tuple[str, ...]:
    return act.action.keys if isinstance(act.action, Press) else ()


def _clicks_field(act: Act) -> bool:
    return _is_plain_click(act) and _role(act.target) in {*_FIELDS, ""}  # a slow program hadn't reported yet


def _is_same_field(before: Act, act: Act) -> bool:
    """Return whether two acts are in the same field, or the first one is on its label."""
    first = before.target
    second = act.target
    if first is None or second is None or _window_title(before) != _window_title(act):
        return False
    at = before.before and before.before.at
    field = act.before and act.before.control
    if at and field and field.x <= at.x < field.right and field.y <= at.y < field.bottom:
        return True
    return bool(first.name and first.name == second.name) or (first.rect, first.name) == (second.rect, second.name)


def _window_title(act: Act) -> str:
    return (act.target.window or "" if act.target else "").removeprefix("*")


def _ends_text(act: Act) -> bool:
    return isinstance(act.action, Type) and act.action.text.endswith(("\n", "\t"))


def _is_plain_click(act: Act) -> bool:
    return isinstance(act.action, Click) and (act.action.button, act.action.count) == ("left", 1)


def _is_menu(act: Act) -> bool:
    return _is_choice(act) and _role(act.target) in _MENUS


def _is_choice(act: Act) -> bool:
    is_named = act.target is not None and bool(act.target.name)
    return is_named and _is_plain_click(act) and _role(act.target) in _MENUS | _SELECTABLE_ROLES | _ONE_OF_SEVERAL


def _opens_list(act: Act) -> bool:
    return _is_plain_click(act) and name_is_known(act.target) and _role(act.target) == Role.COMBO_BOX


def _role(target: NamedTarget | None) -> str:
    return (target.role if target else None) or ""


def sentence_of(action: Action, target: NamedTarget | None, unnamed: str = _BY_RING) -> str:
    """Return the instruction in the person's language; empty for an action that needs none."""
    name = named_target(target, unnamed)
    match action:
        case Click(button="left", count=1, keys=()) if target is not None and name_is_known(target):
            return _filled_template(_press_template(_role(target), target.checked), name)
        case Click(button=button, count=count, keys=keys):
            sentence = _filled_template(_CLICKS.get((button, count), _CLICKS["left", 1]), name)
            return _with_held_keys(sentence, keys)
        case Move():
            return _filled_template(template("Point at {name}."), name) if target and target.name else ""
        case Drag():
            if target and target.end:
                return _filled_template(template("Drag {name} to {text}."), name, emphasised(label(target.end)))
            if not name_is_known(target):
                return gettext("Drag along the arrow.")
            return _filled_template(template("Drag {name} to the end of the arrow."), name)
        case Scroll(dx=dx, dy=dy):
            return gettext("Scroll {way}.", way=_direction(dx, dy))
        case Type(text=text, secret=secret):
            return typing_sentence(text, target, secret=secret)
        case Press(keys=keys):
            return _filled_template(template("Press {name}."), chord(keys))
        case HoldKey(keys=keys):
            return _filled_template(template("Hold {name}."), chord(keys))
        case ReleaseKey(keys=keys):
            return _filled_template(template("Release {name}."), chord(keys))
        case Navigate(url=url):
            return _filled_template(template("Open {name} in the browser."), emphasised(visible(url, _LONGEST_TEXT)))
        case Invoke(started=(program, *_)):
            return _filled_template(template("Start {name}."), emphasised(visible(program, _LONGEST_NAME)))
        case HoldButton() | ReleaseButton() | Wait() | Look() | Finish() | Invoke():
            return ""
        case _:
            assert_never(action)


def _press_template(role: str, checked: bool | None) -> str:  # noqa: FBT001 - as it is recorded
    """Return the template for a press on a named control; `checked` is whether it was on, None where unknown."""
    if role in _SELECTABLE_ROLES:
        return template("Select {name}.")
    if role in _CHOSEN_ROLES:
        return template("Choose {name}.")
    if role in _TICKED_ROLES:
        return template("Untick {name}.") if checked else template("Tick {name}.")
    if role == Role.TOGGLE_BUTTON and checked is False:  # a tool, or what is turned on
        return template("Choose {name}.")
    if role == Role.SWITCH:
        return template("Turn off {name}.") if checked else template("Turn on {name}.")
    return _CLICKS["left", 1]


def _direction(dx: int, dy: int) -> Message:
    """Return the direction of a scroll that moves by these steps, to the right and down."""
    if abs(dy) >= abs(dx):
        return Message("down") if dy > 0 else Message("up")
    return Message("right") if dx > 0 else Message("left")


def typing_sentence(text: str, target: NamedTarget | None, *, secret: bool = False) -> str:
    """Return the sentence for typing a text; a secret is never shown, and a line break at the end is Enter."""
    body = text.rstrip("\n\t")
    enter = text == f"{body}\n" and "\n" not in body
    if not body:
        return _filled_template(template("Press {name}."), chord(("enter",)))
    field = named_target(target) if name_is_known(target) and _role(target) not in _WHOLE_SHEETS else ""
    secret_match = _SECRET.fullmatch(body)
    if secret or secret_match or _HIDDEN.fullmatch(body):
        what = (
            _filled_template(template("the secret {name}"), emphasised(secret_match[1]))
            if secret_match
            else gettext("your secret text")
        )
    else:
        # As people part cells and lines.
        line = re.sub(r"\n+", " / ", _SECRET.sub("•••", body).replace("\t", " | "))
        what = emphasised(visible(line, _LONGEST_TEXT))
    into = template("In {name}, type {text}.")
    enters = template("In {name}, type {text} and press Enter.")
    bare = template("Type {text}.")
    bare_enters = template("Type {text} and press Enter.")
    if field:
        sentence = enters if enter else into
    elif enter:
        sentence = bare_enters
    else:
        sentence = bare
    return _filled_template(sentence, field, what)


def menu_path_sentence(names: tuple[str, ...]) -> str:
    """Return the sentence for a path through menus to an entry."""
    return _filled_template(template("Choose {name}."), " › ".join(emphasised(label(name)) for name in names))


def repeated(sentence: str, count: int) -> str:
    """Return a sentence with a count if the act is repeated."""
    times = tr(plural("({count:,} time)", "({count:,} times)", count=count))
    return f"{sentence.removesuffix('.')} {times}." if count > 1 else sentence


def named_target(target: NamedTarget | None, unnamed: str = _BY_RING) -> str:
    """Return a control's name, or the text next to a field; without either, `unnamed`."""
    name = label(target.name or target.beside or "") if target else ""
    if target and target.row and name:
        return gettext("{name} in the row {row}", name=emphasised(name), row=emphasised(row_label(target.row)))
    return emphasised(name) if name else tr(unnamed)


def name_is_known(target: NamedTarget | None) -> bool:
    """Return whether a control has a name, or text next to it."""
    return target is not None and bool(label(target.name or target.beside or ""))


def label(name: str) -> str:
    """Return a control's name for display, without dots and colons at its end."""
    short_name = visible(name, _LONGEST_NAME).strip()
    return short_name.rstrip(" .…:") or short_name


def row_label(row: str) -> str:
    """Return the first words of a row, which are enough for a person: its title, number and name."""
    words = [word for word in visible(row, _LONGEST_NAME).split() if word != CHANGED]
    first = label(" ".join(words[:_WORDS_OF_ROW])).rstrip(",;")
    return f"{first} …" if len(words) > _WORDS_OF_ROW else first


def chord(keys: tuple[str, ...]) -> str:
    """Return keys with the labels of a keyboard."""
    return emphasised(tr(chord_text(keys)))


def _filled_template(sentence: str, name: str = "", text: str = "") -> str:
    return without_home(_EXTRA_FULL_STOP.sub(r"\1", gettext(sentence, name=name, text=text)))


def _with_held_keys(sentence: str, keys: tuple[str, ...]) -> str:
    return _filled_template(template("Hold {name}: "), chord(keys)) + sentence if keys else sentence


_MARKED = re.compile(r"\*([^*\n]+)\*")


@dataclass(frozen=True, slots=True)
class StepScene:
    """The scene of a step: a picture of the run, and in its pixels the window, the control and the pressed point."""

    frame: FrameTaken
    window: Rect | None = None
    control: Rect | None = None
    at: ImagePoint | None = None
    to: ImagePoint | None = None  # where a drag ends


@dataclass(frozen=True, slots=True)
class Instruction:
    """One step."""

    text: str  # names between asterisks
    window: str = ""  # title of its window
    shown: StepScene | None = None


@dataclass(frozen=True, slots=True)
class Howto:
    """A complete how-to."""

    title: str
    steps: tuple[Instruction, ...]


def emphasised(name: str) -> str:
    """Return a name between asterisks; its own asterisks are replaced by a similar character."""
    return f"*{name.replace('*', '∗')}*" if name.strip() else name


def pieces(text: str) -> list[tuple[str, bool]]:
    """Return the pieces of a text, each with whether it is emphasised."""
    parts = _MARKED.split(text)
    return [(part, number % 2 == 1) for number, part in enumerate(parts) if part]


def plain(text: str) -> str:
    """Return the text without emphasis."""
    return _MARKED.sub(r"\1", text)


def quoted(text: str, *, plainly: bool = False) -> str:
    """Return the text with emphasised names in quotation marks; `plainly` without these."""
    return plain(text) if plainly else _MARKED.sub(r"“\1”", text)
