"""Applications admitted one by one, “always for this button”, and one card for what belongs together."""

import shlex
from dataclasses import replace

import pytest

from desktop_agent.core.actions.action import Action, Click, Drag, Navigate, Press, StartedProgram, Type, Wait
from desktop_agent.core.decisions.decision import (
    Allow,
    Answer,
    AppAllowed,
    Approved,
    Ask,
    Case,
    Decision,
    DoneByHand,
    Duration,
    Edited,
    Reason,
    Rejected,
    RememberedControl,
    Source,
    Target,
)
from desktop_agent.core.pictures import Frame, ImagePoint, Window
from desktop_agent.core.runs.events import Decided, Noticed
from desktop_agent.core.runs.outcome import Outcome
from desktop_agent.core.runs.turn import Turn
from desktop_agent.policy.act import acts_of
from desktop_agent.policy.judge import strictest
from desktop_agent.policy.remembered_approvals import RememberedApprovals
from desktop_agent.policy.scope import BLIND, ScopedApplication, read_entry
from desktop_agent.policy.scope import judge as judge_scope
from desktop_agent.run.act.applications import AppAccess
from desktop_agent.run.ask.prompt import MissingScope
from desktop_agent.run.loop import _scope_hint
from tests.fakes.runs.applications import EDITOR, FILES, access, by_reach, in_window, unadmitted
from tests.fakes.runs.cases import judge, target_of
from tests.fakes.runs.run_ports import ListedControls, ListedPermissions, World, world
from tests.fakes.servers.turns import CHECK, CLICK, DONE, call, drive, of, reply, turn
from tests.run.hits import hitting

ELSEWHERE = Click(ImagePoint(50, 50))
DRAG = Drag((CLICK.at, ELSEWHERE.at))
RUN = AppAllowed("work", "run")
SAVES = Press(("ctrl", "s"))


@pytest.mark.parametrize("lasting", ["run", "always"])
def test_an_application_is_asked_about_once(lasting: str) -> None:
    answer = AppAllowed("work", "run" if lasting == "run" else "always")
    scene, app_permissions = unadmitted(turn(call(CLICK, ELSEWHERE)), answers=(answer,))

    drive(scene)

    assert [(one.kind, one.target.window) for one in scene.person.asked] == [("application", EDITOR)]
    assert scene.executor.done == [CLICK, ELSEWHERE]
    assert app_permissions.listed[EDITOR.program] == "work"
    assert of(scene, Noticed) == []
    assert [(event.verdict, event.by, event.rule, event.access) for event in of(scene, Decided)] == [
        ("allow", "human", "scope", access("work", lasting)),
        ("allow", "human", "scope", None),
        ("allow", "policy", "default", None),
    ]


@pytest.mark.parametrize("lasting", ["once", "run"])
def test_an_application_question_shows_the_safety_check_of_its_act_and_confirms_it(lasting: Duration) -> None:
    scene, _ = unadmitted(turn(call(CLICK, checks=(CHECK,))), answers=(AppAllowed("work", lasting),))
    refused, _ = unadmitted(turn(call(CLICK, checks=(CHECK,))), answers=(AppAllowed("look", "run"), Rejected()))

    def asks(case: Case) -> Decision:
        checks = (Reason("safety-check", "Look out", outside=True),)
        return Ask((*checks, *by_reach(case).reasons)) if case.reach is None else Ask(checks)  # type: ignore[union-attr]

    scene.ports.judge = asks
    refused.ports.judge = asks
    drive(scene)
    drive(refused)

    assert [(one.kind, one.checks) for one in scene.person.asked] == [("application", (CHECK,))]
    assert scene.executor.done == [CLICK]
    assert reply(scene).results[0].acknowledged == (CHECK,)
    assert [(one.kind, one.checks) for one in refused.person.asked] == [("application", (CHECK,)), ("action", (CHECK,))]
    assert refused.executor.done == []
    assert reply(refused).abandon == ("c1",)


@pytest.mark.parametrize("opens", [True, False])
def test_the_question_about_a_site_knows_whether_a_yes_lets_the_desk_reach_it(*, opens: bool) -> None:
    site = "https://shop.example"
    scene, app_permissions = unadmitted(turn(call(CLICK)), answers=(AppAllowed("work", "once"),))
    app_permissions.listed[site] = None
    app_permissions.opening = frozenset({site} if opens else ())
    hitting(scene, lambda _: target_of(EDITOR, site=site))

    drive(scene)

    assert [(asked.target.site, asked.opens_host) for asked in scene.person.asked] == [(site, opens)]


@pytest.mark.parametrize(
    ("called", "site", "opens", "named", "flags"),
    [
        ("", "", False, "Editor", "--allow /usr/bin/editor"),
        ("Text Editor", "", False, "Text Editor", "--allow 'Text Editor'"),
        ("", "https://shop.example", True, "shop.example in Editor", "--allow /usr/bin/editor:shop.example"),
        ("Web", "http://intranet:8600", False, "intranet:8600 in Web", "--allow Web:intranet:8600"),
        (
            "Web", "http://intranet:8600", True, "intranet:8600 in Web",
            "--allow Web:intranet:8600 --desk-hosts intranet:8600",
        ),
    ],
)  # fmt: skip
def test_a_run_that_had_no_one_to_ask_names_the_flags_that_would_have_let_it_act(
    called: str, site: str, named: str, flags: str, *, opens: bool
) -> None:
    scene, app_permissions = unadmitted(turn(call(CLICK)), answers=(Rejected(by="policy"),))
    app_permissions.listed[site] = None
    app_permissions.opening = frozenset({site} if opens else ())
    hitting(scene, lambda _: target_of(replace(EDITOR, name=called), site=site))

    finished = drive(scene)

    expected = f"With “{named}” in its scope ({flags}), the run could have done more without asking."
    assert finished.message.endswith(expected)
    written = shlex.split(flags)[1]
    assert str(read_entry(written)) == written


def test_of_many_missing_flags_each_that_is_named_is_whole() -> None:
    entries = (read_entry(f"Program number {number}") for number in range(30))
    missing = [MissingScope(entry, "") for entry in entries if isinstance(entry, ScopedApplication)]

    hint = _scope_hint(missing)

    named = hint.partition("(")[2].partition(")")[0]
    assert named.endswith(" …")
    assert set(shlex.split(named.removesuffix(" …"))[1::2]) < {f"Program number {number}" for number in range(30)}


def test_a_drag_between_two_applications_asks_about_each() -> None:
    scene, app_permissions = unadmitted(turn(call(DRAG)), answers=(RUN, RUN))
    in_window(scene, EDITOR, FILES)
    hitting(scene, lambda _: target_of(EDITOR, also=target_of(FILES)))
    drive(scene)

    assert [one.target.window for one in scene.person.asked] == [EDITOR, FILES]
    assert app_permissions.listed[FILES.program] == "work"
    assert scene.executor.done == [DRAG]


def asks_every_act(case: Case) -> Decision:
    words = by_reach(case)
    return Ask((Reason("mode-ask", "Every action is asked."),)) if isinstance(words, Allow) else words


@pytest.mark.parametrize("lasting", ["once", "run", "always"])
def test_a_yes_to_the_first_act_answers_why_else_it_would_be_asked_about_and_is_none_to_the_next(
    lasting: Duration,
) -> None:
    keys = Press(("enter",))
    scene, _ = unadmitted(turn(call(keys, CLICK)), answers=(AppAllowed("work", lasting), Rejected()))
    scene.ports.judge = asks_every_act
    drive(scene)

    first, second = scene.person.asked
    assert (first.kind, [one.rule for one in first.included]) == ("application", ["mode-ask"])
    assert second.kind == ("application" if lasting == "once" else "action")
    assert [(event.verdict, event.by, event.rule) for event in of(scene, Decided)][:2] == [
        ("allow", "human", "scope"),
        ("allow", "human", "scope"),
    ]
    assert scene.executor.done == [keys]


@pytest.mark.parametrize(("answer", "done"), [(RUN, [ELSEWHERE]), (Rejected(), []), (AppAllowed("look", "run"), [])])
def test_an_edit_into_another_application_asks_about_that_one(answer: Answer, done: list[Action]) -> None:
    scene, app_permissions = unadmitted(turn(call(CLICK)), answers=(Edited(ELSEWHERE), answer))
    app_permissions.listed[EDITOR.program] = "work"
    scene.ports.judge = asks_every_act
    hitting(
        scene, lambda action: target_of(FILES if isinstance(action, Click) and action.at == ELSEWHERE.at else EDITOR)
    )
    drive(scene)

    assert [(one.kind, one.target.window) for one in scene.person.asked] == [("action", EDITOR), ("application", FILES)]
    assert scene.executor.done == done


@pytest.mark.parametrize(
    ("answer", "verdict", "entry"),
    [
        (AppAllowed("nothing", "run"), "deny", access("nothing", "run")),
        (AppAllowed("look", "run"), "allow", access("look", "run")),
        (Rejected("Not there."), "deny", None),
    ],
)
def test_what_an_answer_does_not_allow_is_written_as_the_answer_it_was(
    answer: Answer, verdict: str, entry: object
) -> None:
    scene, _ = unadmitted(turn(call(CLICK)), answers=(answer,))

    drive(scene)

    assert scene.executor.done == []
    first = of(scene, Decided)[0]
    assert (first.verdict, first.by, first.access) == (verdict, "human", entry)
    assert isinstance(answer, AppAllowed) or "Not there." in reply(scene).notes[0]


GIMP = Window(1, "gimp", "Picture", 7, "/usr/bin/gimp")
OTHER = Window(2, "mail", "Inbox", 8, "/usr/bin/mail")
PUBLISH, SEND, INSTALL, FIELD = (Click(ImagePoint(x, 10)) for x in (10, 30, 50, 70))
NAMES = {10: "Publish", 30: "Send", 50: "Install", 70: ""}
REMOVE = Press(("delete",))
ALWAYS = RememberedControl(GIMP.program, "", "main window", "", "push button", "Publish", "click")


def scene_of(*turns: Turn, answers: tuple[Answer, ...] = (), level: str | None = "work") -> World:
    scene = world([*turns, DONE])
    scene.ports.app_permissions = ListedPermissions({GIMP.program: level})  # type: ignore[dict-item]  # a table
    scene.person.answers = list(answers)
    place(scene, NAMES)
    return scene


def place(scene: World, names: dict[int, str], window: Window = GIMP, source: Source = "accessibility") -> None:
    def told(action: Action) -> Target:
        at = getattr(action, "at", None)
        if at is None:
            return target_of(window, focus="Layer", focus_role="tree item")
        name = names[at.x]
        return target_of(window, name, "push button" if name else "text", source)

    hitting(scene, told)


def rules(scene: World) -> list[str]:
    return [event.rule for event in of(scene, Decided)]


def test_a_yes_for_always_is_not_asked_about_again_in_this_run_and_the_next() -> None:
    scene = scene_of(turn(call(PUBLISH)), turn(call(PUBLISH)), answers=(Approved(always=True),))
    drive(scene)
    later = scene_of(turn(call(PUBLISH)))
    later.ports.control_memory = scene.ports.control_memory
    drive(later)

    assert [one.always for one in scene.person.asked] == [ALWAYS]
    assert (scene.executor.done, rules(scene)) == ([PUBLISH, PUBLISH], ["words", "remembered"])
    assert (later.person.asked, later.executor.done, rules(later)) == ([], [PUBLISH], ["remembered"])
    assert [event.text for event in of(scene, Noticed)] == [
        "You will no longer be asked about “Publish” (click) in /usr/bin/gimp. You can undo this in Settings."
    ]


@pytest.mark.parametrize("checks", [(), (CHECK,)])
def test_always_is_never_offered_for_what_is_for_good_or_the_server_asks_about(checks: tuple[object, ...]) -> None:
    act = PUBLISH if checks else REMOVE
    scene = scene_of(turn(call(act, checks=checks)), answers=(Approved(always=True),))  # type: ignore[arg-type]
    drive(scene)

    assert [one.always for one in scene.person.asked] == [None]
    assert scene.ports.control_memory == ListedControls()


def test_the_acts_of_one_answer_that_need_a_yes_are_one_question_and_a_no_is_a_no_to_all() -> None:
    scene = scene_of(turn(call(PUBLISH, FIELD, SEND), call(INSTALL, call_id="c2")))
    refused = scene_of(turn(call(PUBLISH, SEND)), answers=(Rejected("Not now."),))
    drive(scene)
    drive(refused)
    (asked,) = scene.person.asked

    assert asked.actions == (PUBLISH, SEND, INSTALL)
    assert "“Publish”" in asked.sentence
    assert "“Send”" in asked.sentence
    assert {reason.rule for reason in asked.reasons} == {"words"}
    assert (asked.editable, asked.may_be_remembered, asked.always) == (False, False, None)
    assert scene.executor.done == [PUBLISH, FIELD, SEND, INSTALL]
    assert rules(scene) == ["words", "scope", "approved-together", "approved-together"]
    assert (len(refused.person.asked), refused.executor.done) == (1, [])


@pytest.mark.parametrize(
    ("before", "in_form", "together"),
    [
        ((), False, 2),
        ((Wait(0),), False, 2),
        ((Wait(0, "Page 2"),), False, 1),
        ((Wait(0, ""),), False, 1),
        ((), True, 1),
    ],
    ids=["at once", "after a while", "once a text is there", "once a window is there", "after a form"],
)
def test_what_is_not_on_the_screen_yet_shares_no_question(
    before: tuple[Action, ...], together: int, *, in_form: bool
) -> None:
    scene = scene_of(turn(call(PUBLISH, *before, SEND)))

    def told(action: Action) -> Target:
        name = NAMES[action.at.x] if isinstance(action, Click) else ""
        return target_of(GIMP, name, "push button", "accessibility", in_page=in_form, in_form=in_form)

    hitting(scene, told)
    drive(scene)

    assert len(scene.person.asked[0].actions) == together


def test_what_has_become_another_control_is_asked_about_anew() -> None:
    scene = scene_of(turn(call(PUBLISH, SEND)), answers=(Approved(), Rejected()))
    scene.executor.then = lambda _: place(scene, NAMES | {30: "Send all"})
    drive(scene)

    assert [len(one.actions) for one in scene.person.asked] == [2, 1]
    assert scene.executor.done == [PUBLISH]


@pytest.mark.parametrize(("window", "source"), [(OTHER, "accessibility"), (GIMP, "ocr")])
def test_elsewhere_and_where_no_program_names_it_each_is_its_own_question(window: Window, source: Source) -> None:
    scene = scene_of(turn(call(PUBLISH, INSTALL)))
    scene.ports.app_permissions = ListedPermissions({GIMP.program: "work", OTHER.program: "work"})
    first = target_of(GIMP, "Send", "push button", "accessibility")
    second = target_of(window, "Send", "push button", source)
    hitting(scene, lambda action: first if action == PUBLISH else second)
    drive(scene)

    assert [len(one.actions) for one in scene.person.asked] == [1, 1]


def test_what_the_person_has_just_pressed_themselves_is_not_pressed_again_and_no_refusal() -> None:
    scene = scene_of(turn(call(PUBLISH, INSTALL)), answers=(DoneByHand(),))
    place(scene, NAMES, source="ocr")
    finished = drive(scene)

    assert (len(scene.person.asked), scene.executor.done, finished.status) == (1, [], "partly")
    assert "pressed this" in reply(scene).notes[0]
    decided = [(event.verdict, event.by, event.rule) for event in of(scene, Decided)]
    assert decided == [("deny", "human", "by-hand"), ("deny", "human", "takeover")]
    assert finished.outcome == Outcome(windows=())


def test_a_yes_for_a_site_that_a_settings_program_opens_is_none_for_its_settings() -> None:
    help_page = Navigate("https://help.example.org/")
    scene, app_permissions = unadmitted(turn(call(help_page, CLICK)), answers=(RUN, Rejected()))
    app_permissions.listed = {EDITOR.program: "work", "https://help.example.org": None}
    settings = target_of(replace(EDITOR, kinds=frozenset({"Settings"})), "Key repeat", "check box", "accessibility")
    hitting(scene, lambda _: settings)
    scene.ports.approval_memory = RememberedApprovals()
    scene.ports.judge = lambda case: strictest((judge(case, "guard"), judge_scope(case, acts_of(case))))
    drive(scene)

    assert [(one.kind, [reason.rule for reason in one.reasons]) for one in scene.person.asked] == [
        ("application", ["scope"]),
        ("action", ["session"]),
    ]
    assert scene.executor.done == [help_page]


def untold(*turns: Turn, answers: tuple[Answer, ...]) -> World:
    """Give a run where no window can be told from another."""
    scene, app_permissions = unadmitted(*turns, answers=answers)
    app_permissions.listed[""] = None
    scene.ports.reports_windows = False

    async def nowhere(frame: Frame, action: Action) -> Target:
        return Target()

    scene.controls.target = nowhere  # type: ignore[method-assign]
    return scene


def test_where_windows_cannot_be_told_apart_clicks_and_texts_are_asked_about_once_and_keys_each_time() -> None:
    acts = (CLICK, Type("Milk", CLICK.at), ELSEWHERE, Press(("enter",)), CLICK, Press(("enter",)))
    scene = untold(turn(call(*acts)), answers=(RUN, Approved(), Approved()))

    drive(scene)

    asked = [(one.kind, one.target.window, one.actions) for one in scene.person.asked]
    assert asked[0] == ("application", None, (CLICK,))
    assert [(Press(("enter",)),)] * 2 == [actions for kind, _, actions in asked[1:] if kind == "action"]
    assert 3 == len(asked)
    assert [BLIND] == [reason.text for reason in scene.person.asked[0].reasons]
    assert len(acts) == len([one for one in scene.executor.done if one in acts])
    decided = of(scene, Decided)[0]
    assert (decided.rule, decided.access) == ("scope", {"program": "", "site": "", "level": "work", "lasting": "run"})


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        (None, [(CLICK,), (SAVES,), (SAVES,)]),
        ("work", [(CLICK,)]),
        ("asked", [(CLICK,), (SAVES,)]),
    ],
)
def test_where_windows_cannot_be_told_apart_keys_go_by_the_program_that_tells_of_its_focus(
    known: str | None, asked: list[tuple[Action, ...]]
) -> None:
    scene = untold(
        turn(call(CLICK, Type("Milk"), SAVES, SAVES)), answers=(RUN, RUN if known else Approved(), Approved())
    )
    permissions = scene.ports.app_permissions
    assert isinstance(permissions, ListedPermissions)
    permissions.listed[EDITOR.program] = "work" if known == "work" else None

    async def by_focus(frame: Frame, action: Action) -> Target:
        is_known = known is not None and not isinstance(action, Click)
        return target_of(EDITOR, focus="Body", focus_role="entry") if is_known else Target()

    scene.controls.target = by_focus  # type: ignore[method-assign]

    drive(scene)

    assert asked == [one.actions for one in scene.person.asked]
    assert [CLICK, Type("Milk"), SAVES, SAVES] == scene.executor.done


def test_a_yes_for_this_once_or_a_no_where_windows_cannot_be_told_apart_lets_nothing_else_pass() -> None:
    once = untold(turn(call(CLICK, ELSEWHERE)), answers=(AppAllowed("work", "once"), Rejected()))
    refused = untold(turn(call(CLICK)), answers=(Rejected(),))

    drive(once)
    drive(refused)

    assert [CLICK] == once.executor.done
    assert ["application", "application"] == [one.kind for one in once.person.asked]
    assert [] == refused.executor.done


def test_the_work_in_a_program_that_starts_is_not_offered_where_its_windows_cannot_be_told_from_others() -> None:
    scene, app_permissions = unadmitted(answers=())
    app_permissions.listed["/usr/bin/gimp"] = None
    started = StartedProgram("GIMP", "/usr/bin/gimp", covers_work=True)
    ports = scene.ports

    offered = [
        AppAccess(ports.judge, app_permissions, ports.stream, reports_windows=tells).new_program(started) is not None
        for tells in (True, False)
    ]

    assert [True, False] == offered
