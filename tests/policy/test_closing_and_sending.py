"""Keys and buttons that close, delete and send, whichever way they are pressed."""

from dataclasses import replace

import pytest

from desktop_agent.core.actions import Action, Click, HoldKey, Press, Scroll, Type
from tests.fakes.cases import (
    AT,
    CHROMIUM,
    DESKTOP,
    FILES,
    MOUSEPAD,
    SLACK,
    THUNDERBIRD,
    UNSAVED,
    changed,
    on,
    target_of,
    window,
)

TITLES = (
    "*Untitled 1 - Mousepad",
    "* notes.txt",
    "● main.py - code",
    "main.py • - VSCodium",
    "notes.txt* - gedit",
    "a [+] - VIM",
    "main.c * SciTE",
    "report (modified)",
    "Unsaved document 1",
    "Brief (geändert)",
    "Lettre — modifié",
    "carta (sin guardar)",
    "未保存 - 文档",
    "письмо (изменён)",
    "list [*] - Kate",
    "notes.txt (nicht gespeichert)",
)


@pytest.mark.parametrize(
    "action",
    [Press(("alt", "f4")), Press(("ctrl", "w")), Press(("ctrl", "q")), Press(("super", "q")), HoldKey(("ctrl", "f4"))],
    ids=repr,
)
def test_closing_what_is_not_saved_is_asked_about(action: Action) -> None:
    for title in TITLES:
        assert on(action, target_of(window("/usr/bin/app", title))) == {"unsaved-close"}, title


def test_a_click_on_the_frame_of_what_is_not_saved_is_asked_about() -> None:
    program = window("/usr/bin/app", UNSAVED)

    assert on(Click(AT), target_of(program)) == {"unsaved-close"}
    assert on(Click(AT), target_of(program, UNSAVED, source="ocr")) == {"unsaved-close"}
    assert on(Click(AT), target_of(program, "Bold", source="ocr")) == set()
    assert on(Click(AT), target_of(program, "", "text")) == set()


@pytest.mark.parametrize("title", ["notes.txt - Mousepad", "5 * 3 is 15", "Inbox (2)", "Modifiers and keys"])
def test_closing_what_is_saved_is_not_asked_about(title: str) -> None:
    assert on(Press(("ctrl", "w")), target_of(window("/usr/bin/app", title))) == set()
    assert on(Press(("ctrl", "s")), target_of(window("/usr/bin/app", UNSAVED))) == set()
    assert on(Press(("ctrl", "w")), DESKTOP) == set()


@pytest.mark.parametrize("keys", [("delete",), ("shift", "delete"), ("super", "backspace")])
def test_a_delete_key_is_asked_about_where_it_deletes_things(keys: tuple[str, ...]) -> None:
    for target in (FILES, target_of(THUNDERBIRD.window), target_of(window("/usr/bin/app"), focus_role="table cell")):
        assert on(Press(keys), target) == {"delete-key"}
        assert on(HoldKey(keys), target) == {"delete-key"}
        assert on(Press(keys[-1:]), target, held=keys[:-1]) == {"delete-key"}


def test_a_delete_key_that_takes_letters_away_is_not_asked_about() -> None:
    renaming = target_of(FILES.window, focus="Name", focus_role="text")

    writer = target_of(replace(window("/usr/bin/app"), kinds=frozenset({"TextEditor"})))

    for target in (renaming, MOUSEPAD, writer, changed(writer, focus_role="panel")):
        assert on(Press(("delete",)), target) == on(Press(("shift", "delete")), target) == set()
    for target in (target_of(window("/usr/bin/app"), focus_role="filler"), changed(writer, focus_role="list"), DESKTOP):
        assert on(Press(("delete",)), target) == {"delete-key"}
    assert on(Press(("backspace",)), FILES) == set()


def test_chords_that_send_are_asked_about_where_messages_are_written() -> None:
    for target in (THUNDERBIRD, SLACK, CHROMIUM):
        assert on(Press(("ctrl", "enter")), target) == {"send-key"}
        assert on(Press(("super", "enter")), target) >= {"send-key"}
    assert on(Press(("alt", "enter")), THUNDERBIRD) == {"send-key"}
    assert on(Type("\n"), THUNDERBIRD, held=("ctrl",)) == {"send-key"}
    assert on(Press(("ctrl", "enter")), MOUSEPAD) == {"send-key"}
    assert on(Press(("alt", "enter")), MOUSEPAD) == set()


def test_return_sends_in_a_chat_and_breaks_a_line_in_a_mail() -> None:
    assert on(Press(("enter",)), SLACK) == {"send-key"}
    assert on(Type("hi\n"), SLACK) == {"send-key"}
    assert on(Type("hi"), SLACK) == set()
    assert on(Press(("enter",)), THUNDERBIRD) == set()


def test_a_mnemonic_is_judged_by_the_control_that_it_presses() -> None:
    app = window("/usr/bin/app")

    assert on(Press(("alt", "d")), target_of(app, "Delete", "push button")) == {"consequence-delete"}
    assert on(Press(("alt", "o")), target_of(app, "Open", "push button")) == set()


@pytest.mark.parametrize(
    "title",
    [
        "config.toml (~/.config/desktop-agent) - gedit",
        "~/.config/desktop-agent/config.toml - Mousepad",
        "applications.toml - Kate",
        "keys.json (~/.config/desktop-agent) - gedit",
        "~/.config/desktop-agent/keys.json - Mousepad",
    ],
)
def test_this_programs_own_settings_are_asked_about(title: str) -> None:
    editor = target_of(window("/usr/bin/mousepad", title), focus_role="text")

    for action in (Type("x"), Press(("ctrl", "s")), Click(AT)):
        assert on(action, editor) == {"own-files"}
    assert on(Scroll(AT, 0, 9), editor) == set()
    assert on(Type("x"), target_of(window("/usr/bin/mousepad", "config.toml - Mousepad"))) == set()


def test_a_yes_is_what_its_dialog_asks() -> None:
    asks = target_of(window("/usr/bin/app", "Delete 3 files?"), "Yes", "push button")
    harmless = target_of(window("/usr/bin/app", "Open file"), "OK", "push button")

    assert on(Click(AT), asks) == {"consequence-delete"}
    assert on(Press(("enter",)), asks) == {"consequence-delete"}
    assert on(Click(AT), harmless) == set()
    assert on(Click(AT), target_of(asks.window, "No", "push button")) == set()
