"""A run on a desk that may reach a host: a card lets one more be reached, and what a page sends is asked about."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent import Question, Stamped, run_task
from tests.fakes.desks.desks import skip_without_desks
from tests.fakes.desks.joined_desks import lead_to
from tests.fakes.programs import browser
from tests.fakes.servers.web_hosts import Arrived, WebHosts

pytestmark = pytest.mark.program

SHOP = "shop.example.org"
PAGE = """<!doctype html><title>Orders</title><form method="post" action="/order">
<label>Letters <input name="letters" value="3"></label> <button>Send order</button></form>"""


@pytest.fixture
def hosts(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebHosts]:
    made = WebHosts((SHOP,))
    made.answer = page
    lead_to(made, monkeypatch)
    yield made
    made.close()


def page(came: Arrived) -> bytes:
    body = (PAGE if came.method == "GET" else "<title>Thank you</title>Thank you").encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


@pytest.mark.slow
@pytest.mark.skipif(bool(browser.WHY_NOT), reason=browser.WHY_NOT)
@pytest.mark.parametrize("sends", [True, False])
def test_a_card_lets_a_host_be_reached_and_its_form_asks_before_it_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hosts: WebHosts, *, sends: bool
) -> None:
    skip_without_desks()
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "own"))
    asked = list[Question]()
    events = list[Stamped]()

    def answer(question: Question) -> bool:
        asked.append(question)
        return question.kind == "application" or sends

    result = run_task(
        f'open "Chromium"; wait for "New Tab"; press ctrl+l; type "http://{SHOP}/"; press enter; click "Send order"',
        approver=answer, on_event=events.append, desk=True,
    )  # fmt: skip

    rules = [(question.kind, [reason.rule for reason in question.reasons]) for question in asked]
    assert rules[:1] == [("application", ["scope"])], (rules, result.message)
    assert ("action", ["out"]) in [(kind, [rule for rule in why if rule == "out"]) for kind, why in rules], rules
    assert [(one.first, one.body) for one in hosts.arrived if one.method == "POST"] == (
        [("POST /order HTTP/1.1", b"letters=3")] if sends else []
    ), result.message
