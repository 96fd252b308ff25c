"""What actions hit in a run with small ports."""

from collections.abc import Callable

from desktop_agent.core.actions.action import Action
from desktop_agent.core.decisions.decision import Target
from desktop_agent.core.pictures import Frame
from tests.fakes.runs.run_ports import World


def hitting(scene: World, told: Callable[[Action], Target]) -> World:
    async def target(frame: Frame, action: Action) -> Target:
        return told(action)

    scene.controls.target = target  # type: ignore[method-assign]
    return scene
