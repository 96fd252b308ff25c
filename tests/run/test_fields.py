"""Where a text goes: its Tabs and line breaks, by the field that has them; and a secret, by its name alone."""

from dataclasses import dataclass, field, replace

import pytest

from desktop_agent.core.actions.action import Action, Press, TextEntry, Type
from desktop_agent.core.decisions.decision import (
    Allow,
    Approved,
    Ask,
    Case,
    Decision,
    Edited,
    Focus,
    Reason,
    Refuse,
    Target,
    TerminalReader,
)
from desktop_agent.core.decisions.rule_id import OwnRuleId
from desktop_agent.core.pictures import ImagePoint, Rect, Window
from desktop_agent.core.runs.events import ActionDone, ActionFailed, ActionProposed, ActionStarted, Decided
from desktop_agent.core.texts.secret_text import SecretUse
from desktop_agent.record.proposal import proposal_of
from desktop_agent.run.act.attempt import terminal_text, whole_text
from tests.fakes.runs.cases import target_of
from tests.fakes.runs.named_controls import EDITOR
from tests.fakes.runs.run_ports import VIEWPORT, World, world
from tests.fakes.servers.turns import AT, CLICK, DONE, call, drive, of, reply, turn
from tests.run.hits import hitting

ASKS = Ask((Reason("secret", "This is typed into a password field."),))
DENIES = Refuse((Reason(OwnRuleId("rule:mine"), "Never there."),))
CHANGES = Ask((Reason("out", "This may change something."),))
BY_MODE = Ask((Reason("mode-ask", "Every action is asked."),))


def judging(scene: World, *, first: Decision, second: Decision) -> None:
    def judge(case: Case) -> Decision:
        second_field = isinstance(case.action, Type) and case.action.text == "secret"
        return second if second_field else first

    scene.ports.judge = judge


def test_text_with_tabs_is_one_proposal_and_goes_field_by_field() -> None:
    scene = world([turn(call(Type("ada\tx\ty"), CLICK)), DONE])

    finished = drive(scene)

    assert [event.index for event in of(scene, ActionProposed)] == [0, 1]
    assert [Type("ada\t"), Type("x\t"), Type("y"), CLICK] == scene.executor.done
    assert finished.actions == 2


@pytest.mark.parametrize(("first", "rule"), [(Allow(), "default"), (ASKS, "secret")])
def test_text_for_a_field_that_would_be_refused_is_not_typed_whatever_a_person_said_to_all_of_it(
    first: Decision, rule: str
) -> None:
    scene = world([turn(call(Type("ada\tsecret"), CLICK)), DONE])
    judging(scene, first=first, second=DENIES)

    drive(scene)

    assert [Type("ada\t")] == scene.executor.done
    assert "after the Tab was not typed" in of(scene, ActionFailed)[0].error
    assert "Look at the new screenshot and request the rest separately." in reply(scene).notes[0]
    assert [event.rule for event in of(scene, Decided)] == [rule, "not-reached"]


@pytest.mark.parametrize(("first", "second"), [(ASKS, ASKS), (BY_MODE, ASKS)])
def test_a_person_who_has_seen_the_whole_text_has_allowed_all_of_it(first: Decision, second: Decision) -> None:
    scene = world([turn(call(Type("ada\tsecret"))), DONE])
    judging(scene, first=first, second=second)
    scene.person.answers = [Approved()]

    drive(scene)

    assert [one.actions for one in scene.person.asked] == [(Type("ada\tsecret"),)]
    assert [Type("ada\t"), Type("secret")] == scene.executor.done


@pytest.mark.parametrize("texts", [["ada\t", "x"], ["ada"], ["ada\t"]])
def test_text_at_a_point_begins_with_a_click(texts: list[str]) -> None:
    scene = world([turn(call(Type("".join(texts), AT))), DONE])

    drive(scene)

    assert [CLICK, *map(Type, texts)] == scene.executor.done


@pytest.mark.parametrize(("asked", "pieces"), [({"c"}, ["a\t", "b\t"]), ({"b", "c"}, ["a\t"])])
def test_a_text_that_comes_to_a_field_that_is_asked_about_stops_there(asked: set[str], pieces: list[str]) -> None:
    def judge(case: Case) -> Decision:
        return CHANGES if isinstance(case.action, Type) and case.action.text.strip() in asked else Allow()

    scene = world([turn(call(Type("a\tb\tc"), CLICK)), DONE])
    scene.ports.judge = judge

    drive(scene)

    assert scene.person.asked == []
    assert [*map(Type, pieces)] == scene.executor.done
    assert "request the rest separately" in reply(scene).notes[0]
    assert [len(of(scene, kind)) for kind in (ActionStarted, ActionDone, ActionFailed)] == [1, 0, 1]


def test_what_was_meant_for_a_password_field_after_a_tab_is_covered() -> None:
    scene = world([turn(call(Type("Anna\thunter2"), CLICK)), DONE])
    password, name = (target_of(focus=one, focus_role="entry") for one in ("Password", "Name"))
    hitting(scene, lambda action: password if action == Type("hunter2") else name)
    scene.ports.judge = lambda case: ASKS if case.action == Type("hunter2") else Allow()
    drive(scene)

    assert [Type("Anna\t")] == scene.executor.done
    assert "Anna" in reply(scene).notes[0]
    assert "hunter2" not in reply(scene).notes[0]


NAME, CITY, CELL = (target_of(focus=name, focus_role=role) for name, role in
                    (("Name", "entry"), ("City", "entry"), ("Sheet 1", "table")))  # fmt: skip
PASSWORD = target_of(focus="Password", focus_role="password text")
UNREPORTED = target_of()
ELSEWHERE = frozenset({9})
HERE = frozenset({1})


def recorded(scene: World) -> tuple[str, str]:
    """Return the text that the record has of a typed text, as it was proposed and after all."""
    (proposed,) = (event for event in of(scene, ActionProposed) if event.action and event.action["kind"] == "type")
    done = next((event for event in of(scene, ActionDone) if event.index == proposed.index), None)
    known = proposal_of(proposed, VIEWPORT)
    known = known.after(done) if done else known
    assert isinstance(known.proposed, Type)
    return str((proposed.action or {})["text"]), known.proposed.text


@pytest.mark.parametrize(
    ("fields", "password_windows", "proposed", "after_all"),
    [
        ((CELL, CELL), ELSEWHERE, "Berg & Sons\t48.20", "Berg & Sons\t48.20"),
        ((NAME, CITY), HERE, "Berg & Sons\t••••••••", "Berg & Sons\t48.20"),
        ((NAME, PASSWORD), HERE, "Berg & Sons\t••••••••", "Berg & Sons\t••••••••"),
        ((NAME, UNREPORTED), HERE, "Berg & Sons\t••••••••", "Berg & Sons\t••••••••"),
        ((UNREPORTED, NAME), HERE, "Berg & Sons\t••••••••", "Berg & Sons\t••••••••"),
    ],
)
@pytest.mark.parametrize("at", [None, AT])
def test_the_record_of_an_ordinary_text_is_whole_and_that_of_a_password_never_is(
    at: ImagePoint | None,
    fields: tuple[Target, Target],
    password_windows: frozenset[int],
    proposed: str,
    after_all: str,
) -> None:
    scene = world([turn(call(Type("Berg & Sons\t48.20", at))), DONE])
    scene.camera.password_windows = password_windows
    first, second = fields
    hitting(scene, lambda action: second if action == Type("48.20") else first)
    drive(scene)

    assert recorded(scene) == (proposed, after_all)


def test_a_text_with_more_tabs_than_fields_can_be_told_apart_stays_covered_where_one_may_be_for_a_password() -> None:
    scene = world([turn(call(Type("a\t" * 40 + "a"))), DONE])
    scene.camera.password_windows = HERE
    hitting(scene, lambda _: NAME)
    drive(scene)

    assert recorded(scene) == ("a\t••••••••", "a\t••••••••")


def test_a_text_outside_of_the_picture_is_covered_where_any_window_has_a_password_field() -> None:
    scene = world([turn(call(Type("a\tb", ImagePoint(5_000, 5)))), DONE])
    scene.camera.password_windows = ELSEWHERE
    drive(scene)

    assert [event.action for event in of(scene, ActionProposed)] == [None]


@pytest.mark.parametrize(("field", "after_all"), [(CITY, "x\ty"), (PASSWORD, "x\t••••••••")])
def test_what_a_person_changed_is_recorded_like_what_the_model_wanted(field: Target, after_all: str) -> None:
    scene = world([turn(call(Type("Berg\tz"))), DONE], mode="ask")
    scene.camera.password_windows = HERE
    scene.person.answers = [Edited(Type("x\ty"))]
    hitting(scene, lambda action: field if action == Type("y") else NAME)
    drive(scene)
    (edit,) = (event for event in of(scene, Decided) if event.verdict == "edit")
    (proposed,) = of(scene, ActionProposed)
    known = proposal_of(proposed, VIEWPORT).after(edit)
    for done in of(scene, ActionDone):
        known = known.after(done)

    assert edit.action is not None
    assert edit.action["text"] == "x\t••••••••"
    assert isinstance(known.edited, Type)
    assert known.edited.text == after_all


CODE = "def f():\n\treturn 1"
APP = Window(1, "app", "Untitled", 2, "/usr/bin/app")
MANY, ONE, UNTOLD = (target_of(APP, focus_role=role) for role in ("text", "entry", ""))
RICH = replace(MANY, focus=Focus(role="text", is_rich=True))
LINE = "Invoice is ready."
ALWAYS_ASKED = Ask((Reason(OwnRuleId("rule:mine"), "Always asked."),))


def with_target(scene: World, *targets: Target) -> World:
    """Have these hit, one after the other; the last one from then on."""
    left = [*targets]
    return hitting(scene, lambda _: left.pop(0) if len(left) > 1 else left[0])


XTERM = Window(1, "xterm", "", 2, "/usr/bin/xterm")
BROWSER = target_of(Window(1, "chromium", "", 2, "/usr/lib/chromium/chromium"))
LAUNCHER = Window(1, "rofi", "", 2, "/usr/bin/rofi")


@pytest.mark.parametrize(
    ("action", "target", "entry"),
    [
        (Type(CODE), MANY, "whole"),
        (Type("name\tstreet\n"), MANY, "whole"),
        (Type(LINE), MANY, "whole"),
        (Type(LINE), RICH, "keys"),
        (Type(f" {LINE}\n"), RICH, "keys"),
        (Type("x" * 200), RICH, "keys"),
        (Type("x" * 201), RICH, "whole"),
        (Type(f"  {LINE}"), RICH, "whole"),
        (Type(f"{LINE}\n{LINE}"), RICH, "whole"),
        (Type("name\tstreet"), RICH, "whole"),
        (Type(LINE, secret=True), RICH, None),
        (Type(CODE, secret=True), MANY, None),
        (Type("\n\n"), MANY, None),
        (Press(("enter",)), MANY, None),
        (Type("name\tstreet\tcity"), ONE, None),
        (Type(CODE), ONE, None),
        (Type(CODE), UNTOLD, "whole"),
        (Type("name\tstreet\tcity"), UNTOLD, None),
        (Type("one\ntwo\nthree"), UNTOLD, None),
        (Type(CODE), BROWSER, "whole"),
        (Type(CODE), target_of(BROWSER.window, focus_role="document web", in_page=True), "whole"),
        (Type("one\ntwo"), BROWSER, "whole"),
        (Type("one\n"), BROWSER, "whole"),
        (Type("a:\n\tone\n\t\ttwo\n"), BROWSER, "whole"),
        (Type("one"), BROWSER, None),
        (Type("name\tstreet\n"), BROWSER, None),
        (Type("one\n", secret=True), BROWSER, None),
        (Type("- one"), RICH, "whole"),
        (Type("1. one"), RICH, "whole"),
        (Type("# One"), RICH, "whole"),
        (Type("a **b** c"), RICH, "whole"),
        (Type("the `name` of _it_"), RICH, "whole"),
        (Type("2.5 - 1, snake_case and 3 * 4"), RICH, "keys"),
        (Type(CODE), target_of(LAUNCHER), None),
        (Type(CODE), Target(), None),
        (Type(CODE), target_of(XTERM, holds_terminal=True), "terminal"),
        (Type(CODE), target_of(APP, focus_role="terminal"), "terminal"),
        (Type(CODE), target_of(XTERM, focus_role="entry", holds_terminal=True), None),
        (Type(CODE), target_of(replace(XTERM, dialog=True), holds_terminal=True), None),
        (Type(CODE), target_of(APP, focus_role="terminal", in_page=True), None),
        (Type(CODE, secret=True), target_of(XTERM, holds_terminal=True), None),
        (Type("ls\n"), target_of(replace(XTERM, kinds=frozenset({"TerminalEmulator"}))), "terminal"),
        (Press(("tab",)), target_of(XTERM, holds_terminal=True), None),
    ],
    ids=repr,
)
def test_what_has_the_keyboard_tells_whether_a_text_goes_in_as_a_whole(
    action: Action, target: Target, entry: str | None
) -> None:
    undivided = whole_text(action, target)
    assert (undivided.entry if undivided is not None else None) == (entry if entry != "terminal" else None)
    assert (terminal_text(action, target) is not None) == (entry == "terminal")


FLAT = "select 1;\n.quit\n"


@pytest.mark.parametrize(
    ("reader", "text", "entry"),
    [
        ("lines", CODE, "lines"),
        ("lines", FLAT, "lines"),
        ("text", CODE, "one place"),
        ("text", FLAT, "one place"),
        ("vi", FLAT, "one place"),
        ("", CODE, "one place"),
        ("", FLAT, "lines"),
    ],
)
def test_the_program_in_a_terminal_tells_whether_lines_go_one_by_one(
    reader: TerminalReader, text: str, entry: TextEntry
) -> None:
    target = target_of(XTERM, holds_terminal=True, reader=reader)

    assert terminal_text(Type(text), target) == Type(text, entry=entry)


def test_the_keys_of_vi_that_lead_to_a_text_go_before_it() -> None:
    escape = Press(("escape",))
    target = target_of(XTERM, holds_terminal=True, reader="vi", editor="vim")
    scene = with_target(world([turn(call(escape), call(Type("Go" + CODE))), DONE]), target)
    scene.ports.judge = lambda _case: Allow()

    drive(scene)

    assert scene.executor.done == [escape, Type("Go", entry="lines"), Type(CODE, entry="one place")]


@pytest.mark.parametrize(
    ("target", "done"),
    [
        (MANY, [Type(CODE, entry="whole")]),
        (UNTOLD, [Type(CODE, entry="whole")]),
        (ONE, [Type("def f():\n\t"), Type("return 1")]),
    ],
)
def test_a_text_with_tabs_is_one_paste_where_they_are_characters(target: Target, done: list[Action]) -> None:
    scene = with_target(world([turn(call(Type(CODE))), DONE]), target)
    scene.ports.judge = lambda _case: Allow()

    drive(scene)

    assert done == scene.executor.done
    assert {"kind": "type", "text": CODE} in [event.action for event in of(scene, ActionProposed)]


def test_a_text_for_a_terminal_is_judged_once_and_whole() -> None:
    scene = with_target(world([turn(call(Type(CODE))), DONE]), target_of(XTERM, holds_terminal=True))
    seen: list[Action] = []

    def judge(case: Case) -> Decision:
        seen.append(case.action)
        return Allow()

    scene.ports.judge = judge
    drive(scene)

    assert seen == scene.executor.done == [Type(CODE, entry="one place")]


def test_what_the_person_allowed_is_not_done_in_another_way() -> None:
    # Asked about where nobody could tell; by the time of the yes the program says that it has one line.
    scene = with_target(world([turn(call(Type(CODE))), DONE]), UNTOLD, UNTOLD, ONE)
    scene.ports.judge = lambda _case: ALWAYS_ASKED
    scene.person.answers = [Approved()]

    drive(scene)

    assert Type(CODE, entry="whole") not in scene.executor.done


BOX = Rect(10, 10, 40, 12)
TYPED = Type("{{secret:bank}}")


@dataclass
class OneSecret:
    """The secret “bank”, which fits as long as it is said to."""

    fits: list[bool] = field(default_factory=lambda: [True])
    asked: int = 0
    always: bool = False

    def use(self, name: str, target: Target) -> SecretUse:
        fits = self.fits[min(self.asked, len(self.fits) - 1)]
        self.asked += 1
        return SecretUse(name, "Mousepad", fits, self.always) if name == "bank" else SecretUse(name)


def scene_with(action: Type, book: OneSecret, role: str = "entry", box: Rect | None = BOX) -> World:
    scene = world([turn(call(action)), DONE], secrets=book)
    known = target_of(
        Window(1, "mousepad", "Letter", 7), "Name", role, focus="Name", focus_role=role, focus_box=box, box=box
    )
    return hitting(scene, lambda _: known)


def test_it_is_typed_by_its_name_and_its_field_is_hidden_first() -> None:
    scene = scene_with(TYPED, OneSecret())
    scene.person.answers = [Approved()]
    hidden_then = list[int]()
    scene.executor.then = lambda _: hidden_then.append(len(scene.camera.kept_back))

    drive(scene)

    assert scene.executor.done == [TYPED]
    assert (hidden_then, scene.camera.kept_back[0][1]) == ([1], BOX)
    assert of(scene, ActionProposed)[0].action == {"kind": "type", "text": "{{secret:bank}}"}
    assert [reason.rule for reason in scene.person.asked[0].reasons] == ["secret"]
    assert len(of(scene, ActionDone)) == 1


@pytest.mark.parametrize("always", [False, True])
def test_it_is_not_typed_where_it_does_not_fit_or_fits_no_more_when_the_keys_are_due(always: bool) -> None:
    nowhere = scene_with(TYPED, OneSecret([False]))
    no_more = scene_with(TYPED, OneSecret([True, False], always=always), "password text")
    no_more.person.answers = [Approved()]

    drive(nowhere)
    drive(no_more)

    assert (nowhere.executor.done, no_more.executor.done, nowhere.person.asked) == ([], [], [])
    assert of(nowhere, Decided)[0].rule == "secret-place"
    assert "is only for Mousepad" in reply(nowhere).notes[0]


# By what has the keyboard after the click into a field of a page, and what policy says to the text there.
CLICKED: dict[str, tuple[str, Decision, bool]] = {
    "the field": ("entry", Allow(), True),
    "a list that it opens": ("combo box", Allow(), True),
    "nothing that is known": ("", Allow(), True),
    "a button": ("push button", Allow(), False),
    "a place that asks": ("section", ASKS, False),
}


@pytest.mark.parametrize("case", CLICKED)
def test_a_text_at_a_point_of_a_page_is_typed_only_where_the_click_has_led_the_keyboard_as_judged(case: str) -> None:
    role, verdict, is_typed = CLICKED[case]
    field_of_page = target_of(EDITOR, control="Name", role="entry", source="accessibility", in_page=True)
    scene = hitting(
        world([turn(call(Type("ada", AT))), DONE]),
        lambda action: (
            field_of_page if getattr(action, "at", None) else target_of(EDITOR, focus_role=role, in_page=True)
        ),
    )
    scene.ports.judge = lambda case: Allow() if case.target.control else verdict

    drive(scene)

    typed = [action for action in scene.executor.done if isinstance(action, Type)]
    assert bool(typed) is is_typed
    assert is_typed or "so the text wasn't typed" in of(scene, ActionFailed)[0].error
