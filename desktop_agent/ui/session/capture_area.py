"""The captured part of the desktop, and the approver that asks there; Qt is not loaded for it."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_agent.core.pictures import Rect
from desktop_agent.core.presence import Presence
from desktop_agent.screen.captures.watermark import WatermarkSight
from desktop_agent.screen.choose import monitors_here
from desktop_agent.settings import Settings
from desktop_agent.ui.approval.approver import AskInWords, OverlayApprover
from desktop_agent.ui.proof.guard import ProofOptions, proof_here
from desktop_agent.ui.qt.executor import QtExecutor


def captured(settings: Settings, environment: Mapping[str, str]) -> Rect:
    """Return the part of the desktop that a run will see, in pixels; ScreenError when there is no such monitor."""
    screen = settings.screen
    if screen.region is not None and not screen.window:
        return screen.region
    monitors = monitors_here(environment)
    boxes = [monitor.box for monitor in monitors if monitor.n == screen.monitor and not screen.window]
    # None: all of them are meant, or the one where a window is, or one that is not there, which `prepare` reports.
    return boxes[0] if boxes else Rect.union(*(monitor.box for monitor in monitors))


def card_approver(
    box: Rect,
    settings: Settings,
    executor: QtExecutor,
    presence: Presence,
    sight: WatermarkSight,
    in_words: AskInWords | None = None,
    *,
    elsewhere: bool = False,
) -> OverlayApprover:
    """Return the approver for a part of the desktop, as the settings say; `elsewhere`: of a run on a desk."""
    challenge = settings.person.approve_with == "challenge"
    options = ProofOptions(
        proof_here(presence, challenge=challenge),
        tuple(settings.person.approve_chord.split("+")),
        by_chord=presence.reports_chords,
        within_s=settings.run.answer_within,
        challenge=challenge,
    )
    return OverlayApprover(executor, presence, options, box, sight, in_words, elsewhere=elsewhere)
