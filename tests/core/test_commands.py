"""The chords of commands are spelled as actions spell them."""

import pytest

from desktop_agent.core.commands import BROWSER_CHORDS, CHORDS
from desktop_agent.core.keys import key_name


@pytest.mark.parametrize("chord", [*CHORDS, *BROWSER_CHORDS], ids=lambda chord: "+".join(sorted(chord)))
def test_each_key_has_the_name_that_a_press_gives_it(chord: frozenset[str]) -> None:
    assert chord == {key_name(key) for key in chord}
