"""While a run goes on elsewhere, the person's hand on their own desktop is theirs: only what is meant for it counts."""

from desktop_agent.core.presence import UserInput
from desktop_agent.presence.reduced import StopsOnly
from tests.fakes.people.quiet_person import QuietPerson


def test_only_stop_and_pause_keys_are_passed_on() -> None:
    person = QuietPerson(quiet_s=0.0)
    presence = StopsOnly(person)
    seen = list[str]()
    stops = list[str]()
    end = presence.watch(lambda done: seen.append(done.what), stops.append)

    for what in ("pointer", "button", "key", "hand", "lock", "pause"):
        person.touch(UserInput(what))
    person.press_stop()
    end()
    person.press_stop()

    assert seen == ["pause"]
    assert stops == ["the Pause key was pressed"]
    assert presence.quiet_for() == float("inf")  # nobody is waited for


def test_the_loss_of_what_reports_the_stop_key_is_passed_on_and_a_hidden_touch_is_not() -> None:
    person = QuietPerson(unnoticed="Press Pause.")
    presence = StopsOnly(person)
    losses = list[str]()
    presence.watch(lambda _done: None, lambda _how: None, losses.append)
    person.lose("The desktop has gone.")

    assert ["The desktop has gone."] == losses
    assert "" == presence.unnoticed
