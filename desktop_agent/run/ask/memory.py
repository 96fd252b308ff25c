"""The storage of a person's answers: for the task, or for always."""

from __future__ import annotations

from desktop_agent.core.decisions.decision import (
    Approved,
    Case,
    Question,
    Reason,
    RememberedApproval,
    RememberedControl,
)
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.runs.events import Noticed
from desktop_agent.core.texts.message import Message, sentences, visible
from desktop_agent.policy.remembered_approvals import control_of, longest
from desktop_agent.run.ports import ApprovalMemory, ControlMemory
from desktop_agent.run.stream import Stream

_LONGEST_NAME = 60


class AnswerMemory:
    """The scope that the answer to a question could cover; answers are saved where the person wants that."""

    def __init__(self, approvals: ApprovalMemory, controls: ControlMemory, stream: Stream) -> None:
        self._approvals = approvals
        self._controls = controls
        self._stream = stream

    def covers(self, case: Case, reason: Reason) -> bool:
        """Return whether the person has already approved this for the task."""
        approval = self._approvals.approval_for(case, reason)
        return approval is not None and self._approvals.covers(approval)

    def approvals_for_task(self, case: Case, reasons: tuple[Reason, ...]) -> tuple[RememberedApproval, ...]:
        """Return the approvals of a yes for the task; none unless they can cover all the reasons."""
        approvals = [self._approvals.approval_for(case, reason) for reason in reasons]
        known = tuple(filter(None, approvals))
        return known if len(known) == len(approvals) else ()

    def place(self, approvals: tuple[RememberedApproval, ...]) -> RememberedControl | None:
        """Return the place that approvals cover; None where they cover a control, or several things."""
        covered = {approval.control for approval in approvals}
        return covered.pop() if len(covered) == 1 and not any(each.role for each in covered) else None

    def keep_for_program(self, case: Case, reasons: tuple[Reason, ...]) -> None:
        """Save a yes to work in a program for those reasons that are about all of it, as in a settings program."""
        for approval in (self._approvals.approval_for(case, reason) for reason in reasons):
            if approval is not None and not (approval.control.role or approval.control.page):
                self._approvals.add(approval)

    def control_for_always(self, case: Case, reasons: tuple[Reason, ...]) -> RememberedControl | None:
        """Return the control that a yes for always would cover; None where a reason can't be approved for so long."""
        lasts = all(longest(reason) == "always" for reason in reasons)
        return control_of(case) if lasts and not case.checks else None

    def keep(self, answer: Approved, question: Question, approvals: tuple[RememberedApproval, ...]) -> None:
        """Save an answer as far as the person wants, and the question has offered it."""
        if answer.remember and question.may_be_remembered:
            for approval in approvals:
                self._approvals.add(approval)
        if answer.always and question.always is not None:
            self._keep_always(question.always)

    def _keep_always(self, control: RememberedControl) -> None:
        named = Message(
            "“{control}” ({act}) in {program}",
            control=visible(control.control, _LONGEST_NAME),
            act=control.act,
            program=control.program,
        )
        try:
            self._controls.keep(control)
        except DesktopAgentError as error:
            self._stream.announce(Noticed("warning", sentences(str(error), Message("This applies to this run only."))))
        else:
            self._stream.announce(
                Noticed(
                    "info",
                    Message("You will no longer be asked about {named}. You can undo this in Settings.", named=named),
                )
            )
