"""Sets of changes in a browser: exactly what was shown and chosen is applied, once, by who may do it."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from desktop_agent.desk.receipt.carry_out import DiskActs
from desktop_agent.desk.receipt.take import take
from desktop_agent.lib.paths import places
from desktop_agent.web.watched import WatchedRun
from tests.fakes.desks.desk_work import NAME, DeskWork, contents
from tests.fakes.desks.killed_taking import KillBefore, killed
from tests.fakes.people.watch_page import press
from tests.fakes.people.watch_page import shown as shown_words
from tests.fakes.people.web_guest import Guest, Led, Page, Served
from tests.fakes.programs.devtools import WHY_NOT, chromium
from tests.fakes.runs.undone_run import UndoneRun
from tests.fakes.waiting import wait_until

BEFORE = {"plan.txt": "the plan\n", "old.txt": "old\n"}
ODD = "a \u202e<b>\x1b[31m\ud83d.txt".encode("utf-8", "surrogatepass").decode("utf-8", "surrogateescape")


class Waiting:
    """A run whose desk has ended with changes: a new file, a changed one, one that was changed on both sides."""

    def __init__(self, served: Served) -> None:
        self.run: WatchedRun
        self.led: Led
        self.work = DeskWork(places().data)
        for name, text in BEFORE.items():
            (self.work.home / name).write_text(text)
        self.work.start()
        self.work.write("new.txt", "new of the desk\n")
        self.work.write("plan.txt", "plan of the desk\n")
        self.work.write("old.txt", "old of the desk\n")
        (self.work.home / "old.txt").write_text("mine\n")
        self.work.end()
        self.before = self.files()
        self.run, self.led = served.run(on_desk=True)
        self.run.changes = NAME
        served.settled()

    def files(self) -> Mapping[str, str]:
        return {path.name: path.read_text() for path in self.work.home.iterdir() if path.is_file()}

    def left(self) -> set[str]:
        return {path.name for path in self.work.upper.iterdir()}

    def shown(self, page: Page) -> Mapping[str, Any]:
        page.order(do="receipt", run=self.run.id)
        shown: Mapping[str, Any] = page.hear("receipt", lambda each: each["receipt"]["digest"])["receipt"]
        return shown

    def apply(self, page: Page, digest: object, keys: object, do: str = "apply") -> None:
        page.order(do=do, run=self.run.id, digest=digest, keys=keys)


@pytest.fixture
def waiting(served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Waiting:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path / "data" / "home"))
    return Waiting(served)


@pytest.fixture(scope="module")
def guest(served: Served) -> Guest:
    return served.enter("act")


def lines(receipt: Mapping[str, Any]) -> dict[str, Any]:
    return {line["key"]: line for section in receipt["sections"] for line in section["lines"]}


def test_what_was_chosen_is_applied_and_nothing_else_and_once(waiting: Waiting, guest: Guest) -> None:
    with guest.opened(waiting.run.id) as page:
        shown = waiting.shown(page)
        waiting.apply(page, shown["digest"], ["0:new.txt"])
        page.hear("receipt", lambda each: each["receipt"]["done"])
        once = waiting.files()
        (waiting.work.home / "new.txt").write_text("edited\n")
        waiting.apply(page, shown["digest"], ["0:new.txt", "0:plan.txt"])
        waiting.apply(page, shown["digest"], [], "discard")
        page.is_alive()

    assert {key: (line["may"], line["conflict"]) for key, line in lines(shown).items()} == {
        "0:new.txt": (True, False), "0:plan.txt": (True, False), "0:old.txt": (False, True),
    }  # fmt: skip
    assert once == {**waiting.before, "new.txt": "new of the desk\n"}
    assert waiting.files() == {**once, "new.txt": "edited\n"}
    assert waiting.left() >= {"plan.txt", "old.txt"}


@pytest.mark.parametrize(
    "digest", ["", "0" * 64, "UPPER", "PART", "x" * 128, "CHANGED IN BETWEEN", "DESK CHANGED IN BETWEEN"]
)
@pytest.mark.parametrize("do", ["apply", "discard"])
def test_another_receipt_than_the_shown_one_changes_nothing(
    waiting: Waiting, guest: Guest, digest: str, do: str
) -> None:
    with guest.opened(waiting.run.id) as page:
        proper = waiting.shown(page)["digest"]
        reported = {"UPPER": proper.upper(), "PART": proper[:-1]}.get(digest, digest)
        if "CHANGED" in digest:
            reported = proper
            if digest.startswith("DESK"):
                waiting.work.write("new.txt", "something else, and longer\n")
            else:
                (waiting.work.home / "plan.txt").write_text("mine\n")
        before = waiting.files()
        left = waiting.left()
        waiting.apply(page, reported, ["0:new.txt", "0:plan.txt"], do)

        page.hear("note")
        assert (waiting.files(), waiting.left()) == (before, left)
        assert not [each for each in page.heard if each["is"] == "receipt" and each["receipt"]["done"]]


@pytest.mark.long
@pytest.mark.parametrize(
    "keys",
    [
        [], ["0:old.txt"], ["0:../../etc/passwd"], ["0:/etc/passwd"], ["1:new.txt"], ["-1:new.txt"], ["0:NEW.txt"],
        ["0:new.txt/"], ["0:./new.txt"], ["0:new.txt\x00"], ["new.txt"], ["0"], [":new.txt"], ["0:*"], ["0:"], [""],
        [None], [0], [["0:new.txt"]], [{"key": "0:new.txt"}], [True], ["*"] * 20_000,
    ],
    ids=lambda keys: str(keys)[:30],
)  # fmt: skip
def test_keys_that_were_not_offered_apply_nothing(waiting: Waiting, guest: Guest, keys: list[object]) -> None:
    with guest.opened(waiting.run.id) as page:
        waiting.apply(page, waiting.shown(page)["digest"], keys)

        wait_until(lambda: page.closed or [each for each in page.heard if each["is"] == "note" or
                                           (each["is"] == "receipt" and each["receipt"]["done"])])  # fmt: skip
    assert waiting.files() == waiting.before
    assert waiting.left() >= {"new.txt", "plan.txt", "old.txt"}


@pytest.mark.parametrize("keys", [None, "0:new.txt", {"0:new.txt": True}, 1, ["0:new.txt"] * 20_001])
def test_keys_that_are_no_list_and_no_digest_end_the_connection(waiting: Waiting, guest: Guest, keys: object) -> None:
    for digest in ("proper", None, 1, ["x"]):
        with guest.opened(waiting.run.id) as page:
            reported = waiting.shown(page)["digest"] if digest == "proper" else digest
            waiting.apply(page, reported, keys if digest == "proper" else ["0:new.txt"])
            assert page.close_code() == 1008
    assert waiting.files() == waiting.before


@pytest.mark.parametrize("do", ["apply", "discard"])
def test_a_link_to_watch_and_a_run_led_elsewhere_settle_nothing(
    waiting: Waiting, served: Served, guest: Guest, do: str
) -> None:
    other, _ = served.run(on_desk=True, leads=False)
    other.changes = NAME
    served.settled()
    with served.enter("look").opened(waiting.run.id) as page:
        shown = waiting.shown(page)
        waiting.apply(page, shown["digest"], ["0:new.txt"], do)
        page.is_alive()
    with guest.opened(other.id) as page:
        page.order(do=do, run=other.id, digest=shown["digest"], keys=["0:new.txt"])
        page.is_alive()

    assert shown["may"] is False
    assert (waiting.files(), waiting.left()) == (waiting.before, {"new.txt", "plan.txt", "old.txt"})


def test_two_browsers_at_once_settle_it_once(waiting: Waiting, guest: Guest) -> None:
    with guest.opened(waiting.run.id) as first, guest.opened(waiting.run.id) as second, ThreadPoolExecutor(2) as pool:
        digest = waiting.shown(first)["digest"]
        list(pool.map(lambda page: waiting.apply(page, digest, ["0:new.txt", "0:plan.txt"]), (first, second)))
        pages = (first, second)
        wait_until(lambda: [each for page in pages for each in page.heard if each["is"] == "receipt"
                            and each["receipt"]["done"]])  # fmt: skip
        assert first.is_alive()
        assert second.is_alive()
        done = [each["receipt"]["done"] for page in pages for each in page.heard if each["is"] == "receipt"]

    assert waiting.files() == {**waiting.before, "new.txt": "new of the desk\n", "plan.txt": "plan of the desk\n"}
    assert len([*filter(None, done)]) == 1
    assert len([*(places().data / "desks" / NAME).glob("take*")]) <= 1


@pytest.mark.long
def test_many_changes_fit_in_one_order(waiting: Waiting, guest: Guest) -> None:
    names = [f"{'a long name of a file ' * 5}{n:04}.txt" for n in range(1_500)]
    for name in names:
        waiting.work.write(name, "x")
    with guest.opened(waiting.run.id) as page:
        shown = waiting.shown(page)
        keys = [key for key, line in lines(shown).items() if line["chosen"]]
        waiting.apply(page, shown["digest"], keys)
        page.hear("receipt", lambda each: each["receipt"]["done"])

    assert {*waiting.files()} >= {*names}


def test_an_odd_name_is_shown_and_applied_as_it_is(waiting: Waiting, guest: Guest) -> None:
    waiting.work.write(ODD, "x")
    with guest.opened(waiting.run.id) as page:
        shown = waiting.shown(page)
        (key,) = [key for key in lines(shown) if "<b>" in key]
        waiting.apply(page, shown["digest"], [key])
        page.hear("receipt", lambda each: each["receipt"]["done"])

    assert "\x1b" not in lines(shown)[key]["path"]
    assert "\u202e" not in lines(shown)[key]["path"]
    assert ODD in {path.name for path in waiting.work.home.iterdir()}


def test_the_receipt_of_a_desk_that_is_none_is_a_note(waiting: Waiting, served: Served, guest: Guest) -> None:
    for name in ("../../etc", "nothing", "/etc"):
        run, _ = served.run(on_desk=True)
        run.changes = name
        served.settled()
        with guest.opened(run.id) as page:
            page.order(do="receipt", run=run.id)
            page.hear("note")
            page.order(do="discard", run=run.id, digest="")
            assert page.is_alive()
    assert waiting.files() == waiting.before


@pytest.fixture
def undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> UndoneRun:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    places().data.mkdir(parents=True, exist_ok=True)
    work = UndoneRun(places().data, "echo one > a.txt; echo two > b.txt")
    work.copy()
    work.shell("echo more >> a.txt; echo more >> b.txt; echo new > c.txt")
    work.end()
    return work


def on_the_screen(served: Served, work: UndoneRun) -> WatchedRun:
    run, _ = served.run()
    run.name = work.run.name
    run.changes = ""
    served.settled()
    return run


@pytest.mark.program
def test_what_a_run_changed_on_the_screen_is_undone_as_chosen(undone: UndoneRun) -> None:
    with Served(approves_here=True) as served:
        run = on_the_screen(served, undone)
        with served.enter("act").opened(run.id) as page:
            assert page.summary(run.id)["changes"] == "Undo file changes…"
            page.order(do="receipt", run=run.id)
            shown = page.hear("receipt", lambda each: each["receipt"]["digest"])["receipt"]
            page.order(do="discard", run=run.id, digest=shown["digest"])
            page.hear("note")
            page.order(do="apply", run=run.id, digest=shown["digest"], keys=["0:a.txt", "0:c.txt"])
            done = page.hear("receipt", lambda each: each["receipt"]["done"])["receipt"]["done"]

    assert (shown["apply"], shown["discards"], shown["may"]) == ("Undo", False, True)
    assert {key: line["what"] for key, line in lines(shown).items()} == {
        "0:a.txt": "Restore", "0:b.txt": "Restore", "0:c.txt": "Remove",
    }  # fmt: skip
    assert contents(undone.home) == undone.before | {"b.txt": undone.after["b.txt"]}
    redo = f"Redo within 30 days: desktop-agent runs undo {run.name} --redo"
    assert done.splitlines() == ["Undone: 2 changes.", redo]


@pytest.mark.program
def test_what_changed_on_the_screen_is_undone_at_the_computer_alone_unless_browsers_may_approve_there(
    undone: UndoneRun, served: Served, guest: Guest
) -> None:
    run = on_the_screen(served, undone)

    with guest.opened(run.id) as page:
        page.order(do="receipt", run=run.id)
        shown = page.hear("receipt", lambda each: each["receipt"]["digest"])["receipt"]
        page.order(do="apply", run=run.id, digest=shown["digest"], keys=["0:a.txt"])
        page.hear("note")

    assert (shown["may"], shown["why_not"]) == (
        False, "What changed on your own screen can only be undone at the computer.",
    )  # fmt: skip
    assert contents(undone.home) == undone.after


def cut_off(waiting: Waiting) -> Mapping[str, str]:
    """Have the application of all changes killed in the middle of it, and return what it has left of the files."""
    chosen = [change for change in waiting.work.receipt().changes if not change.conflict]
    assert killed(partial(take, waiting.work.folder, chosen, acts=DiskActs(KillBefore(6))))
    return waiting.files()


@pytest.mark.program
def test_what_was_interrupted_while_it_was_applied_is_finished_and_nothing_else_is_done_before(
    waiting: Waiting, guest: Guest
) -> None:
    torn = cut_off(waiting)
    with guest.opened(waiting.run.id) as page:
        shown = waiting.shown(page)
        for other in ("apply", "discard"):
            waiting.apply(page, shown["digest"], ["0:new.txt", "0:plan.txt"], other)
            page.hear("note")
            page.heard.clear()
        refused = waiting.files()
        waiting.apply(page, shown["digest"], [], "finish")
        answer = page.hear("receipt", lambda each: each["receipt"]["done"])["receipt"]["done"]

    assert torn != waiting.before
    assert refused == torn
    assert (shown["title"], shown["finish"]) == ("The takeover was interrupted.", "Finish it")
    assert not [key for key, line in lines(shown).items() if line["may"] or line["chosen"]]
    assert waiting.files() == {**waiting.before, "new.txt": "new of the desk\n", "plan.txt": "plan of the desk\n"}
    assert answer.splitlines() == ["Applied: 2 changes.", f"Undo within 30 days: desktop-agent desk undo {NAME}"]
    assert waiting.run.changes == NAME  # the file that was changed on both sides is left


def test_what_was_not_interrupted_is_not_finished(waiting: Waiting, guest: Guest) -> None:
    with guest.opened(waiting.run.id) as page:
        shown = waiting.shown(page)
        waiting.apply(page, shown["digest"], [], "finish")
        page.hear("note")

    assert shown["finish"] == ""
    assert (waiting.files(), waiting.left()) == (waiting.before, {"new.txt", "plan.txt", "old.txt"})


@pytest.mark.program
@pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
def test_the_page_offers_to_finish_what_was_interrupted(waiting: Waiting, served: Served, tmp_path: Path) -> None:
    cut_off(waiting)
    with chromium(tmp_path / "chromium") as page:
        page.size(1280, 900)
        page.open(f"{served.watch.address}/enter/{served.code('act')}")
        page.until("document.body?.dataset.view")
        # The page leaves an address whose run isn't in its list yet.
        page.until(f"(location.hash = '#run={waiting.run.id}') && document.body.dataset.view === 'run'")
        press(page, "View its changes…")
        page.until(shown_words("The takeover was interrupted."))
        buttons = page.value("[...document.querySelectorAll('#foot button')].map(one => one.textContent)")
        press(page, "Finish it")
        page.until(shown_words("Applied: 2 changes."))

    assert buttons == ["Finish it"]
    assert waiting.files() == {**waiting.before, "new.txt": "new of the desk\n", "plan.txt": "plan of the desk\n"}


@pytest.mark.program
def test_an_interrupted_undo_of_what_changed_on_the_screen_is_finished(undone: UndoneRun) -> None:
    chosen = undone.receipt().changes
    assert killed(partial(take, undone.folder, chosen, acts=DiskActs(KillBefore(4))))
    with Served(approves_here=True) as served:
        run = on_the_screen(served, undone)
        with served.enter("act").opened(run.id) as page:
            page.order(do="receipt", run=run.id)
            shown = page.hear("receipt", lambda each: each["receipt"]["digest"])["receipt"]
            page.order(do="finish", run=run.id, digest=shown["digest"])
            page.hear("receipt", lambda each: each["receipt"]["done"])

    assert shown["finish"] == "Finish it"
    assert contents(undone.home) == undone.before


@pytest.mark.program
def test_a_browser_that_may_only_look_completes_no_undo(undone: UndoneRun, served: Served) -> None:
    chosen = undone.receipt().changes
    assert killed(partial(take, undone.folder, chosen, acts=DiskActs(KillBefore(4))))
    torn = contents(undone.home)
    run = on_the_screen(served, undone)

    with served.enter("look").opened(run.id) as page:
        page.order(do="receipt", run=run.id)
        shown = page.hear("receipt")["receipt"]

    assert contents(undone.home) == torn
    assert shown["title"] == "The undo was interrupted."
    assert shown["may"] is False


def test_a_set_of_which_something_is_left_can_be_settled_again(waiting: Waiting, guest: Guest) -> None:
    with guest.opened(waiting.run.id) as page:
        for keys in ([], ["0:new.txt"], ["0:plan.txt"]):
            page.heard.clear()
            waiting.apply(page, waiting.shown(page)["digest"], keys)
            page.hear("receipt", lambda each: each["receipt"]["done"])

        assert waiting.files() == {**waiting.before, "new.txt": "new of the desk\n", "plan.txt": "plan of the desk\n"}
        page.heard.clear()
        waiting.apply(page, waiting.shown(page)["digest"], [], "discard")
        page.hear("receipt", lambda each: each["receipt"]["done"])
        wait_until(lambda: waiting.run.changes is None)
