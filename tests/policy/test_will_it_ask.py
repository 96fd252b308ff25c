"""The first page of the rules is true: what it never asks about, asks about once, and always asks about."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from desktop_agent.core.actions.action import Action, Drag, Move, Navigate, Press, Scroll, Type
from desktop_agent.core.controls.role import BrowserPart
from desktop_agent.core.decisions.decision import Allow, Case, Pasted, Target
from desktop_agent.core.decisions.mode import AccessLevel
from desktop_agent.guide import page
from desktop_agent.policy.act import acts_of, sites_opened
from desktop_agent.policy.judge import Policy
from desktop_agent.policy.table import row_of, words_of
from tests.fakes.runs.cases import AT, VIEWPORT, changed, target_of
from tests.policy.test_table import (
    APP,
    BAR,
    BROWSER,
    BUTTON,
    CHAT,
    CLICK,
    EDITOR,
    FIELD,
    LINK,
    MAIL,
    MANAGER,
    PAGE,
    PAGE_BUTTON,
    PAPER,
    PASSWORD,
    PASTE,
    QUESTION,
    RETURN,
    ROW,
    SHEET,
    TERMINAL,
    TEXT,
    TWICE,
    facts,
    file,
)

_Shown = tuple[Action, Target, Mapping[str, object]]
FORM = changed(PAGE, in_form=True)
CHOSEN = target_of(replace(BROWSER, dialog=True), "Open", "push button", chooser=True, file=PAPER)
DOWNLOADED = target_of(BROWSER, "a.pdf", "list item", part=BrowserPart.DOWNLOAD)
ITS_OWN = {"pasted": Pasted("words")}
NEVER: dict[str, list[_Shown]] = {
    "looks at the screen, scrolls, or moves the pointer": [(Scroll(AT, 0, 9), TEXT, {}), (Move(AT), BUTTON, {})],
    "clicks into a text or a field": [
        (CLICK, changed(TEXT, control="", role="text"), {}),
        (CLICK, changed(PAGE, control="Name", role="entry", in_form=True), {}),
    ],
    "types, changes or deletes text": [(Type("a"), TEXT, {}), (Press(("backspace",)), target_of(EDITOR), {})],
    "opens a menu, a list or a tab": [
        (CLICK, target_of(APP, "Edit", "menu"), {}),
        (CLICK, changed(FORM, control="Rooms", role="combo box"), {}),
        (CLICK, target_of(APP, "Page 2", "page tab"), {}),
    ],
    "ticks a box, or chooses an entry of a list": [
        (CLICK, target_of(APP, "Bold", "check box"), {}),
        (CLICK, target_of(APP, "Three", "list item"), {}),
        (CLICK, changed(FORM, control="Newsletter", role="check box"), {}),
    ],
    "fills in the fields of a form on a page": [(Type("Ada"), FORM, {}), (Press(("tab",)), FORM, {})],
    "saves with Ctrl+S": [(Press(("ctrl", "s")), TEXT, {}), (Press(("ctrl", "s")), target_of(EDITOR), {})],
    "copies text, and pastes what it copied itself": [(Press(("ctrl", "c")), TEXT, {}), (PASTE, TEXT, ITS_OWN)],
    "searches in a page": [(RETURN, changed(PAGE, in_form=True, searches=True), {})],
    "opens a document or a folder, or presses *Cancel*": [
        (TWICE, ROW, {}),
        (TWICE, changed(ROW, file=file("/srv/ada/papers", "folder")), {}),
        (CLICK, changed(QUESTION, control="Cancel"), {}),
    ],
}
ONCE: dict[str, list[_Shown]] = {
    "for a text editor, at the first click or key in it": [(CLICK, target_of(EDITOR, focus_role="text"), {})],
    "for a browser, at the first act in it": [(CLICK, PAGE_BUTTON, {})],
    "for a web site that you haven't named, before opening it": [
        (CLICK, changed(PAGE_BUTTON, site="https://a.example"), {}),
        (Navigate("https://a.example"), Target(), {}),
        (Type("a.example/x\n"), BAR, {}),
        (CLICK, changed(LINK, link="https://a.example"), {}),
    ],
    "for a page on this computer or its network": [
        (CLICK, changed(PAGE_BUTTON, site="http://localhost:80"), {}),
        (Type("localhost:8000/x"), BAR, {}),
    ],
    "for a spreadsheet": [(Type("12"), target_of(SHEET, focus_role="table cell"), {})],
    "for the file manager": [(CLICK, target_of(MANAGER, "Documents", "table cell"), {})],
    "for a mail program": [(CLICK, target_of(MAIL, "Subject", "entry"), {})],
    "for a program that it starts, together with the start": [(Type("a"), FIELD, {})],
    "for a window of an unknown program": [(CLICK, target_of(replace(APP, program=""), "Turn", "push button"), {})],
    "for the desktop behind all windows": [(Press(("tab",)), Target(), {})],
}
ALWAYS: dict[str, list[_Shown]] = {
    "types or pastes into a terminal": [(Type("ls"), TERMINAL, {}), (PASTE, TERMINAL, ITS_OWN)],
    "sends in the form of a page": [(CLICK, changed(PAGE_BUTTON, in_form=True), {}), (RETURN, FORM, {})],
    "presses Return in a chat, or in a field of a page": [
        (RETURN, target_of(CHAT, focus_role="text"), {}),
        (Type("hi\n"), PAGE, {}),
    ],
    "attaches a file to a page or a message": [(CLICK, CHOSEN, {}), (Drag((AT, AT)), replace(ROW, also=PAGE), {})],
    "opens a file in a browser's list of downloads": [
        (CLICK, DOWNLOADED, {}),
        (
            CLICK,
            target_of(BROWSER, "a.pdf", "link", in_page=True, own="chrome://downloads", part=BrowserPart.DOWNLOAD),
            {},
        ),
    ],
    "deletes a file": [(Press(("delete",)), ROW, {})],
    "closes a window with unsaved work": [(Press(("ctrl", "w")), target_of(replace(APP, title="*Untitled")), {})],
    "answers a question on the screen other than by *Cancel*": [(CLICK, QUESTION, {})],
    "presses *Send*, *Pay*, *Delete*, *Install* and the like": [
        (CLICK, changed(BUTTON, control=name), {}) for name in ("Send", "Pay now", "Delete", "Install", "Löschen")
    ],
    "fills in a password field": [(Type("x"), PASSWORD, {})],
    "pastes what you copied": [(PASTE, TEXT, {})],
}


def cells(heading: str) -> list[tuple[str, str]]:
    table = page("rules").partition(heading)[2].partition("\n\n")[0].splitlines()[2:]
    return [(left.strip(), right.strip()) for _, left, right, _ in (line.split("|") for line in table)]


def test_the_guide_page_lists_exactly_the_actions_tested_here() -> None:
    free_and_once = cells("| it never asks before it…")
    always = cells("| it always asks before it…")

    assert [*zip(NEVER, ONCE, strict=True)] == free_and_once
    assert [*ALWAYS] == [act for act, _ in always]


@pytest.mark.parametrize(("act", "shown"), [(act, one) for act, ones in NEVER.items() for one in ones], ids=str)
def test_an_action_of_the_first_group_is_done_in_scope_without_a_question(act: str, shown: _Shown) -> None:
    case = Case(shown[0], VIEWPORT, shown[1], reach="work", **shown[2])  # type: ignore[arg-type]  # a table of fields
    assert isinstance(Policy("guard")(case), Allow), act


@pytest.mark.parametrize(("act", "shown"), [(act, one) for act, ones in ONCE.items() for one in ones], ids=str)
def test_an_action_of_the_second_group_is_asked_about_once_for_its_place(act: str, shown: _Shown) -> None:
    def rules(reach: AccessLevel | None) -> set[str]:
        case = Case(shown[0], VIEWPORT, shown[1], reach=reach, **shown[2])  # type: ignore[arg-type]  # a table of fields
        decision = Policy("guard")(replace(case, reach_of_sites=dict.fromkeys(sites_opened(acts_of(case)), reach)))
        return set() if isinstance(decision, Allow) else {reason.rule for reason in decision.reasons}

    assert rules(None) == {"scope"}, act
    assert rules("work") == set()


@pytest.mark.parametrize(("act", "shown"), [(act, one) for act, ones in ALWAYS.items() for one in ones], ids=str)
def test_an_action_of_the_third_group_is_always_asked_about_in_the_words_of_the_guide(act: str, shown: _Shown) -> None:
    case = Case(shown[0], VIEWPORT, shown[1], reach="work", **shown[2])  # type: ignore[arg-type]  # a table of fields
    decision = Policy("guard")(case)
    gaps = dict.fromkeys(("window", "name", "path", "what"), "…")
    (words,) = [words for written, words in cells("| it always asks before it…") if written == act]

    assert not isinstance(decision, Allow)
    assert words in {words_of(fact, gaps) for fact in facts(shown[0], shown[1], **shown[2])}
    assert {reason.rule for reason in decision.reasons} == {
        row_of(fact) for fact in facts(shown[0], shown[1], **shown[2])
    }
