"""A run at a set time: what its mandate names is done, and nothing else that a person would be asked about."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from desktop_agent.core.actions import Click
from desktop_agent.core.decision import Approved
from desktop_agent.core.events import Decided
from desktop_agent.core.frame import Window
from desktop_agent.policy.mandate import Mandate, mandate_of
from desktop_agent.run.stand_ins import AbsentApprover
from desktop_agent.tasks.schedule.mandate import MandateApprover, _approved
from tests.fakes.run_ports import ListedPermissions
from tests.fakes.turns import CHECK, call, drive, of, turn
from tests.run.test_remembered import GIMP, INSTALL, NAMES, PUBLISH, SEND, place, scene_of


def today() -> date:
    """Return the date as the approver has it; tests may begin before midnight and end after it."""
    return date.today()  # noqa: DTZ011


def rehearsed(*acts: Click, until: date | None = None) -> Mandate:
    scene = scene_of(*(turn(call(act)) for act in acts), answers=(Approved(),) * len(acts))
    drive(scene)
    assert scene.executor.done == [*acts]
    return mandate_of([act for one in of(scene, Decided) for act in _approved(one)], until or today())


def done_by(
    mandate: Mandate | None, *acts: Click, names: dict[int, str] = NAMES, window: Window = GIMP, **more: object
) -> int:
    """Return how many acts a run carries out under a mandate; without one, with nobody there."""
    scene = scene_of(*(turn(call(act, **more)) for act in acts))  # type: ignore[arg-type]
    scene.ports.app_permissions = ListedPermissions({window.program: "work"})
    scene.ports.approver = MandateApprover(mandate) if mandate else AbsentApprover()
    place(scene, names, window)
    drive(scene)
    return len(scene.executor.done)


def test_what_was_approved_in_the_rehearsal_is_done_and_recorded_as_the_mandates() -> None:
    mandate = rehearsed(PUBLISH, SEND)
    scene = scene_of(turn(call(SEND)), turn(call(PUBLISH)), turn(call(INSTALL)))
    scene.ports.approver = MandateApprover(mandate)
    drive(scene)
    decided = of(scene, Decided)

    assert scene.executor.done == [SEND, PUBLISH]
    assert [(one.verdict, one.by) for one in decided] == [
        ("allow", "mandate"),
        ("allow", "mandate"),
        ("deny", "policy"),
    ]
    assert [act for one in decided for act in _approved(one)] == []


@pytest.mark.parametrize("every", [1, 5])
def test_nothing_outside_of_the_mandate_is_done_in_three_hundred_tries(every: int) -> None:
    mandate = rehearsed(PUBLISH)
    programs = ("/usr/bin/gimp", "/usr/bin/mail", "/tmp/gimp", "/usr/local/bin/gimp")
    windows: tuple[dict[str, object], ...] = (
        {},
        {"dialog": True},
        {"menu": True},
        {"dialog": True, "title": "Publish"},
    )
    controls = ("Publish", "publish", "Publish…", "Published", "Send", "Delete", "Pay", "OK")
    acts = (PUBLISH, replace(PUBLISH, count=2), replace(PUBLISH, button="right"))
    outside = 0
    tries = [one for one in product(programs, windows, controls, acts) if one != (programs[0], {}, "Publish", PUBLISH)]
    for program, window, control, act in tries[::every]:
        shown = replace(GIMP, program=program, **window)  # type: ignore[arg-type]
        names = {10: control}
        outside += done_by(mandate, act, names=names, window=shown) - done_by(None, act, names=names, window=shown)

    print(f"acts outside of the mandate carried out: {outside} of {len(tries[::every])}")  # noqa: T201 - `pytest -rP` shows it
    assert len(tries) == 383
    assert outside == 0
    assert done_by(mandate, PUBLISH) == 1


def test_a_safety_check_is_never_in_a_mandate() -> None:
    assert done_by(rehearsed(PUBLISH), PUBLISH, checks=(CHECK,)) == 0
