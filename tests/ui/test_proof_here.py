"""How a yes is proved follows from what the presence can tell, and from whether the person wants digits."""

import pytest

from desktop_agent.presence.stand_ins import NoPresence
from desktop_agent.ui.proof.guard import Proof, ProofOptions, proof_here


class Told(NoPresence):
    """A presence that tells what a test says."""

    def __init__(self, lacks: str, *, source: bool, chords: bool) -> None:
        super().__init__(lacks)
        self.tells_source, self.chords = source, chords

    @property
    def tells_chords(self) -> bool:
        """Tell whether a held chord can be proved."""
        return self.chords


@pytest.mark.parametrize(
    ("told", "proof"),
    [
        (Told("", source=True, chords=True), "device"),
        (Told("Clicks.", source=False, chords=True), "chord"),
        (Told("All.", source=False, chords=False), "digits"),
        (Told("", source=False, chords=False), "none"),
    ],
)
def test_the_best_proof_that_there_is_is_asked_for(told: Told, proof: Proof) -> None:
    assert proof == proof_here(told, challenge=False)
    assert "digits" == proof_here(told, challenge=True)


def test_digits_are_asked_for_once_the_last_keyboard_has_gone() -> None:
    told = Told("Clicks.", source=False, chords=True)
    options = ProofOptions(proof_here(told, challenge=False), ("ctrl", "y"))

    assert options == options.now(told)
    told.chords = False
    assert "digits" == options.now(told).proof
