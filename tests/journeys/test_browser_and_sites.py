"""A scope of one site in a real browser with a first profile, by the log of the pages' server."""

import os
import re
import shlex
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop_agent.core.decisions.decision import Answer, AppAllowed, Approved, Question
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.lib.paths import places
from desktop_agent.runtime.prepare import prepare
from desktop_agent.runtime.spec import ClientServices, RunSpec
from desktop_agent.settings import load
from tests.fakes.programs.browser import WHY_NOT, browsing, pages_at
from tests.fakes.waiting import wait_until
from tests.journeys.conftest import Agent, Ran

FORM = """<!doctype html><title>Members</title><form action=/saved><label>Name <input name=name></label>
<button>Add member</button></form>"""
ROWS = ("Ada", "Bo", "Cem")
PAGES = dict.fromkeys(("/form", "/one", "/two", "/three"), FORM)
SAVED = {f"/saved?name={name}": "<!doctype html><title>Saved</title><p>Member saved" for name in ROWS}

pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "chromium")


@dataclass
class Sites:
    """The pages at two sites of one server, and a run with nobody there to ask."""

    agent: Agent
    here: str
    asked: list[str]  # of the server

    @property
    def host(self) -> str:
        return self.here.removeprefix("http://")

    @property
    def elsewhere(self) -> str:
        return self.host.replace("127.0.0.1", "localhost")

    def run(self, *steps: str, scope: Sequence[str] = ()) -> Ran:
        """Run these steps, with the flags of another scope than that of the first site."""
        flags = scope or ("--allow", f"chromium:{self.host}")
        return self.agent("run", "\n".join(steps), "--provider", "local", *flags, "--approver", "none")


@pytest.fixture
def sites(agent: Agent, display: PrivateDisplay, tmp_path: Path) -> Iterator[Sites]:
    with ExitStack() as closing:
        asked = list[str]()
        here = closing.enter_context(pages_at(PAGES | SAVED, asked))
        # A new tab's page empties the address bar when it has come, however late that is.
        closing.enter_context(browsing(display, tmp_path, "about:blank", "about:blank"))
        yield Sites(agent, here, asked)


@pytest.mark.slow
def test_the_addresses_of_a_site_in_scope_are_opened_with_nobody_there(sites: Sites) -> None:
    ran = sites.run(
        "press ctrl+l",
        f'type "{sites.here}/one"',
        "press enter",
        'wait for "Add member" for up to 20 s',
        "press ctrl+f",
        'type "member"',
        "press escape",
        "press ctrl+t",
        'wait for "New Tab" for up to 20 s',  # while its page comes, nobody can tell which site has the keys
        "press ctrl+l",
        f'type "{sites.host}/two\\n"',
        'wait for "Add member" for up to 20 s',
        "press ctrl+l",
        f'type "{sites.host}/three"',
        "press enter",
        'wait for "Add member" for up to 20 s',
    )

    assert ran.code == 0, ran
    wait_until(lambda: "/three" in sites.asked, "the last page")
    assert [path for path in sites.asked if path in PAGES] == ["/one", "/two", "/three"]


@pytest.mark.slow
def test_another_site_isnt_opened_by_whatever_is_typed_and_the_scope_that_lacks_is_named(sites: Sites) -> None:
    port = int(sites.host.rpartition(":")[2])
    ran = sites.run(
        "press ctrl+l",
        f'type "http://{sites.elsewhere}/one?door=4719\\n"',
        "press ctrl+l",
        f'type "{sites.host}@{sites.elsewhere}/two?door=4719\\n"',
        "press ctrl+l",
        f'type "127.0.0.1:{port}.localhost:{port}/three?door=4719\\n"',
    )

    assert ran.code != 0, ran
    assert not [path for path in sites.asked if "door" in path], ran
    assert "top-chrome" not in ran.out + ran.err
    (flags,) = re.findall(r"in\s+its\s+scope\s+\(([^)]+)\)", ran.out)
    again = sites.run("press ctrl+l", f'type "{sites.elsewhere}/one?again\\n"', scope=shlex.split(flags))
    assert (again.code, "/one?again" in sites.asked) == (0, True), (flags, again)


@dataclass
class Person:
    """Says yes, for the task where that is offered."""

    asked: list[str] = field(default_factory=list)
    answers_words: bool = False

    async def decide(self, question: Question) -> Answer:
        self.asked.append(question.reasons[0].text)
        return AppAllowed("work", "run") if question.kind == "application" else Approved(question.may_be_remembered)

    async def reply(self, question: str) -> str | None:
        raise AssertionError(question)

    async def hand_back(self, reason: str) -> None:
        raise AssertionError(reason)


@pytest.mark.slow
def test_a_form_of_an_intranet_is_sent_for_each_row_after_one_yes_to_the_site_and_one_to_the_form(
    sites: Sites, display: PrivateDisplay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**display.environment(), "DESKTOP_AGENT_HOME": str(tmp_path / "agent")}.items():
        monkeypatch.setenv(name, value)
    row = f"""press ctrl+l
        type "{sites.here}/form"
        press enter
        wait for "Add member" for up to 20 s
        type "NAME" into "Name"
        click "Add member"
        wait for "Member saved" for up to 20 s"""
    steps = "\n".join(line.strip() for name in ROWS for line in row.replace("NAME", name).splitlines())
    flags = {"provider.name": "local", "run.record": False, "run.allow": ["chromium"]}
    person = Person()

    settings = load(places(os.environ).config_file, os.environ, flags).settings
    result = prepare(RunSpec(steps, settings), ClientServices(person)).run()

    assert result.status == "completed", result.message
    wait_until(lambda: "/saved?name=Cem" in sites.asked, "the last row")
    assert [path for path in sites.asked if path in SAVED] == [*SAVED]
    assert len(person.asked) == len(("the site", "its form")), person.asked
    assert person.asked[0].startswith(f"First time at {sites.host} in ")
    assert person.asked[1] == "This may submit a form."
