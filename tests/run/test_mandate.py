"""A run at a set time: what its mandate names is done, and nothing else that a person would be asked about."""

from datetime import date

from desktop_agent.core.actions import Click
from desktop_agent.core.decision import Approved
from desktop_agent.core.events import Decided
from desktop_agent.policy.mandate import Mandate, mandate_of
from desktop_agent.tasks.schedule.mandate import MandateApprover, _approved
from tests.fakes.turns import call, drive, of, turn
from tests.run.test_remembered import INSTALL, PUBLISH, SEND, scene_of


def today() -> date:
    """Return the date as the approver has it; tests may begin before midnight and end after it."""
    return date.today()  # noqa: DTZ011


def rehearsed(*acts: Click, until: date | None = None) -> Mandate:
    scene = scene_of(*(turn(call(act)) for act in acts), answers=(Approved(),) * len(acts))
    drive(scene)
    assert scene.executor.done == [*acts]
    return mandate_of([act for one in of(scene, Decided) for act in _approved(one)], until or today())


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
