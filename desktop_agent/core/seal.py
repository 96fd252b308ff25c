"""What a journal adds to a line so that a later change of it shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seal:
    """The hash that chains a line to those before, and the signature of it where one was made."""

    chain: str  # SHA-256, in hexadecimal digits
    sig: str | None = None

    @property
    def fields(self) -> dict[str, object]:
        """Return the fields that stand at the end of the line."""
        return {"chain": self.chain} if self.sig is None else {"chain": self.chain, "sig": self.sig}
