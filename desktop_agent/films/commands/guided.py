"""A person is led through a task, for `tasks guide`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from desktop_agent.cli import terminal
from desktop_agent.core.actions.keys import chord, chord_text
from desktop_agent.core.texts.message import Message

if TYPE_CHECKING:
    from desktop_agent.tasks.steps.playing import Played


def guided(steps: Played) -> bool:
    """Lead the person through a task; return whether they came to its end.

    InputDeniedError where the session doesn't report what the person does in other programs, as X11 does.
    """
    from desktop_agent.cli.flags import settings_from
    from desktop_agent.films.guided.lead import LAST
    from desktop_agent.films.guided.session import lead
    from desktop_agent.tasks.learn.listen import check_session

    check_session(os.environ)
    settings = settings_from({})
    key = chord_text(chord(settings.person.stop_key))
    terminal.warn(Message("Follow the ring on your screen. To end it, press {key}.", key=key))
    is_finished = lead(steps, settings, os.environ)
    terminal.warn(LAST if is_finished else Message("Ended before the last step."))
    return is_finished
