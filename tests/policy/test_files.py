"""Files: what a file manager may open, and where a file may land."""

from dataclasses import replace

import pytest

from desktop_agent.core.actions import Action, Click, Drag, HoldButton, HoldKey, Press, ReleaseButton, Scroll, Type
from desktop_agent.core.commands import IN_TOOL_BAR
from desktop_agent.core.decision import Ask, Case, File, FileKind, Place, Target
from desktop_agent.policy.rules.files import is_ordinary, landing
from tests.fakes.cases import AT, CHROMIUM, FILES, MOUSEPAD, VIEWPORT, XTERM, changed, on, target_of, window

MANAGER = FILES.window
assert MANAGER is not None
ROW = target_of(MANAGER, "run", "table cell", focus="run", focus_role="table cell")
OPENS: tuple[Action, ...] = (Click(AT, count=2), Press(("enter",)), Press(("ctrl", "m")))
DIALOG = replace(MANAGER, title="Execute File", dialog=True)
MENU = replace(MANAGER, menu=True)
HOME = "/srv/ada"
ASKED = {"opens-file"}


def file(path: str, kind: FileKind = "") -> File:
    return File(path, HOME, kind)


@pytest.mark.parametrize("action", OPENS, ids=repr)
def test_an_entry_is_opened_without_a_question_only_where_it_is_known_to_be_harmless(action: Action) -> None:
    for kind in ("folder", "document"):
        assert on(action, replace(ROW, file=file("/srv/ada/run", kind))) == set()
    for found in (None, file("/srv/ada/run"), file("/srv/ada/run", "program")):
        assert on(action, replace(ROW, file=found)) == ASKED


@pytest.mark.parametrize("action", [Click(AT), HoldButton(AT), ReleaseButton(AT)], ids=repr)
def test_one_press_on_what_may_be_a_program_is_asked_about(action: Click | HoldButton | ReleaseButton) -> None:
    for found in (file("/srv/ada/run", "program"), File("/srv/ada/run", HOME, among_programs=True)):
        assert on(action, replace(ROW, file=found)) == ASKED
        assert on(replace(action, button="right"), replace(ROW, file=found)) == set()
    for found in (file("/srv/ada/run", "document"), file("/srv/ada/run", "folder"), file("/srv/ada/run")):
        assert on(action, replace(ROW, file=found)) == set()


@pytest.mark.parametrize(
    ("action", "target"),
    [
        (Click(AT), ROW),
        (Scroll(AT, dy=100), ROW),
        (Click(AT, count=2), target_of(MANAGER, "", "entry")),
        (Press(("down",)), ROW),
        (Press(("shift", "down")), ROW),
        (Press(("ctrl", "c")), ROW),
        (Press(("alt", "left")), ROW),
        (Press(("f2",)), replace(ROW, file=file("/srv/ada/run", "document"))),
        (HoldKey(("ctrl",)), ROW),
        (Type("rep"), ROW),
        (Press(("enter",)), target_of(MANAGER, "", "entry", focus_role="entry")),
        (
            Click(AT),
            target_of(MENU, "Rename...", "menu item", command="Rename", file=file("/srv/ada/papers", "folder")),
        ),
        (Click(AT), target_of(MANAGER, "Kopieren", "menu item", command="Copy")),
        (Press(("ctrl", "shift", "n")), replace(ROW, command="Create Folder")),
        (Press(("alt", "enter")), replace(ROW, command="Properties")),
        (Click(AT), target_of(MANAGER, "File", "menu")),
        (Press(("down",)), target_of(MANAGER, focus_role="menu item")),
        (Click(AT), target_of(DIALOG, "Abbrechen", "push button", command="Cancel")),
        (Click(AT), target_of(DIALOG, "Rename", "button", command="Rename", file=file("/srv/ada/papers", "folder"))),
        (Press(("enter",)), target_of(DIALOG, "Cancel", "push button", focus_role="push button", command="Cancel")),
        (Click(AT), target_of(MOUSEPAD.window, "Open", "menu item")),
    ],
    ids=repr,
)
def test_what_is_known_to_be_harmless_in_a_file_manager_passes(action: Action, target: Target) -> None:
    assert on(action, target) == set()


@pytest.mark.parametrize(
    ("action", "target"),
    [
        (Press(("f4",)), ROW),
        (Press(("ctrl", "o")), ROW),
        (Press(("alt", "down")), ROW),
        (Press(("ctrl", "shift", "n")), ROW),
        (Click(AT), target_of(MENU, "Open in Terminal", "")),
        (Click(AT), target_of(MENU, "Rename...", "", "ocr")),
        (Click(AT), target_of(MANAGER, "Copy", "menu item")),
        (Click(AT), target_of(MANAGER, "Open", "menu item", "accessibility", command="Open")),
        (Click(AT), target_of(MANAGER, "Open With…", "menu item", "accessibility", command="Open With…")),
        (Press(("enter",)), replace(ROW, command="Open")),
        (Press(("enter",)), target_of(MANAGER, "Open", "menu item", focus_role="menu item", command="Open")),
        (Click(AT), target_of(MENU, "", "")),
        (Click(AT), target_of(MANAGER, "Run a command...", "menu item")),
        (Type("x"), target_of(MANAGER, "Execute", "menu item", focus_role="popup menu", around=("Execute",))),
        (Press(("enter",)), target_of(MANAGER, "Execute", "menu item", focus_role="menu item", around=("Execute",))),
        *((Click(AT), target_of(DIALOG, name, "push button")) for name in ("Execute", "Cancel", "OK")),
        (Press(("enter",)), target_of(DIALOG, "Execute", "push button", focus_role="push button")),
    ],
    ids=repr,
)
def test_what_may_carry_something_out_in_a_file_manager_is_asked_about(action: Action, target: Target) -> None:
    assert ASKED <= on(action, target)


@pytest.mark.parametrize(
    "path",
    [
        *("/srv/ada/.bashrc", "/srv/ada/.config/autostart/a.desktop", "/srv/ada/.ssh/authorized_keys"),
        *("/srv/ada/.local/bin/ls", "/srv/ada/bin/ls", "/srv/ada/site/.git/hooks/pre-commit", "/etc/crontab"),
        *("/var/spool/cron/ada", "/usr/local/bin/ls", "/tmp/site/.git/hooks/pre-commit", "/"),
    ],
)
def test_a_place_that_programs_read_by_themselves_is_not_ordinary(path: str) -> None:
    assert not is_ordinary(file(path))


@pytest.mark.parametrize("path", ["/srv/ada/notes.txt", "/srv/ada/Documents/bin", "/tmp/a", "/media/usb/a", "/srv/a"])
def test_a_place_for_papers_is_ordinary(path: str) -> None:
    assert is_ordinary(file(path))


SAVING = target_of(window("/usr/bin/mousepad", "Save As"), "Save", "push button", focus_role="entry", chooser=True)


@pytest.mark.parametrize("action", [Click(AT), Press(("enter",)), Type("x\n"), Press(("space",))], ids=repr)
def test_a_file_dialog_is_done_with_only_where_the_file_is_ordinary(action: Action) -> None:
    assert "file-place" in on(action, SAVING)
    assert "file-place" in on(action, replace(SAVING, file=file("/srv/ada/.bashrc")))
    assert "file-place" not in on(action, replace(SAVING, file=file("/srv/ada/notes.txt")))
    assert "file-place" not in on(action, replace(SAVING, file=file("/srv/ada/.config", "folder")))
    assert "file-place" not in on(action, changed(SAVING, control="Abbrechen", command="Cancel"))


@pytest.mark.parametrize("action", [Type("echo"), Press(("x",)), Press(("ctrl", "s"))], ids=repr)
def test_a_text_is_changed_only_where_its_file_is_ordinary(action: Action) -> None:
    assert on(action, replace(MOUSEPAD, file=file("/srv/ada/.bashrc"))) == {"file-place"}
    assert on(action, replace(MOUSEPAD, file=file("/srv/ada/notes.txt"))) == set()
    in_text = changed(MOUSEPAD, role="text", file=file("/srv/ada/.bashrc"))
    assert on(Click(AT), in_text) == set()
    for item in ("Save", "Paste", "Sort Lines"):
        assert on(Click(AT), changed(in_text, control=item, role="menu item")) == {"file-place"}


SAVES: tuple[tuple[Action, Target], ...] = (
    (Press(("ctrl", "s")), MOUSEPAD),
    (Press(("s",)), MOUSEPAD),
    (Click(AT), changed(MOUSEPAD, control="Speichern", role="menu item", command="Save")),
    (Click(AT), changed(MOUSEPAD, control="Save", role="push button")),
    (Press(("enter",)), changed(MOUSEPAD, control="Save all", role="push button", focus_role="push button")),
    (Type("e"), changed(MOUSEPAD, focus_role="menu item")),
)


@pytest.mark.parametrize(("action", "target"), SAVES, ids=repr)
def test_what_is_left_of_a_text_that_was_all_taken_away_is_saved_only_with_a_yes(
    action: Action, target: Target
) -> None:
    held = ("ctrl",) if action == Press(("s",)) else ()

    assert on(action, target, held=held, emptied=True) == {"consequence-delete"}
    assert on(action, target, held=held) == set()
    assert on(Press(("ctrl", "f")), target, emptied=True) == set()
    assert on(Click(AT), changed(MOUSEPAD, control="Undo", role="menu item", command="Undo"), emptied=True) == set()


def test_a_dialog_without_a_word_about_its_file_is_judged_by_the_path_that_it_gets() -> None:
    dialog = target_of(window("/usr/bin/app", "Save"), "Name", "entry", focus="Name", focus_role="entry")
    dialog = changed(dialog, window=replace(dialog.window, dialog=True))  # type: ignore[type-var]  # it has one

    assert "file-place" in on(Type("~/.config/autostart/a.desktop\n"), dialog)
    assert "file-place" in on(Press(("enter",)), changed(dialog, value="/srv/ada/.ssh/x"))
    assert "file-place" not in on(Press(("enter",)), changed(dialog, value="Dear Ada"))
    untold = changed(dialog, control="", role="", focus="", focus_role="", around=("Save",))
    for action in (Press(("enter",)), Click(AT)):
        assert "file-place" in on(action, untold, typed_before="config.toml")
        looked_up = changed(untold, command=IN_TOOL_BAR)  # the dialog is for finding, by its program's own title
        assert "file-place" not in on(action, looked_up, typed_before="config")
        guess = changed(untold, focus_role="popup menu")
        assert "file-place" in on(action, guess, typed_before="config.toml")
    assert "file-place" not in on(Press(("enter",)), CHROMIUM, typed_before="http://a.example/.well-known")


TAKING: tuple[tuple[Action, dict[str, str]], ...] = (
    (Press(("f2",)), {}),
    (Press(("shift", "f6")), {}),
    (Press(("ctrl", "x")), {}),
    (HoldKey(("f2",)), {}),
    (Click(AT), {"role": "menu item", "focus_role": "", "command": "Rename", "control": "Rename"}),
    (Click(AT), {"role": "menu item", "focus_role": "", "command": "Cut", "control": "Cut"}),
    (Drag((AT, AT)), {}),
)


@pytest.mark.parametrize(("action", "more"), TAKING, ids=repr)
def test_what_takes_an_entry_away_is_asked_about_but_for_plain_papers(action: Action, more: dict[str, str]) -> None:
    row = changed(ROW, **more)

    plain = file("/srv/ada/papers", "folder")
    assert on(action, replace(row, file=plain)) == set()
    for taken in (
        None,
        file("/srv/ada/.config", "folder"),
        replace(plain, ours=True),
        replace(plain, holds_ours=True),
    ):
        assert on(action, replace(row, file=taken)) == {"file-place"}
    in_text = {"role": "entry", "focus_role": "entry", "command": ""}
    assert on(action, changed(row, **in_text)) == set()


@pytest.mark.parametrize(
    ("action", "more"),
    [
        (Press(("ctrl", "c")), {}),
        (HoldKey(("ctrl", "insert")), {}),
        (Click(AT), {"role": "menu item", "focus_role": "", "command": "Copy", "control": "Copy"}),
    ],
    ids=repr,
)
def test_what_is_hidden_is_copied_only_with_a_yes(action: Action, more: dict[str, str]) -> None:
    row = changed(ROW, **more)

    for hidden in (file("/srv/ada/.ssh", "folder"), file("/srv/ada/.ssh/key"), file("/srv/b/.git/config")):
        assert on(action, replace(row, file=hidden)) == {"file-place"}
    for plain in (None, file("/srv/ada/papers/a.txt"), file("/usr/share/doc/a.txt"), file("/srv/ada", "folder")):
        assert on(action, replace(row, file=plain)) == set()
    name = changed(replace(ROW, file=file("/srv/ada/.ssh", "folder")), role="entry", focus_role="entry")
    assert on(Press(("ctrl", "c")), name) == set()


def test_what_has_a_name_elsewhere_is_asked_about_wherever_it_is_reached() -> None:
    linked = replace(file("/srv/ada/notes.txt", "document"), has_other_names=True)
    save = target_of(DIALOG, "Save", "push button", file=linked, chooser=True)

    asked = landing(Case(Click(AT), VIEWPORT, save))

    assert isinstance(asked, Ask)
    assert [one.text for one in asked.reasons] == ["/srv/ada/notes.txt has another name somewhere else."]
    assert "file-place" not in on(Click(AT), replace(save, file=replace(linked, has_other_names=False)))


def test_this_programs_own_file_is_not_opened_by_a_double_click_without_a_question() -> None:
    own = replace(file("/srv/agent/config.toml", "document"), ours=True)

    assert on(Click(AT, count=2), replace(ROW, file=own)) == {"file-place"}
    assert on(Click(AT, count=2), replace(ROW, file=replace(own, kind="folder"))) == set()
    assert on(Click(AT), replace(ROW, file=own)) == set()


def test_files_are_moved_and_renamed_only_where_that_is_ordinary() -> None:
    hidden, papers = file("/srv/ada/.config/autostart", "folder"), file("/srv/ada/papers", "folder")
    field = target_of(MANAGER, "", "entry", focus_role="entry")

    assert on(Press(("ctrl", "v")), replace(ROW, file=hidden)) == {"file-place"}
    assert on(Press(("ctrl", "v")), replace(ROW, file=papers)) == set()
    assert "file-place" in on(Drag((AT, AT)), replace(ROW, file=hidden))
    assert on(Press(("enter",)), changed(field, value=".bashrc")) == {"file-place"}
    assert on(Press(("enter",)), field, typed_before=".bashrc") == {"file-place"}
    assert on(Type("../a\n"), field) == {"file-place"}
    assert on(Press(("enter",)), field, typed_before="other.txt") == set()
    assert on(Type("ls"), replace(XTERM, file=hidden)) == {"terminal"}


_FIELD = target_of(window("/usr/bin/records", "Records"), "Into", "entry", focus="Into", focus_role="entry")


@pytest.mark.parametrize(
    "text", ["VACUUM INTO '/srv/ada/.config/autostart/x.desktop'", "--log=~/.profile", "cp a ../../.bashrc", "see ~/.x"]
)
def test_a_text_for_a_program_that_nobody_writes_in_names_no_hidden_place_unasked(text: str) -> None:
    pen = replace(window("/usr/bin/pen", "Letter"), kinds=frozenset({"WordProcessor"}))
    writer = replace(_FIELD, place=Place(pen))

    assert "file-place" in on(Type(text), _FIELD)
    assert "file-place" in on(Type(text[9:]), _FIELD, typed_before=text[:9])
    assert on(Type(text), changed(_FIELD, focus_role="text")) == set()
    assert on(Type(text), writer) == set()
    assert "file-place" in on(Type(text), changed(writer, window=replace(pen, dialog=True)))


def test_a_click_in_a_file_manager_that_tells_nothing_may_open_a_program() -> None:
    silent = target_of(MANAGER)
    papers = file("/srv/ada/papers", "folder")

    assert on(Click(AT), silent) == on(Click(AT), changed(silent, silent=True)) == {"opens-file"}
    for told in (changed(silent, role="scroll bar"), replace(silent, file=papers)):
        assert on(Click(AT), told) == set()


def test_a_path_that_goes_nobody_can_tell_where_is_read() -> None:
    untold = target_of(window("/usr/bin/xedit", "xedit"))

    for path in ("~/.profile", "/srv/ada/.bashrc\n", "../x"):
        assert "file-place" in on(Type(path), untold) & on(Click(AT), untold, typed_before=path)
    for words in ("~/notes.txt", ".profile", "Dear Ada"):
        assert "file-place" not in on(Type(words), untold) | on(Click(AT), untold, typed_before=words)
    assert "file-place" not in on(Type("~/.profile"), MOUSEPAD)
