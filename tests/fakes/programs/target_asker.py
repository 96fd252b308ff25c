"""What the program would hit by an action now, asked as a run asks."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from desktop_agent.core.actions.action import Action
from desktop_agent.core.decisions.decision import Target
from desktop_agent.screen.captures.camera import ScreenCamera
from desktop_agent.screen.choose import choose_capture, choose_controls, choose_windows
from desktop_agent.screen.controls.surroundings import ScreenSurroundings


@contextmanager
def asking_targets() -> Iterator[Callable[[Action], Target]]:
    with ExitStack() as closing:
        windows = choose_windows()
        camera = ScreenCamera(choose_capture(), windows)
        closing.callback(camera.close)
        runner = closing.enter_context(asyncio.Runner())
        surroundings = ScreenSurroundings(windows, choose_controls())
        yield lambda action: runner.run(surroundings.target(camera.grab(), action))
        runner.run(surroundings.close())
