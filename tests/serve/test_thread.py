"""Where a conversation stands is known from memory, from the calls' ids, or said to be unknown."""

import json

import pytest

from desktop_agent.core.controls.boxes import Box
from desktop_agent.core.runs.turn import PERSON_SAYS, NotDoneReason
from desktop_agent.offline.plan.outcome import PlanPosition
from desktop_agent.offline.resume import call_id, position_in
from desktop_agent.run.pause import INTERRUPTIONS
from desktop_agent.serve.dialects import DIALECTS
from desktop_agent.serve.wire.handler import response_in_progress
from desktop_agent.serve.wire.offline_model import ConversationState, conversation_state, not_done, task_mark
from desktop_agent.serve.wire.parsed_request import BadRequestError, ParsedRequest, read_request
from desktop_agent.serve.wire.store import Record, ResponseMemory, Store

TOOL = {"type": "computer_use_preview", "display_width": 100, "display_height": 80, "environment": "linux"}
PICTURE = "data:image/png;base64,AAAA"
TASK = {"role": "user", "content": [{"type": "input_text", "text": 'click "A"'},
                                    {"type": "input_image", "image_url": PICTURE}]}  # fmt: skip


def asked(items: object, previous: str | None = None, tool: object = TOOL) -> ParsedRequest:
    return read_request(json.dumps({"input": items, "tools": [tool], "previous_response_id": previous}).encode())


def remembered(
    store: Store, name: str, parent: str, position: PlanPosition, *, checks: frozenset[str] = frozenset()
) -> ResponseMemory:
    record = Record(response_in_progress(asked([TASK]), DIALECTS["preview"], name, 0.0, (100, 80)), DIALECTS["preview"])
    store.add(record)
    record.memory = ResponseMemory(name, parent, 'click "A"', position, 1, f"call-of-{name}", checks, ended=False)
    record.end(record.body | {"status": "completed"})
    return record.memory


def result(name: str, **more: object) -> dict[str, object]:
    output = {"type": "computer_screenshot", "image_url": PICTURE}
    return {"type": "computer_call_output", "call_id": f"call-of-{name}", "output": output, **more}


def why_not_done(now: ConversationState) -> str:
    return now.not_done.why if now.not_done else ""


def note(text: str) -> dict[str, object]:
    return {"role": "user", "content": [{"type": "input_text", "text": text},
                                        {"type": "input_image", "image_url": PICTURE + "BBBB"}]}  # fmt: skip


@pytest.mark.parametrize(
    "position",
    [
        PlanPosition(),
        PlanPosition(3, 2, 1, 3, 1, 2, 1_795_000_000_123, Box(12, 0, 4095, 2160), 0xFFFFFFFF),
        PlanPosition(40, skipped=(0, 7, 39), mark=Box(0, 5, 1, 1)),
    ],
)
def test_the_point_of_an_action_is_recovered_from_its_call_id(position: PlanPosition) -> None:
    reported = call_id(position, "0123abcd")

    assert position == position_in(reported)
    assert position == position_in(f"I did {reported}.")


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("The person refused this action: Click “Send”.", "refused"),
        ("Refused by a rule: Press ctrl+alt+F1. It leaves the desktop.", "refused"),
        ("That isn't allowed here.", "refused"),
        ("This is a rehearsal: the action was shown to the person and not carried out.", "rehearsed"),
        ("The screen changed there since the last picture, so nothing was done: Click “Decline”.", "failed"),
        ("This couldn't be done: Type “x”. The keyboard has no such key.", "failed"),
        ("This action wasn't performed: a point is missing", "failed"),
        ("The person took the mouse for a while, and the rest wasn't carried out.", "taken over"),
        *((interruption.not_done.text, "taken over") for interruption in INTERRUPTIONS.values()),
        ("Click “Refuse”", None),
        ("The picture has not changed. Try something else, or say that you cannot go on.", None),
        ("The person took the mouse for a while, after all that you had asked for was carried out.", None),
    ],
)  # fmt: skip
def test_the_clients_words_say_what_became_of_the_action(text: str, meaning: NotDoneReason | None) -> None:
    became = not_done((text,))

    assert (meaning, text if meaning else None) == (became and became.why, became and became.text)


@pytest.mark.parametrize(("said", "task", "answered"), [
    ('click "B"', 'click "A"\nclick "B"', "will be done after the other steps"),
    ("be quick", 'click "A"', "had no effect"),
])  # fmt: skip
def test_what_a_person_says_on_the_way_is_done_or_answered(said: str, task: str, answered: str) -> None:
    store = Store()
    position = PlanPosition(step=1)
    remembered(store, "r1", task_mark('click "A"'), position)
    words = note(f"{PERSON_SAYS} {said}")
    call = {"type": "computer_call", "call_id": call_id(position, "0123abcd"), "id": "cc_1"}
    kept = [TASK, call, result("x", call_id=call["call_id"])]

    chained = conversation_state(asked([result("r1"), words], "r1"), store)
    begun = conversation_state(asked([*kept, words]), Store())
    newer = {**call, "call_id": call_id(PlanPosition(step=2), "0123abce")}
    later = conversation_state(asked([*kept, words, newer, result("x", call_id=newer["call_id"])]), Store())

    for now in (chained, begun):
        assert (now.task, now.position, now.not_done) == (task, position, None)
        assert answered in " ".join(now.notices)
    assert (later.task, later.notices) == (task, ())


def test_a_history_of_messages_goes_on_from_the_answer_with_that_number() -> None:
    store = Store()
    remembered(store, "r1", task_mark('click "A"'), PlanPosition(step=1))
    reported = {"role": "assistant", "content": [{"type": "output_text", "text": "click"}]}
    tool = {"type": "computer_use", "display_width": 100, "display_height": 80}

    assert PlanPosition(step=1) == conversation_state(asked([TASK, reported, note("Click")], tool=tool), store).position


def test_a_history_that_nobody_knows_is_said_to_be_unknown() -> None:
    reported = {"role": "assistant", "content": [{"type": "output_text", "text": "click"}]}
    call = {"type": "computer_call", "call_id": "somebody-elses", "id": "x"}

    for items in ([TASK, reported, note("x")], [TASK, call, result("x") | {"call_id": "somebody-elses"}]):
        with pytest.raises(BadRequestError, match="I do not know how far"):
            conversation_state(asked(items), Store())


def test_a_refused_check_is_left_behind_and_its_place_is_known() -> None:
    store = Store()
    remembered(store, "r1", task_mark('click "A"'), PlanPosition(step=1, did_step=0))
    remembered(store, "r2", "r1", PlanPosition(step=2, did_step=1), checks=frozenset({"sc"}))

    now = conversation_state(asked([result("r1"), note("The person refused this action: Click.")], "r1"), store)

    assert ("refused", 1, PICTURE + "BBBB") == (why_not_done(now), now.position.did_step, now.image_url)


def test_a_check_refused_on_the_first_turn_is_known_from_the_task() -> None:
    store = Store()
    remembered(store, "r1", task_mark('click "A"'), PlanPosition(step=1, did_step=0), checks=frozenset({"sc"}))

    now = conversation_state(asked([TASK, note("The person refused this action: Click.")]), store)

    assert ("refused", PlanPosition(step=1), False) == (why_not_done(now), now.position, now.forgotten)
