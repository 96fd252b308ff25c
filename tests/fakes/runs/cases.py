"""Cases for policy: actions, the places that they would hit, and the names of the rules that speak."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from desktop_agent.core.actions.action import Action
from desktop_agent.core.decisions.decision import (
    Allow,
    Case,
    Decision,
    File,
    Focus,
    HitControl,
    Page,
    Place,
    Source,
    Target,
)
from desktop_agent.core.decisions.mode import Mode
from desktop_agent.core.pictures import ImagePoint, Rect, Size, Viewport, Window
from desktop_agent.policy.judge import Policy, strictest

AT = ImagePoint(5, 5)
VIEWPORT = Viewport(Rect(0, 0, 100, 100), Size(100, 100))
UNSAVED = "*Untitled 1 - Mousepad"


# What a fact is called in the part of a target that has it, by its name in these tests.
_FACTS: Mapping[type, Mapping[str, str]] = {
    Place: {"window_box": "box"}
    | {field.name: field.name for field in fields(Place) if field.name not in {"window", "box"}},
    HitControl: {"control": "name", "control_choices": "choices"}
    | {one.name: one.name for one in fields(HitControl) if one.name not in {"name", "choices"}},
    Focus: {
        "focus": "name",
        "focus_role": "role",
        "focus_box": "box",
        "focus_object": "object",
        **{name: name for name in ("value", "searches", "choices", "in_tool_bar", "moved")},
        "focus_part": "part",
    },
    Page: {
        "site": "site",
        "in_page": "inside",
        "in_form": "in_form",
        "sends_itself": "sends_itself",
        "link": "link",
        "own": "own",
        "path": "path",
    },
}


def target_of(
    window: Window | None = None,
    control: str = "",
    role: str = "",
    source: Source | None = None,
    *,
    file: File | None = None,
    also: Target | None = None,
    **more: Any,  # noqa: ANN401 - each fact has a type of its own
) -> Target:
    """Return a target of which these facts are known, in its parts; TypeError for facts of no window, and others."""
    more |= {"control": control, "role": role, "source": source}
    known = {
        kind: {field: more.pop(name) for name, field in names.items() if name in more} for kind, names in _FACTS.items()
    }
    place = Place(window or Window(0), **known[Place])
    if more or (window is None and repr(place) != repr(Place(Window(0)))):
        raise TypeError(more or place)
    pressed = HitControl(**known[HitControl])
    focus = Focus(**known[Focus])
    page = Page(**known[Page])
    return Target(
        place=place if window else None,
        control=pressed if repr(pressed) != repr(HitControl()) else None,
        focus=focus if repr(focus) != repr(Focus()) else None,
        page=page if page != Page() else None,
        file=file,
        also=also,
    )


def focus_name(target: Target) -> str:
    return target.focus.name if target.focus else ""


def source_of(target: Target) -> str:
    return (target.control.source if target.control else None) or ""


def changed(target: Target, **facts: object) -> Target:
    whole: dict[str, Any] = {"window": target.window, "file": target.file, "also": target.also, **facts}
    has_window = whole["window"] is not None
    parts = {Place: target.place if has_window else None, HitControl: target.control, Focus: target.focus}
    for kind, part in {**parts, Page: target.page}.items():
        if part is not None:
            whole = {name: getattr(part, field) for name, field in _FACTS[kind].items()} | whole
    return target_of(**whole)


def window(program: str, title: str = "") -> Window:
    return Window(1, program.rpartition("/")[2], title, 10, program)


def judge(case: Case, mode: Mode) -> Decision:
    return strictest(Policy(mode).rule_decisions(case)[:-1])  # the last is the scope's


def rules(case: Case) -> set[str]:
    decision = judge(case, "guard")
    return set() if isinstance(decision, Allow) else {reason.rule for reason in decision.reasons}


def on(action: Action, target: Target, **more: object) -> set[str]:
    return rules(Case(action, VIEWPORT, target, **more))  # type: ignore[arg-type]  # a table of fields


CHROMIUM = target_of(window("/usr/lib/chromium/chromium", "Inbox"))
XTERM = target_of(window("/usr/bin/xterm", "sh"))
FILES = target_of(window("/usr/bin/pcmanfm", "Documents"))
