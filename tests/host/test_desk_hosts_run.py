"""A run on a desk that may reach a host: the person's yes lets the very request out, their no does not."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent import Question, Stamped, run_task
from desktop_agent.cli.main import main
from tests.fakes.desks import skip_without_desks
from tests.fakes.joined_desks import lead_to
from tests.fakes.web_hosts import WebHosts

SHOP = "shop.example.org"
# Sends two orders, shows a button once both have been answered, and writes the answers down when that is pressed.
PROGRAM = f"""
import pathlib, threading, tkinter, urllib.error, urllib.request
window, answers = tkinter.Tk(), {{}}
window.title("Orders")
here = pathlib.Path(__file__).parent
def order(what):
    try:
        answers[what] = urllib.request.urlopen("https://{SHOP}/" + what, data=b"amount=3", timeout=60).status
    except urllib.error.HTTPError as error:
        answers[what] = error.code
def send():
    for what in ("letters", "spies"):
        threading.Thread(target=order, args=(what,), daemon=True).start()
    look()
def look():
    if len(answers) < 2:
        window.after(50, look)
        return
    button.configure(text="Write answers", command=finish)
def finish():
    here.joinpath("answers.txt").write_text(repr(sorted(answers.items())))
    window.destroy()
button = tkinter.Button(window, text="Send orders", font=("DejaVu Sans", 20), command=send)
button.pack(padx=60, pady=60)
window.mainloop()
"""


@pytest.fixture
def hosts(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebHosts]:
    made = WebHosts((SHOP,))
    lead_to(made, monkeypatch)
    yield made
    made.close()


def test_a_run_asks_before_anything_is_sent_and_the_receipt_tells_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], hosts: WebHosts
) -> None:
    skip_without_desks()
    orders = _home(tmp_path, monkeypatch)
    asked = list[Question]()
    events = list[Stamped]()

    def answer(question: Question) -> bool:
        asked.append(question)
        return question.outgoing is None or question.outgoing.path == "/letters"

    result = run_task(
        'open "Orders"; click "Send orders"; click "Write answers"',
        approver=answer, on_event=events.append, desk_hosts=(SHOP,), desk_files=(str(orders),), receipt="accept",
    )  # fmt: skip

    (desk,) = (tmp_path / "own" / "data" / "desks").iterdir()
    capfd.readouterr()
    assert main(["desk", "show", desk.name, "--json"]) == 0
    sent = json.loads(capfd.readouterr().out)["sent"]
    decisions = [one.event for one in events if getattr(one.event, "rule", "") == "desk-write"]
    assert (result.status, result.exit_code) == ("completed", 0), result.message
    assert sorted(one.outgoing.path for one in asked if one.outgoing) == ["/letters", "/spies"]
    assert [(one.first, one.body) for one in hosts.arrived] == [("POST /letters HTTP/1.1", b"amount=3")]
    assert (orders / "answers.txt").read_text() == "[('letters', 200), ('spies', 403)]"
    assert sorted(getattr(one, "verdict", "") for one in decisions) == ["allow", "deny"]
    writes = [tuple(one[name] for name in ("method", "host", "path", "by")) for one in sent["writes"]]
    assert (writes, sent["reads"]) == ([("POST", SHOP, "/letters", "once")], {})


def _home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = folder / "home"
    orders = folder / "home" / "Orders"
    entries = home / ".local" / "share" / "applications"
    for made in (orders, entries):
        made.mkdir(parents=True)
    (orders / "orders.py").write_text(PROGRAM)
    (entries / "orders.desktop").write_text(
        f"[Desktop Entry]\nType=Application\nName=Orders\nExec=/usr/bin/python3 {orders}/orders.py\n"
    )
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(folder / "own"))
    return orders
