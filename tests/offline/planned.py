"""Plans and answers of the planner, in few words."""

from desktop_agent.core.actions.action import Click, Scroll
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.offline.grammar import understand
from desktop_agent.offline.plan.steps import Plan, PlanStep
from desktop_agent.offline.planner import End, Next

NOW_MS = 1_000_000


def steps(task: str) -> tuple[PlanStep, ...]:
    plan = understand(task)
    assert isinstance(plan, Plan), plan
    return plan.steps


def acted(answer: Next | End) -> Next:
    assert isinstance(answer, Next), answer
    return answer


def ended(answer: Next | End) -> End:
    assert isinstance(answer, End), answer
    return answer


def click_at(x: int, y: int) -> Click:
    return Click(ImagePoint(x, y))


def scroll_at(x: int, y: int, dx: int, dy: int) -> Scroll:
    return Scroll(ImagePoint(x, y), dx, dy)
