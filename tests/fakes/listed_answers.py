"""Answers that are remembered for the rules that a test names."""

from dataclasses import dataclass, field

from desktop_agent.core.decision import Case, Reason, RememberedApproval


@dataclass
class ListedApprovals:
    """Answers stand for rules that may stand."""

    may_be_remembered: frozenset[str] = frozenset()
    kept: list[RememberedApproval] = field(default_factory=list)

    def approval_for(self, case: Case, reason: Reason) -> RememberedApproval | None:
        if reason.rule not in self.may_be_remembered:
            return None
        kind = type(case.action).__name__
        return RememberedApproval(reason.rule, kind, "program", 1, 1, "", case.target.role, case.target.name)

    def covers(self, approval: RememberedApproval) -> bool:
        return approval in self.kept

    def add(self, approval: RememberedApproval) -> None:
        self.kept.append(approval)
