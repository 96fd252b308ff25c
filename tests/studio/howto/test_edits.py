"""What a person changes in a how-to is kept beside the run, and a broken or foreign file changes nothing."""

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_agent.studio.howto.edits import Draft, write_draft
from desktop_agent.studio.howto.make import draft_of
from tests.fakes.shown_work import order_shown


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return order_shown(tmp_path)


def texts(draft: Draft) -> list[str]:
    return [step.text for step in draft.howto().steps]


def test_names_order_and_what_is_left_out_are_kept(folder: Path) -> None:
    first, second, third = draft_of(folder).steps
    renamed = replace(third, step=replace(third.step, text="Send it with *Send*."))
    write_draft(folder, Draft("How to order", (renamed, replace(second, left_out=True), first)))

    again = draft_of(folder)

    assert again.title == "How to order"
    assert texts(again) == ["Send it with *Send*.", "Click *File*."]
    assert len(again.steps) == 3


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b'{"format": 1, "steps": [{"key": 1}]}',
        b"{" * 100_000,
    ],
)
def test_a_file_that_cannot_be_read_leaves_the_steps_as_they_are(folder: Path, content: bytes) -> None:
    before = draft_of(folder)
    (folder / "guide.json").write_bytes(content)

    assert draft_of(folder) == before


def test_a_link_in_the_file_s_place_is_not_followed(folder: Path, tmp_path: Path) -> None:
    before = draft_of(folder)
    elsewhere = write_draft(folder, Draft("Other", before.steps)).rename(tmp_path / "elsewhere.json")
    (folder / "guide.json").symlink_to(elsewhere)

    assert draft_of(folder) == before
