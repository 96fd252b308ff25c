"""What of a person's answers is kept: for a window, or for always."""

from __future__ import annotations

from desktop_agent.core.decision import Approved, Case, Question, Reason, RememberedApproval, RememberedControl
from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.events import Noticed
from desktop_agent.core.message import Message
from desktop_agent.policy.applications import COMMIT
from desktop_agent.policy.standing import control_of
from desktop_agent.run.input_state import InputState
from desktop_agent.run.keyboard_places import KeyboardPlaces
from desktop_agent.run.pending import PendingAction
from desktop_agent.run.ports import ApprovalMemory, ControlMemory
from desktop_agent.run.stream import Stream

_LONGEST_NAME = 60


class AnswerMemory:
    """Says what a question's answer could cover, and keeps it where the person wants that."""

    def __init__(
        self, approvals: ApprovalMemory, controls: ControlMemory, places: KeyboardPlaces, stream: Stream
    ) -> None:
        self._approvals, self._controls, self._places, self._stream = approvals, controls, places, stream

    def covers(self, case: Case, reason: Reason, pending: PendingAction, inputs: InputState) -> bool:
        """Tell whether the person has approved this for the window, or for where the keyboard is, already."""
        approval = self._approvals.approval_for(case, reason)
        if approval is not None and self._approvals.covers(approval):
            return True
        return self._places.covers(case, reason, pending, inputs)

    def here(self, case: Case, reasons: tuple[Reason, ...], inputs: InputState) -> bool:
        """Tell whether “Approve text here” may be offered."""
        return self._places.offers(case, reasons, inputs)

    def keep_here(self, case: Case, pending: PendingAction, inputs: InputState) -> None:
        """Keep a yes to text for the place that it goes to."""
        self._places.keep(case, pending, inputs)

    def for_window(self, case: Case, reasons: tuple[Reason, ...]) -> tuple[RememberedApproval, ...]:
        """Return what “Approve for this window” would cover; nothing unless it can cover all the reasons."""
        found = [self._approvals.approval_for(case, reason) for reason in reasons]
        known = tuple(filter(None, found))
        return known if len(known) == len(found) else ()

    def for_always(self, case: Case, reasons: tuple[Reason, ...]) -> RememberedControl | None:
        """Return what “Always for this button” would cover; None where anything but a commit point is asked about."""
        return control_of(case) if all(reason.rule == COMMIT for reason in reasons) and not case.checks else None

    def keep(self, answer: Approved, question: Question, approvals: tuple[RememberedApproval, ...]) -> None:
        """Keep an answer as far as the person wants, and the question has offered it."""
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
            self._stream.announce(Noticed("warning", f"{error} It holds for this run."))
        else:
            self._stream.announce(
                Noticed("info", Message("{named}: not asked about any more. Settings take that back.", named=named))
            )
