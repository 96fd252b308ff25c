"""What follows from an action alone."""

import pytest

from desktop_agent.core.actions import Action, Press, Type, fields_of
from desktop_agent.core.geometry import ImagePoint

AT = ImagePoint(3, 4)


@pytest.mark.parametrize(
    ("action", "pieces"),
    [
        (Type("ada\thunter2", AT, secret=True), (Type("ada\t", AT, secret=True), Type("hunter2", secret=True))),
        (Type("\t\t "), (Type("\t"), Type("\t"), Type(" "))),
        (Type("a\tb\n\tc\t"), (Type("a\t"), Type("b\n\t"), Type("c\t"))),
        (Type("no tab\n"), (Type("no tab\n"),)),
        (Type("last\t"), (Type("last\t"),)),
        (Type("\t"), (Type("\t"),)),
        (Type(""), (Type(""),)),
        (Type("cell\t" * 40 + "."), (Type("cell\t" * 40 + "."),)),
        (Type("a\tb", entry="whole"), (Type("a\tb", entry="whole"),)),
        (Press(("tab",)), (Press(("tab",)),)),
    ],
)
def test_text_is_split_behind_its_tabs_unless_it_is_a_table(action: Action, pieces: tuple[Action, ...]) -> None:
    assert pieces == fields_of(action)
