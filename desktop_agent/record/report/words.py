"""All words of the page, by the keys under which it asks for them."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_agent.core.texts.message import Message, template, tr, whole

NOT_SHOWN = Message("The screenshot can't be shown.")
_WORDS: Mapping[str, str] = {
    "title": Message("Desktop Agent"),
    "all_runs": Message("All runs"),
    "pause": Message("Pause"),
    "resume": Message("Resume"),
    "stop": Message("Stop"),
    "tell": Message("Tell the model…"),
    "send": Message("Send"),
    "cancel": Message("Cancel"),
    "take": Message("Take over"),
    "give": Message("Give back"),
    "keyboard": Message("Keyboard"),
    "refuse_why": Message("What should the model know or do instead?"),
    "more": Message("More…"),
    "steps": Message("Timeline"),
    "pictures": Message("Screenshots"),
    "lost": Message("The connection is lost. Trying again…"),
    "watching": Message("You can watch, but not act."),
    "nothing": Message("There is no run to watch."),
    "hidden_keys": Message("Your mouse and keyboard control the desk. To return control, press Ctrl+Alt+Enter."),
    "discard": Message("Discard all"),
    "discard_sure": Message("Discard everything? This can't be undone."),
    "no_picture": Message("There is no picture yet."),
    "not_shown": NOT_SHOWN,
    "just_opened": Message("The question has only just opened. Press again."),
    "new_below": Message("New steps below"),
    "picture_of": Message("The screen of the run"),
    "live": Message("Live"),
    "play": Message("Play"),
    "after": Message("After"),
    "enlarge": Message("Enlarge or shrink the screenshot"),
    "search": Message("Search"),
    "filter": Message("Filter"),
    "no_step": Message("No step fits."),
    "at_end": Message("At the end"),
    "keys": Message("Keys"),
    "show_keys": Message("Show these keys"),
    "close": Message("Close"),
    "next": Message("Next step"),
    "previous": Message("Previous step"),
    "before_after": Message("Before or after"),
    "escape": Message("Close, or show all steps"),
    "esc": Message("Esc"),
}
_WITH_GAPS: Mapping[str, str] = {"count": template("{shown} of {total} steps")}  # the page's script fills them


def page_words() -> Mapping[str, str]:
    """Return the words in the person's language."""
    return {key: tr(text) for key, text in _WORDS.items()} | {key: whole(text) for key, text in _WITH_GAPS.items()}
