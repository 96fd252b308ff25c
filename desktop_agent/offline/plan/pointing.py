"""Steps of the mouse: click, scroll, drag, start a program; and the scrolling to a text that is out of view."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from desktop_agent.core.actions.action import Click, Drag, Scroll, Wait
from desktop_agent.core.controls.boxes import Box, box_of
from desktop_agent.core.controls.read_text import TextPlace, TextTarget, certain_place, closest, not_seen, why_missing
from desktop_agent.core.decisions.question_words import PRESSES
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.functions.programs import name_of_program
from desktop_agent.offline.plan.outcome import (
    NO_CONTROLS,
    Away,
    Computer,
    Do,
    Failed,
    Passed,
    PlanPosition,
    ScreenReading,
    Seeking,
    StartProgram,
    StepOutcome,
    Unseen,
    certain,
    digest,
    doubled,
    field,
    find,
    find_all,
    find_controls,
    match_sentence,
    middle,
    named_place,
    short_digest,
)
from desktop_agent.offline.plan.steps import (
    CheckFieldStep,
    CheckStep,
    CheckTickStep,
    ClickStep,
    DragStep,
    Looking,
    OpenStep,
    ScrollStep,
    SelectStep,
    TickStep,
    TypeStep,
    Verb,
    WaitForStep,
)

NOTCH_PX = 100
MOST_SCROLLS = 90
# Parts of the way of a drag: many programs do not take a single jump for a drag.
_DRAG_POINTS = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
_LONGEST_NAME = 6  # words; a longer line is a sentence, not the name of a control
_SENSITIVE = re.compile(
    r"\b(send|resend|pay|payment|buy|purchase|delete|erase|submit|check ?out|place (?:the |your )?order|order now|"
    r"transfer|donate|senden|absenden|bezahlen|kaufen|löschen|envoyer|payer|acheter|supprimer|enviar|pagar|comprar|"
    r"eliminar|borrar)\b",
    re.IGNORECASE,
)
_MOST_CONSIDERED = 12
# some 25 seconds in all
_WAIT_S = 0.3
_LONGER = 1.25
_MOST_WAITS = 14
_SEEN = 100  # the phases from here on wait until the screen settles
_MOST_REST = 6


def click(verb: ClickStep, position: PlanPosition, screen: ScreenReading) -> StepOutcome:
    """Click a text; the user must confirm one that is about sending, paying and the like."""
    named = named_place(verb.target, screen, ("written", "chosen")) if _is_field(verb) else None
    places = [] if named else _click_places(verb, position, screen)
    # A name that is written nowhere: that of a button with an icon, or of a field with a text in it.
    named = named or (None if places else named_place(verb.target, screen, ("written", "chosen", "pressed")))
    # A heading, a label or a text may have the words of the only button.
    if named is None and (len(places) > 1 or verb.target.kind == "button"):
        named = named_place(verb.target, screen, ("pressed",))
    if named:
        place, box = named
        warning = warning_of(verb.target.text, place.text) if verb.button == "left" else ""
        return Do(Click(middle(box), verb.button, verb.count), match_sentence(place), mark=box, warning=warning)
    if not places:
        return Unseen(_why_no_control(verb, position, screen) or why_missing(verb.target, screen.lines()))
    is_field = _is_field(verb)
    with_field = [place for place in places if screen.field(place.box)] if is_field else []
    if why := doubled(verb.target, with_field or places, position):
        return Unseen(why)
    place = places[0]
    box = (screen.field(place.box) if is_field else None) or place.box
    in_row = (line for line in screen.lines() if abs(box_of(line).center[1] - box.center[1]) < box.height // 2)
    words = " ".join(line.text for line in in_row if box_of(line).touches(place.box))
    why = warning_of(verb.target.text, place.text, words) if verb.button == "left" else ""
    return Do(Click(middle(box), verb.button, verb.count), match_sentence(place), mark=box, warning=why)


def _click_places(verb: ClickStep, position: PlanPosition, screen: ScreenReading) -> list[TextPlace]:
    """Return the equally good places of a click: of a control, unless the step names a field by its label or a text."""
    if _is_field(verb) or verb.target.kind in NO_CONTROLS:
        return find_all(verb.target, position, screen)
    places = find_controls(verb.target, position, screen)
    # A double click selects a text, and a right click opens its menu.
    presses = (verb.button, verb.count) == ("left", 1)
    screen.consider([place.box for place in places[:_MOST_CONSIDERED]], presses=presses)
    return places


def _is_field(verb: ClickStep) -> bool:
    return "field" in verb.target.kind or verb.target.kind in {"box", "input", "combo", "combo box"}


def _why_no_control(verb: ClickStep, position: PlanPosition, screen: ScreenReading) -> str:
    """Return that a text is there, and is no control; empty if it isn't there."""
    name = verb.target.text
    text = find(verb.target, position, screen)
    match screen.no_control(text.box) if text else None:
        case "title":
            return Message(
                "“{name}” is only in the title of a window, which is no control. If you mean the title, write: "
                'click the title "{name}".',
                name=name,
            )
        case "text":
            return Message(
                '“{name}” is only in text that is no control. If you mean the text, write: click the text "{name}".',
                name=name,
            )
        case None:
            return ""


def warning_of(*names: str) -> str:
    """Return why a click on a control with one of these names needs confirmation; empty if it doesn't."""
    for name in names:
        if _SENSITIVE.search(name) and len(name.split()) <= _LONGEST_NAME:
            return Message(PRESSES, name=name.strip())
    return ""


def scroll(verb: ScrollStep, position: PlanPosition, screen: ScreenReading) -> StepOutcome:
    """Turn the wheel once, or until a text is visible or nothing moves any more."""
    if verb.until is not None:
        place = certain_place(TextTarget(verb.until), screen.lines())
        # A line that is cut off at the edge of the picture is not in sight yet.
        if place and place.box.bottom < screen.size[1] and place.box.right <= screen.size[0]:
            return Passed(match_sentence(place))
        if position.phase and (position.texts == digest(screen.lines()) or position.phase > MOST_SCROLLS):
            return Failed(
                sentences(Message("Scrolling no longer has any effect."), not_seen(verb.until, screen.lines()))
            )
    at = _where_to_scroll(verb, position, screen)
    if isinstance(at, Unseen):
        return at
    then = position.phase + 1 if verb.until is not None else None
    turn = Scroll(middle(at), verb.dx * NOTCH_PX, verb.dy * NOTCH_PX)
    return Do(turn, Message("I'll scroll at {center}.", center=at.center), then=then, mark=at)


def _where_to_scroll(verb: ScrollStep, position: PlanPosition, screen: ScreenReading) -> Box | Unseen:
    if position.phase and position.mark.width:
        return position.mark
    if verb.over is not None:
        control = field(verb.over, position, screen)
        if not isinstance(control, Unseen):
            return control[1]
        place = find(verb.over, position, screen)
        return place.box if place else control
    if position.mark.width:
        return position.mark
    width, height = screen.size
    return Box(width // 2, height // 2, 1, 1)


def drag(verb: DragStep, position: PlanPosition, screen: ScreenReading) -> StepOutcome:
    """Drag one text onto another."""
    source = find(verb.source, position, screen)
    to = find(verb.to, position, screen)
    for target, place in ((verb.source, source), (verb.to, to)):
        if place is None:
            return Unseen(why_missing(target, screen.lines()))
        if why := doubled(target, find_all(target, position, screen), position):
            return Unseen(why)
    if source is None or to is None or source.box == to.box:
        return Failed(
            Message("“{text}” and “{text2}” are in the same place.", text=verb.source.text, text2=verb.to.text)
        )
    (x, y) = source.box.center
    (end_x, end_y) = to.box.center
    path = (ImagePoint(x + round((end_x - x) * part), y + round((end_y - y) * part)) for part in _DRAG_POINTS)
    return Do(
        Drag(tuple(path)), Message("{source} {to}", source=match_sentence(source), to=match_sentence(to)), mark=to.box
    )


def open_program(verb: OpenStep, position: PlanPosition, screen: ScreenReading, computer: Computer) -> StepOutcome:
    """Start the program of this name; another text is clicked instead.

    If neither exists, the only program is started whose name has these words: “Thunar” for “Thunar File Manager”.
    """
    name = verb.target.text
    if position.phase == 0:
        function = computer.programs.get(name.casefold())
        if function is None:
            similar = closest(name, map(name_of_program, dict.fromkeys(computer.programs.values())))
            unknown = sentences(
                Message("No program on this computer is called “{name}”.", name=name),
                Message("The closest are called {similar}.", similar=similar) if similar else "",
            )
            outcome = Failed(unknown) if verb.program else click(ClickStep(verb.target), position, screen)
            if isinstance(outcome, Unseen):
                outcome = Unseen(sentences(unknown, outcome.why))
            is_absent = verb.program or isinstance(outcome, Unseen)
            function = _only_program_named(name, computer.programs) if is_absent else None
            if function is None:
                return outcome
        screen.lines()  # to distinguish new text from old
        return Do(StartProgram(function), Message("“{name}” is a program on this computer.", name=name), then=1)
    lines = screen.lines()
    same = position.texts == digest(lines)
    if position.phase < _SEEN:
        return _wait_for_new_window(name, position, same=same)
    if short_digest(lines) == position.start_texts:  # what has come is gone again, as a program's first picture
        return Do(Wait(_WAIT_S), Message("“{name}” hasn't appeared yet.", name=name), then=1)
    if same or position.phase - _SEEN >= _MOST_REST:
        return Passed(Message("“{name}” is there.", name=name))
    return Do(Wait(_WAIT_S), Message("The screen is still changing."), then=position.phase + 1)


def _only_program_named(name: str, programs: Mapping[str, str]) -> str | None:
    """Return the starter of the only program whose name has these words; None for no program or several."""
    functions = {function for program, function in programs.items() if f" {name.casefold()} " in f" {program} "}
    return functions.pop() if len(functions) == 1 else None


def _wait_for_new_window(name: str, position: PlanPosition, *, same: bool) -> StepOutcome:
    if not same:
        return Do(Wait(_WAIT_S), Message("“{name}” is coming.", name=name), then=_SEEN)
    if position.phase > _MOST_WAITS:
        return Failed(Message("“{name}” was started, but nothing new has appeared on the screen.", name=name))
    wait = Wait(round(_WAIT_S * _LONGER**position.phase, 2))
    return Do(wait, Message("“{name}” hasn't appeared yet.", name=name), then=position.phase + 1)


MOST_TURNS: Final = 40  # of the wheel for one step
_MOST_POINTS: Final = 3  # at which the wheel is tried
_FARTHEST_PX: Final = 4_000  # at once: then the picture is looked at again
_FIELD_KINDS: Final = frozenset({"box", "input", "combo", "combo box"})


def seek(verb: Verb, position: PlanPosition, screen: ScreenReading, outcome: StepOutcome, now_ms: int) -> StepOutcome:
    """Return a turn of the wheel towards what a step lacks, if the window has it elsewhere; else the step's outcome.

    Of several with the name, an act needs to know which: they are not scrolled to.
    """
    lacks = _lacks_something(verb, position, outcome)
    # A label that has just come into sight at an edge may not have its field there.
    continues = position.seeking.is_last and position.phase == 0
    if not (lacks or continues) or position.seeking.turns >= MOST_TURNS:
        return outcome
    for target, is_field in _needed_texts(verb):
        if not is_field and (not lacks or find(target, position, screen) or certain(target, screen)):
            continue
        found = screen.scrolled_away(target.text, wants_field=is_field)
        if not found or (found[0].at_edge and position.seeking.is_centred):
            return outcome
        if len(found) > 1 and not isinstance(verb, Looking):
            return Unseen(
                Message(
                    "“{text}” is scrolled out of view, and there are {of} of them. Specify which one you mean, for "
                    "example by scrolling to it first.",
                    text=target.text,
                    of=len(found),
                )
            )
        return _wheel_turn(found[0], verb, position, screen, now_ms) or outcome
    return outcome


def _lacks_something(verb: Verb, position: PlanPosition, outcome: StepOutcome) -> bool:
    if isinstance(verb, WaitForStep):
        return isinstance(outcome, Failed) or (isinstance(outcome, Do) and isinstance(outcome.action, Wait))
    return position.phase == 0 and isinstance(outcome, Unseen | Failed)


def _needed_texts(verb: Verb) -> list[tuple[TextTarget, bool]]:
    """Return the texts that a step needs on the picture, an anchor first, and whether a field is meant."""
    targets: list[tuple[TextTarget, bool]] = []
    match verb:
        case ClickStep(target=target):
            targets = [(target, "field" in target.kind or target.kind in _FIELD_KINDS)]
        case TypeStep(into=TextTarget() as into):
            targets = [(into, True)]
        case SelectStep(source=source):
            targets = [(source, True)]
        case DragStep(source=source, to=to):
            targets = [(source, False), (to, False)]
        case CheckFieldStep(target=target):
            targets = [(target, True)]
        case TickStep(target=target) | CheckTickStep(target=target):
            targets = [(target, False)]
        case WaitForStep(target=target, gone=False) | CheckStep(target=target, visible=True):
            targets = [(target, False)]
        case _:
            pass
    return [
        each
        for target, is_field in targets
        for each in (*(((target.anchor, False),) if target.anchor else ()), (target, is_field))
    ]


def _wheel_turn(away: Away, verb: Verb, position: PlanPosition, screen: ScreenReading, now_ms: int) -> Do | None:
    """Return the next turn of the wheel; None once it has had no effect at any of its points."""
    before = position.seeking
    had_no_effect = before.is_last and position.texts == digest(screen.lines())
    points_tried = before.points_tried + had_no_effect
    points = away.at[:_MOST_POINTS]
    if points_tried >= len(points):
        return None
    dx = _distance_at_once(away.dx) if not away.dy else 0  # one way at a time, as the wheel turns
    dy = _distance_at_once(away.dy)
    return Do(
        Scroll(points[points_tried], dx, dy),
        _turn_sentence(away, dx, dy),
        then=position.phase,
        since_ms=(position.since_ms or now_ms) if isinstance(verb, WaitForStep) else None,
        seeking=Seeking(before.turns + 1, points_tried, is_last=True, is_centred=before.is_centred or away.at_edge),
    )


def _distance_at_once(distance_px: int) -> int:
    return max(-_FARTHEST_PX, min(_FARTHEST_PX, distance_px))


def _turn_sentence(away: Away, dx: int, dy: int) -> str:
    if dy > 0:
        return Message("“{name}” is further down, so I'll scroll to it.", name=away.name)
    if dy < 0:
        return Message("“{name}” is further up, so I'll scroll to it.", name=away.name)
    if dx > 0:
        return Message("“{name}” is further right, so I'll scroll to it.", name=away.name)
    return Message("“{name}” is further left, so I'll scroll to it.", name=away.name)
