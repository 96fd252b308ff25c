"""Looks again where policy would ask only because a program did not tell enough yet."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from desktop_agent.core.decision import Ask, Case, Decision, Target
from desktop_agent.core.programs import BROWSERS
from desktop_agent.policy.programs import is_one_of
from desktop_agent.run.admitting import asks_about_application

# A person is not asked for what a program only takes long to tell.
_UNSURE = frozenset(
    {"unknown-effect", "text-after-tab", "mnemonic", "unnamed-button", "unknown-paste", "text-without-field"}
)
_WHOLE_PAGES = frozenset({"document web", "document frame"})
_AGAIN_AFTER_S = (0.1, 0.3)
_LONGEST_WAIT_S = 2.0


async def judged(look: Callable[[], Awaitable[tuple[Case, Decision]]]) -> tuple[Case, Decision]:
    """Return what policy looked at and says, after a few looks where a busy program did not tell enough.

    A program that takes long to answer takes as long to move its focus, or to show its page.
    """
    began = time.monotonic()
    case, verdict = await look()
    for wait_s in _AGAIN_AFTER_S:
        if not isinstance(verdict, Ask) or not _is_unsure(verdict, case.target):
            break
        await asyncio.sleep(max(wait_s, min(time.monotonic() - began, _LONGEST_WAIT_S)))
        began = time.monotonic()
        case, verdict = await look()
    return case, verdict


def _is_unsure(asks: Ask, target: Target) -> bool:
    """Tell whether a program may tell more in a moment: what is hit, or what on a page, or of which site that is."""
    no_site = not target.site and is_one_of(target.window, BROWSERS) and asks_about_application(asks)
    return no_site or target.role in _WHOLE_PAGES or any(reason.rule in _UNSURE for reason in asks.reasons)
