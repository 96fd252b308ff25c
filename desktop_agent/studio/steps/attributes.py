"""The attributes of a step, each as it is written below its words, and as data. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from desktop_agent.core.geometry import Size
from desktop_agent.core.message import Message
from desktop_agent.studio.steps.quotes import QUOTED, quoted, unquoted
from desktop_agent.studio.steps.step import Step, StepPlace, StepTarget, StepWindow

LONGEST_SIDE = 32_768
LONGEST_WAIT_S = 600.0
_MOST_POINTS = 2_000
_PLACE = re.compile(r"(?P<points>\d+,\d+(?: \d+,\d+)*) in (?P<size>\d+x\d+)(?P<screen> of the screen)?")
_WINDOW = re.compile(rf"(?P<title>{QUOTED})(?: \((?P<program>.+)\))?")
_TARGET = re.compile(rf"(?P<kind>[^\"]*?) ?(?P<name>{QUOTED})(?: at (?P<at>\d{{1,5}},\d{{1,5}}) (?P<size>\d+x\d+))?")
_SECONDS = re.compile(r"(?P<n>\d{1,6}(?:\.\d{1,3})?) ?(?P<unit>ms|s|min)")
_UNITS = {"ms": 0.001, "s": 1.0, "min": 60.0}
_DRIVE = re.compile(r"[A-Za-z]:")


def size_of(text: str) -> Size:
    """Return a size such as 1280x800; ValueError with a sentence where it is none."""
    found = re.fullmatch(r"(\d{1,6})x(\d{1,6})", text)
    if found is None or not all(0 < int(side) <= LONGEST_SIDE for side in found.groups()):
        raise ValueError("A size is written as 1280x800.")
    return Size(int(found[1]), int(found[2]))


def _wait(text: str) -> float:
    found = _SECONDS.fullmatch(text)
    seconds = float(found["n"]) * _UNITS[found["unit"]] if found else -1.0
    if not 0 <= seconds <= LONGEST_WAIT_S:
        raise ValueError("A wait is written as 2s, 500ms or 1min, and lasts ten minutes at most.")
    return round(seconds, 3)


def _yes(text: str) -> bool:
    if text not in {"yes", "no"}:
        raise ValueError("It is yes or no.")
    return text == "yes"


def _window(text: str) -> StepWindow:
    found = _WINDOW.fullmatch(text)
    if found is None:
        raise ValueError('A window is written as "Its title" (program).')
    return StepWindow(unquoted(found["title"]), found["program"] or "")


def _target(text: str) -> StepTarget:
    found = _TARGET.fullmatch(text)
    if found is None:
        raise ValueError('A target is written as button "Its name".')
    kind, name = found["kind"], unquoted(found["name"])
    if not found["at"]:
        return StepTarget(kind, name)
    (left, top), size = map(int, found["at"].split(",")), size_of(found["size"])
    return StepTarget(kind, name, (left, top, size.width, size.height))


def _place(text: str) -> StepPlace:
    found = _PLACE.fullmatch(text)
    if found is None:
        raise ValueError("A place is written as 412,300 in 1280x800.")
    size, pairs = size_of(found["size"]), [pair.split(",") for pair in found["points"].split()]
    if len(pairs) > _MOST_POINTS or any(len(number) > len(str(LONGEST_SIDE)) for pair in pairs for number in pair):
        raise ValueError(
            Message(
                "It has more than {most_points} points, or numbers of more than 5 digits.", most_points=_MOST_POINTS
            )
        )
    points = tuple((int(x), int(y)) for x, y in pairs)
    if any(x >= size.width or y >= size.height for x, y in points):
        raise ValueError(Message("The place is outside of {width}x{height}.", width=size.width, height=size.height))
    return StepPlace(points, size, of_screen=bool(found["screen"]))


def picture_path(text: str) -> str:
    """Return the path of a picture beside the file; ValueError with a sentence where it may lie elsewhere."""
    odd = "\\" in text or _DRIVE.match(text) or not text.isprintable()
    if odd or {"", ".", ".."} & set(text.split("/")) or not text.endswith(".png"):
        raise ValueError("A picture is a .png file in the folder of the steps, or below: FOLDER/000004.png.")
    return text


def _plain(text: str) -> str:
    return text


# Each attribute: the field of a step, and how its text is read.
READ: Mapping[str, tuple[str, Callable[[str], object]]] = {
    "name": ("name", _plain),
    "caption": ("caption", _plain),
    "wait": ("wait_s", _wait),
    "skip": ("skip", _yes),
    "window": ("window", _window),
    "target": ("target", _target),
    "at": ("place", _place),
    "picture": ("picture", picture_path),
    "zoom": ("zoom", _yes),
}


def written(step: Step) -> list[tuple[str, str]]:
    """Return what is said of a step beside its words, as pairs of attribute and text, in their order."""
    said = {
        "name": step.name,
        "caption": step.caption,
        "wait": seconds(step.wait_s) if step.wait_s else "",
        "skip": "yes" if step.skip else "",
        "window": _of_window(step.window) if step.window else "",
        "target": _of_target(step.target) if step.target else "",
        "at": _of_place(step.place) if step.place else "",
        "picture": step.picture,
        "zoom": "" if step.zoom else "no",
    }
    return [(name, text) for name, text in said.items() if text]


def seconds(number: float) -> str:
    """Return a length of time as it is written."""
    return f"{number:.3f}".rstrip("0").rstrip(".") + "s"


def _of_window(window: StepWindow) -> str:
    return quoted(window.title) + (f" ({window.program})" if window.program else "")


def _of_target(target: StepTarget) -> str:
    words = [target.kind, quoted(target.name)] if target.kind else [quoted(target.name)]
    if target.box:
        left, top, width, height = target.box
        words += ["at", f"{left},{top}", f"{width}x{height}"]
    return " ".join(words)


def _of_place(place: StepPlace) -> str:
    points = " ".join(f"{x},{y}" for x, y in place.points)
    of = ("of", "the", "screen") if place.of_screen else ()
    return " ".join((points, "in", f"{place.size.width}x{place.size.height}", *of))
