"""The lines of a receipt: what became of each thing, where it is and where it was."""

from pathlib import Path

import pytest

from desktop_agent.core.texts.message import tr
from desktop_agent.desk.folder import DeskLayer
from desktop_agent.desk.receipt.change import DeskChange
from desktop_agent.desk.receipt.wording import change_line

HOME = Path("/", "home", "ada")
LAYERS = (DeskLayer(HOME, Path("/desk/upper"), (), Path("/desk/names")),)


def moved(origin: str, path: str, *, conflict: bool = False) -> DeskChange:
    return DeskChange(0, path, "moved", "documents", None, None, origin, "changed" if conflict else "")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (moved("4.jpg", "Music/4.jpg"), "Moved · ~/4.jpg → ~/Music/4.jpg"),
        (moved("1.txt", "Receipt 1.txt"), "Renamed · ~/1.txt → ~/Receipt 1.txt"),
        (moved("1.txt", "b/2.txt", conflict=True), "Moved · ~/1.txt → ~/b/2.txt · you also changed it"),
    ],
)
def test_a_move_names_both_places_and_within_a_folder_it_is_a_rename(change: DeskChange, words: str) -> None:
    line = change_line(change, LAYERS, HOME)

    assert " · ".join((tr(line.what), line.path, *map(tr, line.remarks))) == words
