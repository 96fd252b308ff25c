"""The numbered lines of a task: read, with a sentence for what is wrong in them, and written back the same. Pure.

A line is a plain step in the words of the offline grammar, or of `words.py`, or else a wish, which needs a model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from desktop_agent.core.actions.action import Drag
from desktop_agent.core.errors import StepFileError
from desktop_agent.core.pictures import Size
from desktop_agent.core.texts.message import Message, visible
from desktop_agent.core.texts.suggestion import guess
from desktop_agent.offline.grammar import understand
from desktop_agent.offline.plan.phrases import OpenQuote, UnknownStep, phrases
from desktop_agent.tasks.steps.variables import example_of
from desktop_agent.tasks.steps.words import act_beyond_grammar, act_of, parts_of, verb_of
from desktop_agent.tasks.task import (
    QUOTED,
    VARIABLE,
    LoopUnit,
    Step,
    StepLoop,
    StepPlace,
    StepTarget,
    StepWindow,
    quoted,
    unquoted,
)

MOST_STEPS = 2_000
_LONGEST_LINE = 200_000
_LONGEST_SHOWN = 60
_STEP = re.compile(r"\d{1,6}[.)][ \t]+(?P<words>.*)", re.DOTALL)
_KEYED = re.compile(r"(?P<key>[A-Za-z_ -]{1,40}?)[ \t]*:(?:[ \t]+(?P<value>.*)|)", re.DOTALL)
LONGEST_SIDE = 32_768
LONGEST_WAIT_S = 600.0
_MOST_POINTS = 2_000
_PLACE = re.compile(r"(?P<points>\d+,\d+(?: \d+,\d+)*) in (?P<size>\d+x\d+)(?P<screen> of the screen)?")
_WINDOW = re.compile(rf"(?P<title>{QUOTED})(?: \((?P<program>.+)\))?")
_TARGET = re.compile(
    rf"(?P<kind>[^\"]*?) ?(?P<name>{QUOTED})(?: beside (?P<beside>{QUOTED}))?(?: in the row (?P<row>{QUOTED}))?"
    r"(?: (?P<checked>on|off))?(?: at (?P<at>\d{1,5},\d{1,5}) (?P<size>\d+x\d+))?"
)
_LOOP = re.compile(rf"(?P<unit>row|cell|file) of \{{(?P<variable>{VARIABLE})\}}")
_SECONDS = re.compile(r"(?P<n>\d{1,6}(?:\.\d{1,3})?) ?(?P<unit>ms|s|min)")
_UNITS = {"ms": 0.001, "s": 1.0, "min": 60.0}
_DRIVE = re.compile(r"[A-Za-z]:")


def has_lines(body: str) -> bool:
    """Return whether the body of a task has numbered lines, and isn't words as a whole."""
    lines = (line for line in body.split("\n") if line.strip() and not line.startswith("#"))
    return _STEP.fullmatch(next(lines, "")) is not None


def parse_lines(body: str, first: int = 1) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    """Return the lines of a task and the comments after them; StepFileError with the line number where one is invalid.

    `first` is the number of the body's first line in its file.
    """
    reading = _Reading()
    for number, line in enumerate(body.split("\n"), start=first):
        try:
            reading.take(line)
        except StepFileError as error:
            raise StepFileError(
                Message("Line {number}: {message}", number=number, message=error.message), error.hint
            ) from error
        except ValueError as error:
            raise StepFileError(Message("Line {number}: {error}", number=number, error=error)) from error
        if len(reading.numbers) < len(reading.steps):
            reading.numbers.append(number)
    return reading.lines(), tuple(reading.comments)


@dataclass(slots=True)
class _Reading:
    """The contents read so far; `comments` are those before the next line."""

    steps: list[dict[str, object]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)  # of the steps' lines in the file
    comments: list[str] = field(default_factory=list)

    def take(self, line: str) -> None:
        """Parse one line."""
        text = line.strip()
        if len(line) > _LONGEST_LINE:
            raise StepFileError(
                Message("The line is longer than {longest_line} characters.", longest_line=_LONGEST_LINE)
            )
        if not text:
            return
        if text.startswith("#"):
            self.comments.append(text[1:].strip(" \t"))
        elif line[0] in " \t":
            self._attribute(text)
        elif match := _STEP.fullmatch(text):
            self._step(match["words"].strip())
        else:
            raise StepFileError(
                Message("This isn't a step: “{text}”.", text=visible(text, _LONGEST_SHOWN)),
                Message("A step must begin with its number: 3. click …"),
            )

    def lines(self) -> tuple[Step, ...]:
        """Return all lines."""
        steps = tuple(Step(**fields) for fields in self.steps)  # type: ignore[arg-type]  # as READ has their types
        for step, number in zip(steps, self.numbers, strict=True):
            if problem := problem_with(step):
                raise StepFileError(Message("Line {number}: {problem}", number=number, problem=problem))
        return steps

    def _step(self, words: str) -> None:
        if len(self.steps) >= MOST_STEPS:
            raise StepFileError(Message("There are more than {most_steps} steps.", most_steps=MOST_STEPS))
        is_wish = bool(problem_of(example_of(words)))
        self.steps.append({"text": words, "comments": tuple(self.comments), "is_wish": is_wish})
        self.comments.clear()

    def _attribute(self, text: str) -> None:
        key, value = _key_and_value(text, READ)
        if not self.steps:
            raise StepFileError(
                Message("This is indented, but there is no step above it."), Message("A header can't be indented.")
            )
        name, read = READ[key]
        if name in self.steps[-1]:
            raise StepFileError(Message("“{key}” appears twice in the step.", key=key))
        self.steps[-1][name] = read(value)


def _key_and_value(text: str, known_keys: Mapping[str, object]) -> tuple[str, str]:
    match = _KEYED.fullmatch(text)
    if match is None:
        raise StepFileError(
            Message("“{text}” can't be understood.", text=visible(text, _LONGEST_SHOWN)),
            Message("Enter a key and a value: name: Send it"),
        )
    if (key := match["key"]) not in known_keys:
        raise StepFileError(
            Message("“{key}” isn't a valid key here.", key=key),
            guess(key, known_keys, least=0.4) or Message("Known: {known}.", known=", ".join(known_keys)),
        )
    if not (value := (match["value"] or "").strip(" \t")):
        raise StepFileError(Message("“{key}:” has no value.", key=key))
    return key, value


def _unchanged_text(text: str) -> str:
    return text


def size_of(text: str) -> Size:
    """Return a size from a text such as 1280x800; ValueError with a sentence where it is invalid."""
    match = re.fullmatch(r"(\d{1,6})x(\d{1,6})", text)
    if match is None or not all(0 < int(side) <= LONGEST_SIDE for side in match.groups()):
        raise ValueError(Message("Enter a size like this: 1280x800."))
    return Size(int(match[1]), int(match[2]))


def _parse_wait(text: str) -> float:
    match = _SECONDS.fullmatch(text)
    seconds = float(match["n"]) * _UNITS[match["unit"]] if match else -1.0
    if not 0 <= seconds <= LONGEST_WAIT_S:
        raise ValueError(Message("Enter a wait such as 2s, 500ms or 1min. The maximum is ten minutes."))
    return round(seconds, 3)


def _parse_loop(text: str) -> StepLoop:
    match = _LOOP.fullmatch(text)
    if match is None:
        raise ValueError(Message("Enter a repetition such as: row of {example}.", example="{people}"))
    return StepLoop(cast("LoopUnit", match["unit"]), match["variable"])


def _parse_yes_or_no(text: str) -> bool:
    if text not in {"yes", "no"}:
        raise ValueError(Message("The value must be yes or no."))
    return text == "yes"


def _parse_window(text: str) -> StepWindow:
    match = _WINDOW.fullmatch(text)
    if match is None:
        raise ValueError(Message('Enter a window like this: "Its title" (program).'))
    return StepWindow(_parse_template(match["title"]), match["program"] or "")


def _parse_target(text: str) -> StepTarget:
    match = _TARGET.fullmatch(text)
    if match is None:
        raise ValueError(Message('Enter a target like this: button "Its name".'))
    beside = unquoted(match["beside"] or '""')
    checked = {"on": True, "off": False}.get(match["checked"])
    row = _parse_template(match["row"] or '""')
    target = StepTarget(match["kind"], _parse_template(match["name"]), beside=beside, checked=checked, row=row)
    if not match["at"]:
        return target
    (left, top) = map(int, match["at"].split(","))
    size = size_of(match["size"])
    return replace(target, box=(left, top, size.width, size.height))


def _parse_template(text: str) -> str:
    """Return the contents of a quoted text with variables, in which a brace stays escaped."""
    return unquoted(re.sub(r"\\(?:([{}])|.)", lambda match: rf"\\{match[1]}" if match[1] else match[0], text))


def _quoted_template(text: str) -> str:
    """Return a text with variables in quotes; its escaped braces stay as they are."""
    pieces = re.split(r"(\\[{}])", text)
    return f'"{"".join(piece if number % 2 else quoted(piece)[1:-1] for number, piece in enumerate(pieces))}"'


def _parse_place(text: str) -> StepPlace:
    match = _PLACE.fullmatch(text)
    if match is None:
        raise ValueError(Message("Enter a position like this: 412,300 in 1280x800."))
    size = size_of(match["size"])
    pairs = [pair.split(",") for pair in match["points"].split()]
    if len(pairs) > _MOST_POINTS or any(len(number) > len(str(LONGEST_SIDE)) for pair in pairs for number in pair):
        raise ValueError(
            Message(
                "There are more than {most_points} points, or a number has more than 5 digits.",
                most_points=_MOST_POINTS,
            )
        )
    points = tuple((int(x), int(y)) for x, y in pairs)
    if any(x >= size.width or y >= size.height for x, y in points):
        raise ValueError(
            Message("The position is outside the {width}x{height} area.", width=size.width, height=size.height)
        )
    return StepPlace(points, size, of_screen=bool(match["screen"]))


def picture_path(text: str) -> str:
    """Return the relative path of a picture; ValueError with a sentence where it may lead out of the steps' folder."""
    odd = "\\" in text or _DRIVE.match(text) or not text.isprintable()
    if odd or {"", ".", ".."} & set(text.split("/")) or not text.endswith(".png"):
        raise ValueError(
            Message("An image must be a .png file in the steps' folder or a subfolder: FOLDER/000004.png.")
        )
    return text


# Each attribute: the field of a step, and how its text is read.
READ: Mapping[str, tuple[str, Callable[[str], object]]] = {
    "name": ("name", _unchanged_text),
    "caption": ("caption", _unchanged_text),
    "wait": ("wait_s", _parse_wait),
    "skip": ("skip", _parse_yes_or_no),
    "window": ("window", _parse_window),
    "target": ("target", _parse_target),
    "at": ("place", _parse_place),
    "picture": ("picture", picture_path),
    "zoom": ("zoom", _parse_yes_or_no),
    "each": ("loop", _parse_loop),
}


def written(step: Step) -> list[tuple[str, str]]:
    """Return a step's attributes in order, as pairs of name and text."""
    texts = {
        "name": step.name,
        "caption": step.caption,
        "wait": seconds(step.wait_s) if step.wait_s else "",
        "skip": "yes" if step.skip else "",
        "window": _window_text(step.window) if step.window else "",
        "target": _target_text(step.target) if step.target else "",
        "at": _place_text(step.place) if step.place else "",
        "picture": step.picture,
        "zoom": "" if step.zoom else "no",
        "each": f"{step.loop.unit} of {{{step.loop.variable}}}" if step.loop else "",
    }
    return [(name, text) for name, text in texts.items() if text]


def seconds(number: float) -> str:
    """Return a duration as text, such as “1.5s”."""
    return f"{number:.3f}".rstrip("0").rstrip(".") + "s"


def _window_text(window: StepWindow) -> str:
    title = _quoted_template(window.title)
    return f"{title} ({window.program})" if window.program else title


def _target_text(target: StepTarget) -> str:
    name = _quoted_template(target.name)
    words = [target.kind, name] if target.kind else [name]
    if target.beside:
        words += ["beside", quoted(target.beside)]
    if target.row:
        words += ["in the row", _quoted_template(target.row)]
    if target.checked is not None:
        words.append("on" if target.checked else "off")
    if target.box:
        left, top, width, height = target.box
        words += ["at", f"{left},{top}", f"{width}x{height}"]
    return " ".join(words)


def _place_text(place: StepPlace) -> str:
    points = " ".join(f"{x},{y}" for x, y in place.points)
    of = ("of", "the", "screen") if place.of_screen else ()
    return " ".join((points, "in", f"{place.size.width}x{place.size.height}", *of))


def problem_of(text: str) -> str:
    """Return why a step's words are invalid, in a sentence; empty where they are valid."""
    pieces = phrases(text)
    if isinstance(pieces, OpenQuote):
        return Message("A closing quotation mark is missing.")
    if len(pieces) == 1 and act_beyond_grammar(pieces[0]):
        return ""
    plan = understand(text)
    return plan.brief if isinstance(plan, UnknownStep) else ""


def problem_of_place(text: str, place: StepPlace | None) -> str:
    """Return why a step's words and its place are incompatible, in a sentence; empty where they fit."""
    act = act_of(text)
    parts = parts_of(text)
    if place is not None and len(parts) > 1:
        return Message(
            "This line has one position and more than one step: “{text}” and “{text2}”.", text=parts[0], text2=parts[1]
        )
    if place is None:
        needs = act is not None and act.pointed and verb_of(text) is None
        return (
            Message("A step whose target has no readable name on the screen needs a position: at: 412,300 in 1280x800.")
            if needs
            else ""
        )
    drags = act is not None and isinstance(act.action, Drag)
    if drags and len(place.points) == 1:
        return Message("A drag needs at least two points: at: 10,20 300,20 in 1280x800.")
    return "" if drags or len(place.points) == 1 else Message("The step takes only one point.")


def problem_with(step: Step) -> str:
    """Return why a line's words and its place are incompatible, in a sentence; empty where they fit."""
    if step.is_wish:
        return problem_of(example_of(step.text)) if step.place or step.target else ""
    return problem_of_place(example_of(step.text), step.place)


def write_lines(steps: Sequence[Step], after: Sequence[str] = ()) -> str:
    """Return the text of a task's lines."""
    blocks = [_step(number, step) for number, step in enumerate(steps, start=1)]
    blocks += [_comments(after)] if after else []
    return "\n\n".join(blocks) + "\n"


def _step(number: int, step: Step) -> str:
    comments = [_comments(step.comments)] if step.comments else []
    return "\n".join([*comments, f"{number}. {step.text}", *(f"   {name}: {text}" for name, text in written(step))])


def _comments(comments: Sequence[str]) -> str:
    return "\n".join(f"# {text}".rstrip() for text in comments)
