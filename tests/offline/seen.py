"""A made-up screen for the planner's tests: lines of text with their fields and boxes, as a picture would show them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop_agent.core.controls.boxes import Box, Indicator
from desktop_agent.core.controls.locator import NoControl
from desktop_agent.core.controls.screen_contents import TextLine
from desktop_agent.offline.plan.outcome import Away, FieldText, NamedBox


def line(text: str, left: int, top: int, width: int = 0) -> TextLine:
    return TextLine(text, left, top, width or 8 * len(text), 20, 0.99)


@dataclass
class Seen:
    """What is on the picture; `second` is what a second, whole reading finds."""

    texts: tuple[TextLine, ...]
    fields: dict[str, Box] = field(default_factory=dict)
    boxes: dict[str, Indicator] = field(default_factory=dict)
    rows: tuple[str, ...] = ()
    signs: tuple[TextLine, ...] = ()
    second: tuple[TextLine, ...] | None = None
    size: tuple[int, int] = (1280, 800)
    front: Box | None = None  # the window in front
    reads: int = 0
    hidden: tuple[Box, ...] = ()
    dots: int = 0  # in each field
    pressed: tuple[Box, ...] = ()
    away: dict[str, tuple[Away, ...]] = field(default_factory=dict)  # by name; of fields, by “field NAME”
    no_controls: dict[Box, NoControl] = field(default_factory=dict)
    controls: tuple[NamedBox, ...] = ()  # that the program in front names
    reported: str | None = None  # by the program, of each of its fields
    many_lines: bool = False  # each of them

    def lines(self) -> tuple[TextLine, ...]:
        self.reads += 1
        return self.texts

    def is_in_front(self, box: Box) -> bool:
        return self.front is not None and self.front.holds(*box.center)

    def no_control(self, box: Box) -> NoControl | None:
        return next((why for text, why in self.no_controls.items() if text.holds(*box.center)), None)

    def consider(self, texts: Sequence[Box], *, presses: bool) -> None:
        del texts, presses

    def read_so_far(self) -> tuple[TextLine, ...]:
        return self.texts if self.reads else ()

    def read_again(self) -> bool:
        if self.second is None:
            return False
        self.texts = self.second
        self.second = None
        return True

    def small(self) -> tuple[TextLine, ...]:
        return self.signs

    def row(self, box: Box) -> tuple[str, ...]:
        return self.rows

    def field(self, label: Box, *, writes: bool = False) -> Box | None:
        return self._written(self.fields.get(self._name(label)), writes=writes)

    def around(self, text: Box, *, writes: bool = False) -> Box | None:
        return self._written(self.fields.get(f"around {self._name(text)}"), writes=writes)

    def _written(self, box: Box | None, *, writes: bool) -> Box | None:
        return None if writes and box in self.pressed else box

    def text_in(self, field: Box) -> FieldText | None:
        if not field.width or self.reported is None:
            return None
        return FieldText(field, self.reported, self.many_lines)

    def is_hidden(self, field: Box) -> bool:
        return field in self.hidden

    def has_dots(self, field: Box, count: int) -> bool:
        return bool(field.width) and self.dots == count

    def indicator(self, caption: Box, at: Box | None = None) -> Indicator | None:
        seen = self.boxes.get(self._name(caption))
        return seen if seen is None or at is None or seen.box == at else None

    def scrolled_away(self, text: str, *, wants_field: bool) -> tuple[Away, ...]:
        return self.away.get(f"field {text}" if wants_field else text, ())

    def named(self, text: str) -> tuple[NamedBox, ...]:
        return tuple(control for control in self.controls if control.name == text)

    def _name(self, box: Box) -> str:
        return next((text.text for text in self.texts if (text.left, text.top) == (box.left, box.top)), "")
