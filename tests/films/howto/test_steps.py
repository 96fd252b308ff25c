"""What a how-to says of a run: plain words for what was done, and nothing of what was not."""

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_agent.core.actions.action import Action, Click, Drag, Look, Move, Navigate, Press, Scroll, Type, Wait
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.core.runs.events import NamedTarget
from desktop_agent.films.howto.from_run import sentence_of
from desktop_agent.films.howto.make import howto_of
from tests.fakes.runs.shown_work import FILE, NAME, SAVE, SEND, ShownWork

AT = ImagePoint(300, 127)
TO = ImagePoint(600, 500)
HOMES = "/home"


def texts(work: ShownWork) -> list[str]:
    return [step.text for step in howto_of(work.end()).steps]


@pytest.mark.parametrize(
    ("action", "target", "sentence"),
    [
        (Click(AT), SEND, "Click *Send*."),
        (Click(AT), None, "Click where the red ring is."),
        (Click(AT), NamedTarget(role="text", beside="Your name:"), "Click *Your name*."),
        (Click(AT), NamedTarget("Express", "radio button"), "Choose *Express*."),
        (Click(AT), NamedTarget("Grid", "radio menu item", checked=True), "Choose *Grid*."),
        (Click(AT), NamedTarget("Save As…", "menu item"), "Choose *Save As*."),
        (Click(AT), NamedTarget("Network", "page tab"), "Choose *Network*."),
        (Click(AT), NamedTarget("Ada", "list item"), "Select *Ada*."),
        (Click(AT), NamedTarget("Rectangle", "toggle button", checked=False), "Choose *Rectangle*."),
        (Click(AT), NamedTarget("Bold", "toggle button", checked=True), "Click *Bold*."),
        (Click(AT), NamedTarget("Details", "toggle button"), "Click *Details*."),
        (Click(AT), NamedTarget("Bluetooth", "switch", checked=False), "Turn on *Bluetooth*."),
        (Click(AT), NamedTarget("Bluetooth", "switch", checked=True), "Turn off *Bluetooth*."),
        (Click(AT), NamedTarget("Grid", "check menu item", checked=False), "Tick *Grid*."),
        (Click(AT), NamedTarget("Gift wrap", "check box", checked=False), "Tick *Gift wrap*."),
        (Click(AT), NamedTarget("Gift wrap", "check box", checked=True), "Untick *Gift wrap*."),
        (Click(AT, keys=("ctrl",)), SEND, "Hold *Ctrl*: Click *Send*."),
        (Click(AT), replace(SEND, row="Bob"), "Click *Send* in the row *Bob*."),
        (Click(AT), replace(SEND, row="Ada Lovelace"), "Click *Send* in the row *Ada Lovelace*."),
        (
            Click(AT),
            replace(SEND, row="Orders 10029 Ada Hof, Berlin 12 € open"),
            "Click *Send* in the row *Orders 10029 Ada Hof …*",
        ),
        (Type("12\t30"), NamedTarget("Sheet1", "table"), "Type *12 | 30*."),
        (Type("Dear Ada,\n\nthanks!"), None, "Type *Dear Ada, / thanks!*"),
        (Type("Ada"), NAME, "In *Name*, type *Ada*."),
        (Type("Ada\n"), NAME, "In *Name*, type *Ada* and press Enter."),
        (Type("\n"), NAME, "Press *Enter*."),
        (Type("Ada"), None, "Type *Ada*."),
        (Type("Garden Club office."), None, "Type *Garden Club office.*"),
        (Type(f"{HOMES}/ada/Letters/a.odt"), NAME, "In *Name*, type *~/Letters/a.odt*."),
        (Drag((AT, TO)), None, "Drag along the arrow."),
        (Press(("ctrl", "s")), SEND, "Press *Ctrl+S*."),
        (Drag((AT, TO)), replace(SEND, end="Bin"), "Drag *Send* to *Bin*."),
        (Scroll(AT, 0, -300), None, "Scroll up."),
        (Navigate("https://example.org/"), None, "Open *https://example.org/* in the browser."),
        (Move(AT), None, ""),
        (Move(AT), SEND, "Point at *Send*."),
    ],
)
def test_an_act_is_said_as_one_person_tells_another(action: Action, target: NamedTarget | None, sentence: str) -> None:
    assert sentence_of(action, target) == sentence


@pytest.mark.parametrize("text", ["••••••", "{{secret:bank}}", "{{secret:bank}}\n"])
def test_a_secret_is_never_told(text: str) -> None:
    words = sentence_of(Type(text), NAME)

    assert "secret" in words
    assert "•" not in words
    assert "{{" not in words


def test_a_secret_in_a_text_is_dots() -> None:
    assert sentence_of(Type("me {{secret:bank}}"), NAME) == "In *Name*, type *me •••*."


def test_waits_looks_and_what_was_refused_or_failed_are_left_out(tmp_path: Path) -> None:
    work = ShownWork(tmp_path)
    work.act(Wait(1))
    work.act(Look())
    work.act(Click(AT), FILE, refused=True)
    work.act(Click(AT), NAME, failed=True)
    work.act(Click(AT), SEND)

    assert texts(work) == ["Click *Send*."]


def test_clicks_on_what_has_no_name_are_one_step_at_one_place_alone(tmp_path: Path) -> None:
    work = ShownWork(tmp_path)
    for at in (AT, AT, TO):
        work.act(Click(at))

    assert texts(work) == ["Click where the red ring is (2 times).", "Click where the red ring is."]


def test_a_way_through_menus_is_one_step(tmp_path: Path) -> None:
    work = ShownWork(tmp_path)
    work.act(Click(AT), FILE)
    work.act(Click(AT), SAVE)

    assert texts(work) == ["Choose *File › Save As*.".replace(" › ", "* › *")]
