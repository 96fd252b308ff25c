"""Steps that look, tick, or have no place: check a text, a box or a file, press, wait. A doubtful check fails."""

from __future__ import annotations

from typing import Literal

from desktop_agent.core.actions.action import Click, Press, Wait
from desktop_agent.core.controls.boxes import Box, BoxState, Indicator
from desktop_agent.core.controls.read_text import TextPlace, TextTarget, not_seen, why_missing
from desktop_agent.core.texts.message import Message, sentences, visible
from desktop_agent.offline.plan.filling import contains, has_text, is_text, is_written_so, pieces_in, row_in
from desktop_agent.offline.plan.outcome import (
    Computer,
    Do,
    Failed,
    Passed,
    PlanPosition,
    ScreenReading,
    StepOutcome,
    Unseen,
    certain,
    doubled,
    field,
    find_all,
    find_anywhere,
    match_sentence,
    middle,
)
from desktop_agent.offline.plan.steps import (
    CheckFieldStep,
    CheckFileStep,
    CheckStep,
    CheckTickStep,
    PressStep,
    TickStep,
    WaitForStep,
    WaitStep,
)

_MOST_SHOWN = 80  # characters of a file
WORDS: dict[BoxState, str] = {
    "ticked": Message("ticked"),
    "empty": Message("not ticked"),
    "mixed": Message("ticked in part"),
    "unsure": Message("in a state I can't read"),
}
_MOST_CLICKS = 3
TickVerdict = Literal["done", "click", "still", "unclear"]
FIRST_WAIT_S = 0.5
# The same wait again on a still screen looks like a model that is stuck; each is a little longer than the last.
LONGER = 1.2
MOST_S = 50.0  # clients refuse a wait of more than a minute


def check_field(verb: CheckFieldStep, position: PlanPosition, screen: ScreenReading) -> StepOutcome:
    """Pass when a field holds the text."""
    control = field(verb.target, position, screen)
    if isinstance(control, Unseen):
        return control
    place, box = control
    reported = screen.text_in(box)
    if reported is not None:
        is_there = (contains if verb.part else is_written_so)(reported.text, verb.text)
        return _field_text_outcome(verb, place.text, reported.text, is_there=is_there)
    fits = has_text if verb.part else is_text
    readings = (pieces_in(screen, box), row_in(screen, box))
    field_text = " ".join(readings[0] or readings[1])
    is_there = any(fits(pieces, verb.text) for pieces in readings)
    return _field_text_outcome(verb, place.text, field_text, is_there=is_there)


def _field_text_outcome(verb: CheckFieldStep, field_name: str, shown: str, *, is_there: bool) -> StepOutcome:
    if is_there:
        return Passed(Message("The “{text}” field shows “{shown}”.", text=field_name, shown=shown))
    what = f"“{shown}”" if shown else Message("no readable text")
    return Unseen(
        Message("The “{text}” field shows {what} instead of “{text2}”.", text=field_name, what=what, text2=verb.text)
    )


def check_tick(verb: CheckTickStep, position: PlanPosition, screen: ScreenReading) -> StepOutcome:
    """Pass when a box is surely in the state."""
    control = caption_and_box(verb.target, position, screen)
    if isinstance(control, Unseen):
        return control
    _, box = control
    if why := _ambiguous_caption(verb.target, position, screen):
        return Unseen(why)
    message = Message("The “{text}” box is {words}.", text=verb.target.text, words=WORDS[box.state])
    expected_state = "ticked" if verb.ticked else "empty"
    return Passed(message) if box.state == expected_state else Unseen(message)


def check_file(verb: CheckFileStep, computer: Computer) -> StepOutcome:
    """Pass when a file of the user contains the text, or when it must not and does not."""
    if computer.read_file is None:
        return Failed(Message("Files can be checked only in this program's own runs."))
    reading = computer.read_file(verb.path)
    if reading.problem:
        return Unseen(reading.problem)
    cut = "…" if len(reading.text) > _MOST_SHOWN else ""
    message = Message(
        "“{path}” contains {text} characters: “{shown}{cut}”.",
        path=verb.path,
        text=len(reading.text),
        shown=visible(reading.text, _MOST_SHOWN),
        cut=cut,
    )
    return Passed(message) if (verb.text in reading.text) is verb.holds else Unseen(message)


def tick(verb: TickStep, position: PlanPosition, screen: ScreenReading) -> StepOutcome:
    """Click the box unless its state is surely right, then check the state."""
    control = caption_and_box(verb.target, position, screen, position.mark if position.phase else None)
    if isinstance(control, Unseen):
        return control
    caption, box = control
    if not position.phase and (why := _ambiguous_caption(verb.target, position, screen)):
        return Unseen(why)
    goal: BoxState = "ticked" if verb.ticked else "empty"
    if box.state == goal:
        return Passed(sentences(match_sentence(caption), Message("It is {words}.", words=WORDS[goal])))
    if len(position.indicators) != position.phase:
        return Failed(
            Message("I no longer know what the “{text}” box looked like before I clicked it.", text=verb.target.text)
        )
    return _outcome_of_verdict(verb, position, box, tick_verdict(goal, position.indicators, box))


def caption_and_box(
    target: TextTarget, position: PlanPosition, screen: ScreenReading, at: Box | None = None
) -> tuple[TextPlace, Indicator] | Unseen:
    """Return a caption and its box (at `at` if known), or Unseen if either is missing."""
    captions = find_all(target, position, screen)
    # A heading, or a word in the window in front, may read like the caption; it has no box.
    places = (*captions, *find_anywhere(target, position, screen)) if captions else ()
    pairs = (
        (place, screen.indicator(place.box, at)) for place in places if at is None or _is_at_caption(at, place.box)
    )
    pair = next(((place, box) for place, box in pairs if box), None)
    if pair is not None:
        return pair
    no_box = Message("I don't see a box next to it, so I can't tell whether it's ticked.")
    return Unseen(sentences(match_sentence(captions[0]), no_box) if captions else why_missing(target, screen.lines()))


def _ambiguous_caption(target: TextTarget, position: PlanPosition, screen: ScreenReading) -> str:
    captions = find_all(target, position, screen)
    return (
        doubled(target, [caption for caption in captions if screen.indicator(caption.box)], position)
        if captions[1:]
        else ""
    )


def _outcome_of_verdict(verb: TickStep, position: PlanPosition, box: Indicator, verdict: TickVerdict) -> StepOutcome:
    name = verb.target.text
    state = WORDS[box.state]
    match verdict:
        case "done":
            return Passed(Message("My click changed the state of the “{name}” box.", name=name))
        case "click":
            message = Message("The “{name}” box at {center} is {state}.", name=name, center=box.box.center, state=state)
            indicators = (*position.indicators, box)
            return Do(Click(middle(box.box)), message, then=position.phase + 1, mark=box.box, indicators=indicators)
        case "still":
            return Unseen(
                Message("I clicked the “{name}” box, but it didn't change: it's still {state}.", name=name, state=state)
            )
        case "unclear":
            back = Message("; it looks the same as before") if position.indicators[0].looks_like(box) else ""
            return Failed(
                Message(
                    "I clicked the “{name}” box, but I can't tell from its appearance whether it's checked{back}.",
                    name=name,
                    back=back,
                )
            )


def tick_verdict(goal: BoxState, looks: tuple[Indicator, ...], now: Indicator) -> TickVerdict:
    """Return the verdict from a box's looks before each click and `now`, which is not surely the goal."""
    if not looks:
        return "click"
    opposite: BoxState = "empty" if goal == "ticked" else "ticked"
    has_changed = not looks[-1].looks_like(now)
    if len(looks) == 1:
        return "click" if has_changed else "still"
    first = looks[0]
    second = looks[1]
    if not has_changed:
        # A radio button that was chosen stays so.
        is_chosen_radio = len(looks) == 2 and first.state == opposite == "empty"  # noqa: PLR2004
        return "done" if is_chosen_radio else "still"
    if not looks[-2].looks_like(now):
        return "unclear" if len(looks) == _MOST_CLICKS else "click"
    if opposite == looks[-1].state != now.state:
        return "done"
    return "click" if opposite in {first.state, second.state} and len(looks) < _MOST_CLICKS else "unclear"


def _is_at_caption(box: Box, caption: Box) -> bool:
    """Return whether a box is where a caption's box would be."""
    is_beside = caption.left - 3 * caption.height < box.center[0] < caption.right + 3 * caption.height
    return is_beside and abs(box.center[1] - caption.center[1]) <= caption.height // 2


def press(verb: PressStep, position: PlanPosition) -> StepOutcome:
    """Press a chord as often as the step says."""
    left = verb.times - position.phase
    then = position.phase + 1 if left > 1 else None
    return Do(
        Press(verb.keys),
        Message("{left} to go.", left=left) if verb.times > 1 else Message("The keys go to whatever has focus."),
        then=then,
    )


def wait_for(verb: WaitForStep, position: PlanPosition, screen: ScreenReading, now_ms: int) -> StepOutcome:
    """Wait until a text appears or disappears."""
    place = certain(verb.target, screen)
    text = verb.target.text
    if bool(place) != verb.gone:
        return Passed(match_sentence(place) if place else Message("“{text}” is gone.", text=text))
    since = position.since_ms or now_ms
    state = match_sentence(place) if place else not_seen(text, screen.lines())
    left_s = verb.seconds - (now_ms - since) / 1000
    if left_s <= 0:
        return Failed(sentences(Message("I waited {seconds:g} s.", seconds=verb.seconds), state))
    bit = Wait(round(min(left_s, FIRST_WAIT_S * LONGER**position.phase, MOST_S), 2))
    return Do(
        bit,
        Message("“{text}” is {part} visible.", text=text, part="still" if place else "not"),
        then=position.phase + 1,
        since_ms=since,
    )


def pause(verb: WaitStep, position: PlanPosition, now_ms: int) -> StepOutcome:
    """Let time pass."""
    since = position.since_ms or now_ms
    left_s = verb.seconds - (now_ms - since) / 1000
    if left_s <= 0:
        return Passed(Message("Waited {seconds:g} s.", seconds=verb.seconds))
    return Do(
        Wait(round(min(left_s, MOST_S), 2)),
        Message("{left_s:.1f} s left.", left_s=left_s),
        then=1,
        since_ms=since,
    )


def check(verb: CheckStep, screen: ScreenReading) -> StepOutcome:
    """Pass when a text is visible, or absent, as the step requires."""
    place = certain(verb.target, screen)
    if place and not verb.visible:
        return Unseen(
            Message("“{text}” shouldn't be visible, but {place}", text=verb.target.text, place=match_sentence(place))
        )
    if not place and verb.visible:
        return Unseen(not_seen(verb.target.text, screen.lines()))
    return Passed(
        match_sentence(place) if place else Message("“{text}” isn't visible, as expected.", text=verb.target.text)
    )
