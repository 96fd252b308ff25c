"""Steps of the mouse: click, scroll, drag."""

from desktop_agent.offline.ocr.find import is_there, not_seen
from desktop_agent.offline.ocr.lines import Box, box_of
from desktop_agent.offline.plan.acts import ClickAt, DragTo, ScrollAt
from desktop_agent.offline.plan.outcome import (
    Do,
    Failed,
    MoveOutcome,
    Passed,
    ScreenReading,
    Unseen,
    digest,
    field,
    find,
    i_see,
)
from desktop_agent.offline.plan.position import PlanPosition
from desktop_agent.offline.plan.sensitive import warning
from desktop_agent.offline.plan.steps import ClickStep, DragStep, ScrollStep, TextTarget

NOTCH_PX = 100
MOST_SCROLLS = 60


def click(verb: ClickStep, place: PlanPosition, eyes: ScreenReading) -> MoveOutcome:
    """Click a text; a person must agree where its name speaks of sending, paying and the like."""
    found = find(verb.target, place, eyes)
    if found is None:
        return Unseen(not_seen(verb.target.text, eyes.lines()))
    box = found.box
    if "field" in verb.target.kind or verb.target.kind in {"box", "input", "combo", "combo box"}:
        box = eyes.field(found.box) or found.box
    words = " ".join(
        line.text for line in eyes.lines() if box_of(line).touches(found.box) and _same_row(box_of(line), box)
    )
    why = warning(verb.target.text, found.text, words) if verb.button == "left" else ""
    x, y = box.center
    return Do(ClickAt(x, y, verb.button, verb.count), i_see(found), mark=box, warning=why)


def _same_row(one: Box, other: Box) -> bool:
    return abs(one.center[1] - other.center[1]) < other.height // 2


def scroll(verb: ScrollStep, place: PlanPosition, eyes: ScreenReading) -> MoveOutcome:
    """Turn the wheel: once, or until a text is in sight or nothing moves any more."""
    if verb.until is not None:
        seen = is_there(TextTarget(verb.until), eyes.lines())
        if seen and _whole_in_sight(seen.box, eyes):
            return Passed(i_see(seen))
        if place.phase and (place.texts == digest(eyes.lines()) or place.phase > MOST_SCROLLS):
            return Failed(f"Scrolling moves nothing any more. {not_seen(verb.until, eyes.lines())}")
    at = _where_to_scroll(verb, place, eyes)
    if isinstance(at, Unseen):
        return at
    then = place.phase + 1 if verb.until is not None else None
    x, y = at.center
    return Do(ScrollAt(x, y, verb.dx * NOTCH_PX, verb.dy * NOTCH_PX), f"I scroll at {(x, y)}.", then=then, mark=at)


def _whole_in_sight(box: Box, eyes: ScreenReading) -> bool:
    """A line that is cut off at the edge of the picture is not in sight yet."""
    return box.bottom < eyes.size[1] and box.right <= eyes.size[0]


def _where_to_scroll(verb: ScrollStep, place: PlanPosition, eyes: ScreenReading) -> Box | Unseen:
    if place.phase and place.mark.width:
        return place.mark
    if verb.over is not None:
        there = field(verb.over, place, eyes)
        if not isinstance(there, Unseen):
            return there[1]
        found = find(verb.over, place, eyes)
        return found.box if found else there
    if place.mark.width:
        return place.mark
    width, height = eyes.size
    return Box(width // 2, height // 2, 1, 1)


def drag(verb: DragStep, place: PlanPosition, eyes: ScreenReading) -> MoveOutcome:
    """Drag one text onto another."""
    source, to = find(verb.source, place, eyes), find(verb.to, place, eyes)
    for target, found in ((verb.source, source), (verb.to, to)):
        if found is None:
            return Unseen(not_seen(target.text, eyes.lines()))
    if source is None or to is None or source.box == to.box:
        return Failed(f"“{verb.source.text}” and “{verb.to.text}” are the same place.")
    drag = DragTo(*source.box.center, *to.box.center)
    return Do(drag, f"{i_see(source)} {i_see(to)}", mark=to.box)
