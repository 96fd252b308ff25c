"""A paired phone and one run: what counts once, what never does, and what a person at the computer says first."""

import asyncio
import json
import os
import secrets
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from gettext import NullTranslations
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from desktop_agent.core.actions import Press, Type
from desktop_agent.core.decision import Answer, Approved, Question, Reason, Rejected, Target
from desktop_agent.core.events import Event, Paused, Resumed
from desktop_agent.core.translation import Language
from desktop_agent.core.turn import SafetyCheck
from desktop_agent.host.language import persons_language
from desktop_agent.notify.page import page
from desktop_agent.notify.pairing import (
    LONGEST_SEALED,
    LONGEST_WORDS,
    Inbox,
    Pairing,
    end_pairing,
    keep_pairing,
    new_topic,
    opened,
    pairing_file,
    read_pairing,
    sealed,
)
from desktop_agent.notify.phone import RunPhone
from tests.fakes.card_questions import question
from tests.fakes.ntfy_server import NtfyServer
from tests.fakes.waiting import wait_until
from tests.notify.test_run_notifier import finished, started

RUN = "run-1"
ACTS = ("stop", "pause", "resume", "say", "refuse", "approve", "answer")
TO, BACK = "to computer", "to phone"


@dataclass
class Steered:
    """A run, as far as it can be steered from afar."""

    done: list[tuple[str, str]] = field(default_factory=list)

    def stop(self, by: str, why: str = "") -> None:
        self.done.append(("stop", f"{by}: {why}"))

    def pause(self, by: str, reason: str) -> None:
        self.done.append(("pause", f"{by}: {reason}"))

    def resume(self, by: str) -> None:
        self.done.append(("resume", by))

    def say(self, text: str) -> None:
        self.done.append(("say", text))


class Here:
    """Somebody at the computer, who answers when they are told to."""

    answers_words = True
    admits = False

    def __init__(self) -> None:
        self.answers = asyncio.Event()
        self.withdrawn = False

    async def decide(self, question: Question) -> Answer:
        return Rejected(await self._word(question.sentence))

    async def reply(self, question: str) -> str | None:
        return await self._word(question)

    async def hand_back(self, reason: str) -> str | None:
        return await self._word(reason)

    async def _word(self, _: str) -> str:
        try:
            await self.answers.wait()
        except asyncio.CancelledError:
            self.withdrawn = True
            raise
        return "said here"


class Phone:
    """Both ends: a run that listens, and whoever has the keys."""

    def __init__(self, server: NtfyServer, *, on_desk: bool = True, waits: bool = True, says: bool = False) -> None:
        self.pairing = made_up(new_topic(server.address))
        self.server, self.steered = server, Steered()
        self.said: list[str] = []
        keep_pairing(self.pairing)
        self.run = RunPhone(
            self.pairing, dict(os.environ), on_desk=on_desk, waits=waits, says=says,
            language=persons_language({}), say=self.said.append,
        )  # fmt: skip
        self.run.steer(self.steered)
        self.hears(started(run=RUN))
        self.topic = self.pairing.topic.rpartition("/")[2]
        wait_until(lambda: [one for one in server.listening if one[0] == self.topic], "that the run listens")
        self._last = 0

    def hears(self, event: Event) -> None:
        self.run.hear(event)

    def message(self, act: str, **other: object) -> dict[str, object]:
        self._last = max(self._last + 1, time.time_ns() // 1_000_000)
        return {"n": self._last, "run": RUN, "act": act, "question": "", "words": "", **other}

    def sends(self, content: Mapping[str, object], key: bytes = b"", way: str = TO) -> str:
        text = sealed(key or self.pairing.to_computer, way, content)
        self.server.post(self.topic, text)
        return text

    def told(self) -> list[Mapping[str, object]]:
        """Return all that the phone was told."""
        read = (opened(self.pairing.to_phone, BACK, str(one["message"])) for one in tuple(self.server.said))
        return [one for one in read if one]

    def asked(self) -> str:
        """Wait for a question on the phone; return its text."""
        return str(wait_until(lambda: (self.told() or [{}])[-1].get("question"), "a question"))

    def answer_of(self, number: object) -> str:
        """Wait until a message was answered; return the sentence."""

        def told() -> str | None:
            said = (told for one in self.told() for told in one.get("told", ()))  # type: ignore[attr-defined]
            return next((str(one["text"]) for one in said if one["of"] == number), None)

        return str(wait_until(told, "what became of the message"))

    async def decides(self, asked: Question, here: Here, then: Callable[[], object]) -> Answer:
        """Ask, and do something meanwhile, on another thread."""
        async with asyncio.TaskGroup() as both:  # so that what fails meanwhile is told, and nobody waits for ever
            both.create_task(asyncio.to_thread(then))
            answer = both.create_task(self.run.asking(here).decide(asked))
        return answer.result()


def made_up(topic: str) -> Pairing:
    return Pairing(topic, secrets.token_bytes(32), secrets.token_bytes(32), "ab12 cd34", "2026-11-25T10:00:00+00:00")


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[NtfyServer]:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    with NtfyServer() as ntfy:
        yield ntfy


@pytest.fixture
def phone(server: NtfyServer) -> Iterator[Phone]:
    made = Phone(server)
    yield made
    made.hears(finished())
    wait_until(lambda: not [one for one in threading.enumerate() if one.name.startswith("phone-")], "its threads' end")


def test_each_message_of_the_phone_has_its_effect(phone: Phone) -> None:
    said = [phone.message("say", words="The second."), phone.message("pause")]
    for one in said:
        phone.sends(one)
    told = [phone.answer_of(one["n"]) for one in said]
    phone.hears(Paused("paired", ""))
    resume = phone.message("resume")
    phone.sends(resume)
    stop = phone.message("stop")
    phone.sends(stop)
    phone.answer_of(stop["n"])

    assert told == ["The model will get your message with the next screenshot.", "Paused."]
    assert phone.steered.done == [
        ("say", "The second."),
        ("pause", "paired: Paused from the paired phone ab12 cd34."),
        ("resume", "paired"),
        ("stop", "human: Stopped from the paired phone ab12 cd34."),
    ]


def test_a_pause_that_it_did_not_make_is_not_its_to_end(phone: Phone) -> None:
    for event in (Paused("paired", ""), Resumed("human"), Paused("takeover", "")):
        phone.hears(event)
    resume = phone.message("resume")
    phone.sends(resume)

    assert "only at the computer" in phone.answer_of(resume["n"])
    assert phone.steered.done == []


@pytest.mark.parametrize(
    ("act", "words", "answer"),
    [("approve", "", Approved(by="paired")), ("refuse", "Not today", Rejected("Not today", by="paired"))],
)
def test_it_answers_the_open_question_and_the_card_is_withdrawn(
    act: str, words: str, answer: Answer, phone: Phone
) -> None:
    def answers() -> None:
        text = phone.asked()
        phone.sends(phone.message(act, question=digest(text), words=words))

    here = Here()
    got = asyncio.run(phone.decides(question("click", "action"), here, answers))

    assert got == answer
    assert here.withdrawn
    assert phone.said == [f"{'Approved' if act == 'approve' else 'Refused'} from the paired phone ab12 cd34."]


def test_who_answers_at_the_computer_first_is_heard_and_the_phone_comes_too_late(phone: Phone) -> None:
    async def both() -> Answer:
        here = Here()
        asking = asyncio.create_task(phone.run.asking(here).decide(question("click", "action")))
        text = await asyncio.to_thread(phone.asked)
        here.answers.set()
        answer = await asking
        late = phone.message("approve", question=digest(text))
        phone.sends(late)
        assert await asyncio.to_thread(phone.answer_of, late["n"]) == (
            "This question is no longer open. No action was taken."
        )
        return answer

    assert asyncio.run(both()) == Rejected("said here")
    assert phone.said == []


def test_a_question_in_words_is_answered_in_words_and_by_nothing_else(phone: Phone) -> None:
    async def both() -> str | None:
        asking = asyncio.create_task(phone.run.asking(Here()).reply("Which account?"))
        text = await asyncio.to_thread(phone.asked)
        for wrong in (phone.message("approve", question=digest(text)), phone.message("answer", question=digest(text))):
            phone.sends(wrong)
            assert "No action was taken." in await asyncio.to_thread(phone.answer_of, wrong["n"])
        phone.sends(phone.message("answer", question=digest(text), words="The second"))
        assert json.loads(text)["asks"] == "Which account?"
        return await asking

    assert asyncio.run(both()) == "The second"


ASKED = question("click", "action")
NOT_FROM_AFAR = {
    "the own screen": (ASKED, {"on_desk": False}),
    "a desk that is taken over by itself": (ASKED, {"waits": False}),
    "a function": (question("call", "function"), {}),
    "an application": (question("click", "application"), {}),
    "what would leave the desk": (replace(ASKED, kind="write"), {}),
    "a check of the server": (replace(ASKED, checks=(SafetyCheck("sc"),)), {}),
    "a text": (question("type", "action"), {}),
    "a text among others": (replace(ASKED, actions=(*ASKED.actions, Type("x")), others=(ASKED.target,)), {}),
    "a point without a name": (replace(ASKED, target=Target()), {}),
    "a password": (replace(ASKED, reasons=(Reason("password-field", "It is one."),)), {}),
    "a secret": (replace(ASKED, reasons=(*ASKED.reasons, Reason("secret", "It is one."))), {}),
    "an upload": (replace(ASKED, again=(Reason("file-out", "It is one."),)), {}),
    "our own settings": (replace(ASKED, reasons=(Reason("own-files", "They are."),)), {}),
    "more than goes into a message": (
        replace(ASKED, actions=(Press(("a",)),) * 200, others=(ASKED.target,) * 199), {}
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", NOT_FROM_AFAR)
def test_what_is_not_approved_from_afar(case: str, server: NtfyServer) -> None:
    asked, place = NOT_FROM_AFAR[case]
    phone = Phone(server, **place)

    def answers() -> None:
        text = phone.asked()
        approve = phone.message("approve", question=digest(text))
        phone.sends(approve)
        assert "only at the computer" in phone.answer_of(approve["n"])
        assert "only at the computer" in json.loads(text)["no"]
        phone.sends(phone.message("refuse", question=digest(text)))

    answer = asyncio.run(phone.decides(asked, Here(), answers))
    phone.hears(finished())

    assert answer == Rejected("", by="paired")
    assert phone.said == [
        "The paired phone ab12 cd34 tried to approve this, but it can be approved only at the computer.",
        "Refused from the paired phone ab12 cd34.",
    ]


def test_no_text_to_be_typed_and_no_word_of_the_models_leaves_unless_chosen(server: NtfyServer) -> None:
    asked = replace(question("type", "action"), actions=(Type("canary-typed"),), says="canary-said", task="canary-task")
    shown = []
    for says in (False, True):
        phone = Phone(server, says=says)

        def answers(phone: Phone = phone) -> None:
            shown.append(phone.asked())
            phone.sends(phone.message("refuse", question=digest(shown[-1])))

        asyncio.run(phone.decides(asked, Here(), answers))
        phone.hears(finished())

    assert ["canary" in text for text in shown] == [False, True]
    assert "canary-typed" not in shown[1]


def hostile(phone: Phone, other: Pairing, text: str, counted: str) -> Iterator[tuple[str, str]]:
    """Yield messages that must have no effect, and what each is; one message has counted, and a question is open."""
    key, asked = phone.pairing.to_computer, digest(text)
    now = time.time_ns() // 1_000_000
    whole = {act: phone.message(act, question=asked, words="w") for act in ACTS}
    for _ in range(20):
        yield "replayed", counted
    for one in whole.values():
        yield "forged", sealed(secrets.token_bytes(32), TO, one)
        yield "of another pairing", sealed(other.to_computer, TO, one)
        yield "of the other way", sealed(phone.pairing.to_phone, BACK, one)
        yield "with the other way's name", sealed(key, BACK, one)
        yield "with the other way's key", sealed(phone.pairing.to_phone, TO, one)
        yield "not sealed", json.dumps(one)
        # Two minutes count. What lies ahead of them comes nearer while the others are sent.
        for n in (now - 121_000, now - 3_600_000, now + 600_000, 0, -1, 1 << 70):
            yield "of another time", sealed(key, TO, {**one, "n": n})
        yield "of another run", sealed(key, TO, {**one, "run": "run-2"})
        yield "of no run", sealed(key, TO, {**one, "run": ""})
        for bad in ({"n": True}, {"n": f"{now}"}, {"n": now + 0.5}, {"act": "accept"}, {"act": None}, {"run": None},
                    {"question": asked.upper()}, {"question": asked[:-1]}, {"words": None}, {"extra": 1},
                    {"words": "w" * (LONGEST_WORDS + 1)}):  # fmt: skip
            yield "misshapen", sealed(key, TO, {**one, **bad})
        yield "with a field less", sealed(key, TO, {name: one[name] for name in one if name != "words"})
    for act in ("refuse", "approve", "answer"):
        for wrong in ("", digest("another"), digest(text + " "), asked[::-1]):
            yield "to another question", sealed(key, TO, phone.message(act, question=wrong, words="w"))
    yield "to a question of words", sealed(key, TO, phone.message("answer", question=asked, words="w"))
    good = sealed(key, TO, phone.message("stop"))
    for cut in range(1, len(good), len(good) // 30):
        yield "cut off", good[:cut]
        yield "cut off in front", good[cut:]
        yield "changed", f"{good[:cut]}{'A' if good[cut] != 'A' else 'B'}{good[cut + 1 :]}"
    for junk in ("", " ", "null", "[]", "ß", "=" * 8, "A" * 40, "A" * (LONGEST_SEALED + 1), good + "!", f" {good}"):
        yield "no message", junk
    nonce = bytes(12)
    for content in (b"", b"null", b"[1]", b"[" * 9_000, b"\xff\xfe", b'{"n":1'):
        whole_text = nonce + AESGCM(key).encrypt(nonce, content[:2_000], b"desktop-agent pairing 1 to computer")
        yield "sealed, and no message", urlsafe_b64encode(whole_text).rstrip(b"=").decode()


def test_what_is_replayed_forged_old_cut_off_or_meant_for_another_has_no_effect(phone: Phone) -> None:
    other, kinds = made_up(phone.pairing.topic), list[str]()

    def attack() -> None:
        text = phone.asked()
        first = phone.message("say", words="first")
        counted = phone.sends(first)
        phone.answer_of(first["n"])
        back = phone.message("stop")
        for kind, message in hostile(phone, other, text, counted):
            kinds.append(kind)
            phone.server.post(phone.topic, message)
        # The one that counts, after all of them; then one whose number goes back.
        last = phone.message("pause")
        phone.sends(last)
        phone.answer_of(last["n"])
        for one in (back, {**last, "act": "stop"}):
            phone.sends(one)
        phone.sends(phone.message("refuse", question=digest(text), words="end"))

    got = asyncio.run(phone.decides(ASKED, Here(), attack))

    effects = len(phone.steered.done) - 2 + (got != Rejected("end", by="paired"))
    print(f"messages that must not count: {effects} effects of {len(kinds)}")  # noqa: T201 - `pytest -rP` shows it
    assert len(kinds) >= 300, len(kinds)
    assert phone.steered.done == [
        ("say", "first"), ("pause", "paired: Paused from the paired phone ab12 cd34."),
    ]  # fmt: skip
    assert got == Rejected("end", by="paired")


@pytest.mark.parametrize(
    ("away_ms", "counts"), [(-120_001, False), (-120_000, True), (120_000, True), (120_001, False)]
)
def test_a_message_counts_for_two_minutes_before_and_after_its_time(away_ms: int, counts: bool) -> None:
    pairing, now = made_up("https://a.example/topic"), 1_795_000_000_000
    one = {"n": now + away_ms, "run": RUN, "act": "stop", "question": "", "words": ""}

    assert bool(Inbox(pairing, RUN).take(sealed(pairing.to_computer, TO, one), now)) is counts


def test_a_lost_phone_is_out_at_once_in_a_run_under_way(phone: Phone) -> None:
    end_pairing()
    phone.sends(phone.message("stop"))
    wait_until(lambda: not phone.server.listening, "that nobody listens any more")

    assert phone.steered.done == []


def test_a_new_pairing_ends_the_one_before_it(phone: Phone) -> None:
    keep_pairing(made_up(phone.pairing.topic))
    phone.sends(phone.message("stop"))
    wait_until(lambda: not phone.server.listening, "that nobody listens any more")

    assert phone.steered.done == []


def test_after_a_break_of_the_connection_the_phone_is_heard_again_and_nothing_twice(phone: Phone) -> None:
    first = phone.message("say", words="one")
    phone.sends(first)
    phone.answer_of(first["n"])
    phone.server.drop()
    second = phone.message("say", words="two")
    phone.sends(second)
    phone.answer_of(second["n"])

    assert [words for _, words in phone.steered.done] == ["one", "two"]


def test_a_server_that_is_gone_is_said_once_and_holds_up_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    with NtfyServer() as server:
        phone = Phone(server)
    wait_until(lambda: any("Can't send to the paired phone" in one for one in phone.said), "the notice")
    here = Here()

    async def at_the_computer() -> Answer:
        here.answers.set()
        return await phone.run.asking(here).decide(ASKED)

    assert asyncio.run(at_the_computer()) == Rejected("said here")
    phone.hears(finished())
    assert sum("Can't send to the paired phone" in one for one in phone.said) == 1


def test_the_end_is_told_and_then_nothing_is_taken(server: NtfyServer) -> None:
    phone = Phone(server)
    phone.hears(finished("completed"))
    last = wait_until(lambda: [one for one in phone.told() if one["state"] == "ended"], "the end")
    phone.sends(phone.message("stop"))
    wait_until(lambda: not server.listening, "that nobody listens any more")

    assert last[0]["end"] == "Completed"
    assert phone.steered.done == []


def test_the_file_of_a_pairing_counts_only_as_the_persons_own(phone: Phone) -> None:
    file = pairing_file()
    assert read_pairing() == phone.pairing
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o644)
    assert read_pairing() is None
    file.chmod(0o600)
    longer = file.read_bytes().replace(b'"to_phone": "', b'"to_phone": "00')
    for broken in (b"", b"{}", b"[]", b'{"topic": "x"}', longer):
        file.write_bytes(broken)
        assert read_pairing() is None


def test_the_page_lets_in_its_own_script_alone_and_its_texts_cannot_end_it() -> None:
    class Hostile(Language):
        def of(self, text: str) -> str:
            return f"</script><script>alert(1)</script>{text}"

    made = page(Hostile(NullTranslations(), "en"))

    assert made.count("<script>") == 1
    assert "script-src 'sha256-" in made
    assert "unsafe" not in made
