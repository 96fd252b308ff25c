"""Draws over a picture where the model's actions went: a ring and a cross, a drag's way, a scroll's direction."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_agent.core.actions import Action, Drag, Scroll, points_of
from desktop_agent.core.geometry import ImagePoint, Rect, Size
from desktop_agent.record.proposal import RecordedProposal
from desktop_agent.record.report.markup import Html, join, tag

_RING = 0.017  # of the picture's longer side
_BESIDE_BOX = 0.3  # of it, where a frame is drawn around the control


def marks(proposals: Sequence[RecordedProposal], size: Size) -> Html:
    """Return an SVG of the picture's size; empty when no action has a place."""
    placed = [(n, each) for n, each in enumerate(proposals, 1) if _is_placed(each.action) or each.moved]
    radius = round(_RING * max(size.width, size.height), 1)
    drawn = [_mark(n if len(proposals) > 1 else None, each, radius) for n, each in placed]
    return tag("svg", *drawn, viewBox=f"0 0 {size.width} {size.height}", aria_hidden="true") if drawn else Html()


def _is_placed(action: Action | None) -> bool:
    return action is not None and bool(points_of(action))


def _mark(number: int | None, proposal: RecordedProposal, radius: float) -> Html:
    kind = "mark" if proposal.may_have_happened else "mark undone"
    before = proposal.given_up if proposal.moved else None
    box = proposal.target_box
    return join(_drawn(before, "mark given-up", None, radius), _drawn(proposal.action, kind, number, radius, box))


def _drawn(action: Action | None, kind: str, number: int | None, radius: float, box: Rect | None = None) -> Html:
    if action is None or not points_of(action):
        return Html()
    pointed = isinstance(action, Drag | Scroll) or box is None
    lines = _lines(action, radius) if pointed else _ring(points_of(action)[0], radius * _BESIDE_BOX)
    lines = join(_outline(box, radius), lines)
    label = _label(number, points_of(action)[0], radius) if number else Html()
    return tag("g", tag("g", lines, class_="halo"), tag("g", lines, class_="line"), label, class_=kind)


def _outline(box: Rect | None, radius: float) -> Html:
    """Return a frame around a control, with a little air."""
    if box is None:
        return Html()
    air = round(radius * 0.2)
    x, y, width, height = box.x - air, box.y - air, box.width + 2 * air, box.height + 2 * air
    return tag("rect", x=x, y=y, width=width, height=height, rx=round(radius * 0.35, 1))


def _lines(action: Action, radius: float) -> Html:
    points = points_of(action)
    match action:
        case Drag():
            way = " ".join(f"{at.x},{at.y}" for at in points)
            return join(tag("polyline", points=way), _ring(points[0], radius * 0.6), _target(points[-1], radius))
        case Scroll(at=at, dx=dx, dy=dy):
            return join(_ring(at, radius), _arrow(at, (dx > 0) - (dx < 0), (dy > 0) - (dy < 0), radius))
        case _:
            return _target(points[0], radius)


def _target(at: ImagePoint, radius: float) -> Html:
    inner, outer = radius * 0.45, radius * 1.5
    arms = "".join(
        f"M{at.x + dx * inner:.1f} {at.y + dy * inner:.1f}L{at.x + dx * outer:.1f} {at.y + dy * outer:.1f}"
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1))
    )
    return join(_ring(at, radius), tag("path", d=arms))


def _ring(at: ImagePoint, radius: float) -> Html:
    return tag("circle", cx=at.x, cy=at.y, r=round(radius, 1))


def _arrow(at: ImagePoint, dx: int, dy: int, radius: float) -> Html:
    tip_x, tip_y = at.x + dx * radius * 3.2, at.y + dy * radius * 3.2
    wing = radius * 0.7
    back_x, back_y = tip_x - dx * wing, tip_y - dy * wing
    head = (
        f"M{back_x - dy * wing:.1f} {back_y - dx * wing:.1f}L{tip_x:.1f} {tip_y:.1f}"
        f"L{back_x + dy * wing:.1f} {back_y + dx * wing:.1f}"
    )
    return tag("path", d=f"M{at.x + dx * radius:.1f} {at.y + dy * radius:.1f}L{tip_x:.1f} {tip_y:.1f}{head}")


def _label(number: int, at: ImagePoint, radius: float) -> Html:
    return tag("text", str(number), x=round(at.x + radius * 1.2, 1), y=round(at.y - radius * 0.9, 1))
