"""What a browser may bring about: what its link allows, for the question that is open, and once."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from desktop_agent.core.decisions.decision import (
    Answer,
    AppAllowed,
    Approved,
    Question,
    Reason,
    Rejected,
    RememberedControl,
)
from desktop_agent.core.decisions.rule_id import OwnRuleId
from desktop_agent.core.pictures import Window
from desktop_agent.core.runs.events import DeskEnded, Paused, RunFinished, Stamped
from desktop_agent.runtime import slices
from desktop_agent.runtime.protocol.messages import DeskOpened
from desktop_agent.web.watched import WatchedRun
from tests.fakes.people.card_questions import question
from tests.fakes.people.web_guest import AT, Asked, Guest, Here, Led, Page, Served
from tests.fakes.runs.cases import target_of
from tests.fakes.runs.recorded import run_finished, run_started
from tests.fakes.waiting import wait_until

# On a desk, its changes wait for the receipt.
CLICK = replace(question("click", "action"), reasons=(Reason("secret", "This enters text in a password field."),))
DESK = DeskOpened("d1", Path("/nowhere"), (640, 400), ":0", Path("/nowhere"))
FORM = RememberedControl("/usr/bin/browser", "https://example.org/form", "document", "", "", "", "")
IN_BROWSER = replace(CLICK, target=target_of(Window(7, "chromium", program="/usr/bin/chromium"), "Send", "push button"))
SENDS = replace(CLICK, reasons=(Reason("out", "This may submit a form."),))
AT_SITE = replace(question("click", "application"), target=target_of(Window(7, "chromium"), site="https://example.org"))
ORDERS: tuple[Mapping[str, object], ...] = (
    {"do": "stop"}, {"do": "pause"}, {"do": "resume"}, {"do": "say", "text": "Do this"}, {"do": "take"}, {"do": "give"},
    {"do": "beat"}, {"do": "pointer", "x": 1, "y": 1}, {"do": "button", "n": 1, "down": True, "x": 1, "y": 1},
    {"do": "wheel", "dx": 0, "dy": 1}, {"do": "key", "key": "a", "down": True}, {"do": "release"},
    {"do": "apply", "digest": "D", "keys": ["0:a"]},
    *({"do": act, "digest": "D"} for act in ("discard", "finish")),
    *({"do": "answer", "number": 1, "digest": "D", "key": key, "text": "yes"} for key in "yonlr"),
)  # fmt: skip


class Offers:
    """The slices that a browser reaches, which keep what was asked of them."""

    def __init__(self) -> None:
        self.done: list[object] = []

    def RemoteHand(self, desk: DeskOpened, report: object) -> object:
        self.done.append(("hand", desk.id))
        return self

    def receipt_form(self, desk: str, run: str) -> Mapping[str, object]:
        return {"desk": desk, "digest": "D", "title": "", "sections": [], "done": ""}

    def settle(self, act: str, desk: str, run: str, digest: str, keys: frozenset[str]) -> str:
        self.done.append((act, desk, digest, sorted(keys)))
        return "Done"

    def end(self) -> None:
        """Nothing is held."""

    def release(self) -> None:
        """Nothing is held."""

    def __getattr__(self, name: str) -> object:
        return lambda *_, **__: self.done.append(name)


@pytest.fixture
def offers(monkeypatch: pytest.MonkeyPatch) -> Offers:
    made = Offers()
    for name in ("receipt_page", "remote_hand"):
        monkeypatch.setattr(slices, name, made, raising=False)
    return made


@pytest.fixture(scope="module")
def watcher(served: Served) -> Guest:
    return served.enter("look")


def on_desk(served: Served) -> tuple[WatchedRun, Led]:
    run, led = served.run(on_desk=True)
    run.show_desk(DESK)
    run.changes = "d1"
    served.settled()
    return run, led


def yes(shown: Mapping[str, object], run: WatchedRun, **more: object) -> dict[str, object]:
    named = {"number": shown["number"], "digest": shown["digest"]}
    return {"do": "answer", "run": run.id, **named, "key": "y", **more}


# --- A link to watch -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: f"{order['do']}{order.get('key', '')}")
def test_a_link_to_watch_does_nothing_whatever_is_sent(
    served: Served, watcher: Guest, offers: Offers, order: Mapping[str, object]
) -> None:
    run, led = on_desk(served)
    asked = Asked(run, CLICK)
    with watcher.opened(run.id) as page:
        shown = page.question()
        reported = {**order, "run": run.id}
        if order["do"] == "answer":
            reported["digest"] = shown["digest"]
        page.order(**reported)

        assert page.is_alive()
        assert (shown["may"], led.orders(), offers.done, asked.is_open) == ("no", [], [], True)
        line = page.summary(run.id)
        assert [line[name] for name in ("hears", "may_stop", "may_pause", "may_resume", "may_take")] == [False] * 5
    asked.withdraw()


def test_a_link_to_watch_sees_a_receipt_and_may_not_settle_it(served: Served, watcher: Guest, offers: Offers) -> None:
    run, _ = on_desk(served)
    with watcher.opened(run.id) as page:
        page.order(do="receipt", run=run.id)

        assert page.hear("receipt")["receipt"]["may"] is False
    assert offers.done == []


# --- Which question --------------------------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize(
    "other",
    [
        {"number": 2}, {"number": 0}, {"number": -1}, {"number": 1e9}, {"number": "NUMBER"}, {"number": 1.5},
        {"number": None}, {"number": [1]}, {"number": {}}, {"digest": ""}, {"digest": None}, {"digest": 1},
        {"digest": ["x"]}, {"digest": "0" * 64}, {"digest": "UPPER"}, {"digest": "PART"}, {"digest": "OLD"},
        {"digest": "OLD", "number": 1}, {"number": 1}, {"run": "OTHER"}, {"run": ""}, {"run": "../x"},
    ],
)  # fmt: skip
def test_an_answer_to_another_question_does_not_count(
    served: Served, guest: Guest, other: Mapping[str, object]
) -> None:
    run, _ = on_desk(served)
    second, _ = on_desk(served)
    elsewhere = Asked(second, CLICK)
    with guest.opened(run.id) as page:
        before = Asked(run, question("type", "action"))
        old = page.question()
        page.order(**yes(old, run, key="n"))
        before.answer()
        asked = Asked(run, CLICK)
        shown = page.hear("question", lambda each: (each["question"] or old)["number"] == 2)["question"]
        words = {
            "UPPER": shown["digest"].upper(), "PART": shown["digest"][:-1], "OLD": old["digest"], "OTHER": second.id,
            "NUMBER": str(shown["number"]),
        }  # fmt: skip
        reported = {name: words.get(str(value), value) for name, value in other.items()}
        if other != {"number": 2}:
            page.order(**{**yes(shown, run), **reported})

        assert page.is_alive()
        assert (asked.is_open, elsewhere.is_open) == (True, True)
        page.order(**yes(shown, run))
        assert asked.answer() == Approved()
    elsewhere.withdraw()


@pytest.mark.parametrize(
    "key",
    [
        "",
        "Y",
        " y",
        "y ",
        "yes",
        "o",
        "l",
        "a",
        "s",
        "always",
        "1",
        "__class__",
        "y\x00",
        "\u0443",
        "yy",
        "get",
        "\ud800",
    ],
)
@pytest.mark.parametrize("kind", ["action", "words"])
def test_a_key_that_the_question_does_not_offer_ends_the_connection(
    served: Served, guest: Guest, key: str, kind: str
) -> None:
    run, _ = on_desk(served)
    asked = Asked(run, CLICK if kind == "action" else "Which file?")
    with guest.opened(run.id) as page:
        page.order(**yes(page.question(), run, key=key))

        assert page.close_code() == 1008
        assert asked.is_open
    asked.withdraw()


@pytest.mark.parametrize("key", [None, 1, True, ["y"], {"y": "y"}])
def test_a_key_that_is_no_text_ends_the_connection(served: Served, guest: Guest, key: object) -> None:
    run, _ = on_desk(served)
    asked = Asked(run, CLICK)
    with guest.opened(run.id) as page:
        page.order(**yes(page.question(), run, key=key))

        assert page.close_code() == 1008
        assert asked.is_open
    asked.withdraw()


@pytest.mark.parametrize(
    ("about", "where", "may", "expected"),
    [
        (CLICK, "screen", "no", {"y": None, "n": Rejected()}),
        (CLICK, "desk", "yes", {"y": Approved(), "n": Rejected()}),
        (SENDS, "desk", "no", {"y": None, "n": Rejected()}),
        *(
            (replace(IN_BROWSER, reasons=(Reason(rule, "It asks."),)), "desk", "no", {"y": None, "n": Rejected()})
            for rule in ("secret", "mode-ask", "safety-check", OwnRuleId("rule:mine"))
        ),
        (replace(CLICK, reasons=(Reason("mcp-approval", "It asks."),)), "desk", "no", {"y": None, "n": Rejected()}),
        (AT_SITE, "desk", "no", {"y": None, "o": None, "l": None, "n": Rejected()}),
        (question("click", "application"), "screen", "no", {"y": None, "o": None, "l": None, "n": Rejected()}),
        (
            question("click", "application"), "desk", "yes",
            {"y": AppAllowed("work", "run"), "o": AppAllowed("work", "once"), "l": AppAllowed("look", "run")},
        ),
        (question("call", "function"), "screen", "no", {"y": None, "n": Rejected()}),
        (replace(CLICK, place=FORM), "desk", "yes", {"y": Approved(), "n": Rejected()}),
        (replace(CLICK, place=FORM), "screen", "no", {"y": None, "n": Rejected()}),
    ],
)  # fmt: skip
def test_what_takes_effect_at_once_is_approved_at_the_computer_alone(
    served: Served, guest: Guest, about: Question, where: str, may: str, expected: Mapping[str, Answer | None]
) -> None:
    for key, answer in expected.items():
        run, _ = on_desk(served) if where == "desk" else served.run()
        asked = Asked(run, about)
        with guest.opened(run.id) as page:
            shown = page.question()
            page.order(**yes(shown, run, key=key))

            assert shown["may"] == may
            if answer is None:
                page.hear("note")
                assert asked.is_open
                asked.withdraw()
            else:
                assert asked.answer() == answer


@pytest.mark.parametrize("where", ["desk", "screen"])
def test_a_yes_for_a_whole_place_says_that_it_counts_once(served: Served, guest: Guest, where: str) -> None:
    run, _ = on_desk(served) if where == "desk" else served.run()
    asked = Asked(run, replace(CLICK, place=FORM))
    with guest.opened(run.id) as page:
        answers = page.question()["answers"]

        assert [each["text"] for each in answers if each["yes"]] == ["Approve once"]
        assert not [each for each in answers if "task" in each["text"]]
    asked.withdraw()


def test_a_setting_lets_browsers_approve_on_the_persons_own_screen() -> None:
    with Served(approves_here=True) as served:
        run, _ = served.run()
        asked = Asked(run, CLICK)
        second = served.run()[0]
        watches = Asked(second, CLICK)
        with served.enter("act").opened(run.id) as page, served.enter("look").opened(second.id) as looks:
            page.order(**yes(page.question(), run))
            looks.order(**yes(looks.question(), second))

            assert asked.answer() == Approved()
            assert looks.is_alive()
            assert watches.is_open
        watches.withdraw()


# --- Once, and who comes first ---------------------------------------------------------------------------------------


@pytest.mark.long
def test_of_two_browsers_in_the_same_instant_one_counts(served: Served, guest: Guest) -> None:
    for _ in range(10):
        run, led = on_desk(served)
        asked = Asked(run, CLICK)
        with guest.opened(run.id) as first, guest.opened(run.id) as second, ThreadPoolExecutor(2) as pool:
            shown = first.question(), second.question()
            orders = yes(shown[0], run), yes(shown[1], run, key="n")
            [*pool.map(lambda pair: pair[0].order(**pair[1]), zip((first, second), orders, strict=True))]

            assert asked.answer() in (Approved(), Rejected())
            wait_until(lambda: sum(each["is"] == "note" for each in (*first.heard, *second.heard)) == 1)
            assert [each for each in led.told if each[1] == "Answered in a browser."] != []


def test_a_second_answer_and_one_to_a_withdrawn_question_do_not_count(served: Served, guest: Guest) -> None:
    run, _ = on_desk(served)
    with guest.opened(run.id) as page:
        shown: Mapping[str, object] = {}
        for _ in range(2):
            asked = Asked(run, CLICK)
            shown = page.question()
            asked.withdraw()
            page.hear("question", lambda each: each["question"] is None and each is page.heard[-1])
            page.order(**yes(shown, run))
            page.hear("note")
        last = Asked(run, CLICK)
        page.order(**yes(page.question(), run))
        assert last.answer() == Approved()
        page.order(**yes(shown, run))
        assert page.is_alive()


def test_an_answer_at_the_computer_takes_the_question_from_browsers(served: Served, guest: Guest) -> None:
    run, _ = on_desk(served)
    here = Here()
    asked = Asked(run, CLICK, here)
    with guest.opened(run.id) as page:
        shown = page.question()
        here.given.set_result(Rejected("No"))

        assert asked.answer() == Rejected("No")
        page.hear("question", lambda each: each["question"] is None)
        page.order(**yes(shown, run))
        page.hear("note")


def test_an_answer_of_a_browser_takes_the_question_from_the_computer(served: Served, guest: Guest) -> None:
    run, _ = on_desk(served)
    here = Here()
    asked = Asked(run, CLICK, here)
    with guest.opened(run.id) as page:
        page.order(**yes(page.question(), run, key="n"))

        assert asked.answer() == Rejected()
        assert here.was_withdrawn.is_set()


def test_who_sits_here_wins_where_both_answer_at_once(served: Served, guest: Guest) -> None:
    run, _ = on_desk(served)

    class Slow(Here):
        async def _asked(self) -> object:
            # The client's loop hears of nothing until the browser has answered; then of both at once.
            wait_until(lambda: run.question is not None)
            wait_until(lambda: run.question is None)
            return Rejected("here")

    asked = Asked(run, CLICK, Slow())
    with guest.opened(run.id) as page:
        page.order(**yes(page.question(), run))

        assert asked.answer() == Rejected("here")


# --- Words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The blue one", "The blue one"), ("", ""), ("a" * 4_000, "a" * 4_000),
        ("\x1b[31m\u202e\0\n", "\x1b[31m\u202e\0\n"),
        ("\ud83d", "?"), ("<b>&", "<b>&"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("key", ["y", "", "r", "n"])
def test_a_typed_answer_is_passed_on_unchanged_whichever_key_sends_it(
    served: Served, guest: Guest, text: str, expected: str, key: str
) -> None:
    run, _ = served.run()
    asked = Asked(run, "Which file?")
    with guest.opened(run.id) as page:
        shown = page.question()
        page.order(**yes(shown, run, key=key, text=text))

        assert asked.answer() == expected
        assert (shown["may"], shown["act"], shown["answers"]) == ("yes", "Which file?", [])


@pytest.mark.parametrize(
    ("more", "code"),
    [({"text": "a" * 4_001}, 1008), ({"text": None}, 1008), ({"text": 1}, 1008), ({"text": ["x"]}, 1008),
     ({"text": "a" * 1_000_000}, 1008), ({"text": "a" * 10_000_000}, 1006)],
)  # fmt: skip
@pytest.mark.parametrize("do", ["answer", "say"])
def test_too_long_a_text_and_none_end_the_connection(
    served: Served, guest: Guest, do: str, more: Mapping[str, object], code: int
) -> None:
    run, led = served.run()
    asked = Asked(run, "Which file?") if do == "answer" else None
    with guest.opened(run.id) as page:
        page.order(**(yes(page.question(), run, **more) if asked else {"do": "say", "run": run.id, **more}))

        assert page.close_code() in {code, code + 3}  # 1009 is lost where more is on its way
    assert led.orders() == []
    if asked:
        assert asked.is_open
        asked.withdraw()


def test_a_refusal_brings_its_reason(served: Served, guest: Guest) -> None:
    run, _ = served.run()
    for more, reason in (({"text": "Not that"}, "Not that"), ({}, "")):
        asked = Asked(run, CLICK)
        with guest.opened(run.id) as page:
            page.order(**yes(page.question(), run, key="r", **more))

            assert asked.answer() == Rejected(reason)


# --- Runs that are not this browser's --------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize("order", ORDERS, ids=lambda order: f"{order['do']}{order.get('key', '')}")
@pytest.mark.parametrize("whose", ["ended", "unknown", "elsewhere"])
def test_a_run_that_is_over_unknown_or_led_elsewhere_is_left_alone(
    served: Served, guest: Guest, offers: Offers, order: Mapping[str, object], whose: str
) -> None:
    run, led = on_desk(served)
    if whose == "ended":
        run.changes = None
        run.hear(Stamped(8, AT, 1, run_finished(1, 1)))
    if whose == "elsewhere":
        run, led = served.run(on_desk=True, leads=False)
        run.show_desk(DESK)
        run.changes = "d1"
    served.settled()
    with guest.opened(run.id) as page:
        page.order(**{**order, "run": "0" * 8 if whose == "unknown" else run.id})

        assert page.is_alive()
        allowed = {"stop", "pause"} if whose == "elsewhere" else set()
        assert {each[0] for each in led.orders()} == ({order["do"]} & allowed)
        assert offers.done == []


@pytest.mark.long
@pytest.mark.parametrize("run", [None, 1, True, ["x"], {"x": 1}, "a" * 200])
@pytest.mark.parametrize("do", ["open", "stop", "say", "answer", "take", "pointer", "apply", "receipt", "got"])
def test_a_run_that_is_no_name_ends_the_connection(served: Served, guest: Guest, do: str, run: object) -> None:
    with guest.page() as page:
        page.order(do=do, run=run, most=[9, 9], text="", number=1, digest="", key="y", keys=[], frame=1)

        assert page.close_code() == 1008


@pytest.mark.parametrize(
    "message",
    ["{}", "[]", "null", "1", '"stop"', '{"do":"hello"}', '{"do":""}', '{"do":null}', '{"do":["stop"]}', '{"do":{}}',
     '{"do":"__init__"}', '{"do":"serve"}', "{", "", "NaN", '{"do":"stop"',
     "[" * 60_000, '{"do":' * 20_000, b'{"do":"beat"}',
     b"", "9" * 5_000, '{"do":"open","run":"","most":[' + "9" * 5_000 + ",1]}"],
    ids=lambda message: str(message)[:24],
)  # fmt: skip
def test_what_is_no_order_ends_the_connection_and_none_other(
    served: Served, guest: Guest, message: str | bytes
) -> None:
    with guest.opened() as beside, guest.opened() as page:
        beside.hear("runs")
        page.send(message)

        assert page.close_code() == 1008
        assert beside.is_alive()


def test_half_a_character_that_is_invalid_ends_the_connection(served: Served, guest: Guest) -> None:
    with Page(served.port, guest.cookie, takes=False) as page:
        page.order(do="key", keys=[guest.key])
        page.hear("hello")
        with suppress(ConnectionClosed):
            page.socket.send([b'{"do":"stop","run":"', b"\xff\xfe", b'"}'], text=True)

        assert page.close_code() in {1006, 1007}


# --- The record ------------------------------------------------------------------------------------------------------


def test_the_record_says_who_watches_and_who_may_act_by_the_address_they_have(served: Served) -> None:
    run, led = served.run()
    for may in ("look", "act"):
        with served.enter(may).opened(run.id) as page:
            page.summary(run.id)
    spoofed = served.enter("act")
    with Page(served.port, spoofed.cookie, user_agent_header="x", origin=f"http://127.0.0.1:{served.port}") as page:
        page.order(do="key", keys=[spoofed.key])
        page.open(run.id)
        page.summary(run.id)

    watching = [str(each[1]) for each in led.told if each[0] == "note"]
    assert watching == [
        "A browser at 127.0.0.1 is watching.", *["A browser at 127.0.0.1 is watching, and may act."] * 2
    ]  # fmt: skip


@pytest.mark.parametrize("opens", ["", "run"])
def test_a_browser_that_was_there_before_the_run_began_is_in_its_record(
    served: Served, guest: Guest, opens: str
) -> None:
    with guest.opened() as page:
        run = served.watch.new_run("Save a note", on_desk=False)
        page.summary(run.id)
        if opens:
            page.open(run.id)
            page.is_alive()
        led = Led(run)
        run.begin(led)
        run.hear(Stamped(1, AT, 0, run_started("20261122-120000-test-0a1b2c", "/nowhere")))

        wait_until(lambda: [each for each in led.told if each[0] == "note"], "the note")
        wait_until(lambda: ("look", True) in led.told, "to be looked at")


def test_a_pause_and_the_words_for_the_model_come_through_as_they_are(served: Served, guest: Guest) -> None:
    run, led = served.run()
    with guest.opened(run.id) as page:
        page.order(do="pause", run=run.id)
        page.summary(run.id, lambda each: each["may_resume"])
        page.order(do="say", run=run.id, text="Use the “other” one\n")
        page.order(do="resume", run=run.id)
        page.order(do="stop", run=run.id)

        wait_until(lambda: len(led.orders()) == 4)
    assert [each[0] for each in led.orders()] == ["pause", "say", "resume", "stop"]
    assert led.orders()[1] == ("say", "Use the “other” one\n")


def test_a_text_with_half_a_character_reaches_browsers(served: Served, guest: Guest) -> None:
    run, _ = served.run("Save \ud83d a note")
    with guest.opened(run.id) as page:
        assert page.summary(run.id)["task"] == "Save \ud83d a note"


def test_what_the_run_asks_and_says_is_data_and_no_markup_of_the_page(served: Served, guest: Guest) -> None:
    run, _ = served.run("<img src=x onerror=alert(1)>")
    asked = Asked(run, replace(CLICK, task="</script><script>alert(1)</script>"))
    with guest.opened(run.id) as page:
        shown = page.question()

        assert page.summary(run.id)["task"] == "<img src=x onerror=alert(1)>"
        assert {*shown} >= {
            "title",
            "act",
            "detail",
            "why",
            "rows",
            "more",
            "included",
            "about",
            "attack",
            "picture",
            "answers",
        }
        json.dumps(shown)
    asked.withdraw()


def test_nobody_answers_while_no_browser_is_there(served: Served) -> None:
    run, _ = served.run()
    run.hear(Stamped(7, AT, 1, Paused("human", "")))
    asked = Asked(run, CLICK)
    served.settled()

    assert asked.is_open
    asked.withdraw()
    assert run.answer(1, "", Approved()) is False


def test_a_receipt_waits_only_where_something_has_changed(served: Served, guest: Guest) -> None:
    for changes, waits in (({"documents": 1}, True), ({"documents": 0}, False), (None, True)):
        run, _ = served.run(on_desk=True)
        run.hear(Stamped(6, AT, 1, DeskEnded("d1", "run", "keep", changes=changes)))
        with guest.opened(run.id) as page:
            assert bool(page.summary(run.id)["changes"]) is waits


@pytest.mark.parametrize(("change", "waits"), [("changed", True), ("noise", False), ("uncopied", False), ("", False)])
def test_an_undo_is_offered_only_where_a_run_has_changed_files(
    served: Served, guest: Guest, change: str, *, waits: bool
) -> None:
    files = ({"path": "~/a.txt", "change": change},) if change else None
    run, _ = served.run()
    run.hear(Stamped(6, AT, 1, RunFinished("completed", "", 1, 1, {}, None, 1.0, 1.0, 0, files=files)))

    with guest.opened(run.id) as page:
        assert page.summary(run.id)["changes"] == ("Undo file changes…" if waits else "")
