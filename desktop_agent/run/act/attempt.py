"""One action of an answer: its target, the verdict on it, and whether its place is still as in the picture.

An attempt is made when the turn of its action has come, with the picture that it is judged by. It looks its target up,
has policy judge the case of it, and has the screen at its place compared with the picture. It never changes: the action
with a person's edit, at the new place of its control, or a part of it is another attempt. Once it is allowed, it is an
`AllowedAttempt` (`allowed_attempt.py`), which alone can be carried out.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from desktop_agent.core.actions.action import (
    Action,
    Click,
    Drag,
    Finish,
    HoldKey,
    Look,
    Move,
    Press,
    ReleaseButton,
    Scroll,
    Type,
    Wait,
    fields_of,
    points_of,
    pressed_points,
)
from desktop_agent.core.actions.describe import sentence_with
from desktop_agent.core.controls.screen_contents import LocatedControl
from desktop_agent.core.decisions.decision import Ask, Case, Decision, Pasted, Question, Reason, Target
from desktop_agent.core.decisions.mode import AccessLevel
from desktop_agent.core.decisions.rule_id import RuleId
from desktop_agent.core.errors import OffScreenError
from desktop_agent.core.pictures import Frame, ImagePoint, Rect, ScreenPoint, Size
from desktop_agent.core.programs import BROWSERS, LAUNCHERS, TERMINALS, is_one_of
from desktop_agent.core.runs.turn import CORNER, Call, InvalidAction, NextClick, NotDone, Proposal
from desktop_agent.core.runs.waiting import Stopped
from desktop_agent.core.texts.field_text import InputNote
from desktop_agent.core.texts.secret_text import secrets_in
from desktop_agent.policy.act import is_browser_item, pasted_selection
from desktop_agent.policy.gate import SingleUseGate
from desktop_agent.policy.judge import may_be_slow, strictest
from desktop_agent.policy.remembered_approvals import control_of
from desktop_agent.run.act.announcement import announcement_of
from desktop_agent.run.act.applications import AppAccess
from desktop_agent.run.act.input_state import HeldButton, InputState, MenuOpener
from desktop_agent.run.act.named_places import NamedPlaces, asked_and_kind, with_located, with_proposal
from desktop_agent.run.act.opening_wait import OpeningWait
from desktop_agent.run.act.screen_check import COVERED, MOVED, ScreenCheck
from desktop_agent.run.act.targets import Targets
from desktop_agent.run.pause import PauseControl
from desktop_agent.run.ports import Camera, ControlMemory, Functions, InputExecutor, Judge, Overlays, SecretBook
from desktop_agent.run.stream import Stream

# What concerns a call as a whole. Any other reason is about one action, and so is the yes to it.
_OF_THE_CALL = frozenset({"safety-check", "no-progress", "mode-ask"})
_AGAIN_AFTER_S = (0.1, 0.3)
_LONGEST_WAIT_S = 2.0
_MANY_LINES = "text"
_TERMINAL = "terminal"
# What draws its own text, and says no more of it.
_UNKNOWN_ROLES = frozenset({"", "panel", "drawing area", "filler", "frame", "window", "unknown", "canvas"})
_PAGE_ROLES = frozenset({"document web", "document frame"})  # a page that reports no field in it
_LONGEST_TYPED = 200  # characters of a line that goes by keys into text with a style
_BREAKS = frozenset("\t\n\r")
_INDENT = "  "  # a single blank goes on with what stands there
_INDENTED = re.compile(r"\n[ \t]+\S")
_BETWEEN_FIELDS = re.compile(r"[^\n\t]\t")  # a Tab that leads from one field to the next, and indents nothing
# What rich text editors make lists, headings and styles of as it is typed, and leave as it is in a paste.
_FORMATTED_AS_TYPED = re.compile(r"^\s*(?:[-+*>#]|\d+[.)]|\[[ x]?\])\s|\*\*|__|~~|`|(?<!\w)[*_]\w")


@dataclass(slots=True)
class CallConsent:
    """The person's consent to actions of a call, by a yes to a question that showed them."""

    rules: frozenset[str] = frozenset()
    shown: tuple[Action, ...] = ()

    @property
    def has_confirmed_checks(self) -> bool:
        """Return whether a person has confirmed the safety checks of the call."""
        return "safety-check" in self.rules

    def note(self, question: Question) -> None:
        """Note a yes to a question."""
        if len(question.actions) > 1 or question.checks:
            self.rules |= {reason.rule for reason in (*question.reasons, *question.included)} & _OF_THE_CALL
            self.shown += question.actions

    def confirm_checks(self) -> None:
        """Note a yes to the safety checks of the call, which were asked about before it."""
        self.rules |= {"safety-check"}

    def rules_for(self, action: Action) -> frozenset[str]:
        """Return the rules that the person has answered for an action; none for one that no question has shown."""
        return self.rules if action in self.shown else frozenset()


@dataclass(frozen=True, slots=True)
class Agreement:
    """A person's agreement on a card that showed the act: this action on this target, for these rules."""

    action: Action
    target: Target
    rules: frozenset[str]
    by: RuleId  # what the card was about: several actions together, or their application


@dataclass(slots=True)
class AnswerPlan:
    """The actions of one answer, in order, and those that a person has agreed to in advance.

    `seen` is the picture that the model answered.
    """

    calls: tuple[Call, ...] = ()
    seen: Frame | None = None
    agreed: dict[tuple[str, int], Agreement] = field(default_factory=dict)

    def after(self, call: Call, index: int) -> Iterator[tuple[Call, int]]:
        """Yield the actions after a given one, up to one that can't be done, or that waits for something to appear.

        Calls with safety checks are left out: each has a question of its own.
        """
        acts = [(later, place) for later in self.calls for place in range(len(later.proposals))]
        ids = [(later.call_id, place) for later, place in acts]
        here = (call.call_id, index)
        for later, place in acts[ids.index(here) + 1 :] if here in ids else ():
            proposal = later.proposals[place]
            if isinstance(proposal.action, InvalidAction) and proposal.named is None:
                return
            if isinstance(proposal.action, Wait) and proposal.action.until is not None:
                return
            if not later.checks:
                yield later, place


@dataclass(frozen=True, slots=True)
class RunContext:
    """What all attempts of one run share: its ports, what is known of the screen, and the state of its input."""

    inputs: InputState
    targets: Targets
    check: ScreenCheck
    places: NamedPlaces
    awaited: OpeningWait
    access: AppAccess
    judge: Judge
    remembered: ControlMemory
    secrets: SecretBook
    gate: SingleUseGate
    executor: InputExecutor
    functions: Functions
    camera: Camera
    overlays: Overlays
    shown_s: float  # how long each act is to be seen before it is done
    pause: PauseControl
    stream: Stream


@dataclass(frozen=True, slots=True, eq=False)
class Attempt:
    """One action of a call, and the frame that the model saw when it asked for it.

    An action on a control that was named has the frame in which its name was looked up, and the control. `looks` counts
    how often that was. The points that the model itself has given are those of the frame `pointed_in`.

    `others` are further actions of the call that the same question shows. `extra` are reasons to ask that do not come
    from policy; `again` is shown with any question that is asked. `plan` is the answer that it is part of.
    """

    context: RunContext
    call: Call
    index: int
    action: Action
    seen: Frame
    consent: CallConsent = field(default_factory=CallConsent)
    others: tuple[Action, ...] = ()
    extra: tuple[Reason, ...] = ()
    again: tuple[Reason, ...] = ()
    agreed: frozenset[str] = frozenset()  # rules that the person said yes to, for this action
    plan: AnswerPlan = field(default_factory=AnswerPlan)
    allowed_once: dict[tuple[str, str], AccessLevel] = field(default_factory=dict)  # in applications, for this alone
    place: LocatedControl | None = None
    looks: int = 1
    pointed_in: Frame | None = None
    is_refocused: bool = False  # its keys are judged for the second time, as the focus had moved

    @property
    def is_restless(self) -> bool:
        """Return whether the screen keeps changing at the target, so that only the window can be compared."""
        return any(reason.rule == "restless" for reason in self.extra)

    @property
    def words(self) -> str:
        """Return the action in words for the model: by the name that it gave, else with points as it counts them."""
        if self.asked:
            return sentence_with(self.action, self.asked)
        proposal = self.call.proposals[self.index]
        if proposal.words and proposal.action == self.action:
            return proposal.words
        image = self.seen.viewport.image
        return sentence_with(_in_coordinates_of(proposal.space or image, image, self.action))

    @property
    def asked(self) -> str:
        """Return the control that the model has named as it was asked for, and what it is; empty without a name."""
        named = self.call.proposals[self.index].named
        if self.place is None or named is None:
            return ""
        control = self.place.control
        return asked_and_kind(named.name if isinstance(named.name, str) else control.name, control)

    async def target(self, action: Action) -> Target:
        """Return the target of the action, or of `action` at its place, with the named control where it has one."""
        return with_located(await self.context.targets.target(self.seen, action), self.place)

    async def case(self) -> Case:
        """Return the case for policy; of text with Tabs only the first field's part, as no other field is known yet."""
        context = self.context
        inputs = context.inputs
        action = fields_of(self.action)[0]
        target = await self.target(action)
        all_text = whole_text(self.action, target) if context.executor.pastes() else None
        undivided = all_text or terminal_text(self.action, target)
        if undivided is not None:
            if action != self.action:
                target = await self.target(undivided)
            action = undivided
        context.targets.note(self.seen, action, target)
        names = secrets_in(action.text) if isinstance(action, Type) else ()
        case = Case(
            action,
            self.seen.viewport,
            target,
            self.call.checks,
            inputs.keys,
            now=datetime.now().astimezone(),
            typed_before=inputs.typed.text,
            edited=inputs.typed.edited,
            emptied=inputs.typed.emptied,
            secrets=tuple(context.secrets.use(name, target) for name in names),
            # Whether the desktop or another program takes the chord may change between actions.
            is_taken=isinstance(action, Press | HoldKey) and context.executor.takes(action.keys),
            keys_before=inputs.keys_given_to(target.window),
        )
        case = replace(case, pasted=await self._pasted(case))
        control = control_of(case)
        remembered = control is not None and context.remembered.covers(control)
        return context.access.with_access(replace(case, remembered=remembered), self.allowed_once)

    async def _pasted(self, case: Case) -> Pasted | None:
        """Return the content that the action would paste, or that an item of a browser's menu may open; else None."""
        selection = pasted_selection(case) or ("clipboard" if is_browser_item(case.target) else None)
        return await self.context.targets.pasted(selection) if selection else None

    async def verdict(self) -> tuple[Case, Decision]:
        """Return the case and its verdict; while a button is down, those of the drag that the action belongs to."""
        judge = self.context.judge
        button = self.context.inputs.button
        case = await self.case()
        match case.action:
            case Move(at=at) | Scroll(at=at) | ReleaseButton(at=at) if button is not None:
                drag = await self._drag_case(case, at, button)
                return drag, strictest((judge(case), judge(drag)))
            case _:
                return case, judge(case)

    async def verdict_after_report(self) -> tuple[Case, Decision]:
        """Return the case and its verdict, after a few tries where a busy program did not report enough.

        A program that takes long to answer takes as long to move its focus, or to show its page.
        """
        began = time.monotonic()
        case, verdict = await self.verdict()
        for wait_s in _AGAIN_AFTER_S:
            if not may_be_slow(case, verdict):
                break
            await asyncio.sleep(max(wait_s, min(time.monotonic() - began, _LONGEST_WAIT_S)))
            began = time.monotonic()
            case, verdict = await self.verdict()
        return case, verdict

    async def _drag_case(self, case: Case, to: ImagePoint, button: HeldButton) -> Case:
        """Return the case of a drag, from the pressed control to the one that it would be dropped on."""
        ends = await self.context.targets.target(self.seen, ReleaseButton(to))
        path = (_in_picture(button.at, self.seen) or to, to)
        drag = replace(case, action=Drag(path), target=replace(button.target, also=ends))
        return self.context.access.with_access(drag, self.allowed_once)

    def unanswered(self, decision: Ask) -> tuple[Reason, ...]:
        """Return the reasons to which no person has agreed yet."""
        answered = self.consent.rules_for(self.action) | self.agreed
        return tuple(reason for reason in decision.reasons if reason.rule not in answered)

    def agree(self, target: Target, reasons: tuple[Reason, ...], by: RuleId = "approved-together") -> None:
        """Save a person's yes to this action on this target."""
        rules = frozenset(reason.rule for reason in reasons)
        self.plan.agreed[self.call.call_id, self.index] = Agreement(self.action, target, rules, by)

    @property
    def agreed_by(self) -> RuleId:
        """Return the rule of the card on which the action was approved."""
        agreed = self.plan.agreed.get((self.call.call_id, self.index))
        return agreed.by if agreed is not None else "approved-together"

    def rules_agreed(self, target: Target) -> frozenset[str]:
        """Return the rules that a person has answered for the action, if its target is the one on the card."""
        agreed = self.plan.agreed.get((self.call.call_id, self.index))
        is_agreed = agreed is not None and agreed.action == self.action and _is_as_shown(agreed.target, target)
        return agreed.rules if agreed is not None and is_agreed else frozenset()

    async def listed(self) -> list[Attempt]:
        """Return the further actions of the call, which its question lists: those of `others`, as far as they're known.

        What an action before them opens isn't there yet.
        """
        found = list[Attempt]()
        for index in range(self.index + 1, len(self.call.proposals) if self.others else 0):
            proposal, place = await self.context.places.located(self.call.proposals[index], self.seen)
            if not isinstance(proposal.action, InvalidAction):
                call = with_proposal(self.call, index, proposal)
                found.append(self._at(call, index, proposal.action, self.plan.seen or self.seen, place))
        return found

    def later(self) -> Iterator[Attempt]:
        """Yield the actions after this one, but for those on controls whose names aren't looked up yet."""
        for call, index in self.plan.after(self.call, self.index):
            action = call.proposals[index].action
            if not isinstance(action, InvalidAction):
                yield self._at(call, index, action, self.plan.seen or self.seen)

    async def later_on_named_controls(self) -> list[Attempt]:
        """Return the actions after this one that go by the name of a control, as far as these are there by now."""
        found = list[Attempt]()
        for call, index in self.plan.after(self.call, self.index):
            if call.proposals[index].named is None:
                continue
            proposal, place = await self.context.places.located(call.proposals[index], self.seen)
            if not isinstance(proposal.action, InvalidAction):
                located = with_proposal(call, index, proposal)
                found.append(self._at(located, index, proposal.action, self.seen, place))
        return found

    def next_clicks(self) -> tuple[NextClick, ...]:
        """Return what plain clicks press next by its name: the rest of a path, and what follows it."""
        clicks = [
            NextClick(str(proposal.named.name)) for proposal in self._next_named_clicks() if proposal.named is not None
        ]
        return tuple(clicks) or tuple(filter(None, (self.call.proposals[self.index].then,)))

    async def first_shown(self, count: int) -> int:
        """Return which of the next clicks is the first on what the picture shows, and so in no menu that is closed.

        `count`, the number of the clicks, where none is.
        """
        for number, proposal in enumerate(self._next_named_clicks()):
            located, _ = await self.context.places.located(proposal, self.seen)
            if not isinstance(located.action, InvalidAction):
                return number
        return count

    def _next_named_clicks(self) -> Iterator[Proposal]:
        """Yield the plain clicks on names that follow, up to anything else that is done."""
        for call, index in self.plan.after(self.call, self.index):
            proposal = call.proposals[index]
            if isinstance(proposal.action, Wait | Look | Move):
                continue
            is_name = proposal.named is not None and isinstance(proposal.named.name, str)
            if not is_name or proposal.form != Click(CORNER):
                return
            yield proposal

    def _at(self, call: Call, index: int, action: Action, seen: Frame, place: LocatedControl | None = None) -> Attempt:
        return Attempt(self.context, call, index, action, seen, plan=self.plan, place=place)

    async def make_way(self, target: Target, *, is_shown: bool = False) -> None:
        """Return once no window of ours covers the target; `is_shown`: and the person has had time to see the act.

        What lies there is compared from then on. ScreenError when a window stays.
        """
        context = self.context
        act = announcement_of(self.action, self.seen, target)
        if act is None:
            return
        if is_shown and context.shown_s:
            await context.overlays.announce(act)
            with suppress(Stopped):  # the person took over: the caller sees it, and does nothing
                await context.pause.sleep(context.shown_s)
        context.camera.leave_out_windows(await context.overlays.make_way(act))

    async def problem(self, *, asks_program: bool = True) -> str:
        """Return why the action would miss what the model saw, or isn't allowed at its place; empty where it would not.

        Of a control that was named, its program has the last word, unless it is not asked. Where the action goes on
        from there to a point that the model has given, the screen there has to be as in the model's own picture.
        """
        check = self.context.check
        if why := await check.problem(self.seen, self.action, restless=self.is_restless):
            return why
        ends = pressed_points(self.action)[1:]
        if self.pointed_in is not None and not all(
            [await check.is_point_as_seen(self.pointed_in, at, restless=self.is_restless) for at in ends]
        ):
            return MOVED
        if self.place is None or not asks_program:
            return ""
        match await self.context.places.obstacle(self.seen, self.place, points_of(self.action)[0]):
            case "":
                return ""
            case "moved":
                return MOVED
            case "covered":
                return COVERED

    def openers(self, target: Target) -> tuple[MenuOpener, ...]:
        """Return the acts that opened the menu of the target, where the menu has closed under a card."""
        return self.context.check.openers(self.seen, self.action, target)

    async def with_current_place(self) -> Attempt | str:
        """Return the action at the place that its control has now; a sentence where it has none, or several."""
        found = await self.context.places.again(self.call.proposals[self.index], self.seen)
        if isinstance(found, str):
            return found
        proposal, action, place, frame = found
        call = with_proposal(self.call, self.index, proposal)
        looks = self.looks + 1
        return replace(self, call=call, action=action, seen=frame, place=place, looks=looks, is_refocused=False)


@dataclass(frozen=True, slots=True)
class Declined:
    """A refused action; `let_go`: a person has to be asked, and held keys and buttons are to be released first.

    `stale`: no question was asked, as the screen at the target has changed since the model saw it.
    """

    not_done: NotDone
    let_go: bool = False
    stale: bool = False


ControlBox = tuple[int | None, Rect | None]  # a control by its window's number and its box; None where that is unknown


@dataclass(frozen=True, slots=True)
class Done:
    """An action that was carried out; `words` describe it, `note` is further information for the model.

    `found` is the note of the input executor; `shows`: the action is a text that has to be visible.
    `reacts`: it is a click that moves the pointer to its control, which shows that in some way.
    """

    words: str
    note: str = ""
    output: str = ""  # of a function
    is_silent: bool = False  # the function printed nothing, so a person is not informed of it
    part: Frame | None = None  # a picture that it answers with
    found: InputNote = field(default_factory=InputNote)
    shows: bool = False
    reacts: bool = False
    is_plain: bool = False  # it is a text, and each of its fields is known to be none for a password
    block: str = ""  # a text whose indents the program in a terminal may have changed
    typed_into: frozenset[ControlBox] = frozenset()  # the controls that its texts have gone to


Outcome = Done | NotDone | Finish


def may_lead_to_password(action: Action | InvalidAction, seen: Frame) -> bool:
    """Return whether a Tab of a text may lead into a password field, which is known only when it is there."""
    if not isinstance(action, Type) or action.entry != "fields" or "\t" not in action.text.rstrip("\t"):
        return False
    if action.at is None:
        return seen.may_have_password_field(seen.scene.focus)
    try:
        at = seen.viewport.to_screen(action.at)
    except OffScreenError:
        return seen.has_password_field
    return seen.may_have_password_field(seen.scene.window_at(at))


def whole_text(action: Action, target: Target) -> Type | None:
    """Return the text if it is entered all at once; None where its line breaks and Tabs are keys.

    In a field of one line they are keys: names and streets with Tabs between them fill a form. In a field of many lines
    they are characters, and the text goes in as a whole, so that nothing indents, completes or corrects it on the way.
    Where the field does not report it, a text with an indented line is taken for one of many lines, and not where a
    line break in it could go somewhere: in terminals and launchers. A page may hold an editor that reacts to each key
    and reports nothing of itself: there any text with a line break goes in as a whole, unless Tabs fill a form with it.
    Secret text never goes as a whole: that would be by way of the clipboard. Either way policy judges what Return would
    do.

    Where text has a style, a short line goes by keys, as a person types it: a paste would lose the style that was just
    chosen, and open no list of names. What an editor would format as it is typed is no such line.
    """
    if not isinstance(action, Type) or action.secret or secrets_in(action.text) or not action.text.strip():
        return None
    if target.focus is not None and target.focus.is_rich and _is_short_line(action.text):
        return replace(action, entry="keys")
    if target.focus_role == _MANY_LINES or (_is_field_unknown(target) and _would_be_changed(action.text, target)):
        return replace(action, entry="whole")
    return None


def _would_be_changed(text: str, target: Target) -> bool:
    """Return whether an unknown editor might change a text as it is typed."""
    if _INDENTED.search(text):
        return True
    is_in_page = is_one_of(target.window, BROWSERS)
    return is_in_page and not _BREAKS.isdisjoint(text.strip("\t")) and not _BETWEEN_FIELDS.search(text)


def _is_short_line(text: str) -> bool:
    """Return whether a text is one line, without Tabs or an indent, that is typed in a moment."""
    line = text.removesuffix("\n")
    is_plain = not line.startswith(_INDENT) and _BREAKS.isdisjoint(line) and not _FORMATTED_AS_TYPED.search(line)
    return is_plain and len(line) <= _LONGEST_TYPED


def terminal_text(action: Action, target: Target) -> Type | None:
    """Return a text if all of it goes to the focused terminal; None elsewhere.

    A terminal passes line breaks and Tabs to the program in it, so that no other field gets the text after them. In one
    that reports nothing, a dialog or a menu of its own may have the keyboard. A program that reads lines gets them one
    by one. Where it's unknown what the program does, only a text with an indented line or a Tab goes in as a block: it
    may be for an editor, which would indent it once more.
    """
    if not isinstance(action, Type) or action.secret or secrets_in(action.text):
        return None
    window = target.window
    is_unknown = target.focus_role in _UNKNOWN_ROLES and window is not None and not (window.dialog or window.menu)
    is_terminal = target.focus_role == _TERMINAL or (is_unknown and _holds_terminal(target))
    if not is_terminal or target.in_page:
        return None
    reader = target.place.reader if target.place is not None else ""
    by_lines = reader == "lines" or (not reader and not _INDENTED.search(action.text))
    return replace(action, entry="lines" if by_lines else "one place")


def _is_field_unknown(target: Target) -> bool:
    if target.window is None or _holds_terminal(target) or is_one_of(target.window, LAUNCHERS):
        return False
    return target.focus_role in _UNKNOWN_ROLES | _PAGE_ROLES


def _holds_terminal(target: Target) -> bool:
    return (target.place is not None and target.place.holds_terminal) or is_one_of(target.window, TERMINALS)


def _in_picture(at: ScreenPoint, seen: Frame) -> ImagePoint | None:
    """Return a screen point in the picture's pixels; None where the picture does not show it."""
    try:
        return seen.viewport.to_image(at)
    except OffScreenError:
        return None


def _in_coordinates_of(space: Size, image: Size, action: Action) -> Action:
    """Return an action, perhaps changed by a person, with its point in `space` instead of the picture's pixels."""
    if not isinstance(action, Click | Scroll | Type) or action.at is None:
        return action
    x = (2 * action.at.x + 1) * space.width // (2 * image.width)
    y = (2 * action.at.y + 1) * space.height // (2 * image.height)
    return replace(action, at=ImagePoint(x, y))


def is_called_the_same(then: Target, now: Target) -> bool:
    """Return whether a control has its role and its name still, of which a number may count up or down."""
    return then.role == now.role and _letters(then.name) == _letters(now.name)


def _letters(name: str) -> str:
    return "".join(filter(str.isalpha, name))


def _is_as_shown(then: Target, now: Target) -> bool:
    """Return whether a target is the one of a card, on which nothing was unknown that is known by now."""
    return is_same(then, now) and is_same(now, then)


def is_same(then: Target, now: Target) -> bool:
    """Return whether the known facts of a target are unchanged, and the selection; its window's title may change."""
    pairs = (
        (then.name, now.name),
        (then.role, now.role),
        (then.focus.name if then.focus else "", now.focus.name if now.focus else ""),
        (then.focus_role, now.focus_role),
        (then.site, now.site),
    )
    same_window = (then.window and then.window.id) == (now.window and now.window.id)
    selected = then.place.selected if then.place else ()
    same_selection = not selected or (now.place is not None and selected == now.place.selected)
    same_besides = then.also is None or (now.also is not None and is_same(then.also, now.also))
    return same_window and same_selection and same_besides and all(old in {"", new} for old, new in pairs)
