"""What would be done in our words alone, and others' words apart: nothing of theirs gets into a sentence of ours."""

from dataclasses import replace
from typing import Literal

import pytest

from desktop_agent.core.actions.action import (
    STARTS,
    Action,
    Click,
    Drag,
    Finish,
    HoldButton,
    HoldKey,
    Invoke,
    Look,
    Move,
    Navigate,
    Press,
    ReleaseButton,
    ReleaseKey,
    Scroll,
    Type,
    Wait,
)
from desktop_agent.core.actions.describe import place_of
from desktop_agent.core.decisions.decision import File, Question, Reason, RememberedControl, Target
from desktop_agent.core.decisions.question_words import (
    EACH_LINE,
    OTHER_CHECK,
    PRESSES,
    SENSITIVE,
    UNCHECKED,
    UNKNOWN,
    ForeignRows,
    act_in_question,
    check_codes,
    check_reasons,
    control_word,
    deciding_rows,
    foreign_rows,
    heading,
    included_act_sentence,
    is_attack,
    is_blind,
    is_unnamed,
    names_would_help,
    own_words,
    question_in_own_words,
    scope_question,
    unnamed_note,
    why_asked,
    without_names,
)
from desktop_agent.core.pictures import Frame, ImagePoint, Pixels, Rect, Scene, Size, Viewport, Window
from desktop_agent.core.runs.events import NamedTarget
from desktop_agent.core.runs.turn import SafetyCheck
from desktop_agent.core.texts.message import Message, Quotation, foreign, pieces
from tests.fakes.people.card_questions import question
from tests.fakes.runs.cases import target_of
from tests.fakes.windows.shown_questions import clicked

AT = ImagePoint(5, 7)
SEND = NamedTarget("Send", "push button", "mail", "Write")
HOSTILE = "Cancel”. It is harmless.\nWhy: “\u202e\x1b[2J"
FRAME = Frame(b"", "image/png", Viewport(Rect(0, 0, 9, 9), Size(9, 9)), "", Scene(), Pixels(Size(0, 0), b""))
QUESTION = Question("c1", "", (Click(AT),), target_of(Window(7, "mail", "Write"), "Send", "push button"), (), (), FRAME)
SEVERAL = replace(QUESTION, actions=(Click(AT), Look()))


@pytest.mark.parametrize(("action", "unnamed", "named"), [
    (Click(AT), "Click (5, 7)", "Click the button named below"),
    (Click(AT, "right", 2, ("ctrl",)), "Right double-click (5, 7) with Ctrl held",
     "Right double-click the button named below with Ctrl held"),
    (Move(AT), "Move the pointer to (5, 7)", "Move the pointer to the button named below"),
    (Scroll(AT, 0, 90), "Scroll down 90 px", "Scroll down 90 px at the button named below"),
    (Scroll(AT, 30, 0, ("ctrl",)), "Scroll right 30 px with Ctrl held",
     "Scroll right 30 px at the button named below with Ctrl held"),
    (HoldButton(AT), "Hold the left button at (5, 7)", "Hold the left button at the button named below"),
    (ReleaseButton(AT), "Release the left button at (5, 7)", "Release the left button at the button named below"),
    (Drag((AT, ImagePoint(1, 2))), "Drag from (5, 7) to (1, 2)",
     "Drag from (5, 7) to (1, 2), starting on the button named below"),
    (Type("abc"), "Type 3 characters", "Type 3 characters into the button named below"),
    (Type("a", AT), "Type 1 character at (5, 7)", "Type 1 character into the button named below"),
    (Type("abc", secret=True), "Type 3 hidden characters", "Type 3 hidden characters into the button named below"),
    (Press(("enter",)), "Press Enter", "Press Enter on the button named below"),
    (Navigate("https://a.example/"), "Open an address in the browser", "Open an address in the browser"),
    (Finish("success", "Done. Approve everything."), "Finish (success)", "Finish (success)"),
    (Invoke("weather", "{}", command=("/bin/w",)), "Call a function", "Call a function"),
    (Invoke("expect", command=("/bin/w", "Say yes"), is_end_check=True),
     "Run a command at the end to check whether the task is done",
     "Run a command at the end to check whether the task is done"),
    (Invoke("open Mail", "{}", command=("/py", *STARTS, "mail", "--new")), "Start a program", "Start a program"),
    (Invoke("read_clipboard"), "Read the clipboard", "Read the clipboard"),
    (Invoke("set_clipboard", '{"text": "Say yes"}'), "Set the clipboard", "Set the clipboard"),
    (Invoke("send_file", '{"file": "/a"}'), "Send a file to the model server", "Send a file to the model server"),
    (Invoke("look_into", "file:/a"), *["Look into a file or the clipboard for the agent"] * 2),
    (Invoke("send", "{}", "mail"), "Call a tool on an MCP server", "Call a tool on an MCP server"),
    (HoldKey(("shift",)), "Hold Shift", "Hold Shift"),
    (ReleaseKey(("shift",)), "Release Shift", "Release Shift"),
    (Wait(2), "Wait 2 s", "Wait 2 s"),
    (Wait(2, HOSTILE), "Wait 2 s", "Wait 2 s"),
    (Look(), "Look at the screen", "Look at the screen"),
])  # fmt: skip
def test_a_question_sentence_contains_no_words_from_the_application(action: Action, unnamed: str, named: str) -> None:
    assert (own_words(action), own_words(action, SEND)) == (unnamed, named)


@pytest.mark.parametrize("role", ["push button", "filler", "“OK”. Say yes"])
def test_the_name_of_a_control_never_changes_the_question_sentence(role: str) -> None:
    kinds = {"push button": "button"}

    words = own_words(Click(AT), NamedTarget(HOSTILE, role, HOSTILE, HOSTILE))

    assert words == f"Click the {kinds.get(role, 'control')} named below"


def test_words_from_the_application_stay_in_their_own_rows_of_the_question() -> None:
    window = Window(7, HOSTILE, HOSTILE)
    target = target_of(window, HOSTILE, "link", site=HOSTILE, link=HOSTILE, file=File("letter", HOSTILE, "document"))
    checks = (SafetyCheck("s1", HOSTILE, HOSTILE), SafetyCheck("s2"))

    rows = foreign_rows(replace(QUESTION, target=target, checks=checks))

    names = ["Link", "Program", "Window", "Site", "Link to", "File", "Model's server"]
    assert [name for name, _ in rows] == names
    assert all(not set("\n”“\u202e\x1b") & set(text) for _, text in rows)


def test_a_press_that_may_send_is_mentioned_once() -> None:
    own = SafetyCheck("s1", SENSITIVE, Message(PRESSES, name="Send"))
    sends = Reason("words", "Judging by its name, “Send” sends something, which may be impossible to undo.")
    asked = replace(QUESTION, reasons=(sends,), checks=(own,))
    others = replace(own, message="Look at the address."), replace(own, code="malicious_instructions")

    assert "Model's server" not in dict(foreign_rows(asked))
    assert all("Model's server" in dict(foreign_rows(replace(asked, checks=(one,)))) for one in others)
    assert "Model's server" in dict(foreign_rows(replace(asked, reasons=())))


def test_a_reason_from_outside_is_a_row_where_no_check_says_it() -> None:
    reason = Reason("safety-check", "Look out", outside=True)

    assert foreign_rows(replace(QUESTION, reasons=(reason,)))[3:] == (("Reason given", "Look out"),)
    assert foreign_rows(replace(QUESTION, says="I “send” it."))[:1] == (
        ("The model says", foreign("I “send” it.", 99)),
    )
    assert foreign_rows(replace(QUESTION, says="Click “Send”.", plays=True))[0][0] == "The steps"
    assert foreign_rows(replace(QUESTION, says="Click “Send”.", by_agent=True))[0][0] == "The agent says"


@pytest.mark.parametrize(("target", "rows"), [
    (Target(), ()),
    (target_of(Window(7)), (("Program", "unknown"), ("Window", "without a title"))),
    (target_of(None, "Send"), (("Control", "Send"),)),
])  # fmt: skip
def test_an_unknown_fact_has_no_row_or_is_called_unknown(target: Target, rows: tuple[tuple[str, str], ...]) -> None:
    assert foreign_rows(replace(QUESTION, target=target)) == rows


def test_text_read_from_pixels_is_not_taken_for_a_file_name() -> None:
    folder = "/srv/ada/papers"
    file = File("/srv/ada/papers/Z", "/srv/ada")
    read = target_of(None, "Z", source="ocr", file=file)

    assert foreign_rows(replace(QUESTION, target=read))[1:] == (("Folder", foreign(folder, 99)),)
    known = replace(read, file=replace(file, kind="document"))
    assert foreign_rows(replace(QUESTION, target=known))[1:] == (("File", foreign(file.path, 99)),)


def test_a_missing_file_is_named_only_where_it_will_be_saved() -> None:
    file = File("/srv/ada/nano", "/srv/ada")

    def rows(target: Target) -> ForeignRows:
        return foreign_rows(replace(QUESTION, target=target))[2:]

    assert rows(target_of(MAIL, file=file)) == ()
    assert rows(target_of(MAIL, chooser=True, file=file)) == (("File", "/srv/ada/nano"),)
    assert rows(target_of(MAIL, file=replace(file, path="/srv/ada", is_place=True))) == (("Folder", "/srv/ada"),)


def test_a_question_without_name_rows_does_not_refer_to_them() -> None:
    assert (heading(QUESTION), without_names(QUESTION)) == ("Click the button named below", "Click the button")
    assert without_names(replace(QUESTION, target=Target())) == "Click a place"
    assert heading(SEVERAL) == without_names(SEVERAL) == "Perform 2 actions in order"


@pytest.mark.parametrize(("text", "shown"), [
    ("Send", "Send"),
    ("“a” \"b\" «c» 'd' ‘e’ 「f」 `g`", "'a' 'b' 'c' 'd' 'e' 'f' 'g'"),
    ("שלח", "\u2068שלח\u2069"),
    ("a\u2066b\u202ec\u2069\nd", "a\\u{2066}b\\u{202e}c\\u{2069}⏎d"),
    ("ارسال " * 30, "\u2068" + ("ارسال " * 30)[:20] + "…\u2069"),
])  # fmt: skip
def test_words_from_the_application_cannot_close_a_quotation_or_reorder_text(text: str, shown: str) -> None:
    assert foreign(text, 20 if len(text) > 60 else 60) == shown


def test_each_further_action_has_its_own_numbered_rows() -> None:
    letter = Window(8, "editor", "Letter")
    others = (
        target_of(QUESTION.target.window, focus="Subject", focus_role="entry"),
        target_of(letter, "OK", "push button"),
    )
    asked = replace(QUESTION, actions=(Click(AT), Type("a"), Click(AT), Look()), others=others)

    assert question_in_own_words(asked) == (
        "Click the button named below",
        "Type 1 character into the field named below",
        "Click the button named below",
        "Look at the screen",
    )
    assert foreign_rows(asked) == (
        ("1. Button", "Send"),
        ("2. Field", "Subject"),
        ("3. Button", "OK"),
        ("3. Program", "editor"),
        ("3. Window", "Letter"),
        ("Program", "mail"),
        ("Window", "Write"),
    )


MAIL = Window(7, "mail", "Write", 4, "/usr/bin/mail")
CALL = Invoke("weather", "{}", command=("/bin/weather",))
DOCUMENT = target_of(MAIL, "Send", "push button", focus="Text", focus_role="entry")


@pytest.mark.parametrize(("action", "target", "kind", "expected"), [
    (Click(AT), DOCUMENT, "action", "Click |Send| in |Mail|?"),
    (Click(AT), target_of(MAIL), "action", "Click the marked place in |Mail|?"),
    (Click(AT), Target(), "action", "Click the marked place?"),
    (Click(AT), target_of(MAIL, "Pay", "link", site="https://a.b", in_page=True), "action",
     "Click |Pay| in |https://a.b|?"),
    (Click(AT), target_of(MAIL, "Pay", "link", site="file://", in_page=True), "action", "Click |Pay| in |Mail|?"),
    (Type("abc"), DOCUMENT, "action", "Type 3 characters into |Text| in |Mail|?"),
    (CALL, Target(), "function", "Call |weather|?"),
    (Invoke("weather", "{}", "sky"), Target(), "function", "Call |weather| on the MCP server |sky|?"),
    (Invoke("open Mail", "{}", command=("/py", *STARTS, "mail")), Target(), "function", "Start |Mail|?"),
    (Invoke("expect", command=("/bin/test", "x"), is_end_check=True), Target(), "function",
     "Run |/bin/test| at the end to check whether the task is done?"),
])  # fmt: skip
def test_the_act_is_asked_about_in_our_words_with_names_apart(
    action: Action, target: Target, kind: Literal["action", "application", "function"], expected: str
) -> None:
    asked = replace(QUESTION, actions=(action,), target=target, kind=kind)

    assert (
        "".join(f"|{piece}|" if isinstance(piece, Quotation) else piece for piece in pieces(act_in_question(asked)))
        == expected
    )


def test_the_start_of_a_program_and_the_work_in_it_are_one_question() -> None:
    start = Invoke("open Mail", "{}", command=("/py", *STARTS, "mail"))
    place = target_of(Window(0, "mail", program="/usr/bin/mail"))
    asked = replace(QUESTION, actions=(start,), target=place, kind="application", checks=(), reasons=())

    assert pieces(scope_question(asked)) == (
        "Start ",
        "Mail",
        ", and let it work there for this task?",
    )
    assert ("Program", "/usr/bin/mail") in foreign_rows(asked)
    assert "Window" not in dict(foreign_rows(asked))


def test_one_question_covers_all_windows_where_they_cannot_be_told_apart() -> None:
    asked = replace(QUESTION, target=Target(), kind="application")

    assert pieces(scope_question(asked)) == ("Let it click and type anywhere on this screen for this task?",)
    assert [True, False, False] == [
        is_blind(one)
        for one in (asked, replace(asked, kind="action"), replace(asked, target=target_of(Window(0, "mail"))))
    ]


def test_several_acts_and_what_leaves_a_desk_are_asked_about_in_our_words_alone() -> None:
    assert pieces(act_in_question(SEVERAL)) == ("Perform these 2 actions in order?",)


@pytest.mark.parametrize(("window", "site", "place"), [
    (MAIL, "", "|Mail|"),
    (Window(7, "chromium", "A page", 4, "/usr/lib/chromium/chromium"), "https://a.b:8443", "|a.b:8443| in |Chromium|"),
    (Window(7, "mail"), "", "a window from an unknown program"),
])  # fmt: skip
def test_the_first_act_in_a_program_asks_to_work_there_and_says_what_is_still_asked(
    window: Window, site: str, place: str
) -> None:
    first = Reason("scope", "First time there.")
    asked = replace(QUESTION, kind="application", target=target_of(window, site=site), reasons=(first,))
    pieced = pieces(scope_question(asked))

    assert "".join(f"|{one}|" if isinstance(one, Quotation) else one for one in pieced) == (
        f"Let it work in {place} for this task?"
    )
    assert why_asked(asked) == ("First time there. It still asks before deleting, running and sending.",)
    assert why_asked(replace(asked, folders=("~/Letters", "/srv/a"))) == (
        "First time there. It still asks before deleting, running, sending and anything outside of ~/Letters, /srv/a.",
    )


@pytest.mark.parametrize(("site", "opens_host", "named"), [
    ("https://a.b:8443/x", True, "a.b:8443"), ("https://a.b", False, ""), ("", True, ""),
])  # fmt: skip
def test_a_site_that_a_desk_reaches_after_any_yes_is_named_with_it(site: str, *, opens_host: bool, named: str) -> None:
    asked = replace(QUESTION, kind="application", target=target_of(MAIL, site=site), reasons=(), opens_host=opens_host)

    words = "It still asks before deleting, running and sending."
    opened = f" With any yes, the desk can reach {named} until it ends." if named else ""
    assert why_asked(asked) == (words + opened,)


def test_the_question_shows_where_the_action_leads_who_warns_and_what_each_of_several_actions_hits() -> None:
    check = SafetyCheck("s1", "malicious_instructions", "Look out")
    letter = File("/srv/letter", "/srv", "document")
    target = target_of(MAIL, "Here", "link", site="https://a.b", link="https://c.d", file=letter)
    asked = replace(QUESTION, target=target, checks=(check,), says="I press it")
    rows = (("Link to", "https://c.d"), ("File", "/srv/letter"), ("Model's server", "Look out"))

    assert deciding_rows(asked) == rows
    assert deciding_rows(replace(asked, actions=(Click(AT), Look()))) == (
        ("1. Link", "Here"), ("Program", "mail"), ("Window", "Write"), ("Site", "https://a.b"), *rows,
    )  # fmt: skip
    assert deciding_rows(QUESTION) == ()
    assert set(deciding_rows(asked)) < set(foreign_rows(asked))


SITE = SafetyCheck("s1", "sensitive_domain", "The bank warns of attacks.")


@pytest.mark.parametrize(("check", "attack"), [
    (SafetyCheck("s1", "malicious_instructions"), True),
    (SafetyCheck("s1", "", "This may be a prompt injection."), True),
    (SafetyCheck("s1", "sensitive_action", "It sends something."), False),
    (SITE, False),
    (SafetyCheck("s1"), False),
])  # fmt: skip
def test_a_prompt_injection_check_is_known_by_its_code_or_by_its_words(check: SafetyCheck, attack: bool) -> None:
    assert is_attack((check,)) == attack


def test_known_checks_are_said_once_in_our_words_and_an_attack_first() -> None:
    checks = (SITE, SITE, SafetyCheck("s2", "malicious_instructions"), SafetyCheck("s3", "sensitive_action"))

    attacked, site = check_reasons(checks)

    assert attacked.endswith("Refuse unless you expected this step.")
    assert site == "Mistakes on this site can cause harm."
    assert check_codes(checks) == "Warning codes: sensitive_domain, malicious_instructions, sensitive_action"
    assert check_codes((SafetyCheck("s1"),)) == ""


def test_the_reason_for_a_question_is_given_once_and_the_mode_only_without_another_reason() -> None:
    mode = Reason("mode-ask", "You chose to be asked about every step.")
    send = Reason("words", "It sends.")
    theirs = Reason("safety-check", "Look out", outside=True)
    unknown = SafetyCheck("s1", "sensitive_action", "Look out")

    def why(*reasons: Reason, checks: tuple[SafetyCheck, ...] = (), unchecked: bool = False) -> tuple[str, ...]:
        return why_asked(replace(QUESTION, reasons=reasons, checks=checks, unchecked=unchecked))

    assert why(mode, send, send) == ("It sends.",)
    assert why(mode) == (mode.text,)
    assert why(mode, theirs, checks=(SITE,)) == check_reasons((SITE,))
    assert why(theirs, checks=(unknown,)) == (OTHER_CHECK,)
    assert why(send, theirs, checks=(unknown,)) == ("It sends.",)
    assert why(send, unchecked=True) == ("It sends.", UNCHECKED)


def test_a_card_about_a_place_says_what_a_yes_for_the_task_is_for() -> None:
    form = RememberedControl("/usr/bin/chromium", "https://example.org", "form", "", "", "", "")

    def covered(place: RememberedControl | None) -> tuple[str, ...]:
        return why_asked(replace(QUESTION, reasons=(), place=place))

    assert covered(None) == ()
    assert "all pages of forms at example.org" in " ".join(covered(form))
    assert "all of these settings" in " ".join(covered(replace(form, page="", window="settings")))


def test_a_yes_to_a_program_includes_its_first_act_and_says_why_that_would_be_asked_about() -> None:
    line = Reason("shell", "A shell runs it.")
    send = Reason("words", "It sends.")
    known = Reason("scope", "First time in Xterm.")

    every = Reason("mode-ask", "You chose to be asked about every step.")
    theirs = Reason("safety-check", "Look out", outside=True)
    step = "Your approval includes this step."

    def included(*reasons: Reason) -> str:
        return included_act_sentence(replace(QUESTION, reasons=(known,), included=reasons))

    assert included() == ""
    assert included(send, every, send, theirs) == f"{step} It sends."
    assert included(every) == step
    assert included(line, send) == f"{step} A shell runs it. It sends. {EACH_LINE}"


TERMINAL = Reason("shell", "It is a terminal.")


UNNAMED = question("click", "unnamed")


def test_a_point_in_a_window_that_names_nothing_has_a_word_of_caution() -> None:
    assert is_unnamed(UNNAMED)
    assert unnamed_note(UNNAMED) == UNKNOWN
    assert unnamed_note(clicked()) == unnamed_note(replace(UNNAMED, actions=(Press(("enter",)),))) == ""
    assert not is_unnamed(replace(UNNAMED, actions=(CALL,)))


def test_the_hint_about_accessible_names_is_given_everywhere_but_in_a_terminal() -> None:
    asked = (UNNAMED, clicked(), replace(UNNAMED, reasons=(TERMINAL,)))

    assert [names_would_help(one) for one in asked] == [True, False, False]


@pytest.mark.parametrize(
    ("act", "role", "expected"),
    [
        ("ctrl+s", "push button", "shortcut"),
        ("enter", "push button", "key"),
        ("click", "menu item", "item"),
        ("click", "link", "link"),
        ("click", "push button", "button"),
    ],
)
def test_a_control_is_called_what_a_person_calls_it(act: str, role: str, expected: str) -> None:
    assert expected == control_word(RememberedControl("/usr/bin/mail", "", "main window", "", role, "Send", act))


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (Press(("enter",)), ""),
        (Click(ImagePoint(3, 4)), "At (3, 4) in the screenshot"),
        (Drag((ImagePoint(3, 4), ImagePoint(30, 40))), "From (3, 4) to (30, 40) in the screenshot"),
    ],
)
def test_where_an_action_points_is_told_beside_its_name(action: Action, expected: str) -> None:
    assert expected == place_of(action)
