"""Editors that carry out commands: which lines of theirs are asked about."""

from dataclasses import replace

import pytest

from desktop_agent.core.actions import Action, Click, Press, Type
from tests.fakes.cases import AT, MOUSEPAD, changed, on, target_of, window

VI = target_of(window("/usr/bin/vim.gtk3", "notes - VIM"), focus_role="text")
RETURNS: tuple[Action, ...] = (Press(("enter",)), Press(("ctrl", "m")), Press(("ctrl", "j")), Type("\n"))
ASKED = {"shell-line"}


@pytest.mark.parametrize("action", RETURNS, ids=repr)
@pytest.mark.parametrize("line", [":!ls", ":w ~/.profile", "!!ls", " :r!ls"])
def test_return_after_a_command_is_asked_about(line: str, action: Action) -> None:
    assert on(action, VI, typed_before=line) == ASKED
    assert on(action, MOUSEPAD, typed_before=line) == set()


@pytest.mark.parametrize("action", RETURNS, ids=repr)
def test_return_after_words_passes(action: Action) -> None:
    assert on(action, VI, typed_before="Dear Ada: well") == set()
    assert on(action, VI, typed_before="Dear Ada: well", edited=True) == ASKED
    assert on(Type("one\ntwo\n"), VI) == set()
    assert on(Type("one\n:!ls\n"), VI) == ASKED


REPLACED = (":%s/line/row/", ":s/a/b", ":2,9s/a b/c!/gi", ":3,$substitute/x//")
REPLACED_BY = (
    ":%s/a/\\=system('ls')/",
    ":s/a/b/|!ls",
    ":s/a|b/c/",
    ":s#a#b#",
    ":g/a/s/b/c/",
    ":s/a/b/&",
    ":%s//x/",
    ":!s/a/b/",
)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        *((text, False) for text in (":w", ":wq", ":x", ":q", ":12", ":set nu", "one\n:w", *REPLACED)),
        *(
            (text, True)
            for text in (
                ":w x",
                ":w!",
                ":wa",
                ":set x=1",
                ":w|!ls",
                ":f .profile",
                ":w\n:!ls",
                ":so",
                "::w",
                *REPLACED_BY,
            )
        ),
    ],
)
def test_what_saves_and_shows_the_open_file_is_no_command_that_is_asked_about(text: str, asked: bool) -> None:
    assert on(Type(f"{text}\n"), VI) == on(Press(("enter",)), VI, typed_before=text) == (ASKED if asked else set())
    assert on(Press(("enter",)), VI, typed_before=text, edited=True) == ASKED


@pytest.mark.parametrize("keys", [("ctrl", "e"), ("ctrl", "j"), ("escape",)])
def test_what_evaluates_in_emacs_after_another_chord_is_asked_about(keys: tuple[str, ...]) -> None:
    emacs = target_of(window("/usr/bin/emacs-gtk", "notes"), focus_role="text")

    assert on(Press(keys), emacs) == on(Press(keys[-1:]), emacs, held=keys[:-1]) == ASKED
    assert on(Press(keys), VI) == set()


def test_an_item_of_such_an_editors_menu_may_run_something_unless_it_is_known() -> None:
    item = changed(VI, control="Make", role="menu item", focus_role="")
    untold = target_of(replace(window("/usr/bin/emacs-gtk"), menu=True))

    assert on(Click(AT), item) == on(Click(AT), untold) == ASKED
    assert on(Click(AT), changed(item, control="Save", command="Save")) == set()
    assert on(Click(AT), VI) == set()


_FIELD = target_of(window("/usr/bin/copier", "Copier"), "Before", "entry", focus="Before", focus_role="entry")


@pytest.mark.parametrize(
    "text",
    ["touch /srv/ada/x", "|cat ~/keys", "/bin/rm -rf notes", "echo x > y", ":exec touch /x", "sh ./run", "a\nls -l"],
)
def test_a_text_that_reads_like_a_command_is_asked_about_where_people_do_not_write(text: str) -> None:
    writer = replace(window("/usr/bin/pen", "Letter"), kinds=frozenset({"TextEditor"}))
    browser = window("/usr/lib/chromium/chromium", "Page")

    assert "shell-line" in on(Type(text), _FIELD)
    assert "shell-line" in on(Type(text[3:]), _FIELD, typed_before=text[:3])
    assert "shell-line" in on(Type(text), changed(_FIELD, window=replace(writer, dialog=True)))
    for written in (
        changed(_FIELD, focus_role="text"),
        changed(_FIELD, window=writer),
        changed(_FIELD, window=browser),
    ):
        assert "shell-line" not in on(Type(text), written)
