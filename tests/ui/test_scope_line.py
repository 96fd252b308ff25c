"""The chip under the task: where it may work, in the words of a person and of a script."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu

from desktop_agent.core.pictures import Window
from desktop_agent.policy.scope import read_entry
from desktop_agent.settings import settings_of
from desktop_agent.ui.console.terms_line import WhereChip, addable_programs


def line(*written: str) -> WhereChip:
    made = WhereChip(tuple)
    made.begin_with(map(read_entry, written))
    return made


def filled(made: WhereChip) -> QMenu:
    menu = made.menu()
    menu.aboutToShow.emit()
    return menu


def places(made: WhereChip) -> list[str]:
    menus = [one.text() for one in filled(made).actions() if one.menu() is not None]
    return [text for text in menus if text != "Add…"]


def chosen(made: WhereChip, place: str, words: str) -> None:
    menu = action(filled(made).actions(), place).menu()
    assert isinstance(menu, QMenu)
    action(menu.actions(), words).trigger()


def action(actions: Sequence[QAction], words: str) -> QAction:
    return next(one for one in actions if one.text() == words)


def scope_of(made: WhereChip) -> tuple[str, ...]:
    """Return what a run would be told, as settings read it."""
    return tuple(map(str, settings_of({"run": {"allow": made.flags["run.allow"]}}).run.allow))


def test_it_says_what_the_settings_say_until_a_person_changes_it(app: QApplication) -> None:
    made = line("mousepad", "chromium:example.org", "files:~/My papers", "gimp=look")
    begun = places(made), scope_of(made)
    chosen(made, "Mousepad", "Remove")
    made.begin_with([read_entry("gedit")])
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    assert begun == (
        ["Mousepad", "example.org in Chromium", "~/My papers", "Gimp, look only"],
        ("mousepad", "chromium:example.org", "files:~/My papers", "gimp=look"),
    )
    assert scope_of(made) == ("chromium:example.org", "files:~/My papers", "gimp=look")
    assert places(made) == ["example.org in Chromium", "~/My papers", "Gimp, look only"]


def test_a_program_is_only_looked_at_or_worked_in_by_one_entry_of_its_menu(app: QApplication) -> None:
    made = line("mousepad")
    found = list[tuple[str, ...]]()
    for place in ("Mousepad", "Mousepad, look only"):
        chosen(made, place, "Look only")
        found.append(scope_of(made))
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    assert found == [("mousepad=look",), ("mousepad",)]


def test_what_is_open_is_offered_by_what_the_menu_calls_it() -> None:
    windows = [
        Window(1, program="/usr/bin/wc", name="LibreOffice Calc"),
        Window(2, program="/usr/bin/tail"),
        Window(3, program="/usr/bin/head", name="Mail: all of it"),  # no entry of a scope can be written so
        Window(4, program="/people/ada/bin/tool", name=""),
        Window(5, program="/usr/bin/wc", name="LibreOffice Calc"),
    ]
    offers = addable_programs(windows, [read_entry("cat")])

    assert [str(offer) for offer in offers] == ["head", "LibreOffice Calc", "tail", "/people/ada/bin/tool"]
