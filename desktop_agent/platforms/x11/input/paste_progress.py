"""What an application has done about one paste, as far as its requests tell."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop_agent.platforms.x11.selection_server import Fetch

SIGN_WITHIN_S = 2.0
READ_WITHIN_S = 10.0
QUIET_S, SHORT_QUIET_S = 0.25, 0.08


@dataclass(slots=True)
class PasteProgress:
    """The progress of one paste; times are monotonic seconds."""

    focus: int
    program: tuple[int, int]
    quiet_s: float  # nobody has asked for so long: the paste is over
    pressed: float
    last: float = 0.0  # when the application last asked or read
    given: bool = False  # all of the text is there for it
    others: bool = False  # somebody else has fetched it
    unfinished: set[tuple[int, str]] = field(default_factory=set)
    asks_on: bool = False  # it has asked again after it had all of the text

    def note(self, fetch: Fetch, now: float) -> None:
        """Note what the application did."""
        self.asks_on = self.asks_on or (self.has_text and not fetch.acknowledges)
        self.last = now
        if not fetch.text:
            return
        if fetch.given:
            self.given = True
            self.unfinished.discard((fetch.requestor, fetch.target))
        else:
            self.unfinished.add((fetch.requestor, fetch.target))

    @property
    def has_text(self) -> bool:
        """Tell whether the application has all of the text."""
        return self.given and not self.unfinished

    def over(self, now: float) -> bool:
        """Tell whether the application has the text and has stopped asking."""
        return self.has_text and now - self.last >= self.quiet_s

    def rests(self, now: float) -> bool:
        """Tell whether the application reads no further, in the middle of the text."""
        return bool(self.unfinished) and now - self.last >= QUIET_S

    def too_late(self, now: float) -> bool:
        """Tell whether to stop waiting."""
        if not self.last:
            return now > self.pressed + SIGN_WITHIN_S
        return now > self.last + (READ_WITHIN_S if self.given or self.unfinished else SIGN_WITHIN_S)
