"""A text is found as people mean it: exact before similar, whole before part, new before old, near before far."""

from collections.abc import Sequence

import pytest

from desktop_agent.core.controls.boxes import Box
from desktop_agent.core.controls.read_text import (
    LAST,
    Relation,
    TextTarget,
    anchors_of,
    certain_place,
    choices,
    look_up,
    matching,
    not_seen,
    why_missing,
)
from desktop_agent.core.controls.screen_contents import TextLine
from tests.offline.seen import line

MENU = (line("File Edit View", 20, 4), line("Save", 20, 40), line("Save As...", 20, 64), line("Only unpaid", 200, 40),
        line("Unpaid", 400, 90), line("Search", 20, 200), line("Full name:", 20, 240), line("Budget2026.", 500, 300),
        line("ods", 530, 318, 24))  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "read"),
    [
        ("Save", "Save"),
        ("save as…", "Save As..."),
        ("Serch", "Search"),
        ("Full name", "Full name:"),
        ("Budget2026.ods", "Budget2026. ods"),
        ("unpaid", "Unpaid"),
    ],
)
def test_the_text_that_is_meant_is_found(wanted: str, read: str) -> None:
    found = look_up(TextTarget(wanted), MENU)

    assert found is not None
    assert read == found.text


@pytest.mark.parametrize("expected", ["Saved", "Export", "Exit", "Item", "S", "Files"])
def test_another_word_is_not_taken_for_it(expected: str) -> None:
    assert look_up(TextTarget(expected), MENU) is None


def test_an_underlined_first_letter_may_be_read_as_another_but_no_other_word_is_taken() -> None:
    menu = (line("Eile Edit View Iools", 0, 0),)

    assert ["Eile", "Iools"] == [found.text for name in ("File", "Tools") if (found := look_up(TextTarget(name), menu))]
    assert look_up(TextTarget("Exit"), menu) is None


@pytest.mark.parametrize("title", ["/tmp/a/greek.txt - Mousepad", "*greek.txt - Mousepad", "Saved (greek.txt)",
                                   "Save “greek.txt”?", 'Delete "greek.txt"?', "C:\\a\\greek.txt"])  # fmt: skip
def test_a_files_name_is_found_in_a_title_or_a_path_or_quotes(title: str) -> None:
    assert certain_place(TextTarget("greek.txt"), (line(title, 0, 0),)) is not None


@pytest.mark.parametrize(("asked", "read"), [
    ("shopping.text", "shopping.txt"), ("shopping.txt", "shoping.txt"), ("shopping-list.text", "shopping-lists.text"),
    ("Saved shopping list.text", "Saved shopping list.txt"), ("the-long-name.docx", "the-long-name.doc"),
])  # fmt: skip
def test_a_similar_files_name_is_another_file(asked: str, read: str) -> None:
    for text in (read, f"/tmp/a/{read} - Mousepad"):
        assert certain_place(TextTarget(asked), (line(text, 0, 0),)) is None


@pytest.mark.parametrize(("asked", "read"), [
    ("Shopping.txt", "shopping.txt"), ("shopping list.txt", "shoppinglist.txt"), ("letter1.txt", "letterl.txt"),
    ("INVOICE.TXT", "lNVOlCE.TXT"), ("photo.png", "phot0.png"),
    ("all-the-morning-newspapers.text", "all-the-moming-newspapers.text"),
    ("my-shopping-list.text", "my-shopping-list,text"),
    ("to_do_list.text", "to do_list.text"),
])  # fmt: skip
def test_a_files_name_may_be_read_as_names_are_read(asked: str, read: str) -> None:
    assert certain_place(TextTarget(asked), (line(read, 0, 0),)) is not None


@pytest.mark.parametrize("name", ["oldgreek.txt", "greek.txt.bak", "old-greek.txt", "greek.txt~", "greek.txt-old"])
@pytest.mark.parametrize("title", ["{}", "/tmp/a/{} - Mousepad", "/tmp/{}/notes.md", "Save “{}”?"])
def test_another_files_name_is_not_taken_for_it(name: str, title: str) -> None:
    lines = (line(title.format(name), 0, 0),)

    assert certain_place(TextTarget("greek.txt"), lines) is None
    assert look_up(TextTarget("greek.txt"), lines) is None


def test_a_number_is_never_misread_for_another() -> None:
    assert look_up(TextTarget("Item number 12"), (line("Item number 13", 0, 0), line("Item number 1", 0, 30))) is None


def test_a_part_of_a_line_has_its_part_of_the_box() -> None:
    found = look_up(TextTarget("View"), (line("File Edit View", 0, 0, 140),))

    assert found is not None
    assert (100, 40) == (found.box.left, found.box.width)


OKS = (line("OK", 100, 50), line("OK", 300, 50), line("OK", 100, 200), line("Cancel", 200, 50), line("10024", 20, 200),
       line("Here", 100, 120))  # fmt: skip


@pytest.mark.parametrize(("ordinal", "at"), [(1, (100, 50)), (2, (300, 50)), (3, (100, 200)), (LAST, (100, 200))])
def test_an_ordinal_counts_in_reading_order(ordinal: int, at: tuple[int, int]) -> None:
    found = look_up(TextTarget("OK", ordinal), OKS)

    assert found is not None
    assert at == (found.box.left, found.box.top)


@pytest.mark.parametrize(
    ("relation", "anchor", "at"),
    [
        ("right of", "Cancel", (300, 50)),
        ("left of", "Cancel", (100, 50)),
        ("in the row of", "10024", (100, 200)),
        ("below", "Here", (100, 200)),
        ("above", "Here", (100, 50)),
    ],
)
def test_a_relation_chooses_among_several(relation: Relation, anchor: str, at: tuple[int, int]) -> None:
    found = look_up(TextTarget("OK", relation=relation, anchor=TextTarget(anchor)), OKS)

    assert found is not None
    assert at == (found.box.left, found.box.top)


def test_of_several_the_new_one_is_meant() -> None:
    before = (line("Save", 20, 4),)

    found = choices(TextTarget("Save"), (*before, line("Save", 400, 300)), before=before)[0]

    assert (400, 2) == (found.box.left, found.of)


def test_of_several_old_ones_the_nearest_to_the_pointer_is_meant() -> None:
    lines = (line("Save", 20, 4), line("Save", 400, 300))

    found = choices(TextTarget("Save"), lines, before=lines, pointer=(380, 280))[0]

    assert 400 == found.box.left


def test_a_similar_word_is_not_there_when_asked_whether_it_is() -> None:
    lines = (line("Coutry", 20, 4),)

    assert look_up(TextTarget("Country"), lines) is not None
    assert certain_place(TextTarget("Country"), lines) is None


def test_what_is_not_there_is_answered_with_the_closest_texts_without_scraps() -> None:
    message = not_seen(
        "Export", (line("Expert mode", 0, 0), line("Ex", 0, 30), line("00冈", 0, 60), line("▸▸▸▸", 0, 90))
    )

    assert "I cannot see “Export”. Closest text on screen: “Expert mode”." == message


@pytest.mark.parametrize(
    ("text", "anchor", "why"),
    [
        ("Save", "10029", "I cannot see “10029”. Closest"),
        ("Save", "Search", "I can see “Save”, but not in the row of “Search”."),
        ("Xyzzy", "10029", "I cannot see “Xyzzy”. Closest"),
    ],
)
def test_it_is_said_whether_a_text_or_the_row_it_should_be_in_is_missing(text: str, anchor: str, why: str) -> None:
    target = TextTarget(text, relation="in the row of", anchor=TextTarget(anchor))

    assert why_missing(target, MENU).startswith(why)


TWO_SAVES = (line("Name", 20, 40), line("Save", 120, 40), line("Town", 20, 90), line("Save", 120, 90))


@pytest.mark.parametrize(
    ("target", "lines", "count"),
    [
        (TextTarget("Save"), TWO_SAVES, 0),
        (TextTarget("Save", relation="right of", anchor=TextTarget("Town")), TWO_SAVES, 1),
        (TextTarget("Town", relation="below", anchor=TextTarget("Name")), TWO_SAVES, 1),
        (TextTarget("Save", relation="right of", anchor=TextTarget("Name")), (*TWO_SAVES, line("Name", 20, 140)), 1),
        (
            TextTarget("Save", relation="right of", anchor=TextTarget("Name")),
            (*TWO_SAVES, line("Name", 20, 140), line("Save", 120, 140)),
            2,
        ),
        (
            TextTarget("Save", relation="in the row of", anchor=TextTarget("Name")),
            (*TWO_SAVES, line("Name", 220, 40)),
            1,
        ),
        (
            TextTarget("Save", relation="below", anchor=TextTarget("Total")),
            (line("Total", 20, 40), line("Save", 20, 90), line("Total", 300, 40), line("Save", 300, 90)),
            2,
        ),
    ],
)
def test_a_step_is_ambiguous_where_several_anchors_have_its_text(
    target: TextTarget, lines: Sequence[TextLine], count: int
) -> None:
    assert anchors_of(target, lines) == count


def test_of_a_text_that_is_surely_there_twice_one_may_be_meant_by_its_order() -> None:
    second = certain_place(TextTarget("Save", ordinal=2), TWO_SAVES)

    assert second is not None
    assert second.box.top == 90
    assert certain_place(TextTarget("Save", ordinal=3), TWO_SAVES) is None


def test_a_word_without_its_capital_may_be_one_of_a_sentence() -> None:
    found = matching("Send", (line("Click to send it", 0, 0), line("To Send it", 0, 90)))

    assert [(match.text, match.prose) for match in found] == [("Send", False), ("send", True)]


def test_the_nearest_of_two_is_near() -> None:
    near = TextTarget("Save", relation="near", anchor=TextTarget("Town"))

    assert [place.box.top for place in choices(near, TWO_SAVES)] == [90]


def test_a_text_without_letters_is_nowhere() -> None:
    assert matching(" ", MENU) == []


def test_a_box_keeps_its_size_where_it_is_moved() -> None:
    assert Box(2, 3, 40, 10).moved(100, -3) == Box(102, 0, 40, 10)
