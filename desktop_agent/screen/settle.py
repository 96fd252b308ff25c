"""When the screen has come to rest after an action: a decision over what was seen so far, without clock or screen.

An answer is awaited first: a strong change of a good part of the picture that stays, unlike the hover and the pressed
look of a button. It ends the waiting at once; without one it lasts `answer_ms`. Either way the screen then has to be
quiet for a while. A caret and a clock are too small to disturb the quiet. Measured on Debian 12: answers 300 ms late
were missed when quiet alone was awaited, and none is missed so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_agent.core.actions import Effect
from desktop_agent.core.geometry import Size
from desktop_agent.screen.compare import caret_pixels


@dataclass(frozen=True, slots=True)
class SettleTimes:
    """How long to wait for what; milliseconds from the end of the action."""

    floor_ms: int = 0
    answer_ms: int = 400  # for a first change
    quiet_ms: int = 100  # without a change
    tiny_ms: int = 1000  # letters that appear one by one count as changes for so long
    ceiling_ms: int = 3000
    poll_ms: int = 16
    answer_share: float = 0.005  # of the picture: what counts as an answer


@dataclass(frozen=True, slots=True)
class Sample:
    """One look: when, and how many pixels changed."""

    at_ms: float
    moved: int  # at all, since the look before
    answered: int  # strongly, since the picture before the action


def at_rest(seen: Sequence[Sample], size: Size, effect: Effect, times: SettleTimes) -> bool:
    """Tell whether the last look shows the outcome of the action; `size` is the capture's."""
    if effect == "none":
        return True
    now = seen[-1]
    if now.at_ms < times.floor_ms or _waits_for_answer(seen, size, effect, times):
        return False
    return now.at_ms - _last_change_ms(seen, size, effect, times) >= times.quiet_ms


def _waits_for_answer(seen: Sequence[Sample], size: Size, effect: Effect, times: SettleTimes) -> bool:
    if seen[-1].at_ms >= times.answer_ms:
        return False
    if effect == "small":
        return not any(sample.moved for sample in seen)
    return seen[-1].answered < times.answer_share * size.width * size.height


def _last_change_ms(seen: Sequence[Sample], size: Size, effect: Effect, times: SettleTimes) -> float:
    forgiven = caret_pixels(size)
    return max((sample.at_ms for sample in seen if sample.moved > _limit(sample, forgiven, effect, times)), default=0.0)


def _limit(sample: Sample, forgiven: int, effect: Effect, times: SettleTimes) -> int:
    """Return up to how many moved pixels a look counts as quiet: few when text is awaited, which is small itself."""
    return 0 if effect == "small" and sample.at_ms <= times.tiny_ms else forgiven
