"""Cases for policy: actions, the places that they would hit, and the names of the rules that speak."""

from dataclasses import fields
from typing import TypedDict, Unpack

from desktop_agent.core.actions import Action
from desktop_agent.core.decision import (
    Allow,
    Case,
    Decision,
    File,
    Focus,
    HitControl,
    Page,
    Place,
    PointedObject,
    ReadLine,
    Source,
    Target,
)
from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import ImagePoint, Rect, Size, Viewport
from desktop_agent.core.mode import Mode
from desktop_agent.policy.judge import Policy, strictest

AT = ImagePoint(5, 5)
VIEWPORT = Viewport(Rect(0, 0, 100, 100), Size(100, 100))
UNSAVED = "*Untitled 1 - Mousepad"


class Facts(TypedDict, total=False):
    also: Target | None
    focus: str
    focus_role: str
    site: str
    in_page: bool
    in_form: bool
    question: bool
    builds: bool
    holds_terminal: bool
    around: tuple[str, ...]
    value: str | None
    link: str
    chooser: bool
    file: File | None
    silent: bool
    disabled: bool
    read_only: bool
    in_tool_bar: bool
    searches: bool
    objects: tuple[PointedObject, ...]
    box: Rect | None
    focus_box: Rect | None
    focus_object: tuple[str, str] | None
    window_box: Rect | None
    lines: tuple[ReadLine, ...]


def target_of(
    window: Window | None = None,
    control: str = "",
    role: str = "",
    source: Source | None = None,
    *,
    ours: bool = False,
    **more: Unpack[Facts],
) -> Target:
    """Return a target of which these facts are known, in its parts; TypeError for facts of no window."""
    place = Place(
        window or Window(0),
        box=more.get("window_box"),
        ours=ours,
        question=more.get("question", False),
        chooser=more.get("chooser", False),
        builds=more.get("builds", False),
        holds_terminal=more.get("holds_terminal", False),
        silent=more.get("silent", False),
        around=more.get("around", ()),
        lines=more.get("lines", ()),
    )
    if window is None and repr(place) != repr(Place(Window(0))):
        raise TypeError(place)
    pressed = HitControl(
        name=control,
        role=role,
        source=source,
        box=more.get("box"),
        disabled=more.get("disabled", False),
        read_only=more.get("read_only", False),
        objects=more.get("objects", ()),
        row=str(more.get("row", "")),
    )
    focus = Focus(
        name=more.get("focus", ""),
        role=more.get("focus_role", ""),
        value=more.get("value"),
        in_tool_bar=more.get("in_tool_bar", False),
        searches=more.get("searches", False),
        box=more.get("focus_box"),
        object=more.get("focus_object"),
    )
    page = Page(more.get("site", ""), more.get("in_page", False), more.get("in_form", False), more.get("link", ""))
    return Target(
        place=place if window else None,
        control=pressed if repr(pressed) != repr(HitControl()) else None,
        focus=focus if repr(focus) != repr(Focus()) else None,
        page=page if page != Page() else None,
        file=more.get("file"),
        also=more.get("also"),
    )


def focus_name(target: Target) -> str:
    """Return the name of what has the keyboard; empty where it has none."""
    return target.focus.name if target.focus else ""


def source_of(target: Target) -> str:
    """Return who names the control; empty where nobody does."""
    return (target.control.source if target.control else None) or ""


def changed(target: Target, **facts: object) -> Target:
    place = target.place if facts.get("window", target.window) is not None else None
    control, focus, page = target.control, target.focus, target.page
    known = {
        **({one.name: getattr(place, one.name) for one in fields(place)} if place else {}),
        "window_box": place.box if place else None,
        **({one.name: getattr(control, one.name) for one in fields(control)} if control else {}),
        "control": target.name,
        "box": control.box if control else None,
        **({one.name: getattr(page, one.name) for one in fields(page)} if page else {}),
        "in_page": target.in_page,
        "focus": focus.name if focus else "",
        "focus_role": target.focus_role,
        "focus_box": focus.box if focus else None,
        "focus_object": focus.object if focus else None,
        "value": focus.value if focus else None,
        "file": target.file,
        "also": target.also,
    }
    flat = {name: fact for name, fact in known.items() if name not in {"name", "inside"}}
    return target_of(**{**flat, **facts})


def window(program: str, title: str = "") -> Window:
    return Window(1, program.rpartition("/")[2], title, 10, program)


def judge(case: Case, mode: Mode) -> Decision:
    return strictest(voice.decision for voice in Policy(mode).voices(case) if voice.speaker != "scope")


def rules(case: Case) -> set[str]:
    decision = judge(case, "guard")
    return set() if isinstance(decision, Allow) else {reason.rule for reason in decision.reasons}


def on(action: Action, target: Target, **more: object) -> set[str]:
    return rules(Case(action, VIEWPORT, target, **more))  # type: ignore[arg-type]  # a table of fields


CHROMIUM = target_of(window("/usr/lib/chromium/chromium", "Inbox"))
XTERM = target_of(window("/usr/bin/xterm", "sh"))
FILES = target_of(window("/usr/bin/pcmanfm", "Documents"))
