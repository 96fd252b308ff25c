"""A run in applications that nobody was asked about yet, and how far a person lets it go there."""

from __future__ import annotations

from desktop_agent.core.actions.action import Action
from desktop_agent.core.decisions.decision import Allow, Answer, Ask, Case, Decision, Reason, Refuse, Target
from desktop_agent.core.pictures import Frame, Window
from desktop_agent.core.runs.turn import Turn
from tests.fakes.runs.cases import target_of
from tests.fakes.runs.run_ports import ListedPermissions, World, world
from tests.fakes.servers.turns import DONE

EDITOR = Window(1, "editor", "Letter", 7, "/usr/bin/editor")
FILES = Window(2, "files", "Home", 8, "/usr/bin/files")


def access(level: str, lasting: str) -> dict[str, str]:
    return {"program": EDITOR.program, "site": "", "level": level, "lasting": lasting}


def in_window(scene: World, window: Window, also: Window | None = None) -> None:
    async def target(frame: Frame, action: Action) -> Target:
        return target_of(window, also=target_of(also) if also else None)

    scene.controls.target = target  # type: ignore[method-assign]


def by_reach(case: Case) -> Decision:
    if case.reach is None:
        return Ask((Reason("scope", "The program has not worked here before."),))
    if case.reach == "work":
        return Allow()
    return Refuse((Reason("scope", "Only looking is allowed here."),))


def unadmitted(*turns: Turn, answers: tuple[Answer, ...] = ()) -> tuple[World, ListedPermissions]:
    scene = world([*turns, DONE])
    app_permissions = ListedPermissions({EDITOR.program: None, FILES.program: None})
    scene.ports.app_permissions = app_permissions
    scene.ports.judge = by_reach
    scene.person.answers = list(answers)
    in_window(scene, EDITOR)
    return scene, app_permissions
